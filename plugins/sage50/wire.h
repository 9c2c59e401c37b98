// SPDX-License-Identifier: Apache-2.0
// Between this edition and HyperAccounts, the REST interface in front of Sage 50: requests as
// bytes, and what replies to them mean. Each group of declarations names the file it is in. Facts
// are the vendor's published requests and replies. All functions are pure and thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sage-adapter/edition.h"

namespace sage::sage50 {

/// Whose books, and how the machine beside them takes days.
struct Books {
    /// The header "company", where one installation serves several; empty: it serves one.
    std::string company;
    /// The machine's language writes the month first: days go as MM/dd/yyyy instead of dd/MM/yyyy.
    bool month_first = false;
};

/// Where our reference is kept in a document: it stands there alone. All of them have room for it.
enum class ReferenceField : std::uint8_t {
    notes1,
    notes2,
    notes3,
    analysis1,
    analysis2,
    analysis3,
    customer_order_number,
};
/// By its name in a request: "notes3", "customerOrderNumber". Nothing: there is none.
std::optional<ReferenceField> reference_field(std::string_view name);
std::string_view name_of(ReferenceField field);

// ---- wire.cpp: requests
// ---------------------------------------------------------------------------

Request get(const Books& books, std::string_view target);
/// @param target  "/api/salesInvoice/"
Request post(const Books& books, std::string_view target, std::string body);

/// One condition of a search.
struct Filter {
    /// The column's own name, "NOTES_3", always a constant of the source: of a name that there is
    /// not a search finds silently nothing, which would be taken for proof.
    std::string_view column;
    std::string_view type;  ///< "eq", "gte", "lte"
    std::string value;
};
enum class Match : std::uint8_t { all, any };
/// Without filters everything would be found: there is at least one.
Request search(const Books& books, std::string_view target, const std::vector<Filter>& filters,
               Match match = Match::all);

// ---- answers.cpp: replies as values
// ---------------------------------------------------------------------------

/// Every value as text, numbers in the digits that came; null and absent are empty.
using Row = std::map<std::string, std::string, std::less<>>;
std::string_view value_in(const Row& row, std::string_view field);

/// The rows of a list. Status::remote for all that is not wholly one, also with status 200: a
/// failure, a busy installation, a page of the web server. Never empty in place of unknown.
Result<std::vector<Row>> read_rows(const Reply& reply);
/// The record of an envelope for one, as strictly.
Result<Row> read_record(const Reply& reply);

/// What an envelope says of a write.
struct Envelope {
    bool success = false;
    std::string response;  ///< a number's digits, "true", or empty
    std::string message;
};
/// Nothing: the reply has none, whatever its status.
std::optional<Envelope> read_envelope(const Reply& reply);

/// Another request of the same operation runs, for whomever: this one did not begin. True only of
/// the one form in which that is said, which comes with 409 or with 200.
bool is_busy(const Reply& reply);

// ---- wire_verdict.cpp: what a reply to a write means
// ---------------------------------------------------------------------------

/// Root causes of what is refused for something outside the document; those about one record have
/// its key behind a colon.
inline constexpr std::string_view customer_cause = "customer";
inline constexpr std::string_view nominal_cause = "nominal";
inline constexpr std::string_view lock_date_cause = "lock-date";

/// Of a write of any sage_type. Only what names an error of Sage's own in a form that is known is
/// definite. What posts to the ledger as well, or despatches, may have been done in part before it
/// was refused, so that its refusals are looked up.
Verdict classify(const Send& sent, const Reply& reply);
/// 401 and 403 are about the token.
TokenRefusal token_refusal(const Reply& reply);

// ---- wire_find.cpp, wire_lines.cpp: documents found again, of any sage_type
// ---------------------------------------------------------------------------

Request look_up(const Books& books, const Send& sent, std::string_view external_reference);
LookUp read_look_up(const Send& sent, const Reply& reply);
/// Subjects are of one sage_type. What was sent so long ago that it is not known where its
/// reference is goes by its number.
Request read_back(const Books& books, const std::vector<ReadBackSubject>& subjects, FindBy by);
LookUp read_read_back(const std::vector<ReadBackSubject>& subjects, FindBy by, const Reply& reply);

/// What Sage should hold of the lines, from the bytes of the request.
Facts line_facts(const Send& sent);
/// As Company::shadow_facts(): whose it is, on which day, what it comes to, and what of the lines
/// people enter, too; descriptions and texts are everybody's own.
Facts shadow_facts(const Send& send);
Request read_lines(const Books& books, const std::vector<Found>& found);
/// As Company::add_lines(): false, one answer shows all.
Result<bool> add_lines(const Reply& reply, std::vector<Found>& found);

/// Documents of one sage_type whose reference is in that field; a page is a day.
Request list_own(const Books& books, const OwnList& list);
Result<OwnPage> read_own_page(const OwnList& list, ReferenceField field, const Reply& reply);

/// What is known of a document before it is made: where it would be found by our reference.
Send outline(std::string_view sage_type, ReferenceField field);

// ---- wire_invoice.cpp: product invoices and credits
// ---------------------------------------------------------------------------

inline constexpr std::string_view invoice_type = "Product Invoice";
/// That Sage made itself when an order was completed: only its texts are ever ours.
inline constexpr std::string_view order_invoice_type = "Invoice of Sales Order";
inline constexpr std::string_view credit_type = "Product Credit";

/// Lengths in characters of Windows-1252, as the interface documents them for invoices.
namespace invoice_limits {
inline constexpr std::size_t account = 8;
inline constexpr std::size_t order_number = 7;
inline constexpr std::size_t customer_order_number = 60;
inline constexpr std::size_t name = 60;
inline constexpr std::size_t address = 60;
inline constexpr std::size_t contact = 30;
inline constexpr std::size_t telephone = 30;
inline constexpr std::size_t taken_by = 30;
inline constexpr std::size_t delivery_name = 30;  ///< shorter than on orders
inline constexpr std::size_t delivery_address = 30;
inline constexpr std::size_t notes = 60;
inline constexpr std::size_t analysis = 30;
inline constexpr std::size_t consignment = 30;
inline constexpr std::size_t nominal = 8;
inline constexpr std::size_t details = 60;
inline constexpr std::size_t stock_code = 30;
inline constexpr std::size_t description = 60;        ///< before version 29 of Sage
inline constexpr std::size_t description_wide = 120;  ///< from then on
inline constexpr std::size_t comment = 60;
inline constexpr std::size_t unit_of_sale = 8;
inline constexpr std::size_t external_order_reference = 30;
}  // namespace invoice_limits

/// What is empty or absent is not said: Sage has its own for it, or nothing.
struct InvoiceLine {
    std::string stock_code;  ///< or "S1", "S2" (with and without tax), "M" (a message)
    std::string description;
    std::string comment_1;
    std::string comment_2;
    Decimal quantity;    ///< above zero, on credits too
    Decimal unit_price;  ///< net
    /// After any discount: sent instead of a discount in percent, whose rate would be rounded.
    std::optional<Decimal> net_amount;
    std::optional<int> tax_code;      ///< 0 to 99: 1 is "T1"
    std::optional<Decimal> tax_rate;  ///< in percent
    std::string nominal;
    std::optional<int> department;
    std::string unit_of_sale;
    std::string external_order_reference;
    /// Takes off what the line comes to; only for "S1" and "S3", and what is said stays above zero.
    bool negative = false;
    std::string pointer;  ///< of the document's line or charge; not sent, names the prediction
};

struct Carriage {
    Decimal net;
    std::optional<Decimal> tax;  ///< absent: Sage's own by the tax code
    std::string nominal;
    std::optional<int> tax_code;
    std::optional<Decimal> tax_rate;  ///< in percent; not sent, for the prediction
    std::optional<int> department;
};

struct InvoiceDocument {
    bool credit = false;    ///< type 3 instead of 0; amounts and quantities above zero all the same
    std::string account;    ///< of the customer
    std::string date;       ///< YYYY-MM-DD
    std::string reference;  ///< ours, 18 characters
    ReferenceField reference_field = ReferenceField::notes3;
    std::string order_number;           ///< any text; not the key of a sales order
    std::string customer_order_number;  ///< empty where our reference is there
    std::string name;                   ///< instead of the customer's, with `address`
    std::array<std::string, 5> address;
    std::string contact;
    std::string telephone;
    std::string taken_by;
    std::string delivery_name;
    std::array<std::string, 5> delivery_address;
    /// Those where our reference is are empty. Analysis that is empty becomes the customer's.
    std::array<std::string, 3> notes;
    std::array<std::string, 3> analysis;
    /// Shown, and documented for no write: whether Sage kept them shows a read-back.
    std::string consignment;
    std::optional<int> courier_number;
    std::optional<Carriage> carriage;
    std::string global_nominal;  ///< instead of every line's
    std::string global_details;
    std::optional<int> department;
    std::optional<int> currency;   ///< Sage's number: 1 is that of the books
    std::string payment_due_date;  ///< YYYY-MM-DD
    /// Posts it to the ledger at once, and moves its stock; what of it failed is then in doubt.
    bool update_ledgers = false;
    std::vector<InvoiceLine> lines;
    std::string currency_id;  ///< of the prediction: "GBP"
};
Send encode(const Books& books, const InvoiceDocument& document);

/// What is written into an invoice or credit that is there already: only what is said.
struct InvoiceChange {
    bool credit = false;
    bool of_order = false;  ///< Sage made it of an order
    std::string number;     ///< of the invoice
    std::array<std::optional<std::string>, 3> notes;
    std::array<std::optional<std::string>, 3> analysis;
    std::optional<std::string> consignment;
    std::optional<int> courier_number;
};
/// Settled by look_up(), which shows the invoice with that number.
Send encode(const Books& books, const InvoiceChange& change);

/// An invoice or credit as it is now, to decide whether and where tracking goes.
struct InvoiceState {
    std::string number;
    bool posted = false;  ///< to the ledger: whether it can be changed then is not known
    bool deleted = false;
    std::string order_number;
    std::array<std::string, 3> notes;
    std::array<std::string, 3> analysis;
    std::string consignment;
};
Request ask_invoice(const Books& books, std::string_view number);
/// Nothing: Sage has none of that number. Status::remote: the answer tells nothing.
Result<std::optional<InvoiceState>> read_invoice(const Reply& reply);

// ---- wire_stock.cpp: adjustments of stock
// ---------------------------------------------------------------------------

inline constexpr std::string_view adjustment_type = "Stock Adjustment";

namespace adjustment_limits {
inline constexpr std::size_t stock_code = 30;
inline constexpr std::size_t reference = 30;
inline constexpr std::size_t details = 60;
}  // namespace adjustment_limits

/// One product in or out. Sage answers without naming it: it is found by our reference.
struct AdjustmentDocument {
    std::string stock_code;
    bool in = false;   ///< type 1 (AI) instead of 2 (AO)
    Decimal quantity;  ///< whole and above zero: what fractions do is published nowhere
    std::string date;  ///< YYYY-MM-DD
    /// Of one, and only of what comes in: it becomes the product's last cost. Absent: Sage's own.
    std::optional<Decimal> cost_price;
    std::string reference;  ///< ours
    std::string details;
};
Send encode(const Books& books, const AdjustmentDocument& document);

}  // namespace sage::sage50
