// SPDX-License-Identifier: Apache-2.0
// Plan: lines of both families and charges with the dimensions of their rules; how each is written;
// what the settings may not name; what the catalogue does not have, in a document and in check;
// when the cause is gone.
#include <gmock/gmock.h>

#include "tests/unit/intacct/sample.h"

namespace sage::intacct {
namespace {

using sample::document;
using sample::expect_kind;
using sample::prepared;
using sample::settings;
using testing::ElementsAre;
using testing::IsEmpty;

Settings with_rules(const std::string& rules) {
    return settings(R"({"dimensions":)" + rules + "}");
}

// The catalogue with departments, a class and the item's product line.
Catalogue known(bool web_is_active = true) {
    std::vector<CatalogueRecord> all = sample::records();
    for (CatalogueRecord& one : all) {
        if (one.kind == kind::item && one.id == "SKU-100") {
            one.fields[std::string(item_class_field)] = "LANTERNS";
        }
    }
    all.push_back(sample::record(kind::department, "SALES"));
    all.push_back(sample::record(kind::department, "WEB"));
    all.back().active = web_is_active;
    all.push_back(sample::record(kind::class_of_lines, "RETAIL"));
    return {std::move(all), 1};
}

std::string dimensions_of(const char* example, int line, const std::string& rules) {
    const Send send = expect_kind<Send>(prepared(document(example), with_rules(rules), known()));
    const sample::json::value body = sample::parsed(send.request.body);
    const auto* found = at_pointer(body, "/lines/" + std::to_string(line) + "/dimensions");
    return found == nullptr ? "" : sample::json::serialize(*found);
}

constexpr const char* own_goods =
    R"({"item":{"id":"SKU-100"},"warehouse":{"id":"WH1"},"location":{"id":"100"})";

TEST(IntacctDimensions, goods_charges_and_adjustments_have_those_of_their_rules) {
    const std::string rules = R"([
        {"charges":["POST"], "set":{"department":"WEB"}},
        {"itemClasses":["LANTERNS"], "documents":["despatchAdvice","inventoryAdjustment"],
         "set":{"class":"RETAIL"}},
        {"customers":["CUST-001"], "set":{"department":"SALES"}}])";
    EXPECT_EQ(dimensions_of("despatchAdvice", 0, rules),
              std::string(own_goods) + R"(,"class":{"id":"RETAIL"},"department":{"id":"SALES"}})");
    EXPECT_EQ(dimensions_of("despatchAdvice", 1, rules),
              R"({"item":{"id":"CARRIAGE"},"warehouse":{"id":"WH1"},"location":{"id":"100"},)"
              R"("department":{"id":"WEB"}})");
    EXPECT_EQ(dimensions_of("inventoryAdjustment", 0, rules),
              std::string(own_goods) + R"(,"class":{"id":"RETAIL"}})");
    EXPECT_EQ(dimensions_of("despatchAdvice", 0, "[]"), std::string(own_goods) + "}");
}

TEST(IntacctDimensions, a_rule_may_be_for_the_sales_channel_of_what_was_sold) {
    const std::string rules = R"([
        {"salesChannelIds":["wholesale"], "set":{"department":"SALES"}},
        {"salesChannelIds":["web"], "set":{"department":"WEB"}}])";
    for (const char* const example : {"salesOrder", "despatchAdvice", "returnAdvice"}) {
        EXPECT_EQ(dimensions_of(example, 0, rules),
                  std::string(own_goods) + R"(,"department":{"id":"WEB"}})")
            << example;
    }
    EXPECT_EQ(dimensions_of("inventoryAdjustment", 0, rules), std::string(own_goods) + "}");
}

TEST(IntacctDimensions, a_user_defined_dimension_is_named_by_key) {
    EXPECT_EQ(dimensions_of("despatchAdvice", 0, R"([{"set":{"nsp::channel":"10004"}}])"),
              std::string(own_goods) + R"(,"nsp::channel":{"key":"10004"}})");
}

TEST(IntacctDimensions, a_rule_may_name_only_dimensions_that_lines_have) {
    const auto refused = [](const std::string& rules) {
        std::vector<std::string> all;
        const Result<Settings> read =
            read_settings(sample::changed_settings(R"({"dimensions":)" + rules + "}"));
        if (!read.ok()) {
            for (const Problem& problem : read.error().problems) {
                sample::expect_complete(problem);
                all.push_back(problem.code + " " + problem.pointer);
            }
        }
        return all;
    };
    EXPECT_THAT(
        refused(R"([{"set":{"department":"A"}},{"set":{"warehouse":"A"}},{"set":{"branch":"A"}}])"),
        ElementsAre("intacct.settings.dimension_unsupported /dimensions/1/set/warehouse",
                    "intacct.settings.dimension_unsupported /dimensions/2/set/branch"));
    EXPECT_THAT(refused(R"([{"set":{"department":"A","class":"A","project":"A","employee":"A",
                             "customer":"A","vendor":"A","task":"A","contract":"A",
                             "nsp::x":"1"}}])"),
                IsEmpty());
    for (const char* name : {"item", "warehouse", "location", "costType", ""}) {
        EXPECT_FALSE(takes_dimension(name)) << name;
    }
}

