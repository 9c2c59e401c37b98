// SPDX-License-Identifier: Apache-2.0
// Late tracking in the texts of the settings: those that name what it changes are made again from
// the despatch's own content, and replace what we wrote before. What people changed in Sage
// meanwhile stays, and is told.
#include <algorithm>
#include <iterator>

#include "plugins/intacct/gateway.h"
#include "plugins/intacct/intacct.h"
#include "sage-adapter/base/json.h"
#include "sage-adapter/mapping/merge_text.h"

namespace sage::intacct {
namespace {

namespace json = boost::json;

constexpr MessageType despatch = MessageType::despatch_advice;

bool has(const FieldGroup& group, std::string_view field) {
    return std::find(group.begin(), group.end(), field) != group.end();
}

bool has(const std::vector<FieldGroup>& groups, std::string_view field) {
    return std::any_of(groups.begin(), groups.end(),
                       [&](const FieldGroup& group) { return has(group, field); });
}

// Fields of texts, and whether one of the texts names what late tracking changes.
struct Group {
    FieldGroup fields;
    bool names_shipment = false;
};

void add_group(std::vector<Group>& groups, Group added) {
    std::erase_if(groups, [&](const Group& one) {
        const bool shares = std::any_of(added.fields.begin(), added.fields.end(),
                                        [&](const auto& field) { return has(one.fields, field); });
        if (shares) {
            std::copy_if(one.fields.begin(), one.fields.end(), std::back_inserter(added.fields),
                         [&](const auto& field) { return !has(added.fields, field); });
            added.names_shipment = added.names_shipment || one.names_shipment;
        }
        return shares;
    });
    groups.push_back(std::move(added));
}

// The rules whose texts share a field with what is to be written.
std::vector<TextRule> rules_for(const Settings& settings, TextLevel level,
                                const std::vector<FieldGroup>& groups) {
    std::vector<TextRule> rules;
    for (const TextRule& rule : settings.texts) {
        const auto meant = [&](const std::string& field) { return has(groups, field); };
        if (rule.level == level && rule.is_for(despatch) &&
            std::any_of(rule.to.begin(), rule.to.end(), meant)) {
            rules.push_back(rule);
        }
    }
    return rules;
}

// A member of what was sent as a query shows it; nothing: it was not named.
std::optional<std::string> sent_text(const json::value& object, std::string_view field) {
    const json::value* const member =
        object.is_object() ? object.get_object().if_contains(field) : nullptr;
    if (member == nullptr) {
        return std::nullopt;
    }
    if (member->is_bool()) {
        return member->get_bool() ? "true" : "false";
    }
    return comparable(field, text_at(*member, ""));
}

const json::value* line_with_key(const json::value& body, std::string_view key) {
    const json::value* const lines = at_pointer(body, "/lines");
    if (lines == nullptr || !lines->is_array()) {
        return nullptr;
    }
    const auto* const found =
        std::find_if(lines->get_array().begin(), lines->get_array().end(),
                     [&](const json::value& line) { return text_at(line, "/key") == key; });
    return found == lines->get_array().end() ? nullptr : found;
}

// The header, or a line, of the document in Sage.
struct Part {
    TextLevel level = TextLevel::header;
    const Row& row;
    std::size_t number = 0;        ///< of the line, from 1
    const json::value* made = {};  ///< what it was made of
};

class TrackingTextsOf {
  public:
    TrackingTextsOf(const Settings& settings, const PreparationInput& input, const Written& written,
                    const std::string& definition)
        : settings_(settings),
          document_(content(settings, input.document, written)),
          input_{document_,   input.catalogue, written.external_reference, input.idempotency_key,
                 input.today, input.related,   input.observations},
          draft_(settings, input_, Family::order_entry, definition) {
        for (const std::string& body : written.bodies) {
            Result<json::value> value = mapped_body(body);
            bodies_.push_back(value.ok() ? std::move(value).value() : json::value());
        }
        const std::string business(text_at(bodies_.front(), "/txnDate"));
        const std::string_view posting = text_at(bodies_.front(), "/postingDate");
        draft_.dates = {business, posting.empty() ? business : std::string(posting)};
    }

    void write_header(const Row& row) {
        const std::vector<FieldGroup> groups = tracking_fields(settings_, TextLevel::header);
        const Mapped<TextMap> wanted = header_texts_for(groups);
        if (wanted.hold) {
            hold_ = wanted.hold;
            return;
        }
        write(groups, {TextLevel::header, row, 0, &bodies_.front()}, wanted.value);
    }

