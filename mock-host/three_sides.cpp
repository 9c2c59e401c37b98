// SPDX-License-Identifier: Apache-2.0
// Versions of a document: the warehouse stands by the latest, and Sage holds in sum what was posted
// of them. So an earlier version counts only with what is wrong about it in Sage.
#include "mock-host/three_sides.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <optional>
#include <utility>

#include "mock-host/answer_lacks.h"
#include "mock-host/json_members.h"

namespace wms {
namespace {

namespace json = boost::json;

/// Sage has it once; whether as it was sent can no longer be told. No exception.
constexpr const char* purged = "purged";

/// In the order of what says most about how the goods stand.
std::string quantity_in(const json::value& line) {
    for (const char* const name : {"deliveredQuantity", "returnedQuantity", "receivedQuantity",
                                   "adjustmentQuantity", "quantity"}) {
        const std::string value = text_at(member_at(line, name), "value");
        if (!value.empty()) {
            return value;
        }
    }
    return "0";
}

/// 1: goods came, -1: they left; 0: no goods move by it.
int direction_of(const std::string& message_type) {
    if (message_type == "despatchAdvice") {
        return -1;
    }
    const bool comes = message_type == "returnAdvice" || message_type == "receiptAdvice" ||
                       message_type == "inventoryAdjustment";
    return comes ? 1 : 0;
}

Decimal signed_quantity(int direction, Decimal quantity) {
    return direction < 0 ? -quantity : quantity;
}

std::map<std::string, Decimal> goods_of(const std::string& message_type, const json::value& body) {
    std::map<std::string, Decimal> goods;
    const int direction = direction_of(message_type);
    if (direction == 0) {
        return goods;
    }
    for (const json::value& line : list_at(body, "lines")) {
        const std::string item = text_at(member_at(line, "item"), "sellersItemId");
        goods[item] +=
            signed_quantity(direction, Decimal::parse(quantity_in(line)).value_or(Decimal{}));
    }
    return goods;
}

std::string order_of(const json::value& body) {
    const json::value& reference = member_at(body, "orderReference");
    const std::string order = text_at(reference, "id");
    return order.empty() ? "(no order)" : order;
}

std::string cause_of(const std::string& state) {
    return state == "held"       ? "It waits for a person."
           : state == "rejected" ? "It was refused for good."
                                 : "It was withdrawn before it reached Sage.";
}

}  // namespace

Result<ThreeSides> ThreeSides::from(std::string_view answer) {
    boost::system::error_code error;
    const json::value value = json::parse(answer, error);
    if (error || !member_at(value, "findings").is_array()) {
        return answer_lacks("reconcile", "findings");
    }
    ThreeSides sides;
    sides.from_ = text_at(value, "from");
    sides.to_ = text_at(value, "to");
    for (const json::value& row : list_at(value, "inFlight")) {
        Told told;
        const std::string state = text_at(row, "state");
        told.explanation = state == "held" ? "held" : state == "posted" ? "unverified" : "inFlight";
        told.cause = state == "posted" ? "It is posted, and not read back yet."
                     : state == "held" ? cause_of(state)
                                       : "It is on its way: " + state + ".";
        sides.told_[text_at(row, "messageId")] = std::move(told);
    }
    for (const json::value& finding : list_at(value, "findings")) {
        sides.take_finding(finding);
    }
    return sides;
}

void ThreeSides::take_finding(const json::value& finding) {
    Told told;
    told.explanation = text_at(finding, "explanation");
    told.cause = text_at(member_at(finding, "error"), "cause");
    const int direction = direction_of(text_at(finding, "messageType"));
    for (const json::value& one : list_at(finding, "quantities")) {
        const std::optional<Decimal> expected = Decimal::parse(text_at(one, "expected"));
        const std::optional<Decimal> found = Decimal::parse(text_at(one, "found"));
        told.known = told.known && expected.has_value() && found.has_value();
        if (expected.has_value() && found.has_value()) {
            told.more[text_at(one, "sellersItemId")] +=
                signed_quantity(direction, *found - *expected);
        }
    }
    const std::string message_id = text_at(finding, "messageId");
    if (message_id.empty()) {
        strange_.push_back(
            {"", "", text_at(finding, "externalReference"), told.explanation, told.cause});
        return;
    }
    told_[message_id] = std::move(told);
}

Result<ThreeSides::Told> ThreeSides::stands(const Message& message, const AskDocument& ask) const {
    const Result<std::string> answer = ask(message.id);
    if (!answer.ok() && answer.problem().code != "query.unknown_document") {
        return answer.problem();
    }
    Told told;
    if (!answer.ok()) {
        told.explanation = "missingInOutbox";
        told.cause = "The warehouse has it, and the plugin never got it.";
        return told;
    }
    boost::system::error_code error;
    const json::value row = json::parse(answer.value(), error);
    const std::string state = text_at(row, "state");
    if (!error && (state == "held" || state == "rejected" || state == "withdrawn")) {
        told.explanation = state;
        told.cause = cause_of(state);
    } else if (!error && state == "posted" && member_at(row, "contentPurged") == true) {
        told.explanation = purged;
    } else if (error || state != "posted") {
        told.explanation = "inFlight";
        told.cause = "It is on its way: " + state + ".";
    }
    return told;
}

Done ThreeSides::add(const Message& message, const AskDocument& ask) {
    boost::system::error_code error;
    const json::value document = json::parse(message.json, error);
    const json::value& body = member_at(document, "body");
    const std::string date = text_at(body, "issueDate");
    if (error || date < from_ || date > to_) {
        return Nothing{};
    }
    ++documents_;
    const auto found = told_.find(message.id);
    Told told;
    if (found != told_.end()) {
        found->second.matched = true;
        told = found->second;
    } else {
        Result<Told> stood = stands(message, ask);
        if (!stood.ok()) {
            return stood.problem();
        }
        told = std::move(stood).value();
    }
    const std::string order_id = order_of(body);
    if (!told.explanation.empty() && told.explanation != purged) {
        exceptions_.push_back(
            {order_id, message.type, message.document_id, told.explanation, told.cause});
    }
    Goods goods = goods_of(message.type, body);
    // An earlier version was taken back where this one is posted.
    const std::string document_key = message.type + "\n" + message.document_id;
    Goods& earlier = goods_[document_key];
    Goods change = goods;
    for (const auto& [item, quantity] : earlier) {
        change[item] -= quantity;
    }
    earlier = std::move(goods);
    count(order_id, change, told);
    return Nothing{};
}

void ThreeSides::count(const std::string& order_id, const Goods& goods, const Told& told) {
    const bool absent = told.explanation == "inFlight" || told.explanation == "missingInOutbox" ||
                        told.explanation == "held" || told.explanation == "rejected" ||
                        told.explanation == "withdrawn";
    Sides& order = orders_[order_id];
    if (!told.explanation.empty()) {
        ++order.explanations[told.explanation];
    }
    for (const auto& [item, quantity] : goods) {
        const auto wrong = told.more.find(item);
        const Decimal held = (absent ? Decimal{} : quantity) +
                             (wrong == told.more.end() ? Decimal{} : wrong->second);
        Sides& of_item = items_[item];
        order.warehouse += quantity;
        order.sage += held;
        of_item.warehouse += quantity;
        of_item.sage += held;
        if (!told.explanation.empty()) {
            ++of_item.explanations[told.explanation];
        }
    }
}

void ThreeSides::end() {
    for (const auto& [message_id, told] : told_) {
        if (!told.matched) {
            exceptions_.push_back({"", "", message_id, told.explanation, told.cause});
        }
    }
    exceptions_.insert(exceptions_.end(), strange_.begin(), strange_.end());
}

std::int64_t ThreeSides::unexplained() const {
    std::int64_t rows = 0;
    for (const auto* const sides : {&orders_, &items_}) {
        for (const auto& [name, one] : *sides) {
            rows += one.warehouse != one.sage && one.explanations.empty() ? 1 : 0;
        }
    }
    for (const Exception& one : exceptions_) {
        rows += one.explanation.empty() ? 1 : 0;
    }
    return rows;
}

std::vector<Column> exception_columns() {
    return {{"orderId", "order"},
            {"messageType", "message"},
            {"documentId", "document"},
            {"explanation", "explanation"},
            {"cause", "why", false, true}};
}

void list_exceptions(const ThreeSides& sides, Listing& listing) {
    for (const ThreeSides::Exception& one : sides.exceptions()) {
        listing.add({one.order_id, one.message_type, one.document_id, one.explanation, one.cause});
    }
}

std::vector<Column> sides_columns(const std::string& name) {
    return {{name + "Id", name},
            {"warehouse", "warehouse", true},
            {"sage", "Sage", true},
            {"difference", "difference", true},
            {"explanations", "explanations", false, true}};
}

void list_sides(const std::map<std::string, ThreeSides::Sides>& rows, Listing& listing) {
    for (const auto& [name, one] : rows) {
        std::string explanations;
        for (const auto& [explanation, count] : one.explanations) {
            explanations +=
                fmt::format("{}{} {}", explanations.empty() ? "" : ", ", count, explanation);
        }
        listing.add({name, one.warehouse.text(), one.sage.text(), (one.sage - one.warehouse).text(),
                     explanations});
    }
}

}  // namespace wms
