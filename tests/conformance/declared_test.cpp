// SPDX-License-Identifier: Apache-2.0
// Plan: what the manifest declares works, by the schemas of the contract; what it does not declare
// is UNSUPPORTED, and leaves nothing behind. Each call in each state answers as the table of the
// states says. Settings that the schema forbids are refused with their place.
#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "tests/conformance/contract.h"
#include "tests/unit/host_api/schema_checker.h"

namespace sage::testing {
namespace {

namespace json = boost::json;

bool contains(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// Types of documents, by the contract's own examples.
std::vector<std::string> types_of_documents() {
    std::vector<std::string> types;
    for (const std::string& name : contract::example_names()) {
        const json::value example = json::parse(contract::example_text(name));
        const json::object* const object = example.if_object();
        if (object != nullptr && object->contains("messageType") && object->contains("body")) {
            types.push_back(name);
        }
    }
    return types;
}

/// Names of queries, by the contract's own schemas.
std::vector<std::string> names_of_queries() {
    constexpr std::string_view prefix = "query.";
    std::vector<std::string> names;
    for (const std::string& name : contract::schema_names()) {
        if (name.starts_with(prefix) && !name.ends_with(".answer")) {
            names.push_back(name.substr(prefix.size()));
        }
    }
    return names;
}

class Declared : public Conformance {
  protected:
    void expect_states(wms_status connect, wms_status work, wms_status stop) {
        const wms_plugin& plugin = host_.plugin;
        // What is legal changes the state: it is tried by the test itself.
        if (connect != WMS_OK) {
            EXPECT_EQ(plugin.connect(host_.instance, nullptr, nullptr), connect);
        }
        const wms_status worked = plugin.work(host_.instance, nullptr, nullptr, nullptr);
        EXPECT_TRUE(worked == work || (work == WMS_OK && worked == WMS_IDLE)) << worked;
        if (stop != WMS_OK) {
            EXPECT_EQ(plugin.stop(host_.instance, nullptr, nullptr), stop);
        }
        EXPECT_EQ(host_.submit(next_message().json), WMS_OK) << host_.last_error;
        std::string answer;
        EXPECT_EQ(ask(request("status"), answer), WMS_OK) << answer;
        Out<wms_doc> document;
        EXPECT_LT(plugin.next_event(host_.instance, &document.value, nullptr), WMS_E_INVALID);
        EXPECT_EQ(plugin.ack_event(host_.instance, str("404"), nullptr), WMS_OK);
        plugin.interrupt(host_.instance);
    }
};

TEST_P(Declared, every_type_of_document_is_taken_and_no_other) {
    ASSERT_NO_FATAL_FAILURE(start());
    const std::vector<std::string> taken = declared("document_types");
    std::int64_t kept = 0;
    for (const std::string& type : types_of_documents()) {
        Out<wms_doc> receipt;
        const std::string document = contract::example_text(type);
        const wms_status status =
            host_.plugin.submit(host_.instance, str(document), &receipt.value, nullptr);
        EXPECT_EQ(status, contains(taken, type) ? WMS_OK : WMS_E_UNSUPPORTED) << type;
        kept += status == WMS_OK ? 1 : 0;
        if (status == WMS_OK) {
            expect_valid("receipt", view(receipt.value.json));
        }
    }
    EXPECT_EQ(in_state("queued"), kept);
    EXPECT_EQ(kept, static_cast<std::int64_t>(taken.size()));
}

TEST_P(Declared, every_query_is_answered_by_its_schema_and_no_other) {
    ASSERT_NO_FATAL_FAILURE(start());
    ASSERT_EQ(host_.submit(despatch_of("DN-1", 1).json), WMS_OK) << host_.last_error;
    settle();
    const std::vector<std::string> answered = declared("queries");
    for (const std::string& query : names_of_queries()) {
        std::string answer;
        const std::string asked = request(query);
        if (!contains(answered, query)) {
            EXPECT_EQ(ask(R"({"query":")" + query + "\"}", answer), WMS_E_UNSUPPORTED) << query;
            continue;
        }
        ASSERT_FALSE(asked.empty()) << "this test knows no query " << query;
        expect_valid("query." + query, asked);
        if (query == "stockDrift" && ask(asked, answer) == WMS_E_UNSUPPORTED) {
            // Files are written for a Sage that shows nothing, and a ledger knows no goods.
            EXPECT_TRUE(GetParam().by_files || GetParam().edition == "sage200") << answer;
            EXPECT_NE(answer.find("query.stock_not_shown"), std::string::npos) << answer;
            continue;
        }
        EXPECT_EQ(ask(asked, answer), WMS_OK) << query << answer;
        expect_valid("query." + query + ".answer", answer);
    }
    std::string answer;
    EXPECT_EQ(ask(R"({"query":"everything"})", answer), WMS_E_UNSUPPORTED);
    expect_valid("errorDetail", answer);
}

TEST_P(Declared, check_answers_by_its_schema_and_changes_nothing) {
    ASSERT_EQ(host_.create(), WMS_OK) << host_.last_error;
    Out<wms_doc> answer;
    Out<wms_error> error;
    ASSERT_EQ(host_.plugin.check(host_.instance, nullptr, &answer.value, &error.value), WMS_OK)
        << view(error.value.message);
    expect_valid("check.answer", view(answer.value.json));
    EXPECT_EQ(posted(), 0U);
}

TEST_P(Declared, each_call_is_legal_in_the_states_of_the_contract) {
    ASSERT_EQ(host_.create(), WMS_OK) << host_.last_error;
    expect_states(WMS_OK, WMS_E_STATE, WMS_E_STATE);
    ASSERT_EQ(host_.connect(), WMS_OK) << host_.last_error;
    expect_states(WMS_E_STATE, WMS_OK, WMS_OK);
    ASSERT_EQ(host_.plugin.stop(host_.instance, nullptr, nullptr), WMS_OK);
    expect_states(WMS_OK, WMS_E_STATE, WMS_OK);
    EXPECT_EQ(host_.plugin.stop(host_.instance, nullptr, nullptr), WMS_OK);
    ASSERT_EQ(host_.connect(), WMS_OK) << host_.last_error;
    settle();
    EXPECT_EQ(posted(), static_cast<std::size_t>(numbers_));
}

TEST_P(Declared, settings_against_the_schema_are_refused_with_their_place) {
    const json::value manifest = json::parse(view(host_.plugin.manifest));
    const json::value& schema = manifest.at("config_schema");
    const std::string good = host_.settings;
    for (const json::value& required : schema.at("required").as_array()) {
        const std::string name(required.as_string());
        host_.settings = merged(good, "{\"" + name + "\":null}");
        EXPECT_EQ(host_.create(), WMS_E_CONFIG) << name;
        EXPECT_NE(host_.last_error.find(name), std::string::npos) << host_.last_error;
    }
    for (const auto& [name, rules] : schema.at("properties").as_object()) {
        // No setting is true at the place of a text, a number, a list or an object.
        const json::value* const type = rules.as_object().if_contains("type");
        const bool is_truth = type != nullptr && *type == "boolean";
        host_.settings = merged(
            good,
            json::serialize(json::object{{name, is_truth ? json::value(7) : json::value(true)}}));
        EXPECT_EQ(host_.create(), WMS_E_CONFIG) << std::string(name);
        EXPECT_NE(host_.last_error.find("/" + std::string(name)), std::string::npos)
            << host_.last_error;
    }
    host_.settings = merged(good, R"({"nobodyKnows":1})");
    EXPECT_EQ(host_.create(), WMS_E_CONFIG);
    EXPECT_NE(host_.last_error.find("nobodyKnows"), std::string::npos) << host_.last_error;
    host_.settings = good;
    EXPECT_EQ(host_.create(), WMS_OK) << host_.last_error;
}

INSTANTIATE_TEST_SUITE_P(Pairs, Declared, ::testing::ValuesIn(pairs_of_one_step()),
                         [](const auto& parameter) { return name_of(parameter.param); });

}  // namespace
}  // namespace sage::testing
