// SPDX-License-Identifier: Apache-2.0
// Plan: each check fails for the plugins that break what it demands, and no other check does; the
// plugin without a breach passes all; no check is without a mutant that it catches.
// Here each mutant is asked by the checks that have to see it and by some others; with
// SAGE_RELEASE_TESTS set by all of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>

#include "mock-host/validate/check.h"
#include "tests/unit/mock_host/temporary_folder.h"
#include "tests/validator/asked_check.h"

namespace wms::validate {
namespace {

namespace fs = std::filesystem;
using Names = std::set<std::string>;

struct Mutant {
    const char* breach;
    Names seen_by;
    const char* because = "";  ///< words of one of them
    bool alone = false;        ///< other checks may find it or not, as threads happen to run
};

void PrintTo(const Mutant& mutant, std::ostream* out) {
    *out << mutant.breach;
}

/// Of the frozen plugin, which talks to nothing.
const std::vector<Mutant>& mutants() {
    static const auto& all = *new std::vector<Mutant>{
        {"changes_the_environment_when_loaded", {"load-quiet"}},
        {"ignores_a_signal_when_loaded", {"load-quiet"}},
        {"starts_a_thread_when_loaded", {"load-quiet"}},
        {"has_two_tables", {"entry-stable"}},
        {"has_every_extension", {"unknown-extension-null"}},
        {"reads_behind_the_host", {"old-host"}},
        {"refuses_newer_hosts", {"new-host"}},
        {"fills_short_documents", {"error-canary"}},
        {"fills_short_errors", {"error-canary"}},
        {"gives_no_message", {"error-complete"}},
        {"fills_errors_of_success", {"error-complete"}},
        {"ignores_unknown_flags", {"wrong-arguments-refused"}},
        {"leaves_the_place_of_a_failed_instance", {"wrong-arguments-refused"}},
        {"releases_and_stays", {"release-clears"}},
        {"keeps_a_text_of_the_host", {"views-not-kept"}},
        {"leaks_memory", {"no-leak"}},
        {"leaks_a_descriptor", {"fd-inheritance", "no-leak"}},
        {"connects_twice", {"wrong-state-refused"}},
        {"refuses_a_second_stop", {"stop-idempotent"}},
        {"crashes_at_stop", {"stop-idempotent"}, "", true},
        {"takes_a_setting_twice", {"config-invalid"}},
        {"opens_a_folder_twice", {"data-dir-exclusive"}},
        {"calls_a_bad_folder_a_bad_setting", {"data-dir-usable"}},
        {"writes_elsewhere", {"data-dir-only"}},
        {"lets_others_read", {"data-dir-only"}},
        {"leaves_a_thread", {"no-thread-after-stop"}},
        {"serves_one_thread", {"thread-rules"}},
        {"calls_back_after_its_end", {"host-callback-rules", "no-thread-after-stop"}, "", true},
        {"tells_one_host_of_all", {"two-instances"}},
        {"takes_a_byte_order_mark", {"hostile-documents"}},
        {"calls_unknown_types_unacceptable", {"unknown-types-refused"}},
        {"knows_no_later_members", {"unknown-members-accepted"}},
        {"takes_numbers_for_amounts", {"decimals-are-strings"}},
        {"calls_a_conflict_a_duplicate", {"idempotency"}},
        {"acknowledges_by_itself", {"event-until-ack"}},
        {"misspells_receipts", {"outcome-schema"}},
        {"misspells_events", {"comma-locale", "outcome-schema"}},
        {"writes_decimals_of_the_locale", {"comma-locale"}},
        {"is_idle_and_due", {"work-is-bounded"}},
        {"accepts_before_it_is_on_disk", {"durable-before-ok"}},
        {"forgets_what_a_crash_left", {"kill-again", "kill-anywhere"}},
        {"cannot_be_called_back", {"cancel", "deadline"}},
        {"knows_no_deadline", {"deadline"}},
        {"has_its_own_clock", {"host-clock-only"}},
        {"listens", {"remote-hosts"}},
        {"logs_a_secret", {"secret-never-out"}},
        {"writes_a_secret", {"secret-never-out"}},
        {"tires_of_stops", {"soak"}},
        {"blocks_a_signal", {"signal-mask-kept"}},
        {"ignores_a_signal", {"signal-handlers-kept"}},
        {"changes_the_locale", {"locale-kept"}},
        {"changes_the_environment", {"environment-kept"}},
        {"changes_the_umask", {"folder-kept"}},
        {"changes_the_folder", {"folder-kept"}},
        {"changes_a_limit", {"folder-kept"}},
        {"writes_to_its_output", {"std-streams-silent"}},
        {"writes_to_its_error_output", {"std-streams-silent"}},
        {"leaves_a_descriptor_to_children", {"fd-inheritance"}},
    };
    return all;
}

/// Of the Intacct plugin, with a simulated Sage.
const std::vector<Mutant>& mutants_with_sage() {
    static const auto& all = *new std::vector<Mutant>{
        {"posts_in_check", {"check-is-read-only"}, "made a document in Sage"},
        {"asks_sage_in_submit", {"submit-without-sage"}, "asked something of Sage"},
        {"makes_two_of_one",
         {"audit-fail-closed", "check-is-read-only", "error-classes"},
         "Sage has 2 documents of one"},
        {"waits_whatever_happens", {"interrupt"}, "ended by signal 14"},
        {"audits_for_show", {"audit-fail-closed"}, "what the audit trail had not taken"},
        {"writes_to_gone_peers", {"sigpipe"}, "ended by signal 13"},
    };
    return all;
}

/// Breaches that stand in the file of the library.
const std::vector<Mutant>& mutants_of_the_file() {
    static const auto& all = *new std::vector<Mutant>{
        {"mutant_that_exports_more", {"exports-exactly-one"}},
        {"mutant_that_takes_poco", {"hostile-host"}},
        {"mutant_that_is_unloaded", {"binary-hygiene"}},
        {"mutant_that_is_bound_late", {"binary-hygiene"}},
        {"mutant_that_wants_a_stack", {"binary-hygiene"}},
        {"mutant_that_looks_elsewhere", {"binary-hygiene"}},
    };
    return all;
}

struct Respelt {
    const char* name;
    const char* from;
    const char* to;
    Names seen_by;
};

void PrintTo(const Respelt& respelt, std::ostream* out) {
    *out << respelt.name;
}

/// Breaches of the manifest, in the file and in the library.
const std::vector<Respelt>& manifests() {
    static const auto& all = *new std::vector<Respelt>{
        {"without_a_vendor", R"("vendor": "Example",)", "", {"manifest-schema"}},
        {"with_a_setting_nobody_explains",
         R"("properties": {})",
         R"("properties": {"port": {"type": "integer"}})",
         {"settings-explained"}},
    };
    return all;
}

bool all_checks_ask() {
    return std::getenv("SAGE_RELEASE_TESTS") != nullptr;
}

/// Locales with a decimal comma, made for this run; empty: the machine cannot make them.
const std::string& locales() {
    static const auto& folder = *new testing::TemporaryFolder;
    static const auto& path = *new std::string([] {
        const std::string made = folder / "de_DE.UTF-8";
        const std::string command = "localedef -i de_DE -f UTF-8 " + made + " >/dev/null 2>&1";
        return std::system(command.c_str()) == 0 ? folder.path().string() : std::string();
    }());
    return path;
}

class Mutants : public ::testing::Test {
  protected:
    Outcome ask(const std::string& check, const std::string& breach,
                std::map<std::string, std::string> more = {}) {
        Question question;
        question.library = library_;
        question.check = check;
        question.variables = std::move(more);
        question.variables["MUTANT_BREACH"] = breach;
        question.variables["LOCPATH"] = locales();
        question.folder = folder_ / ("of-" + check);
        question.simulator = SAGE_SIMULATOR_PROGRAM;
        question.real_seconds_max = real_seconds_max_;
        return validate::ask(question);
    }

