// SPDX-License-Identifier: Apache-2.0
#include "plugins/sage50/simulator_reply.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "plugins/sage_simulator/control_reply.h"
#include "sage-adapter/base/json.h"

namespace sage::simulated_sage50 {
namespace {

struct ErrorWords {
    std::int64_t error;
    std::string_view name;
    std::string_view words;
};
constexpr auto errors = std::to_array<ErrorWords>({
    {18, "sdoInvalidValue", "The value is invalid"},
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

constexpr std::array<std::int64_t, 10> logon_errors = {21, 22, 23, 24, 25, 26, 30, 31, 48, 91};
constexpr std::int64_t no_data_service = 94;

const ErrorWords* words_of(std::int64_t error) {
    const auto* const found = std::find_if(
        errors.begin(), errors.end(), [&](const ErrorWords& one) { return one.error == error; });
    return found == errors.end() ? nullptr : found;
}

std::string message_of(const Company& company, const Refusal& refusal) {
    const ErrorWords* const words = words_of(refusal.error);
    if (words == nullptr) {
        return refusal.message;
    }
    const std::string about = refusal.message.empty() ? "" : ": " + refusal.message;
    switch (company.behaviours.message_style) {
        case 0:
            return fmt::format("{} (SDO error {}){}", words->words, words->error, about);
        case 1:
            return std::string(words->words) + about;
        default:
            return std::string(words->name);
    }
}

}  // namespace

bool is_logon_error(std::int64_t error) {
    return error == no_data_service ||
           std::find(logon_errors.begin(), logon_errors.end(), error) != logon_errors.end();
}

Reply item_reply(std::string_view response) {
    return simulated::json_reply(
        200,
        fmt::format(R"({{"success":true,"code":200,"response":{},"message":null}})", response));
}

Reply list_reply(std::string_view rows) {
    return simulated::json_reply(
        200, fmt::format(
                 R"({{"results":[{}],"success":true,"code":200,"response":null,"message":null}})",
                 rows));
}

Reply failure_reply(const Company& company, const Refusal& refusal, bool real_errors) {
    std::string message;
    append_json_text(message, message_of(company, refusal));
    const bool real = real_errors && company.installation.has_api(1, 24, 0);
    const std::int64_t code = real ? company.behaviours.failure_status : 500;
    return simulated::json_reply(
        real ? static_cast<int>(code) : 200,
        fmt::format(R"({{"success":false,"code":{},"response":null,"message":{}}})", code,
                    message));
}

Reply busy_reply(const Company& company, std::string_view operation) {
    return simulated::json_reply(
        company.behaviours.busy_is_ok ? 200 : 409,
        fmt::format(R"({{"Message":"A {} process is already running."}})", operation));
}

Reply page_reply(int status, std::string_view title) {
    return {status,
            {{"Content-Type", "text/html"}},
            fmt::format("<!DOCTYPE html>\r\n<html><head><title>{0}</title></head>"
                        "<body><h2>{1} - {0}</h2></body></html>\r\n",
                        title, status)};
}

}  // namespace sage::simulated_sage50
