// SPDX-License-Identifier: Apache-2.0
// Comma-separated values as RFC 4180 has them: quoted fields with commas, quotes and line breaks,
// CRLF or LF. Text is UTF-8; a byte that is not is taken for Latin-1, as old exports have it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mock-host/result.h"

namespace wms {

struct CsvRow {
    std::size_t line = 0;  ///< of the file, from 1: where the row begins
    std::vector<std::string> fields;
};

/// Reads row by row from a text that outlives it.
class CsvReader {
  public:
    explicit CsvReader(std::string_view text);

    /// The next row that is not blank; nothing at the end. A Problem for a row that cannot be read:
    /// reading goes on behind it.
    std::optional<Result<CsvRow>> next();

  private:
    bool read_quoted(std::string& field);
    void skip_line();

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
};

/// The text in UTF-8: unchanged if it is UTF-8 already, otherwise each byte read as Latin-1.
std::string utf8_of(std::string_view text);

}  // namespace wms
