// SPDX-License-Identifier: Apache-2.0
// An order answers with itself, and is found by our reference in the field that the settings keep
// it in. Sage takes one order twice without a word, so a look-up alone settles a lost reply.
#include "plugins/sage200/wire_order.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "plugins/sage200/wire_values.h"
#include "sage-adapter/base/limits.h"

namespace sage::sage200 {
namespace {

constexpr std::string_view midnight = "T00:00:00Z";
constexpr std::string_view field_fact = "reference_field";
constexpr std::string_view state_fact = "state";
constexpr int own_page_size = 500;
// One is right, two are a duplicate: more need not be seen.
constexpr int look_up_size = 10;

std::string_view resource_of_type(std::string_view sage_type) {
    return sage_type == return_type ? "sop_returns" : "sop_orders";
}

void add_custom_fields(BodyWriter& body, const std::vector<CustomField>& fields) {
    for (const CustomField& field : fields) {
        const std::string_view name = field.name;
        if (name.starts_with("spare_number")) {
            body.number(name, field.value);
        } else if (name.starts_with("spare_bool")) {
            body.truth(name, field.value == "true");
        } else {
            body.text_unless_empty(name, field.value);
        }
    }
}

void add_address(BodyWriter& body, const OrderAddress& address) {
    body.begin_object("delivery_address");
    body.text_unless_empty("postal_name", address.postal_name);
    for (std::size_t line = 0; line < address.lines.size() && line < 4; ++line) {
        body.text_unless_empty(fmt::format("address_{}", line + 1), address.lines[line]);
    }
    body.text_unless_empty("city", address.city);
    body.text_unless_empty("county", address.county);
    body.text_unless_empty("postcode", address.postcode);
    body.text_unless_empty("contact", address.contact);
    body.text_unless_empty("telephone_number", address.telephone);
    body.text_unless_empty("email_address", address.email);
    body.number("country_code_id", address.country_code_key);
    body.end_object();
}

std::string optional_number(const std::optional<Decimal>& value) {
    return value ? value->text() : std::string();
}

/// What lines that are sold have in common.
void add_terms(BodyWriter& body, const OrderLine& line) {
    body.number("tax_code_id", line.tax_code_key);
    body.text_unless_empty("nominal_reference", line.nominal_reference);
    body.text_unless_empty("nominal_cost_centre", line.nominal_cost_centre);
    body.text_unless_empty("nominal_department", line.nominal_department);
    body.number("selling_unit_price", optional_number(line.price));
}

/// What goods and services have besides.
void add_delivery(BodyWriter& body, const OrderLine& line) {
    body.number("line_quantity", line.quantity.text());
    body.number("unit_discount_percent",
                line.discount_value ? std::string() : optional_number(line.discount_percent));
    body.number("unit_discount_value", optional_number(line.discount_value));
    body.text_unless_empty("confirmation_intent_type", line.confirmation_intent);
    body.day("requested_delivery_date", line.requested_date);
    body.day("promised_delivery_date", line.promised_date);
    body.text_unless_empty("picking_list_comment", line.picking_list_comment);
    body.text_unless_empty("despatch_note_comment", line.despatch_note_comment);
}

void add_line(BodyWriter& body, const OrderLine& line) {
    body.begin_item();
    switch (line.type) {
        case OrderLineType::standard:
            body.text("line_type", "EnumLineTypeStandard");
            body.number("product_id", line.product_key);
            body.number("warehouse_id", line.warehouse_key);
            if (!line.description.empty()) {
                body.truth("use_description", true);
                body.text("description", line.description);
            }
            body.number("to_allocate_quantity", optional_number(line.to_allocate));
            body.number("selling_unit_id", line.selling_unit_key);
            add_terms(body, line);
            add_delivery(body, line);
            break;
        case OrderLineType::free_text:
            body.text("line_type", "EnumLineTypeFreeText");
            body.text("description", line.description);
            body.text_unless_empty("selling_unit_description", line.selling_unit_name);
            add_terms(body, line);
            add_delivery(body, line);
            break;
        case OrderLineType::charge:
            body.text("line_type", "EnumLineTypeCharge");
            body.text_unless_empty("code", line.code);
            body.text_unless_empty("description", line.description);
            add_terms(body, line);
            break;
        case OrderLineType::comment:
            body.text("line_type", "EnumLineTypeComment");
            body.text("description", line.description);
            body.truth("show_on_customer_docs", line.on_documents);
            break;
    }
    add_custom_fields(body, line.custom_fields);
    body.end_object();
}

/// Nothing without a price: then Sage's own prices count.
std::optional<Decimal> net_of(const OrderLine& line) {
    constexpr auto rounding = Rounding::half_away_from_zero;
    if (line.type == OrderLineType::comment) {
        return Decimal();
    }
    if (!line.price) {
        return std::nullopt;
    }
    const Decimal quantity = line.type == OrderLineType::charge ? Decimal::of(1) : line.quantity;
    const Decimal price = line.discount_value ? *line.price - *line.discount_value : *line.price;
    if (line.type == OrderLineType::charge || line.discount_value || !line.discount_percent) {
        return Decimal::multiply(quantity, price, 2, rounding);
    }
    const Decimal hundred = Decimal::of(100);
    return Decimal::quotient({quantity, price, hundred - *line.discount_percent}, {hundred}, 2,
                             rounding);
}

std::optional<Decimal> net_of(const Order& order) {
    Decimal net;
    for (const OrderLine& line : order.lines) {
        const std::optional<Decimal> of_line = net_of(line);
        if (!of_line) {
            return std::nullopt;
        }
        net = net + *of_line;
    }
    return net.rounded(2, Rounding::half_away_from_zero);
}

/// Whether Sage rounds the price of one or the line first is published nowhere: the net is then a
/// prediction, and no fact that Sage has to hold.
bool has_percentage(const Order& order) {
    return std::any_of(order.lines.begin(), order.lines.end(), [](const OrderLine& line) {
        return line.type != OrderLineType::charge && line.discount_percent && !line.discount_value;
    });
}

std::string_view value(const Facts& facts, std::string_view name) {
    const auto found = facts.find(name);
    return found == facts.end() ? std::string_view() : std::string_view(found->second);
}

/// The field in which an order of these facts has our reference.
std::string_view reference_field_of(const Facts& facts) {
    return value(facts, field_fact);
}

Found found_in(const JsonValue& order, std::string_view sage_type,
               std::string_view reference_field) {
    Found found;
    const std::string number = value_of(order, "document_no");
    found.sage_document.type = sage_type;
    found.sage_document.key = value_of(order, "id");
    found.sage_document.number = number;
    found.external_reference = value_of(order, reference_field);
    for (const auto& [name, value] : order.get_object()) {
        if (!value.is_array() && !value.is_object()) {
            found.facts[std::string(name)] = plain_value(name, value_of(order, name));
        }
    }
    found.facts[std::string(field_fact)] = reference_field;
    found.facts[std::string(state_fact)] =
        order_state(number, value_of(order, "is_draft") == "true");
    found.sage_document.posted = {Decimal::parse(value_of(order, "total_net_value")),
                                  Decimal::parse(value_of(order, "total_tax_value")),
                                  Decimal::parse(value_of(order, "total_gross_value"))};
    return found;
}

/// All orders, or why they cannot be used. A full page may have another one after it.
LookUp orders_as_found(const Reply& reply, std::string_view sage_type,
                       std::string_view reference_field, std::size_t size) {
    LookUp answer;
    const Result<std::vector<JsonValue>> orders = read_records(reply);
    if (!orders.ok()) {
        answer.why = orders.error().first().cause;
        return answer;
    }
    if (orders.value().size() >= size) {
        answer.why = "Sage 200 shows a full page: there may be more.";
        return answer;
    }
    for (const JsonValue& order : orders.value()) {
        if (value_of(order, "id").empty()) {
            answer.why = "An order of Sage 200 has no id.";
            answer.found.clear();
            return answer;
        }
        answer.found.push_back(found_in(order, sage_type, reference_field));
    }
    answer.usable = true;
    return answer;
}

/// By what a subject is found. Each has its own field: the settings may have been others when it
/// was sent. Where that is not known it goes by its key; what a person named has its number alone.
FindBy way_to(const ReadBackSubject& subject, FindBy by) {
    return by != FindBy::reference || !reference_field_of(subject.facts).empty() ? by
           : subject.sage_document.key.empty()                                   ? FindBy::number
                                                                                 : FindBy::key;
}

bool is_about(const ReadBackSubject& subject, FindBy by, const JsonValue& order) {
    switch (way_to(subject, by)) {
        case FindBy::number:
            return !subject.sage_document.number.empty() &&
                   value_of(order, "document_no") == subject.sage_document.number;
        case FindBy::key:
            return value_of(order, "id") == subject.sage_document.key;
        default:
            return value_of(order, reference_field_of(subject.facts)) == subject.external_reference;
    }
}

std::string condition_for(const ReadBackSubject& subject, FindBy by) {
    switch (way_to(subject, by)) {
        case FindBy::number:
            return fmt::format("document_no eq {}", quoted(subject.sage_document.number));
        case FindBy::key:
            return fmt::format("id eq {}", subject.sage_document.key);
        default:
            return fmt::format("{} eq {}", reference_field_of(subject.facts),
                               quoted(subject.external_reference));
    }
}

void keep_reference(LookUp& answer, const std::string& reference) {
    // Whether Sage compares letters as they are is known to nobody.
    std::erase_if(answer.found,
                  [&](const Found& one) { return one.external_reference != reference; });
}

}  // namespace

std::string_view order_state(std::string_view document_no, bool is_draft) {
    return document_no.starts_with("##")                             ? "half made"
           : is_draft || document_no.empty() || document_no == "TBA" ? "draft"
                                                                     : order_confirmed;
}

Send encode_order(const Books& books, const Order& order, std::string_view reference_field,
                  std::string_view external_reference) {
    Send send;
    send.sage_type = order.is_return ? return_type : order_type;
    const bool in_customer_number = reference_field == "customer_document_no";
    BodyWriter body;
    body.number("customer_id", order.customer_key);
    body.text_unless_empty("document_no", order.document_no);
    body.text(reference_field, external_reference);
    if (!in_customer_number) {
        body.text_unless_empty("customer_document_no", order.customer_document_no);
    }
    body.day("document_date", order.date);
    body.day("requested_delivery_date", order.requested_date);
    body.day("promised_delivery_date", order.promised_date);
    body.text_unless_empty("document_created_by", order.created_by);
    if (order.override_on_hold) {
        body.truth("override_on_hold", true);
    }
    body.truth("use_invoice_address", !order.delivery);
    if (order.delivery) {
        add_address(body, *order.delivery);
    }
    add_custom_fields(body, order.custom_fields);
    body.truth("is_to_sequence_lines", true);
    body.truth("is_editing", false);
    body.begin_list("lines");
    for (const OrderLine& line : order.lines) {
        add_line(body, line);
    }
    body.end_list();
    if (!order.memos.empty()) {
        body.begin_list("memos");
        for (const std::string& memo : order.memos) {
            body.begin_item();
            body.text("note", memo);
            body.truth("is_active", true);
            body.end_object();
        }
        body.end_list();
    }
    send.request = post(books, resource_of_type(send.sage_type), body.take());

    send.facts = {{"customer_id", order.customer_key},
                  {"document_date", order.date},
                  {std::string(field_fact), std::string(reference_field)},
                  {std::string(reference_field), std::string(external_reference)},
                  {std::string(state_fact), std::string(order_confirmed)}};
    if (!in_customer_number && !order.customer_document_no.empty()) {
        send.facts["customer_document_no"] = order.customer_document_no;
    }
    for (const CustomField& field : order.custom_fields) {
        if (!field.value.empty()) {
            send.facts[field.name] = plain_value(field.name, field.value);
        }
    }
    if (const std::optional<Decimal> net = net_of(order)) {
        if (!has_percentage(order)) {
            send.facts["total_net_value"] = plain_number(*net);
        }
        send.prediction.currency_id = order.currency_id;
        send.prediction.document.net = *net;
    }
    return send;
}

Send outline_order(bool is_return, std::string_view reference_field) {
    Send send;
    send.sage_type = is_return ? return_type : order_type;
    send.facts = {{std::string(field_fact), std::string(reference_field)}};
    return send;
}

Verdict classify_order(const Send& sent, const Reply& reply) {
    if (reply.status < 200 || reply.status >= 300) {
        return classify(sent, reply);
    }
    Verdict verdict;
    Reply read = reply;
    read.status = 200;
    const Result<std::vector<JsonValue>> orders = read_records(read);
    const bool one = orders.ok() && orders.value().size() == 1;
    const JsonValue order = one ? orders.value().front() : JsonValue();
    const std::string number = value_of(order, "document_no");
    const std::string_view state = order_state(number, value_of(order, "is_draft") == "true");
    if (!one || value_of(order, "id").empty() || state != order_confirmed) {
        verdict.problem = {"sage200.order_unfinished", "",
                           one && !value_of(order, "id").empty()
                               ? fmt::format("Sage 200 kept the order, but not as a confirmed one: "
                                             "it is {} ({}).",
                                             state, number)
                               : std::string("Sage 200 confirmed an order and does not show it."),
                           "Nothing to do at first: it is looked up. If it stays a draft, confirm "
                           "or delete it in Sage.",
                           Owner::finance};
        return verdict;
    }
    verdict.judgement = Judgement::done;
    verdict.sage_document = found_in(order, sent.sage_type, "").sage_document;
    return verdict;
}

Request look_up_order(const Books& books, const Send& sent, std::string_view external_reference) {
    std::string filter =
        fmt::format("{} eq {}", reference_field_of(sent.facts), quoted(external_reference));
    if (const auto customer = sent.facts.find("customer_id"); customer != sent.facts.end()) {
        filter = fmt::format("customer_id eq {} and {}", customer->second, filter);
    }
    return get(books, resource_of_type(sent.sage_type),
               {{"$filter", std::move(filter)},
                {"$orderby", "id"},
                {"$top", std::to_string(look_up_size)}});
}

LookUp read_look_up_order(const Send& sent, const Reply& reply) {
    const std::string_view field = reference_field_of(sent.facts);
    LookUp answer = orders_as_found(reply, sent.sage_type, field, look_up_size);
    keep_reference(answer, std::string(value(sent.facts, field)));
    return answer;
}

Request read_back_orders(const Books& books, const std::vector<ReadBackSubject>& subjects,
                         FindBy by) {
    std::vector<std::string> conditions;
    for (const ReadBackSubject& subject : subjects) {
        conditions.push_back(condition_for(subject, by));
    }
    return get(books, resource_of_type(subjects.front().sage_document.type),
               {{"$filter", fmt::format("{}", fmt::join(conditions, " or "))},
                {"$orderby", "id"},
                {"$top", std::to_string(subjects.size() * look_up_size)}});
}

LookUp read_read_back_orders(const std::vector<ReadBackSubject>& subjects, FindBy by,
                             const Reply& reply) {
    const std::string_view type = subjects.front().sage_document.type;
    LookUp answer = orders_as_found(reply, type, "", subjects.size() * look_up_size);
    const Result<std::vector<JsonValue>> orders = read_records(reply);
    if (!answer.usable || !orders.ok()) {
        return answer;
    }
    answer.found.clear();
    for (const JsonValue& order : orders.value()) {
        // Several may be about one order: what it was sent as says which field to look at.
        const ReadBackSubject* subject = nullptr;
        for (const ReadBackSubject& one : subjects) {
            const bool tells_more =
                subject == nullptr || reference_field_of(subject->facts).empty();
            if (tells_more && is_about(one, by, order)) {
                subject = &one;
            }
        }
        if (subject != nullptr) {
            const std::string_view field = reference_field_of(subject->facts);
            answer.found.push_back(found_in(order, type, field));
            // Where that is no longer known it was found by its key.
            if (field.empty()) {
                answer.found.back().external_reference = subject->external_reference;
            }
        }
    }
    return answer;
}

Request list_own_orders(const Books& books, const OwnList& list, std::string_view reference_field) {
    // Sage knows gt and lt alone; a day's documents are dated its midnight.
    std::string filter = fmt::format(
        "startswith({},'W') and (document_date gt {}{} or document_date eq {}{}) and document_date "
        "lt {}T23:59:59Z",
        reference_field, list.from, midnight, list.from, midnight, list.to);
    if (!list.after.empty()) {
        filter += fmt::format(" and id gt {}", list.after);
    }
    return get(books, resource_of_type(list.scope),
               {{"$filter", std::move(filter)},
                {"$orderby", "id"},
                {"$top", std::to_string(own_page_size)}});
}

Result<OwnPage> read_own_orders(const OwnList& list, std::string_view reference_field,
                                const Reply& reply) {
    // Returns came with a release: a site without it has none.
    if (reply.status == 404 && list.scope == return_type) {
        return OwnPage();
    }
    const Result<std::vector<JsonValue>> orders = read_records(reply);
    if (!orders.ok()) {
        return orders.error();
    }
    OwnPage page;
    for (const JsonValue& order : orders.value()) {
        page.found.push_back(found_in(order, list.scope, reference_field));
        page.found.back().facts.clear();
    }
    if (orders.value().size() >= own_page_size) {
        page.next = page.found.back().sage_document.key;
    }
    if (!page.next.empty() && page.next == list.after) {
        return Error(Status::remote, Problem{"sage200.answer_unreadable", "",
                                             "The list of Sage 200 does not go on.",
                                             "Nothing to do: it is asked again.", Owner::it});
    }
    return page;
}

}  // namespace sage::sage200
