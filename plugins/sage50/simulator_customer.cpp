// SPDX-License-Identifier: Apache-2.0
#include "plugins/sage50/simulator_customer.h"

#include <fmt/format.h>

#include <chrono>

#include "plugins/sage50/simulator_values.h"
#include "plugins/sage50/simulator_words.h"

namespace sage::simulated_sage50 {

std::optional<Refusal> check_customer(const Company& company, Row& document) {
    const std::string reference = upper_case(trimmed(document.text("ACCOUNT_REF")));
    document.set("ACCOUNT_REF", reference);
    const Row* const customer = company.table("SALES_LEDGER").first(reference);
    if (reference.empty() || customer == nullptr) {
        return Refusal{sdo_none, fmt::format("Customer {} was not found", reference)};
    }
    const Behaviours& behaviours = company.behaviours;
    if (customer->integer("RECORD_DELETED") != 0) {
        return Refusal{sdo_account_deleted, reference};
    }
    if (customer->integer("INACTIVE_FLAG") != 0) {
        return Refusal{sdo_account_inactive, reference};
    }
    if (customer->integer("ACCOUNT_ON_HOLD") != 0 && !behaviours.take_held_customers) {
        return Refusal{sdo_account_on_hold, reference};
    }
    if (customer->integer("TERMS_AGREED") == 0 && !behaviours.accept_terms_not_agreed) {
        return Refusal{sdo_terms_not_agreed, reference};
    }
    // The base currency is 1; orders show and take 0 and -1 for it as well.
    const std::int64_t currency = document.integer("CURRENCY");
    const std::int64_t own = customer->integer("CURRENCY");
    if ((currency > 0 ? currency : 1) != own) {
        return Refusal{sdo_currency_does_not_match, reference};
    }
    document.set_integer("CURRENCY", own);
    return std::nullopt;
}

void default_from_customer(const Company& company, Row& document) {
    const Row& customer = *company.find("SALES_LEDGER", document.text("ACCOUNT_REF"));
    const auto put = [&](std::string_view column, std::string_view of) {
        if (!document.values.contains(column)) {
            document.copy(customer, of, column);
        }
    };
    put("NAME", "NAME");
    put("CONTACT_NAME", "CONTACT_NAME");
    put("CUST_TEL_NUMBER", "TELEPHONE");
    put("DEL_NAME", "DEL_NAME");
    for (int number = 1; number <= 5; ++number) {
        put(fmt::format("ADDRESS_{}", number), fmt::format("ADDRESS_{}", number));
        put(fmt::format("DEL_ADDRESS_{}", number), fmt::format("DEL_ADDRESS_{}", number));
    }
    document.copy(customer, "VAT_REG_NUMBER");
    document.copy(customer, "SETTLEMENT_DUE_DAYS");
    document.copy(customer, "SETTLEMENT_DISC_RATE");
    put_compact_address(document);
}

void put_compact_address(Row& document) {
    int kept = 0;
    for (int number = 1; number <= 5; ++number) {
        const std::string line(document.text(fmt::format("ADDRESS_{}", number)));
        if (!line.empty()) {
            document.set(fmt::format("C_ADDRESS_{}", ++kept), line);
        }
    }
    while (kept < 5) {
        document.set(fmt::format("C_ADDRESS_{}", ++kept), "");
    }
}

std::string later(std::string_view day, std::int64_t days) {
    using std::chrono::year_month_day;
    const year_month_day from{std::chrono::year(number_in(day.substr(0, 4))),
                              std::chrono::month(static_cast<unsigned>(number_in(day.substr(5)))),
                              std::chrono::day(static_cast<unsigned>(number_in(day.substr(8))))};
    const year_month_day until(std::chrono::sys_days(from) + std::chrono::days(days));
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(until.year()),
                       static_cast<unsigned>(until.month()), static_cast<unsigned>(until.day()));
}

bool is_closed(const Company& company, std::string_view day) {
    return company.flag("CLOSED_LEDGER_DATE_ENABLED") &&
           day <= company.settings().text("CLOSED_LEDGER_CHECK_DATE");
}

}  // namespace sage::simulated_sage50