TEST(IntacctDimensions, a_record_that_the_catalogue_does_not_have_holds_the_document) {
    const auto held = [](const std::string& rules, const Catalogue& catalogue) {
        const Hold hold =
            expect_kind<Hold>(prepared(document("despatchAdvice"), with_rules(rules), catalogue));
        sample::expect_complete(hold.problem);
        EXPECT_EQ(hold.problem.code, "intacct.dimension_unknown");
        EXPECT_THAT(hold.others, IsEmpty()) << "told once, not for each line";
        return hold.problem.pointer + " " + hold.root_cause;
    };
    EXPECT_EQ(held(R"([{"set":{"department":"WEB"}}])", known(false)),
              "/dimensions/0/set/department dimension:department:WEB");
    EXPECT_EQ(held(R"([{"set":{"class":"TRADE"}}])", known()),
              "/dimensions/0/set/class dimension:class:TRADE");
    EXPECT_EQ(held(R"([{"set":{"customer":"CUST-9"}}])", known()),
              "/dimensions/0/set/customer dimension:customer:CUST-9");
    const Hold adjustment = expect_kind<Hold>(prepared(
        document("inventoryAdjustment"), with_rules(R"([{"set":{"class":"TRADE"}}])"), known()));
    EXPECT_EQ(adjustment.root_cause, "dimension:class:TRADE");
}

TEST(IntacctDimensions, what_was_not_read_is_for_sage_to_judge) {
    const std::string rules = R"([{"set":{"department":"ANY","project":"P1"}}])";
    expect_kind<Send>(prepared(document("despatchAdvice"), with_rules(rules)));
    EXPECT_THAT(unfit_dimensions(with_rules(rules), sample::catalogue()), IsEmpty());
}

TEST(IntacctDimensions, the_check_tells_values_and_conditions_that_there_are_not) {
    const Settings chosen = with_rules(R"([
        {"locationIds":["MAIN","LEEDS"], "charges":["POST","GIFT"], "items":["SKU-100","SKU-9"],
         "customers":["CUST-001","CUST-9"], "itemClasses":["LANTERNS","CANDLES"],
         "set":{"department":"WEB"}},
        {"set":{"class":"TRADE", "department":"SALES"}}])");
    std::vector<std::string> told;
    for (const Problem& problem : unfit_settings(chosen, known(false))) {
        sample::expect_complete(problem);
        told.push_back(problem.code.substr(17) + " " + problem.pointer);
    }
    EXPECT_THAT(told, ElementsAre("dimension_condition /dimensions/0/locationIds",
                                  "dimension_condition /dimensions/0/charges",
                                  "dimension_condition /dimensions/0/items",
                                  "dimension_condition /dimensions/0/customers",
                                  "dimension_condition /dimensions/0/itemClasses",
                                  "dimension_unknown /dimensions/0/set/department",
                                  "dimension_unknown /dimensions/1/set/class"));
}

TEST(IntacctDimensions, a_definition_that_keeps_its_department_is_told) {
    const auto told = [](const std::string& rules) {
        const Catalogue catalogue = sample::catalogue_with(
            kind::order_entry_definition, "Sales Invoice",
            [](CatalogueRecord& record) { record.fields["allowDepartmentOverride"] = "false"; });
        std::vector<std::string> all;
        for (const Problem& problem : unfit_dimensions(with_rules(rules), catalogue)) {
            sample::expect_complete(problem);
            all.push_back(problem.code + " " + problem.pointer);
        }
        return all;
    };
    EXPECT_THAT(told(R"([{"set":{"class":"A","department":"SALES"}}])"),
                ElementsAre("intacct.settings.department_override /dimensions/0/set/department"));
    EXPECT_THAT(told(R"([{"set":{"class":"RETAIL"}}])"), IsEmpty());
    EXPECT_THAT(told(R"([{"documents":["returnAdvice"],"set":{"department":"SALES"}}])"),
                IsEmpty());
}

