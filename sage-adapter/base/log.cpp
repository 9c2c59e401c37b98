// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/base/log.h"

#include "sage-adapter/base/text.h"

namespace sage {

std::string log_fields_json(std::initializer_list<LogField> fields) {
    constexpr std::size_t value_bytes_max = 256;
    std::string out = "{";
    for (const LogField& field : fields) {
        out += out.size() > 1 ? ",\"" : "\"";
        append_printable(out, field.name, value_bytes_max);
        out += "\":\"";
        append_printable(out, field.value, value_bytes_max);
        out += '"';
    }
    out += '}';
    return out;
}

}  // namespace sage
