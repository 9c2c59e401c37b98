// SPDX-License-Identifier: Apache-2.0
// Plan: certificates are made once and kept; what is damaged, foreign or gone is made anew without
// changing the authority; keys are private; a folder that cannot be written is refused.
#include "plugins/sage_simulator/certificate.h"

#include <gtest/gtest.h>
#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>

#include <memory>

#include "tests/unit/simulator/folder.h"

namespace sage::test {
namespace {

struct FreeCertificate {
    void operator()(X509* certificate) const { X509_free(certificate); }
};
using Certificate = std::unique_ptr<X509, FreeCertificate>;

Certificate parse(const std::string& pem) {
    BIO* const bio = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
    Certificate certificate(PEM_read_bio_X509(bio, nullptr, nullptr, nullptr));
    BIO_free_all(bio);
    return certificate;
}

TEST(Certificates, the_server_is_signed_by_the_authority_for_localhost_and_its_address) {
    const Folder folder;
    const auto files = provide_certificates(folder.path());
    ASSERT_TRUE(files.ok());
    const Certificate authority = parse(folder.read("ca.pem"));
    const Certificate server = parse(folder.read("server.pem"));
    ASSERT_TRUE(authority && server);
    EXPECT_EQ(X509_verify(server.get(), X509_get0_pubkey(authority.get())), 1);
    EXPECT_EQ(X509_check_host(server.get(), "localhost", 0, 0, nullptr), 1);
    EXPECT_EQ(X509_check_ip_asc(server.get(), "127.0.0.1", 0), 1);
    EXPECT_NE(X509_check_host(server.get(), "api.intacct.com", 0, 0, nullptr), 1);
    EXPECT_GE(X509_check_ca(authority.get()), 1);
    EXPECT_EQ(X509_check_ca(server.get()), 0);
    EXPECT_EQ(files.value().authority, folder.file("ca.pem"));
}

TEST(Certificates, they_are_kept) {
    const Folder folder;
    ASSERT_TRUE(provide_certificates(folder.path()).ok());
    const std::string authority = folder.read("ca.pem");
    const std::string server = folder.read("server.pem");
    ASSERT_TRUE(provide_certificates(folder.path()).ok());
    EXPECT_EQ(folder.read("ca.pem"), authority);
    EXPECT_EQ(folder.read("server.pem"), server);
}

TEST(Certificates, a_damaged_or_foreign_server_certificate_is_replaced_and_the_authority_stays) {
    const Folder folder;
    const Folder other;
    ASSERT_TRUE(provide_certificates(folder.path()).ok());
    ASSERT_TRUE(provide_certificates(other.path()).ok());
    const std::string authority = folder.read("ca.pem");
    for (const std::string& text : {std::string("damaged"), other.read("server.pem")}) {
        folder.write("server.pem", text);
        folder.write("server.key", other.read("server.key"));
        ASSERT_TRUE(provide_certificates(folder.path()).ok());
        const Certificate server = parse(folder.read("server.pem"));
        ASSERT_TRUE(server);
        EXPECT_EQ(X509_verify(server.get(), X509_get0_pubkey(parse(authority).get())), 1);
        EXPECT_EQ(folder.read("ca.pem"), authority);
    }
}

TEST(Certificates, keys_are_for_their_owner_only) {
    const Folder folder;
    ASSERT_TRUE(provide_certificates(folder.path()).ok());
    for (const char* const name : {"ca.key", "server.key"}) {
        struct stat found = {};
        ASSERT_EQ(::stat(folder.file(name).c_str(), &found), 0);
        EXPECT_EQ(found.st_mode & 0777U, 0600U) << name;
    }
}

TEST(Certificates, a_folder_that_cannot_be_written_is_refused) {
    const auto files = provide_certificates("/nowhere/at/all");
    ASSERT_FALSE(files.ok());
    EXPECT_EQ(files.error().status, Status::storage);
    EXPECT_NE(files.error().first().fix, "");
}

}  // namespace
}  // namespace sage::test
