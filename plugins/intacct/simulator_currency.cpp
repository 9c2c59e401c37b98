// SPDX-License-Identifier: Apache-2.0
// Currencies of a company and of its documents: which there are, and the rate by which an amount of
// a document becomes one of the books.
#include <fmt/format.h>

#include <algorithm>

#include "plugins/intacct/simulator_posting.h"

namespace sage::simulated_intacct {
namespace {

constexpr std::string_view rate_types = "company-config/exchange-rate-type";

void refuse(std::vector<Detail>& refusals, std::string message) {
    refusals.push_back({"BL01001973", std::move(message)});
}

/// A type is named by its id or by its name. Null: there is none.
const Record* type_of(const Company& company, std::string_view id, std::string_view name) {
    const auto table = company.tables.find(rate_types);
    if (table == company.tables.end() || !id.empty()) {
        return company.find(rate_types, id);
    }
    const auto& types = table->second.rows();
    const auto found = std::find_if(types.begin(), types.end(), [&](const Record& type) {
        return type.text(company.known.name) == name;
    });
    return found == types.end() ? nullptr : &*found;
}

void take_type(const Company& company, std::string_view id, std::string_view name, Record& header,
               std::vector<Detail>& refusals) {
    const KnownFields& known = company.known;
    const Record* const type = type_of(company, id, name);
    if (type == nullptr) {
        refuse(refusals,
               fmt::format("Invalid exchange rate type '{}' specified.", id.empty() ? name : id));
        return;
    }
    const std::string type_id(type->text(known.id));
    const std::string currency(header.text(known.txn_currency));
    const auto rate = company.exchange_rates.find({type_id, currency});
    if (rate == company.exchange_rates.end()) {
        refuse(refusals,
               fmt::format("No exchange rate of type '{}' for currency '{}'.", type_id, currency));
        return;
    }
    header.set(known.rate_type, type_id);
    header.set(known.rate_type_name, type->text(known.name));
    header.set(known.rate, rate->second.text());
}

}  // namespace

void take_exchange_rate(const Company& company, const Record& received, Record& header,
                        std::vector<Detail>& refusals) {
    const KnownFields& known = company.known;
    const std::string rate(received.text(known.rate));
    const std::string type(received.text(known.rate_type));
    const std::string name(received.text(known.rate_type_name));
    const bool has_type = !type.empty() || !name.empty();
    if (!rate.empty() && has_type) {
        refuse(refusals, "Give an exchange rate or an exchange rate type, not both.");
    } else if (has_type) {
        take_type(company, type, name, header, refusals);
    } else if (!rate.empty()) {
        header.erase(known.rate_type);
        header.erase(known.rate_type_name);
        if (Decimal::parse(rate).value_or(Decimal()).sign() <= 0) {
            refuse(refusals, fmt::format("Exchange rate {} must be greater than zero.", rate));
        }
    }
}

void check_currencies(const Company& company, const Record& header, std::vector<Detail>& refusals) {
    const KnownFields& known = company.known;
    const std::string_view base = header.text(known.base_currency);
    const std::string_view txn = header.text(known.txn_currency);
    const std::string_view rate = header.text(known.rate);
    if (base.empty() != txn.empty()) {
        refuse(refusals, "baseCurrency and txnCurrency must be given together.");
    }
    if (!base.empty() && base != company.currency) {
        refuse(refusals, fmt::format("Base currency '{}' is not that of the company.", base));
    }
    if (!txn.empty() && !company.currencies.contains(txn)) {
        refuse(refusals, fmt::format("Currency '{}' is not set up in the company.", txn));
    }
    const bool foreign = !txn.empty() && txn != company.currency;
    if (foreign && rate.empty()) {
        refuse(refusals, fmt::format("No exchange rate for currency '{}'.", txn));
    }
    if (!foreign && !rate.empty() && Decimal::parse(rate) != Decimal::of(1)) {
        refuse(
            refusals,
            fmt::format("Exchange rate {} for a document in the base currency must be 1.", rate));
    }
}

}  // namespace sage::simulated_intacct
