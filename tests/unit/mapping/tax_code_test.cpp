// SPDX-License-Identifier: Apache-2.0
// Plan: by the map, by rules, by nothing; codes that are gone, rates that differ; the tax of what
// is posted and of the rounding line; each root cause until it is gone.
#include "sage-adapter/mapping/tax_code.h"

#include <gtest/gtest.h>

namespace sage {
namespace {

CatalogueRecord tax_code(std::string id, std::string rate, bool active = true) {
    CatalogueRecord record{"tax-code", std::move(id), "1", "", active, {}};
    if (!rate.empty()) {
        record.fields.emplace("rate", rate);
    }
    record.key = "key of " + record.id;
    return record;
}

class TaxCodeOfLine : public testing::Test {
  protected:
    TaxCodes taxes() const {
        return {codes_, settings_, rounding_, known_, "tax-code", "rate", {"sage50", "Sage 50"}};
    }
    void rules(std::string_view list) {
        Result<JsonValue> value = parse_json(R"({"taxRules":)" + std::string(list) + "}", 10'000,
                                             JsonNumbers::integers_only);
        ASSERT_TRUE(value.ok());
        std::vector<Problem> problems;
        settings_ = read_tax_settings(value.value(), problems);
        EXPECT_TRUE(problems.empty());
    }
    static std::string told(const Mapped<LineTax>& tax) {
        return tax.hold ? tax.hold->problem.code + " " + tax.hold->problem.pointer + " " +
                              tax.hold->root_cause
                        : tax.value.code + " " + tax.value.key + " " +
                              (tax.value.percent ? tax.value.percent->text() : "?");
    }
    std::string mapped() const { return told(taxes().map(question_, "/body/lines/0")); }
    std::optional<bool> gone(const std::string& cause) const {
        const std::size_t colon = cause.find(':');
        return taxes().cause_gone(cause.substr(0, colon), cause.substr(colon + 1));
    }
    std::string cause() const { return taxes().map(question_, "/body/lines/0").hold->root_cause; }

