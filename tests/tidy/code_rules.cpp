// SPDX-License-Identifier: Apache-2.0
// R6 and R7: what the code itself must not do.
#include <algorithm>
#include <regex>
#include <set>
#include <string>

#include "tests/tidy/rules.h"
#include "tests/tidy/scopes.h"

namespace tidy {
namespace {

using Words = std::set<std::string, std::less<>>;

/// A path, or the beginning of paths, that a rule leaves alone, and why.
struct Exception {
    std::string_view path;
    std::string_view reason;
};

template <class Exceptions>
bool excepted(const Exceptions& exceptions, const Source& source) {
    return std::any_of(exceptions.begin(), exceptions.end(), [&](const Exception& exception) {
        return source.path.starts_with(exception.path);
    });
}

bool is_product(const Source& source) {
    return is_code(source) &&
           (source.path.starts_with("sage-adapter/") || source.path.starts_with("plugins/") ||
            source.path.starts_with("mock-host/"));
}

bool matches(const std::string& text, const std::regex& pattern) {
    return std::regex_search(text, pattern);
}

/// A declaration that gives a variable: `static int count`, `std::atomic<int> seen{}`.
bool declares_variable(const Statement& statement) {
    static const std::regex other(
        "^(using|(__extension__ )?typedef|namespace|inline "
        "namespace|class|struct|union|enum|template|extern|friend|"
        "static_assert|public|private|protected|requires|concept|return|asm)\\b");
    static const std::regex named("[A-Za-z0-9_>*&] [*&]?[A-Za-z_][A-Za-z0-9_\\[\\]]*");
    const std::string declared = statement.text.substr(0, statement.text.find_first_of("={"));
    return !matches(statement.text, other) &&
           statement.text.find("operator") == std::string::npos &&
           declared.find('(') == std::string::npos && matches(declared, named);
}

/// `const char* name` can be pointed elsewhere; `const char* const name` cannot.
bool is_constant(const std::string& text) {
    static const std::regex compiled("\\b(constexpr|consteval)\\b");
    static const std::regex constant("\\bconst\\b");
    const std::string declared = text.substr(0, text.find_first_of("={;"));
    const std::size_t star = declared.rfind('*');
    return matches(declared, compiled) ||
           matches(star == std::string::npos ? declared : declared.substr(star), constant) ||
           declared.find('&') != std::string::npos;
}

bool is_mutable_static(Statement statement) {
    static const std::regex access("^(public|private|protected) ?: ?");
    static const std::regex kept("^(inline )?(static|thread_local)\\b");
    statement.text = std::regex_replace(statement.text, access, "");
    const bool says_static = matches(statement.text, kept);
    if (statement.scope == Scope::function) {
        return says_static && !is_constant(statement.text);
    }
    if (statement.scope == Scope::type) {
        return says_static && declares_variable(statement) && !is_constant(statement.text);
    }
    return declares_variable(statement) && !is_constant(statement.text);
}

Breaches words_found(const Source& source, const Words& words, const std::string& rule) {
    Breaches breaches;
    for (const Word& word : words_of(code_of(source.text))) {
        if (words.contains(word.text)) {
            breaches.push_back({source.path, word.line, "says " + word.text + ": " + rule});
        }
    }
    return breaches;
}

/// Words that are calls: the next word is an opening parenthesis.
Breaches calls_found(const Source& source, const Words& names, const std::string& rule) {
    Breaches breaches;
    const std::vector<Word> words = words_of(code_of(source.text));
    for (std::size_t at = 0; at + 1 < words.size(); ++at) {
        const bool member = at > 0 && (words[at - 1].text == "." || words[at - 1].text == ">");
        if (names.contains(words[at].text) && words[at + 1].text == "(" && !member) {
            breaches.push_back(
                {source.path, words[at].line, "calls " + words[at].text + ": " + rule});
        }
    }
    return breaches;
}

const std::vector<Exception>& clocks() {
    static const std::vector<Exception> all = {
        {"sage-adapter/transport/", "sockets and certificates go by real time"},
        {"sage-adapter/bridge/host_services.cpp", "the clock that nobody sets is injected here"},
        {"plugins/sage_simulator/", "a server: certificates, delays asked for by a fault"},
        {"mock-host/", "the host owns the clock that everything else goes by"},
    };
    return all;
}

const std::vector<Exception>& floats() {
    static const std::vector<Exception> all = {
        {"sage-adapter/base/json.cpp", "refuses the numbers that Boost.JSON hands over as double"},
    };
    return all;
}

const std::vector<Exception>& assembled() {
    static const std::vector<Exception> all = {
        {"sage-adapter/outbox/sqlite_reader.cpp", "one constant list of columns for six questions"},
        {"sage-adapter/outbox/sqlite_records.cpp", "the same list of columns"},
        {"sage-adapter/outbox/postgres_records.cpp", "one constant insertion for three statements"},
    };
    return all;
}

}  // namespace

Breaches mutable_statics(const Source& source) {
    Breaches breaches;
    if (!is_product(source)) {
        return breaches;
    }
    for (const Statement& statement : scopes_of(code_of(source.text)).statements) {
        if (is_mutable_static(statement)) {
            breaches.push_back({source.path, statement.line,
                                "\"" + statement.text.substr(0, 60) + "\" outlives a call: R6"});
        }
    }
    const Words process_wide = {"SSLManager", "initializeSSL", "uninitializeSSL"};
    const Breaches tls = words_found(source, process_wide, "R6, the process belongs to the host");
    breaches.insert(breaches.end(), tls.begin(), tls.end());
    return breaches;
}

Breaches floating_point(const Source& source) {
    const bool near_money = source.path.starts_with("sage-adapter/") ||
                            source.path.starts_with("plugins/") ||
                            source.path.starts_with("mock-host/wms/");
    if (!is_code(source) || !near_money || excepted(floats(), source)) {
        return {};
    }
    return words_found(source, {"double", "float", "cpp_dec_float", "stod", "strtod", "atof"},
                       "R7, money is exact (document/decimal.h)");
}

Breaches clock_and_chance(const Source& source) {
    if (!is_product(source)) {
        return {};
    }
    const Words chance = {"random_device", "mt19937", "mt19937_64", "default_random_engine"};
    Breaches breaches = words_found(source, chance, "R7, chance comes from outside");
    const Breaches calls =
        calls_found(source, {"rand", "srand", "random"}, "R7, chance comes from outside");
    breaches.insert(breaches.end(), calls.begin(), calls.end());
    if (excepted(clocks(), source)) {
        return breaches;
    }
    const Words clocks_named = {
        "system_clock", "steady_clock", "high_resolution_clock", "gettimeofday", "clock_gettime",
        "Timestamp",    "sleep_for",    "sleep_until",           "usleep",       "nanosleep"};
    const Breaches times = words_found(source, clocks_named, "R7, time comes from base/clock.h");
    breaches.insert(breaches.end(), times.begin(), times.end());
    const Breaches waits =
        calls_found(source, {"sleep", "time"}, "R7, time comes from base/clock.h");
    breaches.insert(breaches.end(), waits.begin(), waits.end());
    return breaches;
}

Breaches assembled_sql(const Source& source) {
    Breaches breaches;
    if (!is_product(source) || excepted(assembled(), source)) {
        return breaches;
    }
    static const std::regex begun(
        "\"[^\"]*\\b(SELECT|INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|WHERE|VALUES)\\b[^\"]*\"\\s*"
        "\\+");
    static const std::regex continued(
        "\\+\\s*\"[^\"]*\\b(SELECT|INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|WHERE|VALUES|FROM)\\b");
    static const std::regex formatted(
        "format(_to)?\\([^\"]*\"[^\"]*\\b(SELECT|INSERT|UPDATE|DELETE|CREATE|DROP|ALTER)\\b");
    int number = 0;
    const std::string text = without_comments(source.text);
    for (std::string_view view : lines_of(text)) {
        ++number;
        const std::string line(view);
        if (std::regex_search(line, begun) || std::regex_search(line, continued) ||
            std::regex_search(line, formatted)) {
            breaches.push_back({source.path, number, "R7, SQL is constant; bind the parameters"});
        }
    }
    return breaches;
}

Breaches sleeping_tests(const Source& source) {
    // The frozen host is no test: as any host, it waits until its plugin has something to do.
    if (!is_code(source) || !source.path.starts_with("tests/") ||
        source.path == "tests/abi/host_v1_0.c") {
        return {};
    }
    return words_found(source, {"sleep_for", "sleep_until", "usleep", "nanosleep"},
                       "a test waits for what it expects, not for time");
}

}  // namespace tidy