    void write_lines(const Result<Page>* page) {
        const std::vector<FieldGroup> groups = tracking_fields(settings_, TextLevel::line);
        if (groups.empty() || hold_) {
            return;
        }
        const std::string why = lines_unlike(page);
        if (!why.empty()) {
            out_.remarks.push_back({"intacct.texts_kept", "lines",
                                    "The texts of the lines stay as they are: " + why + "."});
            return;
        }
        const json::array& made = at_pointer(bodies_.front(), "/lines")->get_array();
        const std::vector<TextRule> rules = rules_for(settings_, TextLevel::line, groups);
        std::size_t at = 0;
        for (const Line& line : document_.lines) {
            if (line.quantity.value.sign() == 0) {
                continue;
            }
            const Part part{TextLevel::line, page->value().rows[at], at + 1, &made[at]};
            ++at;
            const Mapped<TextMap> wanted = line_texts_for(groups, rules, line);
            if (wanted.hold) {
                hold_ = wanted.hold;
                return;
            }
            write(groups, part, wanted.value);
        }
        if (lines_open_) {
            draft_.body += ']';
        }
    }

    TrackingTexts finished() {
        for (const auto& [field, lines] : changed_) {
            out_.remarks.push_back(changed_by_people(field, lines));
        }
        if (draft_.body.size() > 1) {
            out_.body = std::move(draft_.body) + '}';
        }
        out_.hold = std::move(hold_);
        return std::move(out_);
    }

  private:
    // The despatch as it was posted, with what is known of its parcels by now.
    static Document content(const Settings& settings, const Document& update,
                            const Written& written) {
        Document document = has_kits(written.document)
                                ? post_kits(written.document, settings.kits).document
                                : written.document;
        const Shipment& now = update.shipment;
        Shipment& shipment = document.shipment;
        const auto take = [](auto& into, const auto& from) {
            if (!from.empty()) {
                into = from;
            }
        };
        take(shipment.id, now.id);
        take(shipment.carrier_id, now.carrier_id);
        take(shipment.carrier_name, now.carrier_name);
        take(shipment.service_level_code, now.service_level_code);
        take(shipment.tracking_ids, now.tracking_ids);
        take(shipment.ssccs, now.ssccs);
        return document;
    }

    // As the header was written when the document was made.
    Mapped<TextMap> header_texts_for(const std::vector<FieldGroup>& groups) {
        HeaderTexts texts = header_texts(settings_, document_, Family::order_entry);
        TextMap present;
        add_true_date(draft_, texts.memo, present);
        present.insert_or_assign("memo", std::move(texts.memo));
        present.insert_or_assign("notes", std::move(texts.notes));
        const std::string& tracking = settings_.fields.tracking;
        if (!tracking.empty() && tracking != "memo" && tracking != "notes") {
            present.insert_or_assign(tracking, tracking_list(document_));
        }
        std::erase_if(present, [&](const auto& one) {
            return one.second.empty() || !has(groups, one.first);
        });
        for (const auto& [field, text] : present) {
            if (std::optional<Hold> trouble = too_long(settings_, field, text, "/body/shipment")) {
                return {{}, std::move(trouble)};
            }
        }
        draft_.remarks.clear();
        return map_texts(draft_, rules_for(settings_, TextLevel::header, groups), nullptr,
                         std::move(present));
    }

    Mapped<TextMap> line_texts_for(const std::vector<FieldGroup>& groups,
                                   const std::vector<TextRule>& rules, const Line& line) {
        TextMap present;
        if (has(groups, "memo")) {
            present.emplace("memo", order_line_memo(settings_, line));
        }
        if (has(groups, "lineDescription")) {
            Mapped<GoodsItem> item = map_goods(draft_, line, "");
            if (item.hold) {
                return {{}, std::move(item.hold)};
            }
            present.emplace("lineDescription", std::move(item.value.description));
        }
        std::erase_if(present, [](const auto& one) { return one.second.empty(); });
        draft_.remarks.clear();
        return map_texts(draft_, rules, &line, std::move(present));
    }

    // Why the lines in Sage are not the ones that were sent; empty: they are.
    std::string lines_unlike(const Result<Page>* page) const {
        if (page == nullptr || !page->ok() || !page->value().last) {
            return page == nullptr || !page->ok() ? "Sage Intacct does not show them"
                                                  : "they are too many";
        }
        const json::value* const made = at_pointer(bodies_.front(), "/lines");
        const std::string other = "they are not those that were sent";
        const std::vector<Row>& rows = page->value().rows;
        if (made == nullptr || !made->is_array() || made->get_array().size() != rows.size()) {
            return other;
        }
        for (std::size_t at = 0; at < rows.size(); ++at) {
            if (text_at(made->get_array()[at], "/dimensions/item/id") !=
                value_in(rows[at], "dimensions.item.id")) {
                return other;
            }
        }
        std::size_t at = 0;
        for (const Line& line : document_.lines) {
            if (line.quantity.value.sign() == 0) {
                continue;
            }
            const bool same =
                at < rows.size() &&
                (!line.posted || line.posted->item == value_in(rows[at], "dimensions.item.id"));
            if (!same) {
                return other;
            }
            ++at;
        }
        return "";
    }

