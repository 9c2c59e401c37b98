// SPDX-License-Identifier: Apache-2.0
// The balance of an order is cancelled. Sage Intacct changes no order of which a part was converted
// and offers no way to close one; but what is left can be converted to a document that posts
// nothing and moves no stock, and then the order is closed. Sage shows first what is left.
#include <algorithm>
#include <array>

#include "plugins/intacct/answers.h"
#include "plugins/intacct/intacct.h"

namespace sage::intacct {
namespace {

constexpr std::string_view header_observation = "cancelled order";
constexpr std::string_view lines_observation = "lines of the cancelled order";
constexpr std::string_view header_key = "documentHeader.key";
constexpr int lines_max = 1'000;
// Asked for only where foreign currencies are posted.
constexpr auto currency_fields = std::to_array<std::string_view>(
    {"txnCurrency", "exchangeRate.date", rate_field, "exchangeRate.typeId"});

const SageDocument* order_of(const Settings& settings, const PreparationInput& input) {
    const SageDocument* order = nullptr;
    for (const Related& one : input.related) {
        const bool is_it = one.message_type == MessageType::sales_order &&
                           one.document_id == input.document.order_id && one.posted &&
                           !one.sage_document.key.empty() &&
                           one.sage_document.type == settings.definitions.sales_order;
        order = is_it ? &one.sage_document : order;
    }
    return order;
}

std::string name_of(const SageDocument& order) {
    return order.type + " " + (order.number.empty() ? order.key : order.number);
}

Hold not_closed(const SageDocument& order, const std::string& why) {
    return {
        {"intacct.order_not_closed", "/body/orderReference/id",
         "What is left of " + name_of(order) + " cannot be cancelled in Sage Intacct: " + why + ".",
         "Put it right in Sage Intacct and decide to send this document again; or close the "
         "order there by hand and withdraw this document.",
         Owner::finance},
        ""};
}

ReadFirst ask_for_header(const Settings& settings, const SageDocument& order) {
    Query query;
    query.object = object_name(Family::order_entry, order.type);
    query.fields = {"key", "state", "customer.id"};
    if (!settings.foreign.currencies.empty()) {
        for (const std::string_view field : currency_fields) {
            query.fields.emplace_back(field);
        }
    }
    query.filters = {Filter{"$eq", "key", {order.key}}};
    query.size = 2;
    return {std::string(header_observation), query_request(settings, query)};
}

ReadFirst ask_for_lines(const Settings& settings, const SageDocument& order) {
    Query query;
    query.object = "order-entry/document-line::" + order.type;
    query.fields = {std::string(header_key),
                    "key",
                    "dimensions.item.id",
                    "dimensions.warehouse.id",
                    "dimensions.location.id",
                    "unit",
                    "unitQuantity",
                    "unitPrice",
                    "quantity",
                    "quantityRemaining"};
    query.filters = {Filter{"$eq", std::string(header_key), {order.key}}};
    query.size = lines_max;
    return {std::string(lines_observation), query_request(settings, query)};
}

Decimal decimal_in(const Row& row, std::string_view field) {
    return Decimal::parse(value_in(row, field)).value_or(Decimal());
}

// What is left of a line in its own unit; nothing: that is no exact number of them.
std::optional<Decimal> units_left(const Row& row) {
    const Decimal left = decimal_in(row, "quantityRemaining");
    const Decimal units = decimal_in(row, "unitQuantity");
    const std::optional<Decimal> times =
        Decimal::multiply(left, units, left.scale() + units.scale(), Rounding::toward_zero);
    return times ? divided_exactly(*times, decimal_in(row, "quantity")) : std::nullopt;
}

void add_fact(Draft& draft, Facts& facts, std::string_view field, std::string_view text) {
    add_member(draft.body, field, text);
    facts.insert_or_assign(std::string(field), comparable(field, text));
}

void add_key(std::string& body, std::string_view name, std::string_view key) {
    open_member(body, name, '{');
    add_member(body, "key", key);
    body += '}';
}

// At the rate of the order: what is taken from it is worth the same.
PostedRate rate_of_order(const Settings& settings, const Row& order) {
    PostedRate rate;
    rate.currency_id = value_in(order, "txnCurrency");
    if (is_foreign(settings, rate.currency_id)) {
        rate.rate = Decimal::parse(value_in(order, rate_field));
        rate.rate_type = value_in(order, "exchangeRate.typeId");
        rate.date = value_in(order, "exchangeRate.date");
    }
    return rate;
}

void add_header(Draft& draft, Facts& facts, const SageDocument& order, const Row& row) {
    const std::string_view customer = value_in(row, "customer.id");
    const Settings& settings = draft.settings;
    const Document& document = draft.input.document;
    add_fact(draft, facts, "txnDate", document.issue_date);
    if (settings.payment_term.empty()) {
        add_member(draft.body, "dueDate", document.issue_date);
    } else {
        add_reference(draft.body, "paymentTerm", settings.payment_term);
    }
    add_reference(draft.body, "customer", customer);
    facts.insert_or_assign("customer.id", std::string(customer));
    add_currency(draft.body, facts, settings, rate_of_order(settings, row));
    add_fact(draft, facts, settings.fields.external_reference, draft.input.external_reference);
    const std::string& number = settings.fields.despatch_id;
    if (!number.empty() && number != "memo" && number != "notes") {
        add_fact(draft, facts, number, document.id);
    }
    const HeaderTexts texts = header_texts(settings, document, Family::order_entry);
    for (const auto& [field, text] : {std::pair("memo", &texts.memo), {"notes", &texts.notes}}) {
        if (!text->empty()) {
            add_fact(draft, facts, field, *text);
        }
    }
    add_member(draft.body, "state", "pending");
    add_key(draft.body, "sourceDocument", order.key);
    facts.insert_or_assign("sourceDocument.key", order.key);
}

void add_line(std::string& body, const SageDocument& order, const Row& row, const Decimal& units) {
    open_element(body);
    add_member(body, "unit", value_in(row, "unit"));
    add_member(body, "unitQuantity", units.text());
    add_member(body, "unitPrice", value_in(row, "unitPrice"));
    add_dimensions(body, value_in(row, "dimensions.item.id"),
                   {std::string(value_in(row, "dimensions.warehouse.id")),
                    std::string(value_in(row, "dimensions.location.id"))});
    add_key(body, "sourceDocument", order.key);
    add_key(body, "sourceDocumentLine", value_in(row, "key"));
    body += '}';
}

Preparation convert_rest(Draft& draft, const SageDocument& order, const Row& header,
                         const std::vector<Row>& rows) {
    const PostedRate rate = rate_of_order(draft.settings, header);
    if (is_foreign(draft.settings, rate.currency_id) && !rate.has_rate()) {
        return not_closed(order, "it is in " + rate.currency_id + " and shows no exchange rate");
    }
    Send send;
    add_header(draft, send.facts, order, header);
    open_member(draft.body, "lines", '[');
    bool any = false;
    for (const Row& row : rows) {
        if (decimal_in(row, "quantityRemaining").sign() <= 0) {
            continue;
        }
        const std::optional<Decimal> units = units_left(row);
        if (!units) {
            return not_closed(order, "what is left of " +
                                         std::string(value_in(row, "dimensions.item.id")) +
                                         " has no exact number of its unit");
        }
        add_line(draft.body, order, row, *units);
        any = true;
    }
    if (!any) {
        return PostNothing{"Nothing is left of " + name_of(order) + ".", {}};
    }
    draft.body += "]}";
    send.request = post_document(draft.settings, Family::order_entry, draft.definition,
                                 draft.input.idempotency_key, std::move(draft.body));
    send.sage_type = draft.definition;
    return send;
}

}  // namespace

Preparation prepare_cancellation(const Settings& settings, const PreparationInput& input,
                                 const std::string& definition) {
    const SageDocument* const order = order_of(settings, input);
    if (order == nullptr) {
        return PostNothing{"Order " + input.document.order_id + " is not in Sage Intacct.", {}};
    }
    if (std::optional<Hold> trouble =
            definition_trouble(settings, input, Family::order_entry, definition)) {
        return *std::move(trouble);
    }
    if (input.catalogue.find(kind::conversion, definition + " from " + order->type) == nullptr) {
        return not_closed(*order, definition + " is not made from such documents");
    }
    const Reply* const header_reply = answer_to(input, header_observation);
    if (header_reply == nullptr) {
        return ask_for_header(settings, *order);
    }
    const Result<Page> header = read_page(*header_reply);
    if (!header.ok()) {
        return not_closed(*order, "it could not be read");
    }
    if (header.value().rows.empty()) {
        return PostNothing{name_of(*order) + " is no longer in Sage Intacct.", {}};
    }
    const Row& row = header.value().rows.front();
    const std::string_view state = value_in(row, "state");
    if (state == "converted" || state == "convertedByLine" || state == "closed") {
        return PostNothing{name_of(*order) + " is closed: its state is " + std::string(state) + ".",
                           {}};
    }
    const Reply* const lines_reply = answer_to(input, lines_observation);
    if (lines_reply == nullptr) {
        return ask_for_lines(settings, *order);
    }
    const Result<Page> lines = read_page(*lines_reply);
    if (!lines.ok() || !lines.value().last) {
        return not_closed(*order,
                          lines.ok() ? "it has too many lines" : "its lines could not be read");
    }
    Draft draft(settings, input, Family::order_entry, definition);
    return convert_rest(draft, *order, row, lines.value().rows);
}

}  // namespace sage::intacct