    /// Names of the checks among these that find something wrong.
    Names seen(const Names& checks, const std::string& breach,
               const std::map<std::string, std::string>& more = {}) {
        Names found;
        for (const std::string& check : checks) {
            const Outcome outcome = ask(check, breach, more);
            if (outcome.bad()) {
                found.insert(check);
                told_ += check + ": " +
                         (outcome.words.empty() ? std::string() : outcome.words.front()) + "\n";
            }
            EXPECT_FALSE(outcome.verdict == Verdict::skipped && check != "comma-locale" &&
                         !needs_sage(check))
                << check;
        }
        return found;
    }

    static bool needs_sage(const std::string& check) {
        return std::any_of(mutants_with_sage().begin(), mutants_with_sage().end(),
                           [&](const Mutant& mutant) { return mutant.seen_by.contains(check); });
    }

    /// Those that have to see it and, of the others, one of so many; all where all ask.
    Names asked(const Names& seen_by, std::size_t turn) {
        constexpr std::size_t kOneOf = 20;
        Names names = seen_by;
        std::size_t at = turn;
        for (const Check& check : all_checks()) {
            if (!needs_sage(check.name) && (all_checks_ask() || ++at % kOneOf == 0)) {
                names.insert(check.name);
            }
        }
        return names;
    }

