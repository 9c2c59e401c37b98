// SPDX-License-Identifier: Apache-2.0
// Conversion: a despatch is made from its order and a credit from its invoice, line by line, so
// that Sage Intacct counts what is left of the source. Sage shows the source's lines first; a
// document whose lines do not all find theirs is posted without a source, and its result says why.
#include <algorithm>
#include <vector>

#include "plugins/intacct/intacct.h"

namespace sage::intacct {
namespace {

constexpr std::string_view observation_name = "source lines";
constexpr std::string_view header_key = "documentHeader.key";
constexpr int lines_max = 1'000;

// A line of the source with what is left of it, in base units.
struct SourceLine {
    std::string key;
    std::string item;
    std::string unit;
    Decimal price;
    Decimal quantity;       ///< in the line's own unit
    Decimal base_quantity;  ///< the same in base units
    Decimal left;
};

std::string text_in(const Row& row, std::string_view field) {
    const auto found = row.find(field);
    return found == row.end() ? std::string() : found->second;
}

Decimal decimal_in(const Row& row, std::string_view field) {
    return Decimal::parse(text_in(row, field)).value_or(Decimal());
}

// The document that this one is about: the order of a despatch, the despatch of a return. Of a
// document that was corrected, the first one.
const SageDocument* source_of(const Settings& settings, const PreparationInput& input) {
    const Document& document = input.document;
    const bool back = document.envelope.message_type == MessageType::return_advice;
    const std::string& number = back ? document.original_despatch_id : document.order_id;
    const std::string& definition =
        back ? settings.definitions.despatch : settings.definitions.sales_order;
    const MessageType type = back ? MessageType::despatch_advice : MessageType::sales_order;
    const SageDocument* source = nullptr;
    for (const Related& one : input.related) {
        if (one.message_type == type && one.document_id == number && one.posted &&
            !one.sage_document.key.empty() && one.sage_document.type == definition) {
            source = &one.sage_document;
        }
    }
    const bool applies = back || document.envelope.message_type == MessageType::despatch_advice;
    return applies ? source : nullptr;
}

ReadFirst ask(const Settings& settings, const SageDocument& source) {
    Query query;
    query.object = "order-entry/document-line::" + source.type;
    query.fields = {
        std::string(header_key), "key",       "dimensions.item.id", "unit",
        "unitQuantity",          "unitPrice", "quantity",           "quantityRemaining"};
    query.filters = {Filter{"$eq", std::string(header_key), {source.key}}};
    query.size = lines_max;
    return {std::string(observation_name), query_request(settings, query)};
}

std::vector<SourceLine> lines_of(const Page& page) {
    std::vector<SourceLine> lines;
    lines.reserve(page.rows.size());
    for (const Row& row : page.rows) {
        lines.push_back({text_in(row, "key"), text_in(row, "dimensions.item.id"),
                         text_in(row, "unit"), decimal_in(row, "unitPrice"),
                         decimal_in(row, "unitQuantity"), decimal_in(row, "quantity"),
                         decimal_in(row, "quantityRemaining")});
    }
    return lines;
}

// What a line takes of the source's, in base units; nothing: that is no exact number of them.
std::optional<Decimal> base_units(const SourceLine& source, const Decimal& quantity) {
    const std::optional<Decimal> times =
        Decimal::multiply(quantity, source.base_quantity,
                          quantity.scale() + source.base_quantity.scale(), Rounding::toward_zero);
    return times ? divided_exactly(*times, source.quantity) : std::nullopt;
}

// The first line of the same item, unit and price, or else of another price, that has enough left.
SourceLine* line_for(std::vector<SourceLine>& lines, const WrittenLine& written) {
    SourceLine* other_price = nullptr;
    for (SourceLine& line : lines) {
        const std::optional<Decimal> taken = base_units(line, written.quantity);
        if (line.item != written.item || line.unit != written.unit || !taken ||
            *taken > line.left) {
            continue;
        }
        if (line.price == written.price) {
            return &line;
        }
        other_price = other_price == nullptr ? &line : other_price;
    }
    return other_price;
}

void not_linked(Draft& draft, const SageDocument& source, const std::string& why) {
    const std::string name = source.number.empty() ? source.key : source.number;
    if (draft.settings.conversion == Conversion::required) {
        draft.source_hold = Hold{
            {"intacct.source_not_usable", "",
             "The document cannot be made from " + source.type + " " + name + ": " + why + ".",
             "Put it right in Sage Intacct, or set /sourceDocument to whenPossible; then decide to "
             "send this document again.",
             Owner::finance},
            ""};
    } else {
        draft.remarks.push_back({"intacct.source_not_linked", "sourceDocument",
                                 "Not made from " + source.type + " " + name + ": " + why + "."});
    }
}

// A further member of an object: ,"sourceDocument":{"key":"2710"}
std::string reference_to(std::string_view name, const std::string& key) {
    std::string object = "{";
    open_member(object, name, '{');
    add_member(object, "key", key);
    object += '}';
    object.front() = ',';
    return object;
}

// Writes the references behind each line, from the last to the first, and that of the header.
void write_links(Draft& draft, const SageDocument& source,
                 const std::vector<std::string>& line_keys) {
    const std::string document = reference_to("sourceDocument", source.key);
    for (std::size_t index = draft.written.size(); index-- > 0;) {
        if (!line_keys[index].empty()) {
            draft.body.insert(draft.written[index].end,
                              document + reference_to("sourceDocumentLine", line_keys[index]));
        }
    }
    draft.body.insert(draft.header_end, document);
}

// The keys of the source's lines for the lines written, empty for a further share of a charge;
// none, with the reason: not all have one.
std::vector<std::string> keys_for(Draft& draft, const SageDocument& source,
                                  std::vector<SourceLine> lines, std::string& why) {
    std::vector<std::string> keys;
    // The first share of a charge has taken the order's line of it.
    const bool shared = draft.settings.partial_despatch.charges == OrderCharges::pro_rata;
    for (const WrittenLine& written : draft.written) {
        SourceLine* const line = line_for(lines, written);
        if (line == nullptr && written.is_charge && shared) {
            keys.emplace_back();
            continue;
        }
        if (line == nullptr) {
            why = "no line of it has " + written.quantity.text() + " " + written.unit + " of " +
                  written.item + " left";
            return {};
        }
        line->left = line->left - base_units(*line, written.quantity).value_or(Decimal());
        keys.push_back(line->key);
    }
    if (std::all_of(keys.begin(), keys.end(), [](const std::string& key) { return key.empty(); })) {
        why = "nothing of it but shares of charges is in the document";
        return {};
    }
    const bool all = std::all_of(lines.begin(), lines.end(),
                                 [](const SourceLine& line) { return line.left.sign() <= 0; });
    const CatalogueRecord* definition =
        draft.input.catalogue.find(kind::order_entry_definition, source.type);
    const std::string_view method = field_of(definition, "partialConvertMethod");
    // The last despatch of an order may close it: nothing of what is left is to come.
    const bool may_close = draft.input.document.final_despatch && method == "closeTransaction";
    if (!all && method != "leaveTransactionOpen" && !may_close) {
        why = "its definition would close it although a part is left";
        return {};
    }
    if (!all && draft.input.document.final_despatch && !may_close) {
        draft.remarks.push_back(
            {"intacct.order_left_open", "sourceDocument",
             source.type + " " + (source.number.empty() ? source.key : source.number) +
                 " stays open with what is left of it, of which nothing is to come."});
    }
    return keys;
}

}  // namespace

std::optional<ReadFirst> link_to_source(Draft& draft) {
    const SageDocument* const source = draft.settings.conversion == Conversion::never
                                           ? nullptr
                                           : source_of(draft.settings, draft.input);
    if (source == nullptr) {
        return std::nullopt;
    }
    if (draft.input.catalogue.find(kind::conversion, draft.definition + " from " + source->type) ==
        nullptr) {
        not_linked(draft, *source, draft.definition + " is not made from such documents");
        return std::nullopt;
    }
    const Observation* seen = nullptr;
    for (const Observation& one : draft.input.observations) {
        seen = one.name == observation_name ? &one : seen;
    }
    const int status = seen == nullptr ? 0 : seen->reply.status;
    if (seen == nullptr || status == 401 || status == 429 || status >= 500) {
        return ask(draft.settings, *source);
    }
    const Result<Page> page = read_page(seen->reply);
    if (!page.ok() || !page.value().last) {
        not_linked(draft, *source,
                   page.ok() ? "it has too many lines" : "its lines could not be read");
        return std::nullopt;
    }
    std::string why;
    const std::vector<std::string> keys = keys_for(draft, *source, lines_of(page.value()), why);
    if (why.empty()) {
        write_links(draft, *source, keys);
        draft.source_key = source->key;
    } else {
        not_linked(draft, *source, why);
    }
    return std::nullopt;
}

}  // namespace sage::intacct
