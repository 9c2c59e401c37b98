// SPDX-License-Identifier: Apache-2.0
// Every setting of the schema changes something that is done, with a document and a company in
// which it matters (setting_effects.json), and only what the schema knows is tried. What a setting
// changes is compared as a whole: the requests, what they promise, why a document waits, where Sage
// is reached, what is read from it.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <memory>
#include <set>
#include <sstream>

#include "tests/unit/intacct/sample.h"

namespace sage::intacct {
namespace {

namespace json = boost::json;

/// Settings whose effect takes more than one document and its settings.
const std::map<std::string, std::string>& elsewhere() {
    static const std::map<std::string, std::string> all = {
        {"/transfers/arrivalAction", "tests/unit/intacct/map_arrival_test.cpp"},
        {"/gateway/lateTracking", "tests/unit/intacct/gateway_test.cpp"},
        {"/schedule/", "the same for all editions: tests/unit/bridge/schedule_settings_test.cpp"},
        {"/stockDrift/", "the same for all editions: tests/unit/bridge/query_stock_drift_test.cpp"},
        {"/environment", "the same for all editions: tests/unit/delivery/environment_test.cpp"},
        {"/outbox/", "the same for all editions: tests/unit/bridge/outbox_settings_test.cpp"}};
    return all;
}

bool is_elsewhere(const std::string& setting) {
    return std::any_of(elsewhere().begin(), elsewhere().end(),
                       [&](const auto& one) { return setting.starts_with(one.first); });
}

// "/taxRules/-/origin/-": "-" stands for an element, "*" for a member of any name.
void add_leaves(const json::value& schema, const std::string& path, std::set<std::string>& leaves) {
    const json::object& object = schema.as_object();
    bool is_leaf = true;
    if (const json::value* const properties = object.if_contains("properties")) {
        for (const auto& [name, inner] : properties->as_object()) {
            add_leaves(inner, path + "/" + std::string(name), leaves);
            is_leaf = false;
        }
    }
    for (const auto& [keyword, step] : {std::pair{"items", "/-"}, {"additionalProperties", "/*"}}) {
        const json::value* const inner = object.if_contains(keyword);
        if (inner != nullptr && inner->is_object()) {
            add_leaves(*inner, path + step, leaves);
            is_leaf = false;
        }
    }
    if (is_leaf) {
        leaves.insert(path);
    }
}

struct Shown {
    std::ostringstream& out;

