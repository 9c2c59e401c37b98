// SPDX-License-Identifier: Apache-2.0
// Receipts and stock adjustments to inventory-control documents. The definition decides whether
// stock goes up or down, so quantities are always positive.
#include <algorithm>

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

Hold cost_missing(const Line& line, const std::string& pointer, const std::string& setting) {
    return {{"intacct.cost_missing", pointer + "/unitCost",
             "Line " + line.id + " has no unit cost, and the setting /" + setting +
                 " wants it from the document.",
             "Send a new version with the unit cost, or let Sage Intacct cost such lines by that "
             "setting.",
             Owner::finance},
            "setting:" + setting};
}

// The cost that goes on a line; none: Sage's costing method says it, as always of a decrease.
Mapped<std::string> map_cost(const Draft& draft, const Line& line, const std::string& pointer) {
    const Settings& settings = draft.settings;
    const bool receipt = draft.input.document.envelope.message_type == MessageType::receipt_advice;
    const CostSource source = receipt ? settings.receipt_cost : settings.increase_cost;
    if (line.quantity.value.sign() < 0 || source == CostSource::sage) {
        return {};
    }
    if (!line.unit_cost) {
        // What a correction puts back is not said to have had a cost.
        const bool wanted =
            source == CostSource::document && draft.input.document.corrected_version.empty();
        return wanted ? Mapped<std::string>{{},
                                            cost_missing(line, pointer,
                                                         receipt ? "unitCost/receipts"
                                                                 : "unitCost/increases")}
                      : Mapped<std::string>();
    }
    const Money& cost = *line.unit_cost;
    if (std::optional<Hold> trouble = foreign_cost(settings, cost, pointer)) {
        return {{}, std::move(trouble)};
    }
    return {cost.amount.text(), std::nullopt};
}

std::optional<Hold> add_goods(Draft& draft, std::size_t index) {
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
    const Mapped<std::string> cost = map_cost(draft, in_unit, pointer);
    if (cost.hold) {
        return cost.hold;
    }
    const Mapped<std::string> detail =
        tracking_detail(input.catalogue, item.value.id(), in_unit, pointer);
    if (detail.hold) {
        return detail.hold;
    }
    std::string memo = reason_text(draft.settings, line.reason_code);
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
    const Decimal quantity =
        in_unit.quantity.value.sign() < 0 ? -in_unit.quantity.value : in_unit.quantity.value;
    open_element(body);
    add_reference(body, "unitOfMeasure", unit.value.unit);
    add_member(body, "unitQuantity", quantity.text());
    if (!cost.value.empty()) {
        add_member(body, "unitCost", cost.value);
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

// Of a receipt, a line of which nothing arrived says what is missing, and moves nothing.
bool is_posted(const Line& line) {
    return line.quantity.value.sign() != 0;
}

}  // namespace

const std::string& reason_text(const Settings& settings, const std::string& code) {
    const auto found = settings.reasons.find(code);
    return found == settings.reasons.end() || found->second.text.empty() ? code
                                                                         : found->second.text;
}

Preparation prepare_inventory(const Settings& settings, const PreparationInput& input,
                              const std::string& definition) {
    const Document& document = input.document;
    if (std::none_of(document.lines.begin(), document.lines.end(), is_posted)) {
        return PostNothing{"Nothing of it arrived.", {}};
    }
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
    if (is_custom_field(settings.fields.purchase_order) && !document.purchase_order_id.empty()) {
        if (std::optional<Hold> trouble =
                custom_field_trouble(draft.model, "header", settings.fields.purchase_order)) {
            return *std::move(trouble);
        }
        add_fact(settings.fields.purchase_order, document.purchase_order_id);
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
        std::optional<Hold> trouble;
        if (is_posted(document.lines[index])) {
            trouble = add_goods(draft, index);
        }
        if (trouble) {
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
