// SPDX-License-Identifier: Apache-2.0
// Plan: the books show each document, totals and what needs a person; one finding and they do not
// balance.
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "mock-host/demo.h"

namespace wms {
namespace {

DemoResult good() {
    DemoResult result;
    result.lines = {{"DN-1", "despatchAdvice", "posted", "SI-1", "20.25", "20.25"},
                    {"DN-2", "despatchAdvice", "held", "", "", ""}};
    result.reconciliation.sage_documents = 1;
    result.reconciliation.net_wms = Decimal::parse("20.25").value();
    result.reconciliation.net_sage = result.reconciliation.net_wms;
    Posting held;
    held.message_type = "despatchAdvice";
    held.document_id = "DN-2";
    held.state = "held";
    held.problem = {"item.unknown", "", "Sage has no such item.", "Create it.", "finance"};
    result.waiting = {held};
    result.lost_replies = 1;
    return result;
}

TEST(DemoReport, shows_documents_totals_and_what_needs_a_person) {
    const std::string text = text_of(good());
    for (const char* words : {"DN-1", "SI-1", "20.25", "item.unknown", "Sage has no such item.",
                              "Create it.", "finance", "agree to the penny"}) {
        EXPECT_NE(text.find(words), std::string::npos) << words;
    }
}

TEST(DemoReport, one_finding_and_the_books_do_not_agree) {
    DemoResult result = good();
    EXPECT_TRUE(result.balances());
    result.findings.push_back({"DN-1", "net: warehouse 20.25, Sage 20.24"});
    EXPECT_FALSE(result.balances());
    EXPECT_NE(text_of(result).find("DIFFERENCE DN-1: net"), std::string::npos);
    EXPECT_NE(text_of(result).find("do not agree"), std::string::npos);
    result = good();
    result.reconciliation.net_sage = Decimal{};
    EXPECT_FALSE(result.balances());
}

TEST(DemoReport, programs_read_one_line) {
    const std::string line = json_line(good());
    EXPECT_EQ(line.find('\n'), std::string::npos);
    const boost::json::value value = boost::json::parse(line);
    EXPECT_TRUE(value.at("balances").as_bool());
    EXPECT_EQ(value.at("documents").as_array().size(), 2U);
    EXPECT_EQ(value.at("waiting").at(0).at("fix").as_string(), "Create it.");
    EXPECT_EQ(value.at("difference").as_string(), "0.00");
}

}  // namespace
}  // namespace wms
