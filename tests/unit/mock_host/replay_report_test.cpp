// SPDX-License-Identifier: Apache-2.0
// Plan: json_line() has exactly the agreed members, money as text; balances() is false for each
// figure that may not be; text_of() names what is wrong.
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "mock-host/replay.h"

namespace wms {
namespace {

ReplayResult good() {
    ReplayResult result;
    ReplayFigures& figures = result.figures;
    figures.orders = 337;
    figures.accepted = 418;
    figures.posted = 418;
    figures.sage_documents = 418;
    figures.net_wms = "150463.30";
    figures.net_sage = "150463.30";
    figures.tax_wms = "30092.66";
    figures.tax_sage = "30092.66";
    figures.gross_wms = "180555.96";
    figures.gross_sage = "180555.96";
    figures.run_microseconds = 1'500'000;
    figures.cpu_microseconds = 209'000;
    figures.submit_p50_us = 150;
    figures.submit_p99_us = 900;
    figures.peak_rss_kib = 30'720;
    return result;
}

TEST(ReplayReport, the_line_has_exactly_the_agreed_members) {
    const std::string line = json_line(good().figures);
    EXPECT_EQ(line.find('\n'), std::string::npos);
    const boost::json::object object = boost::json::parse(line).as_object();
    const std::vector<std::string> names = {"accepted",
                                            "posted",
                                            "rejected",
                                            "held",
                                            "withdrawn",
                                            "in_doubt",
                                            "queued",
                                            "sage_documents",
                                            "sage_duplicates",
                                            "net_wms",
                                            "net_sage",
                                            "difference",
                                            "tax_wms",
                                            "tax_sage",
                                            "gross_wms",
                                            "gross_sage",
                                            "gross_difference",
                                            "seconds",
                                            "documents_per_second",
                                            "submit_p50_us",
                                            "submit_p99_us",
                                            "cpu_ms_per_document",
                                            "peak_rss_mib"};
    EXPECT_EQ(object.size(), names.size());
    for (const std::string& name : names) {
        EXPECT_TRUE(object.contains(name)) << name;
    }
    EXPECT_EQ(object.at("net_wms").as_string(), "150463.30");
    EXPECT_NE(line.find("\"seconds\":1.500,\"documents_per_second\":278.7,"), std::string::npos)
        << line;
    EXPECT_NE(line.find("\"cpu_ms_per_document\":0.500,\"peak_rss_mib\":30.0}"), std::string::npos)
        << line;
}

TEST(ReplayReport, an_empty_run_has_no_speed) {
    EXPECT_NE(json_line({}).find("\"documents_per_second\":0.0,"), std::string::npos);
    EXPECT_TRUE(boost::json::parse(json_line({})).is_object());
}

TEST(ReplayReport, balances_only_if_nothing_is_left_and_nothing_differs) {
    EXPECT_TRUE(good().balances());
    for (std::int64_t ReplayFigures::* figure :
         {&ReplayFigures::rejected, &ReplayFigures::held, &ReplayFigures::withdrawn,
          &ReplayFigures::in_doubt, &ReplayFigures::queued, &ReplayFigures::sage_duplicates,
          &ReplayFigures::accepted}) {
        ReplayResult result = good();
        result.figures.*figure += 1;
        EXPECT_FALSE(result.balances());
    }
    ReplayResult result = good();
    result.figures.difference = "0.01";
    EXPECT_FALSE(result.balances());
    result = good();
    result.figures.gross_difference = "-0.01";
    EXPECT_FALSE(result.balances()) << "net alone is not enough";
    result = good();
    result.findings.push_back({"DN-1", "net: warehouse 1.00, Sage 2.00"});
    EXPECT_FALSE(result.balances());
    EXPECT_NE(text_of(result).find("DN-1: net: warehouse 1.00, Sage 2.00"), std::string::npos);
    result = good();
    result.problems.push_back({"retail.row", "line 7", "No.", "Do.", "it"});
    EXPECT_FALSE(result.balances());
    EXPECT_NE(text_of(result).find("retail.row at line 7"), std::string::npos);
}

TEST(ReplayReport, people_read_what_needs_them) {
    ReplayResult result = good();
    Posting held;
    held.message_type = "despatchAdvice";
    held.document_id = "DN-1";
    held.state = "held";
    held.problem = {"item.unknown", "", "Sage has no such item.", "Create it.", "finance"};
    result.waiting.assign(60, held);
    const std::string text = text_of(result);
    EXPECT_NE(text.find("What needs a person (60)"), std::string::npos);
    EXPECT_NE(text.find("Sage has no such item. What to do: Create it."), std::string::npos);
    EXPECT_NE(text.find("... and 10 more"), std::string::npos);
    EXPECT_NE(text_of(good()).find("Everything balances."), std::string::npos);
    EXPECT_NE(text_of(good()).find("Sage             150463.30       30092.66      180555.96\n"
                                   "difference            0.00           0.00           0.00\n"),
              std::string::npos)
        << text_of(good());
}

}  // namespace
}  // namespace wms
