// SPDX-License-Identifier: Apache-2.0
// The redirect that ends a consent (RFC 6749 section 4.1.2): where it may lead, and what it carries
// back. Pure.
#pragma once

#include <string>
#include <string_view>

#include "sage-adapter/base/status.h"

namespace sage {

/// What a redirect carried. Everything in it comes from outside; the code is a secret.
struct Redirect {
    std::string address;  ///< up to the query; empty where only the query was given
    std::string state;
    std::string code;
    std::string error;  ///< the server's word for a refusal; empty: none
};

/// An address that Sage may send a person back to: https, with a host, without user information,
/// fragment or anything that is no plain character of an address. Status::invalid otherwise.
Result<void> check_redirect_uri(std::string_view redirect_uri);

/// Reads the whole address or only its query. Status::invalid: not readable, without state, with
/// neither code nor error or with both, or with one of them twice.
Result<Redirect> read_redirect(std::string_view redirect);

}  // namespace sage
