// SPDX-License-Identifier: Apache-2.0
// Transfers between sites to warehouse transfers of Sage Intacct, which need no transaction
// definition: Sage makes the documents that move the stock, and carries its cost over. Each line of
// the warehouse is a pair, out of one warehouse and into the other, so that it nets to zero.
#include <algorithm>
#include <iterator>

#include "plugins/intacct/intacct.h"

namespace sage::intacct {
namespace {

constexpr std::string_view line_dimensions[] = {"department", "class",  "project",
                                                "employee",   "vendor", "customer"};

struct Sites {
    Site from;
    Site to;
};

Mapped<Sites> map_sites(const Settings& settings, const PreparationInput& input) {
    Mapped<Site> from = map_site(settings, input.catalogue, input.document.location_id);
    Mapped<Site> to = map_site(settings, input.catalogue, input.document.to_location_id);
    std::optional<Hold> hold = from.hold ? std::move(from.hold) : to.hold;
    if (hold && to.hold) {
        add_other(*hold, to.hold->problem);
    }
    return {{std::move(from.value), std::move(to.value)}, std::move(hold)};
}

// Only the dimensions that lines of transfers have in Sage's specification.
ChosenDimensions of_transfers(ChosenDimensions chosen) {
    std::erase_if(chosen, [](const DimensionValue* value) {
        return std::find(std::begin(line_dimensions), std::end(line_dimensions), value->name) ==
               std::end(line_dimensions);
    });
    return chosen;
}

// What both lines of a pair have in common.
struct Goods {
    std::string item;
    std::string unit;
    std::string quantity;
    std::string memo;
    std::string tracking;
};

void add_line(std::string& body, std::string_view direction, const Goods& goods, const Site& site,
              const ChosenDimensions& chosen) {
    open_element(body);
    add_member(body, "transferDirection", direction);
    add_reference(body, "item", goods.item);
    add_reference(body, "warehouse", site.warehouse);
    add_member(body, "quantity", goods.quantity);
    add_reference(body, "unit", goods.unit);
    if (!goods.memo.empty()) {
        add_member(body, "memo", goods.memo);
    }
    if (!goods.tracking.empty()) {
        add_raw(body, "trackingDetail", goods.tracking);
    }
    open_member(body, "dimensions", '{');
    add_reference(body, "location", site.location);
    add_chosen(body, chosen);
    body += "}}";
}

Mapped<Goods> map_line(Draft& draft, const Line& line, const std::string& pointer) {
    Mapped<GoodsItem> item = map_goods(draft, line, pointer);
    if (item.hold) {
        return {{}, std::move(item.hold)};
    }
    Mapped<UnitLine> unit = map_line_unit(draft, item.value.record, line, pointer);
    if (unit.hold) {
        return {{}, std::move(unit.hold)};
    }
    const Line& in_unit = unit.value.or_as_it_is(line);
    Mapped<std::string> tracking =
        tracking_detail(draft.input.catalogue, item.value.id(), in_unit, pointer);
    if (tracking.hold) {
        return {{}, std::move(tracking.hold)};
    }
    std::string memo;
    for (const std::string& note : line.notes) {
        sage::intacct::add_line(memo, note);
    }
    if (std::optional<Hold> trouble = too_long(draft.settings, "memo", memo, pointer + "/notes")) {
        return {{}, std::move(trouble)};
    }
    TextMap present;
    if (!memo.empty()) {
        present.emplace("memo", std::move(memo));
    }
    Mapped<TextMap> texts = map_texts(draft, &line, std::move(present));
    if (texts.hold) {
        return {{}, std::move(texts.hold)};
    }
    return {{std::string(item.value.id()), unit.value.unit, in_unit.quantity.value.text(),
             texts.value["memo"], std::move(tracking.value)},
            std::nullopt};
}

std::optional<Hold> add_pair(Draft& draft, const Sites& sites, std::size_t index) {
    const Document& document = draft.input.document;
    const std::string pointer = "/body/lines/" + std::to_string(index);
    const Mapped<Goods> goods = map_line(draft, document.lines[index], pointer);
    if (goods.hold) {
        return goods.hold;
    }
    const std::string& item = goods.value.item;
    const Mapped<ChosenDimensions> out = map_dimensions(draft, item, {}, document.location_id);
    const Mapped<ChosenDimensions> in = map_dimensions(draft, item, {}, document.to_location_id);
    if (out.hold || in.hold) {
        return out.hold ? out.hold : in.hold;
    }
    add_line(draft.body, "out", goods.value, sites.from, of_transfers(out.value));
    add_line(draft.body, "in", goods.value, sites.to, of_transfers(in.value));
    return std::nullopt;
}

Mapped<std::string> map_description(Draft& draft) {
    const Document& document = draft.input.document;
    std::string text = header_texts(draft.settings, document, Family::warehouse_transfer).memo;
    if (draft.dates.is_moved()) {
        sage::intacct::add_line(text, "Business date: " + draft.dates.business_date);
    }
    if (std::optional<Hold> trouble = too_long(draft.settings, "memo", text, "/body/notes")) {
        return {{}, std::move(trouble)};
    }
    Mapped<TextMap> texts = map_texts(draft, nullptr, {{"memo", std::move(text)}});
    return {texts.hold ? std::string() : texts.value["memo"], std::move(texts.hold)};
}

Hold on_its_way(const Document& document) {
    return {{"intacct.transfer_on_its_way", "/body/lines",
             "Version " + document.corrected_version +
                 " is posted as on its way, and Sage Intacct takes nothing of it back before it "
                 "has arrived.",
             "Send the right quantities with the version that says that it has arrived, and "
             "withdraw this one.",
             Owner::warehouse},
            ""};
}

}  // namespace

Preparation prepare_transfer(const Settings& settings, const PreparationInput& input) {
    const Document& document = input.document;
    if (document.transfer_step == TransferStep::recall) {
        return on_its_way(document);
    }
    if (document.transfer_step == TransferStep::arrival) {
        return prepare_arrival(settings, input);
    }
    const Mapped<Sites> sites = map_sites(settings, input);
    if (sites.hold) {
        return *sites.hold;
    }
    const std::string type(transfer_type);
    Draft draft(settings, input, Family::warehouse_transfer, type);
    draft.site = sites.value.from;
    Mapped<DocumentDates> dates = map_dates(draft);
    if (dates.hold) {
        return *std::move(dates.hold);
    }
    draft.dates = std::move(dates.value);
    const Mapped<std::string> description = map_description(draft);
    if (description.hold) {
        return *description.hold;
    }
    Send send;
    const auto add_fact = [&](const std::string& field, std::string_view text) {
        add_member(draft.body, field, text);
        send.facts.insert_or_assign(field, comparable(field, text));
    };
    const std::string& date = draft.dates.posting_date;
    const bool in_transit =
        document.in_transit && settings.transfers.post == TransferRules::Post::as_sent;
    add_fact("transactionDate", date);
    add_fact("referenceNumber", input.external_reference);
    add_fact("description", description.value);
    add_fact("transferType", in_transit ? "inTransit" : "immediate");
    add_member(draft.body, "action", in_transit ? "transferOut" : "post");
    if (in_transit) {
        add_member(draft.body, "outDate", date);
        add_member(draft.body, "inDate", days_after(date, settings.transfers.transit_days));
    } else {
        // Of goods on their way it changes when they arrive.
        send.facts.emplace("transferState", "posted");
    }
    open_member(draft.body, "lines", '[');
    for (std::size_t index = 0; index < document.lines.size(); ++index) {
        if (std::optional<Hold> trouble = add_pair(draft, sites.value, index)) {
            return *std::move(trouble);
        }
    }
    draft.body += "]}";
    send.request = post_document(settings, Family::warehouse_transfer, type, input.idempotency_key,
                                 std::move(draft.body));
    send.sage_type = type;
    send.remarks = std::move(draft.remarks);
    return send;
}

}  // namespace sage::intacct
