// SPDX-License-Identifier: Apache-2.0
// Reads sources the way the rules need them. A small scanner that knows comments, strings, raw
// strings and character literals is enough: the compiler has already said that it is C++.
#include "tests/tidy/source.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

namespace tidy {
namespace {

bool is_word_character(char character) {
    return std::isalnum(static_cast<unsigned char>(character)) != 0 || character == '_';
}

/// Blanks all of [begin, end) but line ends.
void blank(std::string& text, std::size_t begin, std::size_t end) {
    for (std::size_t at = begin; at < end && at < text.size(); ++at) {
        if (text[at] != '\n') {
            text[at] = ' ';
        }
    }
}

/// The end of the string or character literal that begins at `begin`, one past its last quote.
std::size_t end_of_literal(std::string_view text, std::size_t begin) {
    const char quote = text[begin];
    std::size_t at = begin + 1;
    while (at < text.size() && text[at] != quote && text[at] != '\n') {
        at += text[at] == '\\' ? 2U : 1U;
    }
    return std::min(at + 1, text.size());
}

/// The end of the raw string whose quote is at `begin`.
std::size_t end_of_raw_string(std::string_view text, std::size_t begin) {
    const std::size_t open = text.find('(', begin);
    if (open == std::string_view::npos) {
        return text.size();
    }
    const std::string close =
        ")" + std::string(text.substr(begin + 1, open - begin - 1)) + std::string(1, '"');
    const std::size_t end = text.find(close, open);
    return end == std::string_view::npos ? text.size() : end + close.size();
}

bool begins_raw_string(std::string_view text, std::size_t quote) {
    return quote > 0 && text[quote - 1] == 'R' &&
           (quote < 2 || !is_word_character(text[quote - 2]) || text[quote - 2] == '8' ||
            text[quote - 2] == 'u' || text[quote - 2] == 'L');
}

/// 1'000'000 is a number, not a character literal.
bool separates_digits(std::string_view text, std::size_t quote) {
    return quote > 0 && quote + 1 < text.size() && is_word_character(text[quote - 1]) &&
           is_word_character(text[quote + 1]) &&
           std::isdigit(static_cast<unsigned char>(text[quote - 1])) != 0;
}

std::string blanked(std::string_view text, bool strings_too) {
    std::string result(text);
    std::size_t at = 0;
    while (at < text.size()) {
        std::size_t end = at + 1;
        if (text.substr(at, 2) == "//") {
            end = std::min(text.find('\n', at), text.size());
            blank(result, at, end);
        } else if (text.substr(at, 2) == "/*") {
            const std::size_t close = text.find("*/", at + 2);
            end = close == std::string_view::npos ? text.size() : close + 2;
            blank(result, at, end);
        } else if (text[at] == '"' || (text[at] == '\'' && !separates_digits(text, at))) {
            const bool raw = text[at] == '"' && begins_raw_string(text, at);
            end = raw ? end_of_raw_string(text, at) : end_of_literal(text, at);
            if (strings_too && end > at + 2) {
                blank(result, at + 1, end - 1);
            }
        }
        at = end;
    }
    return result;
}

// In a checkout that shares its history with another one, .git is a file.
const std::set<std::string, std::less<>> left_out = {".git", "build", ".cache"};
const std::set<std::string, std::less<>> text_endings = {
    "",     ".h",    ".c",  ".cpp", ".sql", ".json", ".md", ".txt", ".cmake",
    ".map", ".supp", ".sh", ".in",  ".csv", ".yml",  ".pc", ".py"};

}  // namespace

std::string without_comments(std::string_view text) {
    return blanked(text, false);
}

std::string code_of(std::string_view text) {
    return blanked(text, true);
}

std::vector<Word> words_of(std::string_view code) {
    std::vector<Word> words;
    int line = 1;
    for (std::size_t at = 0; at < code.size();) {
        std::size_t end = at + 1;
        if (code[at] == '\n') {
            ++line;
        } else if (is_word_character(code[at])) {
            while (end < code.size() && is_word_character(code[end])) {
                ++end;
            }
            words.push_back({std::string(code.substr(at, end - at)), line});
        } else if (std::isspace(static_cast<unsigned char>(code[at])) == 0) {
            words.push_back({std::string(1, code[at]), line});
        }
        at = end;
    }
    return words;
}

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

std::vector<Include> includes_of(std::string_view text) {
    std::vector<Include> includes;
    const std::string kept = without_comments(text);
    int number = 0;
    for (std::string_view line : lines_of(kept)) {
        ++number;
        const std::size_t hash = line.find_first_not_of(" \t");
        if (hash == std::string_view::npos || line[hash] != '#' ||
            line.find("include", hash) == std::string_view::npos) {
            continue;
        }
        const std::size_t begin = line.find_first_of("<\"", hash);
        const std::size_t end =
            begin == std::string_view::npos ? begin : line.find_first_of(">\"", begin + 1);
        if (end != std::string_view::npos) {
            includes.push_back({std::string(line.substr(begin + 1, end - begin - 1)), number});
        }
    }
    return includes;
}

std::string_view folder_of(std::string_view path) {
    return path.substr(0, path.rfind('/') + 1);
}

std::string_view name_of(std::string_view path) {
    return path.substr(path.rfind('/') + 1);
}

std::string_view stem_of(std::string_view path) {
    const std::string_view name = name_of(path);
    return name.substr(0, name.find('.'));
}

bool is_header(const Source& source) {
    return source.path.ends_with(".h");
}

bool is_code(const Source& source) {
    return is_header(source) || source.path.ends_with(".cpp") || source.path.ends_with(".c");
}

std::vector<std::string> parts_of_name(std::string_view name) {
    std::vector<std::string> parts(1);
    bool lower_before = false;
    for (const char character : name) {
        const auto byte = static_cast<unsigned char>(character);
        if (std::isalnum(byte) == 0) {
            parts.emplace_back();
        } else {
            if (std::isupper(byte) != 0 && lower_before) {
                parts.emplace_back();
            }
            parts.back().push_back(static_cast<char>(std::tolower(byte)));
        }
        lower_before = std::islower(byte) != 0;
    }
    std::erase(parts, std::string());
    return parts;
}

std::vector<Source> read_tree(const std::string& folder) {
    namespace files = std::filesystem;
    std::vector<Source> sources;
    const files::path top(folder);
    for (auto entry = files::recursive_directory_iterator(top); entry != files::end(entry);
         ++entry) {
        const bool out = left_out.contains(entry->path().filename().string());
        if (entry->is_directory()) {
            if (out) {
                entry.disable_recursion_pending();
            }
        } else if (!out && entry->is_regular_file() &&
                   text_endings.contains(entry->path().extension().string())) {
            std::ifstream file(entry->path(), std::ios::binary);
            std::string text{std::istreambuf_iterator<char>(file),
                             std::istreambuf_iterator<char>()};
            sources.push_back({entry->path().lexically_relative(top).string(), std::move(text)});
        }
    }
    std::sort(sources.begin(), sources.end(),
              [](const Source& left, const Source& right) { return left.path < right.path; });
    return sources;
}

std::string text_of(const Breaches& breaches) {
    std::string text;
    for (const Breach& breach : breaches) {
        text += breach.path + ":" + std::to_string(breach.line) + ": " + breach.what + "\n";
    }
    return text;
}

}  // namespace tidy
