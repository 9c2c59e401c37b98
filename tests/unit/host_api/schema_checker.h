// SPDX-License-Identifier: Apache-2.0
// Checks JSON texts against the schemas of the contract, for the tests of this folder.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace contract {

/// "salesOrder" for salesOrder.schema.json, and so on; without the shared definitions.
std::vector<std::string> schema_names();
/// "salesOrder" for examples/salesOrder.json.
std::vector<std::string> example_names();

std::string schema_text(std::string_view name);
std::string example_text(std::string_view name);
std::string text_of_file(const std::string& path);

/// One schema, made ready once.
class Checker {
  public:
    explicit Checker(std::string_view schema);
    Checker(const Checker&) = delete;
    Checker& operator=(const Checker&) = delete;
    ~Checker();

    /// What is wrong with a text; empty: nothing. A schema that cannot be used, or a text that is
    /// no JSON, is a violation too.
    std::vector<std::string> violations(std::string_view json) const;

  private:
    struct Compiled;
    std::unique_ptr<Compiled> compiled_;
};

/// The same for a single text.
std::vector<std::string> violations(std::string_view schema, std::string_view json);

}  // namespace contract
