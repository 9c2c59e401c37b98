// SPDX-License-Identifier: Apache-2.0
// What the control interface says, as records. Everything is checked: a reply of another shape is a
// Problem that quotes where.
#include "mock-host/control.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace wms {

namespace {

namespace json = boost::json;

constexpr int kPageSize = 1000;

Problem malformed(std::string pointer, std::string cause) {
    return {"control.malformed", std::move(pointer), std::move(cause),
            "Run host and simulator of one version.", "it"};
}

Result<json::object> object_of(const Result<std::string>& reply) {
    if (!reply.ok()) {
        return reply.problem();
    }
    boost::system::error_code error;
    json::value value = json::parse(reply.value(), error);
    if (error || !value.is_object()) {
        return malformed("", "The reply is not a JSON object.");
    }
    return std::move(value.get_object());
}

const json::array* array_of(const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains(name);
    return value == nullptr ? nullptr : value->if_array();
}

std::string text_of(const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->get_string())
                                                  : std::string();
}

bool is_number(const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains(name);
    return value != nullptr && value->is_number();
}

/// Money and quantities are strings. Notes the first that is not, in `problem`.
Decimal decimal_of(const json::object& object, std::string_view name, std::string& wrong) {
    const std::string text = text_of(object, name);
    const auto value = Decimal::parse(text);
    if (!value.has_value() && wrong.empty()) {
        wrong = fmt::format("{} is \"{}\", which is no decimal.", name, text);
    }
    return value.value_or(Decimal{});
}

/// A stock movement has no price: then there is nothing where money would be.
Decimal money_of(const json::object& object, std::string_view name, std::string& wrong) {
    return text_of(object, name).empty() && !is_number(object, name)
               ? Decimal{}
               : decimal_of(object, name, wrong);
}

Result<SageDocument> document_of(const json::value& value) {
    const json::object* object = value.if_object();
    if (object == nullptr) {
        return malformed("/documents", "A document is not an object.");
    }
    std::string wrong;
    SageDocument document;
    const json::value* position = object->if_contains("position");
    document.position = position != nullptr && position->is_int64() ? position->get_int64() : 0;
    document.type = text_of(*object, "type");
    document.number = text_of(*object, "number");
    document.effect = text_of(*object, "effect");
    document.external_reference = text_of(*object, "externalReference");
    document.reference = text_of(*object, "reference");
    document.customer = text_of(*object, "customer");
    document.date = text_of(*object, "date");
    document.tracking = text_of(*object, "tracking");
    // What moves from one site to another has no amount.
    const json::value* const net = object->if_contains("net");
    document.net = net != nullptr && *net == "" ? Decimal{} : decimal_of(*object, "net", wrong);
    document.gross = money_of(*object, "total", wrong);
    if (const json::array* lines = array_of(*object, "lines")) {
        for (const json::value& entry : *lines) {
            if (const json::object* line = entry.if_object()) {
                document.lines.push_back(
                    {text_of(*line, "item"), decimal_of(*line, "quantity", wrong),
                     money_of(*line, "unitPrice", wrong), money_of(*line, "net", wrong)});
            }
        }
    }
    if (!wrong.empty() || document.position <= 0) {
        return malformed(fmt::format("/documents/{}", document.number),
                         wrong.empty() ? "A document has no position." : wrong);
    }
    return document;
}

Done done(const Result<std::string>& reply) {
    if (!reply.ok()) {
        return reply.problem();
    }
    return Nothing{};
}

}  // namespace

Done seed(Control& control, const std::string& seed_json) {
    return done(control.post("/control/seed", seed_json));
}

Done set_faults(Control& control, const std::string& faults_json) {
    return done(control.post("/control/faults", faults_json));
}

Done set_clock(Control& control, std::int64_t now_ms) {
    return done(control.post("/control/clock", fmt::format(R"({{"nowMs":{}}})", now_ms)));
}

Result<SageSettings> settings(Control& control) {
    const Result<json::object> reply = object_of(control.get("/control/settings"));
    if (!reply.ok()) {
        return reply.problem();
    }
    const json::value* configuration = reply.value().if_contains("settings");
    const json::value* secrets = reply.value().if_contains("secrets");
    if (configuration == nullptr || !configuration->is_object() || secrets == nullptr ||
        !secrets->is_object()) {
        return malformed("/settings", "The reply lacks settings or secrets.");
    }
    SageSettings result;
    result.configuration = json::serialize(*configuration);
    for (const auto& [name, value] : secrets->get_object()) {
        if (!value.is_string()) {
            return malformed("/secrets", "A secret is not a string.");
        }
        result.secrets.emplace_back(std::string(name), std::string(value.get_string()));
    }
    return result;
}

Result<std::vector<SageDocument>> documents(Control& control, std::int64_t after) {
    std::vector<SageDocument> all;
    while (true) {
        const Result<json::object> reply = object_of(
            control.get(fmt::format("/control/documents?after={}&limit={}", after, kPageSize)));
        if (!reply.ok()) {
            return reply.problem();
        }
        const json::array* page = array_of(reply.value(), "documents");
        if (page == nullptr) {
            return malformed("/documents", "The reply has no list of documents.");
        }
        for (const json::value& entry : *page) {
            Result<SageDocument> document = document_of(entry);
            if (!document.ok()) {
                return document.problem();
            }
            all.push_back(std::move(document).value());
        }
        const json::value* next = reply.value().if_contains("next");
        if (next == nullptr || next->is_null()) {
            return all;
        }
        if (!next->is_int64() || next->get_int64() <= after) {
            return malformed("/next", "The next page is not after this one.");
        }
        after = next->get_int64();
    }
}

Result<std::vector<SageStock>> stock(Control& control) {
    const Result<json::object> reply = object_of(control.get("/control/stock"));
    if (!reply.ok()) {
        return reply.problem();
    }
    const json::array* figures = array_of(reply.value(), "stock");
    if (figures == nullptr) {
        return malformed("/stock", "The reply has no list of stock.");
    }
    std::vector<SageStock> result;
    std::string wrong;
    for (const json::value& entry : *figures) {
        if (const json::object* figure = entry.if_object()) {
            result.push_back({text_of(*figure, "item"), text_of(*figure, "location"),
                              decimal_of(*figure, "quantity", wrong)});
        }
    }
    if (!wrong.empty()) {
        return malformed("/stock", wrong);
    }
    return result;
}

Result<std::int64_t> fault_count(Control& control, const std::string& id) {
    const Result<json::object> reply = object_of(control.get("/control/counters"));
    if (!reply.ok()) {
        return reply.problem();
    }
    const json::value* faults = reply.value().if_contains("faults");
    const json::value* count =
        faults != nullptr && faults->is_object() ? faults->get_object().if_contains(id) : nullptr;
    return count != nullptr && count->is_int64() ? count->get_int64() : std::int64_t{0};
}

}  // namespace wms
