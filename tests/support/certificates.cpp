// SPDX-License-Identifier: Apache-2.0
// Certificates by OpenSSL: elliptic curve keys, because those are made in no time.
#include "tests/support/certificates.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <memory>

namespace sage::test {

namespace {

template <auto function>
struct Freed {
    template <class T>
    void operator()(T* object) const {
        function(object);
    }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Memory = std::unique_ptr<BIO, Freed<BIO_free_all>>;

std::string text_of(BIO* memory) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(memory, &data);
    return {data, static_cast<std::size_t>(size)};
}

Key key_of(const Identity& identity) {
    const Memory memory(
        BIO_new_mem_buf(identity.key.data(), static_cast<int>(identity.key.size())));
    return Key(PEM_read_bio_PrivateKey(memory.get(), nullptr, nullptr, nullptr));
}

Certificate certificate_of(const Identity& identity) {
    const Memory memory(BIO_new_mem_buf(identity.certificate.data(),
                                        static_cast<int>(identity.certificate.size())));
    return Certificate(PEM_read_bio_X509(memory.get(), nullptr, nullptr, nullptr));
}

void add_extension(X509* certificate, X509* issuer, int kind, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
    if (extension != nullptr) {
        X509_add_ext(certificate, extension, -1);
        X509_EXTENSION_free(extension);
    }
}

void set_random_serial(X509* certificate) {
    std::uint32_t serial = 0;
    RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), static_cast<long>(serial));
}

}  // namespace

Identity make_identity(const CertificateWish& wish, const Identity* issuer) {
    const Key key(EVP_EC_gen("P-256"));
    const Certificate certificate(X509_new());
    if (key == nullptr || certificate == nullptr) {
        return {};
    }
    X509_set_version(certificate.get(), X509_VERSION_3);
    set_random_serial(certificate.get());
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), wish.valid_from_s);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), wish.valid_until_s);
    X509_set_pubkey(certificate.get(), key.get());
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(wish.common_name.c_str()), -1,
                               -1, 0);

    const Certificate issued_by = issuer != nullptr ? certificate_of(*issuer) : nullptr;
    const Key signing_key = issuer != nullptr ? key_of(*issuer) : nullptr;
    X509* const parent = issued_by != nullptr ? issued_by.get() : certificate.get();
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(parent));
    add_extension(certificate.get(), parent, NID_basic_constraints,
                  wish.authority ? "critical,CA:TRUE" : "critical,CA:FALSE");
    if (wish.authority) {
        add_extension(certificate.get(), parent, NID_key_usage, "critical,keyCertSign,cRLSign");
    }
    if (!wish.alternative_names.empty()) {
        add_extension(certificate.get(), parent, NID_subject_alt_name, wish.alternative_names);
    }
    if (X509_sign(certificate.get(), signing_key != nullptr ? signing_key.get() : key.get(),
                  EVP_sha256()) == 0) {
        return {};
    }
    const Memory key_text(BIO_new(BIO_s_mem()));
    const Memory certificate_text(BIO_new(BIO_s_mem()));
    PEM_write_bio_PrivateKey(key_text.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    PEM_write_bio_X509(certificate_text.get(), certificate.get());
    return {text_of(key_text.get()), text_of(certificate_text.get())};
}

Identity make_authority(const std::string& name) {
    CertificateWish wish;
    wish.common_name = name;
    wish.alternative_names.clear();
    wish.authority = true;
    return make_identity(wish, nullptr);
}

}  // namespace sage::test
