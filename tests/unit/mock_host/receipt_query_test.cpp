// SPDX-License-Identifier: Apache-2.0
// Plan: a receipt in words, of what was posted and of what was not; what is no answer is refused.
// (The command as a whole: tests/journal_test.cpp.)
#include "mock-host/receipt_query.h"

#include <gtest/gtest.h>

namespace wms {
namespace {

TEST(ReceiptQuery, posted_document_is_told_with_request_document_and_read_back) {
    const auto result = read_receipt_answer(R"({"messageType":"despatchAdvice","documentId":"DN-1",
        "documentVersion":"1","state":"posted","acceptedAt":"T1","messageId":"m1",
        "contentHash":"c0","contentPurged":true,"externalReference":"W1",
        "requests":[{"attempt":1,"at":"T2","sendHash":"s0","idempotencyKey":"k0"}],
        "sageDocument":{"type":"Invoice","number":"INV-7","key":"7"},
        "readBack":{"at":"T3","totals":{"net":{"amount":"25.29","currencyId":"GBP"}}},
        "journal":{"chain":0,"position":4,"hash":"h0"},"receiptHash":"r0"})");
    ASSERT_TRUE(result.ok());
    EXPECT_TRUE(result.value().posted);
    EXPECT_EQ(result.value().text,
              "despatchAdvice DN-1 version 1, posted\n"
              "  accepted     T1 as m1\n"
              "  content      c0 (purged)\n"
              "  reference    W1\n"
              "  request 1    T2 s0 key k0\n"
              "  in Sage      Invoice INV-7 (key 7)\n"
              "  read back    T3 net 25.29 GBP\n"
              "  journal      chain 0, row 4, h0\n"
              "  receipt      r0\n");
}

TEST(ReceiptQuery, what_is_not_posted_has_no_document) {
    const auto result = read_receipt_answer(
        R"({"state":"held","requests":[],"sageDocument":null,"readBack":null,"receiptHash":"r"})");
    ASSERT_TRUE(result.ok());
    EXPECT_FALSE(result.value().posted);
    EXPECT_EQ(result.value().text.find("in Sage"), std::string::npos);
}

TEST(ReceiptQuery, what_is_no_answer_is_refused) {
    for (const char* answer : {"", "{}", R"({"requests":[]})", R"({"receiptHash":"r"})"}) {
        EXPECT_EQ(read_receipt_answer(answer).problem().code, "host.receipt_malformed") << answer;
    }
}

}  // namespace
}  // namespace wms
