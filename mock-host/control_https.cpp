// SPDX-License-Identifier: Apache-2.0
// The control interface over a kept HTTPS connection. Its requests may be repeated without harm, so
// a connection that went stale is simply opened again.
#include <Poco/Exception.h>
#include <Poco/Net/Context.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/HTTPSClientSession.h>
#include <Poco/Timespan.h>
#include <Poco/URI.h>

#include <array>
#include <istream>
#include <mutex>
#include <ostream>

#include "mock-host/control.h"

namespace wms {

namespace {

namespace net = Poco::Net;

constexpr std::size_t kReplyBytesMax = 256UL * 1024 * 1024;
constexpr long kReplySecondsMax = 60;

class HttpsControl final : public Control {
  public:
    HttpsControl(const Poco::URI& address, const net::Context::Ptr& context)
        : session_(address.getHost(), address.getPort(), context) {
        session_.setKeepAlive(true);
        session_.setTimeout(Poco::Timespan(kReplySecondsMax, 0));
    }

    Result<std::string> get(const std::string& target) override {
        return exchange(net::HTTPRequest::HTTP_GET, target, {});
    }

    Result<std::string> open_page(const std::string& target) override {
        return exchange(net::HTTPRequest::HTTP_GET, target, {}, net::HTTPResponse::HTTP_FOUND);
    }

    Result<std::string> post(const std::string& target, const std::string& body) override {
        return exchange(net::HTTPRequest::HTTP_POST, target, body);
    }

  private:
    Result<std::string> exchange(
        const std::string& method, const std::string& target, const std::string& body,
        net::HTTPResponse::HTTPStatus wanted = net::HTTPResponse::HTTP_OK) {
        const std::lock_guard lock(mutex_);
        std::string reason;
        for (int tries = 0; tries < 2; ++tries) {
            try {
                return exchange_once(method, target, body, wanted);
            } catch (const Poco::Exception& failure) {
                reason = failure.displayText();
                session_.reset();
            } catch (const std::exception& failure) {
                reason = failure.what();
                session_.reset();
            }
        }
        return Problem{"control.unreachable", target,
                       "The simulated Sage cannot be reached: " + reason + ".",
                       "Start it, and name its address and certificate authority.", "it"};
    }

    Result<std::string> exchange_once(const std::string& method, const std::string& target,
                                      const std::string& body,
                                      net::HTTPResponse::HTTPStatus wanted) {
        net::HTTPRequest request(method, target, net::HTTPMessage::HTTP_1_1);
        if (!body.empty()) {
            request.setContentType("application/json");
            request.setContentLength(static_cast<std::streamsize>(body.size()));
        }
        session_.sendRequest(request) << body << std::flush;
        net::HTTPResponse response;
        std::istream& stream = session_.receiveResponse(response);
        std::string text;
        std::array<char, 65536> block;
        while (stream.read(block.data(), block.size()) || stream.gcount() > 0) {
            text.append(block.data(), static_cast<std::size_t>(stream.gcount()));
            if (text.size() > kReplyBytesMax) {
                session_.reset();
                return Problem{"control.too_large", target, "The reply is too large.",
                               "Ask for less at once.", "it"};
            }
        }
        if (response.getStatus() != wanted) {
            return Problem{"control.refused", target,
                           "The simulated Sage answered " +
                               std::to_string(static_cast<int>(response.getStatus())) + ": " +
                               text.substr(0, 500),
                           "Correct the request.", "it"};
        }
        return wanted == net::HTTPResponse::HTTP_FOUND ? response.get("Location", "") : text;
    }

    std::mutex mutex_;
    net::HTTPSClientSession session_;
};

}  // namespace

Result<std::unique_ptr<Control>> Control::open(const std::string& address,
                                               const std::string& certificate_authority_file) {
    try {
        const Poco::URI uri(address);
        if (uri.getScheme() != "https" || uri.getHost().empty()) {
            return Problem{"control.address", address, "The address is not https://host:port.",
                           "Write the address as the simulator prints it.", "it"};
        }
        net::Context::Params parameters;
        parameters.caLocation = certificate_authority_file;
        parameters.loadDefaultCAs = certificate_authority_file.empty();
        parameters.verificationMode = net::Context::VERIFY_STRICT;
        net::Context::Ptr context = new net::Context(net::Context::TLS_CLIENT_USE, parameters);
        context->requireMinimumProtocol(net::Context::PROTO_TLSV1_2);
        return std::unique_ptr<Control>(std::make_unique<HttpsControl>(uri, context));
    } catch (const Poco::Exception& failure) {
        return Problem{"control.address", address,
                       "The connection cannot be prepared: " + failure.displayText() + ".",
                       "Name an address, and a file of certificates in PEM form.", "it"};
    }
}

}  // namespace wms
