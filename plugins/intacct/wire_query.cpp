// SPDX-License-Identifier: Apache-2.0
// The query service: look-ups of our own reference and what all queries share. A page counts only
// if it is whole and says so itself; anything else proves nothing.
#include <algorithm>
#include <charconv>

#include "plugins/intacct/intacct.h"
#include "sage-adapter/base/json.h"
#include "sage-adapter/base/limits.h"

namespace sage::intacct {
namespace {

namespace json = boost::json;

constexpr int money_places = 2;
constexpr int look_up_size = 10;

Error unreadable(std::string why) {
    return {Status::remote, Problem{"intacct.query_unreadable", "", std::move(why),
                                    "Nothing to do: it is asked again later.", Owner::it}};
}

// A count, which as_text parsing leaves as its digits.
std::optional<std::size_t> count_at(const json::value& value, std::string_view pointer) {
    const std::string_view digits = text_at(value, pointer);
    std::size_t count = 0;
    const char* end = digits.data() + digits.size();
    const auto read = std::from_chars(digits.data(), end, count);
    if (digits.empty() || read.ec != std::errc() || read.ptr != end) {
        return std::nullopt;
    }
    return count;
}

// Rows are flat with dotted names; groups are flattened all the same, lists are left out.
void flatten(Row& row, const std::string& prefix, const json::object& object) {
    for (const json::key_value_pair& member : object) {
        const std::string name = prefix + std::string(member.key());
        const json::value& value = member.value();
        if (value.is_string()) {
            row.insert_or_assign(name, std::string(value.get_string()));
        } else if (value.is_bool()) {
            row.insert_or_assign(name, value.get_bool() ? "true" : "false");
        } else if (value.is_object()) {
            flatten(row, name + ".", value.get_object());
        } else if (value.is_null()) {
            row.insert_or_assign(name, "");
        }
    }
}

bool is_amount_of_order_entry(std::string_view field) {
    return field == "subtotal" || field == "total";
}

bool is_amount(std::string_view field) {
    return is_amount_of_order_entry(field) || field == total_field(Family::receivable_invoice) ||
           field == total_field(Family::receivable_adjustment);
}

// Sage shows amounts of order entry in the currency of the company, and besides in that of the
// document; those of accounts receivable that are asked for are in that of the document.
std::string in_currency_of_document(const std::string& field) {
    return is_amount_of_order_entry(field) ? field + "InTxnCurrency" : field;
}

bool is_currency(std::string_view field) {
    return field == "txnCurrency" || field == "currency.txnCurrency" ||
           field == "txnCurrency.currency";
}

bool is_rate(std::string_view field) {
    return field == rate_field || field == invoice_rate_field;
}

// Both currencies are sent of a foreign document, and only of one.
bool is_foreign(const Facts& promised) {
    return promised.contains("baseCurrency") || promised.contains("currency.baseCurrency") ||
           promised.contains("baseCurrency.currency");
}

// What is asked about a row besides the facts themselves.
struct Shown {
    bool returned_goods = false;
    bool foreign = false;  ///< the document is in another currency than the books
};

// What Sage shows for one promised fact.
std::string shown(const Row& row, const std::string& field, const std::string& promised,
                  const Shown& of) {
    if (is_amount(field)) {
        // The amount in the books is not that of a foreign document.
        const std::string_view own = value_in(row, in_currency_of_document(field));
        std::string amount =
            comparable(field, own.empty() && !of.foreign ? value_in(row, field) : own);
        // A return may be shown as a negative amount; the definition turns the sign.
        return of.returned_goods && amount.starts_with('-') && !promised.starts_with('-')
                   ? amount.substr(1)
                   : amount;
    }
    const std::string_view value = value_in(row, field);
    if (is_currency(field) && value.empty() && !of.foreign) {
        // A company with a single currency shows none.
        return promised;
    }
    if (field == "customer.id" && value.starts_with(promised + "--")) {
        return promised;
    }
    return comparable(field, value);
}

// Keeps what is posted. A difference that the settings tolerate is told with the result and is none
// to be alarmed about: then the amount is given as it was promised.
std::string note_amount(const Settings& settings, SageDocument& document, std::string_view field,
                        const std::string& promised, std::string seen) {
    const std::optional<Decimal> amount = Decimal::parse(seen);
    // An adjustment that takes back is negative, and the document that it is of is not.
    const bool negative = field == total_field(Family::receivable_adjustment);
    (field == "subtotal" ? document.posted.net : document.posted.gross) =
        amount && negative ? -*amount : amount;
    const std::optional<Decimal> wanted = Decimal::parse(promised);
    return amount && wanted && settings.totals.treats(*amount - *wanted) ? promised
                                                                         : std::move(seen);
}

// A reference of ours by its form (outbox/keys.h).
bool is_reference(std::string_view text) {
    constexpr std::size_t characters = 18;
    return text.size() == characters && text.front() == 'W' &&
           std::all_of(text.begin(), text.end(), [](char one) {
               return (one >= 'A' && one <= 'Z') || (one >= '0' && one <= '9');
           });
}

// The field and value by which the document of this send is found: where the reference was sent to,
// whatever the settings say by now. Otherwise it would not be found, and be sent again.
std::pair<std::string, std::string> search_of(const Settings& settings, const Send& sent) {
    if (!sent.existing_key.empty()) {
        return {"key", sent.existing_key};
    }
    const std::string& today = reference_field(settings, family_of(sent.request));
    auto reference = sent.facts.find(today);
    if (reference == sent.facts.end() || !is_reference(reference->second)) {
        reference = std::find_if(sent.facts.begin(), sent.facts.end(), [](const auto& fact) {
            return !fact.first.starts_with(line_fact_prefix) && is_reference(fact.second);
        });
    }
    if (reference == sent.facts.end()) {
        return {today, ""};
    }
    return {reference->first, reference->second};
}

bool is_of_line(std::string_view fact) {
    return fact.starts_with(line_fact_prefix);
}

// Whether a change shows in the lines of the document alone.
bool changes_lines_only(const Send& sent) {
    return !sent.existing_key.empty() && !sent.facts.empty() &&
           std::all_of(sent.facts.begin(), sent.facts.end(),
                       [](const auto& fact) { return is_of_line(fact.first); });
}

// A change of Sage is one step for header and lines: what the header shows, the lines have.
void add_changed_lines(Found& found, const Facts& promised) {
    const auto shows = [&](const auto& fact) {
        const auto seen = found.facts.find(fact.first);
        return is_of_line(fact.first) || (seen != found.facts.end() && seen->second == fact.second);
    };
    if (std::all_of(promised.begin(), promised.end(), shows)) {
        found.facts.insert(promised.begin(), promised.end());
    }
}

std::vector<ReadBackSubject> subject_of(const Send& sent) {
    SageDocument document;
    document.type = sent.sage_type;
    document.key = sent.existing_key;
    return {{std::move(document), sent.facts, ""}};
}

LookUp read_changed_lines(const Send& sent, const Reply& reply) {
    std::vector<Found> found(1);
    found.front().sage_document = subject_of(sent).front().sage_document;
    const Result<bool> more = add_lines(subject_of(sent), reply, found);
    if (!more.ok() || more.value()) {
        return not_usable(more.ok() ? "The document has more lines than one page shows."
                                    : more.error().first().cause);
    }
    LookUp result;
    result.usable = true;
    if (!found.front().facts.empty()) {
        result.found = std::move(found);
    }
    return result;
}

}  // namespace

std::string_view value_in(const Row& row, std::string_view field) {
    const auto found = row.find(field);
    return found == row.end() ? std::string_view() : std::string_view(found->second);
}

const std::string& reference_field(const Settings& settings, Family family) {
    // A transfer has no custom fields.
    static const std::string of_transfers = "referenceNumber";
    switch (family) {
        case Family::warehouse_transfer:
            return of_transfers;
        case Family::receivable_invoice:
            return settings.receivable.invoice_reference;
        case Family::receivable_adjustment:
            return settings.receivable.adjustment_reference;
        default:
            return settings.fields.external_reference;
    }
}

std::string_view number_field(Family family) {
    switch (family) {
        case Family::warehouse_transfer:
            return "id";
        case Family::receivable_invoice:
            return "invoiceNumber";
        case Family::receivable_adjustment:
            return "adjustmentNumber";
        default:
            return "documentNumber";
    }
}

std::string_view total_field(Family family) {
    return family == Family::receivable_invoice      ? "totalTxnAmount"
           : family == Family::receivable_adjustment ? "txnCurrency.totalEntered"
                                                     : "total";
}

std::vector<std::string> fields_for(Family family, const std::vector<const Facts*>& promised) {
    std::vector<std::string> fields = {"key", std::string(number_field(family))};
    if (family == Family::order_entry) {
        fields.emplace_back("invoice.key");
    }
    for (const Facts* facts : promised) {
        for (const auto& [field, value] : *facts) {
            if (field.starts_with(line_fact_prefix)) {
                continue;
            }
            if (std::find(fields.begin(), fields.end(), field) == fields.end()) {
                fields.push_back(field);
            }
            if (const std::string own = in_currency_of_document(field);
                is_amount_of_order_entry(field) &&
                std::find(fields.begin(), fields.end(), own) == fields.end()) {
                fields.push_back(own);
            }
        }
    }
    return fields;
}

Found found_in(const Settings& settings, const Row& row, const std::string& type,
               const Facts& promised) {
    const Family family = family_of(settings, type, promised);
    Found found;
    found.sage_document.type = type;
    found.sage_document.key = value_in(row, "key");
    found.sage_document.number = value_in(row, number_field(family));
    found.sage_document.entity = settings.entity;
    found.sage_document.invoice_key = value_in(row, "invoice.key");
    found.external_reference = value_in(row, reference_field(settings, family));
    const Shown of{type == settings.definitions.goods_return, is_foreign(promised)};
    for (const auto& [field, value] : promised) {
        if (field.starts_with(line_fact_prefix)) {
            continue;
        }
        std::string seen = shown(row, field, value, of);
        if (is_amount(field)) {
            seen = note_amount(settings, found.sage_document, field, value, std::move(seen));
        }
        found.facts.insert_or_assign(field, std::move(seen));
    }
    Amounts& posted = found.sage_document.posted;
    if (posted.net && posted.gross) {
        posted.tax = *posted.gross - *posted.net;
    }
    return found;
}

LookUp not_usable(std::string why) {
    LookUp result;
    result.why = std::move(why);
    return result;
}

std::string shortest_number(std::string_view text) {
    const std::optional<Decimal> number = Decimal::parse(text);
    if (!number) {
        return std::string(text);
    }
    std::string digits = number->text();
    if (digits.find('.') != std::string::npos) {
        digits.erase(digits.find_last_not_of('0') + 1);
        if (digits.back() == '.') {
            digits.pop_back();
        }
    }
    return digits;
}

std::string comparable(std::string_view field, std::string_view text) {
    if (is_amount(field)) {
        const std::optional<Decimal> amount = Decimal::parse(text);
        return amount && amount->fits(money_places)
                   ? amount->rounded(money_places, Rounding::half_away_from_zero).text()
                   : std::string(text);
    }
    if (is_rate(field)) {
        return shortest_number(text);
    }
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n') {
            continue;
        }
        out += text[at];
    }
    return out;
}

