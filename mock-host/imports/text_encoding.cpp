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
        // Five bytes are no characters of the code page; Poco lets them through as controls.
        std::string known(bytes);
        for (char& byte : known) {
            if (std::string_view("\x81\x8D\x8F\x90\x9D").find(byte) != std::string_view::npos) {
                byte = '?';
                decoded.has_unknown = true;
            }
        }
        decoded.text.clear();
        converter.convert(known.data(), static_cast<int>(known.size()), decoded.text);
    }
    return decoded;
}

Problem encoding_remark(const std::string& where) {
    return {"import.not_utf8", where, "The text is not UTF-8; it was read as Windows-1252.",
            "Look at names with accents, or save the file as UTF-8.", "warehouse"};
}

}  // namespace wms
