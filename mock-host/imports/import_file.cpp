// SPDX-License-Identifier: Apache-2.0
#include "mock-host/imports/import_file.h"

#include <fmt/format.h>

#include <fstream>

#include "mock-host/imports/order_csv.h"
#include "mock-host/imports/order_json.h"
#include "mock-host/imports/ubl_despatch_advice.h"
#include "mock-host/imports/x12.h"
#include "mock-host/imports/x12_945.h"

namespace wms {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

Problem unreadable(const std::filesystem::path& path) {
    return {"file.not_readable", path.string(), "The file cannot be read.",
            "Name a file that exists and that this user may read.", "it"};
}

Done read_x12_despatches(std::istream& stream, const ImportSink& sink) {
    X12Sink x12;
    x12.problem = sink.problem;
    x12.remark = sink.remark;
    x12.set = [&sink](const X12TransactionSet& set) {
        const std::string where = where_in_x12(set.segments.front());
        if (set.id() != "945") {
            sink.remark({"import.x12_other", where,
                         fmt::format("The transaction set {} is a {} and not read.",
                                     set.control_number(), set.id()),
                         "Nothing, if only warehouse shipping advices (945) are of interest.",
                         "warehouse"});
            return;
        }
        Result<Despatch> despatch = read_945(set, sink.remark);
        if (despatch.ok()) {
            sink.despatch(std::move(despatch).value(), where);
        } else {
            sink.problem(despatch.problem());
        }
    };
    return read_x12(stream, x12);
}

}  // namespace

std::string_view name_of(ImportFormat format) {
    switch (format) {
        case ImportFormat::csv:
            return "orders, comma-separated";
        case ImportFormat::json:
            return "orders, JSON";
        case ImportFormat::x12:
            return "despatches, X12 945";
        case ImportFormat::xml:
            return "despatches, UBL DespatchAdvice";
    }
    return {};
}

Result<ImportFormat> format_of_file(const std::filesystem::path& path) {
    std::error_code error;
    std::ifstream stream(path, std::ios::binary);
    if (std::filesystem::is_directory(path, error) || !stream) {
        return unreadable(path);
    }
    std::string begin(kByteOrderMark.size(), '\0');
    stream.read(begin.data(), static_cast<std::streamsize>(begin.size()));
    if (begin != kByteOrderMark) {
        stream.clear();
        stream.seekg(0);
    }
    char first = 0;
    stream >> first;
    if (!stream) {
        return Problem{"import.empty", path.string(), "The file is empty.",
                       "Name a file with orders or despatches.", "warehouse"};
    }
    std::string next(2, '\0');
    stream.read(next.data(), static_cast<std::streamsize>(next.size()));
    if (first == '<') {
        return ImportFormat::xml;
    }
    if (first == '{' || first == '[') {
        return ImportFormat::json;
    }
    return first == 'I' && next == "SA" ? ImportFormat::x12 : ImportFormat::csv;
}

bool has_orders(ImportFormat format) {
    return format == ImportFormat::csv || format == ImportFormat::json;
}

Done read_import_file(const std::filesystem::path& path, ImportFormat format,
                      const ImportSink& sink) {
    std::ifstream stream(path, std::ios::binary);
    if (!stream) {
        return unreadable(path);
    }
    switch (format) {
        case ImportFormat::csv:
            return read_orders_csv(stream, sink);
        case ImportFormat::json:
            return read_orders_json(stream, sink);
        case ImportFormat::x12:
            return read_x12_despatches(stream, sink);
        case ImportFormat::xml:
            return read_ubl_despatch(stream, sink);
    }
    return unreadable(path);
}

}  // namespace wms
