// SPDX-License-Identifier: Apache-2.0
// The order that a despatch is of: one of the warehouse's, one that was made for it, or that of
// people, found by its number. It is read first in each case, because it says whose it is.
#include <fmt/format.h>

#include <algorithm>

#include "plugins/sage200/map_order.h"

namespace sage::sage200 {
namespace {

constexpr std::string_view order_question = "order";
constexpr std::string_view status_prefix = "EnumDocumentStatus";
constexpr const char* order_pointer = "/body/orderReference/id";

Hold hold(std::string code, std::string pointer, std::string cause, std::string fix, Owner owner) {
    return {
        {"sage200." + std::move(code), std::move(pointer), std::move(cause), std::move(fix), owner},
        ""};
}

std::string fact_of(const Found& found, std::string_view name) {
    const auto one = found.facts.find(name);
    return one == found.facts.end() ? std::string() : one->second;
}

Hold order_gone(const SageDocument& order) {
    return hold("order_not_found", order_pointer,
                "Sage 200 does not have the sales order " + order.number + " any more.",
                "Find out in Sage 200 who deleted it. Enter there by hand what left and record "
                "that with an operatorDecision, or withdraw this document.",
                Owner::warehouse);
}

std::optional<Hold> not_one_order(const std::string& number, std::size_t count) {
    if (count == 0) {
        return hold("order_not_found", order_pointer,
                    "Sage 200 has no sales order with the number " + number + ".",
                    "Enter the order in Sage 200 with that number, or send a new version of the "
                    "despatch with the number that it has there.",
                    Owner::warehouse);
    }
    if (count > 1) {
        return hold("order_ambiguous", order_pointer,
                    "Sage 200 has several sales orders with the number " + number + ".",
                    "Confirm the despatch in Sage 200 by hand and record that with an "
                    "operatorDecision.",
                    Owner::finance);
    }
    return std::nullopt;
}

std::optional<Hold> not_confirmed(const Found& order) {
    const std::string& number = order.sage_document.number;
    const std::string_view state = order_state(number, fact_of(order, "is_draft") == "true");
    if (state == order_confirmed) {
        return std::nullopt;
    }
    return hold("order_not_confirmed", order_pointer,
                fmt::format("The order {} of Sage 200 is {}.", number, state),
                "Confirm the order in Sage 200, then decide to send the despatch again.",
                Owner::finance);
}

/// The customer of the order, who has to be the buyer where the despatch names one.
Mapped<const CatalogueRecord*> customer_of(const Settings& settings, const PreparationInput& input,
                                           const Found& order) {
    const std::string& number = order.sage_document.number;
    const std::string key = fact_of(order, "customer_id");
    if (!input.document.buyer.id.empty() && !is_made_for_it(settings, input)) {
        std::vector<Remark> unused;
        Mapped<const CatalogueRecord*> buyer = map_customer(settings, input, unused);
        if (buyer.value == nullptr) {
            return buyer;
        }
        // In whose currency the account is kept does not matter to goods.
        if (buyer.value->key != key) {
            return {nullptr,
                    hold("order_of_other_customer", order_pointer,
                         fmt::format("The order {} of Sage 200 is not one of customer {}.", number,
                                     buyer.value->id),
                         "Correct the order number or the customer: send a new version of the "
                         "despatch and withdraw this one.",
                         Owner::warehouse)};
        }
        return {buyer.value, std::nullopt};
    }
    for (const CatalogueRecord* const one : input.catalogue.all(kind::customer)) {
        if (one->key == key) {
            return {one, std::nullopt};
        }
    }
    Hold unknown = hold(
        "customer_unknown", order_pointer,
        "The customer of the order " + number + " is not among those that were read of Sage 200.",
        "Nothing to do at first: customers are read again. If it stays, look in "
        "Sage 200 whose order it is.",
        Owner::finance);
    unknown.root_cause = "unanswered";
    return {nullptr, std::move(unknown)};
}

/// "OnHold", "Cancelled"; empty: it is live, or Sage does not say.
std::string status_of(const Found& order) {
    std::string status = fact_of(order, "document_status");
    if (status.starts_with(status_prefix)) {
        status.erase(0, status_prefix.size());
    }
    return status == "Live" ? std::string() : status;
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

Hold order_unreadable(const Problem& problem) {
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

bool is_made_for_it(const Settings& settings, const PreparationInput& input) {
    const Document& document = input.document;
    return std::any_of(input.related.begin(), input.related.end(), [&](const Related& one) {
        return one.message_type == MessageType::sales_order && one.posted &&
               one.document_id == document.id &&
               (document.id != document.order_id || !settings.posts_orders);
    });
}

OrderInSage find_order(const Settings& settings, const PreparationInput& input) {
    const SageDocument* const own = own_order(input.related);
    ReadBackSubject subject;
    subject.sage_document.type = order_type;
    subject.sage_document.number = input.document.order_id;
    if (own != nullptr) {
        subject.sage_document = *own;
    }
    if (own == nullptr && subject.sage_document.number.empty()) {
        return not_yet(hold("order_not_named", order_pointer,
                            "The despatch names no order, and by the settings it is one of an "
                            "order that is in Sage 200.",
                            "Send the order's number with the despatch.", Owner::warehouse));
    }
    // Of an order that a person recorded the number is known, at least.
    const bool by_key = own != nullptr && !own->key.empty();
    const FindBy by = by_key ? FindBy::key : FindBy::number;
    const Reply* const reply = answer_to(input, order_question);
    if (reply == nullptr) {
        // A list may not show yet what was made a moment ago.
        return not_yet(ReadFirst{std::string(order_question),
                                 by_key ? ask_order(settings.books, own->key)
                                        : read_back_orders(settings.books, {subject}, by)});
    }
    if (by_key && reply->status == 404) {
        return not_yet(order_gone(*own));
    }
    const LookUp found = read_read_back_orders({subject}, by, *reply);
    if (!found.usable) {
        return not_yet(order_unreadable({"", "", found.why, "", Owner::it}));
    }
    std::optional<Hold> wrong = not_one_order(subject.sage_document.number, found.found.size());
    wrong = wrong ? std::move(wrong) : not_confirmed(found.found.front());
    Mapped<const CatalogueRecord*> customer;
    if (!wrong) {
        customer = customer_of(settings, input, found.found.front());
        wrong = customer.value == nullptr ? std::move(customer.hold) : std::nullopt;
    }
    if (wrong) {
        return not_yet(*std::move(wrong));
    }
    const Found& order = found.found.front();
    return {order.sage_document.key, customer.value->id, status_of(order), std::nullopt};
}

}  // namespace sage::sage200
