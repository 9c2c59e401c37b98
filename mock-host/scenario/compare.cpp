// SPDX-License-Identifier: Apache-2.0
// Recursion over the expectation; the place is a JSON pointer into it.
#include "mock-host/scenario/compare.h"

#include <boost/json.hpp>
#include <functional>
#include <set>
#include <string_view>

#include "mock-host/wms/decimal.h"

namespace wms::scenarios {
namespace {

namespace json = boost::json;

/// Words whose texts are numbers.
bool is_number(std::string_view where) {
    static const std::set<std::string_view> words = {
        "quantity",  "price",  "discount", "net",        "tax",       "gross",      "ordered",
        "allocated", "picked", "packed",   "despatched", "cancelled", "outstanding"};
    const std::string_view word = where.substr(where.rfind('/') + 1);
    return words.contains(word) || where.find("/stock/") != std::string_view::npos ||
           where.find("/items/") != std::string_view::npos;
}

bool is_look_into(const json::value& expected) {
    return expected.is_object() && (expected.get_object().contains("contains") ||
                                    expected.get_object().contains("without"));
}

bool is_nothing(const json::value& actual) {
    return actual.is_null() || (actual.is_string() && actual.get_string().empty());
}

bool equal_texts(std::string_view expected, std::string_view actual, const std::string& where) {
    const auto left = is_number(where) ? Decimal::parse(expected) : std::nullopt;
    const auto right = is_number(where) ? Decimal::parse(actual) : std::nullopt;
    return left && right ? *left == *right : expected == actual;
}

constexpr const char* one_is_wrong =
    "Decide which is wrong: the expectation in the file, the settings of the case, or the plugin.";
constexpr const char* says_nothing =
    "Expect something that only one value fulfils, or leave it out.";

Finding not_equal(const json::value& expected, const json::value& actual,
                  const std::string& where) {
    return {"", where, json::serialize(expected), json::serialize(actual), one_is_wrong};
}

Findings look_into(const json::object& expected, const json::value& actual,
                   const std::string& where) {
    const std::string text = actual.is_string() ? std::string(actual.get_string()) : "";
    Findings found;
    for (const bool wanted : {true, false}) {
        const char* const member = wanted ? "contains" : "without";
        const json::value* const parts = expected.if_contains(member);
        if (parts == nullptr) {
            continue;
        }
        for (const json::value& part : parts->as_array()) {
            if ((text.find(std::string(part.as_string())) != std::string::npos) != wanted) {
                found.push_back(not_equal(json::object{{member, part}}, actual, where));
            }
        }
    }
    return found;
}

void append(Findings& all, const Findings& more) {
    all.insert(all.end(), more.begin(), more.end());
}

using Change = std::function<json::value(const json::value&)>;

/// Another value of the same form, which cannot be right as well.
json::value changed(const json::value& value) {
    if (value.is_bool()) {
        return !value.get_bool();
    }
    if (value.is_int64()) {
        return value.get_int64() + 1;
    }
    if (value.is_null()) {
        return "something";
    }
    if (value.is_array()) {
        json::array longer = value.get_array();
        longer.push_back(json::object());
        return longer;
    }
    const auto number = value.is_string() ? Decimal::parse(value.get_string()) : std::nullopt;
    return number ? json::value((*number + *Decimal::parse("0.01")).text())
                  : json::value(json::serialize(value) + " changed");
}

/// Visits each value that stands for itself; `with` gives the whole with another one in its place.
void visit(const json::value& value, const std::string& where, const Change& with,
           const std::function<void(const std::string&, const json::value&)>& told) {
    if (is_look_into(value)) {
        // A text that is searched for something else must be found wanting.
        told(where, with(json::object{{"contains", json::array{"\x01"}}}));
        return;
    }
    if (value.is_object()) {
        for (const auto& [name, member] : value.get_object()) {
            visit(
                member, where + "/" + std::string(name),
                [&, name = std::string(name)](const json::value& other) {
                    json::object copy = value.get_object();
                    copy[name] = other;
                    return with(copy);
                },
                told);
        }
        return;
    }
    told(where, with(changed(value)));
    if (!value.is_array()) {
        return;
    }
    for (std::size_t at = 0; at < value.get_array().size(); ++at) {
        visit(
            value.get_array()[at], where + "/" + std::to_string(at),
            [&, at](const json::value& other) {
                json::array copy = value.get_array();
                copy[at] = other;
                return with(copy);
            },
            told);
    }
}

}  // namespace

Findings differences(const json::value& expected, const json::value& actual,
                     const std::string& where) {
    if (expected.is_null()) {
        return is_nothing(actual) ? Findings() : Findings{not_equal(expected, actual, where)};
    }
    if (is_look_into(expected)) {
        return look_into(expected.get_object(), actual, where);
    }
    Findings found;
    if (expected.is_object() && actual.is_object()) {
        for (const auto& [name, value] : expected.get_object()) {
            const json::value* const there = actual.get_object().if_contains(name);
            append(found, differences(value, there != nullptr ? *there : json::value(),
                                      where + "/" + std::string(name)));
        }
        return found;
    }
    if (expected.is_array() && actual.is_array() &&
        expected.get_array().size() == actual.get_array().size()) {
        for (std::size_t at = 0; at < expected.get_array().size(); ++at) {
            append(found, differences(expected.get_array()[at], actual.get_array()[at],
                                      where + "/" + std::to_string(at)));
        }
        return found;
    }
    const bool equal = expected.is_string() && actual.is_string()
                           ? equal_texts(expected.get_string(), actual.get_string(), where)
                           : !expected.is_object() && !expected.is_array() && expected == actual;
    return equal ? Findings() : Findings{not_equal(expected, actual, where)};
}

Findings unnoticed_changes(const json::value& expected, const json::value& actual) {
    Findings found;
    visit(
        expected, "", [](const json::value& other) { return other; },
        [&](const std::string& where, const json::value& other) {
            if (differences(other, actual).empty()) {
                found.push_back({"", where, "a value that alone is right",
                                 "no difference with another value", says_nothing});
            }
        });
    return found;
}

}  // namespace wms::scenarios
