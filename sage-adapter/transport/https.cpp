// SPDX-License-Identifier: Apache-2.0
// Step 9 of the flow: an exchange over HTTPS. A connection is taken from those kept or opened, the
// request goes out once, and the reply is read to its end; whatever breaks, where it broke decides
// between "not sent" and "maybe sent". Nothing here tries anything twice.
#include "sage-adapter/transport/https.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <exception>
#include <iterator>
#include <mutex>
#include <vector>

#include "sage-adapter/transport/broken_pipe.h"
#include "sage-adapter/transport/reply_reader.h"
#include "sage-adapter/transport/request_text.h"
#include "sage-adapter/transport/tls_connection.h"

namespace sage {

namespace {

using std::chrono::steady_clock;

// As much as one TLS record carries.
constexpr std::size_t read_bytes_max = 16 * 1024;

struct Kept {
    std::unique_ptr<TlsConnection> connection;
    steady_clock::time_point since;
};

/// What was received goes through here; some of it is an access token.
class ReadBuffer {
  public:
    ReadBuffer() = default;
    ReadBuffer(const ReadBuffer&) = delete;
    ReadBuffer& operator=(const ReadBuffer&) = delete;
    ~ReadBuffer() { wipe(bytes.data(), used); }

    std::array<char, read_bytes_max> bytes;
    std::size_t used = 0;
};

Evidence not_sent(std::string_view reason) {
    Evidence evidence;
    evidence.reason = reason;
    return evidence;
}

class HttpsTransport final : public Transport {
  public:
    HttpsTransport(std::unique_ptr<TlsContext> context, const HttpsOptions& options)
        : context_(std::move(context)),
          kept_max_(static_cast<std::size_t>(std::max(options.connections_max, 0))),
          idle_max_(std::clamp<std::int64_t>(options.idle_ms_max, 0, 86'400'000)) {}

    ~HttpsTransport() override {
        const BrokenPipeBlocked guard;
        kept_.clear();
    }

    Evidence exchange(const Request& request, std::int64_t time_limit_ms) override;
    void interrupt() override;

  private:
    class Lease;
    std::unique_ptr<TlsConnection> take_kept();
    void keep(std::unique_ptr<TlsConnection> connection);
    void read_reply(TlsConnection& connection, ReplyReader& reader, const Deadline& deadline,
                    Evidence& evidence);

    std::unique_ptr<TlsContext> context_;
    std::size_t kept_max_;
    std::chrono::milliseconds idle_max_;
    std::mutex mutex_;
    std::vector<Kept> kept_;                   ///< oldest first
    std::vector<TlsConnection*> in_progress_;  ///< what interrupt() reaches
};

/// A connection for the time of one exchange, within reach of interrupt().
class HttpsTransport::Lease {
  public:
    explicit Lease(HttpsTransport& owner) : owner_(owner), connection_(owner.take_kept()) {
        if (connection_ == nullptr) {
            connection_ = std::make_unique<TlsConnection>(*owner.context_);
            fresh_ = true;
        }
        const std::lock_guard lock(owner_.mutex_);
        owner_.in_progress_.push_back(connection_.get());
    }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    ~Lease() { give_up(); }

    /// Out of reach of interrupt(); closes the connection unless it is taken.
    std::unique_ptr<TlsConnection> give_up() {
        const std::lock_guard lock(owner_.mutex_);
        std::erase(owner_.in_progress_, connection_.get());
        return std::move(connection_);
    }

    TlsConnection& connection() { return *connection_; }
    bool fresh() const { return fresh_; }

