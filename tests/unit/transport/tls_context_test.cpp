// SPDX-License-Identifier: Apache-2.0
// Plan: TlsContext - eight bad servers and a few more are refused before a byte of a request is
// sent, also when the host accepts everything; good ones are accepted; unusable files are told.
#include "sage-adapter/transport/tls_context.h"

#include <Poco/Net/AcceptCertificateHandler.h>
#include <Poco/Net/Context.h>
#include <Poco/Net/SSLManager.h>
#include <gmock/gmock.h>
#include <openssl/ssl.h>

#include "tests/unit/transport/server_fixture.h"

namespace sage::test {
namespace {

using testing::HasSubstr;

class Certificates : public ServerFixture {
  protected:
    /// What the client says about a server of that kind; asserts that nothing reached it.
    std::string refusal_by(const TlsServerOptions& options,
                           const std::string& host = "localhost") const {
        TlsServer server(options, answer);
        const Evidence evidence =
            transport_to(server.address(host))->exchange(post("canary"), long_ms);
        server.stop();
        EXPECT_EQ(evidence.outcome, Outcome::not_sent);
        EXPECT_EQ(evidence.bytes_sent, 0U);
        EXPECT_EQ(server.connections, 1);
        EXPECT_EQ(server.handshakes, 0);
        EXPECT_EQ(server.application_bytes, 0);
        return evidence.reason;
    }

