// SPDX-License-Identifier: Apache-2.0
// Movements of one reference make one transfer, or several of them if it was carried out more than
// once. Nobody has published which movements Sage writes for a transfer: out and in, or one alone,
// and whether what leaves is below zero. So what counts is how much moved at either place.
#include "plugins/sage200/wire_stock.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "plugins/sage200/wire_values.h"

namespace sage::sage200 {
namespace {

constexpr std::string_view views = "product_transaction_views";
constexpr std::string_view midnight = "T00:00:00Z";
constexpr std::size_t holdings_max = 5000;
// Two movements are right, four a duplicate; a costing by batches may write more.
constexpr std::size_t movements_each = 50;
constexpr std::size_t own_page_size = 500;
constexpr std::int64_t times_max = 9;

using Movements = std::vector<const Row*>;

std::string value(const Facts& facts, std::string_view name) {
    const auto found = facts.find(name);
    return found == facts.end() ? std::string() : found->second;
}

std::string place_of(std::string_view warehouse, std::string_view bin) {
    return fmt::format("{}/{}", warehouse, bin);
}

std::string place_of(const Row& row) {
    return place_of(value_in(row, "warehouse_name"), value_in(row, "bin_name"));
}

/// How much moved at a place, whatever its sign; absent where nothing did.
std::optional<Decimal> moved_at(const Movements& rows, std::string_view place) {
    std::optional<Decimal> sum;
    for (const Row* const row : rows) {
        const auto quantity = Decimal::parse(value_in(*row, "quantity"));
        if (quantity && place_of(*row) == place) {
            sum = sum.value_or(Decimal()) + (quantity->sign() < 0 ? -*quantity : *quantity);
        }
    }
    return sum;
}

/// So many times the quantity was moved; 1 where it is no multiple.
std::int64_t times_of(const Decimal& moved, const Decimal& once) {
    Decimal sum;
    for (std::int64_t times = 1; times <= times_max; ++times) {
        sum = sum + once;
        if (sum == moved) {
            return times;
        }
    }
    return 1;
}

/// What moved, in words that are equal to those of the request if that was carried out once.
std::string quantity_of(const std::optional<Decimal>& left, const std::optional<Decimal>& came) {
    if (left && came && *left != *came) {
        return fmt::format("{} left and {} came", plain_number(*left), plain_number(*came));
    }
    return left || came ? plain_number(left ? *left : *came) : std::string("nothing");
}

/// The transfers of which these are the movements, in the terms of what was sent.
std::vector<Found> transfers_in(const Movements& rows, const Facts& sent) {
    const std::string from = value(sent, "from");
    const std::string to = value(sent, "to");
    const std::optional<Decimal> left = moved_at(rows, from);
    const std::optional<Decimal> came = moved_at(rows, to);
    Found found;
    const Row& first = *rows.front();
    found.sage_document.type = transfer_type;
    found.sage_document.number = value_in(first, "reference");
    found.external_reference = value_in(first, "reference");
    found.facts = {
        {"reference", found.external_reference},
        {"product_id", std::string(value_in(first, "product_id"))},
        {"second_reference", std::string(value_in(first, "second_reference"))},
        {"transaction_date", plain_value("transaction_date", value_in(first, "transaction_date"))},
        {"from", from},
        {"to", to},
        {"quantity", quantity_of(left, came)}};
    for (const Row* const row : rows) {
        const std::string place = place_of(*row);
        if (place != from && place != to) {
            found.facts["from"] = place;  // Somebody else's, or moved by another hand.
        }
        if (value_in(*row, "product_id") != value_in(first, "product_id")) {
            found.facts["product_id"] = value_in(*row, "product_id");
        }
    }
    const auto once = Decimal::parse(value(sent, "quantity"));
    const std::int64_t times = once && (left || came) ? times_of(left ? *left : *came, *once) : 1;
    if (times > 1 && (!left || !came || *left == *came)) {
        found.facts["quantity"] = plain_number(*once);
    }
    std::vector<Found> all;
    const std::size_t step =
        std::max<std::size_t>(1, rows.size() / static_cast<std::size_t>(times));
    for (std::size_t one = 0; one < static_cast<std::size_t>(times); ++one) {
        all.push_back(found);
        const std::size_t at = std::min(one * step, rows.size() - 1);
        all.back().sage_document.key = value_in(*rows[at], "id");
    }
    return all;
}

LookUp not_usable(std::string why) {
    LookUp answer;
    answer.why = std::move(why);
    return answer;
}

/// The transfers with one of these references, each in the terms of what was sent under it.
LookUp transfers_of(const Reply& reply, const std::map<std::string, Facts, std::less<>>& sent) {
    const Result<std::vector<Row>> rows = read_rows(reply);
    if (!rows.ok()) {
        return not_usable(rows.error().first().cause);
    }
    if (rows.value().size() >= sent.size() * movements_each) {
        return not_usable("Sage 200 shows a full page of movements: there may be more.");
    }
    std::map<std::string, Movements, std::less<>> by_reference;
    for (const Row& row : rows.value()) {
        if (value_in(row, "id").empty()) {
            return not_usable("A movement of Sage 200 has no id.");
        }
        by_reference[std::string(value_in(row, "reference"))].push_back(&row);
    }
    LookUp answer;
    answer.usable = true;
    for (const auto& [reference, movements] : by_reference) {
        // Whether Sage compares letters as they are is known to nobody.
        const auto wanted = sent.find(reference);
        if (wanted != sent.end()) {
            for (Found& one : transfers_in(movements, wanted->second)) {
                answer.found.push_back(std::move(one));
            }
        }
    }
    return answer;
}

std::vector<Option> options(std::string filter, std::size_t references) {
    return {{"$filter", std::move(filter)},
            {"$orderby", "id"},
            {"$top", std::to_string(references * movements_each)}};
}

/// Of a full page so many rows that no transfer has a movement among them and another behind them:
/// seen on two pages it would be two.
std::size_t count_of_whole(const std::vector<Row>& rows) {
    if (rows.size() < own_page_size) {
        return rows.size();
    }
    std::map<std::string_view, std::size_t> first;
    for (std::size_t at = 0; at < rows.size(); ++at) {
        first.emplace(value_in(rows[at], "reference"), at);
    }
    std::size_t count = first[value_in(rows.back(), "reference")];
    for (std::size_t at = rows.size(); at > count; --at) {
        count = std::min(count, first[value_in(rows[at - 1], "reference")]);
    }
    return count == 0 ? rows.size() : count;
}

const std::string& reference_of(const ReadBackSubject& subject, FindBy by) {
    return by == FindBy::number ? subject.sage_document.number : subject.external_reference;
}

}  // namespace

Request ask_bin_holdings(const Books& books, std::string_view product_key) {
    return get(books, "bin_holdings",
               {{"$filter", fmt::format("product_id eq {}", product_key)},
                {"$orderby", "id"},
                {"$top", std::to_string(holdings_max)},
                {"$expand", "warehouse_holding"}});
}

Result<std::vector<BinHolding>> read_bin_holdings(const Reply& reply) {
    const Result<std::vector<Row>> rows = read_rows(reply);
    if (!rows.ok()) {
        return rows.error();
    }
    const auto unreadable = [](std::string cause) {
        return Error(Status::remote, Problem{"sage200.answer_unreadable", "", std::move(cause),
                                             "Nothing to do: it is asked again.", Owner::it});
    };
    if (rows.value().size() >= holdings_max) {
        return unreadable("Sage 200 shows a full page of bins: there may be more.");
    }
    std::vector<BinHolding> holdings;
    for (const Row& row : rows.value()) {
        BinHolding& one = holdings.emplace_back();
        one.key = value_in(row, "id");
        one.warehouse_key = value_in(row, "warehouse_holding.warehouse_id");
        one.name = value_in(row, "name");
        if (one.key.empty() || one.warehouse_key.empty() || one.warehouse_key == "0") {
            return unreadable("A bin of Sage 200 does not show which warehouse it is in.");
        }
    }
    return holdings;
}

Send encode_transfer(const Books& books, const StockTransfer& transfer,
                     std::string_view external_reference) {
    BodyWriter body;
    body.number("product_id", transfer.product_key);
    body.number("bin_holding_from_id", transfer.from.key);
    body.number("bin_holding_to_id", transfer.to.key);
    body.number("quantity", transfer.quantity.text());
    body.day("date", transfer.date);
    body.text("reference", external_reference);
    body.text_unless_empty("second_reference", transfer.second_reference);
    Send send;
    send.sage_type = transfer_type;
    send.request = post(books, "stock_transfers", body.take());
    send.facts = {{"reference", std::string(external_reference)},
                  {"product_id", transfer.product_key},
                  {"second_reference", transfer.second_reference},
                  {"transaction_date", transfer.date},
                  {"from", place_of(transfer.from.warehouse, transfer.from.bin)},
                  {"to", place_of(transfer.to.warehouse, transfer.to.bin)},
                  {"quantity", plain_number(transfer.quantity)}};
    return send;
}

Verdict classify_transfer(const Send& sent, const Reply& reply) {
    if (reply.status < 200 || reply.status >= 300) {
        return classify(sent, reply);
    }
    Verdict verdict;
    verdict.problem = {"sage200.transfer_unnamed", "",
                       "Sage 200 took the stock transfer, as it does without naming it.",
                       "Nothing to do: its movements are looked up.", Owner::it};
    return verdict;
}

Request look_up_transfer(const Books& books, const Send& sent,
                         std::string_view external_reference) {
    const std::string product = value(sent.facts, "product_id");
    std::string filter = fmt::format("reference eq {}", quoted(external_reference));
    if (!product.empty()) {  // Of what was never sent it is not known.
        filter = fmt::format("product_id eq {} and {}", product, filter);
    }
    return get(books, views, options(std::move(filter), 1));
}

LookUp read_look_up_transfer(const Send& sent, const Reply& reply) {
    const Result<std::vector<Row>> rows = read_rows(reply);
    const std::string known = value(sent.facts, "reference");
    // Of what was never sent the question alone knows the reference.
    const std::string reference = known.empty() && rows.ok() && !rows.value().empty()
                                      ? std::string(value_in(rows.value().front(), "reference"))
                                      : known;
    return transfers_of(reply, {{reference, sent.facts}});
}

Request read_back_transfers(const Books& books, const std::vector<ReadBackSubject>& subjects,
                            FindBy by) {
    std::vector<std::string> conditions;
    conditions.reserve(subjects.size());
    for (const ReadBackSubject& subject : subjects) {
        conditions.push_back(fmt::format("reference eq {}", quoted(reference_of(subject, by))));
    }
    return get(books, views,
               options(fmt::format("{}", fmt::join(conditions, " or ")), subjects.size()));
}

LookUp read_read_back_transfers(const std::vector<ReadBackSubject>& subjects, FindBy by,
                                const Reply& reply) {
    std::map<std::string, Facts, std::less<>> sent;
    for (const ReadBackSubject& subject : subjects) {
        sent.emplace(reference_of(subject, by), subject.facts);
    }
    return transfers_of(reply, sent);
}

Request list_own_transfers(const Books& books, const OwnList& list) {
    std::string filter = fmt::format(
        "startswith(reference,'W') and (transaction_date gt {}{} or transaction_date eq {}{}) and "
        "transaction_date lt {}T23:59:59Z",
        list.from, midnight, list.from, midnight, list.to);
    if (!list.after.empty()) {
        filter += fmt::format(" and id gt {}", list.after);
    }
    return get(books, views,
               {{"$filter", std::move(filter)},
                {"$orderby", "id"},
                {"$top", std::to_string(own_page_size)}});
}

Result<OwnPage> read_own_transfers(const OwnList& list, const Reply& reply) {
    const Result<std::vector<Row>> rows = read_rows(reply);
    if (!rows.ok()) {
        return rows.error();
    }
    OwnPage page;
    const std::size_t count = count_of_whole(rows.value());
    for (std::size_t at = 0; at < count; ++at) {
        const Row& row = rows.value()[at];
        const std::string reference(value_in(row, "reference"));
        const bool again =
            std::any_of(page.found.begin(), page.found.end(),
                        [&](const Found& other) { return other.external_reference == reference; });
        if (!again) {
            Found found;
            found.sage_document.type = transfer_type;
            found.sage_document.key = value_in(row, "id");
            found.sage_document.number = reference;
            found.external_reference = reference;
            page.found.push_back(std::move(found));
        }
    }
    if (rows.value().size() >= own_page_size) {
        page.next = value_in(rows.value()[count - 1], "id");
    }
    if (!page.next.empty() && page.next == list.after) {
        return Error(Status::remote, Problem{"sage200.answer_unreadable", "",
                                             "The list of Sage 200 does not go on.",
                                             "Nothing to do: it is asked again.", Owner::it});
    }
    return page;
}

}  // namespace sage::sage200
