// SPDX-License-Identifier: Apache-2.0
#include "mock-host/imports/text_encoding.h"

#include <Poco/TextConverter.h>
#include <Poco/UTF8Encoding.h>
#include <Poco/Windows1252Encoding.h>

#include "mock-host/csv.h"

namespace wms {

DecodedText decode_text(std::string_view bytes) {
    DecodedText decoded;
    // What is UTF-8 already comes back as it is.
    decoded.text = utf8_of(bytes);
    decoded.is_utf8 = decoded.text == bytes;
    if (!decoded.is_utf8) {
        const Poco::Windows1252Encoding code_page;
        const Poco::UTF8Encoding utf8;
        Poco::TextConverter converter(code_page, utf8);
        decoded.text.clear();
        const int errors =
            converter.convert(bytes.data(), static_cast<int>(bytes.size()), decoded.text);
        decoded.has_unknown = errors > 0;
    }
    return decoded;
}

Problem encoding_remark(const std::string& where) {
    return {"import.not_utf8", where, "The text is not UTF-8; it was read as Windows-1252.",
            "Look at names with accents, or save the file as UTF-8.", "warehouse"};
}

}  // namespace wms
