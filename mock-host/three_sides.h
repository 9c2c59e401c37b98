// SPDX-License-Identifier: Apache-2.0
// Three sides of one business: what the warehouse has on its books, what the plugin has accepted
// and posted, and what Sage holds by the plugin's own comparison. Each document of the warehouse is
// given one word for how the sides stand, each order and each item is counted on both ends. Pure
// but for the questions it asks; memory: a few words for each document that does not agree, a row
// for each order and item.
#pragma once

#include <boost/json/fwd.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "mock-host/listing.h"
#include "mock-host/result.h"
#include "mock-host/wms/documents.h"

namespace wms {

/// The plugin's answer to the query "document", or the code of its refusal.
using AskDocument = std::function<Result<std::string>(const std::string& message_id)>;

class ThreeSides {
  public:
    /// @param answer  of the query "reconcile"; a Problem if it is none
    static Result<ThreeSides> from(std::string_view answer);

    /// A document of the warehouse's books, oldest first. Those of other days are left out.
    Done add(const Message& message, const AskDocument& ask);
    /// After the last one: what the plugin found and the warehouse knows nothing of.
    void end();

    /// Goods that moved: what left counts negative.
    struct Sides {
        Decimal warehouse;
        Decimal sage;
        std::map<std::string, std::int64_t> explanations;  ///< how many documents of each
    };
    /// One that does not agree.
    struct Exception {
        std::string order_id;
        std::string message_type;
        std::string document_id;
        std::string explanation;
        std::string cause;  ///< in a sentence
    };

    std::int64_t documents() const { return documents_; }
    const std::vector<Exception>& exceptions() const { return exceptions_; }
    const std::map<std::string, Sides>& orders() const { return orders_; }
    const std::map<std::string, Sides>& items() const { return items_; }
    /// Rows whose sides differ without a word for it.
    std::int64_t unexplained() const;

  private:
    struct Told {
        std::string explanation;
        std::string cause;
        std::map<std::string, Decimal> more;  ///< that Sage holds, by item; negative: less
        bool known = true;                    ///< what it comes to in goods
        bool matched = false;
    };
    using Goods = std::map<std::string, Decimal>;

    void take_finding(const boost::json::value& finding);
    /// Of a document about which the plugin's comparison said nothing.
    Result<Told> stands(const Message& message, const AskDocument& ask) const;
    void count(const std::string& order_id, const Goods& goods, const Told& told);

    std::string from_;
    std::string to_;
    std::map<std::string, Told> told_;    ///< by messageId
    std::vector<Exception> strange_;      ///< without one
    std::map<std::string, Goods> goods_;  ///< of the latest version, by document
    std::int64_t documents_ = 0;
    std::vector<Exception> exceptions_;
    std::map<std::string, Sides> orders_;
    std::map<std::string, Sides> items_;
};

std::vector<Column> exception_columns();
void list_exceptions(const ThreeSides& sides, Listing& listing);
/// @param name  of what the rows are about: "order" or "item"
std::vector<Column> sides_columns(const std::string& name);
void list_sides(const std::map<std::string, ThreeSides::Sides>& rows, Listing& listing);

}  // namespace wms
