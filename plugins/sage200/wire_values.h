// SPDX-License-Identifier: Apache-2.0
// Values as Sage 200 takes and shows them: bodies whose numbers keep their digits, and texts that
// are equal when their values are. All functions are pure and thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sage-adapter/base/json.h"
#include "sage-adapter/base/status.h"
#include "sage-adapter/document/decimal.h"
#include "sage-adapter/transport/transport.h"

namespace sage::sage200 {

/// Writes one JSON object. What is not said is left out: Sage refuses null.
class BodyWriter {
  public:
    BodyWriter() : out_("{") {}

    void text(std::string_view name, std::string_view value);
    void text_unless_empty(std::string_view name, std::string_view value);
    /// @param digits  of a number: a text in its place is refused; nothing if empty
    void number(std::string_view name, std::string_view digits);
    void truth(std::string_view name, bool value);
    void day(std::string_view name, std::string_view date);  ///< YYYY-MM-DD; nothing if empty

    void begin_object(std::string_view name);
    void begin_list(std::string_view name);
    void begin_item();
    void end_object() { out_ += '}'; }  ///< also of an item
    void end_list() { out_ += ']'; }

    /// The whole body. The writer is not used after it.
    std::string take();

  private:
    void name(std::string_view name);
    std::string out_;
};

/// Digits without zeros at the end, as Sage shows decimals; what is no decimal stays as it is.
std::string plain_number(std::string_view digits);
std::string plain_number(const Decimal& value);

/// A value of a record as facts compare it, by the name of its field: decimals without zeros at the
/// end, days without the time, instants without fractions.
std::string plain_value(std::string_view field, std::string_view value);

/// The records of a list, bare or wrapped, or the one record, with all that is in them. Errors as
/// read_rows().
Result<std::vector<JsonValue>> read_records(const Reply& reply);
/// A field of a record as text: decimals in the digits that came; nothing for parts and what is not
/// there.
std::string value_of(const JsonValue& record, std::string_view field);
/// The records of a part; none if it is not shown.
std::vector<JsonValue> part_of(const JsonValue& record, std::string_view field);

}  // namespace sage::sage200
