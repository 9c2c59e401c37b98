// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/transport/drop_transport.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "sage-adapter/base/windows_1252.h"

namespace sage {
namespace {

constexpr int ok = 200;
constexpr int created = 201;
constexpr int no_content = 204;
constexpr int not_found = 404;
constexpr int conflict = 409;

Evidence answered(int status, std::string body, std::uint64_t bytes_sent) {
    return {Outcome::answered, Reply{status, {}, std::move(body)}, "", bytes_sent};
}

Evidence unanswered(Outcome outcome, const Problem& problem) {
    return {outcome, {}, problem.code + ": " + problem.cause, 0};
}

bool is_windows_1252(const Request& request) {
    return std::any_of(request.headers.begin(), request.headers.end(), [](const Header& header) {
        return header.name == "Content-Type" &&
               header.value.find("charset=windows-1252") != std::string::npos;
    });
}

class DropTransport final : public Transport {
  public:
    explicit DropTransport(std::unique_ptr<DropFolder> folder) : folder_(std::move(folder)) {}

    /// Without a time limit: the calls of a file system have none, and ending one that waits for a
    /// share would leave its outcome unknown.
    Evidence exchange(const Request& request, std::int64_t /*time_limit_ms*/) override {
        const bool has_name = request.target.starts_with('/');
        const std::string name = has_name ? request.target.substr(1) : std::string();
        if (has_name && request.method == "PUT") {
            const std::optional<std::string> bytes = is_windows_1252(request)
                                                         ? to_windows_1252(request.body)
                                                         : std::optional(request.body);
            return bytes ? put(name, *bytes)
                         : Evidence{Outcome::not_sent, {}, "not a text of Windows-1252", 0};
        }
        if (has_name && request.method == "GET") {
            return name.empty() ? reach() : get(name);
        }
        return {Outcome::not_sent, {}, "a folder takes PUT and GET only", 0};
    }

    void interrupt() override {}

  private:
    Evidence put(const std::string& name, const std::string& bytes) {
        const DropEvidence evidence = folder_->write(name, bytes);
        switch (evidence.outcome) {
            case DropOutcome::there:
                return answered(created, "", bytes.size());
            case DropOutcome::taken:
                return answered(conflict, evidence.problem.cause, 0);
            case DropOutcome::not_there:
                return unanswered(Outcome::not_sent, evidence.problem);
            case DropOutcome::unknown:
                break;
        }
        return unanswered(Outcome::maybe_sent, evidence.problem);
    }

    Evidence get(const std::string& name) {
        DropEvidence evidence = folder_->look(name);
        if (evidence.outcome == DropOutcome::there) {
            return answered(ok, std::move(evidence.bytes), 0);
        }
        if (evidence.problem.code == "drop.absent") {
            return answered(not_found, "", 0);
        }
        return unanswered(Outcome::not_sent, evidence.problem);
    }

    Evidence reach() {
        const DropEvidence evidence = folder_->reach();
        return evidence.outcome == DropOutcome::there
                   ? answered(no_content, "", 0)
                   : unanswered(Outcome::not_sent, evidence.problem);
    }

    std::unique_ptr<DropFolder> folder_;
};

}  // namespace

std::unique_ptr<Transport> make_drop_transport(std::unique_ptr<DropFolder> folder) {
    return std::make_unique<DropTransport>(std::move(folder));
}

}  // namespace sage
