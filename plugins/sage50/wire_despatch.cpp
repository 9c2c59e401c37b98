// SPDX-License-Identifier: Apache-2.0
// Settled by the quantities of the order's lines and not by its notes, because making notes can be
// turned off in Sage, and their absence would be taken for proof that nothing left.
#include "plugins/sage50/wire_despatch.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "plugins/sage50/wire_document.h"
#include "plugins/sage50/wire_values.h"

namespace sage::sage50 {
namespace {

constexpr std::string_view lines_search = "/api/searchSopItem";
constexpr std::string_view order_column = "ORDER_NUMBER";
constexpr std::string_view order_fact = "orderNumber";
constexpr std::string_view no_number = "0";
// Not "line": what begins so is asked for apart.
constexpr std::string_view moved_prefix = "moved ";
constexpr std::string_view before_prefix = "before ";

/// Lines of all orders of an answer: order, item, quantity.
using Quantities = std::map<std::string, std::map<std::string, Decimal>>;

Decimal number_in(const Row& row, std::string_view member) {
    return Decimal::parse(plain_value(member, value_in(row, member))).value_or(Decimal());
}

/// What a document of that type makes more of.
Decimal quantity_in(const Row& row, std::string_view sage_type) {
    const Decimal left = number_in(row, "qtyDelivered");
    return sage_type == allocation_type ? left + number_in(row, "qtyAllocated") : left;
}

Result<Quantities> read_quantities(const Reply& reply, std::string_view sage_type) {
    const Result<std::vector<Row>> rows = read_rows(reply);
    if (!rows.ok()) {
        return rows.error();
    }
    Quantities quantities;
    for (const Row& row : rows.value()) {
        quantities[std::string(value_in(row, "orderNumber"))]
                  [std::string(value_in(row, "itemId"))] = quantity_in(row, sage_type);
    }
    return quantities;
}

/// The lines that a document is about, by the facts of what was sent.
std::vector<WorkItem> items_in(const Facts& facts) {
    std::vector<WorkItem> items;
    for (const auto& [name, value] : facts) {
        if (name.starts_with(moved_prefix)) {
            const std::string id = name.substr(moved_prefix.size());
            const std::string_view before = fact_in(facts, fmt::format("{}{}", before_prefix, id));
            items.push_back({id, Decimal::parse(value).value_or(Decimal()),
                             Decimal::parse(before).value_or(Decimal())});
        }
    }
    return items;
}

/// "42/236:3": the order, its first line and how much of it has left then. Later despatches of the
/// order have another one.
std::string key_of(std::string_view order, const std::vector<WorkItem>& items) {
    return items.empty() ? std::string(order)
                         : fmt::format("{}/{}:{}", order, items.front().item_id,
                                       plain_number(items.front().before + items.front().quantity));
}

SageDocument document_of(std::string_view sage_type, const Facts& facts) {
    SageDocument document;
    document.type = sage_type;
    document.number = fact_in(facts, order_fact);
    document.key = key_of(document.number, items_in(facts));
    return document;
}

Send work(std::string_view sage_type, const std::string& order,
          const std::vector<WorkItem>& items) {
    Send send;
    send.sage_type = sage_type;
    send.facts[std::string(order_fact)] = order;
    for (const WorkItem& item : items) {
        send.facts[fmt::format("{}{}", moved_prefix, item.item_id)] = plain_number(item.quantity);
        send.facts[fmt::format("{}{}", before_prefix, item.item_id)] = plain_number(item.before);
    }
    return send;
}

std::string body_of(const std::string& order, const std::vector<WorkItem>& items,
                    std::string_view member) {
    BodyWriter body;
    body.digits("orderNumber", order);
    body.begin_list("items");
    for (const WorkItem& item : items) {
        body.begin_item();
        body.digits("itemId", item.item_id);
        body.number(member, item.quantity);
        body.end_item();
    }
    body.end_list();
    return body.take();
}

/// What moved of each line since; a line that is gone has nothing.
Facts moved_since(const Facts& sent, const std::map<std::string, Decimal>& now) {
    Facts facts = sent;
    for (const WorkItem& item : items_in(sent)) {
        const auto line = now.find(item.item_id);
        const Decimal moved = line == now.end() ? Decimal() : line->second - item.before;
        facts[fmt::format("{}{}", moved_prefix, item.item_id)] = plain_number(moved);
    }
    return facts;
}

bool nothing_moved(const Facts& facts) {
    const std::vector<WorkItem> items = items_in(facts);
    return std::all_of(items.begin(), items.end(),
                       [](const WorkItem& item) { return item.quantity.sign() == 0; });
}

/// "42", "236" and 3 of "42/236:3".
struct KeyParts {
    std::string order;
    std::string item;
    Decimal quantity;
};
KeyParts parts_of(const SageDocument& document) {
    const std::string& key = document.key;
    const std::size_t slash = key.find('/');
    const std::size_t colon = key.find(':');
    if (slash == std::string::npos || colon == std::string::npos || colon < slash) {
        return {document.number, "", {}};
    }
    return {key.substr(0, slash), key.substr(slash + 1, colon - slash - 1),
            Decimal::parse(key.substr(colon + 1)).value_or(Decimal())};
}

/// The order that is named, which a person may have done otherwise than it was sent.
std::string order_of(const ReadBackSubject& subject) {
    const std::string named = parts_of(subject.sage_document).order;
    std::string order = named.empty() ? std::string(fact_in(subject.facts, order_fact)) : named;
    return is_digits(order) ? order : std::string(no_number);
}

/// What it is called is not known: it was never seen to be there.
bool is_nameless(const ReadBackSubject& subject) {
    return subject.sage_document.key.empty() &&
           fact_in(subject.facts, order_fact) == order_of(subject);
}

/// Whether as much has left of a line as with the document, whose facts may be known no more; of
/// one without a name, whether anything of what was sent has moved.
bool is_there(const ReadBackSubject& subject, const std::map<std::string, Decimal>& now) {
    if (is_nameless(subject)) {
        return !nothing_moved(moved_since(subject.facts, now));
    }
    const KeyParts parts = parts_of(subject.sage_document);
    const auto line = now.find(parts.item);
    return parts.item.empty() || (line != now.end() && line->second >= parts.quantity);
}

SageDocument shown_as(const ReadBackSubject& subject) {
    if (is_nameless(subject)) {
        return document_of(subject.sage_document.type, subject.facts);
    }
    SageDocument document = subject.sage_document;
    document.key = document.key.empty() ? document.number : document.key;
    return document;
}

/// What has left later besides is not of this document.
Facts facts_of(const Facts& sent, const std::map<std::string, Decimal>& now) {
    Facts facts = moved_since(sent, now);
    for (const WorkItem& item : items_in(sent)) {
        std::string& moved = facts[fmt::format("{}{}", moved_prefix, item.item_id)];
        if (Decimal::parse(moved).value_or(Decimal()) >= item.quantity) {
            moved = plain_number(item.quantity);
        }
    }
    return facts;
}

}  // namespace

Request ask_order_lines(const Books& books, std::string_view order_number) {
    return search(books, lines_search, {{order_column, "eq", std::string(order_number)}});
}

Result<std::vector<OpenLine>> read_order_lines(const Reply& reply) {
    const Result<std::vector<Row>> rows = read_rows(reply);
    if (!rows.ok()) {
        return rows.error();
    }
    std::vector<OpenLine> lines;
    for (const Row& row : rows.value()) {
        if (value_in(row, "deleted") != "1") {
            lines.push_back({std::string(value_in(row, "itemId")),
                             std::string(value_in(row, "stockCode")), number_in(row, "qtyOrder"),
                             number_in(row, "qtyAllocated"), number_in(row, "qtyDelivered")});
        }
    }
    return lines;
}

Request ask_free_stock(const Books& books, const std::vector<std::string>& stock_codes) {
    std::vector<Filter> filters;
    filters.reserve(stock_codes.size());
    for (const std::string& code : stock_codes) {
        filters.push_back({"STOCK_CODE", "eq", code});
    }
    return search(books, "/api/searchProduct", filters, Match::any);
}

Result<std::map<std::string, Decimal, std::less<>>> read_free_stock(const Reply& reply) {
    const Result<std::vector<Row>> rows = read_rows(reply);
    if (!rows.ok()) {
        return rows.error();
    }
    std::map<std::string, Decimal, std::less<>> free;
    for (const Row& row : rows.value()) {
        free[std::string(trimmed(value_in(row, "stockCode")))] =
            number_in(row, "qtyInStock") - number_in(row, "qtyAllocated");
    }
    return free;
}

Send encode(const Books& books, const AllocationDocument& document) {
    Send send = work(allocation_type, document.order_number, document.items);
    send.request = post(books, "/api/salesOrderPartialAllocation",
                        body_of(document.order_number, document.items, "allocate"));
    return send;
}

Send encode(const Books& books, const DespatchDocument& document) {
    Send send = work(despatch_type, document.order_number, document.items);
    if (document.complete_on.empty()) {
        send.request = post(books, "/api/salesOrderPartialDespatch",
                            body_of(document.order_number, document.items, "despatch"));
        return send;
    }
    BodyWriter body;
    body.digits("orderNumber", document.order_number);
    body.text("date", day_on_wire(document.complete_on, books.month_first));
    send.request = post(books, "/api/salesOrderComplete", body.take());
    return send;
}

bool is_work(std::string_view sage_type) {
    return sage_type == allocation_type || sage_type == despatch_type;
}

Verdict judge_work(const Send& sent, const std::string& response) {
    const bool completes = sent.request.target == "/api/salesOrderComplete";
    const bool named = completes ? is_digits(response) && response != no_number
                                 : response == fact_in(sent.facts, order_fact);
    Verdict verdict;
    if (!named) {
        verdict.problem = {"sage50.answer_unclear", "",
                           "Sage 50 answered without the number of the order or its invoice.",
                           "Nothing to do: it is settled by a look-up.", Owner::it};
        return verdict;
    }
    verdict.judgement = Judgement::done;
    verdict.sage_document = document_of(sent.sage_type, sent.facts);
    verdict.sage_document.invoice_key = completes ? response : std::string();
    return verdict;
}

Request look_up_work(const Books& books, const Send& sent) {
    return ask_order_lines(books, fact_in(sent.facts, order_fact));
}

LookUp read_look_up_work(const Send& sent, const Reply& reply) {
    LookUp answer;
    const std::string order(fact_in(sent.facts, order_fact));
    const Result<Quantities> quantities = read_quantities(reply, sent.sage_type);
    if (!quantities.ok()) {
        answer.why = quantities.error().first().cause;
        return answer;
    }
    const auto lines = quantities.value().find(order);
    if (lines == quantities.value().end()) {
        answer.why = "Sage 50 shows no lines of the order " + order + ".";
        return answer;
    }
    answer.usable = true;
    Facts facts = moved_since(sent.facts, lines->second);
    if (!nothing_moved(facts)) {
        Found& found = answer.found.emplace_back();
        found.sage_document = document_of(sent.sage_type, sent.facts);
        found.facts = std::move(facts);
    }
    return answer;
}

Request read_back_work(const Books& books, const std::vector<ReadBackSubject>& subjects) {
    std::vector<Filter> filters;
    filters.reserve(subjects.size());
    for (const ReadBackSubject& subject : subjects) {
        filters.push_back({order_column, "eq", order_of(subject)});
    }
    return search(books, lines_search, filters, Match::any);
}

LookUp read_read_back_work(const std::vector<ReadBackSubject>& subjects, const Reply& reply) {
    LookUp answer;
    const Result<Quantities> quantities =
        read_quantities(reply, subjects.front().sage_document.type);
    if (!quantities.ok()) {
        answer.why = quantities.error().first().cause;
        return answer;
    }
    answer.usable = true;
    for (const ReadBackSubject& subject : subjects) {
        const auto lines = quantities.value().find(order_of(subject));
        if (lines == quantities.value().end() || !is_there(subject, lines->second)) {
            continue;
        }
        Found& found = answer.found.emplace_back();
        found.sage_document = shown_as(subject);
        found.facts = facts_of(subject.facts, lines->second);
        found.external_reference = subject.external_reference;
    }
    return answer;
}

}  // namespace sage::sage50
