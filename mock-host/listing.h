// SPDX-License-Identifier: Apache-2.0
// Rows for people and for programs: a table that fits the terminal (columns for which there is no
// room stand on further lines, set in), comma-separated values (RFC 4180, with a line of names), or
// a JSON object a line. The names of columns are the schema
// that programs rely on: they stay, and a new column comes behind the others. Amounts and
// quantities are texts in every form, so that no reader rounds them. Memory: of a table the rows
// that decide its widths (`rows_measured`), otherwise one row, however many there are.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace wms {

struct Column {
    std::string name;         ///< for programs: "orderId"
    std::string title;        ///< for people: "order"
    bool is_number = false;   ///< stands at the right
    bool may_be_cut = false;  ///< loses its end, marked "…", where the terminal is too narrow
};

enum class Form { table, comma_separated, json_lines };

class Listing {
  public:
    static constexpr std::size_t rows_measured = 500;

    /// @param width  columns of the terminal; 0: no limit, nothing is cut
    Listing(std::vector<Column> columns, Form form, std::size_t width,
            std::function<void(std::string_view text)> write);

    /// As many cells as columns, in UTF-8. Control characters are shown as blanks in a table.
    void add(std::vector<std::string> cells);
    /// Writes what is left: nothing is added afterwards. A table without rows is its titles alone.
    void end();

    std::size_t rows() const { return rows_; }

  private:
    void write_json(const std::vector<std::string>& cells);
    void write_separated(const std::vector<std::string>& cells);
    void write_table();
    void write_table_row(const std::vector<std::string>& cells);
    void measure();

    std::vector<Column> columns_;
    Form form_;
    std::size_t width_;
    std::function<void(std::string_view text)> write_;
    std::size_t rows_ = 0;
    std::vector<std::vector<std::string>> waiting_;  ///< rows of a table whose widths are open
    std::vector<std::size_t> widths_;                ///< empty: not measured yet
};

/// How wide the terminal behind standard output is; 0 where it is none, such as a file or a pipe.
std::size_t terminal_width();

/// A field as RFC 4180 has it: in quotes where it needs them.
std::string separated_field(std::string_view text);

}  // namespace wms
