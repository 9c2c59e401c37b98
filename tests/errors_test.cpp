// SPDX-License-Identifier: Apache-2.0
// Every code that the product can tell has an entry on a page for people, and every entry a place
// in the sources that tells it. The pages are packaging/ERRORS.md for the core and ERRORS.md in
// each edition's folder; this test reads them and the sources, so that neither can run ahead.
//
// A code is a text of two or more words with points, whole. Where a function puts a short code
// behind a prefix, that function has a parameter named `code`, and the first text in each of its
// calls is the short code: so every code can be found without running anything.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "sage-adapter/base/error_rules.h"
#include "tests/support/source_folder.h"

namespace sage {
namespace {

namespace fs = std::filesystem;

const fs::path root = source_folder();

struct ErrorEntry {
    std::string owner;
    std::string severity;
    std::string retry;
    std::string cause;
    std::string fix;
};
using Page = std::map<std::string, ErrorEntry>;
/// Where a code is told, and by whom its cause is removed as far as the source says it there.
struct Told {
    std::string file;
    std::string owner;
};
using Codes = std::map<std::string, std::vector<Told>>;

/// Texts with points that are no codes: fields of Sage, secrets, notes in the outbox, files.
const std::set<std::string> no_codes = {"customer.id",
                                        "journal.settings",
                                        "department.id",
                                        "entity.id",
                                        "item.id",
                                        "unit.id",
                                        "warehouse.id",
                                        "location.id",
                                        "parent.id",
                                        "invoice.key",
                                        "dimensions.item.id",
                                        "intacct.client_id",
                                        "intacct.client_secret",
                                        "intacct.refresh_token",
                                        "intacct.sender_id",
                                        "intacct.sender_password",
                                        "sage200.client_id",
                                        "sage200.client_secret",
                                        "sage200.refresh_token",
                                        "sage50.auth_token",
                                        "customer.reference",
                                        "purge.due",
                                        "purge.empty_through",
                                        "reconcile.due",
                                        "reconcile.told",
                                        "manifest.inc",
                                        "schema_sqlite.inc",
                                        "schema_sqlite_2.inc",
                                        "schema_sqlite_3.inc",
                                        "schema_sqlite_4.inc",
                                        "schema_postgres_2.inc",
                                        "schema_postgres_3.inc",
                                        "schema_postgres_4.inc",
                                        "schema_postgres.inc",
                                        "error_rules.inc",
                                        "dimensions.location.id",
                                        "dimensions.warehouse.id",
                                        "warehouse_holding.warehouse_id"};

std::string text_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// Without whole-line comments, and with texts that the formatter broke in two put together.
std::string code_of(const fs::path& file) {
    static const std::regex comment(R"(\n\s*//[^\n]*)");
    return std::regex_replace(text_of(file), comment, "\n");
}

Page read_page(const fs::path& file) {
    static const std::regex entry(R"(\n### (\S+)\n\n(\S+) · (\S+) · ([^\n]+)\n\n)"
                                  R"(([^\n]+)\n\n\*\*What to do\.\*\* ([^\n]+)\n)");
    const std::string text = text_of(file);
    Page page;
    for (std::sregex_iterator at(text.begin(), text.end(), entry), end; at != end; ++at) {
        const std::smatch& found = *at;
        EXPECT_TRUE(
            page.emplace(found[1], ErrorEntry{found[2], found[3], found[4], found[5], found[6]})
                .second)
            << file << " has two entries for " << found[1];
    }
    static const std::regex heading(R"(\n### )");
    EXPECT_EQ(page.size(), static_cast<std::size_t>(std::distance(
                               std::sregex_iterator(text.begin(), text.end(), heading), {})))
        << file << ": an entry is not of the form of the others";
    return page;
}

/// The function around a place that puts a code together.
std::string builder_at(const std::string& text, std::size_t place) {
    static const std::regex definition(R"((\w+)\([^(){};]*\bcode\b[^(){};]*\) \{)");
    std::string name;
    const std::string before = text.substr(0, place);
    for (std::sregex_iterator at(before.begin(), before.end(), definition), end; at != end; ++at) {
        name = (*at)[1];
    }
    return name;
}

/// "intacct." and the short codes that are given to the function that puts it in front.
void add_built(const std::string& text, const std::string& file, Codes& codes) {
    static const std::regex prefix(
        R"re("([a-z][a-z0-9_.]*\.)" \+ (?:std::string\(|std::move\()?(\w+))re");
    for (std::sregex_iterator at(text.begin(), text.end(), prefix), end; at != end; ++at) {
        if ((*at)[2] != "code") {
            continue;
        }
        const std::string name = builder_at(text, static_cast<std::size_t>(at->position()));
        ASSERT_FALSE(name.empty())
            << file << ": " << at->str() << " is in no function with a parameter named code";
        const std::regex call("\\b" + name + R"re(\(\s*[^"();]*"([a-z][a-z0-9_]*)")re");
        for (std::sregex_iterator one(text.begin(), text.end(), call); one != end; ++one) {
            codes[(*at)[1].str() + (*one)[1].str()].push_back({file, ""});
        }
    }
}

/// A stem that stands whole, with each of the endings that the file puts behind a `code`.
bool add_with_endings(const std::string& stem, const std::string& text, const std::string& file,
                      const Page& page, Codes& codes) {
    static const std::regex ending(R"re("(\.[a-z_]+)")re");
    std::vector<std::string> built;
    for (std::sregex_iterator at(text.begin(), text.end(), ending), end; at != end; ++at) {
        built.push_back(stem + (*at)[1].str());
    }
    if (built.empty() || !page.contains(built.front())) {
        return false;
    }
    for (const std::string& code : built) {
        codes[code].push_back({file, ""});
    }
    return true;
}

void add_codes(const fs::path& path, const Page& page, Codes& codes) {
    static const std::regex literal(R"re("([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+)")re");
    static const std::regex owner(R"(Owner::(\w+))");
    const std::string text = code_of(path);
    const std::string file = path.lexically_relative(root).string();
    const std::sregex_iterator end;
    for (std::sregex_iterator at(text.begin(), text.end(), literal); at != end; ++at) {
        const std::string code = (*at)[1];
        if (no_codes.contains(code) || add_with_endings(code, text, file, page, codes)) {
            continue;
        }
        const std::size_t begin = static_cast<std::size_t>(at->position() + at->length());
        const std::sregex_iterator next = std::next(std::sregex_iterator(at));
        const std::size_t until =
            next == end ? text.size() : static_cast<std::size_t>(next->position());
        const std::string after = text.substr(begin, std::min<std::size_t>(until - begin, 700));
        std::smatch found;
        codes[code].push_back(
            {file, std::regex_search(after, found, owner) ? found[1].str() : std::string()});
    }
    add_built(text, file, codes);
}

/// What editions share speaks in the name of the one that asks (mapping/hold.h): each edition that
/// includes a header of it tells the short codes of its source.
void add_shared(const std::string& text, const std::string& edition, Codes& codes) {
    static const std::regex include(R"re(#include "(sage-adapter/mapping/\w+)\.h")re");
    static const std::regex told(
        R"re((unfit_setting\(\s*[\w.]*)?\bwords(?:,\s*|\.code\()"([a-z][a-z0-9_]*)")re");
    for (std::sregex_iterator at(text.begin(), text.end(), include), end; at != end; ++at) {
        const std::string file = (*at)[1].str() + ".cpp";
        const std::string shared = code_of(root / file);
        for (std::sregex_iterator one(shared.begin(), shared.end(), told); one != end; ++one) {
            const std::string code = ((*one)[1].matched ? "settings." : "") + (*one)[2].str();
            codes[edition + "." + code].push_back({file, ""});
        }
    }
}

Codes codes_under(const fs::path& folder, const Page& page) {
    Codes codes;
    for (const auto& file : fs::recursive_directory_iterator(folder)) {
        const std::string ending = file.path().extension().string();
        const bool source = ending == ".cpp" || ending == ".h";
        // A simulated Sage answers in Sage's words, not in ours; fields of templates are no codes.
        const std::string name = file.path().filename().string();
        if (source && !name.starts_with("simulator") && name != "template_fields.cpp") {
            add_codes(file.path(), page, codes);
            if (folder.parent_path() == root / "plugins") {
                add_shared(code_of(file.path()), folder.filename().string(), codes);
            }
        }
    }
    return codes;
}

void expect_agree(const Page& page, const Codes& codes, const std::string& name) {
    for (const auto& [code, places] : codes) {
        const auto entry = page.find(code);
        if (entry == page.end()) {
            ADD_FAILURE() << places.front().file << " tells " << code << ", and " << name
                          << " has no entry for it";
            continue;
        }
        for (const Told& told : places) {
            EXPECT_TRUE(told.owner.empty() || told.owner == entry->second.owner)
                << code << " is for " << told.owner << " in " << told.file << " and for "
                << entry->second.owner << " in " << name;
        }
    }
    for (const auto& [code, entry] : page) {
        EXPECT_TRUE(codes.contains(code))
            << name << " has an entry for " << code << ", which nothing tells";
    }
}

void expect_complete(const Page& page, const std::string& name) {
    const std::set<std::string> owners = {"warehouse", "finance", "it", "vendor"};
    const std::set<std::string> severities = {"information", "warning", "error", "critical"};
    const std::set<std::string> retries = {"by itself", "when the cause is gone",
                                           "after a decision", "after a new version", "never"};
    for (const auto& [code, entry] : page) {
        EXPECT_TRUE(owners.contains(entry.owner)) << name << " " << code << " " << entry.owner;
        EXPECT_TRUE(severities.contains(entry.severity))
            << name << " " << code << " " << entry.severity;
        EXPECT_TRUE(retries.contains(entry.retry)) << name << " " << code << " " << entry.retry;
        for (const std::string& text : {entry.cause, entry.fix}) {
            EXPECT_GE(text.size(), 12U) << name << " " << code << ": " << text;
            EXPECT_EQ(text.find(code), std::string::npos) << "says its own code: " << text;
        }
        EXPECT_NE(entry.cause, entry.fix) << code;
    }
}

// What a host is told with each problem is what the page says.
void expect_told(const Page& page, const std::string& name) {
    const std::map<std::string, std::string> words = {{"by itself", "byItself"},
                                                      {"when the cause is gone", "whenCauseGone"},
                                                      {"after a decision", "afterDecision"},
                                                      {"after a new version", "afterNewVersion"},
                                                      {"never", "never"}};
    for (const auto& [code, entry] : page) {
        const ErrorRule* const rule = error_rule(code);
        if (rule == nullptr) {
            ADD_FAILURE() << name << " " << code << " is told without severity and retry";
            continue;
        }
        EXPECT_EQ(rule->severity, entry.severity) << name << " " << code;
        EXPECT_EQ(rule->retry, words.at(entry.retry)) << name << " " << code;
    }
}

TEST(Errors, every_code_of_the_core_has_an_entry_and_every_entry_a_code) {
    const Page page = read_page(root / "packaging/ERRORS.md");
    EXPECT_GT(page.size(), 100U);
    expect_complete(page, "packaging/ERRORS.md");
    expect_told(page, "packaging/ERRORS.md");
    expect_agree(page, codes_under(root / "sage-adapter", page), "packaging/ERRORS.md");
}

TEST(Errors, every_code_of_an_edition_has_an_entry_in_its_folder_and_every_entry_a_code) {
    std::size_t editions = 0;
    for (const auto& folder : fs::directory_iterator(root / "plugins")) {
        if (!fs::exists(folder.path() / "manifest.json")) {
            continue;
        }
        const fs::path file = folder.path() / "ERRORS.md";
        const Page page = read_page(file);
        const std::string name = file.lexically_relative(root).string();
        expect_complete(page, name);
        expect_told(page, name);
        expect_agree(page, codes_under(folder.path(), page), name);
        ++editions;
    }
    EXPECT_GE(editions, 1U);
}

}  // namespace
}  // namespace sage
