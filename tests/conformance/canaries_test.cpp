// SPDX-License-Identifier: Apache-2.0
// Plan: after documents that were posted, held and refused by a Sage that repeats what it was sent,
// no log line at any level, event, error, answer, audit record or file holds a secret: neither
// plain nor in base64, at whichever place of three bytes it began, nor encoded for an address.
#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>

#include "tests/conformance/contract.h"

namespace sage::testing {
namespace {

namespace files = std::filesystem;

/// Without what depends on the bytes before and behind.
std::string base64(const std::string& text, std::size_t before) {
    constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const std::string bytes = text.substr((3 - before) % 3);
    std::string out;
    for (std::size_t at = 0; at + 3 <= bytes.size(); at += 3) {
        unsigned value = 0;
        for (std::size_t byte = at; byte < at + 3; ++byte) {
            value = value << 8U | static_cast<unsigned char>(bytes[byte]);
        }
        for (const unsigned shift : {18U, 12U, 6U, 0U}) {
            out += digits[value >> shift & 63U];
        }
    }
    return out;
}

std::string for_an_address(const std::string& text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char byte : text) {
        const auto code = static_cast<unsigned char>(byte);
        const bool plain = std::isalnum(code) != 0 || byte == '-' || byte == '.' || byte == '_';
        out +=
            plain ? std::string(1, byte) : std::string{'%', digits[code / 16], digits[code % 16]};
    }
    return out;
}

class Canaries : public Conformance {
  protected:
    std::vector<std::string> canaries() const {
        std::vector<std::string> all;
        for (const auto& [name, value] : box_.settings().secrets) {
            all.push_back(value);
            all.push_back(for_an_address(value));
            for (const std::size_t before : {0U, 1U, 2U}) {
                all.push_back(base64(value, before));
            }
        }
        // Too short a text is found in anything.
        std::erase_if(all, [](const std::string& one) { return one.size() < 6; });
        return all;
    }

    void expect_none(const std::string& text, const std::string& where) const {
        for (const std::string& canary : canaries()) {
            EXPECT_EQ(text.find(canary), std::string::npos) << where << " holds " << canary;
        }
    }

    void expect_none_in_files() const {
        std::size_t looked_at = 0;
        for (const auto& entry : files::recursive_directory_iterator(folder_)) {
            if (entry.is_regular_file()) {
                std::ifstream file(entry.path(), std::ios::binary);
                const std::string text{std::istreambuf_iterator<char>(file), {}};
                expect_none(text, entry.path());
                ++looked_at;
            }
        }
        EXPECT_GT(looked_at, 0U);
    }
};

TEST_P(Canaries, are_nowhere_but_with_the_host) {
    ASSERT_FALSE(canaries().empty());
    ASSERT_NO_FATAL_FAILURE(start());
    // Of those who take the secret itself with each request; the others take a token.
    const std::string secret =
        GetParam().edition == "sage50" ? box_.settings().secrets.front().second : "nobody";
    // A server that repeats what it was sent, once for a document and once for anything.
    const std::string page = R"("action":"reply","status":400,"headers":{"X-Echo":")" + secret +
                             R"("},"body":"who is )" + secret + R"(?"})";
    ASSERT_TRUE(wms::set_faults(box_.control(),
                                R"({"faults":[{"id":"post","method":"POST","targetContains":")" +
                                    GetParam().posts_to + R"(","times":1,)" + page + "]}")
                    .ok());
    ASSERT_EQ(host_.submit(next_message().json), WMS_OK) << host_.last_error;
    settle();
    expect_none_in_files();
    ASSERT_EQ(host_.submit(next_message().json), WMS_OK) << host_.last_error;
    host_.work_for(24 * 6 * ten_minutes_ms);
    host_.take_events();
    EXPECT_FALSE(host_.events.empty());
    for (const std::string& query : declared("queries")) {
        std::string answer;
        ask(request(query), answer);
        expect_none(answer, "the answer to " + query);
    }
    host_.destroy();
    host_.secrets.clear();
    ASSERT_EQ(host_.create(), WMS_OK) << host_.last_error;
    // Where there is an interface the host has nothing to log in with any more.
    EXPECT_EQ(host_.connect(), GetParam().by_files ? WMS_OK : WMS_E_AUTH) << host_.last_error;
    expect_none(host_.last_error, "an error");
    for (const LogLine& line : host_.log) {
        expect_none(line.text(), "the log");
    }
    for (const std::string& record : host_.audited) {
        expect_none(record, "the audit trail");
    }
    for (const std::string& event : host_.events) {
        expect_none(event, "an event");
    }
    expect_none_in_files();
}

INSTANTIATE_TEST_SUITE_P(Pairs, Canaries, ::testing::ValuesIn(pairs_of_one_step()),
                         [](const auto& parameter) { return name_of(parameter.param); });

}  // namespace
}  // namespace sage::testing
