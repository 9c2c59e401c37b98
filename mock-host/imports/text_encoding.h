// SPDX-License-Identifier: Apache-2.0
// The text of files that do not say how it is encoded: UTF-8, or else Windows-1252, the code page
// that spreadsheets and older systems of western countries write.
#pragma once

#include <string>
#include <string_view>

#include "mock-host/result.h"

namespace wms {

struct DecodedText {
    std::string text;          ///< UTF-8
    bool is_utf8 = true;       ///< false: it was read as Windows-1252
    bool has_unknown = false;  ///< bytes that are no character there either, now '?'
};

DecodedText decode_text(std::string_view bytes);

/// The remark about a place whose text was not UTF-8.
Problem encoding_remark(const std::string& where);

}  // namespace wms