    void show(const Request& request) const {
        out << request.method << ' ' << request.target << '\n';
        for (const Header& header : request.headers) {
            out << header.name << ": " << header.value << '\n';
        }
        out << request.body << '\n';
    }
    void operator()(const Send& send) const {
        show(send.request);
        for (const auto& [field, text] : send.facts) {
            out << field << '=' << text << '\n';
        }
        for (const Remark& remark : send.remarks) {
            out << remark.code << '\n';
        }
        const auto& gross = send.prediction.document.gross;
        out << (gross ? gross->text() : "") << '\n';
    }
    void operator()(const ReadFirst& question) const { show(question.request); }
    void operator()(const PostNothing& nothing) const { out << nothing.reason << '\n'; }
    void operator()(const Refuse& refusal) const {
        for (const Problem& problem : refusal.problems) {
            out << problem.code << problem.pointer << '\n';
        }
    }
    void operator()(const Hold& hold) const {
        out << hold.problem.code << hold.problem.pointer << ' ' << hold.root_cause << '\n';
    }
};

void show_connection(const Company& company, std::ostringstream& out) {
    const Connection& one = company.connection();
    out << one.address << ' ' << one.certificate_authority_file << ' ' << one.token_target << ' '
        << one.client_id_name << ' ' << one.client_secret_name << ' ' << one.user_name << ' '
        << static_cast<int>(one.grant) << ' ' << one.consent_target << ' ' << one.consent_scope
        << ' ' << one.refresh_token_name << ' ' << one.connections_max << ' ' << one.reply_ms_max
        << ' ' << one.catalogue_refresh_ms << ' ' << one.catalogue_whole_ms << ' ' << one.settle_ms
        << ' ' << one.reconcile_ms << ' ' << one.reconcile_days << ' ' << company.company_id()
        << '\n';
    const Request first = company.catalogue_request(company.catalogue_reads().front());
    out << at_pointer(sample::parsed(first.body), "/size")->as_int64() << '\n';
    if (const std::optional<SessionRules> rules = company.session_rules()) {
        for (const std::string& name : rules->secret_names) {
            out << name << '\n';
        }
    }
}

void show_rules(const Company& company, const Document& document, std::ostringstream& out) {
    const PartialDespatchRules partial = company.partial_despatch();
    out << static_cast<int>(partial.charges) << ' '
        << (partial.over_delivery_percent ? partial.over_delivery_percent->text() : "") << '\n';
    for (const Sought& sought : company.sought(document, Send{})) {
        out << sought.field << '=' << sought.value << '\n';
    }
}

SageDocument posted(const char* type, const char* key) {
    SageDocument document;
    document.type = type;
    document.key = key;
    document.number = std::string("N-") + key;
    return document;
}

// What is done with one document under settings.
std::string seen(const std::string& settings, const Document& document,
                 const std::vector<CatalogueRecord>& more) {
    const Result<std::unique_ptr<Company>> made = intacct_edition().configure(settings);
    if (!made.ok()) {
        ADD_FAILURE() << made.error().first().pointer << ": " << made.error().first().cause;
        return "";
    }
    const Company& company = *made.value();
    std::vector<CatalogueRecord> records = sample::records();
    records.insert(records.end(), more.begin(), more.end());
    const Catalogue catalogue(std::move(records), 1);
    const std::vector<Related> related = {
        {MessageType::sales_order, "SO-1001", true, posted("Sales Order", "7")},
        {MessageType::despatch_advice, "DN-1001-1", true, posted("Sales Invoice", "12922")}};
    std::ostringstream out;
    show_connection(company, out);
    show_rules(company, document, out);
    for (const Problem& problem : company.review(document)) {
        out << problem.code << '\n';
    }
    std::visit(
        Shown{out},
        company.prepare(
            {document, catalogue, sample::reference, sample::key, "2026-11-25", related, {}}));
    return out.str();
}

json::value laid_over(json::value base, const json::value* with) {
    if (with != nullptr) {
        for (const auto& [name, value] : with->as_object()) {
            json::value& before = base.as_object()[name];
            if (name == "definitions" || name == "fields") {
                for (const auto& [inner, text] : value.as_object()) {
                    before.as_object()[inner] = text;
                }
            } else {
                before = value;
            }
        }
    }
    return base;
}

// Objects that are missing on the way are made; elements of lists are there.
void put(json::value& settings, std::string_view pointer, const json::value& value) {
    json::value* at = &settings;
    while (!pointer.empty()) {
        pointer.remove_prefix(1);
        const std::string_view name = pointer.substr(0, pointer.find('/'));
        pointer.remove_prefix(name.size());
        if (at->is_array()) {
            at = &at->get_array().at(std::stoul(std::string(name)));
        } else {
            json::object& object = at->is_object() ? at->get_object() : at->emplace_object();
            at = &object[name];
        }
    }
    *at = value;
}

std::vector<CatalogueRecord> records_in(const json::value* listed) {
    std::vector<CatalogueRecord> records;
    if (listed != nullptr) {
        for (const json::value& one : listed->as_array()) {
            records.push_back(sample::record(text_at(one, "/kind"), text_at(one, "/id")));
            if (const json::value* const fields = one.as_object().if_contains("fields")) {
                for (const auto& [name, text] : fields->as_object()) {
                    records.back().fields.insert_or_assign(std::string(name),
                                                           std::string(text.as_string()));
                }
            }
        }
    }
    return records;
}

Document document_of(const json::object& effect) {
    const json::value* const name = effect.if_contains("document");
    json::value message =
        sage::example(name == nullptr ? "despatchAdvice" : std::string(name->as_string()));
    if (const json::value* const set = effect.if_contains("set")) {
        for (const auto& [pointer, value] : set->as_object()) {
            message = sage::with(std::move(message), pointer, json::serialize(value));
        }
    }
    return sample::document(message);
}

TEST(IntacctSettingEffects, each_setting_is_tried_or_is_so_elsewhere) {
    std::set<std::string> leaves;
    add_leaves(json::parse(intacct_edition().settings_schema()), "", leaves);
    EXPECT_GT(leaves.size(), 100U);
    std::erase_if(leaves, is_elsewhere);
    std::set<std::string> tried;
    const json::value effects =
        json::parse(sample::file(sample::source() / "tests/unit/intacct/setting_effects.json"));
    for (const auto& [setting, effect] : effects.as_object()) {
        tried.insert(setting);
    }
    EXPECT_EQ(tried, leaves);
}

TEST(IntacctSettingEffects, each_setting_changes_what_is_done) {
    const json::value effects =
        json::parse(sample::file(sample::source() / "tests/unit/intacct/setting_effects.json"));
    for (const auto& [setting, value] : effects.as_object()) {
        SCOPED_TRACE(std::string(setting));
        const json::object& effect = value.as_object();
        const json::value before =
            laid_over(sample::parsed(sample::settings_json), effect.if_contains("with"));
        const json::value* const at = effect.if_contains("at");
        const std::string pointer(at == nullptr ? std::string(setting)
                                                : std::string(at->as_string()));
        json::value after = before;
        put(after, pointer, effect.at("value"));
        const Document document = document_of(effect);
        const std::vector<CatalogueRecord> records = records_in(effect.if_contains("records"));
        const std::string done = seen(json::serialize(before), document, records);
        EXPECT_EQ(done, seen(json::serialize(before), document, records)) << "not by chance";
        // Both texts would be long, and alike.
        EXPECT_FALSE(done == seen(json::serialize(after), document, records)) << pointer;
    }
}

}  // namespace
}  // namespace sage::intacct
