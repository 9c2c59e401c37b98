// SPDX-License-Identifier: Apache-2.0
// What every test with a server needs: an authority, its file, and a transport that trusts it.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <memory>
#include <string>

#include "sage-adapter/transport/https.h"
#include "tests/support/tls_server.h"

namespace sage::test {

inline constexpr std::int64_t long_ms = 120'000;  ///< a limit no test is meant to reach
inline constexpr std::int64_t short_ms = 150;     ///< a limit that is meant to be reached

inline const char* const ok_reply = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

/// Answers every request of a connection.
inline void answer(ServerConnection& connection) {
    while (!connection.read_request().empty()) {
        connection.send(ok_reply);
    }
}

inline Request post(std::string body = "hello") {
    return {"POST", "/documents", {{"Content-Type", "text/plain"}}, std::move(body)};
}

class ServerFixture : public testing::Test {
  protected:
    ServerFixture() {
        std::string name = testing::TempDir() + "authority-XXXXXX";
        const int file = mkstemp(name.data());
        authority_file = name;
        ::close(file);
        std::ofstream(authority_file) << authority.certificate;
    }
    ~ServerFixture() override { std::remove(authority_file.c_str()); }

    TlsServerOptions good() const { return {make_identity({}, &authority), 0, ""}; }

    std::unique_ptr<Transport> transport_to(const std::string& address, int connections_max = 8,
                                            std::int64_t idle_ms_max = 30'000) const {
        Result<std::unique_ptr<Transport>> made =
            make_https_transport({address, authority_file, connections_max, idle_ms_max});
        EXPECT_TRUE(made.ok());
        return made.ok() ? std::move(made).value() : nullptr;
    }

    Identity authority = make_authority("Authority of the tests");
    std::string authority_file;
};

}  // namespace sage::test
