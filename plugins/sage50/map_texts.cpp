// SPDX-License-Identifier: Apache-2.0
// The texts of a document: what the settings send to its fields, and in what they leave free the
// words that people look for: what the document is, its orders, its parcels. One of the notes holds
// our reference and nothing else.
#include <fmt/format.h>

#include <algorithm>

#include "plugins/sage50/map.h"
#include "plugins/sage50/wire_order.h"
#include "sage-adapter/mapping/document_words.h"

namespace sage::sage50 {
namespace {

using Texts = std::map<std::string, std::string, std::less<>>;

constexpr const char* delivery_pointer = "/body/deliveryCustomerParty";
constexpr const char* buyer_pointer = "/body/buyerCustomerParty";

std::optional<FieldLimit> limit_of(const Settings& settings, TextLevel level,
                                   std::string_view field) {
    std::optional<FieldLimit> limit = text_field(level, field);
    const auto own = settings.field_limits.find(field);
    return !limit || own == settings.field_limits.end() ? limit : smaller(*limit, own->second);
}

/// As long as `characters`, of one line in Sage's set.
FieldLimit limit_of(std::size_t characters) {
    FieldLimit limit = text_field(TextLevel::header, "notes1").value_or(FieldLimit());
    limit.characters_max = characters;
    return limit;
}

std::string original_number(const PreparationInput& input) {
    const std::string& wanted = original_id(input.document);
    const auto found =
        std::find_if(input.related.begin(), input.related.end(), [&](const Related& one) {
            return !wanted.empty() && one.document_id == wanted && one.posted;
        });
    return found == input.related.end() ? std::string() : found->sage_document.number;
}

/// What the document is, and then its parcels.
TextParts words_of(const PreparationInput& input, const DocumentDates& dates) {
    const Document& document = input.document;
    const bool order = document.envelope.message_type == MessageType::sales_order;
    TextParts parts = {
        {"", order ? "Order " + document.id : words_about(document, original_number(input))}};
    const auto add = [&](std::string_view label, std::string_view text) {
        if (!text.empty()) {
            parts.push_back({", ", fmt::format("{}{}", label, text)});
        }
    };
    add("order ", order ? std::string() : document.order_id);
    if (dates.is_moved()) {
        add("business date ", dates.business_date);
    }
    const std::size_t words = parts.size();
    const std::vector<std::string>& numbers = document.shipment.tracking_ids;
    for (const std::string& number : numbers) {
        parts.push_back({parts.size() == words ? ", parcels " : " ", number});
    }
    return parts;
}

/// As many of the parts as the field takes, from `next` on; of one that no field takes as much as
/// this one does.
void fill(const TextParts& words, std::size_t& next, TextField& field,
          std::vector<Remark>& remarks) {
    FitOptions whole;
    whole.too_long = TooLong::overflow;
    TextParts here;
    for (; next < words.size(); ++next) {
        TextParts more = here;
        more.push_back(words[next]);
        std::vector<TextField> fields = {{field.name, field.limit, ""}};
        if (fit(more, whole, fields, remarks)) {
            break;
        }
        here = std::move(more);
        field.text = std::move(fields.front().text);
    }
    if (here.empty() && next < words.size()) {
        FitOptions options;
        options.too_long = TooLong::cut;
        std::vector<TextField> fields = {field};
        static_cast<void>(fit({words[next]}, options, fields, remarks));
        field = std::move(fields.front());
        ++next;
    }
}

/// What people look for, in the notes that are free: it goes on in the next, and is cut with a
/// remark where that was the last.
void place_words(const Settings& settings, const TextParts& words, PlacedTexts& placed) {
    std::vector<TextField> fields;
    for (const std::string_view name : {"notes1", "notes2", "notes3"}) {
        if (!is_taken(settings, name)) {
            fields.push_back({std::string(name), *limit_of(settings, TextLevel::header, name), ""});
        }
    }
    if (fields.empty()) {
        return;
    }
    FitOptions options;
    options.too_long = TooLong::overflow;
    if (fit(words, options, fields, placed.remarks)) {
        std::size_t next = 0;
        for (std::size_t at = 0; at + 1 < fields.size(); ++at) {
            fill(words, next, fields[at], placed.remarks);
        }
        TextParts rest;
        for (; next < words.size(); ++next) {
            rest.push_back(words[next]);
        }
        options.too_long = TooLong::cut;
        std::vector<TextField> last = {fields.back()};
        static_cast<void>(fit(rest, options, last, placed.remarks));
        fields.back() = std::move(last.front());
    }
    for (TextField& field : fields) {
        if (!field.text.empty()) {
            placed.fields[field.name] = std::move(field.text);
        }
    }
}

/// A text that Sage has a field of its own for, if it fits there: it stands in the notes, too.
void place_if_it_fits(const Settings& settings, std::string_view field, const std::string& text,
                      PlacedTexts& placed) {
    if (text.empty() || is_taken(settings, field)) {
        return;
    }
    std::vector<TextField> fields = {
        {std::string(field), *limit_of(settings, TextLevel::header, field), ""}};
    std::vector<Remark> none;
    FitOptions options;
    options.too_long = TooLong::hold;
    if (!fit({{"", text}}, options, fields, none)) {
        placed.fields[std::string(field)] = std::move(fields.front().text);
    }
}

std::string cut(const std::string& text, const FieldLimit& limit, const std::string& pointer,
                std::vector<Remark>& remarks) {
    if (text.empty()) {
        return "";
    }
    std::vector<TextField> fields = {{pointer, limit, ""}};
    FitOptions options;
    options.too_long = TooLong::cut;
    static_cast<void>(fit({{"", text}}, options, fields, remarks));
    return fields.front().text;
}

/// Sage's five lines of an address: four of it, what is more joined to the fourth, the postal zone
/// in the last.
std::array<std::string, 5> address_of(const Party& party, std::size_t characters,
                                      const std::string& pointer, std::vector<Remark>& remarks) {
    std::array<std::string, 5> address;
    constexpr std::size_t lines_max = 4;
    for (std::size_t index = 0; index < party.address_lines.size(); ++index) {
        std::string& line = address.at(std::min(index, lines_max - 1));
        line += (line.empty() ? "" : ", ") + party.address_lines[index];
    }
    address.at(lines_max) = party.postal_zone;
    for (std::string& line : address) {
        line = cut(line, limit_of(characters), pointer, remarks);
    }
    return address;
}

void add_parties(const PreparationInput& input, bool guest, HeaderKind kind, HeaderTexts& texts,
                 std::vector<Remark>& remarks) {
    const std::size_t address_characters = kind == HeaderKind::order
                                               ? order_limits::delivery_address
                                               : invoice_limits::delivery_address;
    const Party& delivery = input.document.delivery;
    texts.delivery_name =
        cut(delivery.name, limit_of(invoice_limits::delivery_name), delivery_pointer, remarks);
    texts.delivery_address = address_of(delivery, address_characters, delivery_pointer, remarks);
    if (guest) {
        const Party& buyer = input.document.buyer;
        texts.name = cut(buyer.name, limit_of(invoice_limits::name), buyer_pointer, remarks);
        texts.address = address_of(buyer, invoice_limits::address, buyer_pointer, remarks);
    }
}

void move_remarks(PlacedTexts& placed, std::vector<Remark>& remarks) {
    for (Remark& remark : placed.remarks) {
        // What is cut on every line is said once.
        if (std::find(remarks.begin(), remarks.end(), remark) == remarks.end()) {
            remarks.push_back(std::move(remark));
        }
    }
}

std::optional<Hold> hold_for(std::optional<Problem> problem, const std::string& pointer) {
    if (!problem) {
        return std::nullopt;
    }
    if (problem->pointer.empty()) {
        problem->pointer = pointer;
    }
    return Hold{*std::move(problem), ""};
}

}  // namespace

bool is_taken(const Settings& settings, std::string_view field) {
    return field == name_of(settings.reference_field) ||
           std::any_of(settings.texts.begin(), settings.texts.end(), [&](const TextRule& rule) {
               return rule.level == TextLevel::header &&
                      std::find(rule.to.begin(), rule.to.end(), field) != rule.to.end();
           });
}

std::string HeaderTexts::field(std::string_view member) const {
    const auto found = fields.find(member);
    return found == fields.end() ? std::string() : found->second;
}

Mapped<HeaderTexts> map_header_texts(const Settings& settings, const PreparationInput& input,
                                     const DocumentDates& dates, bool guest,
                                     std::vector<Remark>& remarks, HeaderKind kind) {
    PlacedTexts placed;
    place_words(settings, words_of(input, dates), placed);
    place_if_it_fits(settings, "customerOrderNumber", input.document.buyer_order_id, placed);
    place_if_it_fits(settings, "orderNumber", input.document.order_id, placed);
    const std::vector<std::string>& numbers = input.document.shipment.tracking_ids;
    if (kind == HeaderKind::order && !numbers.empty()) {
        place_if_it_fits(settings, "consignmentRef", numbers.front(), placed);
    }
    place_texts(
        settings.texts, TextLevel::header, {input.document, nullptr, input.external_reference},
        [&](std::string_view field) { return limit_of(settings, TextLevel::header, field); },
        placed);
    Mapped<HeaderTexts> mapped;
    mapped.hold = hold_for(std::move(placed.problem), "");
    move_remarks(placed, remarks);
    mapped.value.fields = std::move(placed.fields);
    add_parties(input, guest, kind, mapped.value, remarks);
    return mapped;
}

std::string map_parcels(const Settings& settings, const std::vector<std::string>& numbers,
                        std::string_view note, std::vector<Remark>& remarks) {
    TextParts parts = {{"", "Parcels"}};
    for (const std::string& number : numbers) {
        parts.push_back({" ", number});
    }
    std::vector<TextField> fields = {
        {std::string(note), *limit_of(settings, TextLevel::header, note), ""}};
    FitOptions options;
    options.too_long = TooLong::cut;
    static_cast<void>(fit(parts, options, fields, remarks));
    return fields.front().text;
}

std::string map_description(const Settings& settings, const std::string& description,
                            const std::string& pointer, std::vector<Remark>& remarks) {
    return cut(description, *limit_of(settings, TextLevel::line, "description"), pointer, remarks);
}

Mapped<Texts> map_line_texts(const Settings& settings, const PreparationInput& input,
                             const Line& line, const std::string& description,
                             const std::string& pointer, std::vector<Remark>& remarks) {
    PlacedTexts placed;
    const auto limit = [&](std::string_view field) {
        return limit_of(settings, TextLevel::line, field);
    };
    place_texts(settings.texts, TextLevel::line, {input.document, &line, input.external_reference},
                limit, placed);
    if (!placed.fields.contains("description") && !description.empty()) {
        placed.fields["description"] =
            map_description(settings, description, pointer, placed.remarks);
    }
    Mapped<Texts> mapped;
    mapped.hold = hold_for(std::move(placed.problem), pointer);
    move_remarks(placed, remarks);
    mapped.value = std::move(placed.fields);
    return mapped;
}

}  // namespace sage::sage50
