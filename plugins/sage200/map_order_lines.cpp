// SPDX-License-Identifier: Apache-2.0
// Lines of orders. Prices are sent as the document says them, exactly or not at all: Sage computes
// what they come to. Charges are additional charges of Sage where the settings name one, and
// otherwise described.
#include "plugins/sage200/map_order.h"
#include "sage-adapter/mapping/units.h"

namespace sage::sage200 {
namespace {

constexpr int quantity_places = 5;
constexpr int price_places = 5;
constexpr int percent_places = 2;
constexpr int charge_places = 2;

constexpr std::size_t description_characters_max = 6'000;

Hold not_exact(std::string pointer, const std::string& what) {
    return {{"sage200.number_not_exact", std::move(pointer),
             what + " has more decimals than Sage 200 takes.",
             "Send a new version of the document with a number that fits, and withdraw this one.",
             Owner::warehouse},
            ""};
}

template <class T>
Mapped<LineTax> tax_of(OrderDraft& draft, const T& priced, Supply supply, std::string_view item,
                       const std::string& pointer) {
    const Settings& settings = draft.settings;
    if (priced.posted) {
        return tax_codes(settings, draft.input.catalogue).map_posted(*priced.posted, pointer);
    }
    ask_about(draft.tax, priced.tax, supply, class_of(settings, item));
    return tax_codes(settings, draft.input.catalogue).map(draft.tax, pointer);
}

void add_nominal(OrderDraft& draft, OrderLine& line, std::string_view item, std::string_view charge,
                 const std::string& pointer) {
    const Settings& settings = draft.settings;
    const Catalogue& catalogue = draft.input.catalogue;
    const CatalogueRecord* const rules = catalogue.find(kind::sop_settings, kind::sop_settings);
    if (draft.customer == nullptr || field_of(rules, "amend_nominal_codes") == "false") {
        return;
    }
    const Document& document = draft.input.document;
    // The rules are for despatches, also where the order of one is written first.
    const DimensionSubject subject{
        draft.order.is_return ? MessageType::return_advice : MessageType::despatch_advice,
        document.location_id,
        item,
        class_of(settings, item),
        draft.customer->id,
        charge,
        document.sales_channel_id};
    const Nominal nominal =
        take(draft.hold, map_order_nominal(settings, catalogue, subject, pointer));
    line.nominal_reference = nominal.code;
    line.nominal_cost_centre = nominal.code.empty() ? "" : nominal.cost_centre;
    line.nominal_department = nominal.code.empty() ? "" : nominal.department;
}

void keep_terms(OrderDraft& draft, std::string key, const std::string& item, const LineTax& tax) {
    draft.terms.lines.push_back({std::move(key), {item, tax.code, tax.percent}});
}

void add_texts(OrderDraft& draft, OrderLine& made, const Line& line, const std::string& pointer) {
    Mapped<OrderTexts> texts =
        map_order_texts(draft.settings, draft.input, Target::order, &line, draft.remarks);
    if (texts.hold && texts.hold->problem.pointer.empty()) {
        texts.hold->problem.pointer = pointer;
    }
    OrderTexts placed = take(draft.hold, std::move(texts));
    made.despatch_note_comment = std::move(placed.despatch_note_comment);
    made.picking_list_comment = std::move(placed.picking_list_comment);
    made.custom_fields = std::move(placed.custom_fields);
    // By this the despatch finds its line, where several are of one product.
    if (const std::string& field = draft.settings.orders.reference_field;
        field.starts_with("spare_text_")) {
        made.custom_fields.push_back({field, line.id});
    }
}

void add_goods(OrderDraft& draft, const Line& line, const std::string& pointer,
               const CatalogueRecord* warehouse) {
    const Settings& settings = draft.settings;
    const GoodsItem product =
        take(draft.hold, map_goods_item(goods_item_rules(settings), draft.input.catalogue, line,
                                        pointer, draft.remarks));
    const std::string quantity_pointer =
        pointer +
        (draft.order.is_return ? "/returnedQuantity"
         : is_made_for_despatch(draft.input.document) ||
                 draft.input.document.envelope.message_type == MessageType::despatch_advice
             ? "/deliveredQuantity"
             : "/orderedQuantity");
    const SoldUnit unit = take(draft.hold, map_unit(settings, draft.input.catalogue, product.record,
                                                    line.quantity, quantity_pointer));
    if (!line.quantity.value.fits(quantity_places)) {
        add_hold(draft.hold, not_exact(quantity_pointer, "The quantity"));
    }
    OrderLine made;
    made.product_key = product.record == nullptr ? "" : product.record->key;
    made.description = product.description;
    made.warehouse_key = warehouse == nullptr ? "" : warehouse->key;
    made.quantity = line.quantity.value;
    made.selling_unit_key = unit.key;
    // Its despatch follows at once, and only what is allocated may leave. Of all others the site
    // decides when stock is allocated.
    if (is_made_for_despatch(draft.input.document)) {
        made.to_allocate = line.quantity.value;
    }
    const LineTax tax =
        take(draft.hold, tax_of(draft, line, Supply::goods, line.item.sellers_item_id, pointer));
    made.tax_code_key = tax.key;
    if (settings.orders.document_prices && line.price) {
        SellingPrice price = take(draft.hold, map_selling_price(*line.price, pointer + "/price"));
        made.price = price.price;
        made.discount_percent = price.discount_percent;
        made.discount_value = price.discount_value;
    }
    add_nominal(draft, made, line.item.sellers_item_id, "", pointer);
    add_texts(draft, made, line, pointer);
    keep_terms(draft, terms_key(line), product.record == nullptr ? "" : product.record->id, tax);
    draft.order.lines.push_back(std::move(made));
}

void add_charge(OrderDraft& draft, const AllowanceCharge& charge, const std::string& pointer) {
    const Settings& settings = draft.settings;
    OrderLine made;
    made.type = OrderLineType::charge;
    const auto named = settings.orders.additional_charges.find(charge.reason_code);
    if (named != settings.orders.additional_charges.end()) {
        const CatalogueRecord* const record =
            take(draft.hold, map_named(draft.input.catalogue, kind::additional_charge,
                                       named->second, pointer + "/reasonCode"));
        made.code = record == nullptr ? "" : record->id;
    } else {
        made.description =
            cut_to("description", description_characters_max,
                   charge.reason.empty() ? charge.reason_code : charge.reason, draft.remarks);
    }
    if (settings.orders.document_prices) {
        made.price = charge.amount.amount;
        if (!charge.amount.amount.fits(charge_places)) {
            add_hold(draft.hold, not_exact(pointer + "/amount", "The charge"));
        }
    } else if (made.code.empty()) {
        add_hold(draft.hold,
                 Hold{{"sage200.charge_unmapped", pointer + "/reasonCode",
                       "By the settings charges are Sage's own, and " + charge.reason_code +
                           " names none.",
                       "Add it with an additional charge of Sage to the setting "
                       "/salesOrders/additionalCharges, or let the document's prices count.",
                       Owner::finance},
                      "charge:" + charge.reason_code});
    }
    const LineTax tax = take(draft.hold, tax_of(draft, charge, Supply::service, "", pointer));
    made.tax_code_key = tax.key;
    add_nominal(draft, made, "", charge.reason_code, pointer);
    keep_terms(draft, terms_key(charge), "", tax);
    draft.order.lines.push_back(std::move(made));
}

}  // namespace

Mapped<SellingPrice> map_selling_price(const Price& price, const std::string& pointer) {
    Mapped<SellingPrice> mapped;
    const Decimal base = price.base_quantity.value_or(Decimal::of(1));
    const auto of_one = [&](const Decimal& amount) {
        const std::optional<Decimal> one = exact_quotient(amount, base);
        if (!one || !one->fits(price_places)) {
            add_hold(mapped.hold, not_exact(pointer, "The price of one"));
            return Decimal();
        }
        return one->rounded(price_places, Rounding::toward_zero);
    };
    mapped.value.price = of_one(price.unit_amount.amount);
    if (price.discount_rate && price.discount_rate->sign() != 0) {
        if (!price.discount_rate->fits(percent_places)) {
            add_hold(mapped.hold, not_exact(pointer, "The discount"));
            return mapped;
        }
        mapped.value.discount_percent =
            price.discount_rate->rounded(percent_places, Rounding::toward_zero);
    }
    if (price.discount_amount && price.discount_amount->amount.sign() != 0) {
        const Decimal off = of_one(price.discount_amount->amount);
        // Of the two Sage takes the amount alone, so that it is taken off the price before.
        if (mapped.value.discount_percent) {
            mapped.value.price = *mapped.value.price - off;
        } else {
            mapped.value.discount_value = off;
        }
    }
    return mapped;
}

void add_order_lines(OrderDraft& draft) {
    const Document& document = draft.input.document;
    const CatalogueRecord* const warehouse =
        has_goods(document)
            ? take(draft.hold,
                   map_warehouse(draft.settings, draft.input.catalogue, document.location_id,
                                 draft.order.is_return ? "/body/shipTo/locationId"
                                                       : "/body/shipFrom/locationId"))
            : nullptr;
    for (std::size_t index = 0; index < document.lines.size(); ++index) {
        if (document.lines[index].quantity.value.sign() != 0) {
            add_goods(draft, document.lines[index], "/body/lines/" + std::to_string(index),
                      warehouse);
        }
    }
    for (std::size_t index = 0; index < document.allowance_charges.size(); ++index) {
        add_charge(draft, document.allowance_charges[index],
                   "/body/allowanceCharges/" + std::to_string(index));
    }
}

}  // namespace sage::sage200
