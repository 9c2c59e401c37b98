// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/delivery/record_terms.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <optional>
#include <utility>

#include "sage-adapter/base/json.h"

namespace sage {
namespace json = boost::json;
namespace {

json::array array_of(const PostedTerms::Places& places) {
    json::array all;
    for (const PostedTerms::Place& place : places) {
        all.push_back(json::array{place.name, place.id});
    }
    return all;
}

// What most lines have as the line before has it is not written again.
json::value unless_same(json::value value, json::value& before) {
    if (value == before) {
        return true;
    }
    before = value;
    return value;
}

// Unit, site and dimensions, which terms that were kept earlier do not have.
struct TermsWritten {
    json::value unit;
    json::value site;
    json::value dimensions;

    void append(json::array& line, const PostedTerms& terms) {
        json::value own_unit;
        if (terms.unit) {
            own_unit = json::array{terms.unit->code, terms.unit->name, terms.unit->times.text()};
        }
        line.push_back(unless_same(std::move(own_unit), unit));
        line.push_back(
            unless_same(terms.site ? json::value(array_of(*terms.site)) : json::value(), site));
        line.push_back(
            unless_same(terms.dimensions ? json::value(array_of(*terms.dimensions)) : json::value(),
                        dimensions));
    }
};

std::optional<PostedTerms::Places> places_of(const json::value& value) {
    if (!value.is_array()) {
        return std::nullopt;
    }
    PostedTerms::Places places;
    for (const json::value& place : value.get_array()) {
        places.push_back({std::string(text_at(place, "/0")), std::string(text_at(place, "/1"))});
    }
    return places;
}

std::optional<PostedTerms::Unit> unit_of(const json::value& value) {
    const std::optional<Decimal> times = Decimal::parse(text_at(value, "/2"));
    return times ? std::optional(PostedTerms::Unit{std::string(text_at(value, "/0")),
                                                   std::string(text_at(value, "/1")), *times})
                 : std::nullopt;
}

// The member of a line, or that of the line before where it says so.
const json::value& or_before(const json::value& line, std::string_view pointer,
                             const json::value*& before) {
    static const json::value none;
    const json::value* const own = at_pointer(line, pointer);
    if (own == nullptr || !own->is_bool()) {
        before = own;
    }
    return before == nullptr ? none : *before;
}

}  // namespace

void add_terms(json::object& object, const SentTerms& terms) {
    if (terms.empty()) {
        return;
    }
    json::array lines;
    TermsWritten before;
    for (const SentLineTerms& line : terms.lines) {
        const std::optional<Decimal>& percent = line.terms.tax_percent;
        json::array& written = lines.emplace_back(json::array()).get_array();
        written = {line.key, line.terms.item, line.terms.tax,
                   percent ? percent->text() : std::string()};
        before.append(written, line.terms);
    }
    json::object all{{"customer", terms.customer}, {"lines", std::move(lines)}};
    if (terms.rate) {
        const PostedRate& rate = *terms.rate;
        all.emplace("rate",
                    json::array{rate.currency_id, rate.rate ? rate.rate->text() : std::string(),
                                rate.rate_type, rate.date});
    }
    object.emplace("terms", std::move(all));
}

SentTerms terms_of(const json::value& value) {
    SentTerms terms;
    terms.customer = text_at(value, "/terms/customer");
    if (at_pointer(value, "/terms/rate") != nullptr) {
        terms.rate = PostedRate{std::string(text_at(value, "/terms/rate/0")),
                                Decimal::parse(text_at(value, "/terms/rate/1")),
                                std::string(text_at(value, "/terms/rate/2")),
                                std::string(text_at(value, "/terms/rate/3"))};
    }
    const json::value* const lines = at_pointer(value, "/terms/lines");
    if (lines != nullptr && lines->is_array()) {
        const json::value* unit = nullptr;
        const json::value* site = nullptr;
        const json::value* dimensions = nullptr;
        for (const json::value& line : lines->get_array()) {
            terms.lines.push_back(
                {std::string(text_at(line, "/0")),
                 {std::string(text_at(line, "/1")), std::string(text_at(line, "/2")),
                  Decimal::parse(text_at(line, "/3")), unit_of(or_before(line, "/4", unit)),
                  places_of(or_before(line, "/5", site)),
                  places_of(or_before(line, "/6", dimensions))}});
        }
    }
    return terms;
}

}  // namespace sage
