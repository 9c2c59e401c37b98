// SPDX-License-Identifier: Apache-2.0
// Structured log lines, passed to the host. Only named fields are logged, each written by the code
// that knows it is no secret; bodies, headers and addresses with queries are never logged.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace sage {

enum class LogLevel : std::int32_t { debug = 0, info = 1, warn = 2, error = 3, misbehaviour = 4 };

/// One named value of a log line. Control characters are escaped and long values cut by the writer.
struct LogField {
    std::string_view name;
    std::string value;
};

/// Where log lines go. Thread-safe; never blocks for long; never throws.
class Log {
  public:
    Log() = default;
    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;
    virtual ~Log() = default;
    /// @param target   the part of the adapter that speaks, e.g. "delivery"
    /// @param message  a constant sentence; what varies goes into fields
    virtual void write(LogLevel level, std::string_view target, std::string_view message,
                       std::initializer_list<LogField> fields) = 0;
};

/// The fields as one JSON object: control characters escaped, each value at most 256 bytes.
std::string log_fields_json(std::initializer_list<LogField> fields);

}  // namespace sage
