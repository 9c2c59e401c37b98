// SPDX-License-Identifier: Apache-2.0
// OpenSSL's C interface, with every handle owned. Certificates go by real time: they are the one
// thing in the simulator that does not follow its clock.
#include "plugins/sage_simulator/certificate.h"

#include <fcntl.h>
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <memory>

namespace sage {
namespace {

struct Free {
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(BIO* bio) const { BIO_free_all(bio); }
    void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
};
using Certificate = std::unique_ptr<X509, Free>;
using Key = std::unique_ptr<EVP_PKEY, Free>;
using Bio = std::unique_ptr<BIO, Free>;

constexpr long day_seconds = 86'400;
constexpr int validity_days = 3'650;
constexpr int renew_days = 30;

struct Pair {
    Certificate certificate;
    Key key;
};

Error failed(const std::string& cause) {
    return {Status::storage, Problem{"simulator.certificate", "", cause,
                                     "Give --data a folder that this user can write.", Owner::it}};
}

bool add_extension(X509* certificate, X509* issuer, int kind, const char* value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    const std::unique_ptr<X509_EXTENSION, Free> extension(
        X509V3_EXT_conf_nid(nullptr, &context, kind, value));
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool set_serial(X509* certificate) {
    std::array<unsigned char, 8> bytes;
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
        return false;
    }
    std::uint64_t serial = 0;
    for (const unsigned char byte : bytes) {
        serial = serial << 8U | byte;
    }
    return ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), serial >> 1U) == 1;
}

/// A fresh key with a certificate over it, signed by `authority` or, without one, by itself.
Pair make_pair(const char* name, const Pair* authority) {
    Pair made{Certificate(X509_new()), Key(EVP_EC_gen("P-256"))};
    X509* const certificate = made.certificate.get();
    if (certificate == nullptr || !made.key || X509_set_version(certificate, 2) != 1 ||
        !set_serial(certificate) || X509_set_pubkey(certificate, made.key.get()) != 1) {
        return {};
    }
    X509_gmtime_adj(X509_getm_notBefore(certificate), -day_seconds);
    X509_gmtime_adj(X509_getm_notAfter(certificate), day_seconds * validity_days);
    X509_NAME* const subject = X509_get_subject_name(certificate);
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(name), -1, -1, 0);
    X509* const issuer = authority == nullptr ? certificate : authority->certificate.get();
    X509_set_issuer_name(certificate, X509_get_subject_name(issuer));
    const bool extended =
        authority == nullptr
            ? add_extension(certificate, issuer, NID_basic_constraints, "critical,CA:TRUE") &&
                  add_extension(certificate, issuer, NID_key_usage,
                                "critical,keyCertSign,cRLSign") &&
                  add_extension(certificate, issuer, NID_subject_key_identifier, "hash")
            : add_extension(certificate, issuer, NID_basic_constraints, "critical,CA:FALSE") &&
                  add_extension(certificate, issuer, NID_key_usage, "critical,digitalSignature") &&
                  add_extension(certificate, issuer, NID_ext_key_usage, "serverAuth") &&
                  add_extension(certificate, issuer, NID_authority_key_identifier, "keyid") &&
                  add_extension(certificate, issuer, NID_subject_alt_name,
                                "DNS:localhost,IP:127.0.0.1");
    EVP_PKEY* const signer = authority == nullptr ? made.key.get() : authority->key.get();
    if (!extended || X509_sign(certificate, signer, EVP_sha256()) == 0) {
        return {};
    }
    return made;
}

std::string read_all(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

bool write_all(const std::string& path, const std::string& text, mode_t mode) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
    if (file < 0) {
        return false;
    }
    const ssize_t written = ::write(file, text.data(), text.size());
    return ::close(file) == 0 && written == static_cast<ssize_t>(text.size());
}

std::string pem_of(const Bio& bio) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

bool store(const Pair& pair, const std::string& certificate_path, const std::string& key_path) {
    const Bio certificate(BIO_new(BIO_s_mem()));
    const Bio key(BIO_new(BIO_s_mem()));
    return PEM_write_bio_X509(certificate.get(), pair.certificate.get()) == 1 &&
           PEM_write_bio_PrivateKey(key.get(), pair.key.get(), nullptr, nullptr, 0, nullptr,
                                    nullptr) == 1 &&
           write_all(key_path, pem_of(key), S_IRUSR | S_IWUSR) &&
           write_all(certificate_path, pem_of(certificate), S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH);
}

/// Empty handles unless both files are there, belong together and stay valid for a while.
Pair load(const std::string& certificate_path, const std::string& key_path) {
    const std::string certificate_text = read_all(certificate_path);
    const std::string key_text = read_all(key_path);
    const Bio certificate(
        BIO_new_mem_buf(certificate_text.data(), static_cast<int>(certificate_text.size())));
    const Bio key(BIO_new_mem_buf(key_text.data(), static_cast<int>(key_text.size())));
    Pair pair{Certificate(PEM_read_bio_X509(certificate.get(), nullptr, nullptr, nullptr)),
              Key(PEM_read_bio_PrivateKey(key.get(), nullptr, nullptr, nullptr))};
    if (!pair.certificate || !pair.key ||
        X509_check_private_key(pair.certificate.get(), pair.key.get()) != 1) {
        return {};
    }
    int days = 0;
    int seconds = 0;
    if (ASN1_TIME_diff(&days, &seconds, nullptr, X509_get0_notAfter(pair.certificate.get())) != 1 ||
        days < renew_days) {
        return {};
    }
    return pair;
}

bool is_signed_by(const Pair& pair, const Pair& authority) {
    return pair.certificate && authority.key &&
           X509_verify(pair.certificate.get(), authority.key.get()) == 1;
}

}  // namespace

Result<CertificateFiles> provide_certificates(const std::string& folder) {
    const CertificateFiles files{folder + "/ca.pem", folder + "/server.pem",
                                 folder + "/server.key"};
    const std::string authority_key = folder + "/ca.key";
    Pair authority = load(files.authority, authority_key);
    if (!authority.certificate) {
        authority = make_pair("Simulated Sage certificate authority", nullptr);
        if (!authority.certificate || !store(authority, files.authority, authority_key)) {
            return failed("The certificate authority could not be written to " + files.authority +
                          ": " + std::strerror(errno) + ".");
        }
    }
    if (!is_signed_by(load(files.server_certificate, files.server_key), authority)) {
        const Pair server = make_pair("localhost", &authority);
        if (!server.certificate || !store(server, files.server_certificate, files.server_key)) {
            return failed("The server certificate could not be written to " +
                          files.server_certificate + ": " + std::strerror(errno) + ".");
        }
    }
    return files;
}

}  // namespace sage
