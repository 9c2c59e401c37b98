// SPDX-License-Identifier: Apache-2.0
// A request of a browser and what is answered, without the library that speaks HTTP.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "mock-host/result.h"

namespace wms::serve {

struct Request {
    std::string method;
    std::string path;
    std::map<std::string, std::string> parameters;  ///< of the query, decoded
    std::string host;
    std::string origin;      ///< empty: the header was not there
    std::string fetch_site;  ///< Sec-Fetch-Site; empty: the header was not there
    std::string content_type;
    std::string cookie;  ///< value of our own one; empty: none
    std::string token;   ///< X-CSRF-Token
    std::string body;

    std::string parameter(const std::string& name) const {
        const auto found = parameters.find(name);
        return found == parameters.end() ? std::string() : found->second;
    }
};

struct Reply {
    int status = 200;
    std::string body;
    std::string content_type = "application/json";
    /// The cookie is set to this value where it is `set`; an empty value removes it.
    bool set_cookie = false;
    std::string cookie = {};  // NOLINT(readability-redundant-member-init)
};

/// {"problem":{code,cause,fix,owner,pointer}}
Reply refusal(int status, const Problem& problem);

}  // namespace wms::serve
