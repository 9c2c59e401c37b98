// SPDX-License-Identifier: Apache-2.0
// Documents found again by our reference, which is searched alone: it is unique by itself, and
// another condition could only hide it, such as an account that Sage keeps in other letters. That
// the column exists cannot be shown by the same search on a company that is empty; so it is one of
// a constant list, which the published columns have, and the core believes in absence only once a
// search has shown something that was posted later.
#include <fmt/format.h>

#include <algorithm>

#include "plugins/sage50/wire_despatch.h"
#include "plugins/sage50/wire_document.h"
#include "plugins/sage50/wire_order.h"
#include "plugins/sage50/wire_stock.h"
#include "plugins/sage50/wire_values.h"
#include "sage-adapter/mapping/date_rules.h"

namespace sage::sage50 {
namespace {

/// No document has it: asks for nothing where nothing can be asked for.
constexpr std::string_view no_number = "0";
constexpr std::size_t number_digits_max = 9;
constexpr std::string_view product_invoice = "0";
constexpr std::string_view invoice_of_order = "1";
constexpr std::string_view product_credit = "3";

std::optional<ReferenceField> field_of(const Facts& facts) {
    return reference_field(fact_in(facts, field_fact));
}

std::string_view type_code_of(std::string_view sage_type) {
    return sage_type == credit_type          ? product_credit
           : sage_type == order_invoice_type ? invoice_of_order
                                             : product_invoice;
}

/// Invoices that Sage made of an order have the order's notes, our reference among them, and are no
/// documents that we wrote: looked at for what late tracking changed in them, and for nothing else.
bool is_of_type(const Row& row, std::string_view sage_type) {
    return is_order(sage_type) || value_in(row, "invoiceTypeCode") == type_code_of(sage_type);
}

Amounts amounts_in(const Facts& facts, std::string_view prefix) {
    const auto amount = [&](std::string_view name) {
        return Decimal::parse(fact_in(facts, fmt::format("{}{}", prefix, name)));
    };
    return {amount("Net"), amount("Tax"), amount("Gross")};
}

Decimal sum(const std::optional<Decimal>& left, const std::optional<Decimal>& right) {
    return left.value_or(Decimal()) + right.value_or(Decimal());
}

/// Of orders, whose search shows the items and the carriage apart.
Amounts order_amounts(const Facts& facts) {
    const Amounts items = amounts_in(facts, "items");
    const Amounts carriage = amounts_in(facts, "carr");
    return {sum(items.net, carriage.net), sum(items.tax, carriage.tax),
            sum(items.gross, carriage.gross)};
}

Found found_in(const Row& row, std::string_view sage_type,
               const std::optional<ReferenceField>& field) {
    Found found;
    for (const auto& [member, value] : row) {
        std::string shown = plain_value(member, value);
        const bool sign = sage_type == credit_type && !shown.empty() && shown.front() == '-';
        found.facts[member] = sign ? magnitude(shown) : std::move(shown);
    }
    found.sage_document.type = sage_type;
    found.sage_document.key = value_in(row, kind_of(sage_type).number_member);
    found.sage_document.number = found.sage_document.key;
    found.sage_document.posted =
        is_order(sage_type) ? order_amounts(found.facts) : amounts_in(found.facts, "invoice");
    if (field) {
        found.external_reference = fact_in(found.facts, shown_name_of(*field, sage_type));
        found.facts[std::string(field_fact)] = name_of(*field);
    }
    return found;
}

/// The rows of the answer that are documents of that type, or why it cannot be used.
LookUp documents_in(const Reply& reply, std::string_view sage_type,
                    const std::optional<ReferenceField>& field) {
    LookUp answer;
    const Result<std::vector<Row>> rows = read_rows(reply);
    if (!rows.ok()) {
        answer.why = rows.error().first().cause;
        return answer;
    }
    for (const Row& row : rows.value()) {
        const std::string_view number = value_in(row, kind_of(sage_type).number_member);
        if (number.empty() || number == no_number) {
            answer.why = "A document of Sage 50 has no number.";
            answer.found.clear();
            return answer;
        }
        if (is_of_type(row, sage_type)) {
            answer.found.push_back(found_in(row, sage_type, field));
        }
    }
    answer.usable = true;
    return answer;
}

/// Deleted is gone, whether or not Sage still shows the row. What was lost on the way is settled by
/// such a row all the same: it was there, and is not sent again.
bool is_deleted(const Found& one) {
    return fact_in(one.facts, deleted_member) == "1";
}

/// By what a subject is found: that whose field is not known any more by its number.
FindBy way_to(const ReadBackSubject& subject, FindBy by) {
    const bool known = !subject.external_reference.empty() && field_of(subject.facts).has_value();
    return by == FindBy::reference && known ? FindBy::reference
           : by == FindBy::field            ? FindBy::field
                                            : FindBy::number;
}

const std::string& number_of(const ReadBackSubject& subject) {
    return subject.sage_document.number.empty() ? subject.sage_document.key
                                                : subject.sage_document.number;
}

/// Numbers of orders stand at the right of their column, which would have to be met to the blank.
Filter sought_filter(const Sought& sought) {
    const std::optional<ReferenceField> field = reference_field(sought.field);
    const bool digits = is_digits(sought.value) && sought.value.size() <= number_digits_max;
    return {field    ? column_of(*field)
            : digits ? std::string_view("ORDER_NUMBER_NUMERIC")
                     : std::string_view("ORDER_NUMBER"),
            "eq", sought.value};
}

std::string_view sought_member(const Sought& sought, std::string_view sage_type) {
    const std::optional<ReferenceField> field = reference_field(sought.field);
    return field ? shown_name_of(*field, sage_type) : std::string_view("orderNumber");
}

Filter filter_for(const ReadBackSubject& subject, FindBy by) {
    switch (way_to(subject, by)) {
        case FindBy::reference:
            return {column_of(*field_of(subject.facts)), "eq", subject.external_reference};
        case FindBy::field:
            return sought_filter(subject.sought);
        default:
            break;
    }
    const std::string& number = number_of(subject);
    return {kind_of(subject.sage_document.type).number_column, "eq",
            is_digits(number) ? number : std::string(no_number)};
}

bool is_about(const ReadBackSubject& subject, FindBy by, const Found& found) {
    switch (way_to(subject, by)) {
        case FindBy::reference:
            return fact_in(found.facts,
                           shown_name_of(*field_of(subject.facts), subject.sage_document.type)) ==
                   subject.external_reference;
        case FindBy::field:
            return fact_in(found.facts,
                           sought_member(subject.sought, subject.sage_document.type)) ==
                   subject.sought.value;
        default:
            return found.sage_document.number == number_of(subject);
    }
}

/// A document in the terms of the subject that it is about.
void take_terms_of(const ReadBackSubject& subject, FindBy by, Found& found) {
    if (const std::optional<ReferenceField> field = field_of(subject.facts)) {
        found.external_reference =
            fact_in(found.facts, shown_name_of(*field, subject.sage_document.type));
        found.facts[std::string(field_fact)] = name_of(*field);
    }
    if (by == FindBy::field) {
        found.sought = subject.sought.value;
    }
}

}  // namespace

Send outline(std::string_view sage_type, ReferenceField field) {
    Send send;
    send.sage_type = sage_type;
    if (sage_type != adjustment_type) {
        send.facts = {{std::string(field_fact), std::string(name_of(field))}};
    }
    return send;
}

Request look_up(const Books& books, const Send& sent, std::string_view external_reference) {
    if (sent.sage_type == adjustment_type) {
        return look_up_adjustment(books, external_reference);
    }
    if (is_work(sent.sage_type)) {
        return look_up_work(books, sent);
    }
    const DocumentKind& kind = kind_of(sent.sage_type);
    const ReferenceField field = field_of(sent.facts).value_or(ReferenceField::notes3);
    return search(books, kind.search,
                  {!sent.existing_key.empty()
                       ? Filter{kind.number_column, "eq", sent.existing_key}
                       : Filter{column_of(field), "eq", std::string(external_reference)}});
}

LookUp read_look_up(const Send& sent, const Reply& reply) {
    if (sent.sage_type == adjustment_type) {
        return read_look_up_adjustment(sent, reply);
    }
    if (is_work(sent.sage_type)) {
        return read_look_up_work(sent, reply);
    }
    const std::optional<ReferenceField> field = field_of(sent.facts);
    LookUp answer = documents_in(reply, sent.sage_type, field);
    if (!sent.existing_key.empty()) {
        std::erase_if(answer.found,
                      [&](const Found& one) { return one.sage_document.key != sent.existing_key; });
        return answer;
    }
    // Of what was never sent the question alone knows the reference.
    const std::string_view wanted =
        field ? fact_in(sent.facts, shown_name_of(*field, sent.sage_type)) : std::string_view();
    std::erase_if(answer.found, [&](const Found& one) {
        return wanted.empty() ? !is_reference(one.external_reference)
                              : one.external_reference != wanted;
    });
    return answer;
}

Request read_back(const Books& books, const std::vector<ReadBackSubject>& subjects, FindBy by) {
    const std::string& type = subjects.front().sage_document.type;
    if (type == adjustment_type) {
        return read_back_adjustments(books, subjects, by);
    }
    if (is_work(type)) {
        return read_back_work(books, subjects);
    }
    std::vector<Filter> filters;
    filters.reserve(subjects.size());
    for (const ReadBackSubject& subject : subjects) {
        filters.push_back(filter_for(subject, by));
    }
    return search(books, kind_of(type).search, filters, Match::any);
}

LookUp read_read_back(const std::vector<ReadBackSubject>& subjects, FindBy by, const Reply& reply) {
    const std::string& type = subjects.front().sage_document.type;
    if (type == adjustment_type) {
        return read_read_back_adjustments(subjects, by, reply);
    }
    if (is_work(type)) {
        return read_read_back_work(subjects, reply);
    }
    LookUp answer = documents_in(reply, type, std::nullopt);
    std::erase_if(answer.found, [&](Found& one) {
        if (is_deleted(one)) {
            return true;
        }
        const auto subject =
            std::find_if(subjects.begin(), subjects.end(),
                         [&](const ReadBackSubject& other) { return is_about(other, by, one); });
        if (subject != subjects.end()) {
            take_terms_of(*subject, by, one);
        }
        return subject == subjects.end();
    });
    return answer;
}

Request list_own(const Books& books, const OwnList& list) {
    const std::string day =
        day_on_wire(list.after.empty() ? list.from : list.after, books.month_first);
    if (list.scope == adjustment_type) {
        return list_own_adjustments(books, day);
    }
    const DocumentKind& kind = kind_of(list.scope);
    std::vector<Filter> filters = {{kind.date_column, "gte", day}, {kind.date_column, "lte", day}};
    if (!is_order(list.scope)) {
        filters.push_back({"INVOICE_TYPE_CODE", "eq", std::string(type_code_of(list.scope))});
    }
    return search(books, kind.search, filters);
}

Result<OwnPage> read_own_page(const OwnList& list, ReferenceField field, const Reply& reply) {
    LookUp answer = list.scope == adjustment_type ? read_own_adjustments(reply)
                                                  : documents_in(reply, list.scope, field);
    if (!answer.usable) {
        return Error(Status::remote, Problem{"sage50.answer_unreadable", "", answer.why,
                                             "Nothing to do: it is asked again.", Owner::it});
    }
    OwnPage page;
    for (Found& one : answer.found) {
        if (is_reference(one.external_reference) && !is_deleted(one)) {
            one.facts.clear();
            page.found.push_back(std::move(one));
        }
    }
    std::string next = day_after(list.after.empty() ? list.from : list.after);
    if (next <= list.to) {
        page.next = std::move(next);
    }
    return page;
}

}  // namespace sage::sage50
