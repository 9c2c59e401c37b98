// SPDX-License-Identifier: Apache-2.0
// What fields an object of Sage 200 has, from which release on and in which of the two editions.
// From these tables bodies are checked, queries read and records shown.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sage::simulated_sage200 {

/// What a customer's site offers.
struct Site {
    bool professional = true;
    std::string release = "2025-06-02";  ///< the day of its release: nothing younger is there
    bool has(bool professional_only, std::string_view since) const;
};

enum class FieldType : std::uint8_t { integer, decimal, text, date, boolean, object, list };

struct Field {
    std::string name;
    FieldType type = FieldType::text;
    int limit = 0;  ///< longest text, 0: none known; most decimals
    bool required = false;
    bool read_only = false;
    bool write_only = false;  ///< taken and never shown
    bool professional = false;
    std::string since;   ///< release that brought it; empty: it was always there
    std::string model;   ///< of an object or list
    std::string source;  ///< of an object that is another record: the field with that one's id

    bool is_part() const { return type == FieldType::object || type == FieldType::list; }
};

class Model {
  public:
    Model() = default;
    /// One field a line, see simulator_sop_models.cpp.
    explicit Model(std::string_view table) { add(table); }

    /// Null if there is no such field on that site.
    const Field* find(const Site& site, std::string_view name) const;
    const std::vector<Field>& fields() const { return fields_; }

  private:
    void add(std::string_view table);

    std::vector<Field> fields_;
};

using Models = std::map<std::string, Model, std::less<>>;
void add_sop_models(Models& models);
void add_ledger_models(Models& models);
void add_master_models(Models& models);
void add_stock_models(Models& models);
Models all_models();

}  // namespace sage::simulated_sage200
