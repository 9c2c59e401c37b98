// SPDX-License-Identifier: Apache-2.0
// Set-up, end to end, with every edition's own plugin and a simulated Sage behind HTTPS: three
// steps and three calls of the plugin lead from nothing to the first document; what cannot work is
// told at its setting and nothing is written; a set-up that breaks off is carried on; who may not
// is refused and on record.
#include <gmock/gmock.h>

#include <atomic>
#include <chrono>

#include "mock-host/setup/settings_file.h"
#include "mock-host/setup/trial.h"
#include "tests/support/sage_for_setup.h"
#include "wms/wms_authorize.h"

namespace sage::testing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

std::atomic<int> calls_to_set_up = 0;
const wms_plugin* real = nullptr;

/// The plugin's table with the calls that set it up counted: a consent (begin and complete) is one,
/// each connect is one. What is asked beside changes nothing.
wms_plugin counted(const wms_plugin& table) {
    real = &table;
    wms_plugin counting = table;
    counting.connect = [](wms_instance* self, const wms_op* op, wms_error* error) {
        ++calls_to_set_up;
        return real->connect(self, op, error);
    };
    counting.get_extension = [](wms_str id) -> const void* {
        static const wms_authorize* const served =
            static_cast<const wms_authorize*>(real->get_extension(id));
        static const wms_authorize counting_table = {
            sizeof(wms_authorize), 0,
            [](wms_instance* self, wms_str redirect_uri, wms_doc* out, wms_error* error) {
                return served->begin(self, redirect_uri, out, error);
            },
            [](wms_instance* self, const wms_op* op, wms_str redirect, wms_error* error) {
                ++calls_to_set_up;
                return served->complete(self, op, redirect, error);
            }};
        return served == nullptr ? nullptr : &counting_table;
    };
    return counting;
}

class Setup : public ::testing::TestWithParam<const char*> {
  protected:
    Setup() { sage.seed(); }
    SageForSetup sage{GetParam(), "test"};
};

TEST_P(Setup, leads_from_nothing_to_the_first_document_in_three_steps) {
    const auto begin = std::chrono::steady_clock::now();
    const auto result = wms::set_up(sage.setup_options());
    ASSERT_TRUE(result.ok()) << wms::in_one_line(result.problem());
    ASSERT_TRUE(result.value().written) << SageForSetup::told(result.value().findings);
    EXPECT_EQ(sage.post("DN-1", "test"), "posted");
    RecordProperty("milliseconds",
                   static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(
                                        std::chrono::steady_clock::now() - begin)
                                        .count()));
    EXPECT_EQ(wms::documents(sage.control(), 0).value().size(), 1U);
    EXPECT_EQ(wms::read_settings(sage.data).value()->environment(), "test");
    EXPECT_FALSE(std::filesystem::exists(sage.data / wms::kDraftFile));
    EXPECT_GT(result.value().changes, 3);

    // Who changed what is on record, and no secret.
    const std::string trail = sage.file("audit.jsonl");
    EXPECT_THAT(trail, HasSubstr(R"("action":"settings")"));
    EXPECT_THAT(trail, HasSubstr(R"("/environment":"test")"));
    for (const auto& [name, value] : wms::settings(sage.control()).value().secrets) {
        EXPECT_THAT(trail + sage.file("settings.json"), Not(HasSubstr(value))) << name;
    }
    // The same answers once more change nothing.
    const auto again = wms::set_up(sage.setup_options());
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(again.value().changes, 0);
}

TEST_P(Setup, names_what_cannot_work_at_its_setting_and_writes_nothing) {
    wms::SetupOptions options = sage.setup_options();
    options.assignments = {"guestCustomer=NOBODY"};
    const auto result = wms::set_up(options);
    ASSERT_TRUE(result.ok()) << wms::in_one_line(result.problem());
    EXPECT_FALSE(result.value().written);
    const std::string told = SageForSetup::told(result.value().findings);
    EXPECT_THAT(told, HasSubstr("at /guestCustomer (Guest customer)"));
    EXPECT_THAT(told, HasSubstr("What to do:"));

    options.assignments = {"guestCustomers=GUEST"};
    const auto misspelt = wms::set_up(options);
    ASSERT_TRUE(misspelt.ok());
    EXPECT_FALSE(misspelt.value().written);
    EXPECT_THAT(SageForSetup::told(misspelt.value().findings), HasSubstr("settings.invalid"));
    EXPECT_FALSE(sage.is_set_up());
    EXPECT_FALSE(std::filesystem::exists(sage.data / "plugin")) << "no outbox is bound yet";
    sage.set_up();
    EXPECT_TRUE(sage.is_set_up()) << "the next run is none the worse";
}