TEST(IntacctDimensions, a_cause_is_gone_when_the_record_is_there_or_no_rule_names_it) {
    const Settings chosen =
        with_rules(R"([{"set":{"department":"WEB","project":"P1","nsp::channel":"10004"}}])");
    EXPECT_FALSE(cause_gone(chosen, "dimension:department:WEB", known(false)));
    EXPECT_TRUE(cause_gone(chosen, "dimension:department:WEB", known()));
    EXPECT_FALSE(cause_gone(chosen, "dimension:project:P1", known())) << "nobody can see it";
    EXPECT_FALSE(cause_gone(chosen, "dimension:nsp::channel:10004", known()));
    EXPECT_TRUE(cause_gone(chosen, "dimension:department:SALES", known(false)));
    EXPECT_TRUE(cause_gone(settings(), "dimension:department:WEB", known(false)));
}

TEST(IntacctDimensions, departments_classes_and_product_lines_are_read_where_a_rule_names_them) {
    const auto kinds = [](const std::string& rules) {
        std::vector<std::string> all;
        for (const CatalogueRead& read : catalogue_reads(with_rules(rules))) {
            if (read.kind == kind::department || read.kind == kind::class_of_lines) {
                all.push_back(read.kind);
            }
        }
        return all;
    };
    EXPECT_THAT(kinds("[]"), IsEmpty());
    EXPECT_THAT(kinds(R"([{"set":{"project":"P"}},{"set":{"class":"A"}}])"), ElementsAre("class"));
    EXPECT_THAT(kinds(R"([{"set":{"department":"A","class":"A"}}])"),
                ElementsAre("department", "class"));
    const auto asks = [](const std::string& rules) {
        const CatalogueRead items{std::string(kind::item), "", ""};
        return catalogue_request(with_rules(rules), items).body.find("productLine.id") !=
               std::string::npos;
    };
    EXPECT_FALSE(asks(R"([{"set":{"class":"A"}}])"));
    EXPECT_TRUE(asks(R"([{"itemClasses":["LANTERNS"],"set":{"class":"A"}}])"));
    const CatalogueRead departments{std::string(kind::department), "", ""};
    const Result<CataloguePage> refused =
        read_catalogue_page(departments, sample::reply(403, "{}"));
    ASSERT_TRUE(refused.ok()) << "a user may not be let see them";
    ASSERT_EQ(refused.value().records.size(), 1U) << "nothing but that it was refused";
    EXPECT_EQ(refused.value().records[0].kind, kind::forbidden);
}

TEST(IntacctDimensions, the_read_back_compares_standard_dimensions) {
    const Send send = expect_kind<Send>(
        prepared(document("despatchAdvice"),
                 with_rules(R"([{"set":{"department":"10","project":"P1","nsp::channel":"7"}}])")));
    const Facts facts = line_facts(send);
    EXPECT_EQ(facts.at("line 1 dimensions.department.id"), "10");
    EXPECT_EQ(facts.at("line 2 dimensions.project.id"), "P1");
    EXPECT_FALSE(facts.contains("line 1 dimensions.nsp::channel.id"));
    EXPECT_FALSE(facts.contains("line 1 dimensions.warehouse.id"));

    const auto shown = [&](const char* department) {
        std::vector<ReadBackSubject> asked = {{{}, facts, ""}};
        asked[0].sage_document.key = "7";
        std::vector<Found> found = {{asked[0].sage_document, {}, ""}};
        const std::string row = R"({"documentHeader.key":"7","dimensions.department.id":")" +
                                std::string(department) + "\"}";
        EXPECT_TRUE(add_lines(asked,
                              sample::reply(200, R"({"ia::result":[)" + row +
                                                     R"(],"ia::meta":{"totalCount":1,"start":1,)"
                                                     R"("pageSize":1000,"next":null}})"),
                              found)
                        .ok());
        return found[0].facts["line 1 dimensions.department.id"];
    };
    EXPECT_EQ(shown("10"), "10");
    EXPECT_EQ(shown("10--Sales"), "10") << "Sage may show the name beside the id";
    EXPECT_EQ(shown("20"), "20");
}

// The example with its lines posted to these places before.
Document belonging(std::optional<PostedTerms::Places> site,
                   std::optional<PostedTerms::Places> dimensions) {
    Document subject = document("despatchAdvice");
    PostedTerms terms{"SKU-100", "UK Sale Goods Standard Rate", {}};
    terms.site = std::move(site);
    terms.dimensions = std::move(dimensions);
    subject.lines[0].posted = terms;
    terms.item = "CARRIAGE";
    subject.allowance_charges[0].posted = terms;
    return subject;
}

std::string dimensions_of(const Preparation& preparation, int line) {
    const sample::json::value body = sample::parsed(expect_kind<Send>(preparation).request.body);
    const auto* found = at_pointer(body, "/lines/" + std::to_string(line) + "/dimensions");
    return found == nullptr ? "" : sample::json::serialize(*found);
}