Result<Page> read_page(const Reply& reply) {
    if (reply.status != 200) {
        const SageError error = read_error(reply.body);
        return unreadable("Sage Intacct answered a query with " + std::to_string(reply.status) +
                          (error.message.empty() ? "." : ": " + error.message));
    }
    const Result<json::value> body =
        parse_json(reply.body, limits::reply_bytes_max, JsonNumbers::as_text);
    if (!body.ok()) {
        return unreadable("The answer to a query cannot be read: " + body.error().first().cause);
    }
    const json::value* rows = at_pointer(body.value(), "/ia::result");
    const std::optional<std::size_t> total = count_at(body.value(), "/ia::meta/totalCount");
    if (rows == nullptr || !rows->is_array() || !total) {
        return unreadable("The answer to a query has not the shape of a page.");
    }
    Page page;
    for (const json::value& row : rows->get_array()) {
        if (!row.is_object()) {
            return unreadable("A row of a page is no object.");
        }
        flatten(page.rows.emplace_back(), "", row.get_object());
    }
    const json::value* next = at_pointer(body.value(), "/ia::meta/next");
    const bool more = next != nullptr && !next->is_null();
    // What is counted are the rows of all pages, those before this one too.
    const std::size_t start =
        std::max<std::size_t>(count_at(body.value(), "/ia::meta/start").value_or(1), 1);
    const std::size_t shown = start - 1 + page.rows.size();
    if (shown > *total || (shown < *total && !more)) {
        return unreadable("A page does not hold as many rows as it says.");
    }
    page.last = !more;
    page.total = *total;
    return page;
}

