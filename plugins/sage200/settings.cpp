// SPDX-License-Identifier: Apache-2.0
// The settings, read once the schema has passed them, and the rules that a schema cannot say.
#include "plugins/sage200/settings.h"

#include <algorithm>
#include <array>

#include "sage-adapter/base/json.h"
#include "sage-adapter/base/limits.h"

namespace sage::sage200 {
namespace {

constexpr std::int64_t minute_ms = 60'000;

Books read_books(const JsonValue& value) {
    return {text_at(value, "/edition") != "standard", std::string(text_at(value, "/siteId")),
            std::to_string(number_or(value, "/companyId", 0))};
}

Connection read_connection(const JsonValue& value) {
    Connection connection;
    connection.address = text_or(value, "/address", "https://api.columbus.sage.com");
    connection.token_address = text_or(value, "/tokenAddress", "https://id.sage.com");
    connection.certificate_authority_file = text_or(value, "/certificateAuthorityFile", "");
    connection.token_target = "/oauth/token";
    connection.client_id_name = text_or(value, "/clientIdSecret", "sage200.client_id");
    connection.client_secret_name = text_or(value, "/clientSecretSecret", "sage200.client_secret");
    // Sage ID gives tokens in a person's name only.
    connection.grant = Grant::authorization_code;
    connection.consent_target = "/authorize";
    connection.consent_scope = "openid profile email offline_access";
    connection.consent_audience = "s200ukipd/sage200";
    connection.refresh_token_name = text_or(value, "/refreshTokenSecret", "sage200.refresh_token");
    connection.refresh_token_life_ms =
        number_or(value, "/refreshTokenDays", 90) * 24 * 60 * minute_ms;
    connection.connections_max = static_cast<int>(number_or(value, "/connections", 1));
    connection.reply_ms_max = number_or(value, "/replySeconds", 180) * 1'000;
    connection.catalogue_refresh_ms = number_or(value, "/catalogueRefreshMinutes", 240) * minute_ms;
    connection.settle_ms = number_or(value, "/settleMinutes", 20) * minute_ms;
    connection.reconcile_ms = number_or(value, "/reconcileHours", 24) * 60 * minute_ms;
    connection.reconcile_days = number_or(value, "/reconcileDays", 35);
    return connection;
}

SecondReference read_second_reference(const JsonValue& value) {
    const std::string_view text = text_at(value, "/secondReference");
    return text == "customerOrder" ? SecondReference::customer_order
           : text == "order"       ? SecondReference::order
           : text == "tracking"    ? SecondReference::tracking
           : text == "none"        ? SecondReference::none
                                   : SecondReference::document_number;
}

// What documents of the past carry where people type what the warehouse calls them.
const std::vector<UsualRule> usual_shadow_rules = {{"{id}", "second_reference"},
                                                   {"{id}", "reference"}};

Problem wrong(std::string code, std::string pointer, std::string cause, std::string fix) {
    return {"sage200.settings." + std::move(code), std::move(pointer), std::move(cause),
            std::move(fix), Owner::it};
}

void check_addresses(const Connection& connection, std::vector<Problem>& problems) {
    const auto check = [&](const std::string& address, const char* pointer) {
        if (!is_server_address(address)) {
            problems.push_back(wrong("address", pointer,
                                     "The address is not https:// with a host and a valid port.",
                                     "Leave it out for Sage's own, or write that of the "
                                     "simulator."));
        }
    };
    check(connection.address, "/address");
    check(connection.token_address, "/tokenAddress");
}

void check_customers(const Settings& settings, std::vector<Problem>& problems) {
    if (settings.customers.guest_when_unknown && settings.guest_customer.empty()) {
        problems.push_back(wrong("guest_customer_missing", "/customerMatching/noMatch",
                                 "Buyers whom no rule finds are to go to the guest customer, and "
                                 "the settings name none.",
                                 "Set /guestCustomer to a customer of Sage 200, or noMatch to "
                                 "hold."));
    }
    for (const MatchRule& rule : settings.customers.chain.rules) {
        if (rule.aliases.contains("")) {
            problems.push_back(wrong("code_empty", rule.aliases_pointer,
                                     "A code of the warehouse is empty.",
                                     "Remove the entry with the empty name."));
        }
    }
}

void check_codes(const TextMap& codes, const char* pointer, std::vector<Problem>& problems) {
    if (codes.contains("")) {
        problems.push_back(wrong("code_empty", pointer, "A code of the warehouse is empty.",
                                 "Remove the entry with the empty name."));
    }
}

// The ledger takes every amount under a tax code, also where there is no tax.
void check_tax(const Settings& settings, std::vector<Problem>& problems) {
    const std::string cause =
        "The sales ledger takes no amount without a tax code, and none is "
        "named.";
    for (const TaxRule& rule : settings.tax.rules) {
        if (rule.schedule.empty()) {
            problems.push_back(wrong("tax_code_missing", rule.pointer + "/schedule", cause,
                                     "Name the tax code of Sage 200 that means no tax."));
        }
    }
    if (settings.totals.policy == DifferencePolicy::rounding_line &&
        settings.totals.schedule.empty()) {
        problems.push_back(wrong("tax_code_missing", "/totalsDifference/schedule", cause,
                                 "Name a tax code of Sage 200 with the rate 0 for the rounding "
                                 "line."));
    }
}

void check_dimensions(const Settings& settings, std::vector<Problem>& problems) {
    constexpr std::array<std::string_view, 4> names = {nominal_code_name, cost_centre_name,
                                                       department_name, transaction_analysis_name};
    for (const DimensionRule& rule : settings.nominal_rules) {
        for (const DimensionValue& value : rule.values) {
            const bool known = std::find(names.begin(), names.end(), value.name) != names.end();
            if (!known ||
                (value.name == nominal_code_name && value.pointer.starts_with("/dimensions"))) {
                problems.push_back(wrong("dimension_unknown", value.pointer,
                                         "The sales ledger has no dimension " + value.name + ".",
                                         "Name costCentre, department or "
                                         "transactionAnalysisCode."));
            }
        }
    }
}

bool takes_text(TextLevel level, std::string_view field) {
    return field == narrative_field ||
           (level == TextLevel::header && field == second_reference_field);
}

/// Some document that carries the text has the field.
bool has_text_field(const Settings& settings, const TextRule& rule, const std::string& field) {
    const DespatchBecomes despatch = settings.despatch_becomes;
    const bool of_despatches = rule.is_for(MessageType::despatch_advice);
    const bool order = (settings.posts_orders && rule.is_for(MessageType::sales_order)) ||
                       (settings.return_becomes == ReturnBecomes::sales_return &&
                        rule.is_for(MessageType::return_advice)) ||
                       (of_despatches && (despatch == DespatchBecomes::sales_order ||
                                          despatch == DespatchBecomes::sales_order_and_despatch));
    const bool of_order = of_despatches && (despatch == DespatchBecomes::despatch_of_order ||
                                            despatch == DespatchBecomes::sales_order_and_despatch);
    const bool ledger =
        despatch == DespatchBecomes::sales_invoice || rule.is_for(MessageType::return_advice);
    return (ledger && takes_text(rule.level, field)) ||
           (order && takes_order_text(rule.level, field)) ||
           (of_order && takes_despatch_text(rule.level, field));
}

void check_text(const Settings& settings, const TextRule& rule, std::vector<Problem>& problems) {
    for (std::size_t index = 0; index < rule.to.size(); ++index) {
        const std::string& field = rule.to[index];
        const std::string pointer = rule.options.pointer + "/to/" + std::to_string(index);
        if (!has_text_field(settings, rule, field)) {
            const bool line = rule.level == TextLevel::line;
            problems.push_back(wrong(
                "text_field_unknown", pointer, "A text cannot go to the field " + field + ".",
                settings.uses_orders() ? "Name a field that the README lists for these documents."
                : line                 ? "Name narrative: lines have no other text."
                                       : "Name second_reference or narrative."));
        } else if (settings.uses_orders() && field == settings.orders.reference_field) {
            problems.push_back(wrong("field_twice", pointer,
                                     "The field holds our own reference, by the setting "
                                     "/salesOrders/referenceField.",
                                     "Name another field here or there."));
        } else if (field == second_reference_field &&
                   settings.second_reference != SecondReference::none) {
            problems.push_back(wrong("field_twice", pointer,
                                     "The second reference is written by the setting "
                                     "/secondReference already.",
                                     "Set /secondReference to none, or name narrative here."));
        }
    }
    for (const MessageType type : rule.documents) {
        if (type != MessageType::despatch_advice && type != MessageType::return_advice &&
            !(type == MessageType::sales_order && settings.posts_orders)) {
            problems.push_back(wrong("text_document", rule.options.pointer + "/documents",
                                     "No " + std::string(text_of(type)) +
                                         " is posted to the sales ledger, so it carries no text.",
                                     "Name despatchAdvice, returnAdvice or both."));
        }
    }
}

void check_shadow(const Settings& settings, std::vector<Problem>& problems) {
    for (const ShadowRule& rule : settings.shadow) {
        if (!can_be_sought(rule.field)) {
            problems.push_back(
                wrong("shadow_field_unknown", rule.pointer + "/field",
                      "Documents cannot be looked for by the field " + rule.field + ".",
                      "Name reference or second_reference."));
        }
    }
}

void check_settings(const Settings& settings, std::vector<Problem>& problems) {
    check_addresses(settings.connection, problems);
    check_customers(settings, problems);
    check_codes(settings.tax_codes, "/taxCodes", problems);
    check_codes(settings.site_countries, "/siteCountries", problems);
    check_tax(settings, problems);
    check_dimensions(settings, problems);
    for (const TextRule& rule : settings.texts) {
        check_text(settings, rule, problems);
    }
    check_order_settings(settings, problems);
    check_stock_settings(settings, problems);
    check_shadow(settings, problems);
    if (settings.dates.true_date_field != "memo") {
        problems.push_back(wrong("true_date_field", "/dates/trueDateField",
                                 "The sales ledger has no custom fields: the true date stands in "
                                 "the narrative.",
                                 "Leave it out, or set it to memo."));
    }
}

}  // namespace

bool can_be_sought(std::string_view field) {
    return field == "reference" || field == second_reference_field;
}

Result<Settings> read_settings(std::string_view settings_json) {
    Result<JsonValue> parsed =
        parse_json(settings_json, limits::settings_bytes_max, JsonNumbers::integers_only);
    if (!parsed.ok()) {
        return Error(Status::config, std::move(parsed).error().problems);
    }
    const JsonValue& value = parsed.value();
    Settings settings;
    settings.connection = read_connection(value);
    settings.books = read_books(value);
    settings.company = settings.books.site_id + "/" + settings.books.company_id;
    settings.currency = text_at(value, "/currency");
    settings.guest_customer = text_at(value, "/guestCustomer");
    settings.customers = read_customer_matching(value, kind::customer);
    read_order_settings(value, settings);
    settings.tax_codes = map_at(value, "/taxCodes");
    settings.site_countries = map_at(value, "/siteCountries");
    settings.nominal_rules = read_dimension_rules(value, "/nominalCodes");
    for (DimensionRule& rule : read_dimension_rules(value)) {
        settings.nominal_rules.push_back(std::move(rule));
    }
    settings.second_reference = read_second_reference(value);
    settings.tracking_in_narrative = text_at(value, "/trackingNumbers") != "none";
    read_stock_settings(value, settings);
    settings.delivery_addresses = truth_at(value, "/deliveryAddresses");
    settings.kits = read_kit_rules(value);
    settings.partial_despatch = read_partial_despatch_rules(value);
    settings.field_limits = read_field_limits(value);

    std::vector<Problem> problems;
    settings.tax = read_tax_settings(value, problems);
    settings.totals = read_totals_settings(value, problems);
    settings.texts = read_text_rules(value, problems);
    settings.dates = read_date_rules(value, problems);
    settings.shadow = read_shadow_rules(value, usual_shadow_rules, problems);
    check_settings(settings, problems);
    if (!problems.empty()) {
        return Error(Status::config, std::move(problems));
    }
    return settings;
}

}  // namespace sage::sage200
