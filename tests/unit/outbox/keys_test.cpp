// SPDX-License-Identifier: Apache-2.0
// Plan: fixed vectors (computed by another program), separation of neighbouring fields, every input
// in every key, and the check digit against every single error and every exchange of two digits.
#include "sage-adapter/outbox/keys.h"

#include <gtest/gtest.h>

#include <cctype>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace sage {
namespace {

constexpr Identity despatch{"northwind", "despatchAdvice", "DN-1", "1", ""};
constexpr std::string_view digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

std::string reference(int number) {
    return external_reference(
        document_key({"t", "despatchAdvice", std::to_string(number), "1", ""}), "intacct",
        "northwind");
}

TEST(OutboxKeys, keys_of_a_known_document_never_change) {
    const std::string key = document_key(despatch);
    EXPECT_EQ(key, "f22be941d10d0b0cda97c4605fe68fb7dd54eef2a3803763524582786bac05d2");
    EXPECT_EQ(external_reference(key, "intacct", "northwind"), "WF8R8ZXB02B5AP7YFS");
    EXPECT_EQ(idempotency_key(key, "intacct", "northwind", "create", 1),
              "852817b6-c286-898e-8f46-8509abb0af80");
    EXPECT_EQ(idempotency_key(key, "intacct", "northwind", "create", 2),
              "d5097f36-a83b-8065-b741-4d4fadec9b82");
}

TEST(OutboxKeys, fields_that_join_to_the_same_text_differ) {
    const std::set<std::string> keys = {
        document_key({"AB", "C", "", "", ""}), document_key({"A", "BC", "", "", ""}),
        document_key({"", "ABC", "", "", ""}), document_key({"ABC", "", "", "", ""}),
        document_key({"", "", "ABC", "", ""}), document_key({"A", "B", "C", "", ""}),
        document_key({"", "", "", "ABC", ""}), document_key({"", "", "", "", "ABC"}),
    };
    EXPECT_EQ(keys.size(), 8U);
    EXPECT_NE(external_reference("k", "AB", "C"), external_reference("k", "A", "BC"));
    EXPECT_NE(idempotency_key("k", "AB", "C", "o", 1), idempotency_key("k", "A", "BC", "o", 1));
    EXPECT_NE(idempotency_key("k", "A", "B", "C1", 1), idempotency_key("k", "A", "B", "C", 11));
}

TEST(OutboxKeys, a_length_written_into_a_field_does_not_pass_for_a_border) {
    const std::string border("\0\0\0\0\0\0\0\1", 8);
    EXPECT_NE(document_key({"A" + border + "B", "", "", "", ""}),
              document_key({"A", "B", "", "", ""}));
}

TEST(OutboxKeys, every_part_of_the_identity_counts) {
    const std::set<std::string> keys = {
        document_key(despatch),
        document_key({"other", "despatchAdvice", "DN-1", "1", ""}),
        document_key({"northwind", "returnAdvice", "DN-1", "1", ""}),
        document_key({"northwind", "despatchAdvice", "DN-2", "1", ""}),
        document_key({"northwind", "despatchAdvice", "DN-1", "2", ""}),
        document_key({"northwind", "despatchAdvice", "DN-1", "1", "invoice"}),
    };
    EXPECT_EQ(keys.size(), 6U);
}

TEST(OutboxKeys, every_part_of_an_operation_counts) {
    const std::set<std::string> keys = {
        idempotency_key("k", "e", "c", "o", 1), idempotency_key("K", "e", "c", "o", 1),
        idempotency_key("k", "E", "c", "o", 1), idempotency_key("k", "e", "C", "o", 1),
        idempotency_key("k", "e", "c", "O", 1), idempotency_key("k", "e", "c", "o", 2),
    };
    EXPECT_EQ(keys.size(), 6U);
    const std::set<std::string> references = {
        external_reference("k", "e", "c"), external_reference("K", "e", "c"),
        external_reference("k", "E", "c"), external_reference("k", "e", "C")};
    EXPECT_EQ(references.size(), 4U);
}

TEST(OutboxKeys, document_key_is_64_lower_case_hexadecimal_digits) {
    const std::string key = document_key(despatch);
    EXPECT_EQ(key.size(), 64U);
    EXPECT_EQ(key.find_first_not_of("0123456789abcdef"), std::string::npos);
}

TEST(OutboxKeys, idempotency_key_is_a_uuid_of_version_8) {
    for (std::uint32_t generation = 1; generation < 200; ++generation) {
        const std::string key = idempotency_key("k", "e", "c", "o", generation);
        ASSERT_EQ(key.size(), 36U);
        for (std::size_t index = 0; index < key.size(); ++index) {
            const bool dash = index == 8 || index == 13 || index == 18 || index == 23;
            ASSERT_EQ(key[index] == '-', dash) << key;
            ASSERT_TRUE(dash || std::isxdigit(static_cast<unsigned char>(key[index]))) << key;
        }
        EXPECT_EQ(key[14], '8') << key;
        EXPECT_NE(std::string_view("89ab").find(key[19]), std::string_view::npos) << key;
    }
}

TEST(OutboxKeys, external_reference_is_18_characters_a_person_can_type) {
    for (int number = 0; number < 500; ++number) {
        const std::string text = reference(number);
        ASSERT_EQ(text.size(), 18U);
        EXPECT_EQ(text[0], 'W');
        EXPECT_EQ(text.find_first_not_of(digits, 1), std::string::npos) << text;
        EXPECT_TRUE(is_external_reference(text)) << text;
    }
}

TEST(OutboxKeys, check_digit_catches_every_single_wrong_character) {
    for (int number = 0; number < 20; ++number) {
        const std::string right = reference(number);
        for (std::size_t index = 0; index < right.size(); ++index) {
            for (int byte = 0; byte < 256; ++byte) {
                std::string wrong = right;
                wrong[index] = static_cast<char>(byte);
                EXPECT_EQ(is_external_reference(wrong), wrong == right) << wrong;
            }
        }
    }
}

TEST(OutboxKeys, check_digit_catches_every_exchange_of_two_characters) {
    int exchanged = 0;
    for (int number = 0; number < 50; ++number) {
        const std::string right = reference(number);
        for (std::size_t one = 0; one < right.size(); ++one) {
            for (std::size_t other = one + 1; other < right.size(); ++other) {
                std::string wrong = right;
                std::swap(wrong[one], wrong[other]);
                exchanged += wrong == right ? 0 : 1;
                EXPECT_EQ(is_external_reference(wrong), wrong == right) << wrong;
            }
        }
    }
    EXPECT_GT(exchanged, 5'000);
}

TEST(OutboxKeys, check_digit_catches_a_character_left_out_or_added) {
    const std::string right = reference(1);
    for (std::size_t index = 0; index <= right.size(); ++index) {
        std::string longer = right;
        longer.insert(index, 1, 'W');
        EXPECT_FALSE(is_external_reference(longer)) << longer;
        EXPECT_FALSE(is_external_reference(right.substr(0, index == right.size() ? 0 : index)));
    }
}

TEST(OutboxKeys, references_of_many_documents_differ) {
    std::set<std::string> seen;
    for (int number = 0; number < 20'000; ++number) {
        seen.insert(reference(number));
    }
    EXPECT_EQ(seen.size(), 20'000U);
}

}  // namespace
}  // namespace sage
