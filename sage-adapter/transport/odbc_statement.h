// SPDX-License-Identifier: Apache-2.0
// ODBC's own interface, as much of it as a read needs: a connection, and a statement on it. The
// only place that calls it.
//
// Handles and diagnostics are Poco's; what is asked through them is ODBC's. Of what
// Poco 1.11 would read itself, it cuts without a word what is longer than a column says it is (with
// PostgreSQL's driver 1.4210854715202004e-14 became 1.42108547152020), or else fills up the pieces
// of longer texts with zero bytes; it has no way to ask the driver's catalogue for columns and none
// to call a statement back.
//
// Constructors throw what Poco throws when there is no memory for a handle.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "sage-adapter/transport/data_source.h"
#include "sage-adapter/transport/odbc_error.h"

namespace sage {

class OdbcConnection {
  public:
    OdbcConnection();
    ~OdbcConnection();
    OdbcConnection(const OdbcConnection&) = delete;
    OdbcConnection& operator=(const OdbcConnection&) = delete;

    /// @param text  as write_connection_text() makes it
    bool open(const std::string& text, std::int64_t seconds_max);
    /// Why it could not be opened.
    std::vector<OdbcDiagnostic> diagnostics() const;

  private:
    friend class OdbcStatement;
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

/// For one thread, but for cancel(). The connection outlives it.
class OdbcStatement {
  public:
    enum class Fetched : std::uint8_t { row, end, failure };
    enum class Got : std::uint8_t {
        value,
        null,
        too_long,  ///< more than limits::query_value_bytes_max
        failure,
    };

    explicit OdbcStatement(const OdbcConnection& connection);
    ~OdbcStatement();
    OdbcStatement(const OdbcStatement&) = delete;
    OdbcStatement& operator=(const OdbcStatement&) = delete;

    /// A wish: not every driver keeps to it.
    void limit_time(std::int64_t seconds_max);

    bool prepare(const std::string& text);
    /// The next mark of the text. The value is copied, and bound as what the kind says.
    bool bind(ValueKind kind, std::string value);
    bool execute();
    /// Instead of these three: rows about the columns of a table, from the driver's catalogue.
    bool ask_for_columns(const std::string& table);

    Fetched fetch();
    /// A value of the row, the first at position 1; each once and in order, as ODBC demands of
    /// drivers no more.
    Got get(std::uint16_t position, std::string& value);

    /// From any thread: what runs fails soon, as far as the driver can.
    void cancel();

    /// Why the last step failed.
    std::vector<OdbcDiagnostic> diagnostics() const;

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace sage
