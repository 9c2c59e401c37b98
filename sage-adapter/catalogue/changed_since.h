// SPDX-License-Identifier: Apache-2.0
// Since when records were changed that a later question is to show. Told by Sage's own clock, as
// its replies show it in the header Date (RFC 9110, 6.6.1), and never by the host's. An hour is
// taken off it: a reply may take minutes and is dated at its end, the clocks of Sage's gateway and
// of its database need not agree, and what is imported in bulk may be seen long after the time that
// it carries. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace sage {

/// CataloguePage::since of a reply with that header: "2026-11-18T10:06:40Z". Empty where it shows
/// no time.
/// @param date  "Sun, 06 Nov 1994 08:49:37 GMT"
std::string changed_since(std::string_view date);

}  // namespace sage
