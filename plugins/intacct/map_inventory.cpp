// SPDX-License-Identifier: Apache-2.0
// Stock adjustments to inventory-control documents. The definition decides whether stock goes up or
// down, so quantities are always positive.
#include "plugins/intacct/intacct.h"

namespace sage::intacct {
namespace {

std::optional<Hold> add_goods(std::string& body, const Settings& settings,
                              const PreparationInput& input, const Site& site, std::size_t index,
                              bool increase) {
    const Line& line = input.document.lines[index];
    const std::string pointer = "/body/lines/" + std::to_string(index);
    const std::string& item_id = line.item.sellers_item_id;
    const Mapped<const CatalogueRecord*> item =
        map_item(input.catalogue, item_id, pointer + "/item/sellersItemId");
    if (item.hold) {
        return item.hold;
    }
    const Mapped<std::string> unit = map_unit(settings, line.quantity.unit_code, pointer);
    if (unit.hold) {
        return unit.hold;
    }
    const Mapped<std::string> detail = tracking_detail(input.catalogue, line, pointer);
    if (detail.hold) {
        return detail.hold;
    }
    std::string memo = line.reason_code;
    for (const std::string& note : line.notes) {
        add_line(memo, note);
    }
    if (std::optional<Hold> trouble = too_long(memo, pointer + "/notes")) {
        return trouble;
    }
    const Decimal quantity =
        line.quantity.value.sign() < 0 ? -line.quantity.value : line.quantity.value;
    open_element(body);
    add_reference(body, "unitOfMeasure", unit.value);
    add_member(body, "unitQuantity", quantity.text());
    // What a decrease costs is for Sage's costing method to say.
    if (increase && line.unit_cost) {
        add_member(body, "unitCost", line.unit_cost->amount.text());
    }
    if (!memo.empty()) {
        add_member(body, "memo", memo);
    }
    if (!detail.value.empty()) {
        add_raw(body, "trackingDetail", detail.value);
    }
    add_dimensions(body, item_id, site);
    body += '}';
    return std::nullopt;
}

}  // namespace

Preparation prepare_inventory(const Settings& settings, const PreparationInput& input,
                              const std::string& definition, bool increase) {
    const Document& document = input.document;
    if (std::optional<Hold> trouble =
            definition_trouble(settings, input, Family::inventory_control, definition)) {
        return *std::move(trouble);
    }
    Mapped<Site> site = map_site(settings, input.catalogue, document.location_id);
    if (site.hold) {
        return *std::move(site.hold);
    }
    const HeaderTexts texts = header_texts(settings, document, Family::inventory_control);
    if (std::optional<Hold> trouble = too_long(texts.memo, "/body/notes")) {
        return *std::move(trouble);
    }
    std::string body = "{";
    Send send;
    const auto add_fact = [&](const std::string& field, std::string_view text) {
        add_member(body, field, text);
        send.facts.insert_or_assign(field, comparable(field, text));
    };
    add_fact("transactionDate", document.issue_date);
    add_fact(settings.fields.external_reference, input.external_reference);
    if (settings.fields.despatch_id != "memo" && settings.fields.despatch_id != "notes") {
        add_fact(settings.fields.despatch_id, document.id);
    }
    if (!texts.memo.empty()) {
        add_fact("memo", texts.memo);
    }
    // Left out, the document would be a draft and move nothing.
    add_member(body, "state", "pending");
    open_member(body, "lines", '[');
    for (std::size_t index = 0; index < document.lines.size(); ++index) {
        if (std::optional<Hold> trouble =
                add_goods(body, settings, input, site.value, index, increase)) {
            return *std::move(trouble);
        }
    }
    body += "]}";
    send.request = post_document(settings, Family::inventory_control, definition,
                                 input.idempotency_key, std::move(body));
    send.sage_type = definition;
    return send;
}

}  // namespace sage::intacct
