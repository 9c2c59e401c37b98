// SPDX-License-Identifier: Apache-2.0
// Adjustments of stock, a request for each line. Sage takes whole quantities in or out and answers
// without a number, so that each line has a reference of its own; nothing is sent before all lines
// can be mapped.
#include <fmt/format.h>

#include <algorithm>

#include "plugins/sage50/map.h"
#include "sage-adapter/mapping/line_steps.h"

namespace sage::sage50 {
namespace {

StepIsPosted in_sage(const std::vector<Related>& related, const Document& document) {
    return [&](const std::string& number) {
        return std::any_of(related.begin(), related.end(), [&](const Related& one) {
            return one.message_type == document.envelope.message_type && one.posted &&
                   one.document_id == number;
        });
    };
}

Hold hold(std::string code, std::string pointer, std::string cause, std::string fix, Owner owner,
          std::string root_cause) {
    return {
        {"sage50." + std::move(code), std::move(pointer), std::move(cause), std::move(fix), owner},
        std::move(root_cause)};
}

std::optional<Hold> quantity_trouble(const Settings& settings, const Line& line,
                                     const std::string& pointer) {
    const std::vector<std::string>& known = settings.unit_codes;
    if (std::find(known.begin(), known.end(), line.quantity.unit_code) == known.end()) {
        return hold("unit_unknown", pointer + "/quantity",
                    "The line is in the unit " + line.quantity.unit_code +
                        ", and the settings do not say that Sage keeps the product in it.",
                    "Add the unit to the setting /unitCodes if it is the one that products are "
                    "kept in; otherwise send a new version of the document in that one.",
                    Owner::it, "unit:" + line.quantity.unit_code);
    }
    if (!writes_files(settings) && !line.quantity.value.fits(0)) {
        return hold("quantity_not_whole", pointer + "/quantity",
                    "The line moves " + line.quantity.value.text() +
                        ", and the interface of Sage 50 takes whole quantities only.",
                    "Enter the document in Sage 50 by hand and record that with an "
                    "operatorDecision markPosted; or withdraw it.",
                    Owner::warehouse, "");
    }
    return std::nullopt;
}

std::string details_of(const PreparationInput& input, const Line& line) {
    const Document& document = input.document;
    const std::string& id = is_step(document) ? document.subject_message_id : document.id;
    const std::string& reason = line.reason_code;
    return fmt::format("{}{}{}", id, reason.empty() ? "" : " ", reason);
}

/// The cost becomes the product's last, so it is said of one that comes in, and only where the
/// warehouse knows it, in the currency of the books.
std::optional<Decimal> cost_of(const Settings& settings, const Line& line) {
    if (line.quantity.value.sign() < 0 || !line.unit_cost ||
        (!line.unit_cost->currency_id.empty() &&
         line.unit_cost->currency_id != settings.currency)) {
        return std::nullopt;
    }
    return line.unit_cost->amount;
}

}  // namespace

Mapped<AdjustmentDocument> map_adjustment(const Settings& settings, const PreparationInput& input,
                                          std::size_t place, std::vector<Remark>& remarks) {
    const Line& line = input.document.lines[place];
    const std::string pointer = "/body/lines/" + std::to_string(place);
    Mapped<AdjustmentDocument> mapped;
    const GoodsItem product = take(
        mapped.hold,
        map_goods_item(goods_item_rules(settings), input.catalogue, line, pointer, remarks, false));
    add_hold(mapped.hold, quantity_trouble(settings, line, pointer));
    AdjustmentDocument& document = mapped.value;
    if (product.record != nullptr) {
        document.stock_code = product.record->id;
        if (!keeps_stock(*product.record)) {
            add_hold(mapped.hold,
                     hold("product_without_stock", pointer + "/item/sellersItemId",
                          "The product " + product.record->id + " is no stock item in Sage 50.",
                          "Make it a stock item in Sage 50; or withdraw the document.",
                          Owner::finance, "stock-type:" + product.record->id));
        }
    }
    document.in = line.quantity.value.sign() > 0;
    document.quantity = document.in ? line.quantity.value : -line.quantity.value;
    document.cost_price = cost_of(settings, line);
    FieldLimit limit = text_field(TextLevel::header, "notes1").value_or(FieldLimit());
    limit.characters_max = adjustment_limits::details;
    std::vector<TextField> fields = {{"details", limit, ""}};
    FitOptions options;
    options.too_long = TooLong::cut;
    const std::string details = details_of(input, line);
    static_cast<void>(fit({{"", details}}, options, fields, remarks));
    document.details = fields.front().text;
    return mapped;
}

bool becomes_adjustments(const Settings& settings, const Document& document) {
    const MessageType type = document.envelope.message_type;
    return settings.stock == StockDocuments::adjustments && !has_kits(document) &&
           (type == MessageType::inventory_adjustment ||
            (type == MessageType::receipt_advice && writes_files(settings)));
}

std::optional<Document> line_before(const Settings& settings, const Document& document,
                                    const std::vector<Related>& related) {
    return becomes_adjustments(settings, document) && !writes_files(settings)
               ? next_step(document, in_sage(related, document))
               : std::nullopt;
}

Preparation prepare_adjustment(const Settings& settings, const PreparationInput& input) {
    const Document& document = input.document;
    const std::vector<std::size_t> lines = moving_lines(document);
    if (lines.empty()) {
        return PostNothing{"Nothing of the document moves stock.", {}};
    }
    std::optional<Hold> hold = other_company(settings, input.catalogue);
    add_hold(hold, step_missing(document, lines, in_sage(input.related, document), edition_words));
    std::vector<Remark> remarks;
    const DocumentDates dates = take(hold, map_dates(settings, input, remarks));
    const std::size_t own = own_line(document, lines);
    AdjustmentDocument wanted;
    for (const std::size_t place : lines) {
        if (place < own) {
            continue;  // It is moved.
        }
        std::vector<Remark> of_line;
        Mapped<AdjustmentDocument> mapped = map_adjustment(settings, input, place, of_line);
        if (place == own) {  // Each step tells what is about its own line.
            wanted = take(hold, std::move(mapped));
            remarks.insert(remarks.end(), of_line.begin(), of_line.end());
        } else if (mapped.hold && !mapped.hold->root_cause.empty()) {
            // What only a person's word ends is about that line alone, and waits for its turn.
            add_hold(hold, std::move(mapped.hold));
        }
    }
    if (hold) {
        return *std::move(hold);
    }
    wanted.date = dates.posting_date;
    wanted.reference = input.external_reference;
    Send send = encode(settings.books, wanted);
    send.remarks = std::move(remarks);
    return send;
}

}  // namespace sage::sage50
