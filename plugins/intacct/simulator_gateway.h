// SPDX-License-Identifier: Apache-2.0
// The XML gateway of the simulated company: its sessions, its memory of the functions' control ids
// and its envelope. What a function does is done by the same rules as through REST.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "plugins/intacct/simulator_company.h"
#include "sage-adapter/base/xml.h"
#include "sage-adapter/transport/transport.h"

namespace sage::simulated_intacct {

inline constexpr std::string_view gateway_path = "/ia/xml/xmlgw.phtml";
inline constexpr std::string_view session_path = "/services/core/session/id";

class Gateway {
  public:
    /// GET /services/core/session/id
    Reply grant_session(const Company& company, std::string_view entity, std::int64_t now_ms);
    /// All sessions end, as when somebody changes the user.
    void end_sessions() { sessions_.clear(); }

    struct Answer {
        Reply reply;
        bool created = false;
        bool changed = false;
        bool repeated = false;  ///< refused for its control id
        std::string content;    ///< to be kept and given to restore(); empty: nothing changed
        std::string entity;
    };
    Answer answer(Company& company, const Request& request, std::int64_t now_ms);
    void restore(Company& company, std::string_view content, std::string_view entity,
                 std::int64_t now_ms);

  private:
    struct Session {
        std::string entity;
        std::int64_t expires_ms = 0;
    };
    struct Done {
        std::int64_t since_ms = 0;
        std::int64_t ends_ms = 0;
        bool failed = false;
    };
    Answer run(Company& company, const XmlElement& content, bool unique, std::string_view entity,
               std::int64_t now_ms);
    bool is_repeat(const Behaviours& behaviours, const std::string& id, std::int64_t now_ms) const;

    std::unordered_map<std::string, Session> sessions_;
    std::unordered_map<std::string, Done> done_;  ///< by the function's control id
    std::uint64_t granted_ = 0;
};

}  // namespace sage::simulated_intacct
