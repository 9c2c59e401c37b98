// SPDX-License-Identifier: Apache-2.0
// The settings, read once the schema has passed them, and the rules that a schema cannot say.
#include <algorithm>

#include "plugins/intacct/gateway.h"
#include "plugins/intacct/intacct.h"
#include "plugins/intacct/wire_shadow.h"
#include "sage-adapter/base/json.h"
#include "sage-adapter/base/limits.h"

namespace sage::intacct {
namespace {

namespace json = boost::json;

constexpr std::int64_t minute_ms = 60'000;

// Null says that there is none, where left out means the usual one.
std::string field_or(const json::value& value, std::string_view pointer,
                     std::string_view fallback) {
    const json::value* found = at_pointer(value, pointer);
    return found != nullptr && found->is_null() ? std::string() : text_or(value, pointer, fallback);
}

void read_warehouses(const json::value& value, Settings& settings) {
    const json::value* found = at_pointer(value, "/warehouses");
    if (found == nullptr || !found->is_object()) {
        return;
    }
    for (const auto& [name, entry] : found->get_object()) {
        settings.warehouses.emplace(std::string(name),
                                    Site{std::string(text_at(entry, "/warehouse")),
                                         std::string(text_at(entry, "/location")),
                                         std::string(text_at(entry, "/country"))});
    }
}

void read_foreign_currencies(const json::value& value, Settings& settings) {
    const json::value* found = at_pointer(value, "/foreignCurrencies/currencies");
    if (found != nullptr && found->is_array()) {
        for (const json::value& currency : found->get_array()) {
            settings.foreign.currencies.emplace_back(text_at(currency, ""));
        }
    }
    settings.foreign.rate_type = text_or(value, "/foreignCurrencies/rateType", "");
}

void read_grant(const json::value& value, Connection& connection) {
    connection.consent_target = "/ia/api/v1/oauth2/authorize";
    // Without it Sage gives no refresh token.
    connection.consent_scope = "offline_access";
    connection.refresh_token_name = text_or(value, "/refreshTokenSecret", "intacct.refresh_token");
    if (text_at(value, "/grant") == "authorization_code") {
        connection.grant = Grant::authorization_code;
    }
}

void read_connection(const json::value& value, Settings& settings) {
    Connection& connection = settings.connection;
    connection.address = text_or(value, "/address", "https://api.intacct.com");
    connection.certificate_authority_file = text_or(value, "/certificateAuthorityFile", "");
    connection.token_target = "/ia/api/v1/oauth2/token";
    connection.client_id_name = text_or(value, "/clientIdSecret", "intacct.client_id");
    connection.client_secret_name = text_or(value, "/clientSecretSecret", "intacct.client_secret");
    read_grant(value, connection);
    connection.user_name = text_or(value, "/userId", "") + "@" + settings.company_id;
    if (!settings.entity.empty()) {
        connection.user_name += "|" + settings.entity;
    }
    connection.connections_max = static_cast<int>(number_or(value, "/connections", 8));
    connection.reply_ms_max = number_or(value, "/replySeconds", 60) * 1'000;
    connection.catalogue_refresh_ms = number_or(value, "/catalogueRefreshMinutes", 240) * minute_ms;
    connection.catalogue_whole_ms = number_or(value, "/catalogueWholeHours", 24) * 60 * minute_ms;
    settings.catalogue_page_rows = number_or(value, "/cataloguePageRows", 4'000);
    connection.settle_ms = number_or(value, "/settleMinutes", 20) * minute_ms;
    connection.reconcile_ms = number_or(value, "/reconcileHours", 24) * 60 * minute_ms;
    connection.reconcile_days = number_or(value, "/reconcileDays", 35);
}

void read_gateway(const json::value& value, GatewayUse& use) {
    const auto chosen = [&](std::string_view name) {
        return text_at(value, "/gateway/" + std::string(name)) == "gateway";
    };
    use.sales_order = chosen("salesOrder");
    use.despatch = chosen("despatchAdvice");
    use.goods_return = chosen("returnAdvice");
    use.increase = chosen("inventoryIncrease");
    use.decrease = chosen("inventoryDecrease");
    use.late_tracking = chosen("lateTracking");
    use.sender_id_name = text_or(value, "/gateway/senderIdSecret", "intacct.sender_id");
    use.sender_password_name =
        field_or(value, "/gateway/senderPasswordSecret", "intacct.sender_password");
    const json::value* const info = at_pointer(value, "/gateway/additionalErrorInfo");
    use.additional_error_info = info == nullptr || !info->is_bool() || info->get_bool();
    const json::value* const elements = at_pointer(value, "/gateway/unprovenElements");
    if (elements != nullptr && elements->is_array()) {
        for (const json::value& element : elements->get_array()) {
            use.unproven.emplace_back(text_at(element, ""));
        }
    }
}

TargetFields read_fields(const json::value& value) {
    return {text_or(value, "/fields/externalReference", "referenceNumber"),
            field_or(value, "/fields/tracking", "trackingNumber"),
            field_or(value, "/fields/despatchId", "memo"),
            field_or(value, "/fields/orderLineReference", "memo"),
            field_or(value, "/fields/purchaseOrder", "memo")};
}

Problem wrong(std::string code, std::string pointer, std::string cause, std::string fix) {
    return {"intacct.settings." + std::move(code), std::move(pointer), std::move(cause),
            std::move(fix), Owner::it};
}

void check_address(const Settings& settings, std::vector<Problem>& problems) {
    if (!is_server_address(settings.connection.address)) {
        problems.push_back(wrong(
            "address", "/address", "The address is not https:// with a host and a valid port.",
            "Write https://api.intacct.com, or the address of the simulator."));
    }
}

// Two references in one field would overwrite each other, and the look-up could find the wrong one.
void check_fields(const Settings& settings, std::vector<Problem>& problems) {
    const TargetFields& fields = settings.fields;
    if (fields.despatch_id == fields.external_reference) {
        problems.push_back(wrong("field_twice", "/fields/despatchId",
                                 "The field " + fields.despatch_id +
                                     " is to hold both our own reference and the document number.",
                                 "Choose another field for one of them; a custom field of its own "
                                 "is best for externalReference."));
    }
    const bool tracking_in_text =
        fields.tracking.empty() || fields.tracking == "memo" || fields.tracking == "notes";
    if (!tracking_in_text &&
        (fields.tracking == fields.external_reference || fields.tracking == fields.despatch_id)) {
        problems.push_back(wrong(
            "field_twice", "/fields/tracking",
            "The field " + fields.tracking + " is to hold tracking numbers and another reference.",
            "Choose another field for the tracking numbers."));
    }
}

// A field with a reference of its own is not shared: a reader could not tell what is what in it.
bool has_an_owner(const TargetFields& fields, TextLevel level, std::string_view field) {
    if (field == "memo" || field == "notes") {
        return false;
    }
    return level == TextLevel::line
               ? field == fields.order_line_reference
               : field == fields.external_reference || field == fields.tracking ||
                     field == fields.despatch_id || field == fields.purchase_order;
}

Family family_for(const Settings& settings, MessageType type) {
    switch (type) {
        case MessageType::despatch_advice:
            return settings.receivable.despatch ? Family::receivable_invoice : Family::order_entry;
        case MessageType::return_advice:
            return settings.receivable.goods_return ? Family::receivable_adjustment
                                                    : Family::order_entry;
        case MessageType::receipt_advice:
        case MessageType::inventory_adjustment:
            return Family::inventory_control;
        case MessageType::inventory_transfer:
            return Family::warehouse_transfer;
        default:
            return Family::order_entry;
    }
}

// A rule that names its documents is meant for each of them.
bool reaches(const Settings& settings, const TextRule& rule, MessageType type) {
    return std::any_of(rule.to.begin(), rule.to.end(), [&](const std::string& field) {
        return takes_text(family_for(settings, type), rule.level, field);
    });
}

void check_text(const Settings& settings, const TextRule& rule, std::vector<Problem>& problems) {
    const std::string_view fields = rule.level == TextLevel::line
                                        ? "memo, lineDescription or a custom field (nsp::...)."
                                        : "memo, notes, referenceNumber, trackingNumber or a "
                                          "custom field (nsp::...).";
    for (std::size_t index = 0; index < rule.to.size(); ++index) {
        const std::string& field = rule.to[index];
        const std::string pointer = rule.options.pointer + "/to/" + std::to_string(index);
        if (!takes_text(Family::order_entry, rule.level, field)) {
            problems.push_back(wrong("text_field_unknown", pointer,
                                     "A text cannot go to the field " + field + ".",
                                     "Name " + std::string(fields)));
        } else if (has_an_owner(settings.fields, rule.level, field)) {
            problems.push_back(
                wrong("field_twice", pointer,
                      "The field " + field + " holds a reference already by the setting /fields.",
                      "Name another field here, or in /fields another one or "
                      "null."));
        }
    }
    for (const MessageType type : rule.documents) {
        if (!reaches(settings, rule, type)) {
            problems.push_back(wrong(
                "text_field_unknown", rule.options.pointer + "/to",
                "No " + std::string(text_of(type)) + " has any of these fields in Sage Intacct.",
                "Name memo or a custom field besides."));
        }
    }
}

// What documents of the past carry where people type what the warehouse calls them.
const std::vector<UsualRule> usual_shadow_rules = {{"{id}", "referenceNumber"},
                                                   {"{id}", "documentNumber"}};

void check_shadow(const Settings& settings, std::vector<Problem>& problems) {
    for (const ShadowRule& rule : settings.shadow) {
        if (!can_be_sought(Family::order_entry, rule.field)) {
            problems.push_back(
                wrong("shadow_field_unknown", rule.pointer + "/field",
                      "Documents cannot be looked for by the field " + rule.field + ".",
                      "Name referenceNumber, documentNumber, customerPONumber, "
                      "trackingNumber or a custom field (nsp::...)."));
        }
    }
}

void check_definitions(const Definitions& definitions, std::vector<Problem>& problems) {
    const auto same = [&](const std::string& left, const std::string& right, const char* pointer) {
        if (!left.empty() && left == right) {
            problems.push_back(wrong("definition_twice", pointer,
                                     "The definition " + left +
                                         " is set for two kinds of documents with opposite effect.",
                                     "Name a definition of its own for each."));
        }
    };
    same(definitions.despatch, definitions.goods_return, "/definitions/returnAdvice");
    same(definitions.sales_order, definitions.despatch, "/definitions/despatchAdvice");
    for (const std::string* other :
         {&definitions.sales_order, &definitions.despatch, &definitions.goods_return}) {
        same(definitions.order_cancellation, *other, "/definitions/orderCancellation");
    }
}

void check_matching_names(const Settings& settings, std::vector<Problem>& problems) {
    if (settings.customers.guest_when_unknown && settings.guest_customer.empty()) {
        problems.push_back(wrong("guest_customer_missing", "/customerMatching/noMatch",
                                 "Buyers whom no rule finds are to go to the guest customer, and "
                                 "the settings name none.",
                                 "Set /guestCustomer to a customer of Sage Intacct, or noMatch to "
                                 "hold."));
    }
    for (const MatchChain* chain : {&settings.customers.chain, &settings.items.chain}) {
        for (const MatchRule& rule : chain->rules) {
            if (rule.aliases.contains("")) {
                problems.push_back(wrong("code_empty", rule.aliases_pointer,
                                         "A code of the warehouse is empty.",
                                         "Remove the entry with the empty name."));
            }
        }
    }
}

void check_names(const Settings& settings, std::vector<Problem>& problems) {
    for (const auto& [site, target] : settings.warehouses) {
        if (site.empty() || target.warehouse.empty() || target.location.empty()) {
            problems.push_back(wrong("warehouse_empty", "/warehouses",
                                     "A site, its warehouse or its location is empty.",
                                     "Give every site a warehouse and a location."));
        }
    }
    const auto no_empty_code = [&](const TextMap& map, const char* pointer) {
        if (map.contains("")) {
            problems.push_back(wrong("code_empty", pointer, "A code of the warehouse is empty.",
                                     "Remove the entry with the empty name."));
        }
    };
    no_empty_code(settings.charge_items, "/chargeItems");
    no_empty_code(settings.subtotals, "/subtotals");
    no_empty_code(settings.units, "/units");
    no_empty_code(settings.tax_details, "/taxDetails");
    if (settings.company_id.empty()) {
        problems.push_back(wrong("company_missing", "/companyId", "The company id is missing.",
                                 "Write the company id as typed at sign-in."));
    }
    if (settings.connection.user_name.starts_with("@")) {
        problems.push_back(wrong("user_missing", "/userId", "The user id is missing.",
                                 "Name a Web Services user that nothing else uses."));
    }
}

// What the schema cannot say, without the catalogue.
void check_settings(const Settings& settings, std::vector<Problem>& problems) {
    check_dimensions(settings, problems);
    check_dates(settings, problems);
    check_address(settings, problems);
    check_fields(settings, problems);
    for (const TextRule& rule : settings.texts) {
        check_text(settings, rule, problems);
    }
    check_shadow(settings, problems);
    check_definitions(settings.definitions, problems);
    check_stock_settings(settings, problems);
    check_receivable_settings(settings, problems);
    check_names(settings, problems);
    check_currency_settings(settings, problems);
    check_gateway(settings, problems);
    check_subtotal_settings(settings, problems);
    check_matching_names(settings, problems);
}

}  // namespace

bool is_custom_field(std::string_view name) {
    return name.starts_with("nsp::");
}

Result<Settings> read_settings(std::string_view settings_json) {
    Result<json::value> parsed =
        parse_json(settings_json, limits::settings_bytes_max, JsonNumbers::integers_only);
    if (!parsed.ok()) {
        return Error(Status::config, std::move(parsed).error().problems);
    }
    const json::value& value = parsed.value();
    Settings settings;
    settings.company_id = text_or(value, "/companyId", "");
    settings.entity = text_or(value, "/entity", "");
    read_connection(value, settings);
    settings.definitions = {text_or(value, "/definitions/salesOrder", ""),
                            text_or(value, "/definitions/despatchAdvice", ""),
                            text_or(value, "/definitions/returnAdvice", ""),
                            text_or(value, "/definitions/inventoryIncrease", ""),
                            text_or(value, "/definitions/inventoryDecrease", ""),
                            text_or(value, "/definitions/orderCancellation", "")};
    settings.guest_customer = text_or(value, "/guestCustomer", "");
    settings.customers = read_customer_matching(value, kind::customer);
    settings.customers.chain.keep_in("nameAndPostalZone", kind::customer_address);
    settings.items = read_item_matching(value, kind::item);
    settings.charge_items = map_at(value, "/chargeItems");
    settings.subtotals = map_at(value, "/subtotals");
    read_warehouses(value, settings);
    settings.units = map_at(value, "/units");
    settings.convert_units = text_at(value, "/unitConversion") == "convert";
    settings.kits = read_kit_rules(value);
    settings.tax_details = map_at(value, "/taxDetails");
    settings.tax_solution = text_or(value, "/taxSolution", "");
    settings.fields = read_fields(value);
    read_stock_settings(value, settings);
    read_receivable_settings(value, settings);
    const std::string_view conversion = text_at(value, "/sourceDocument");
    settings.conversion = conversion == "whenPossible" ? Conversion::when_possible
                          : conversion == "required"   ? Conversion::required
                                                       : Conversion::never;
    settings.partial_despatch = read_partial_despatch_rules(value);
    settings.patch_late_tracking = text_at(value, "/lateTracking") == "patch";
    read_gateway(value, settings.gateway);
    settings.state = text_or(value, "/state", "pending");
    settings.currency = text_or(value, "/currency", "");
    read_foreign_currencies(value, settings);
    settings.payment_term = text_or(value, "/paymentTerm", "");

    std::vector<Problem> problems;
    settings.texts = read_text_rules(value, problems);
    settings.field_limits = read_field_limits(value);
    settings.tax = read_tax_settings(value, problems);
    settings.totals = read_totals_settings(value, problems);
    settings.dimensions = read_dimension_rules(value);
    settings.dates = read_date_rules(value, problems);
    settings.shadow = read_shadow_rules(value, usual_shadow_rules, problems);
    check_settings(settings, problems);
    if (!problems.empty()) {
        return Error(Status::config, std::move(problems));
    }
    return settings;
}

}  // namespace sage::intacct