    // What we wrote in the field, one after another.
    std::vector<std::string> written(const Part& part, std::string_view field) const {
        std::vector<std::string> all = {sent_text(*part.made, field).value_or("")};
        for (std::size_t at = 1; at < bodies_.size(); ++at) {
            const json::value* const object =
                part.level == TextLevel::header
                    ? &bodies_[at]
                    : line_with_key(bodies_[at], value_in(part.row, "key"));
            std::optional<std::string> text =
                object == nullptr ? std::nullopt : sent_text(*object, field);
            if (text) {
                all.push_back(*std::move(text));
            }
        }
        return all;
    }

    // What the field is to hold; nothing: it is not ours any more.
    std::optional<std::string> merged(const Part& part, const std::string& field,
                                      const std::string& wanted) const {
        const std::string present = comparable(field, value_in(part.row, field));
        std::optional<std::string> text =
            merge_text(present, written(part, field), wanted, field != "memo" && field != "notes");
        const std::size_t takes =
            limit_of_field(settings_, draft_.model, part.level, field).characters_max;
        const bool fits =
            text && (*text == wanted || takes == 0 || count_characters(*text) <= takes);
        return fits ? std::move(text) : std::nullopt;
    }

    void write(const std::vector<FieldGroup>& groups, const Part& part, const TextMap& wanted) {
        std::vector<Remark> remarks = std::move(draft_.remarks);
        draft_.remarks.clear();
        bool open = false;
        for (const FieldGroup& group : groups) {
            std::optional<TextMap> texts = merged(part, group, wanted);
            if (!texts) {
                std::erase_if(remarks,
                              [&](const Remark& remark) { return has(group, remark.field); });
                continue;
            }
            for (const auto& [field, text] : *texts) {
                if (text != comparable(field, value_in(part.row, field))) {
                    write_field(part, field, text, open);
                }
            }
        }
        if (open) {
            draft_.body += '}';
        }
        std::move(remarks.begin(), remarks.end(), std::back_inserter(out_.remarks));
    }

    std::optional<TextMap> merged(const Part& part, const FieldGroup& group,
                                  const TextMap& wanted) {
        TextMap texts;
        for (const std::string& field : group) {
            const auto found = wanted.find(field);
            const std::string text =
                found == wanted.end() ? std::string() : comparable(field, found->second);
            std::optional<std::string> one = merged(part, field, text);
            if (!one) {
                changed_[field].push_back(part.number);
                return std::nullopt;
            }
            texts.emplace(field, *std::move(one));
        }
        return texts;
    }

    void write_field(const Part& part, const std::string& field, const std::string& text,
                     bool& open) {
        const bool header = part.level == TextLevel::header;
        if (!header && !open) {
            if (!lines_open_) {
                open_member(draft_.body, "lines", '[');
                lines_open_ = true;
            }
            open_element(draft_.body);
            add_member(draft_.body, "key", value_in(part.row, "key"));
            open = true;
        }
        bool shown = true;
        if (text.empty()) {
            add_raw(draft_.body, field, "null");
        } else {
            shown = add_field(draft_, part.level, field, text);
        }
        if (shown) {
            out_.facts.insert_or_assign(header ? field : line_fact(part.number, field),
                                        header ? text : line_value(field, text));
        }
    }

    static Remark changed_by_people(const std::string& field,
                                    const std::vector<std::size_t>& lines) {
        std::string where = field;
        if (lines.front() != 0) {
            where += " of line " + std::to_string(lines.front());
            if (lines.size() > 1) {
                where += " and of " + std::to_string(lines.size() - 1) + " more";
            }
        }
        return {"intacct.text_changed", field,
                "The tracking numbers are not in " + where +
                    ": what was written there was changed in Sage Intacct since, and stays."};
    }

    const Settings& settings_;
    const Document document_;
    const PreparationInput input_;
    Draft draft_;
    std::vector<json::value> bodies_;
    bool lines_open_ = false;
    std::map<std::string, std::vector<std::size_t>> changed_;  ///< field to lines; 0: the header
    std::optional<Hold> hold_;
    TrackingTexts out_;
};

}  // namespace

std::vector<FieldGroup> tracking_fields(const Settings& settings, TextLevel level) {
    std::vector<Group> groups;
    if (level == TextLevel::header && !settings.fields.tracking.empty()) {
        groups.push_back({{settings.fields.tracking}, true});
    }
    for (const TextRule& rule : settings.texts) {
        Group group;
        for (const std::string& field : rule.to) {
            if (rule.level == level && rule.is_for(despatch) &&
                takes_text(Family::order_entry, level, field)) {
                group.fields.push_back(field);
            }
        }
        if (!group.fields.empty()) {
            group.names_shipment = rule.text.names_shipment();
            add_group(groups, std::move(group));
        }
    }
    std::vector<FieldGroup> fields;
    for (Group& group : groups) {
        if (group.names_shipment) {
            fields.push_back(std::move(group.fields));
        }
    }
    return fields;
}

TrackingTexts tracking_texts(const Settings& settings, const PreparationInput& input,
                             const Related& related, const Row& header, const Result<Page>* lines) {
    TrackingTextsOf texts(settings, input, *related.written, related.sage_document.type);
    texts.write_header(header);
    texts.write_lines(lines);
    return texts.finished();
}

}  // namespace sage::intacct