    std::map<std::string, std::string, std::less<>> codes_{{"STANDARD", "1"}};
    TaxSettings settings_;
    std::string rounding_ = "0";
    Catalogue known_{
        {tax_code("0", "0"), tax_code("1", "20"), tax_code("5", ""), tax_code("9", "0", false)}, 1};
    TaxQuestion question_;
};

TEST_F(TaxCodeOfLine, is_that_of_the_map_and_else_of_the_first_rule) {
    question_.tax_code = "STANDARD";
    EXPECT_EQ(mapped(), "1 key of 1 20");
    rules(R"([{"categories":["Z"],"schedule":"0"},{"schedule":"1","percent":"20"}])");
    question_.category = "Z";
    EXPECT_EQ(mapped(), "1 key of 1 20") << "the map goes before";
    question_.tax_code = "OTHER";
    EXPECT_EQ(mapped(), "0 key of 0 0");
    question_.category = "S";
    EXPECT_EQ(mapped(), "1 key of 1 20");
}

TEST_F(TaxCodeOfLine, that_nothing_decides_is_held) {
    question_.tax_code = "OTHER";
    EXPECT_EQ(mapped().substr(0, 43), "sage50.tax_undecided /body/lines/0/tax tax:");
    const std::string held = cause();
    EXPECT_EQ(gone(held), false);
    codes_["OTHER"] = "1";
    EXPECT_EQ(gone(held), true);
    codes_.erase("OTHER");
    rules(R"([{"schedule":"1"}])");
    EXPECT_EQ(gone(held), true);
    EXPECT_EQ(gone("tax:no question"), false);
}

TEST_F(TaxCodeOfLine, that_sage_has_not_is_held_until_it_has_or_nothing_names_it) {
    codes_["STANDARD"] = "77";
    question_.tax_code = "STANDARD";
    EXPECT_EQ(mapped(), "sage50.tax_code_unknown /body/lines/0/tax tax-code:77");
    EXPECT_EQ(gone("tax-code:77"), false);
    EXPECT_EQ(gone("tax-code:1"), true);
    codes_["STANDARD"] = "9";
    EXPECT_EQ(mapped(), "sage50.tax_code_unknown /body/lines/0/tax tax-code:9");
    EXPECT_EQ(taxes().trouble("9"), "is inactive");
    EXPECT_EQ(gone("tax-code:77"), true) << "nothing names it any more";
    rounding_ = "77";
    EXPECT_EQ(gone("tax-code:77"), false);
    rounding_ = "0";
    rules(R"([{"schedule":"77"}])");
    EXPECT_EQ(gone("tax-code:77"), false);
}

TEST_F(TaxCodeOfLine, has_the_rate_that_all_agree_on) {
    question_.tax_code = "STANDARD";
    question_.percent = Decimal::parse("17.5");
    EXPECT_EQ(mapped().substr(0, 54), "sage50.tax_rate_differs /body/lines/0/tax/percent tax:");
    const std::string held = cause();
    EXPECT_EQ(gone(held), false);
    known_ = Catalogue({tax_code("1", "17.5")}, 1);
    EXPECT_EQ(gone(held), true);
    question_.percent.reset();
    codes_.clear();
    rules(R"([{"schedule":"1","percent":"21"}])");
    const Mapped<LineTax> by_rule = taxes().map(question_, "");
    ASSERT_TRUE(by_rule.hold);
    EXPECT_NE(by_rule.hold->problem.cause.find("/taxRules/0 says 21"), std::string::npos);
}

TEST_F(TaxCodeOfLine, without_a_rate_in_sage_has_that_of_the_rule_or_the_document) {
    codes_["STANDARD"] = "5";
    question_.tax_code = "STANDARD";
    EXPECT_EQ(mapped().substr(0, 46), "sage50.tax_rate_unknown /body/lines/0/tax tax:");
    question_.percent = Decimal::parse("19");
    EXPECT_EQ(mapped(), "5 key of 5 19");
    codes_.clear();
    question_.percent.reset();
    rules(R"([{"schedule":"5","percent":"21"}])");
    EXPECT_EQ(mapped(), "5 key of 5 21");
}

TEST_F(TaxCodeOfLine, of_what_is_posted_is_the_one_it_was) {
    const auto posted = [&](const PostedTerms& terms) {
        return told(taxes().map_posted(terms, "/body/lines/0"));
    };
    EXPECT_EQ(posted({"MUG", "0", Decimal()}), "0 key of 0 0");
    EXPECT_EQ(posted({"MUG", "1", Decimal::parse("17.5")}),
              "sage50.original_tax_unusable /body/lines/0/tax posted-tax:17.5 1");
    EXPECT_EQ(posted({"MUG", "77", Decimal()}),
              "sage50.original_tax_unusable /body/lines/0/tax posted-tax:0 77");
    EXPECT_EQ(gone("posted-tax:17.5 1"), false);
    EXPECT_EQ(gone("posted-tax:20 1"), true);
    EXPECT_EQ(gone("posted-tax:0 77"), false);
    EXPECT_EQ(gone("posted-tax:20"), false);
}

TEST_F(TaxCodeOfLine, of_the_rounding_line_bears_no_tax) {
    const auto rounding = [&] { return told(taxes().map_rounding("/body/total")); };
    EXPECT_EQ(rounding(), "0 key of 0 0");
    rounding_ = "1";
    EXPECT_EQ(rounding(), "sage50.rounding_tax_rated /body/total rounding-tax:1");
    EXPECT_EQ(gone("rounding-tax:1"), false);
    rounding_ = "77";
    EXPECT_EQ(rounding(), "sage50.tax_code_unknown /body/total/tax tax-code:77");
    EXPECT_EQ(gone("rounding-tax:1"), true);
    EXPECT_EQ(gone("customer:C1"), std::nullopt);
}

}  // namespace
}  // namespace sage