TEST_P(Setup, that_cannot_reach_sage_says_so_and_leaves_what_there_was) {
    sage.set_up();
    const std::string before = sage.file("settings.json");
    wms::SetupOptions options = sage.setup_options();
    sage.stop();
    const auto result = wms::set_up(options);
    ASSERT_FALSE(result.ok());
    EXPECT_FALSE(result.problem().fix.empty());
    EXPECT_EQ(sage.file("settings.json"), before);
}

INSTANTIATE_TEST_SUITE_P(EveryEdition, Setup, ::testing::Values("intacct", "sage200", "sage50"),
                         [](const auto& one) { return std::string(one.param); });

class SetupOfIntacct : public ::testing::Test {
  protected:
    SetupOfIntacct() { sage.seed(); }
    std::string refused(const wms::SetupOptions& options) {
        const auto result = wms::set_up(options);
        EXPECT_FALSE(sage.is_set_up());
        return result.ok() ? "" : result.problem().code;
    }
    SageForSetup sage{"intacct", "test"};
};

TEST_F(SetupOfIntacct, takes_three_calls_of_the_plugin) {
    auto session = wms::Session::open(sage.session_options());
    ASSERT_TRUE(session.ok());
    ASSERT_TRUE(session.value()->ask_settings().ok());
    wms::LoadedPlugin plugin = session.value()->plugin();
    const wms_plugin table = counted(*plugin.table);
    plugin.table = &table;
    const auto questions = wms::questions_of(plugin.manifest).value();
    const wms::Trial trial({plugin, session.value()->clock(), session.value()->secrets(),
                            [&](const std::string& url) { return session.value()->browse(url); }});
    const std::string settings =
        wms::with_setting(sage.suggested(), "grant=authorization_code").value();
    calls_to_set_up = 0;
    const auto tried = trial.run(settings, true, questions);
    ASSERT_TRUE(tried.ok()) << wms::in_one_line(tried.problem());
    EXPECT_EQ(calls_to_set_up, 2) << "the consent, and the connect that tries the settings";
    EXPECT_EQ(tried.value().company, "northwind");
    wms::HostOptions options;
    options.configuration = settings;
    options.folder = session.value()->folder().path();
    options.before_jump = [&](std::int64_t time_ms) {
        return wms::set_clock(sage.control(), time_ms);
    };
    auto host = wms::Host::create(table, plugin.manifest, std::move(options),
                                  session.value()->clock(), session.value()->secrets());
    ASSERT_TRUE(host.ok());
    ASSERT_TRUE(host.value()->connect().ok());
    EXPECT_EQ(calls_to_set_up, 3);
    const wms::Message message = despatch_of("DN-1", 1);
    ASSERT_TRUE(host.value()->submit(message).ok());
    ASSERT_TRUE(host.value()->settle(patience_ms).ok());
    EXPECT_EQ(host.value()->postings().find(message.id)->state, "posted");
}

TEST_F(SetupOfIntacct, a_consent_that_is_refused_or_comes_back_wrong_is_told) {
    wms::SetupOptions options = sage.setup_options();
    options.assignments = {"grant=authorization_code"};
    ASSERT_TRUE(sage.control().post("/control/behaviours", R"({"denyConsent":true})").ok());
    EXPECT_EQ(refused(options), "authorize.denied");
    ASSERT_TRUE(sage.control().post("/control/behaviours", R"({"denyConsent":false})").ok());
    const auto result = wms::set_up(options);
    ASSERT_TRUE(result.ok()) << wms::in_one_line(result.problem());
    EXPECT_TRUE(result.value().written) << "and carried on";

    auto session = wms::Session::open(sage.session_options());
    ASSERT_TRUE(session.ok() && session.value()->ask_settings().ok());
    const wms::Trial trial({session.value()->plugin(), session.value()->clock(),
                            session.value()->secrets(), [&](const std::string& url) {
                                return wms::Result<std::string>(
                                    session.value()->browse(url).value() + "x");
                            }});
    const auto wrong = trial.run(
        wms::with_setting(sage.suggested(), "grant=authorization_code").value(), true, {});
    ASSERT_FALSE(wrong.ok());
    EXPECT_EQ(wrong.problem().code, "authorize.state_unknown");
}

