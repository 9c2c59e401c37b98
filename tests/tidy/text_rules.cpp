// SPDX-License-Identifier: Apache-2.0
// Sizes, names, and what must not stand in any file.
#include <algorithm>
#include <regex>
#include <set>
#include <string>

#include "tests/tidy/rules.h"
#include "tests/tidy/scopes.h"

namespace tidy {
namespace {

constexpr std::size_t lines_max = 500;
constexpr std::size_t lines_usual = 350;
constexpr std::size_t columns_max = 100;
constexpr int function_lines_max = 70;

/// Written out in parts, so that this file does not break its own rules.
const std::vector<std::string>& marks_of_later() {
    static const std::vector<std::string> all = {
        "TO"
        "DO",
        "FIX"
        "ME",
        "HA"
        "CK"};
    return all;
}

const std::vector<std::string>& paths_of_machines() {
    static const std::vector<std::string> all = {
        "/wo"
        "rk/",
        "/ro"
        "ot/",
        "/ho"
        "me/",
        "/fa"
        "rm/",
        "bash_"
        "jobs",
        "/Us"
        "ers/"};
    return all;
}

struct Secret {
    const char* pattern;
    const char* what;
};

const std::vector<Secret>& secrets_known() {
    static const std::vector<Secret> all = {
        {"-----BEGIN [A-Z ]*PRIVATE "
         "KEY-----",
         "a private key"},
        {"\\bey"
         "J[A-Za-z0-9_-]{16,}\\.[A-Za-z0-9_-]{16,}\\.",
         "a signed token"},
        {"\\bAK"
         "IA[0-9A-Z]{16}\\b",
         "an access key"},
        {"\\bgh"
         "[pousr]_[A-Za-z0-9]{30,}",
         "an access token"},
        {"grant_type=pass"
         "word",
         "the password grant"},
        {"response_type=to"
         "ken",
         "the implicit grant"},
    };
    return all;
}

/// Characters, not bytes: continuation bytes of UTF-8 count nothing.
std::size_t columns_of(std::string_view line) {
    return static_cast<std::size_t>(std::count_if(line.begin(), line.end(), [](char character) {
        return (static_cast<unsigned char>(character) & 0xC0U) != 0x80U;
    }));
}

const std::set<std::string, std::less<>>& empty_words() {
    static const std::set<std::string, std::less<>> all = {
        "manager", "util",   "utils",   "utility", "helper", "helpers",
        "process", "handle", "handler", "sync",    "misc",   "common"};
    return all;
}

/// The first word of a name that says nothing; "" if there is none. "In process" is a place.
std::string empty_word_in(std::string_view name) {
    std::string before;
    for (const std::string& part : parts_of_name(name)) {
        if (empty_words().contains(part) && !(part == "process" && before == "in")) {
            return part;
        }
        before = part;
    }
    return {};
}

bool is_word(const std::string& text, std::string_view word) {
    const auto boundary = [&](std::size_t at) {
        return at >= text.size() ||
               (std::isalnum(static_cast<unsigned char>(text[at])) == 0 && text[at] != '_');
    };
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
        if ((at == 0 || boundary(at - 1)) && boundary(at + word.size())) {
            return true;
        }
    }
    return false;
}

/// Whether a path may begin after this character: "$folder/root" and "a/work" go on.
bool begins_path(char before) {
    return std::isalnum(static_cast<unsigned char>(before)) == 0 &&
           std::string_view("_-./$}~").find(before) == std::string_view::npos;
}

}  // namespace

Breaches licence_line(const Source& source) {
    if (!is_code(source) || source.path.starts_with("host-api/include/")) {
        return {};
    }
    const bool says = source.text.starts_with("// SPDX-License-Identifier: Apache-2.0\n") ||
                      source.text.starts_with("/* SPDX-License-Identifier: Apache-2.0 */\n");
    return says ? Breaches() : Breaches{{source.path, 1, "the first line names no licence"}};
}

Breaches sizes(const Source& source) {
    Breaches breaches;
    if (!is_code(source)) {
        return breaches;
    }
    const auto lines = lines_of(source.text);
    if (lines.size() > lines_max) {
        breaches.push_back({source.path, static_cast<int>(lines.size()), "more than 500 lines"});
    }
    int number = 0;
    for (std::string_view line : lines) {
        ++number;
        if (columns_of(line) > columns_max) {
            breaches.push_back({source.path, number, "more than 100 columns"});
        }
    }
    for (const Function& function : scopes_of(code_of(source.text)).functions) {
        if (function.lines > function_lines_max) {
            breaches.push_back({source.path, function.line,
                                "a function of " + std::to_string(function.lines) + " lines"});
        }
    }
    return breaches;
}

Breaches long_files(const std::vector<Source>& sources) {
    Breaches breaches;
    std::size_t files = 0;
    for (const Source& source : sources) {
        if (is_code(source)) {
            ++files;
            const auto lines = lines_of(source.text).size();
            if (lines > lines_usual) {
                breaches.push_back({source.path, static_cast<int>(lines), "more than 350 lines"});
            }
        }
    }
    return breaches.size() * 10 > files ? breaches : Breaches();
}

Breaches names(const Source& source) {
    Breaches breaches;
    if (!is_code(source)) {
        return breaches;
    }
    const std::string in_file_name = empty_word_in(stem_of(source.path));
    if (!in_file_name.empty()) {
        breaches.push_back({source.path, 1, "the file's name says " + in_file_name});
    }
    const std::vector<Word> words = words_of(code_of(source.text));
    for (std::size_t at = 0; at + 2 < words.size(); ++at) {
        const std::string& kind = words[at].text;
        const std::string& after = words[at + 2].text;
        const bool declares = (kind == "class" || kind == "struct") &&
                              (after == "{" || after == ":" || after == "final" || after == ";");
        const std::string in_name = declares ? empty_word_in(words[at + 1].text) : std::string();
        if (!in_name.empty()) {
            breaches.push_back({source.path, words[at].line,
                                words[at + 1].text + ": \"" + in_name + "\" says nothing"});
        }
    }
    return breaches;
}

Breaches left_for_later(const Source& source) {
    Breaches breaches;
    int number = 0;
    for (std::string_view view : lines_of(source.text)) {
        ++number;
        const std::string line(view);
        for (const std::string& mark : marks_of_later()) {
            if (is_word(line, mark)) {
                breaches.push_back({source.path, number, "says " + mark});
            }
        }
    }
    return breaches;
}

Breaches secrets(const Source& source) {
    Breaches breaches;
    for (const Secret& secret : secrets_known()) {
        const std::regex pattern(secret.pattern);
        int number = 0;
        for (std::string_view view : lines_of(source.text)) {
            ++number;
            if (view.size() < 10'000 && std::regex_search(view.begin(), view.end(), pattern)) {
                breaches.push_back({source.path, number, std::string("holds ") + secret.what});
            }
        }
    }
    return breaches;
}

Breaches machine_paths(const Source& source) {
    Breaches breaches;
    int number = 0;
    for (std::string_view line : lines_of(source.text)) {
        ++number;
        for (const std::string& path : paths_of_machines()) {
            const std::size_t at = line.find(path);
            if (at != std::string_view::npos && (at == 0 || begins_path(line[at - 1]))) {
                breaches.push_back({source.path, number, "names " + path + " of some machine"});
            }
        }
    }
    return breaches;
}

}  // namespace tidy
