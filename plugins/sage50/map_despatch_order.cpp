// SPDX-License-Identifier: Apache-2.0
// The order that a despatch is of: one that was made for it, one of the warehouse's, or that of
// people, which has the document's order number. It is read first in each case, because people
// cancel, hold and change orders.
#include <fmt/format.h>

#include <algorithm>

#include "plugins/sage50/map_order.h"
#include "plugins/sage50/wire_values.h"

namespace sage::sage50 {
namespace {

constexpr std::string_view order_question = "order";
constexpr std::string_view lines_question = "lines of the order";
constexpr const char* order_pointer = "/body/orderReference/id";

Hold hold(std::string code, std::string cause, std::string fix, Owner owner) {
    return {{"sage50." + std::move(code), order_pointer, std::move(cause), std::move(fix), owner},
            ""};
}

std::string_view fact_of(const Found& order, std::string_view name) {
    const auto one = order.facts.find(name);
    return one == order.facts.end() ? std::string_view() : std::string_view(one->second);
}

/// A number of Sage's; people's own words for an order are none.
std::string number_of(const PreparationInput& input, const SageDocument* own) {
    const std::string& number = own == nullptr     ? input.document.order_id
                                : own->key.empty() ? own->number
                                                   : own->key;
    return is_digits(number) ? number : std::string();
}

Hold not_named(const PreparationInput& input) {
    const std::string& named = input.document.order_id;
    return hold("order_not_named",
                named.empty()
                    ? "The despatch names no order, and by the settings it is one of an order "
                      "that is in Sage 50."
                    : fmt::format("The despatch is of the order {}, and orders of Sage 50 have "
                                  "numbers.",
                                  named),
                "Send a new version of the despatch with the number that the order has in Sage 50, "
                "and withdraw this one.",
                Owner::warehouse);
}

Hold not_found(const std::string& number) {
    return hold("order_not_found", "Sage 50 has no sales order with the number " + number + ".",
                "Find out in Sage 50 which number the order has, and send a new version of the "
                "despatch; or enter there by hand what left and record that with an "
                "operatorDecision markPosted.",
                Owner::warehouse);
}

/// In Sage's words; empty: goods of it may leave.
std::string_view stopped(const Found& order) {
    constexpr std::string_view sales_order = "Sales Order";
    const std::string_view kind = fact_of(order, "orderOrQuote");
    const std::string_view allocation = fact_of(order, "allocationStatus");
    return !kind.empty() && kind != sales_order ? "a quote and no order"
           : allocation == "3"                  ? "cancelled"
           : allocation == "4"                  ? "on hold"
                                                : "";
}

std::optional<Hold> unusable(const Settings& settings, const PreparationInput& input,
                             const Found& order) {
    const std::string& number = order.sage_document.number;
    if (const std::string_view why = stopped(order); !why.empty()) {
        return hold("order_stopped", fmt::format("The order {} of Sage 50 is {}.", number, why),
                    "Release the order in Sage 50, then decide to send the despatch again; or "
                    "enter there by hand what left and record that with an operatorDecision "
                    "markPosted.",
                    Owner::finance);
    }
    if (input.document.buyer.id.empty() || own_order(input.related) != nullptr) {
        return std::nullopt;
    }
    std::vector<Remark> unused;
    const Mapped<const CatalogueRecord*> buyer =
        map_customer(customer_rules(settings), input.document, input.catalogue, unused);
    if (buyer.value == nullptr) {
        return buyer.hold;
    }
    if (buyer.value->id == fact_of(order, "accountRef")) {
        return std::nullopt;
    }
    return hold("order_of_other_customer",
                fmt::format("The order {} of Sage 50 is not one of the account {}.", number,
                            buyer.value->id),
                "Correct the order number or the customer: send a new version of the despatch and "
                "withdraw this one.",
                Owner::warehouse);
}

OrderInSage not_yet(Preparation instead) {
    OrderInSage order;
    order.instead = std::move(instead);
    return order;
}

}  // namespace

const Reply* answer_to(const PreparationInput& input, std::string_view question) {
    const auto found = std::find_if(input.observations.begin(), input.observations.end(),
                                    [&](const Observation& one) { return one.name == question; });
    return found == input.observations.end() ? nullptr : &found->reply;
}

Hold order_unreadable(const std::string& why) {
    return {
        {"sage50.order_unreadable", order_pointer, "The order could not be read in Sage 50: " + why,
         "Nothing to do at first: it is asked again. If it stays, look in Sage 50 for the "
         "order.",
         Owner::it},
        "unanswered"};
}

OrderInSage find_order(const Settings& settings, const PreparationInput& input) {
    ReadBackSubject subject;
    subject.sage_document.type = order_type;
    subject.sage_document.number = number_of(input, own_order(input.related));
    const std::string& number = subject.sage_document.number;
    if (number.empty()) {
        return not_yet(not_named(input));
    }
    const Reply* const header = answer_to(input, order_question);
    if (header == nullptr) {
        return not_yet(ReadFirst{std::string(order_question),
                                 read_back(settings.books, {subject}, FindBy::number)});
    }
    const LookUp found = read_read_back({subject}, FindBy::number, *header);
    if (!found.usable) {
        return not_yet(order_unreadable(found.why));
    }
    if (found.found.empty()) {
        return not_yet(not_found(number));
    }
    const Found& order = found.found.front();
    if (std::optional<Hold> wrong = unusable(settings, input, order)) {
        return not_yet(*std::move(wrong));
    }
    const Reply* const lines = answer_to(input, lines_question);
    if (lines == nullptr) {
        return not_yet(
            ReadFirst{std::string(lines_question), ask_order_lines(settings.books, number)});
    }
    Result<std::vector<OpenLine>> open = read_order_lines(*lines);
    if (!open.ok()) {
        return not_yet(order_unreadable(open.error().first().cause));
    }
    return {number, std::string(fact_of(order, "accountRef")), std::move(open).value(),
            std::nullopt};
}

}  // namespace sage::sage50