TEST_F(SetupOfIntacct, asks_with_suggestions_and_goes_on_with_a_draft_after_sage_went_away) {
    wms::SetupOptions options = sage.setup_options();
    options.answers = "{}";
    std::string suggested;
    bool goes_away = true;
    const std::map<std::string, std::string> typed = {
        {"/definitions/despatchAdvice", "Sales Invoice"}, {"/guestCustomer", "GUEST"}};
    options.ask = [&](const wms::AskedQuestion& asked) -> std::optional<std::string> {
        for (const wms::Suggestion& one : asked.suggestions.shown) {
            suggested += asked.question.pointer + "=" + one.value + ": " + one.why + "\n";
        }
        if (asked.question.pointer == "/warehouses" && goes_away) {
            sage.stop();
            return std::nullopt;
        }
        const auto found = typed.find(asked.question.pointer);
        return found == typed.end() ? std::string() : found->second;
    };
    const auto broken = wms::set_up(options);
    ASSERT_FALSE(broken.ok());
    EXPECT_THAT(suggested, HasSubstr("/definitions/despatchAdvice=Sales Invoice"));
    EXPECT_THAT(suggested, HasSubstr("/guestCustomer=GUEST: Guests, an active customer of Sage"));
    EXPECT_FALSE(sage.is_set_up());
    EXPECT_THAT(sage.file("settings.draft.json"), HasSubstr(R"("despatchAdvice":"Sales Invoice")"))
        << "what was answered is kept";

    sage.start();
    wms::SetupOptions more = sage.setup_options();
    more.answers = R"({"warehouses":{"MAIN":{"warehouse":"MAIN","location":"100"}}})";
    goes_away = false;
    const auto done = wms::set_up(more);
    ASSERT_TRUE(done.ok()) << wms::in_one_line(done.problem());
    EXPECT_TRUE(done.value().written) << SageForSetup::told(done.value().findings);
    EXPECT_THAT(sage.file("settings.json"), HasSubstr(R"("guestCustomer":"GUEST")"));
    EXPECT_FALSE(std::filesystem::exists(sage.data / "settings.draft.json"));
}

TEST_F(SetupOfIntacct, live_is_never_the_first_and_a_folder_is_of_one_environment) {
    wms::SetupOptions options = sage.setup_options();
    options.environment = "live";
    EXPECT_EQ(refused(options), "setup.live_first");
    options = sage.setup_options();
    options.answers = "[]";
    EXPECT_EQ(refused(options), "setup.answers");
    options.answers = "{}";
    options.assignments = {"no equals sign"};
    EXPECT_EQ(refused(options), "settings.assignment");
}

TEST_F(SetupOfIntacct, who_may_not_is_refused_and_on_record) {
    std::filesystem::create_directories(sage.data);
    std::ofstream(sage.data / "people.json")
        << R"({"people":[{"name":"ann","roles":["view"]},{"name":"bo","roles":["remap"]}]})";
    std::filesystem::permissions(sage.data / "people.json", std::filesystem::perms(0600));
    wms::SetupOptions options = sage.setup_options();
    EXPECT_EQ(refused(options), "roles.nobody");
    options.session.person = "ann";
    EXPECT_EQ(refused(options), "roles.missing");
    EXPECT_THAT(sage.file("audit.jsonl"),
                HasSubstr(R"("who":"ann","action":"settings","about":"","before":null,)"
                          R"("after":null,"outcome":"refused","refusedFor":"roles.missing")"));
    options.session.person = "bo";
    const auto result = wms::set_up(options);
    ASSERT_TRUE(result.ok()) << wms::in_one_line(result.problem());
    EXPECT_TRUE(result.value().written);
    EXPECT_THAT(sage.file("audit.jsonl"), HasSubstr(R"("who":"bo","action":"settings")"));
}

TEST(SetupOfSage200, tells_rights_in_excess_without_stopping) {
    SageForSetup sage("sage200", "test");
    sage.seed();
    wms::SetupOptions options = sage.setup_options();
    options.assignments = {"despatchBecomes=salesOrderAndDespatch",
                           R"(salesOrders={"warehouses":{"MAIN":"MAIN"}})"};
    const auto result = wms::set_up(options);
    ASSERT_TRUE(result.ok()) << wms::in_one_line(result.problem());
    const std::string told = SageForSetup::told(result.value().findings);
    EXPECT_TRUE(result.value().written) << told;
    EXPECT_THAT(told, HasSubstr("setup.right_in_excess"));
    EXPECT_THAT(told, Not(HasSubstr("override_prices_discounts"))) << "it is needed";
    EXPECT_THAT(told, HasSubstr("Take override_credit_holds from the user in Sage"));
    EXPECT_THAT(result.value().not_shown, HasSubstr("which modules its role opens"));
}

}  // namespace
}  // namespace sage::testing
