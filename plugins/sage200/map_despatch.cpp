// SPDX-License-Identifier: Apache-2.0
// A despatch as the despatch of an order that is in Sage: one of the warehouse's, one that was made
// for it, or that of people, found by its number. Only what is allocated may leave, all of it at
// once or nothing: what is short is told line by line, and a person allocates it.
#include <fmt/format.h>

#include <algorithm>

#include "plugins/sage200/map_order.h"
#include "plugins/sage200/wire_values.h"

namespace sage::sage200 {
namespace {

constexpr std::string_view order_question = "order";
constexpr std::string_view lines_question = "lines of the order";
constexpr std::string_view despatches_question = "despatches of the order";
constexpr std::string_view standard_line = "EnumLineTypeStandard";
constexpr const char* order_pointer = "/body/orderReference/id";

Hold hold(std::string code, std::string pointer, std::string cause, std::string fix, Owner owner) {
    return {
        {"sage200." + std::move(code), std::move(pointer), std::move(cause), std::move(fix), owner},
        ""};
}

/// The order, or what is to be done before it is known.
struct OrderInSage {
    std::string key;
    std::optional<Preparation> instead;
};

std::optional<Hold> not_the_order(const Settings& settings, const PreparationInput& input,
                                  const std::vector<Found>& found) {
    const std::string& number = input.document.order_id;
    if (found.empty()) {
        return hold("order_not_found", order_pointer,
                    "Sage 200 has no sales order with the number " + number + ".",
                    "Enter the order in Sage 200 with that number, or send a new version of the "
                    "despatch with the number that it has there.",
                    Owner::warehouse);
    }
    if (found.size() > 1) {
        return hold("order_ambiguous", order_pointer,
                    "Sage 200 has several sales orders with the number " + number + ".",
                    "Confirm the despatch in Sage 200 by hand and record that with an "
                    "operatorDecision.",
                    Owner::finance);
    }
    const Facts& facts = found.front().facts;
    const auto fact = [&](std::string_view name) {
        const auto one = facts.find(name);
        return one == facts.end() ? std::string() : one->second;
    };
    const std::string_view state = order_state(number, fact("is_draft") == "true");
    if (state != order_confirmed) {
        return hold("order_not_confirmed", order_pointer,
                    fmt::format("The order {} of Sage 200 is {}.", number, state),
                    "Confirm the order in Sage 200, then decide to send the despatch again.",
                    Owner::finance);
    }
    std::vector<Remark> unused;
    const Mapped<const CatalogueRecord*> customer = map_customer(settings, input, unused);
    if (!input.document.buyer.id.empty() && !customer.hold &&
        customer.value->key != fact("customer_id")) {
        return hold("order_of_other_customer", order_pointer,
                    fmt::format("The order {} of Sage 200 is not one of customer {}.", number,
                                customer.value->id),
                    "Correct the order number or the customer: send a new version of the despatch "
                    "and withdraw this one.",
                    Owner::warehouse);
    }
    return std::nullopt;
}

OrderInSage find_order(const Settings& settings, const PreparationInput& input) {
    if (const SageDocument* const own = own_order(input.related)) {
        return {own->key, std::nullopt};
    }
    ReadBackSubject subject;
    subject.sage_document.type = order_type;
    subject.sage_document.number = input.document.order_id;
    if (subject.sage_document.number.empty()) {
        return {"", hold("order_not_named", order_pointer,
                         "The despatch names no order, and by the settings it is one of an order "
                         "that is in Sage 200.",
                         "Send the order's number with the despatch.", Owner::warehouse)};
    }
    const Reply* const reply = answer_to(input, order_question);
    if (reply == nullptr) {
        return {"", ReadFirst{std::string(order_question),
                              read_back_orders(settings.books, {subject}, FindBy::number)}};
    }
    const LookUp found = read_read_back_orders({subject}, FindBy::number, *reply);
    if (!found.usable) {
        return {"", unreadable_order({"", "", found.why, "", Owner::it})};
    }
    if (std::optional<Hold> wrong = not_the_order(settings, input, found.found)) {
        return {"", *std::move(wrong)};
    }
    return {found.found.front().sage_document.key, std::nullopt};
}

/// Lines of the order with what is taken of each, in stock units.
struct Filling {
    const Settings& settings;
    const PreparationInput& input;
    std::vector<OpenLine> open;
    std::vector<Decimal> taken;
    std::vector<Taking> takings;
    bool made_for_it = false;  ///< its lines are named as those of the despatch
    std::optional<Hold> hold;
    std::vector<Remark> remarks;
    SentTerms terms;
};

/// Those of the product, the one that the line names before others.
std::vector<std::size_t> lines_for(const Filling& filling, const Line& line,
                                   const std::string& product_key) {
    const std::string& name = filling.made_for_it ? line.id : line.order_line_id;
    std::vector<std::size_t> places;
    for (std::size_t index = 0; index < filling.open.size(); ++index) {
        const OpenLine& one = filling.open[index];
        if (one.line_type == standard_line && one.product_key == product_key) {
            places.push_back(index);
        }
    }
    std::stable_partition(places.begin(), places.end(), [&](std::size_t index) {
        const OpenLine& one = filling.open[index];
        return !name.empty() &&
               (one.key == name || std::find(one.references.begin(), one.references.end(), name) !=
                                       one.references.end());
    });
    return places;
}

void keep_terms(Filling& filling, const Line& line, const CatalogueRecord& product,
                const OpenLine& open) {
    for (const CatalogueRecord* const code : filling.input.catalogue.all(kind::tax_code)) {
        if (code->key == open.tax_code_key) {
            filling.terms.lines.push_back(
                {terms_key(line),
                 {product.id, code->id, rate_of(filling.input.catalogue, code->id)}});
        }
    }
}

void fill(Filling& filling, const Line& line, const std::string& pointer) {
    const std::string at = pointer + "/deliveredQuantity";
    const Product product = take(
        filling.hold,
        map_product(filling.settings, filling.input.catalogue, line, pointer, filling.remarks));
    Mapped<SoldUnit> unit =
        map_unit(filling.settings, filling.input.catalogue, product.record, line.quantity, at);
    if (product.record == nullptr || unit.hold) {
        add_hold(filling.hold, std::move(unit.hold));
        return;
    }
    const std::vector<std::size_t> places = lines_for(filling, line, product.record->key);
    if (places.empty()) {
        add_hold(filling.hold, hold("not_on_order", pointer,
                                    "The order in Sage 200 has no line for the product " +
                                        product.record->id + ".",
                                    "Add the line to the order in Sage 200 and decide to send the "
                                    "despatch again; or send a new version of the despatch.",
                                    Owner::warehouse));
        return;
    }
    const OpenLine& first = filling.open[places.front()];
    const Decimal base_units = unit.value.base_units.value_or(first.selling_unit_multiple);
    const std::optional<Decimal> wanted = stock_units(line.quantity.value, base_units, first);
    if (!wanted) {
        add_hold(filling.hold,
                 hold("number_not_exact", at, "The quantity is no exact number of stock units.",
                      "Send a new version of the document with a number that fits, and withdraw "
                      "this one.",
                      Owner::warehouse));
        return;
    }
    Decimal left = *wanted;
    for (const std::size_t place : places) {
        const Decimal free = filling.open[place].available - filling.taken[place];
        const Decimal part = free < left ? free : left;
        if (part.sign() > 0) {
            filling.taken[place] = filling.taken[place] + part;
            filling.takings.push_back(
                {&line, pointer, product.record, &filling.open[place], part, base_units});
            left = left - part;
        }
    }
    keep_terms(filling, line, *product.record, filling.open[places.front()]);
    if (left.sign() > 0) {
        add_hold(filling.hold,
                 hold("stock_short", at,
                      fmt::format("Of the product {} only {} of {} stock units may leave: {} are "
                                  "not allocated to the order in Sage 200.",
                                  product.record->id, plain_number(*wanted - left),
                                  plain_number(*wanted), plain_number(left)),
                      "Allocate the stock to the order in Sage 200, then decide to send the "
                      "despatch again.",
                      Owner::warehouse));
    }
}

void fill_all(Filling& filling) {
    const Document& document = filling.input.document;
    filling.taken.assign(filling.open.size(), Decimal());
    for (std::size_t index = 0; index < document.lines.size(); ++index) {
        if (document.lines[index].quantity.value.sign() != 0) {
            fill(filling, document.lines[index], "/body/lines/" + std::to_string(index));
        }
    }
    std::vector<Remark> unused;
    const Mapped<const CatalogueRecord*> customer =
        map_customer(filling.settings, filling.input, unused);
    filling.terms.customer = customer.hold ? "" : customer.value->id;
    if (!filling.made_for_it && !document.allowance_charges.empty()) {
        filling.remarks.push_back({"sage200.charges_of_order", "",
                                   "The charges of the despatch are not posted: those of the order "
                                   "in Sage 200 count."});
    }
}

/// The order that is posted for it was made for it, and is no order of the warehouse's: that has
/// the number of the order and not of the despatch, unless both are the same.
bool is_made_for_it(const Settings& settings, const PreparationInput& input) {
    const Document& document = input.document;
    return std::any_of(input.related.begin(), input.related.end(), [&](const Related& one) {
        return one.message_type == MessageType::sales_order && !one.sage_document.key.empty() &&
               one.document_id == document.id &&
               (document.id != document.order_id || !settings.posts_orders);
    });
}

/// Without our reference in Sage one despatch could be taken for another of the same order that is
/// under way, and only documents of one ordering key wait for each other.
std::optional<Hold> not_told_apart(const Settings& settings, const PreparationInput& input) {
    if (!input.document.envelope.ordering_key.empty() || is_made_for_it(settings, input)) {
        return std::nullopt;
    }
    return Hold{
        {"sage200.ordering_key_missing", "/orderingKey",
         "Sage 200 records no tracking with despatches, so that those of one order are told "
         "apart only if one follows the other, and the document has no ordering key.",
         "Let tracking be recorded on despatch in Sage 200; or send a new version of the "
         "document, and all others of the order, with the order's number as ordering key.",
         Owner::warehouse},
        "tracking-not-recorded"};
}

Preparation confirm(Filling& filling, Despatch despatch) {
    const PreparationInput& input = filling.input;
    const DocumentDates dates = take(
        filling.hold, map_dates(filling.settings, input, "despatch_receipt_date", filling.remarks));
    despatch.date = dates.posting_date;
    if (records_tracking(input.catalogue)) {
        despatch.tracking =
            take(filling.hold, map_tracking(filling.settings, input, filling.remarks));
    }
    if (filling.hold) {
        return *std::move(filling.hold);
    }
    for (std::size_t index = 0; index < filling.open.size(); ++index) {
        if (filling.taken[index].sign() > 0) {
            despatch.items.push_back({filling.open[index].key, filling.taken[index], {}, {}});
        }
    }
    if (std::optional<Preparation> instead =
            name_batches(filling.settings, input, filling.takings, despatch.items)) {
        return *std::move(instead);
    }
    Send send = encode_despatch(filling.settings.books, despatch, input.external_reference);
    send.remarks = std::move(filling.remarks);
    send.terms = std::move(filling.terms);
    return send;
}

}  // namespace

const Reply* answer_to(const PreparationInput& input, std::string_view question) {
    const auto found = std::find_if(input.observations.begin(), input.observations.end(),
                                    [&](const Observation& one) { return one.name == question; });
    return found == input.observations.end() ? nullptr : &found->reply;
}

Hold unreadable_order(const Problem& problem) {
    if (problem.code == "sage200.order_too_long") {
        return {problem, ""};
    }
    return {{"sage200.order_unreadable", order_pointer,
             "The order could not be read in Sage 200: " + problem.cause,
             "Nothing to do at first: it is asked again. If it stays, give the user's role the "
             "right to sales orders, and look in Sage 200 for the order.",
             Owner::it},
            "unanswered"};
}

Preparation prepare_despatch(const Settings& settings, const PreparationInput& input) {
    if (std::optional<Hold> unknown = unknown_company(settings, input.catalogue)) {
        return *std::move(unknown);
    }
    if (!has_goods(input.document)) {
        const SageDocument* const own = own_order(input.related);
        return PostNothing{"No goods left: there is nothing to confirm.",
                           own == nullptr ? SageDocument() : *own};
    }
    OrderInSage order = find_order(settings, input);
    if (order.instead) {
        return *std::move(order.instead);
    }
    const Reply* const lines = answer_to(input, lines_question);
    if (lines == nullptr) {
        return ReadFirst{std::string(lines_question), ask_order_lines(settings.books, order.key)};
    }
    Result<std::vector<OpenLine>> open = read_open_lines(*lines);
    if (!open.ok()) {
        return unreadable_order(open.error().first());
    }
    Despatch despatch;
    despatch.order_key = order.key;
    // With tracking it is found by our reference; without, by what was not there before.
    if (!records_tracking(input.catalogue)) {
        if (std::optional<Hold> alike = not_told_apart(settings, input)) {
            return *std::move(alike);
        }
        const Reply* const before = answer_to(input, despatches_question);
        if (before == nullptr) {
            return ReadFirst{std::string(despatches_question),
                             ask_despatches(settings.books, order.key)};
        }
        Result<std::vector<std::string>> keys = read_despatch_keys(*before);
        if (!keys.ok()) {
            return unreadable_order(keys.error().first());
        }
        despatch.before = std::move(keys).value();
    }
    Filling filling{settings, input, std::move(open).value(),
                    {},       {},    is_made_for_it(settings, input),
                    {},       {},    {}};
    fill_all(filling);
    return confirm(filling, std::move(despatch));
}

}  // namespace sage::sage200
