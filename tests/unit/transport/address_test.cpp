// SPDX-License-Identifier: Apache-2.0
// Plan: parse_address - every accepted form with host, port and Host header; every refused form
// with its code; a password in an address never reaches an error's text.
#include "sage-adapter/transport/address.h"

#include <gtest/gtest.h>

namespace sage {
namespace {

std::string code_of(std::string_view text) {
    const Result<Address> address = parse_address(text);
    if (address.ok()) {
        return "accepted";
    }
    EXPECT_EQ(address.error().status, Status::config);
    EXPECT_EQ(address.error().first().pointer, "/address");
    EXPECT_FALSE(address.error().first().fix.empty());
    return address.error().first().code;
}

TEST(Address, has_the_port_of_https_unless_one_is_written) {
    const Result<Address> address = parse_address("https://API.Intacct.com");
    ASSERT_TRUE(address.ok());
    EXPECT_EQ(address.value().host, "api.intacct.com");
    EXPECT_EQ(address.value().port, 443);
    EXPECT_EQ(address.value().host_header, "api.intacct.com");
}

TEST(Address, keeps_a_port_that_is_written) {
    const Result<Address> address = parse_address("HTTPS://localhost:8443");
    ASSERT_TRUE(address.ok());
    EXPECT_EQ(address.value().port, 8443);
    EXPECT_EQ(address.value().host_header, "localhost:8443");
}

TEST(Address, may_be_numeric) {
    const Result<Address> four = parse_address("https://127.0.0.1:1");
    ASSERT_TRUE(four.ok());
    EXPECT_EQ(four.value().host, "127.0.0.1");
    const Result<Address> six = parse_address("https://[::1]:65535");
    ASSERT_TRUE(six.ok());
    EXPECT_EQ(six.value().host, "::1");
    EXPECT_EQ(six.value().port, 65535);
    EXPECT_EQ(six.value().host_header, "[::1]:65535");
    EXPECT_EQ(code_of("https://[::1]"), "accepted");
}

TEST(Address, is_refused_when_it_is_no_https) {
    EXPECT_EQ(code_of(""), "settings.address.missing");
    for (const char* text : {"http://host", "host", "ftp://host", "https:/host", "https//host",
                             " https://host", "file:///etc/passwd"}) {
        EXPECT_EQ(code_of(text), "settings.address.not_https") << text;
    }
}

TEST(Address, is_refused_with_a_user_and_the_password_is_not_told) {
    const Result<Address> address = parse_address("https://user:canary@host");
    ASSERT_FALSE(address.ok());
    EXPECT_EQ(address.error().first().code, "settings.address.user");
    EXPECT_EQ(address.error().first().cause.find("canary"), std::string::npos);
    EXPECT_EQ(code_of("https://good.example@evil.example"), "settings.address.user");
}

TEST(Address, is_refused_when_it_goes_on_after_the_host) {
    for (const char* text : {"https://host/", "https://host/path", "https://host?query",
                             "https://host#part", "https://host\\path", "https://host:1/"}) {
        EXPECT_EQ(code_of(text), "settings.address.path") << text;
    }
}

TEST(Address, is_refused_when_the_host_is_no_name) {
    for (const char* text :
         {"https://", "https://:443", "https://.host", "https://host.", "https://a..b",
          "https://-host", "https://ho st", "https://h\xc3\xb6st", "https://[::1", "https://[host]",
          "https://[::1]x", "https://[]", "https://%65vil"}) {
        EXPECT_EQ(code_of(text), "settings.address.host") << text;
    }
    EXPECT_EQ(code_of("https://" + std::string(254, 'a')), "settings.address.host");
}

TEST(Address, is_refused_when_the_port_is_none) {
    for (const char* text : {"https://host:", "https://host:0", "https://host:65536",
                             "https://host:-1", "https://host:44x", "https://host:4:4"}) {
        EXPECT_EQ(code_of(text), "settings.address.port") << text;
    }
}

}  // namespace
}  // namespace sage
