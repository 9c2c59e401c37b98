// SPDX-License-Identifier: Apache-2.0
// Plan: each error in all three forms; nothing where a message tells none or two, or tells one in
// the middle of other words; the numbers and names that were published.
#include "plugins/sage50/wire_errors.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <sstream>

#include "tests/unit/sage50/published.h"

namespace sage::sage50 {
namespace {

struct Message {
    int number;
    const char* name;
    const char* phrase;
};
constexpr auto messages = std::to_array<Message>({
    {21, "sdoLogonFail", "The log-in failed"},
    {22, "sdoLogonPassword", "The password is wrong"},
    {23, "sdoLogonNameInUse", "Username is already in use"},
    {24, "sdoLogonExclusive", "Another user has exclusive access"},
    {25, "sdoBadDataPath", "The data path is wrong"},
    {26, "sdoWrongVersion", "The data is of another version"},
    {30, "sdoLogonUserCountExceeded", "The number of users is exceeded"},
    {31, "sdoNotRegistered", "The program is not registered"},
    {34, "sdoCurrencyDoesNotMatch", "The currency does not match the account"},
    {48, "sdoFileLockedAccountsBusy", "The file is locked, accounts are busy"},
    {49, "sdoClosedLedgerDateControlError", "The ledger is closed on this date"},
    {65, "sdoInvalidNominalCode", "The nominal code is invalid"},
    {70, "sdoSalPurAccountIsOnHold", "The account is on hold"},
    {71, "sdoSalPurAccountIsInactive", "The account is inactive"},
    {72, "sdoSalPurAccountDeleted", "The account is deleted"},
    {73, "sdoSalPurAccountTermsNotAgreed", "Terms are not agreed for the account"},
    {78, "sdoZeroValueNet", "The net value is zero"},
    {89, "sdoInvoiceTotalNegative", "The total of the invoice is negative"},
    {90, "sdoIncorrectStockCodeType", "The stock code is of the wrong type"},
    {91, "sdoConnectionKickedOut", "The connection was ended by an administrator"},
    {94, "sdoUnableConnectToDataService", "The data service cannot be reached"},
});

int number_of(const std::string& message) {
    const SageError* const error = error_in(message);
    return error == nullptr ? 0 : error->number;
}

TEST(Sage50Errors, each_is_known_by_number_by_name_and_by_its_phrase) {
    for (const Message& one : messages) {
        const std::string phrase = one.phrase;
        EXPECT_EQ(number_of("Failed (SDO error " + std::to_string(one.number) + ")"), one.number);
        EXPECT_EQ(number_of(std::string("Failed: ") + one.name), one.number);
        EXPECT_EQ(number_of(phrase), one.number);
        EXPECT_EQ(number_of(phrase + "."), one.number);
        EXPECT_EQ(number_of(phrase + ": 4000"), one.number);
        EXPECT_EQ(number_of(phrase + " (SDO error " + std::to_string(one.number) + "): 4000"),
                  one.number);
    }
}

TEST(Sage50Errors, what_is_not_told_clearly_is_none) {
    for (const char* const message :
         {"", "Image not found", "SDO error 7", "SDO error 700", "SDO error ", "Error 70",
          "Invoice 12 was entered but the account is on hold", "Is the account on hold?",
          "sdoSalPurAccountIsOnHoldToo", "SDO error 18", "SDO error 100",
          "The account is on hold (SDO error 100)", "sdoLogonFail, sdoLogonExclusive",
          "sdoLogonFail (SDO error 70)"}) {
        EXPECT_EQ(number_of(message), 0) << message;
    }
}

TEST(Sage50Errors, only_log_ins_tell_that_nothing_began) {
    for (const Message& one : messages) {
        const SageError* const error = error_in(one.name);
        ASSERT_NE(error, nullptr);
        EXPECT_EQ(error->stage == Stage::logon, one.number <= 31) << one.name;
        const bool waits = error->judgement == Judgement::not_processed;
        EXPECT_EQ(waits, error->retry_after_ms > 0) << one.name;
        EXPECT_LE(error->retry_after_ms, 60'000U);
    }
}

TEST(Sage50Errors, the_subject_stands_behind_a_colon) {
    EXPECT_EQ(subject_in("The nominal code is invalid: 4000"), "4000");
    EXPECT_EQ(subject_in("The nominal code is invalid (SDO error 65): 4000 "), "4000");
    EXPECT_EQ(subject_in("The nominal code is invalid"), "");
}

TEST(Sage50Errors, numbers_and_names_are_those_of_the_type_library) {
    std::ifstream file(test::published_folder() / "sdo-enums.json");
    if (!file) {
        GTEST_SKIP() << "skipped: no ../shared";
    }
    std::ostringstream text;
    text << file.rdbuf();
    const boost::json::value published = boost::json::parse(text.str());
    for (const Message& one : messages) {
        EXPECT_EQ(published.at("ErrorCode").at(one.name).as_int64(), one.number);
    }
}

}  // namespace
}  // namespace sage::sage50
