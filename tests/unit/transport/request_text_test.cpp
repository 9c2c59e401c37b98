// SPDX-License-Identifier: Apache-2.0
// Plan: write_request - the exact bytes with and without a body; every way to end a line early and
// every header of the transport's own is refused with nothing written.
#include "sage-adapter/transport/request_text.h"

#include <gtest/gtest.h>

namespace sage {
namespace {

Request simple() {
    return {"POST", "/a?b=%20c", {{"X-One", "1"}}, "{}"};
}

std::string written(const Request& request) {
    WipedText text;
    EXPECT_EQ(write_request(request, "host:1", text), "");
    return text.text;
}

bool refused(const Request& request) {
    WipedText text;
    return !write_request(request, "host", text).empty() && text.text.empty();
}

TEST(RequestText, is_one_piece_with_headers_and_body) {
    EXPECT_EQ(written(simple()),
              "POST /a?b=%20c HTTP/1.1\r\nHost: host:1\r\nX-One: 1\r\nContent-Length: 2\r\n\r\n{}");
}

TEST(RequestText, has_a_length_of_nought_where_a_body_is_usual) {
    EXPECT_EQ(written({"POST", "/", {}, ""}),
              "POST / HTTP/1.1\r\nHost: host:1\r\nContent-Length: 0\r\n\r\n");
    EXPECT_EQ(written({"GET", "/", {}, ""}), "GET / HTTP/1.1\r\nHost: host:1\r\n\r\n");
}

TEST(RequestText, takes_its_memory_once_so_that_no_copy_of_a_secret_stays_behind) {
    Request request = simple();
    request.headers.push_back({"Authorization", std::string(5000, 'x')});
    WipedText text;
    text.text.reserve(1);
    ASSERT_EQ(write_request(request, "host", text), "");
    const std::size_t capacity = text.text.capacity();
    EXPECT_GE(capacity, text.text.size());
    // Growing would have doubled it.
    EXPECT_LT(capacity, text.text.size() + 256);
}

TEST(RequestText, is_refused_when_a_part_could_end_a_line_early) {
    for (const char* bad : {"a\r\nX: y", "a\nb", "a\rb", "a\x01", "a\x7f"}) {
        Request request = simple();
        request.headers[0].value = bad;
        EXPECT_TRUE(refused(request)) << bad;
        request = simple();
        request.headers[0].name = bad;
        EXPECT_TRUE(refused(request)) << bad;
        request = simple();
        request.method = bad;
        EXPECT_TRUE(refused(request)) << bad;
        request = simple();
        request.target = std::string("/") + bad;
        EXPECT_TRUE(refused(request)) << bad;
    }
    Request request = simple();
    request.headers[0].value = std::string("a\0b", 3);
    EXPECT_TRUE(refused(request));
}

TEST(RequestText, is_refused_when_the_target_is_no_path) {
    for (const char* bad : {"", "a", "https://evil.example/", "/a b", "/a#b", "/\xc3\xa4"}) {
        Request request = simple();
        request.target = bad;
        EXPECT_TRUE(refused(request)) << bad;
    }
}

TEST(RequestText, is_refused_with_a_header_that_is_the_transports_own) {
    for (const char* own : {"Host", "content-length", "Transfer-Encoding", "CONNECTION", "TE",
                            "Expect", "Upgrade", "Trailer"}) {
        Request request = simple();
        request.headers[0].name = own;
        EXPECT_TRUE(refused(request)) << own;
    }
}

}  // namespace
}  // namespace sage
