// SPDX-License-Identifier: Apache-2.0
// Plan: pages are asked for until there are no more, or enough; what to begin with next time comes
// back; every column of the schema is there; what is no answer is refused.
#include "mock-host/plugin_export.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <set>

#include "tests/support/source_folder.h"

namespace wms {
namespace {

namespace json = boost::json;

/// Gives the answers one after the other and keeps the questions.
struct Plugin {
    std::vector<std::string> answers;
    std::vector<json::value> asked;

    Result<std::string> operator()(const std::string& request) {
        asked.push_back(json::parse(request));
        if (asked.size() > answers.size()) {
            return Problem{"test.refused", "", "No.", "Stop.", "it"};
        }
        return answers[asked.size() - 1];
    }
};

struct Written {
    std::string text;
    Listing listing;
    explicit Written(PluginRows rows, Form form = Form::comma_separated)
        : listing(columns_of(rows), form, 0, [this](std::string_view more) { text += more; }) {}
};

TEST(PluginExport, pages_are_asked_for_until_there_are_no_more) {
    Plugin plugin{{R"({"rows":[{"eventId":"1","at":"t","messageId":"m","eventType":"attention",
                      "event":{"a":1}}],"next":"0.1","more":true})",
                   R"({"rows":[{"eventId":"2","event":null}],"next":"0.2","more":false})"},
                  {}};
    Written written(PluginRows::posting_events);
    const Result<std::string> next = export_from_plugin({PluginRows::posting_events, "0.0", 100},
                                                        std::ref(plugin), written.listing);
    ASSERT_TRUE(next.ok());
    EXPECT_EQ(next.value(), "0.2");
    EXPECT_EQ(written.text,
              "eventId,at,messageId,eventType,event\r\n1,t,m,attention,\"{\"\"a\"\":1}\"\r\n"
              "2,,,,\r\n");
    ASSERT_EQ(plugin.asked.size(), 2U);
    EXPECT_EQ(plugin.asked[0].at("what").as_string(), "events");
    EXPECT_EQ(plugin.asked[0].at("after").as_string(), "0.0");
    EXPECT_EQ(plugin.asked[1].at("after").as_string(), "0.1");
    EXPECT_EQ(plugin.asked[1].at("limit").as_int64(), 99);
}

TEST(PluginExport, limit_ends_it_and_tells_where_to_go_on) {
    Plugin plugin{{R"({"rows":[{"sequence":1},{"sequence":2}],"next":"2.5","more":true})"}, {}};
    Written written(PluginRows::postings, Form::json_lines);
    const Result<std::string> next =
        export_from_plugin({PluginRows::postings, "", 2}, std::ref(plugin), written.listing);
    ASSERT_TRUE(next.ok());
    EXPECT_EQ(next.value(), "2.5");
    EXPECT_FALSE(plugin.asked[0].as_object().contains("after"));
    EXPECT_EQ(written.listing.rows(), 2U);
    EXPECT_NE(written.text.find(R"("sequence":"1")"), std::string::npos);
}

TEST(PluginExport, columns_are_those_of_the_schema) {
    std::ifstream file(sage::source_folder() + "/host-api/schemas/query.export.answer.schema.json");
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    const json::value schema = json::parse(text);
    const json::array& kinds = schema.at_pointer("/properties/rows/items/anyOf").as_array();
    for (const auto& [rows, kind] :
         {std::pair(PluginRows::postings, 0U), std::pair(PluginRows::posting_events, 1U)}) {
        std::set<std::string> promised;
        for (const json::value& name : kinds.at(kind).at("required").as_array()) {
            promised.emplace(name.as_string());
        }
        std::set<std::string> written;
        for (const Column& column : columns_of(rows)) {
            written.insert(column.name);
        }
        EXPECT_EQ(written, promised);
    }
}

TEST(PluginExport, what_is_no_answer_is_refused) {
    for (const char* answer :
         {"", "[]", "{}", R"({"rows":[],"next":"1.1"})", R"({"rows":[],"more":false})",
          R"({"rows":7,"next":"1.1","more":false})"}) {
        Plugin plugin{{answer}, {}};
        Written written(PluginRows::postings);
        const Result<std::string> next =
            export_from_plugin({PluginRows::postings, "", 9}, std::ref(plugin), written.listing);
        ASSERT_FALSE(next.ok()) << answer;
        EXPECT_EQ(next.problem().code, "host.export_malformed");
    }
    Plugin refuses;
    Written written(PluginRows::postings);
    EXPECT_EQ(export_from_plugin({PluginRows::postings, "x", 9}, std::ref(refuses), written.listing)
                  .problem()
                  .code,
              "test.refused");
}

}  // namespace
}  // namespace wms
