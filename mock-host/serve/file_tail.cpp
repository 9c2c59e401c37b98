// SPDX-License-Identifier: Apache-2.0
#include "mock-host/serve/file_tail.h"

#include <algorithm>
#include <fstream>

namespace wms::serve {

std::vector<std::string> last_lines(const std::filesystem::path& file, std::string_view containing,
                                    std::size_t lines_max, std::size_t bytes_max) {
    std::ifstream stream(file, std::ios::binary | std::ios::ate);
    if (!stream) {
        return {};
    }
    const auto size = static_cast<std::size_t>(std::max<std::streamoff>(stream.tellg(), 0));
    const std::size_t wanted = std::min(size, bytes_max);
    stream.seekg(static_cast<std::streamoff>(size - wanted));
    std::string text(wanted, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(wanted));
    text.resize(static_cast<std::size_t>(stream.gcount()));
    std::string_view rest = text;
    if (wanted < size && !rest.empty()) {
        // The first line is cut, or ends exactly here: it is left out either way.
        rest.remove_prefix(std::min(rest.find('\n'), rest.size() - 1) + 1);
    }
    std::vector<std::string> lines;
    // What stands behind the last line break is still being written.
    std::size_t end = rest.rfind('\n');
    while (end != std::string_view::npos && lines.size() < lines_max) {
        const std::size_t before = end == 0 ? std::string_view::npos : rest.rfind('\n', end - 1);
        const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
        const std::string_view line = rest.substr(begin, end - begin);
        if (!line.empty() && line.find(containing) != std::string_view::npos) {
            lines.emplace_back(line);
        }
        end = before;
    }
    std::reverse(lines.begin(), lines.end());
    return lines;
}

}  // namespace wms::serve
