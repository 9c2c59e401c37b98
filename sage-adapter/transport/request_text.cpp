// SPDX-License-Identifier: Apache-2.0
// Writing a request. What could be taken for the end of a line is refused, not escaped: nobody has
// a reason to send it.
#include "sage-adapter/transport/request_text.h"

#include <algorithm>
#include <array>

#include "sage-adapter/transport/ascii.h"

namespace sage {

namespace {

/// Headers that say where a message ends, whom it is for or what becomes of the connection.
constexpr std::array<std::string_view, 8> transport_headers = {
    "Host", "Content-Length", "Transfer-Encoding", "Connection",
    "TE",   "Expect",         "Upgrade",           "Trailer"};

bool is_target(std::string_view target) {
    return target.starts_with('/') && std::all_of(target.begin(), target.end(), [](char c) {
               return c > 0x20 && c < 0x7f && c != '#';
           });
}

std::string_view problem_of(const Request& request) {
    if (!is_token(request.method)) {
        return "the request's method is no word";
    }
    if (!is_target(request.target)) {
        return "the request's target is no path";
    }
    for (const Header& header : request.headers) {
        if (!is_token(header.name) || !is_value(header.value)) {
            return "a header of the request holds characters that no header may hold";
        }
        if (std::any_of(
                transport_headers.begin(), transport_headers.end(),
                [&](std::string_view own) { return equal_without_case(own, header.name); })) {
            return "a header of the request is the transport's own";
        }
    }
    return {};
}

}  // namespace

std::string_view write_request(const Request& request, std::string_view host_header,
                               WipedText& out) {
    const std::string_view problem = problem_of(request);
    if (!problem.empty()) {
        return problem;
    }
    // All in one allocation: a string that grows leaves a copy behind that nobody wipes.
    std::size_t size = request.method.size() + request.target.size() + host_header.size() +
                       request.body.size() + 128;
    for (const Header& header : request.headers) {
        size += header.name.size() + header.value.size() + 4;
    }
    std::string& text = out.text;
    text.reserve(size);
    text.append(request.method).append(" ").append(request.target).append(" HTTP/1.1\r\nHost: ");
    text.append(host_header).append("\r\n");
    for (const Header& header : request.headers) {
        text.append(header.name).append(": ").append(header.value).append("\r\n");
    }
    if (!request.body.empty() || request.method == "POST" || request.method == "PATCH" ||
        request.method == "PUT") {
        text.append("Content-Length: ").append(std::to_string(request.body.size()));
        text.append("\r\n");
    }
    text.append("\r\n").append(request.body);
    return {};
}

}  // namespace sage
