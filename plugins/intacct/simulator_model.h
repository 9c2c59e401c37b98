// SPDX-License-Identifier: Apache-2.0
// What fields an object of Sage has: type, whether they may be written, what they refer to. From
// these tables requests are checked, queries compiled and the model service answered.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "plugins/intacct/simulator_record.h"

namespace sage::simulated_intacct {

enum class FieldType : std::uint8_t {
    text,
    key,  ///< system number, compared as a number
    date,
    date_time,
    decimal,  ///< amounts and quantities: a JSON string
    number,   ///< a JSON number that is no money
    rate,     ///< a JSON number with any digits
    boolean,
    enumeration,
    list,
    object,
    reference,  ///< {"key":...} or {"id":...}
};

struct Field {
    std::string name;  ///< dotted: "dimensions.item"
    FieldType type = FieldType::text;
    bool required = false;
    bool read_only = false;
    bool write_only = false;          ///< never shown
    bool ignored = false;             ///< accepted and without effect, as "status" is
    int places = 10;                  ///< decimals
    std::size_t length_max = 0;       ///< text; 0: no limit known
    std::vector<std::string> values;  ///< enumeration
    std::string target;               ///< reference: the object it points to
    FieldId id = 0;                   ///< a reference has none itself:
    FieldId reference_id = 0;         ///< its ".id"
    FieldId reference_key = 0;        ///< its ".key"
};

using CustomFields = std::map<std::string, Field, std::less<>>;

/// Makes a field from one line of a table: "name type flags", see simulator_document_models.cpp.
Field read_field(std::string_view line, FieldNames& names);

/// The fields of one object.
class Model {
  public:
    Model(std::string object, std::string_view table, FieldNames& names);

    const std::string& object() const { return object_; }
    const Field* find(std::string_view name) const;
    /// True when names begin with this one and a dot.
    bool is_group(std::string_view name) const { return groups_.contains(name); }
    const std::vector<Field>& fields() const { return fields_; }

  private:
    std::string object_;
    std::vector<Field> fields_;
    std::unordered_map<std::string_view, std::size_t, TextHash, std::equal_to<>> by_name_;
    std::unordered_set<std::string, TextHash, std::equal_to<>> groups_;
};

/// The models of all objects by their name: "inventory-control/item". The four of the documents
/// stand for every definition.
using Models = std::map<std::string, std::unique_ptr<Model>, std::less<>>;
void add_document_models(Models& models, FieldNames& names);
void add_master_models(Models& models, FieldNames& names);
void add_receivable_models(Models& models, FieldNames& names);

}  // namespace sage::simulated_intacct
