// SPDX-License-Identifier: Apache-2.0
// Plan: addresses that may and may not be redirected to; a redirect as address and as query; each
// malformed one is refused, and no refusal repeats what it read.
#include "sage-adapter/auth/redirect.h"

#include <gtest/gtest.h>

namespace sage {
namespace {

TEST(RedirectUri, is_https_with_a_host_and_nothing_that_hides_one) {
    for (const char* good :
         {"https://wms.example/sage", "https://wms.example:8443/a?b=c", "https://127.0.0.1/x"}) {
        EXPECT_TRUE(check_redirect_uri(good).ok()) << good;
    }
    for (const std::string bad :
         {"", "http://wms.example/sage", "http://127.0.0.1/x", "http://localhost/x", "HTTPS://x",
          "https://", "https:///x", "https://:443/x", "https://user@wms.example/", "wms.example",
          "https://wms.example/#part", "https://wms.example/a b", "https://wms.example/\n",
          "javascript:alert(1)", "https://wms.ex\xc3\xa4mple/"}) {
        const Result<void> checked = check_redirect_uri(bad);
        ASSERT_FALSE(checked.ok()) << bad;
        EXPECT_EQ(checked.error().status, Status::invalid);
        EXPECT_EQ(checked.error().first().code, "authorize.redirect_uri");
    }
    EXPECT_FALSE(check_redirect_uri("https://wms.example/" + std::string(2'000, 'a')).ok());
}

TEST(Redirect, is_read_as_a_whole_address_or_as_its_query) {
    for (const char* text :
         {"https://wms.example/sage?code=c%2B1&state=s1", "?state=s1&code=c%2B1",
          "state=s1&unknown=1&flag&code=c%2b1", "https://wms.example/sage?state=s1&code=c%2B1#x"}) {
        const Result<Redirect> read = read_redirect(text);
        ASSERT_TRUE(read.ok()) << text;
        EXPECT_EQ(read.value().code, "c+1");
        EXPECT_EQ(read.value().state, "s1");
        EXPECT_EQ(read.value().error, "");
    }
    EXPECT_EQ(read_redirect("https://wms.example/sage?code=c&state=s").value().address,
              "https://wms.example/sage");
    EXPECT_EQ(read_redirect("code=c&state=s").value().address, "");
    const Result<Redirect> denied = read_redirect("error=access_denied&state=s1");
    ASSERT_TRUE(denied.ok());
    EXPECT_EQ(denied.value().error, "access_denied");
}

TEST(Redirect, that_is_malformed_is_refused_without_repeating_it) {
    for (const std::string& text :
         {std::string(), std::string("code=s3cret"), std::string("state=s"),
          std::string("state=s&code="), std::string("state=s&code=s3cret&code=other"),
          std::string("state=s&state=s&code=s3cret"),
          std::string("state=s&code=s3cret&error=access_denied"),
          std::string("state=s&code=s3cret%2"), std::string("state=s&code=s3cret%zz"),
          std::string("https://wms.example/sage"),
          std::string("https://wms.example/#?state=s&code=s3cret"),
          "state=s&code=s3cret" + std::string(17'000, 'x')}) {
        const Result<Redirect> read = read_redirect(text);
        ASSERT_FALSE(read.ok()) << text;
        EXPECT_EQ(read.error().status, Status::invalid);
        EXPECT_EQ(read.error().first().code, "authorize.redirect_malformed");
        EXPECT_EQ(read.error().first().cause.find("s3cret"), std::string::npos);
    }
}

}  // namespace
}  // namespace sage
