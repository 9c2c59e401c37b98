// SPDX-License-Identifier: Apache-2.0
// Sage answers an adjustment with "true" and keeps nothing of it but movements. Whether one that
// takes goods of several costs makes several movements is published nowhere: those of the same
// reference, product and direction make one adjustment, or several if it was carried out more than
// once.
#include "plugins/sage50/wire_stock.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "plugins/sage50/wire_document.h"
#include "plugins/sage50/wire_values.h"

namespace sage::sage50 {
namespace {

constexpr std::string_view movements_search = "/api/searchStock";
constexpr std::string_view reference_column = "REFERENCE";
constexpr std::string_view number_column = "TRAN_NUMBER";
constexpr std::string_view no_number = "0";
constexpr int type_in = 1;
constexpr int type_out = 2;
constexpr std::string_view movement_in = "AI";
constexpr std::string_view movement_out = "AO";
constexpr int times_max = 9;

using Movements = std::vector<const Row*>;

/// What moved, whatever its sign: one reply shows movements out below zero, another does not.
Decimal moved(const Movements& rows) {
    Decimal sum;
    for (const Row* const row : rows) {
        const auto quantity =
            Decimal::parse(magnitude(plain_value("quantity", value_in(*row, "quantity"))));
        sum = sum + quantity.value_or(Decimal());
    }
    return sum;
}

/// So many times the quantity was moved; 1 where it is no multiple.
int times_of(const Decimal& moved, std::string_view once) {
    const auto quantity = Decimal::parse(once);
    Decimal sum;
    for (int times = 1; quantity && times <= times_max; ++times) {
        sum = sum + *quantity;
        if (sum == moved) {
            return times;
        }
    }
    return 1;
}

Found adjustment_of(const Row& row) {
    Found found;
    found.sage_document.type = adjustment_type;
    found.sage_document.key = value_in(row, "tranNumber");
    found.sage_document.number = found.sage_document.key;
    found.external_reference = plain_value("reference", value_in(row, "reference"));
    for (const std::string_view member :
         {"stockCode", "type", "date", "costPrice", "reference", "details"}) {
        found.facts.emplace(member, plain_value(member, value_in(row, member)));
    }
    return found;
}

/// The adjustments that these movements make.
void add_adjustments(const Movements& rows, std::string_view sent_quantity, LookUp& answer) {
    const Decimal sum = moved(rows);
    const int times = times_of(sum, sent_quantity);
    const auto count = static_cast<std::size_t>(times);
    const std::size_t step = std::max<std::size_t>(1, rows.size() / count);
    for (std::size_t one = 0; one < count; ++one) {
        Found found = adjustment_of(*rows[std::min(one * step, rows.size() - 1)]);
        found.facts["quantity"] = times > 1 ? std::string(sent_quantity) : plain_number(sum);
        answer.found.push_back(std::move(found));
    }
}

/// All adjustments of the answer; `sent_quantity` tells that of what was sent under a reference.
template <typename SentQuantity>
LookUp adjustments_in(const Reply& reply, const SentQuantity& sent_quantity) {
    LookUp answer;
    const Result<std::vector<Row>> rows = read_rows(reply);
    if (!rows.ok()) {
        answer.why = rows.error().first().cause;
        return answer;
    }
    std::map<std::tuple<std::string, std::string, std::string>, Movements> groups;
    for (const Row& row : rows.value()) {
        if (value_in(row, "tranNumber").empty()) {
            answer.why = "A movement of Sage 50 has no number.";
            return answer;
        }
        groups[{plain_value("reference", value_in(row, "reference")),
                std::string(value_in(row, "stockCode")), std::string(value_in(row, "type"))}]
            .push_back(&row);
    }
    for (const auto& [name, movements] : groups) {
        add_adjustments(movements, sent_quantity(std::get<0>(name)), answer);
    }
    answer.usable = true;
    return answer;
}

const std::string& number_of(const ReadBackSubject& subject) {
    return subject.sage_document.number.empty() ? subject.sage_document.key
                                                : subject.sage_document.number;
}

bool is_about(const ReadBackSubject& subject, FindBy by, const Found& found) {
    return by == FindBy::reference ? subject.external_reference == found.external_reference
                                   : number_of(subject) == found.sage_document.number;
}

}  // namespace

Send encode(const Books& books, const AdjustmentDocument& document) {
    Send send;
    send.sage_type = adjustment_type;
    BodyWriter body;
    body.text("stockCode", document.stock_code);
    // Whole numbers alone are documented, and "2.0" may be refused for one.
    body.digits("quantity", plain_number(document.quantity));
    body.digits("type", std::to_string(document.in ? type_in : type_out));
    body.text("date", day_on_wire(document.date, books.month_first));
    if (document.in) {
        body.number("costPrice", document.cost_price);
    }
    body.text("reference", document.reference);
    body.text_unless_empty("details", document.details);
    send.request = post(books, "/api/stock", body.take());
    send.facts = {{"stockCode", document.stock_code},
                  {"quantity", plain_number(document.quantity)},
                  {"type", std::string(document.in ? movement_in : movement_out)},
                  {"date", document.date},
                  {"reference", document.reference}};
    if (!document.details.empty()) {
        send.facts["details"] = plain_value("details", document.details);
    }
    if (document.in && document.cost_price) {
        send.facts["costPrice"] = plain_number(*document.cost_price);
    }
    return send;
}

Request look_up_adjustment(const Books& books, std::string_view external_reference) {
    return search(books, movements_search,
                  {{reference_column, "eq", std::string(external_reference)}});
}

LookUp read_look_up_adjustment(const Send& sent, const Reply& reply) {
    const std::string_view quantity = fact_in(sent.facts, "quantity");
    LookUp answer = adjustments_in(reply, [&](const std::string&) { return quantity; });
    const std::string_view wanted = fact_in(sent.facts, "reference");
    // Of what was never sent the question alone knows the reference.
    std::erase_if(answer.found, [&](const Found& one) {
        return wanted.empty() ? !is_reference(one.external_reference)
                              : one.external_reference != wanted;
    });
    return answer;
}

Request read_back_adjustments(const Books& books, const std::vector<ReadBackSubject>& subjects,
                              FindBy by) {
    std::vector<Filter> filters;
    for (const ReadBackSubject& subject : subjects) {
        const std::string& number = number_of(subject);
        filters.push_back(
            by == FindBy::reference
                ? Filter{reference_column, "eq", subject.external_reference}
                : Filter{number_column, "eq", is_digits(number) ? number : std::string(no_number)});
    }
    return search(books, movements_search, filters, Match::any);
}

LookUp read_read_back_adjustments(const std::vector<ReadBackSubject>& subjects, FindBy by,
                                  const Reply& reply) {
    LookUp answer = adjustments_in(reply, [&](const std::string& reference) {
        const auto subject = std::find_if(
            subjects.begin(), subjects.end(),
            [&](const ReadBackSubject& one) { return one.external_reference == reference; });
        return subject == subjects.end() ? std::string_view() : fact_in(subject->facts, "quantity");
    });
    std::erase_if(answer.found, [&](const Found& one) {
        return std::none_of(subjects.begin(), subjects.end(), [&](const ReadBackSubject& subject) {
            return is_about(subject, by, one);
        });
    });
    return answer;
}

Request list_own_adjustments(const Books& books, const std::string& day) {
    return search(books, movements_search, {{"DATE", "gte", day}, {"DATE", "lte", day}});
}

LookUp read_own_adjustments(const Reply& reply) {
    return adjustments_in(reply, [](const std::string&) { return std::string_view(); });
}

}  // namespace sage::sage50