  private:
    HttpsTransport& owner_;
    std::unique_ptr<TlsConnection> connection_;
    bool fresh_ = false;
};

std::unique_ptr<TlsConnection> HttpsTransport::take_kept() {
    for (;;) {
        std::unique_ptr<TlsConnection> connection;
        std::vector<Kept> outdated;
        {
            const std::lock_guard lock(mutex_);
            const auto limit = steady_clock::now() - idle_max_;
            const auto young = std::find_if(kept_.begin(), kept_.end(),
                                            [&](const Kept& kept) { return kept.since > limit; });
            std::move(kept_.begin(), young, std::back_inserter(outdated));
            kept_.erase(kept_.begin(), young);
            if (kept_.empty()) {
                return nullptr;
            }
            // The youngest: the others age and are closed, so that no more are kept than needed.
            connection = std::move(kept_.back().connection);
            kept_.pop_back();
        }
        if (connection->quiet()) {
            return connection;
        }
    }
}

void HttpsTransport::keep(std::unique_ptr<TlsConnection> connection) {
    std::unique_ptr<TlsConnection> surplus;
    const std::lock_guard lock(mutex_);
    if (kept_.size() < kept_max_) {
        kept_.push_back({std::move(connection), steady_clock::now()});
    } else {
        surplus = std::move(connection);
    }
}

void HttpsTransport::interrupt() {
    const std::lock_guard lock(mutex_);
    for (TlsConnection* const connection : in_progress_) {
        connection->interrupt();
    }
}

Evidence HttpsTransport::exchange(const Request& request, std::int64_t time_limit_ms) {
    Evidence evidence;
    try {
        const Deadline deadline(time_limit_ms);
        const BrokenPipeBlocked guard;
        WipedText text;
        const std::string_view problem =
            write_request(request, context_->address().host_header, text);
        if (!problem.empty()) {
            return not_sent(problem);
        }
        Lease lease(*this);
        TlsConnection& connection = lease.connection();
        if (deadline.over()) {
            return not_sent("no time left");
        }
        if (lease.fresh() && !connection.open(deadline)) {
            return not_sent(connection.reason());
        }
        // Assumed until it is known better: whatever goes wrong meanwhile proves nothing.
        evidence.outcome = Outcome::maybe_sent;
        const bool written = connection.write(text.text, deadline, evidence.bytes_sent);
        evidence.outcome = evidence.bytes_sent == 0 ? Outcome::not_sent : Outcome::maybe_sent;
        if (!written) {
            evidence.reason = "sending: " + connection.reason();
            return evidence;
        }
        ReplyReader reader(request.method);
        read_reply(connection, reader, deadline, evidence);
        std::unique_ptr<TlsConnection> used = lease.give_up();
        if (reader.reusable()) {
            keep(std::move(used));
        }
    } catch (const std::exception&) {
        if (evidence.outcome != Outcome::answered) {
            evidence.reason = "no memory left";
        }
    }
    return evidence;
}

void HttpsTransport::read_reply(TlsConnection& connection, ReplyReader& reader,
                                const Deadline& deadline, Evidence& evidence) {
    ReadBuffer buffer;
    ReplyReader::Progress progress = ReplyReader::Progress::more;
    while (progress == ReplyReader::Progress::more) {
        std::size_t size = 0;
        const TlsConnection::Received received =
            connection.read(buffer.bytes.data(), buffer.bytes.size(), size, deadline);
        if (received == TlsConnection::Received::failure) {
            evidence.reason = "waiting for the reply: " + connection.reason();
            return;
        }
        if (received == TlsConnection::Received::bytes) {
            buffer.used = std::max(buffer.used, size);
            progress = reader.feed({buffer.bytes.data(), size});
        } else {
            progress = reader.finish();
        }
    }
    if (progress == ReplyReader::Progress::complete) {
        evidence.outcome = Outcome::answered;
        evidence.reply = reader.take();
    } else {
        evidence.reason = reader.reason();
    }
}

}  // namespace

Result<std::unique_ptr<Transport>> make_https_transport(const HttpsOptions& options) {
    Result<Address> address = parse_address(options.address);
    if (!address.ok()) {
        return std::move(address).error();
    }
    Result<std::unique_ptr<TlsContext>> context =
        TlsContext::make(std::move(address).value(), options.certificate_authority_file);
    if (!context.ok()) {
        return std::move(context).error();
    }
    return std::unique_ptr<Transport>(
        std::make_unique<HttpsTransport>(std::move(context).value(), options));
}

}  // namespace sage
