// SPDX-License-Identifier: Apache-2.0
// Stock adjustments to inventory-control documents. The definition decides whether stock goes up or
// down, so quantities are always positive.
#include "plugins/intacct/intacct.h"

namespace sage::intacct {
namespace {

// The memo as the warehouse wrote it, and the texts of the settings.
Mapped<TextMap> all_texts(Draft& draft, const Line* line, std::string memo,
                          const std::string& pointer) {
    TextMap present;
    if (line == nullptr) {
        add_true_date(draft, memo, present);
    }
    if (std::optional<Hold> trouble = too_long(draft.settings, "memo", memo, pointer)) {
        return {{}, std::move(trouble)};
    }
    if (!memo.empty()) {
        present.emplace("memo", std::move(memo));
    }
    return map_texts(draft, line, std::move(present));
}

std::optional<Hold> add_goods(Draft& draft, std::size_t index, bool increase) {
    const PreparationInput& input = draft.input;
    std::string& body = draft.body;
    const Line& line = input.document.lines[index];
    const std::string pointer = "/body/lines/" + std::to_string(index);
    const Mapped<GoodsItem> item = map_goods(draft, line, pointer);
    if (item.hold) {
        return item.hold;
    }
    const Mapped<UnitLine> unit = map_line_unit(draft, item.value.record, line, pointer);
    if (unit.hold) {
        return unit.hold;
    }
    const Line& in_unit = unit.value.or_as_it_is(line);
    const Mapped<std::string> detail =
        tracking_detail(input.catalogue, item.value.id(), in_unit, pointer);
    if (detail.hold) {
        return detail.hold;
    }
    std::string memo = line.reason_code;
    for (const std::string& note : line.notes) {
        add_line(memo, note);
    }
    const Mapped<TextMap> texts = all_texts(draft, &line, memo, pointer + "/notes");
    if (texts.hold) {
        return texts.hold;
    }
    const Mapped<ChosenDimensions> dimensions = map_dimensions(draft, item.value.id());
    if (dimensions.hold) {
        return dimensions.hold;
    }
    if (increase && in_unit.unit_cost) {
        if (std::optional<Hold> trouble =
                foreign_cost(draft.settings, *in_unit.unit_cost, pointer)) {
            return trouble;
        }
    }
    const Decimal quantity =
        in_unit.quantity.value.sign() < 0 ? -in_unit.quantity.value : in_unit.quantity.value;
    open_element(body);
    add_reference(body, "unitOfMeasure", unit.value.unit);
    add_member(body, "unitQuantity", quantity.text());
    // What a decrease costs is for Sage's costing method to say.
    if (increase && in_unit.unit_cost) {
        add_member(body, "unitCost", in_unit.unit_cost->amount.text());
    }
    for (const auto& [field, text] : texts.value) {
        add_field(draft, TextLevel::line, field, text);
    }
    if (!detail.value.empty()) {
        add_raw(body, "trackingDetail", detail.value);
    }
    add_dimensions(body, item.value.id(), draft.site, dimensions.value);
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
    Draft draft(settings, input, Family::inventory_control, definition);
    draft.site = std::move(site.value);
    Mapped<DocumentDates> dates = map_dates(draft);
    if (dates.hold) {
        return *std::move(dates.hold);
    }
    draft.dates = std::move(dates.value);
    const Mapped<TextMap> texts =
        all_texts(draft, nullptr, header_texts(settings, document, Family::inventory_control).memo,
                  "/body/notes");
    if (texts.hold) {
        return *texts.hold;
    }
    Send send;
    const auto add_fact = [&](const std::string& field, std::string_view text) {
        add_member(draft.body, field, text);
        send.facts.insert_or_assign(field, comparable(field, text));
    };
    add_fact("transactionDate", draft.dates.posting_date);
    add_fact(settings.fields.external_reference, input.external_reference);
    const std::string& number_field = settings.fields.despatch_id;
    if (!number_field.empty() && number_field != "memo" && number_field != "notes") {
        add_fact(number_field, document.id);
    }
    for (const auto& [field, text] : texts.value) {
        if (add_field(draft, TextLevel::header, field, text)) {
            send.facts.insert_or_assign(field, comparable(field, text));
        }
    }
    // Left out, the document would be a draft and move nothing.
    add_member(draft.body, "state", "pending");
    open_member(draft.body, "lines", '[');
    for (std::size_t index = 0; index < document.lines.size(); ++index) {
        if (std::optional<Hold> trouble = add_goods(draft, index, increase)) {
            return *std::move(trouble);
        }
    }
    draft.body += "]}";
    send.request = post_document(settings, Family::inventory_control, definition,
                                 input.idempotency_key, std::move(draft.body));
    send.sage_type = definition;
    send.remarks = std::move(draft.remarks);
    return send;
}

}  // namespace sage::intacct
