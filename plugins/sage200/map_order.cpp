// SPDX-License-Identifier: Apache-2.0
// A document as a sales order: the warehouse's order, or the one that a despatch is made of; and a
// return as a sales return, which is an order the other way round. Sage computes its amounts and
// its tax, so that only the net is predicted.
#include "plugins/sage200/map_order.h"

namespace sage::sage200 {
namespace {

constexpr std::size_t document_no_characters_max = 20;
constexpr std::size_t customer_document_no_characters_max = 30;
constexpr std::size_t address_characters_max = 60;
constexpr std::size_t postcode_characters_max = 10;
constexpr std::size_t address_lines_max = 4;
constexpr std::size_t memo_characters_max = 1'000;

const CatalogueRecord* sop_settings_of(const Catalogue& catalogue) {
    return catalogue.find(kind::sop_settings, kind::sop_settings);
}

/// Sage must take prices as the warehouse sends them, and from this user.
void check_prices(OrderDraft& draft) {
    const Catalogue& catalogue = draft.input.catalogue;
    if (!draft.settings.orders.document_prices) {
        return;
    }
    if (field_of(sop_settings_of(catalogue), "are_prices_tax_inclusive") == "true") {
        add_hold(draft.hold,
                 Hold{{"sage200.prices_with_tax", "",
                       "By Sage's setting prices of orders include tax, and those of the warehouse "
                       "do not.",
                       "Let prices of orders be without tax in Sage 200, or let Sage's own prices "
                       "count by the setting /salesOrders/prices.",
                       Owner::finance},
                      "prices-with-tax"});
    }
    const CatalogueRecord* const permissions =
        catalogue.find(kind::sop_permissions, kind::sop_permissions);
    if (field_of(permissions, "override_prices_discounts") == "false") {
        add_hold(draft.hold,
                 Hold{{"sage200.prices_not_permitted", "",
                       "The user may not override prices and discounts of orders in Sage 200.",
                       "Give the user that permission in sales order processing, or let Sage's own "
                       "prices count by the setting /salesOrders/prices.",
                       Owner::it},
                      "permission:override_prices_discounts"});
    }
}

void check_reference_field(OrderDraft& draft) {
    const std::string why =
        reference_field_trouble(draft.settings, draft.input.catalogue, draft.order.is_return);
    if (!why.empty()) {
        const std::string& field = draft.settings.orders.reference_field;
        add_hold(
            draft.hold,
            Hold{{"sage200.reference_field_missing", "",
                  (draft.order.is_return ? "Returns" : "Orders") +
                      std::string(" cannot hold our reference in ") + field + ": it " + why + ".",
                  "Name a field that orders of this Sage 200 have in the setting "
                  "/salesOrders/referenceField.",
                  Owner::it},
                 (draft.order.is_return ? "return-reference-field:" : "reference-field:") + field});
    }
}

void add_numbers(OrderDraft& draft) {
    const Document& document = draft.input.document;
    if (draft.settings.orders.reference_field != "customer_document_no") {
        draft.order.customer_document_no =
            cut_to("customer_document_no", customer_document_no_characters_max,
                   document.buyer_order_id, draft.remarks);
    }
    const CatalogueRecord* const rules = sop_settings_of(draft.input.catalogue);
    if (field_of(rules, "auto_generate_order_return_numbers") != "false") {
        return;
    }
    // Another version is another order beside the first, and each has a number of its own.
    const std::string& version = document.envelope.document_version;
    draft.order.document_no = version == "1" ? document.id : document.id + "/" + version;
    if (count_characters(draft.order.document_no) > document_no_characters_max) {
        add_hold(draft.hold,
                 Hold{{"sage200.document_no_too_long", "/body/id",
                       "Sage 200 does not number orders by itself, and has twenty characters for "
                       "the document's number, with its version where it is not the first.",
                       "Let Sage 200 generate order numbers, or send shorter ones.", Owner::it},
                      "order-numbers"});
    }
}

/// The address that the goods went to; that of the customer's account where the document has none.
void add_address(OrderDraft& draft) {
    const Party& party = draft.input.document.delivery;
    if (party.address_lines.empty() || draft.order.is_return) {
        return;
    }
    const auto cut = [&](std::string_view field, std::size_t most, std::string_view text) {
        return cut_to(field, most, text, draft.remarks);
    };
    OrderAddress& address = draft.order.delivery.emplace();
    address.postal_name = cut("postal_name", address_characters_max, party.name);
    std::string rest;
    for (std::size_t index = 0; index < party.address_lines.size(); ++index) {
        const std::string& line = party.address_lines[index];
        if (index < address_lines_max) {
            address.lines.push_back(
                cut("address_" + std::to_string(index + 1), address_characters_max, line));
        } else {
            rest += (rest.empty() ? "" : ", ") + line;
        }
    }
    address.city = cut("city", address_characters_max, rest);
    address.postcode = cut("postcode", postcode_characters_max, party.postal_zone);
}

void add_header_texts(OrderDraft& draft) {
    OrderTexts texts = take(draft.hold, map_order_texts(draft.settings, draft.input, Target::order,
                                                        nullptr, draft.remarks));
    draft.order.custom_fields = std::move(texts.custom_fields);
    if (!texts.memo.empty()) {
        draft.order.memos.push_back(std::move(texts.memo));
    }
    if (!texts.comment.empty()) {
        OrderLine& comment = draft.order.lines.emplace_back();
        comment.type = OrderLineType::comment;
        comment.description = std::move(texts.comment);
    }
}

}  // namespace

std::string reference_field_trouble(const Settings& settings, const Catalogue& catalogue,
                                    bool of_returns) {
    const std::string& field = settings.orders.reference_field;
    if (of_returns) {
        // Of one that corrects a return it may not have been read whether there are any.
        if (has_sales_returns(catalogue) && catalogue.find(kind::return_field, field) == nullptr) {
            return "is no field of returns in this release";
        }
    } else if (catalogue.find(kind::order_field, field) == nullptr) {
        return "is no field of orders in this release";
    }
    return field.starts_with("analysis_code_")
               ? analysis_trouble(catalogue, TextLevel::header, field, "W")
               : std::string();
}

namespace {

Preparation prepare_draft(OrderDraft draft) {
    const Settings& settings = draft.settings;
    const PreparationInput& input = draft.input;
    const Document& document = input.document;
    draft.hold = unknown_company(settings, input.catalogue);
    add_hold(draft.hold, foreign_currency(settings, document));
    check_reference_field(draft);
    check_prices(draft);
    draft.customer = take(draft.hold, map_customer(settings, input, draft.remarks));
    // An order is in no period of the books.
    const DocumentDates dates = decide_dates(settings.dates, document, false);
    draft.order.date = dates.business_date;
    add_numbers(draft);
    add_address(draft);
    draft.tax = tax_question(document, country_of(settings, document.location_id));
    add_order_lines(draft);
    const bool empty = draft.order.lines.empty();
    add_header_texts(draft);
    if (draft.hold) {
        return *std::move(draft.hold);
    }
    if (empty) {
        return PostNothing{"Every line has the quantity zero.", {}};
    }
    draft.order.customer_key = draft.customer->key;
    draft.order.currency_id = settings.currency;
    Send send = encode_order(settings.books, draft.order, settings.orders.reference_field,
                             input.external_reference);
    send.remarks = std::move(draft.remarks);
    send.terms = std::move(draft.terms);
    send.terms.customer = draft.customer->id;
    return send;
}

}  // namespace

Preparation prepare_order(const Settings& settings, const PreparationInput& input) {
    return prepare_draft(OrderDraft(settings, input));
}

Preparation prepare_return(const Settings& settings, const PreparationInput& input) {
    if (std::optional<Hold> unknown = returns_not_known(input)) {
        return *std::move(unknown);
    }
    OrderDraft draft(settings, input);
    draft.order.is_return = true;
    // A return has no field for the despatch or the order that it takes back.
    draft.order.memos.push_back(
        cut_to("memo", memo_characters_max, words_about(input), draft.remarks));
    return prepare_draft(std::move(draft));
}

}  // namespace sage::sage200