TEST(IntacctDimensions, what_belongs_to_a_posted_line_is_counted_where_that_is) {
    const Document subject =
        belonging(PostedTerms::Places{{"warehouse", "WH1"}, {"location", "100"}},
                  PostedTerms::Places{{"class", "RETAIL"}, {"nsp::channel", "7"}});
    // Today the site is another one, and the rules say something else.
    const Settings moved = settings(R"({"dimensions":[{"set":{"department":"SALES"}}],
        "warehouses":{"MAIN":{"warehouse":"WH9","location":"900"}}})");
    const Preparation preparation = prepared(subject, moved, known());
    EXPECT_EQ(dimensions_of(preparation, 0),
              std::string(own_goods) + R"(,"class":{"id":"RETAIL"},"nsp::channel":{"key":"7"}})");
    EXPECT_EQ(dimensions_of(preparation, 1),
              R"({"item":{"id":"CARRIAGE"},"warehouse":{"id":"WH1"},"location":{"id":"100"},)"
              R"("class":{"id":"RETAIL"},"nsp::channel":{"key":"7"}})");
    const SentTerms terms = expect_kind<Send>(preparation).terms;
    EXPECT_EQ(terms.lines.at(0).terms.site, subject.lines[0].posted->site) << "and so for ever";
    EXPECT_EQ(terms.lines.at(0).terms.dimensions, subject.lines[0].posted->dimensions);
    // What was posted to none has none.
    EXPECT_EQ(
        dimensions_of(prepared(belonging(subject.lines[0].posted->site, PostedTerms::Places()),
                               moved, known()),
                      0),
        std::string(own_goods) + "}");
}

TEST(IntacctDimensions, where_it_is_not_kept_the_settings_of_today_decide) {
    const Settings today = with_rules(R"([{"set":{"department":"SALES"}}])");
    EXPECT_EQ(dimensions_of(prepared(belonging(std::nullopt, std::nullopt), today, known()), 0),
              std::string(own_goods) + R"(,"department":{"id":"SALES"}})");
    Document mixed = belonging(PostedTerms::Places{{"warehouse", "WH1"}, {"location", "100"}},
                               PostedTerms::Places());
    mixed.allowance_charges[0].posted.reset();
    const Hold hold = expect_kind<Hold>(
        prepared(mixed, settings(R"({"warehouses":{"MAIN":{"warehouse":"WH9","location":"900"}}})"),
                 known()));
    EXPECT_EQ(hold.root_cause, "warehouse:WH9") << "the charge is new";
}

TEST(IntacctDimensions, a_place_that_is_gone_since_is_waited_for) {
    const auto held = [](const Document& subject, const Catalogue& now) {
        const Hold hold = expect_kind<Hold>(prepared(subject, settings(), now));
        EXPECT_EQ(hold.problem.code, "intacct.original_dimension_unusable");
        sample::expect_complete(hold.problem);
        EXPECT_FALSE(cause_gone(settings(), hold.root_cause, now));
        return hold.root_cause;
    };
    const PostedTerms::Places site = {{"warehouse", "WH1"}, {"location", "100"}};
    const PostedTerms::Places web = {{"department", "WEB"}};
    EXPECT_EQ(held(belonging(site, web), known(false)), "posted-dimension:department:WEB");
    EXPECT_TRUE(cause_gone(settings(), "posted-dimension:department:WEB", known()));
    EXPECT_EQ(held(belonging(PostedTerms::Places{{"warehouse", "OLD"}}, web), known()),
              "posted-dimension:warehouse:OLD");
    std::vector<CatalogueRecord> records = sample::records();
    records.push_back(sample::record(kind::location, "200"));
    EXPECT_EQ(held(belonging(site, PostedTerms::Places()), {records, 1}),
              "posted-dimension:location:100");
    EXPECT_FALSE(cause_gone(settings(), "posted-dimension:", known()) &&
                 cause_gone(settings(), "posted-dimension", known()));
    expect_kind<Send>(prepared(belonging(site, web), settings()));
}

TEST(IntacctDimensions, a_refusal_of_a_record_has_its_root_cause) {
    const Send send = expect_kind<Send>(
        prepared(document("despatchAdvice"), with_rules(R"([{"set":{"department":"WEB"}}])")));
    Verdict verdict;
    SageError error;
    error.recognised = true;
    error.message = "Invalid Department 'WEB' specified.";
    judge_refusal(verdict, send, error);
    EXPECT_EQ(verdict.judgement, Judgement::refused_cause);
    EXPECT_EQ(verdict.problem.code, "intacct.dimension_refused");
    EXPECT_EQ(verdict.root_cause, "dimension:department:WEB");
}

}  // namespace
}  // namespace sage::intacct