Request look_up(const Settings& settings, const Send& sent, std::string_view external_reference) {
    if (changes_lines_only(sent)) {
        const std::vector<ReadBackSubject> subjects = subject_of(sent);
        std::vector<Found> document(1);
        document.front().sage_document = subjects.front().sage_document;
        return read_lines(settings, subjects, document);
    }
    const Family family = family_of(sent.request);
    auto [field, value] = search_of(settings, sent);
    if (sent.existing_key.empty()) {
        value = external_reference;
    }
    Query query;
    query.object = object_name(family, sent.sage_type);
    query.fields = fields_for(family, {&sent.facts});
    query.filters = {Filter{"$eq", field, {value}}};
    query.size = look_up_size;
    return query_request(settings, query);
}

LookUp read_look_up(const Settings& settings, const Send& sent, const Reply& reply) {
    if (changes_lines_only(sent)) {
        return read_changed_lines(sent, reply);
    }
    const Result<Page> page = read_page(reply);
    if (!page.ok()) {
        return not_usable(page.error().first().cause);
    }
    if (!page.value().last) {
        return not_usable("More documents carry the reference than one page shows.");
    }
    const auto [field, value] = search_of(settings, sent);
    LookUp result;
    for (const Row& row : page.value().rows) {
        if (value_in(row, "key").empty() || value_in(row, field) != value) {
            return not_usable("The answer shows documents that were not asked for.");
        }
        result.found.push_back(found_in(settings, row, sent.sage_type, sent.facts));
        if (!sent.existing_key.empty()) {
            add_changed_lines(result.found.back(), sent.facts);
        }
    }
    result.usable = true;
    return result;
}

}  // namespace sage::intacct
