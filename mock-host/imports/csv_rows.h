// SPDX-License-Identifier: Apache-2.0
// Rows of comma-separated values (csv.h) from a stream, one in memory at a time.
#pragma once

#include <cstddef>
#include <istream>
#include <optional>
#include <string>

#include "mock-host/csv.h"
#include "mock-host/result.h"

namespace wms {

class CsvRows {
  public:
    /// The stream outlives it.
    explicit CsvRows(std::istream& stream) : stream_(stream) {}

    /// The next row that is not blank, in UTF-8; nothing at the end. A Problem for a row that
    /// cannot be read: reading goes on behind it.
    std::optional<Result<CsvRow>> next();

    /// The last row was not UTF-8, and was read as Windows-1252.
    bool was_converted() const { return converted_; }

  private:
    bool read_line(std::string& text);
    std::optional<std::string> read_row();

    std::istream& stream_;
    std::string again_;  ///< read already: behind a row whose quote has no end
    std::size_t again_at_ = 0;
    std::size_t line_ = 0;
    bool converted_ = false;
};

}  // namespace wms
