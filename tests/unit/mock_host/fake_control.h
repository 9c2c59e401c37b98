// SPDX-License-Identifier: Apache-2.0
// A control interface that says what a test wants it to say.
#pragma once

#include <limits>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "mock-host/control.h"

namespace wms::testing {

class FakeControl final : public Control {
  public:
    std::map<std::string, std::string> replies;  ///< by target
    std::vector<std::pair<std::string, std::string>> posted;
    std::size_t refuse_after = std::numeric_limits<std::size_t>::max();

    Result<std::string> get(const std::string& target) override {
        const auto reply = replies.find(target);
        if (reply == replies.end()) {
            return Problem{"control.refused", target, "404", "", ""};
        }
        return reply->second;
    }
    Result<std::string> post(const std::string& target, const std::string& body) override {
        posted.emplace_back(target, body);
        if (posted.size() > refuse_after) {
            return Problem{"control.refused", target, "400", "", ""};
        }
        return std::string("{}");
    }
    Result<std::string> open_page(const std::string& target) override { return get(target); }
};

}  // namespace wms::testing
