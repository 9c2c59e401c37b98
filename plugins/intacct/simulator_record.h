// SPDX-License-Identifier: Apache-2.0
// How the simulated company keeps its records: flat fields under the dotted names that Sage's query
// service uses ("customer.id"), packed into one string, so that two hundred thousand documents fit
// into the memory of a test machine.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "plugins/sage_simulator/wire.h"

namespace sage::simulated_intacct {

using namespace simulated;  // the small grammars that the simulators of all editions read alike

/// Looks strings up by string_view.
struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
        return std::hash<std::string_view>{}(text);
    }
};

using FieldId = std::uint16_t;

/// Names of fields as small numbers. Holds as many names as the models define, so it is bounded.
class FieldNames {
  public:
    FieldId id(std::string_view name);
    std::optional<FieldId> find(std::string_view name) const;
    std::string_view name(FieldId id) const { return names_[id]; }

  private:
    std::deque<std::string> names_;
    std::unordered_map<std::string_view, FieldId> ids_;
};

/// How a value is written in JSON. A field without a value is absent.
enum class ValueKind : std::uint8_t { text, boolean, number, json };

struct Value {
    ValueKind kind = ValueKind::text;
    std::string_view text;
};

class Record {
  public:
    /// Appends without looking for an earlier value of the field.
    void add(FieldId field, std::string_view text, ValueKind kind = ValueKind::text);
    void set(FieldId field, std::string_view text, ValueKind kind = ValueKind::text);
    void erase(FieldId field);
    std::optional<Value> find(FieldId field) const;
    /// Without a field.
    bool empty() const { return bytes_.empty(); }
    /// The text of the field; empty if it has no value.
    std::string_view text(FieldId field) const;
    void each(const std::function<void(FieldId, const Value&)>& visit) const;
    /// Gives back memory reserved for growth.
    void shrink() { bytes_.shrink_to_fit(); }

  private:
    struct Position {
        std::size_t begin;
        std::size_t end;
        FieldId field;
        Value value;
    };
    std::optional<Position> position(FieldId field) const;
    Position at(std::size_t begin) const;

    std::string bytes_;
};

}  // namespace sage::simulated_intacct
