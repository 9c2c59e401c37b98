// SPDX-License-Identifier: Apache-2.0
// From test to live with a simulated Sage for each: only what was tried is promoted, every code is
// looked up anew, nothing is written until all resolve. And whatever is copied, typed or handed
// over by mistake: no id, secret, document or outbox of the test organisation reaches live, nor the
// other way round.
#include "mock-host/setup/promote.h"

#include <gmock/gmock.h>

#include "mock-host/setup/settings_file.h"
#include "tests/support/sage_for_setup.h"

namespace sage::testing {
namespace {

namespace fs = std::filesystem;

using ::testing::HasSubstr;
using ::testing::Not;

const char* live_credentials(const std::string& edition) {
    return edition == "intacct"
               ? R"({"credentials":{"companyId":"northwind-live","clientId":"live-client",)"
                 R"("clientSecret":"the-secret-of-live","senderId":"live-sender",)"
                 R"("senderPassword":"the-password-of-live"}})"
           : edition == "sage200"
               ? R"({"credentials":{"siteId":"00000000-0000-4000-8000-00000000live",)"
                 R"("clientId":"live-client","clientSecret":"the-secret-of-live"}})"
               : R"({"installation":{"authToken":"the-token-of-live","companyId":"live-company"}})";
}

class Promotion : public ::testing::TestWithParam<const char*> {
  protected:
    Promotion() {
        test.seed();
        live.seed();
        live.change(live_credentials(GetParam()));
        if (std::string(GetParam()) == "intacct") {
            const auto secret =
                live.control().post("/control/change", R"({"credentials":{"userId":"ws"}})");
            EXPECT_FALSE(secret.ok()) << "a bad change is refused";
        }
    }
    wms::PromoteOptions options() {
        wms::PromoteOptions options;
        options.from = test.data;
        options.session = live.session_options();
        options.say = [](std::string_view) {};
        return options;
    }
    std::string refused(const wms::PromoteOptions& wanted) {
        const auto result = wms::promote(wanted);
        EXPECT_FALSE(live.is_set_up());
        return result.ok() ? SageForSetup::told(result.value().findings) : result.problem().code;
    }
    void promote() {
        const auto result = wms::promote(options());
        ASSERT_TRUE(result.ok()) << wms::in_one_line(result.problem());
        ASSERT_TRUE(result.value().written) << SageForSetup::told(result.value().findings);
    }
    void set_up_and_try() {
        test.set_up();
        ASSERT_EQ(test.post("DN-TEST", "test"), "posted");
    }
    SageForSetup test{GetParam(), "test"};
    SageForSetup live{GetParam(), "live"};
};

TEST_P(Promotion, takes_what_was_tried_and_nothing_that_belongs_to_test) {
    EXPECT_EQ(refused(options()), "promote.no_test");
    test.set_up();
    EXPECT_EQ(refused(options()), "promote.not_tried");
    ASSERT_EQ(test.post("DN-TEST", "test"), "posted");
    const auto result = wms::promote(options());
    ASSERT_TRUE(result.ok()) << wms::in_one_line(result.problem());
    ASSERT_TRUE(result.value().written) << SageForSetup::told(result.value().findings);
    EXPECT_NE(result.value().live_company, result.value().test_company);
    EXPECT_GT(result.value().codes, 0U);

    const std::string settings = live.file("settings.json");
    EXPECT_EQ(wms::read_settings(live.data).value()->environment(), "live");
    EXPECT_THAT(settings, HasSubstr("GUEST")) << "what was chosen is there";
    EXPECT_THAT(settings, Not(HasSubstr(test.session_options().sage_address)));
    EXPECT_FALSE(fs::exists(live.data / "plugin")) << "no outbox is copied";
    EXPECT_THAT(live.file("secrets.json"), Not(HasSubstr(R"("environment":"test")")));
    for (const auto& [name, value] : wms::settings(test.control()).value().secrets) {
        EXPECT_THAT(live.file("secrets.json") + settings, Not(HasSubstr('"' + value + '"')))
            << name;
    }
    EXPECT_THAT(live.file("audit.jsonl"), HasSubstr(R"("action":"promote")"));

    EXPECT_EQ(live.post("DN-LIVE", "live"), "posted");
    EXPECT_EQ(wms::documents(live.control(), 0).value().size(), 1U);
    EXPECT_EQ(wms::documents(test.control(), 0).value().size(), 1U);
    promote();
}

TEST_P(Promotion, documents_of_one_environment_are_refused_by_the_other) {
    set_up_and_try();
    promote();
    EXPECT_EQ(live.post("DN-1", "test"), "document.other_environment");
    EXPECT_EQ(test.post("DN-2", "live"), "document.other_environment");
    EXPECT_EQ(wms::documents(live.control(), 0).value().size(), 0U);
    EXPECT_EQ(wms::documents(test.control(), 0).value().size(), 1U);
}

TEST_P(Promotion, an_outbox_that_was_copied_is_refused_with_all_that_it_knows) {
    set_up_and_try();
    promote();
    fs::copy(test.data / "plugin", live.data / "plugin", fs::copy_options::recursive);
    fs::permissions(live.data / "plugin", fs::perms::owner_all);
    const std::string code = live.post("DN-1", "live");
    EXPECT_TRUE(code == "outbox.other_identity" || code == "outbox.other_environment") << code;
    EXPECT_EQ(wms::documents(live.control(), 0).value().size(), 0U);
}

TEST_P(Promotion, secrets_that_were_copied_are_refused) {
    set_up_and_try();
    promote();
    fs::copy(test.data / "secrets.json", live.data / "secrets.json",
             fs::copy_options::overwrite_existing);
    EXPECT_EQ(live.post("DN-1", "live"), "secrets.other_environment");
    EXPECT_EQ(wms::documents(live.control(), 0).value().size(), 0U);
}

TEST_P(Promotion, what_live_does_not_have_is_listed_and_nothing_is_written) {
    // Not as a code that every company has.
    const std::string one_more = R"({"customers":[{"id":"ONLYTEST","name":"Only in test"}]})";
    test.seed(one_more);
    wms::SetupOptions setup = test.setup_options();
    setup.assignments = {"guestCustomer=ONLYTEST",
                         R"(customerMatching={"accountCodes":{"A":"ONLYTEST","B":"CUST-001"}})"};
    const auto set_up = wms::set_up(setup);
    ASSERT_TRUE(set_up.ok()) << wms::in_one_line(set_up.problem());
    ASSERT_TRUE(set_up.value().written) << SageForSetup::told(set_up.value().findings);
    ASSERT_EQ(test.post("DN-TEST", "test"), "posted");
    const std::string told = refused(options());
    EXPECT_THAT(told, HasSubstr("promote.code_unknown at /guestCustomer (Guest customer): The "
                                "customer ONLYTEST is not in this company of Sage."));
    EXPECT_THAT(told, HasSubstr("at /customerMatching/accountCodes/A"));
    EXPECT_THAT(told, Not(HasSubstr("accountCodes/B")));
    EXPECT_FALSE(live.is_set_up());

    wms::PromoteOptions mended = options();
    mended.assignments = {"guestCustomer=GUEST", "/customerMatching/accountCodes/A=CUST-001"};
    const auto result = wms::promote(mended);
    ASSERT_TRUE(result.ok()) << wms::in_one_line(result.problem());
    EXPECT_TRUE(result.value().written) << SageForSetup::told(result.value().findings);
    EXPECT_THAT(live.file("settings.json"), Not(HasSubstr("ONLYTEST")));
}

/// Settings that name what no live company has, and where that is told.
struct CodesOfNobody {
    std::vector<std::string> assignments;
    std::vector<std::string> pointers;
};
CodesOfNobody codes_of_nobody(const std::string& edition) {
    CodesOfNobody codes{
        {"guestCustomer=ONLYTEST", R"(itemMatching={"sellersItemIds":{"A":"ONLYTEST"}})"},
        {"/guestCustomer", "/itemMatching/sellersItemIds/A"}};
    const auto add = [&](const char* assignment, std::vector<std::string> pointers) {
        codes.assignments.emplace_back(assignment);
        codes.pointers.insert(codes.pointers.end(), pointers.begin(), pointers.end());
    };
    if (edition == "intacct") {
        add("/definitions/despatchAdvice=Only Test", {"/definitions/despatchAdvice"});
        add(R"(taxDetails={"STANDARD":"ONLYTEST"})", {"/taxDetails/STANDARD"});
        add(R"(warehouses={"MAIN":{"warehouse":"ONLYTEST","location":"ONLYTEST"}})",
            {"/warehouses/MAIN/warehouse", "/warehouses/MAIN/location"});
    } else if (edition == "sage200") {
        add(R"(taxCodes={"STANDARD":"99999"})", {"/taxCodes/STANDARD"});
        add(R"(nominalCodes=[{"set":{"nominalCode":"99999",)"
            R"("transactionAnalysisCode":"ONLYTEST"}}])",
            {"/nominalCodes/0/set/nominalCode", "/nominalCodes/0/set/transactionAnalysisCode"});
    } else {
        add(R"(nominalCodes=[{"set":{"nominalCode":"99999"}}])",
            {"/nominalCodes/0/set/nominalCode"});
    }
    return codes;
}

TEST_P(Promotion, each_code_of_the_settings_is_looked_up_in_live) {
    set_up_and_try();
    const CodesOfNobody codes = codes_of_nobody(GetParam());
    wms::PromoteOptions wanted = options();
    wanted.assignments = codes.assignments;
    const std::string told = refused(wanted);
    for (const std::string& pointer : codes.pointers) {
        EXPECT_THAT(told, HasSubstr(" at " + pointer + " ("));
    }
    EXPECT_EQ(wms::documents(live.control(), 0).value().size(), 0U);
}

INSTANTIATE_TEST_SUITE_P(EveryEdition, Promotion, ::testing::Values("intacct", "sage200", "sage50"),
                         [](const auto& one) { return std::string(one.param); });

class PromotionOfIntacct : public Promotion {};

TEST_P(PromotionOfIntacct, the_test_company_is_never_live) {
    set_up_and_try();
    // Live settings that name the test organisation: its address and its company.
    wms::PromoteOptions wrong = options();
    wrong.session.sage_address = test.session_options().sage_address;
    wrong.session.sage_certificate_authority = test.session_options().sage_certificate_authority;
    EXPECT_EQ(refused(wrong), "promote.secret_of_test") << "the same credentials";
    fs::remove_all(live.data);
    // Other credentials, the same company.
    live.change(R"({"credentials":{"companyId":"northwind"}})");
    EXPECT_EQ(refused(options()), "promote.same_company");
    fs::remove_all(live.data);
    live.change(R"({"credentials":{"companyId":"northwind-live"}})");
    wms::PromoteOptions typed = options();
    typed.assignments = {"companyId=northwind"};
    EXPECT_NE(refused(typed), "") << "the live Sage does not know the test company";
    wms::PromoteOptions pretended = options();
    pretended.assignments = {"environment=test"};
    const auto result = wms::promote(pretended);
    ASSERT_TRUE(result.ok()) << wms::in_one_line(result.problem());
    EXPECT_EQ(wms::read_settings(live.data).value()->environment(), "live");
}

TEST_P(PromotionOfIntacct, no_request_to_live_names_the_test_company) {
    set_up_and_try();
    promote();
    ASSERT_EQ(live.post("DN-1", "live"), "posted");
    const auto received = live.control().get("/control/received?limit=1000");
    ASSERT_TRUE(received.ok());
    EXPECT_THAT(received.value(), Not(HasSubstr("@northwind\"")));
    EXPECT_THAT(received.value(), Not(HasSubstr("%40northwind&")));
    EXPECT_THAT(received.value(), Not(HasSubstr("DN-TEST")));
}

TEST_P(PromotionOfIntacct, is_for_who_may_and_refusals_are_on_record) {
    set_up_and_try();
    for (const fs::path& folder : {test.data, live.data}) {
        fs::create_directories(folder);
        std::ofstream(folder / "people.json")
            << R"({"people":[{"name":"ann","roles":["view","retry","remap"]},)"
               R"({"name":"bo","roles":["promote"]}]})";
        fs::permissions(folder / "people.json", fs::perms(0600));
    }
    wms::PromoteOptions wanted = options();
    wanted.session.person = "ann";
    EXPECT_EQ(refused(wanted), "roles.missing");
    EXPECT_THAT(test.file("audit.jsonl"), HasSubstr(R"("who":"ann","action":"promote")"));
    fs::remove(test.data / "people.json");
    EXPECT_EQ(refused(wanted), "roles.missing") << "by the people of live as well";
    EXPECT_THAT(live.file("audit.jsonl"), HasSubstr(R"("refusedFor":"roles.missing")"));
    wanted.session.person = "bo";
    const auto result = wms::promote(wanted);
    ASSERT_TRUE(result.ok()) << wms::in_one_line(result.problem());
    EXPECT_TRUE(result.value().written);
    EXPECT_THAT(live.file("audit.jsonl"), HasSubstr(R"("who":"bo","action":"promote")"));
}

TEST_P(PromotionOfIntacct, a_live_sage_that_is_away_changes_nothing) {
    set_up_and_try();
    promote();
    const std::string before = live.file("settings.json");
    const wms::PromoteOptions wanted = options();
    live.stop();
    EXPECT_FALSE(wms::promote(wanted).ok());
    EXPECT_EQ(live.file("settings.json"), before);
    wms::PromoteOptions none = wanted;
    none.from = test.data / "none";
    EXPECT_FALSE(wms::promote(none).ok());
}

INSTANTIATE_TEST_SUITE_P(Intacct, PromotionOfIntacct, ::testing::Values("intacct"));

TEST(SettingsForLive, keep_what_was_chosen_and_take_where_it_goes_from_live) {
    wms::Question address;
    address.pointer = "/address";
    address.of_environment = true;
    wms::Question database;
    database.pointer = "/outbox/database";
    database.of_environment = true;
    wms::Question guest;
    guest.pointer = "/guestCustomer";
    const auto settings = wms::settings_for_live(
        R"({"address":"https://test","outbox":{"database":"t","store":"x"},"guestCustomer":"G"})",
        R"({"address":"https://live","guestCustomer":"other"})", {address, database, guest});
    ASSERT_TRUE(settings.ok());
    EXPECT_EQ(settings.value(),
              R"({"address":"https://live","outbox":{"store":"x"},"guestCustomer":"G"})");
    EXPECT_FALSE(wms::settings_for_live("[]", "{}", {}).ok());
}

}  // namespace
}  // namespace sage::testing
