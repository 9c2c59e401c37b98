// SPDX-License-Identifier: Apache-2.0
// Replies of the REST interface: envelopes, failures that come with status 200, pages of the web
// server in front of it. The words of failures are published nowhere: the switch messageStyle
// decides, and a client has to live with each of them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "plugins/sage50/simulator_company.h"
#include "sage-adapter/transport/transport.h"

namespace sage::simulated_sage50 {

/// Errors of SDO that the simulator tells (ErrorCode of its type library).
enum SdoError : std::int64_t {
    sdo_none = 0,
    sdo_invalid_value = 18,
    sdo_logon_name_in_use = 23,
    sdo_logon_exclusive = 24,
    sdo_currency_does_not_match = 34,
    sdo_closed_ledger_date = 49,
    sdo_invalid_nominal_code = 65,
    sdo_account_on_hold = 70,
    sdo_account_inactive = 71,
    sdo_account_deleted = 72,
    sdo_terms_not_agreed = 73,
    sdo_zero_value_net = 78,
    sdo_invoice_total_negative = 89,
    sdo_incorrect_stock_code_type = 90,
};

struct Refusal {
    std::int64_t error = sdo_none;
    std::string message;  ///< with an error of SDO: what it is about, or nothing
};

/// True if logging in can fail with that error.
bool is_logon_error(std::int64_t error);

/// {"success":true,"code":200,"response":RESPONSE,"message":null}
Reply item_reply(std::string_view response);
/// {"results":[ROWS],"success":true,"code":200,"response":null,"message":null}
Reply list_reply(std::string_view rows);
/// Status 200 with success false and code 500, or a real error where the client asked for those.
Reply failure_reply(const Company& company, const Refusal& refusal, bool real_errors);
/// {"Message":"A Get Tax Codes process is already running."}
Reply busy_reply(const Company& company, std::string_view operation);
/// What the web server says itself.
Reply page_reply(int status, std::string_view title);

}  // namespace sage::simulated_sage50
