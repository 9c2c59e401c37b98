// SPDX-License-Identifier: Apache-2.0
// TLS as we demand it: 1.2 or newer, authenticated ciphers, chain and host name verified by OpenSSL
// inside the handshake. Poco's context loads the certificates; its call-back for bad certificates
// asks the process-wide SSLManager, which belongs to the host, so OpenSSL's own verdict is final
// here.
#include "sage-adapter/transport/tls_context.h"

#include <Poco/Crypto/OpenSSLInitializer.h>
#include <Poco/Exception.h>
#include <Poco/Net/Context.h>
#include <Poco/Net/IPAddress.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <fstream>

#include "sage-adapter/base/text.h"

namespace sage {

namespace {

// Only ciphers with forward secrecy and authenticated encryption; TLS 1.3 has no others. The level
// is named so that no configuration file of the machine lowers it.
constexpr const char* ciphers = "ECDHE+AESGCM:ECDHE+CHACHA20:@SECLEVEL=2";
constexpr int chain_depth_max = 9;

Error refused(std::string_view code, std::string cause, std::string fix) {
    return {Status::config,
            Problem{"settings.certificate_authority." + std::string(code),
                    "/certificateAuthorityFile", std::move(cause), std::move(fix), Owner::it}};
}

bool can_be_read(const std::string& file) {
    std::ifstream stream(file, std::ios::binary);
    return stream.peek() != std::ifstream::traits_type::eof();
}

bool demand(SSL_CTX* context) {
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    // A connection cut without the closing message of TLS must stay an error: otherwise anyone on
    // the way could shorten a reply.
    SSL_CTX_clear_options(context, SSL_OP_IGNORE_UNEXPECTED_EOF);
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_read_ahead(context, 1);
    return SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1 &&
           SSL_CTX_set_cipher_list(context, ciphers) == 1;
}

}  // namespace

struct TlsContext::Parts {
    Address address;
    bool numeric = false;
    Poco::Net::Context::Ptr context;
};

TlsContext::TlsContext(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
TlsContext::~TlsContext() = default;

const Address& TlsContext::address() const {
    return parts_->address;
}

Result<std::unique_ptr<TlsContext>> TlsContext::make(
    Address address, const std::string& certificate_authority_file) {
    if (!certificate_authority_file.empty() && !can_be_read(certificate_authority_file)) {
        return refused("unreadable",
                       "The file \"" + excerpt(certificate_authority_file) +
                           "\" with the certificates to trust cannot be read or is empty.",
                       "Name a file in PEM form that the host's user can read.");
    }
    auto parts = std::make_unique<Parts>();
    Poco::Net::IPAddress numeric;
    parts->numeric = Poco::Net::IPAddress::tryParse(address.host, numeric);
    parts->address = std::move(address);
    try {
        // Every context of Poco counts OpenSSL's users and the last one out tears OpenSSL down,
        // under the feet of the host. This count is never given back.
        Poco::Crypto::OpenSSLInitializer::initialize();
        Poco::Net::Context::Params parameters;
        parameters.caLocation = certificate_authority_file;
        parameters.loadDefaultCAs = certificate_authority_file.empty();
        parameters.verificationMode = Poco::Net::Context::VERIFY_STRICT;
        parameters.verificationDepth = chain_depth_max;
        parameters.cipherList = ciphers;
        parts->context = new Poco::Net::Context(Poco::Net::Context::TLS_CLIENT_USE, parameters);
    } catch (const Poco::Exception&) {
        ERR_clear_error();
        return refused("unusable",
                       certificate_authority_file.empty()
                           ? "The system's certificates to trust cannot be loaded."
                           : "The file \"" + excerpt(certificate_authority_file) +
                                 "\" holds no certificate in PEM form.",
                       certificate_authority_file.empty()
                           ? "Install the package ca-certificates."
                           : "Name a file that begins with \"-----BEGIN CERTIFICATE-----\".");
    }
    if (!demand(parts->context->sslContext())) {
        ERR_clear_error();
        return Error(Status::config,
                     Problem{"transport.tls_unusable", "",
                             "The OpenSSL of this machine offers no TLS 1.2 with strong ciphers.",
                             "Install OpenSSL 3.0 or newer.", Owner::it});
    }
    return std::unique_ptr<TlsContext>(new TlsContext(std::move(parts)));
}

void* TlsContext::new_session() const {
    SSL* const session = SSL_new(parts_->context->sslContext());
    if (session == nullptr) {
        return nullptr;
    }
    const char* const host = parts_->address.host.c_str();
    SSL_set_hostflags(session, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    const bool bound =
        parts_->numeric
            ? X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(session), host) == 1
            : SSL_set1_host(session, host) == 1 && SSL_set_tlsext_host_name(session, host) == 1;
    if (!bound) {
        SSL_free(session);
        return nullptr;
    }
    SSL_set_connect_state(session);
    return session;
}

}  // namespace sage
