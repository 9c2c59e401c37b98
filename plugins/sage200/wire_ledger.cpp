// SPDX-License-Identifier: Apache-2.0
// The sales ledger. A posting answers with its number alone (urn) and cannot be read where it was
// written: it is found among the posted transactions, by our reference or by that number.
#include <fmt/format.h>

#include <algorithm>

#include "plugins/sage200/wire.h"
#include "plugins/sage200/wire_values.h"
#include "sage-adapter/base/json.h"

namespace sage::sage200 {
namespace {

constexpr std::string_view posted = "sales_posted_transactions";
constexpr std::string_view invoice_entry = "TradingAccountEntryTypeInvoice";
constexpr std::string_view credit_entry = "TradingAccountEntryTypeCreditNote";
constexpr std::string_view midnight = "T00:00:00Z";
constexpr std::size_t id_digits_max = 18;
constexpr int own_page_size = 500;
// One is right, two are a duplicate: more need not be seen.
constexpr int look_up_size = 10;

void add_member(std::string& out, std::string_view name, std::string_view text) {
    out += out.ends_with('{') ? "" : ",";
    append_json_text(out, name);
    out += ':';
    append_json_text(out, text);
}

/// Digits as a number: texts in their place are refused.
void add_number(std::string& out, std::string_view name, std::string_view digits) {
    out += out.ends_with('{') ? "" : ",";
    append_json_text(out, name);
    out += ':';
    out += digits;
}

void add_unless_empty(std::string& out, std::string_view name, std::string_view text) {
    // Empty texts are left out as nulls are: only what is said is written.
    if (!text.empty()) {
        add_member(out, name, text);
    }
}

void open_list(std::string& out, std::string_view name) {
    out += ',';
    append_json_text(out, name);
    out += ":[";
}

std::string money(const Decimal& amount) {
    return amount.rounded(2, Rounding::half_away_from_zero).text();
}

void add_items(std::string& out, const LedgerDocument& document) {
    open_list(out, "tax_analysis_items");
    for (const LedgerDocument::TaxItem& item : document.taxes) {
        out += out.ends_with('[') ? "{" : ",{";
        add_number(out, "id", item.tax_code_key);
        add_number(out, "goods_amount", money(item.goods));
        add_number(out, "tax_amount", money(item.tax));
        out += '}';
    }
    out += ']';
    open_list(out, "nominal_analysis_items");
    for (const LedgerDocument::NominalItem& item : document.nominals) {
        out += out.ends_with('[') ? "{" : ",{";
        add_member(out, "code", item.code);
        add_unless_empty(out, "cost_centre", item.cost_centre);
        add_unless_empty(out, "department", item.department);
        add_unless_empty(out, "narrative", item.narrative);
        add_unless_empty(out, "transaction_analysis_code", item.transaction_analysis_code);
        add_number(out, "value", money(item.value));
        out += '}';
    }
    out += ']';
}

/// What a person typed as a number may be none: nothing has the id or number 0.
std::string_view as_id(std::string_view text) {
    const bool digits = !text.empty() && text.size() <= id_digits_max &&
                        std::all_of(text.begin(), text.end(),
                                    [](char digit) { return digit >= '0' && digit <= '9'; });
    return digits ? text : "0";
}

std::string_view entry_of(std::string_view type) {
    return type == credit_type ? credit_entry : invoice_entry;
}

std::string_view type_of(std::string_view entry) {
    return entry == invoice_entry ? invoice_type : entry == credit_entry ? credit_type : entry;
}

/// What a posted transaction shows, as encode() promises it.
Facts facts_of(const Row& row) {
    Facts facts;
    for (const std::string_view field : {"customer_id", "reference", "second_reference"}) {
        facts[std::string(field)] = value_in(row, field);
    }
    facts["trader_transaction_type"] = type_of(value_in(row, "trader_transaction_type"));
    facts["transaction_date"] = plain_value("transaction_date", value_in(row, "transaction_date"));
    for (const std::string_view field :
         {"document_goods_value", "document_tax_value", "document_gross_value"}) {
        facts[std::string(field)] = magnitude(value_in(row, field));
    }
    return facts;
}

Found found_in(const Row& row) {
    Found found;
    found.sage_document.type = type_of(value_in(row, "trader_transaction_type"));
    found.sage_document.key = value_in(row, "id");
    found.sage_document.number = value_in(row, "urn");
    found.external_reference = value_in(row, "reference");
    found.facts = facts_of(row);
    found.sage_document.posted = {Decimal::parse(found.facts["document_goods_value"]),
                                  Decimal::parse(found.facts["document_tax_value"]),
                                  Decimal::parse(found.facts["document_gross_value"])};
    return found;
}

LookUp not_usable(std::string why) {
    LookUp answer;
    answer.why = std::move(why);
    return answer;
}

/// All rows, or why they cannot be used. A full page may have another one after it.
LookUp rows_as_found(const Reply& reply, std::size_t size, bool by_field = false) {
    const Result<std::vector<Row>> rows = read_rows(reply);
    if (!rows.ok()) {
        return not_usable(rows.error().first().cause);
    }
    LookUp answer;
    answer.usable = true;
    answer.more = rows.value().size() >= size;
    if (answer.more && !by_field) {
        return not_usable("Sage 200 shows a full page: there may be more.");
    }
    for (const Row& row : rows.value()) {
        if (value_in(row, "id").empty() || value_in(row, "urn").empty()) {
            return not_usable("A posted transaction has no id or no number.");
        }
        answer.found.push_back(found_in(row));
    }
    return answer;
}

std::string joined(const std::vector<std::string>& conditions) {
    return fmt::format("{}", fmt::join(conditions, " or "));
}

}  // namespace

Send encode(const Books& books, const LedgerDocument& document) {
    Decimal goods;
    Decimal tax;
    for (const LedgerDocument::TaxItem& item : document.taxes) {
        goods = goods + item.goods.rounded(2, Rounding::half_away_from_zero);
        tax = tax + item.tax.rounded(2, Rounding::half_away_from_zero);
    }
    std::string body = "{";
    add_number(body, "customer_id", document.customer_key);
    add_member(body, "transaction_date", fmt::format("{}{}", document.date, midnight));
    add_member(body, "reference", document.reference);
    add_unless_empty(body, "second_reference", document.second_reference);
    add_number(body, "document_goods_value", money(goods));
    add_number(body, "document_tax_value", money(tax));
    add_items(body, document);
    body += '}';

    Send send;
    send.sage_type = document.credit ? credit_type : invoice_type;
    send.request =
        post(books, document.credit ? "sales_credit_notes" : "sales_invoices", std::move(body));
    send.facts = {{"customer_id", document.customer_key},
                  {"reference", document.reference},
                  {"second_reference", document.second_reference},
                  {"trader_transaction_type", send.sage_type},
                  {"transaction_date", document.date},
                  {"document_goods_value", money(goods)},
                  {"document_tax_value", money(tax)},
                  {"document_gross_value", money(goods + tax)}};
    send.prediction.currency_id = document.currency_id;
    send.prediction.document = {goods, tax, goods + tax};
    return send;
}

Request look_up(const Books& books, std::string_view external_reference) {
    return get(books, posted,
               {{"$filter", fmt::format("reference eq {}", quoted(external_reference))},
                {"$orderby", "id"},
                {"$top", std::to_string(look_up_size)}});
}

LookUp read_look_up(const Send& sent, const Reply& reply) {
    LookUp answer = rows_as_found(reply, look_up_size);
    const auto reference = sent.facts.find("reference");
    // Whether Sage compares letters as they are is known to nobody.
    std::erase_if(answer.found, [&](const Found& one) {
        return reference == sent.facts.end() || one.external_reference != reference->second;
    });
    return answer;
}

Request read_back(const Books& books, const std::vector<ReadBackSubject>& subjects, FindBy by) {
    std::vector<std::string> conditions;
    for (const ReadBackSubject& subject : subjects) {
        const SageDocument& document = subject.sage_document;
        if (by == FindBy::reference) {
            conditions.push_back(
                fmt::format("reference eq {}", quoted(subject.external_reference)));
        } else if (by == FindBy::field) {
            conditions.push_back(fmt::format("({} eq {} and trader_transaction_type eq '{}')",
                                             subject.sought.field, quoted(subject.sought.value),
                                             entry_of(document.type)));
        } else if (by == FindBy::key && knows_key(document)) {
            conditions.push_back(fmt::format("id eq {}", as_id(document.key)));
        } else {
            conditions.push_back(fmt::format("urn eq {}", as_id(document.number)));
        }
    }
    return get(books, posted,
               {{"$filter", joined(conditions)},
                {"$orderby", "id"},
                {"$top", std::to_string(subjects.size() * look_up_size)}});
}

LookUp read_read_back(const std::vector<ReadBackSubject>& subjects, FindBy by, const Reply& reply) {
    LookUp answer = rows_as_found(reply, subjects.size() * look_up_size, by == FindBy::field);
    if (by == FindBy::field && !subjects.empty()) {
        for (Found& one : answer.found) {
            one.sought = one.facts[subjects.front().sought.field];
        }
    }
    if (by == FindBy::reference) {
        std::erase_if(answer.found, [&](const Found& one) {
            return std::none_of(subjects.begin(), subjects.end(),
                                [&](const ReadBackSubject& subject) {
                                    return subject.external_reference == one.external_reference;
                                });
        });
    }
    return answer;
}

Facts shadow_facts(const Send& send) {
    Facts facts = send.facts;
    // Both references are ours: people write there what they like.
    facts.erase("reference");
    facts.erase("second_reference");
    return facts;
}

std::vector<std::string> own_scopes() {
    return {std::string(invoice_type), std::string(credit_type)};
}

Request list_own(const Books& books, const OwnList& list) {
    // Sage knows gt and lt alone; a day's documents are dated its midnight.
    std::string filter = fmt::format(
        "trader_transaction_type eq '{}' and startswith(reference,'W') and (transaction_date gt "
        "{}{} or transaction_date eq {}{}) and transaction_date lt {}T23:59:59Z",
        entry_of(list.scope), list.from, midnight, list.from, midnight, list.to);
    if (!list.after.empty()) {
        filter += fmt::format(" and id gt {}", list.after);
    }
    return get(books, posted,
               {{"$filter", std::move(filter)},
                {"$orderby", "id"},
                {"$top", std::to_string(own_page_size)}});
}

Result<OwnPage> read_own_page(const OwnList& list, const Reply& reply) {
    const Result<std::vector<Row>> rows = read_rows(reply);
    if (!rows.ok()) {
        return rows.error();
    }
    OwnPage page;
    for (const Row& row : rows.value()) {
        Found& found = page.found.emplace_back(found_in(row));
        found.facts.clear();
    }
    if (rows.value().size() >= own_page_size) {
        page.next = value_in(rows.value().back(), "id");
    }
    if (!page.next.empty() && page.next == list.after) {
        return Error(Status::remote, Problem{"sage200.answer_unreadable", "",
                                             "The list of Sage 200 does not go on.",
                                             "Nothing to do: it is asked again.", Owner::it});
    }
    return page;
}

}  // namespace sage::sage200