    static Names without_locales(Names names) {
        if (locales().empty()) {
            names.erase("comma-locale");
        }
        return names;
    }

    testing::TemporaryFolder folder_;
    fs::path library_ = fs::path(MUTANT_FOLDER) / "mutant.so";
    unsigned real_seconds_max_ = 60;
    std::string told_;  ///< by the checks that found something
};

TEST_F(Mutants, without_a_breach_every_check_passes) {
    Names names;
    for (const Check& check : all_checks()) {
        names.insert(check.name);
    }
    EXPECT_THAT(seen(names, ""), ::testing::IsEmpty()) << told_;
}

TEST_F(Mutants, every_check_has_one) {
    Names missing;
    for (const Check& check : all_checks()) {
        missing.insert(check.name);
    }
    for (const auto* const list : {&mutants(), &mutants_with_sage(), &mutants_of_the_file()}) {
        for (const Mutant& mutant : *list) {
            for (const std::string& name : mutant.seen_by) {
                missing.erase(name);
            }
        }
    }
    for (const Respelt& respelt : manifests()) {
        for (const std::string& name : respelt.seen_by) {
            missing.erase(name);
        }
    }
    // These have tests of their own below.
    EXPECT_THAT(missing, ::testing::ElementsAre("load-now", "load-time", "manifest-file"));
}

TEST_F(Mutants, slow_loading_is_a_warning) {
    const Outcome outcome = ask("load-time", "takes_long_to_load");
    EXPECT_EQ(outcome.verdict, Verdict::warned);
    EXPECT_THAT(outcome.words, ::testing::ElementsAre(::testing::HasSubstr("ms to load")));
}

TEST_F(Mutants, without_a_manifest_nothing_loads) {
    library_ = folder_ / "alone.so";
    fs::copy_file(fs::path(MUTANT_FOLDER) / "mutant.so", library_);
    fs::permissions(library_, fs::perms::owner_all);
    EXPECT_THAT(seen({"manifest-file", "load-now", "exports-exactly-one", "binary-hygiene"}, ""),
                ::testing::ElementsAre("load-now", "manifest-file"));
    EXPECT_THAT(told_, ::testing::HasSubstr("alone.json"));
}

/// What a table can have wrong before anything is called.
TEST_F(Mutants, what_does_not_load_says_why) {
    const std::map<std::string, std::string> causes = {
        {"has_no_table", "its entry function returned nothing"},
        {"has_a_short_table", "its table has 16 bytes"},
        {"lacks_a_function", "a function of version 1.0 is missing"},
        {"needs_a_newer_host", "it needs a host of version 1.9"},
        {"has_another_id", "the library says it is \"org.example.other\""},
        {"has_another_manifest", "they differ from byte"},
        {"crashes_when_loaded", ""},
    };
    for (const auto& [breach, cause] : causes) {
        told_.clear();
        EXPECT_THAT(seen({"load-now"}, breach), ::testing::ElementsAre("load-now")) << breach;
        EXPECT_THAT(told_, ::testing::HasSubstr(cause)) << breach;
    }
}

class EachMutant : public Mutants, public ::testing::WithParamInterface<Mutant> {};

TEST_P(EachMutant, is_seen_by_its_checks_alone) {
    const Mutant& mutant = GetParam();
    // Each mutant meets others of the checks that are not to see it.
    const std::size_t turn = std::string(mutant.breach).size();
    const Names names = mutant.alone ? mutant.seen_by : asked(mutant.seen_by, turn);
    const Names expected = without_locales(mutant.seen_by);
    if (expected.empty()) {
        GTEST_SKIP() << "localedef makes no locale with a decimal comma here";
    }
    EXPECT_EQ(seen(names, mutant.breach), expected) << told_;
    EXPECT_THAT(told_, ::testing::HasSubstr(mutant.because));
}

class EachMutantWithSage : public Mutants, public ::testing::WithParamInterface<Mutant> {};

TEST_P(EachMutantWithSage, is_seen_by_its_checks_alone) {
    const Mutant& mutant = GetParam();
    const fs::path plugin = SAGE_PLUGIN_FILE;
    library_ = folder_ / "mutant.so";
    fs::copy_file(fs::path(MUTANT_FOLDER) / "mutant.so", library_);
    fs::copy_file(fs::path(plugin).replace_extension(".json"), folder_ / "mutant.json");
    fs::permissions(library_, fs::perms::owner_all);
    real_seconds_max_ = std::string(mutant.breach) == "waits_whatever_happens" ? 12 : 60;
    Names names = mutant.seen_by;
    if (all_checks_ask()) {
        for (const Mutant& other : mutants_with_sage()) {
            names.insert(other.seen_by.begin(), other.seen_by.end());
        }
    }
    EXPECT_EQ(seen(names, mutant.breach, {{"MUTANT_OF", plugin.string()}}), mutant.seen_by)
        << told_;
    EXPECT_THAT(told_, ::testing::HasSubstr(mutant.because));
}

class EachMutantOfTheFile : public Mutants, public ::testing::WithParamInterface<Mutant> {};

TEST_P(EachMutantOfTheFile, is_seen_by_its_checks_alone) {
    library_ = fs::path(MUTANT_FOLDER) / (std::string(GetParam().breach) + ".so");
    const Names names = {"binary-hygiene", "exports-exactly-one", "hostile-host", "load-now",
                         "load-quiet",     "manifest-file",       "old-host"};
    EXPECT_EQ(seen(names, ""), GetParam().seen_by) << told_;
}

class EachManifest : public Mutants, public ::testing::WithParamInterface<Respelt> {};

TEST_P(EachManifest, is_seen_by_its_check_alone) {
    const Respelt& respelt = GetParam();
    std::ifstream file(fs::path(MUTANT_FOLDER) / "mutant.json", std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), {}};
    const std::size_t at = text.find(respelt.from);
    ASSERT_NE(at, std::string::npos);
    text.replace(at, std::string(respelt.from).size(), respelt.to);
    library_ = folder_ / "mutant.so";
    fs::copy_file(fs::path(MUTANT_FOLDER) / "mutant.so", library_);
    fs::permissions(library_, fs::perms::owner_all);
    const fs::path manifest = folder_.write("mutant.json", text);
    EXPECT_EQ(seen(asked(respelt.seen_by, 0), "", {{"MUTANT_MANIFEST", manifest.string()}}),
              respelt.seen_by)
        << told_;
}

const auto name_of_mutant = [](const auto& about) { return std::string(about.param.breach); };

INSTANTIATE_TEST_SUITE_P(Validator, EachMutant, ::testing::ValuesIn(mutants()), name_of_mutant);
INSTANTIATE_TEST_SUITE_P(Validator, EachMutantWithSage, ::testing::ValuesIn(mutants_with_sage()),
                         name_of_mutant);
INSTANTIATE_TEST_SUITE_P(Validator, EachMutantOfTheFile, ::testing::ValuesIn(mutants_of_the_file()),
                         name_of_mutant);
INSTANTIATE_TEST_SUITE_P(Validator, EachManifest, ::testing::ValuesIn(manifests()),
                         [](const auto& about) { return std::string(about.param.name); });

}  // namespace
}  // namespace wms::validate
