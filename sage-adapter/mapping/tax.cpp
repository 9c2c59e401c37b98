// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/mapping/tax.h"

#include <algorithm>
#include <array>

#include "sage-adapter/document/form.h"

namespace sage {
namespace {

constexpr std::string_view northern_ireland = "XI";
constexpr std::string_view european_union = "EU";
constexpr std::string_view any_known = "*";
constexpr auto member_states = std::to_array<std::string_view>(
    {"AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE",
     "IT", "LV", "LT", "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE"});
constexpr std::size_t question_bytes_max = 4'096;

bool holds(const std::vector<std::string>& condition, std::string_view value) {
    return condition.empty() ||
           std::find(condition.begin(), condition.end(), value) != condition.end();
}

// The condition of a place, which may be any that is known.
bool holds_place(const std::vector<std::string>& condition, std::string_view place) {
    return holds(condition, place) || (!place.empty() && holds(condition, any_known));
}

bool includes(const std::vector<std::string>& wide, const std::vector<std::string>& narrow) {
    return wide.empty() ||
           (!narrow.empty() && std::all_of(narrow.begin(), narrow.end(),
                                           [&](const auto& one) { return holds(wide, one); }));
}

bool includes_places(const std::vector<std::string>& wide, const std::vector<std::string>& narrow) {
    return includes(wide, narrow) || (!narrow.empty() && holds(wide, any_known));
}

template <class Value>
bool includes(const std::optional<Value>& wide, const std::optional<Value>& narrow) {
    return !wide || wide == narrow;
}

std::vector<std::string> texts_of(const JsonValue* list) {
    std::vector<std::string> texts;
    if (list != nullptr && list->is_array()) {
        for (const JsonValue& one : list->get_array()) {
            texts.emplace_back(text_at(one, ""));
        }
    }
    return texts;
}

std::vector<std::string> countries_of(const JsonValue* list) {
    std::vector<std::string> countries = texts_of(list);
    const auto union_itself = std::find(countries.begin(), countries.end(), european_union);
    if (union_itself != countries.end()) {
        countries.erase(union_itself);
        countries.insert(countries.end(), member_states.begin(), member_states.end());
    }
    return countries;
}

std::optional<Supply> supply_of(std::string_view word) {
    return word.empty() ? std::nullopt
                        : std::optional(word == "service" ? Supply::service : Supply::goods);
}

std::optional<BuyerKind> buyer_of(std::string_view word) {
    return word.empty()
               ? std::nullopt
               : std::optional(word == "business" ? BuyerKind::business : BuyerKind::consumer);
}

std::string_view word_of(Supply supply) {
    return supply == Supply::service ? "service" : "goods";
}

std::string_view word_of(BuyerKind buyer) {
    return buyer == BuyerKind::business ? "business" : "consumer";
}

void check_rule(const TaxRule& rule, std::vector<Problem>& problems) {
    const auto wrong = [&](std::string_view member, std::string cause, std::string fix) {
        problems.push_back({"mapping.tax_rule", rule.pointer + std::string(member),
                            std::move(cause), std::move(fix), Owner::finance});
    };
    bool dates = true;
    for (const auto& [member, date] :
         {std::pair("/validFrom", &rule.valid_from), std::pair("/validTo", &rule.valid_to)}) {
        if (!date->empty() && !is_date(*date)) {
            dates = false;
            wrong(member, "There is no day " + *date + ".", "Write a day as YYYY-MM-DD.");
        }
    }
    if (dates && !rule.valid_from.empty() && !rule.valid_to.empty() &&
        rule.valid_from > rule.valid_to) {
        wrong("/validTo", "The rule ends before it begins, so it never fits.",
              "Let validTo be the last day and validFrom the first.");
    }
    if (rule.percent && *rule.percent > Decimal::of(100)) {
        wrong("/percent", "The rate is more than 100 percent.", "Write the rate in percent.");
    }
    if (rule.schedule.empty() && rule.percent && rule.percent->sign() != 0) {
        wrong("/schedule",
              "The rule expects " + rule.percent->text() +
                  " percent of tax and puts nothing on the line that would make Sage add it.",
              "Name what Sage has for this rate, or set the rate to 0.");
    }
}

TaxRule rule_of(const JsonValue& value, std::string pointer) {
    TaxRule rule;
    rule.origins = countries_of(at_pointer(value, "/origin"));
    rule.destinations = countries_of(at_pointer(value, "/destination"));
    rule.supply = supply_of(text_at(value, "/supply"));
    rule.buyer = buyer_of(text_at(value, "/buyer"));
    rule.item_classes = texts_of(at_pointer(value, "/itemClasses"));
    rule.categories = texts_of(at_pointer(value, "/categories"));
    rule.tax_codes = texts_of(at_pointer(value, "/taxCodes"));
    rule.valid_from = text_at(value, "/validFrom");
    rule.valid_to = text_at(value, "/validTo");
    rule.schedule = text_at(value, "/schedule");
    rule.percent = Decimal::parse(text_at(value, "/percent"));
    rule.pointer = std::move(pointer);
    return rule;
}

// "BT1 5GS"
bool is_northern_irish(std::string_view postal_zone) {
    return postal_zone.size() > 2 && (postal_zone[0] == 'B' || postal_zone[0] == 'b') &&
           (postal_zone[1] == 'T' || postal_zone[1] == 't') && postal_zone[2] >= '0' &&
           postal_zone[2] <= '9';
}

std::string_view place_of(const Party& party) {
    return party.country_code == "GB" && is_northern_irish(party.postal_zone)
               ? northern_ireland
               : std::string_view(party.country_code);
}

}  // namespace

bool TaxRule::fits(const TaxQuestion& question) const {
    return (!supply || *supply == question.supply) && (!buyer || *buyer == question.buyer) &&
           holds(categories, question.category) && holds(tax_codes, question.tax_code) &&
           holds_place(origins, question.origin) &&
           holds_place(destinations, question.destination) &&
           holds(item_classes, question.item_class) &&
           (valid_from.empty() || question.date.empty() || question.date >= valid_from) &&
           (valid_to.empty() || question.date.empty() || question.date <= valid_to);
}

bool TaxRule::covers(const TaxRule& later) const {
    const bool starts =
        valid_from.empty() || (!later.valid_from.empty() && valid_from <= later.valid_from);
    const bool ends = valid_to.empty() || (!later.valid_to.empty() && valid_to >= later.valid_to);
    return starts && ends && includes(supply, later.supply) && includes(buyer, later.buyer) &&
           includes(categories, later.categories) && includes(tax_codes, later.tax_codes) &&
           includes_places(origins, later.origins) &&
           includes_places(destinations, later.destinations) &&
           includes(item_classes, later.item_classes);
}

bool TaxSettings::dated() const {
    return std::any_of(rules.begin(), rules.end(), [](const TaxRule& rule) {
        return !rule.valid_from.empty() || !rule.valid_to.empty();
    });
}

bool TaxSettings::asks_for_item_class() const {
    return std::any_of(rules.begin(), rules.end(),
                       [](const TaxRule& rule) { return !rule.item_classes.empty(); });
}

TaxSettings read_tax_settings(const JsonValue& settings, std::vector<Problem>& problems) {
    TaxSettings read;
    const std::string_view origin = text_at(settings, "/originCountry");
    read.origin_country = origin.empty() ? "GB" : origin;
    const JsonValue* classes = at_pointer(settings, "/itemClasses");
    if (classes != nullptr && classes->is_object()) {
        for (const auto& [item, item_class] : classes->get_object()) {
            read.item_classes.emplace(std::string(item), std::string(text_at(item_class, "")));
        }
    }
    const JsonValue* rules = at_pointer(settings, "/taxRules");
    if (rules != nullptr && rules->is_array()) {
        for (const JsonValue& rule : rules->get_array()) {
            read.rules.push_back(rule_of(rule, "/taxRules/" + std::to_string(read.rules.size())));
            check_rule(read.rules.back(), problems);
        }
    }
    return read;
}

const TaxRule* first_that_fits(const std::vector<TaxRule>& rules, const TaxQuestion& question) {
    const auto found = std::find_if(rules.begin(), rules.end(),
                                    [&](const TaxRule& rule) { return rule.fits(question); });
    return found == rules.end() ? nullptr : &*found;
}

TaxQuestion tax_question(const Document& document, std::string_view origin_country) {
    TaxQuestion question;
    question.origin = origin_country;
    question.destination =
        place_of(document.delivery.country_code.empty() ? document.buyer : document.delivery);
    question.buyer = document.buyer.company_id.empty() ? BuyerKind::consumer : BuyerKind::business;
    question.date = document.issue_date;
    return question;
}

void ask_about(TaxQuestion& question, const Tax& tax, Supply supply, std::string_view item_class) {
    question.supply = supply;
    question.item_class = item_class;
    question.category = tax.category_code;
    question.tax_code = tax.tax_code;
    question.percent = tax.percent;
}

std::string in_words(const TaxQuestion& question) {
    const auto named = [](const std::string& place) {
        return place.empty() ? std::string("an unknown country") : place;
    };
    std::string words = question.supply == Supply::service ? "a charge" : "goods";
    words += " from " + named(question.origin) + " to " + named(question.destination);
    words += question.buyer == BuyerKind::business ? ", to a business" : ", to a consumer";
    const auto add = [&](std::string_view what, const std::string& value) {
        if (!value.empty()) {
            words += ", ";
            words += what;
            words += value;
        }
    };
    add("item class ", question.item_class);
    add("category ", question.category);
    add("tax code ", question.tax_code);
    add("dated ", question.date);
    return words;
}

std::string text_of(const TaxQuestion& question) {
    JsonObject object;
    const auto add = [&](std::string_view name, std::string_view value) {
        if (!value.empty()) {
            object.emplace(name, value);
        }
    };
    add("origin", question.origin);
    add("destination", question.destination);
    add("supply", word_of(question.supply));
    add("buyer", word_of(question.buyer));
    add("itemClass", question.item_class);
    add("category", question.category);
    add("taxCode", question.tax_code);
    add("date", question.date);
    add("percent", question.percent ? question.percent->text() : std::string());
    return canonical_json(JsonValue(std::move(object)));
}

std::optional<TaxQuestion> tax_question_of(std::string_view text) {
    const Result<JsonValue> value =
        parse_json(text, question_bytes_max, JsonNumbers::integers_only);
    if (!value.ok() || !value.value().is_object()) {
        return std::nullopt;
    }
    TaxQuestion question;
    question.origin = text_at(value.value(), "/origin");
    question.destination = text_at(value.value(), "/destination");
    question.supply = supply_of(text_at(value.value(), "/supply")).value_or(Supply::goods);
    question.buyer = buyer_of(text_at(value.value(), "/buyer")).value_or(BuyerKind::consumer);
    question.item_class = text_at(value.value(), "/itemClass");
    question.category = text_at(value.value(), "/category");
    question.tax_code = text_at(value.value(), "/taxCode");
    question.date = text_at(value.value(), "/date");
    question.percent = Decimal::parse(text_at(value.value(), "/percent"));
    return question;
}

}  // namespace sage
