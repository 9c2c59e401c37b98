// SPDX-License-Identifier: Apache-2.0
// One file of any of the formats, told apart by how it begins: ISA is X12, < is XML, { and [ are
// JSON, and anything else is comma-separated values.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "mock-host/imports/import_sink.h"
#include "mock-host/result.h"

namespace wms {

enum class ImportFormat : std::uint8_t { csv, json, x12, xml };

std::string_view name_of(ImportFormat format);

/// Problem codes file.not_readable and import.empty.
Result<ImportFormat> format_of_file(const std::filesystem::path& path);

/// CSV and JSON have orders, X12 and XML despatches.
bool has_orders(ImportFormat format);

/// Reads it into the sink. @return a Problem if nothing of the file may be taken, also of what was
/// given before: an envelope is broken, it is no JSON, no XML, or has other columns
Done read_import_file(const std::filesystem::path& path, ImportFormat format,
                      const ImportSink& sink);

}  // namespace wms
