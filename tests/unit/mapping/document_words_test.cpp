// SPDX-License-Identifier: Apache-2.0
// Plan: despatches, returns of a known and an unknown despatch, corrections.
#include "sage-adapter/mapping/document_words.h"

#include <gtest/gtest.h>

namespace sage {
namespace {

Document document(MessageType type, std::string id) {
    Document made;
    made.envelope.message_type = type;
    made.envelope.document_version = "2";
    made.id = std::move(id);
    return made;
}

TEST(DocumentWords, say_what_a_despatch_is) {
    const Document despatch = document(MessageType::despatch_advice, "DN-1");
    EXPECT_EQ(words_about(despatch, "7"), "Despatch DN-1");
    EXPECT_EQ(original_id(despatch), "");
}

TEST(DocumentWords, say_what_a_return_takes_back) {
    Document back = document(MessageType::return_advice, "RMA-31");
    EXPECT_EQ(words_about(back, ""), "Return RMA-31");
    back.original_despatch_id = "DN-1";
    EXPECT_EQ(words_about(back, ""), "Return RMA-31, of despatch DN-1");
    EXPECT_EQ(words_about(back, "7"), "Return RMA-31, of despatch DN-1, number 7");
    EXPECT_EQ(original_id(back), "DN-1");
}

TEST(DocumentWords, say_what_a_correction_corrects) {
    Document correction = document(MessageType::return_advice, "DN-1");
    correction.corrected_version = "1";
    EXPECT_EQ(words_about(correction, ""), "Correction of DN-1 to version 2");
    EXPECT_EQ(words_about(correction, "7"), "Correction of DN-1 to version 2, corrects number 7");
    EXPECT_EQ(original_id(correction), "DN-1");
}

}  // namespace
}  // namespace sage