    std::string refusal_of(const CertificateWish& wish,
                           const std::string& host = "localhost") const {
        return refusal_by({make_identity(wish, &authority), 0, ""}, host);
    }
};

TEST_F(Certificates, accepts_a_good_one_for_a_name_and_for_a_number) {
    for (const char* host : {"localhost", "127.0.0.1"}) {
        TlsServer server(good(), answer);
        const Evidence evidence = transport_to(server.address(host))->exchange(post(), long_ms);
        EXPECT_EQ(evidence.outcome, Outcome::answered) << host << ": " << evidence.reason;
    }
}

TEST_F(Certificates, refuses_one_that_has_expired) {
    CertificateWish wish;
    wish.valid_from_s = -7200;
    wish.valid_until_s = -3600;
    EXPECT_THAT(refusal_of(wish), HasSubstr("certificate has expired"));
}

TEST_F(Certificates, refuses_one_that_is_not_valid_yet) {
    CertificateWish wish;
    wish.valid_from_s = 3600;
    wish.valid_until_s = 7200;
    EXPECT_THAT(refusal_of(wish), HasSubstr("certificate is not yet valid"));
}

TEST_F(Certificates, refuses_one_that_signed_itself) {
    EXPECT_THAT(refusal_by({make_identity({}, nullptr), 0, ""}),
                HasSubstr("self-signed certificate"));
}

TEST_F(Certificates, refuses_one_of_an_unknown_authority_even_with_a_known_name) {
    const Identity stranger = make_authority("Authority of the tests");
    EXPECT_THAT(refusal_by({make_identity({}, &stranger), 0, ""}), HasSubstr("certificate"));
}

TEST_F(Certificates, refuses_one_for_another_name) {
    CertificateWish wish;
    wish.common_name = "wrong.example.com";
    wish.alternative_names = "DNS:wrong.example.com";
    EXPECT_THAT(refusal_of(wish), HasSubstr("hostname mismatch"));
}

TEST_F(Certificates, refuses_one_for_another_name_on_a_loopback_number) {
    CertificateWish wish;
    wish.alternative_names = "DNS:localhost,IP:127.0.0.2";
    EXPECT_THAT(refusal_of(wish, "127.0.0.1"), HasSubstr("IP address mismatch"));
}

TEST_F(Certificates, refuses_names_that_only_look_right) {
    for (const char* names : {"DNS:local*", "DNS:localhost.example.com", "DNS:*"}) {
        CertificateWish wish;
        wish.common_name = "localhost";
        wish.alternative_names = names;
        EXPECT_THAT(refusal_of(wish), HasSubstr("hostname mismatch")) << names;
    }
}

TEST_F(Certificates, refuses_one_issued_by_a_server) {
    const Identity server = make_identity({}, &authority);
    EXPECT_THAT(refusal_by({make_identity({}, &server), 0, ""}), HasSubstr("certificate"));
}

TEST_F(Certificates, refuses_a_server_of_tls_1_1) {
    TlsServerOptions options = good();
    options.protocol_max = TLS1_1_VERSION;
    EXPECT_THAT(refusal_by(options), HasSubstr("TLS handshake: "));
}

TEST_F(Certificates, refuses_a_server_with_weak_ciphers_only) {
    for (const char* weak :
         {"ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-NULL-SHA", "AECDH-AES128-SHA"}) {
        TlsServerOptions options = good();
        options.protocol_max = TLS1_2_VERSION;
        options.ciphers = weak;
        EXPECT_THAT(refusal_by(options), HasSubstr("TLS handshake: ")) << weak;
    }
}

TEST_F(Certificates, accepts_a_server_of_tls_1_2_with_a_strong_cipher) {
    TlsServerOptions options = good();
    options.protocol_max = TLS1_2_VERSION;
    options.ciphers = "ECDHE-ECDSA-AES128-GCM-SHA256";
    TlsServer server(options, answer);
    EXPECT_EQ(transport_to(server.address())->exchange(post(), long_ms).outcome, Outcome::answered);
}

/// What the host or another library in its process may set for all of it.
class EverythingAccepted {
  public:
    EverythingAccepted() {
        const Poco::Net::Context::Ptr lenient = new Poco::Net::Context(
            Poco::Net::Context::CLIENT_USE, "", Poco::Net::Context::VERIFY_NONE);
        Poco::Net::SSLManager::instance().initializeClient(
            nullptr, new Poco::Net::AcceptCertificateHandler(false), lenient);
    }
    EverythingAccepted(const EverythingAccepted&) = delete;
    EverythingAccepted& operator=(const EverythingAccepted&) = delete;
    ~EverythingAccepted() { Poco::Net::SSLManager::instance().shutdown(); }
};

TEST_F(Certificates, of_eight_bad_servers_are_refused_also_when_the_host_accepts_everything) {
    const EverythingAccepted lenient;
    const Identity stranger = make_authority("Authority of the tests");
    const auto wish = [](std::int64_t from_s, std::int64_t until_s, const std::string& names) {
        CertificateWish one;
        one.valid_from_s = from_s;
        one.valid_until_s = until_s;
        one.alternative_names = names;
        return one;
    };
    const std::string names = "DNS:localhost,IP:127.0.0.1";
    EXPECT_THAT(refusal_of(wish(-7200, -3600, names)), HasSubstr("certificate has expired"));
    EXPECT_THAT(refusal_of(wish(3600, 7200, names)), HasSubstr("certificate is not yet valid"));
    EXPECT_THAT(refusal_by({make_identity({}, nullptr), 0, ""}),
                HasSubstr("self-signed certificate"));
    EXPECT_THAT(refusal_by({make_identity({}, &stranger), 0, ""}), HasSubstr("certificate"));
    EXPECT_THAT(refusal_of(wish(-3600, 3600, "DNS:wrong.example.com")),
                HasSubstr("hostname mismatch"));
    EXPECT_THAT(refusal_of(wish(-3600, 3600, "DNS:localhost,IP:127.0.0.2"), "127.0.0.1"),
                HasSubstr("IP address mismatch"));
    TlsServerOptions old = good();
    old.protocol_max = TLS1_1_VERSION;
    EXPECT_THAT(refusal_by(old), HasSubstr("TLS handshake: "));
    TlsServerOptions weak = good();
    weak.protocol_max = TLS1_2_VERSION;
    weak.ciphers = "ECDHE-ECDSA-AES128-SHA";
    EXPECT_THAT(refusal_by(weak), HasSubstr("TLS handshake: "));
}

TEST_F(Certificates, of_the_system_do_not_vouch_for_ours) {
    TlsServer server(good(), answer);
    Result<std::unique_ptr<Transport>> made = make_https_transport({server.address(), ""});
    ASSERT_TRUE(made.ok()) << made.error().first().cause;
    const Evidence evidence = made.value()->exchange(post(), long_ms);
    EXPECT_EQ(evidence.outcome, Outcome::not_sent);
    EXPECT_THAT(evidence.reason, HasSubstr("certificate"));
}

std::string code_of(const std::string& file) {
    const Result<std::unique_ptr<Transport>> made =
        make_https_transport({"https://localhost", file});
    if (made.ok()) {
        return "accepted";
    }
    EXPECT_EQ(made.error().status, Status::config);
    EXPECT_EQ(made.error().first().pointer, "/certificateAuthorityFile");
    EXPECT_FALSE(made.error().first().cause.empty());
    EXPECT_FALSE(made.error().first().fix.empty());
    return made.error().first().code;
}

TEST_F(Certificates, in_a_file_that_cannot_be_used_are_told) {
    EXPECT_EQ(code_of("/does/not/exist.pem"), "settings.certificate_authority.unreadable");
    EXPECT_EQ(code_of("/"), "settings.certificate_authority.unreadable");
    EXPECT_EQ(code_of(authority_file), "accepted");
    std::ofstream(authority_file) << "not a certificate";
    EXPECT_EQ(code_of(authority_file), "settings.certificate_authority.unusable");
    std::ofstream(authority_file) << authority.key;
    EXPECT_EQ(code_of(authority_file), "settings.certificate_authority.unusable");
    std::ofstream(authority_file, std::ios::trunc).flush();
    EXPECT_EQ(code_of(authority_file), "settings.certificate_authority.unreadable");
}

}  // namespace
}  // namespace sage::test
