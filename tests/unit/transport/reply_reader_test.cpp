// SPDX-License-Identifier: Apache-2.0
// Plan: ReplyReader - every framing, whole and byte by byte; every cut; every malformed reply with
// its reason; limits of headers and body; whether the connection may be reused; random bytes.
#include "sage-adapter/transport/reply_reader.h"

#include <gtest/gtest.h>

#include <random>

#include "sage-adapter/base/limits.h"

namespace sage {
namespace {

using Progress = ReplyReader::Progress;

constexpr std::string_view counted =
    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A:  b \r\n\r\nhello";
constexpr std::string_view chunked =
    "HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n"
    "3\r\nhel\r\n2;name=value\r\nlo\r\n0\r\nTrailer: x\r\n\r\n";
constexpr std::string_view until_the_end = "HTTP/1.1 200 OK\r\n\r\nhello";

std::string reason_of(std::string_view text) {
    ReplyReader reader("POST");
    EXPECT_EQ(reader.feed(text), Progress::broken) << text.substr(0, 200);
    EXPECT_FALSE(reader.reusable());
    return std::string(reader.reason());
}

Reply reply_of(std::string_view text) {
    ReplyReader reader("POST");
    EXPECT_EQ(reader.feed(text), Progress::complete) << text;
    return reader.take();
}

TEST(ReplyReader, reads_a_counted_body) {
    ReplyReader reader("POST");
    EXPECT_EQ(reader.feed(counted), Progress::complete);
    EXPECT_TRUE(reader.reusable());
    const Reply reply = reader.take();
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.body, "hello");
    EXPECT_EQ(reply.header("x-a"), "b");
}

TEST(ReplyReader, reads_chunks_to_the_last_and_drops_trailers) {
    ReplyReader reader("POST");
    EXPECT_EQ(reader.feed(chunked), Progress::complete);
    EXPECT_TRUE(reader.reusable());
    const Reply reply = reader.take();
    EXPECT_EQ(reply.body, "hello");
    EXPECT_EQ(reply.headers.size(), 1U);
}

TEST(ReplyReader, reads_a_body_that_only_the_end_of_the_connection_ends) {
    ReplyReader reader("POST");
    EXPECT_EQ(reader.feed(until_the_end), Progress::more);
    EXPECT_EQ(reader.finish(), Progress::complete);
    EXPECT_FALSE(reader.reusable());
    EXPECT_EQ(reader.take().body, "hello");
}

TEST(ReplyReader, gives_the_same_however_the_bytes_are_cut) {
    for (const std::string_view text : {counted, chunked}) {
        for (std::size_t cut = 1; cut < text.size(); ++cut) {
            ReplyReader reader("POST");
            EXPECT_EQ(reader.feed(text.substr(0, cut)), Progress::more) << cut;
            EXPECT_EQ(reader.feed(text.substr(cut)), Progress::complete) << cut;
            EXPECT_EQ(reader.take().body, "hello");
        }
        ReplyReader reader("POST");
        Progress progress = Progress::more;
        for (const char byte : text) {
            ASSERT_EQ(progress, Progress::more);
            progress = reader.feed({&byte, 1});
        }
        EXPECT_EQ(progress, Progress::complete);
    }
}

TEST(ReplyReader, takes_no_reply_that_ends_too_soon_for_a_reply) {
    for (const std::string_view text : {counted, chunked}) {
        for (std::size_t cut = 0; cut < text.size(); ++cut) {
            ReplyReader reader("POST");
            reader.feed(text.substr(0, cut));
            EXPECT_EQ(reader.finish(), Progress::broken) << cut;
            EXPECT_FALSE(reader.reason().empty());
            EXPECT_FALSE(reader.reusable());
        }
    }
}

TEST(ReplyReader, passes_over_interim_replies) {
    const Reply reply = reply_of(
        "HTTP/1.1 100 Continue\r\nContent-Length: 9\r\n\r\n"
        "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.body, "ok");
    EXPECT_EQ(reply.headers.size(), 1U);
}

TEST(ReplyReader, knows_replies_that_have_no_body) {
    EXPECT_EQ(reply_of("HTTP/1.1 204 No Content\r\n\r\n").body, "");
    EXPECT_EQ(reply_of("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n").body, "");
    EXPECT_EQ(reply_of("HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n").body, "");
    ReplyReader head("HEAD");
    EXPECT_EQ(head.feed("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"), Progress::complete);
}

TEST(ReplyReader, does_not_let_a_connection_be_reused_that_is_to_be_closed) {
    for (const char* text :
         {"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n",
          "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
          "HTTP/1.1 200 OK\r\nCONNECTION: x , Close\r\nContent-Length: 0\r\n\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nmore"}) {
        ReplyReader reader("POST");
        EXPECT_EQ(reader.feed(text), Progress::complete) << text;
        EXPECT_FALSE(reader.reusable()) << text;
    }
    ReplyReader later("POST");
    EXPECT_EQ(later.feed(counted), Progress::complete);
    later.feed("HTTP/1.1 200 OK\r\n");
    EXPECT_FALSE(later.reusable());
}

TEST(ReplyReader, takes_nothing_for_a_reply_that_is_none) {
    for (const char* text : {"\r\n", "SSH-2.0-OpenSSH\r\n", "HTTP/2 200 OK\r\n",
                             "HTTP/1.1 99 x\r\n", "HTTP/1.1 600 x\r\n", "HTTP/1.1 2000\r\n",
                             "HTTP/1.1  200 OK\r\n", "HTTP/1.1 20x OK\r\n", "http/1.1 200 OK\r\n",
                             "HTTP/1.1\r\n", "HTTP/1.2 200 OK\r\n", "HTTP/1.1 200 O\x01K\r\n"}) {
        EXPECT_EQ(reason_of(text), "what came is no HTTP reply") << text;
    }
    EXPECT_EQ(reason_of("HTTP/1.1 200 OK\nContent-Length: 0\n\n"),
              "a line of the reply does not end as HTTP lines end");
    EXPECT_EQ(reason_of("HTTP/1.1 101 Switching\r\n\r\n"),
              "the server wants to change the protocol");
}

TEST(ReplyReader, refuses_malformed_headers) {
    for (const char* line : {"no colon", ": no name", "Name : x", " folded: x", "N\x01: x",
                             "Name: \x01", "Name: x\ry", "N\xc3\xa4me: x"}) {
        EXPECT_EQ(reason_of("HTTP/1.1 200 OK\r\n" + std::string(line) + "\r\n\r\n"),
                  "a header of the reply is malformed")
            << line;
    }
}

TEST(ReplyReader, refuses_a_length_that_is_not_one_number) {
    for (const char* lines :
         {"Content-Length: \r\n", "Content-Length: -1\r\n", "Content-Length: +1\r\n",
          "Content-Length: 0x5\r\n", "Content-Length: 5, 5\r\n", "Content-Length: 5 5\r\n",
          "Content-Length: 99999999999999999999\r\n",
          "Content-Length: 5\r\nContent-Length: 6\r\n"}) {
        EXPECT_EQ(reason_of("HTTP/1.1 200 OK\r\n" + std::string(lines) + "\r\n"),
                  "the length of the reply is no number")
            << lines;
    }
    EXPECT_EQ(reply_of("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok").body,
              "ok");
}

TEST(ReplyReader, refuses_what_is_framed_in_two_ways_or_in_an_unknown_one) {
    EXPECT_EQ(reason_of("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n"
                        "Transfer-Encoding: chunked\r\n\r\n"),
              "the reply says twice where it ends");
    for (const char* coding : {"gzip", "gzip, chunked", "identity", ""}) {
        EXPECT_EQ(
            reason_of("HTTP/1.1 200 OK\r\nTransfer-Encoding: " + std::string(coding) + "\r\n\r\n"),
            "the reply has an encoding we did not ask for")
            << coding;
    }
    EXPECT_EQ(reason_of("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
                        "Transfer-Encoding: chunked\r\n\r\n"),
              "the reply has an encoding we did not ask for");
}

TEST(ReplyReader, refuses_bad_chunks) {
    const std::string head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (const char* size : {"", "x", "-1", "0x1", " 1", "11111111111111111", "1g", "+1"}) {
        EXPECT_EQ(reason_of(head + size + "\r\n"), "a chunk of the reply has no size") << size;
    }
    EXPECT_EQ(reason_of(head + "1\r\nab\r\n"), "a chunk of the reply is not as long as it says");
    EXPECT_EQ(reason_of(head + "1;" + std::string(300, 'x')),
              "a chunk of the reply begins with too long a line");
}

TEST(ReplyReader, bounds_the_headers_in_number_and_size) {
    std::string many = "HTTP/1.1 200 OK\r\n";
    for (std::size_t at = 0; at < limits::reply_headers_max; ++at) {
        many += "X: y\r\n";
    }
    EXPECT_EQ(
        reply_of(many.substr(0, many.size() - 6) + "Content-Length: 0\r\n\r\n").headers.size(),
        limits::reply_headers_max);
    EXPECT_EQ(reason_of(many + "X: y\r\n"), "the reply has too many headers");
    EXPECT_EQ(reason_of("HTTP/1.1 200 OK\r\nX: " + std::string(65'536, 'y')),
              "the headers of the reply are too large");
    std::string endless;
    while (endless.size() < 70'000) {
        endless += "HTTP/1.1 100 Continue\r\n\r\n";
    }
    EXPECT_EQ(reason_of(endless), "the headers of the reply are too large");
    EXPECT_EQ(reason_of("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" +
                        many.substr(17) + "X: y\r\n"),
              "the reply has too many headers");
}

TEST(ReplyReader, bounds_the_body_however_it_is_framed) {
    const std::string most(limits::reply_bytes_max, 'x');
    const std::string too_large = "the reply is larger than any reply of Sage";
    EXPECT_EQ(reason_of("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(most.size() + 1) +
                        "\r\n\r\n"),
              too_large);
    EXPECT_EQ(reason_of("HTTP/1.1 200 OK\r\n\r\n" + most + "x"), too_large);
    EXPECT_EQ(
        reason_of("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n1000000\r\n"),
        too_large);
    EXPECT_EQ(reason_of("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                        "ffffffffffffffff\r\n"),
              too_large);
    EXPECT_EQ(reply_of("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(most.size()) +
                       "\r\n\r\n" + most)
                  .body.size(),
              most.size());
}

TEST(ReplyReader, survives_replies_with_a_byte_changed_anywhere) {
    std::mt19937 random(1);
    for (int round = 0; round < 20'000; ++round) {
        std::string text(round % 2 == 0 ? counted : chunked);
        text[random() % text.size()] = static_cast<char>(random() & 0xffU);
        ReplyReader reader("POST");
        const Progress fed = reader.feed(text);
        const Progress ended = reader.finish();
        EXPECT_NE(ended, Progress::more);
        EXPECT_TRUE(fed == Progress::more || fed == ended);
        EXPECT_FALSE(reader.reusable());
        EXPECT_EQ(reader.reason().empty(), ended == Progress::complete);
    }
}

}  // namespace
}  // namespace sage
