// SPDX-License-Identifier: Apache-2.0
// Plan: each grant's request to the letter, everything encoded, allocated once.
#include "sage-adapter/auth/token_request.h"

#include <gtest/gtest.h>

namespace sage {
namespace {

const ClientCredentials credentials{"/oauth2/token", "id", "secret", "wms@north|100"};
const ClientSecrets client{"client 1.app&sage", "s%c+t"};

TEST(TokenRequest, of_each_grant_is_a_form_with_everything_encoded) {
    const Request by_client = client_credentials_request(credentials, client);
    EXPECT_EQ(by_client.method, "POST");
    EXPECT_EQ(by_client.target, "/oauth2/token");
    EXPECT_EQ(by_client.headers[0].value, "application/x-www-form-urlencoded");
    EXPECT_EQ(by_client.body,
              "grant_type=client_credentials&client_id=client+1.app%26sage&client_secret=s%25c%2Bt"
              "&username=wms%40north%7C100");
    EXPECT_EQ(refresh_request(credentials, client, "r=1").body,
              "grant_type=refresh_token&client_id=client+1.app%26sage&client_secret=s%25c%2Bt"
              "&refresh_token=r%3D1");
    EXPECT_EQ(code_request(credentials, client, {"c 1", "v-1", "https://wms.example/sage"}).body,
              "grant_type=authorization_code&client_id=client+1.app%26sage&client_secret=s%25c%2Bt"
              "&code=c+1&redirect_uri=https%3A%2F%2Fwms.example%2Fsage&code_verifier=v-1");
}

TEST(TokenRequest, leaves_out_a_user_that_there_is_not) {
    const Request request = client_credentials_request({"/token", "id", "secret", ""}, client);
    EXPECT_EQ(request.body.find("username"), std::string::npos);
}

TEST(TokenRequest, never_grows_so_that_no_copy_of_a_secret_stays_behind) {
    const std::string worst(1'000, '%');
    std::string body = refresh_request(credentials, {worst, worst}, worst).body;
    EXPECT_LE(body.size(), body.capacity());
    const std::size_t needed = 3 * 3 * worst.size();
    EXPECT_GE(body.size(), needed);
    EXPECT_LT(body.capacity(), needed + 200) << "reserved once, not doubled";
}

}  // namespace
}  // namespace sage
