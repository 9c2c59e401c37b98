// SPDX-License-Identifier: Apache-2.0
// What is known of the kinds of documents that have a header and lines: where each is searched, and
// under which names Sage shows it. All functions are pure and thread-safe.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/sage50/wire.h"
#include "plugins/sage50/wire_values.h"

namespace sage::sage50 {

/// Fact of a document: by its name in requests, the field in which it has our reference.
inline constexpr std::string_view field_fact = "reference_field";
/// Member and fact: "1" of a document that somebody deleted in Sage and that is still shown.
inline constexpr std::string_view deleted_member = "recordDeleted";

/// A member of a line in a request, and in the rows of the search for lines.
struct LineMember {
    std::string_view sent;
    std::string_view shown;
};

struct DocumentKind {
    std::string_view search;         ///< "/api/searchInvoice"
    std::string_view number_column;  ///< "INVOICE_NUMBER"
    std::string_view number_member;  ///< "invoiceNumber", of headers and of lines
    std::string_view date_column;
    std::string_view line_search;
    std::string_view line_id;  ///< the member by which lines are in their order
    std::vector<LineMember> line_members;
};
/// Of product invoices, product credits and sales orders.
const DocumentKind& kind_of(std::string_view sage_type);
bool is_order(std::string_view sage_type);

/// The column of a field, "NOTES_3", and its member in the rows of the search.
std::string_view column_of(ReferenceField field);
std::string_view shown_name_of(ReferenceField field, std::string_view sage_type);

/// Whether the text has the form of our references; whether one is ours, the core sees.
bool is_reference(std::string_view text);
std::string_view fact_in(const Facts& facts, std::string_view name);

/// Writes the texts and numbers of a header, and the facts that they make under the names by which
/// Sage shows them.
class HeaderWriter {
  public:
    HeaderWriter(BodyWriter& body, Facts& facts) : body_(body), facts_(facts) {}

    void text(std::string_view member, std::string_view shown, std::string_view value);
    void text(std::string_view member, std::string_view value) { text(member, member, value); }
    void number(std::string_view member, std::string_view shown, const std::optional<int>& value);
    void day(std::string_view member, std::string_view date, const Books& books);
    /// Under "notes1", "notes2", ...
    template <typename Texts>
    void texts(const std::string& member, const Texts& values) {
        int number = 0;
        for (const std::string& value : values) {
            text(member + std::to_string(++number), value);
        }
    }

  private:
    BodyWriter& body_;
    Facts& facts_;
};

void write_items(BodyWriter& body, const std::vector<InvoiceLine>& lines);
void write_carriage(BodyWriter& body, Facts& facts, const Carriage& carriage);
/// What Sage makes of the lines and the carriage: it rounds the tax of each half up and adds up
/// what was rounded. Also a fact: the net of all lines.
void predict(const std::vector<InvoiceLine>& lines, const std::optional<Carriage>& carriage,
             const std::string& currency_id, Send& send);

}  // namespace sage::sage50
