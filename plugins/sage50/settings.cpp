// SPDX-License-Identifier: Apache-2.0
// The settings, read once the schema has passed them, and the rules that a schema cannot say.
#include "plugins/sage50/settings.h"

#include <algorithm>
#include <array>

#include "plugins/sage50/catalogue.h"
#include "sage-adapter/base/json.h"
#include "sage-adapter/base/limits.h"
#include "sage-adapter/base/text.h"

namespace sage::sage50 {
namespace {

constexpr std::int64_t minute_ms = 60'000;
constexpr std::string_view order_number_field = "orderNumber";

/// "T1" and "1" are the same tax code.
std::string without_t(std::string code) {
    if (code.starts_with('T')) {
        code.erase(0, 1);
    }
    return code;
}

std::optional<DataSourceOptions> read_data_source(const JsonValue& value) {
    if (at_pointer(value, "/dataSource") == nullptr) {
        return std::nullopt;
    }
    DataSourceOptions options;
    options.name = text_at(value, "/dataSource/name");
    const std::string_view directory = text_at(value, "/dataSource/directory");
    if (!directory.empty()) {
        options.attributes.push_back({"DIR", std::string(directory)});
    }
    options.encoding = text_at(value, "/dataSource/encoding") == "utf-8"
                           ? TextEncoding::utf_8
                           : TextEncoding::windows_1252;
    options.user_name_secret = text_at(value, "/dataSource/userNameSecret");
    options.password_secret = text_at(value, "/dataSource/passwordSecret");
    return options;
}

/// A folder has neither token nor answer, and shows nothing afterwards.
void use_folder(Connection& connection) {
    connection.grant = Grant::none;
    connection.token_header.clear();
    connection.client_secret_name.clear();
    connection.reconcile_ms = 0;
}

Connection read_connection(const JsonValue& value) {
    Connection connection;
    connection.address = text_at(value, "/address");
    connection.drop_folder = text_at(value, "/dropFolder");
    connection.certificate_authority_file = text_or(value, "/certificateAuthorityFile", "");
    connection.grant = Grant::kept_token;
    connection.token_header = "AuthToken";
    connection.client_secret_name = text_or(value, "/authTokenSecret", "sage50.auth_token");
    // HyperAccounts does one request of an operation at a time, for all who ask.
    connection.connections_max = 1;
    connection.reply_ms_max = number_or(value, "/replySeconds", 180) * 1'000;
    connection.catalogue_refresh_ms = number_or(value, "/catalogueRefreshMinutes", 240) * minute_ms;
    connection.settle_ms = number_or(value, "/settleMinutes", 20) * minute_ms;
    connection.reconcile_ms = number_or(value, "/reconcileHours", 24) * 60 * minute_ms;
    connection.reconcile_days = number_or(value, "/reconcileDays", 35);
    connection.data_source = read_data_source(value);
    if (!connection.drop_folder.empty()) {
        use_folder(connection);
    }
    return connection;
}

StockDocuments read_stock(const JsonValue& value) {
    const std::string_view text = text_at(value, "/stockDocuments");
    return text == "adjustments" ? StockDocuments::adjustments
           : text == "byHand"    ? StockDocuments::by_hand
                                 : StockDocuments::nothing;
}

// What documents of the past carry where people type what the warehouse calls them.
const std::vector<UsualRule> usual_shadow_rules = {
    {"{orderReference.id}", order_number_field},
    {"{orderReference.buyerOrderId}", "customerOrderNumber"}};

void read_tax(const JsonValue& value, Settings& settings, std::vector<Problem>& problems) {
    for (auto& [code, of_sage] : map_at(value, "/taxCodes")) {
        settings.tax_codes.emplace(code, without_t(of_sage));
    }
    for (auto& [code, rate] : map_at(value, "/taxRates")) {
        settings.tax_rates.emplace(without_t(code), rate);
    }
    settings.tax = read_tax_settings(value, problems);
    for (TaxRule& rule : settings.tax.rules) {
        rule.schedule = without_t(std::move(rule.schedule));
    }
    settings.totals = read_totals_settings(value, problems);
    settings.totals.schedule = without_t(std::move(settings.totals.schedule));
}

Problem wrong(std::string code, std::string pointer, std::string cause, std::string fix) {
    return {"sage50.settings." + std::move(code), std::move(pointer), std::move(cause),
            std::move(fix), Owner::it};
}

void check_codes(const TextMap& codes, const char* pointer, std::vector<Problem>& problems) {
    if (codes.contains("")) {
        problems.push_back(wrong("code_empty", pointer, "A code of the warehouse is empty.",
                                 "Remove the entry with the empty name."));
    }
}

void check_customers(const Settings& settings, std::vector<Problem>& problems) {
    if (settings.customers.guest_when_unknown && settings.guest_customer.empty()) {
        problems.push_back(wrong("guest_customer_missing", "/customerMatching/noMatch",
                                 "Buyers whom no rule finds are to go to the guest customer, and "
                                 "the settings name none.",
                                 "Set /guestCustomer to a customer of Sage 50, or noMatch to "
                                 "hold."));
    }
    for (const MatchRule& rule : settings.customers.chain.rules) {
        check_codes(rule.aliases, rule.aliases_pointer.c_str(), problems);
    }
    for (const MatchRule& rule : settings.items.chain.rules) {
        check_codes(rule.aliases, rule.aliases_pointer.c_str(), problems);
    }
}

bool is_number(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_tax_code(std::string_view code) {
    constexpr std::size_t digits_max = 2;
    return is_number(code) && code.size() <= digits_max;
}

// Every line has a tax code in Sage 50, also where there is no tax.
void check_tax(const Settings& settings, std::vector<Problem>& problems) {
    const auto check = [&](const std::string& code, std::string pointer) {
        if (!is_tax_code(code)) {
            problems.push_back(wrong("tax_code", std::move(pointer),
                                     code.empty() ? "Every line has a tax code in Sage 50, and "
                                                    "none is named."
                                                  : "The tax codes of Sage 50 are T0 to T99.",
                                     "Name a tax code by its number, 1 or T1; T9 is usual for "
                                     "what has nothing to do with VAT."));
        }
    };
    for (const auto& [code, rate] : settings.tax_rates) {
        check(code, "/taxRates");
    }
    for (const TaxRule& rule : settings.tax.rules) {
        check(rule.schedule, rule.pointer + "/schedule");
    }
    if (settings.totals.policy == DifferencePolicy::rounding_line) {
        check(settings.totals.schedule, "/totalsDifference/schedule");
    }
}

/// As Sage writes it: "3", and not "03".
bool is_department(std::string_view number) {
    constexpr std::size_t digits_max = 3;
    return is_number(number) && number.size() <= digits_max &&
           (number == "0" || !number.starts_with('0'));
}

void check_dimensions(const Settings& settings, std::vector<Problem>& problems) {
    for (const DimensionRule& rule : settings.nominal_rules) {
        for (const DimensionValue& value : rule.values) {
            if (value.name == department_name) {
                if (!is_department(value.id)) {
                    // The line would go without a department where those of Sage are not known.
                    problems.push_back(wrong("department", value.pointer,
                                             "The departments of Sage 50 are 0 to 999, and " +
                                                 excerpt(value.id) + " is none of them.",
                                             "Name a department by its number, without zeros "
                                             "before it."));
                }
            } else if (value.name != nominal_code_name ||
                       value.pointer.starts_with("/dimensions")) {
                problems.push_back(wrong("dimension_unknown", value.pointer,
                                         "Lines in Sage 50 have no dimension " + value.name + ".",
                                         "Name department: it is the only one."));
            }
        }
    }
}

void check_texts(const Settings& settings, std::vector<Problem>& problems) {
    for (const TextRule& rule : settings.texts) {
        for (std::size_t index = 0; index < rule.to.size(); ++index) {
            const std::string& field = rule.to[index];
            const std::string pointer = rule.options.pointer + "/to/" + std::to_string(index);
            if (!text_field(rule.level, field)) {
                problems.push_back(wrong("text_field_unknown", pointer,
                                         "A text cannot go to the field " + field + ".",
                                         "Name a field that the README lists for headers or "
                                         "lines."));
            } else if (rule.level == TextLevel::header &&
                       field == name_of(settings.reference_field)) {
                problems.push_back(wrong("field_twice", pointer,
                                         "The field holds our own reference, by the setting "
                                         "/referenceField.",
                                         "Name another field here or there."));
            }
        }
        for (const MessageType type : rule.documents) {
            const bool order = type == MessageType::sales_order && settings.posts_orders;
            if (type != MessageType::despatch_advice && type != MessageType::return_advice &&
                !order) {
                problems.push_back(wrong("text_document", rule.options.pointer + "/documents",
                                         "No " + std::string(text_of(type)) +
                                             " becomes a document of Sage 50 with texts.",
                                         "Name despatchAdvice, returnAdvice or both."));
            }
        }
    }
}

void check_connection(const Connection& connection, std::vector<Problem>& problems) {
    const std::string& address = connection.address;
    if (address.empty() == connection.drop_folder.empty()) {
        problems.push_back(wrong("one_way", "/dropFolder",
                                 address.empty() ? "The settings name no way into Sage 50."
                                                 : "The settings name two ways into Sage 50.",
                                 "Set address to write through HyperAccounts, or dropFolder to "
                                 "write files that a person imports."));
    } else if (connection.drop_folder.empty() && !is_server_address(address)) {
        problems.push_back(wrong("address", "/address",
                                 "The address is not https:// with a host and a valid port.",
                                 "Write that of HyperAccounts, or of the simulator."));
    }
    const std::optional<DataSourceOptions>& source = connection.data_source;
    if (source && source->user_name_secret.empty() && !source->password_secret.empty()) {
        problems.push_back(wrong("data_source_user_missing", "/dataSource/passwordSecret",
                                 "A password without a user is not given to the data source.",
                                 "Name the secret of the user, too, in userNameSecret, or leave "
                                 "both out."));
    }
}

/// Not what a form for settings fills in by itself.
bool asks_for_something(const JsonValue* value) {
    return value != nullptr && ((value->is_bool() && value->get_bool()) ||
                                (value->is_string() && !value->get_string().empty()) ||
                                (value->is_array() && !value->get_array().empty()) ||
                                (value->is_object() && !value->get_object().empty()));
}

// What stands in the settings and would do nothing is a misunderstanding.
void check_folder(const Settings& settings, const JsonValue& value,
                  std::vector<Problem>& problems) {
    constexpr std::string_view of_interface[] = {"/certificateAuthorityFile",
                                                 "/authTokenSecret",
                                                 "/companyHeader",
                                                 "/updateLedgers",
                                                 "/couriers",
                                                 "/texts",
                                                 "/fieldLimits",
                                                 "/shadow"};
    for (const std::string_view pointer : of_interface) {
        if (writes_files(settings) && asks_for_something(at_pointer(value, pointer))) {
            problems.push_back(wrong("without_effect", std::string(pointer),
                                     "Files that a person imports know nothing of this setting.",
                                     "Leave it out, or write through HyperAccounts."));
        }
    }
    if (writes_files(settings) &&
        (settings.posts_orders || settings.despatch_becomes != DespatchBecomes::product_invoice)) {
        problems.push_back(wrong("without_effect", "/despatchBecomes",
                                 "Files that a person imports hold no sales orders.",
                                 "Leave it out with orderBecomes, or write through "
                                 "HyperAccounts."));
    }
    if (reads_master_data(settings) && !settings.tax_rates.empty()) {
        problems.push_back(wrong("without_effect", "/taxRates",
                                 "The rates of tax codes are read in Sage 50.", "Leave it out."));
    }
}

void check_settings(const Settings& settings, std::vector<Problem>& problems) {
    check_connection(settings.connection, problems);
    check_customers(settings, problems);
    check_codes(settings.tax_codes, "/taxCodes", problems);
    check_codes(settings.site_countries, "/siteCountries", problems);
    check_codes(settings.charges, "/charges", problems);
    check_codes(settings.couriers, "/couriers", problems);
    check_tax(settings, problems);
    check_order_settings(settings, problems);
    check_dimensions(settings, problems);
    check_texts(settings, problems);
    for (const ShadowRule& rule : settings.shadow) {
        if (!can_be_sought(rule.field)) {
            problems.push_back(
                wrong("shadow_field_unknown", rule.pointer + "/field",
                      "Documents cannot be looked for by the field " + rule.field + ".",
                      "Name orderNumber, customerOrderNumber, notes1 to notes3 or "
                      "analysis1 to analysis3."));
        }
    }
    if (settings.dates.true_date_field != "memo") {
        problems.push_back(wrong("true_date_field", "/dates/trueDateField",
                                 "Documents in Sage 50 have no custom field for a date: the true "
                                 "one stands in the notes.",
                                 "Leave it out, or set it to memo."));
    }
}

struct Length {
    std::string_view field;
    std::size_t characters;
};
constexpr auto header_lengths = std::to_array<Length>({
    {"notes1", invoice_limits::notes},
    {"notes2", invoice_limits::notes},
    {"notes3", invoice_limits::notes},
    {"analysis1", invoice_limits::analysis},
    {"analysis2", invoice_limits::analysis},
    {"analysis3", invoice_limits::analysis},
    {"customerOrderNumber", invoice_limits::customer_order_number},
    {order_number_field, invoice_limits::order_number},
    {"consignmentRef", invoice_limits::consignment},
    {"takenBy", invoice_limits::taken_by},
    {"globalDetails", invoice_limits::details},
});
constexpr auto line_lengths = std::to_array<Length>({
    {"description", invoice_limits::description},
    {"comment1", invoice_limits::comment},
    {"comment2", invoice_limits::comment},
    {"extOrderRef", invoice_limits::external_order_reference},
});

template <typename Lengths>
std::optional<FieldLimit> limit_in(const Lengths& lengths, std::string_view field) {
    const auto* const found = std::find_if(lengths.begin(), lengths.end(),
                                           [&](const Length& one) { return one.field == field; });
    return found == lengths.end()
               ? std::nullopt
               : std::optional(FieldLimit{found->characters, CharacterSet::windows_1252, true});
}

}  // namespace

std::optional<FieldLimit> text_field(TextLevel level, std::string_view field) {
    return level == TextLevel::header ? limit_in(header_lengths, field)
                                      : limit_in(line_lengths, field);
}

bool writes_files(const Settings& settings) {
    return !settings.connection.drop_folder.empty();
}

bool reads_master_data(const Settings& settings) {
    return !writes_files(settings) || settings.connection.data_source.has_value();
}

bool can_be_sought(std::string_view field) {
    return field == order_number_field || reference_field(field).has_value();
}

Result<Settings> read_settings(std::string_view settings_json) {
    Result<JsonValue> parsed =
        parse_json(settings_json, limits::settings_bytes_max, JsonNumbers::integers_only);
    if (!parsed.ok()) {
        return Error(Status::config, std::move(parsed).error().problems);
    }
    const JsonValue& value = parsed.value();
    std::vector<Problem> problems;
    Settings settings;
    settings.connection = read_connection(value);
    settings.books = {std::string(text_at(value, "/companyHeader")),
                      truth_at(value, "/daysMonthFirst")};
    settings.company = text_at(value, "/companyId");
    settings.currency = text_at(value, "/currency");
    settings.guest_customer = text_at(value, "/guestCustomer");
    settings.customers = read_customer_matching(value, kind::customer);
    settings.items = read_item_matching(value, kind::product);
    settings.unit_codes = unit_codes_at(value, "/unitCodes");
    settings.reference_field =
        reference_field(text_at(value, "/referenceField")).value_or(ReferenceField::notes3);
    settings.updates_ledgers = truth_at(value, "/updateLedgers");
    settings.stock = read_stock(value);
    read_order_settings(value, settings);
    settings.late_tracking = text_at(value, "/lateTracking") == "keep" || writes_files(settings)
                                 ? LateTracking::keep
                                 : LateTracking::change;
    settings.charges = map_at(value, "/charges");
    settings.couriers = map_at(value, "/couriers");
    settings.site_countries = map_at(value, "/siteCountries");
    settings.nominal_rules = read_dimension_rules(value, "/nominalCodes");
    for (DimensionRule& rule : read_dimension_rules(value)) {
        settings.nominal_rules.push_back(std::move(rule));
    }
    settings.field_limits = read_field_limits(value);
    settings.kits = read_kit_rules(value);
    settings.partial_despatch = read_partial_despatch_rules(value);
    settings.delivery_addresses = truth_at(value, "/deliveryAddresses");
    settings.documents_by_query = truth_at(value, "/dataSource/documents");
    read_tax(value, settings, problems);
    settings.texts = read_text_rules(value, problems);
    settings.dates = read_date_rules(value, problems);
    settings.shadow = read_shadow_rules(value, usual_shadow_rules, problems);
    check_settings(settings, problems);
    check_folder(settings, value, problems);
    if (!problems.empty()) {
        return Error(Status::config, std::move(problems));
    }
    return settings;
}

}  // namespace sage::sage50
