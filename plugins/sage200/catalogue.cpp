// SPDX-License-Identifier: Apache-2.0
// Master data, page by page in the order of ids. The sites come first: a site or company that the
// user does not have is told by that list, and by nothing as surely.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "plugins/sage200/offers.h"
#include "plugins/sage200/wire.h"
#include "plugins/sage200/wire_values.h"
#include "sage-adapter/catalogue/changed_since.h"
#include "sage-adapter/mapping/match_keys.h"

namespace sage::sage200 {
namespace {

// Sage's own default; five thousand are allowed and may run into a time-out.
constexpr std::size_t page_size = 500;
/// Grows when rows become other records than before.
constexpr std::string_view records_form = "1";

struct Source {
    std::string_view kind;
    std::string_view resource;
    std::string_view identifier;  ///< the field with the code that people use
    std::string_view name;
    std::string_view fields;  ///< what else is kept, separated by commas
    bool of_orders = false;
};
constexpr auto sources = std::to_array<Source>({
    {kind::site, "sites", "", "company_name", "site_name"},
    {kind::customer, "customers", "reference", "name",
     "on_hold,account_status_type,currency_id,default_tax_code_id,"
     "default_nominal_code_reference,default_nominal_code_cost_centre,"
     "default_nominal_code_department"},
    {kind::currency, "currencies", "name", "name", "is_base_currency"},
    {kind::tax_code, "tax_codes", "code", "name", "tax_rate"},
    {kind::nominal_code, "nominal_codes", "reference", "name",
     "account_status_type,cost_centre_code,department_code"},
    {kind::transaction_analysis, "nominal_transaction_analysis_codes", "code", "description",
     "active"},
    {kind::delivery_address, "customer_delivery_addresses", "id", "description",
     "customer_id,is_default,postal_name,address_1,address_2,address_3,address_4,city,county,"
     "postcode,country,contact,telephone,email"},
    {kind::product, "products", "code", "name",
     "product_status_type,allow_sales_order,traceable_type", true},
    {kind::unit, "units", "name", "name", "", true},
    {kind::warehouse, "warehouses", "name", "name", "", true},
    {kind::additional_charge, "sop_additional_charges", "code", "name", "", true},
    {kind::courier, "couriers", "name", "name", "", true},
    {kind::sop_settings, "sop_settings", "", "",
     "auto_generate_order_return_numbers,amend_header_analysis_codes,amend_analysis_codes,"
     "amend_nominal_codes,are_prices_tax_inclusive,record_tracking_on_despatch",
     true},
    {kind::sop_permissions, "current_user_sop_user_permissions", "", "",
     "override_prices_discounts,override_credit_holds,override_cost_price,"
     "override_fulfilment_method",
     true},
    {kind::analysis_code, "analysis_code_mappings", "", "", "slot,is_read_only,is_mandatory", true},
    {kind::order_field, "sop_orders", "", "", "", true},
    {kind::return_field, "sop_returns", "", "", "", true},
    {kind::offer, "", "", "", "", true},
});

/// What documents are mapped without where the user may not read it: it cannot be compared then,
/// and Sage will say itself, or it is about some documents alone, which wait. Without currencies an
/// account in a foreign one would be posted to as if it were kept in that of the books.
constexpr auto spared = std::to_array<std::string_view>(
    {kind::transaction_analysis, kind::sop_settings, kind::sop_permissions, kind::analysis_code,
     kind::delivery_address, kind::unit, kind::return_field});

const Source* source_of(std::string_view kind) {
    const auto found = std::find_if(sources.begin(), sources.end(),
                                    [kind](const Source& one) { return one.kind == kind; });
    return found == sources.end() ? nullptr : &*found;
}

/// Of these alone a company has so many that a whole reading takes several pages.
bool tells_changes(const Source& source) {
    return source.kind == kind::customer || source.kind == kind::product ||
           source.kind == kind::delivery_address;
}

CatalogueRead read_of(const Source& source, std::string scope) {
    CatalogueRead read{std::string(source.kind), std::move(scope), ""};
    if (tells_changes(source)) {
        read.object = source.resource;
        read.form =
            fmt::format("{} {}:{};{}", records_form, source.resource, source.fields, read.scope);
    }
    return read;
}

std::vector<std::string_view> split(std::string_view text) {
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        const std::size_t comma = std::min(text.find(','), text.size());
        parts.push_back(text.substr(0, comma));
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    return parts;
}

std::string identifier_of(const Source& source, const Row& row) {
    if (source.kind == kind::site) {
        return fmt::format("{}/{}", value_in(row, "site_id"), value_in(row, "company_id"));
    }
    if (source.kind == kind::sop_settings || source.kind == kind::sop_permissions) {
        return std::string(source.kind);
    }
    if (source.kind == kind::analysis_code) {
        // Sage says that it is the entity's full name.
        const std::string_view name = value_in(row, "class_name");
        return fmt::format("{}/{}", name.substr(name.rfind('.') + 1), value_in(row, "slot"));
    }
    std::string id(value_in(row, source.identifier));
    const std::string_view cost_centre = value_in(row, "cost_centre_code");
    const std::string_view department = value_in(row, "department_code");
    if (source.kind == kind::nominal_code && (!cost_centre.empty() || !department.empty())) {
        id += fmt::format("/{}/{}", cost_centre, department);
    }
    return id;
}

bool is_active(const Source& source, const Row& row) {
    if (source.kind == kind::transaction_analysis) {
        return value_in(row, "active") == "true";
    }
    if (source.kind == kind::product) {
        const std::string_view status = value_in(row, "product_status_type");
        return (status.empty() || status == "EnumStockItemStatusTypeActive") &&
               value_in(row, "allow_sales_order") != "false";
    }
    const std::string_view status = value_in(row, "account_status_type");
    return status.empty() || status == "AccountStatusActive";
}

void add_match_keys(CatalogueRecord& record, const Row& row) {
    if (const std::string gtin = gtin_key(value_in(row, "barcode")); !gtin.empty()) {
        record.fields.emplace(match_field::gtin, gtin);
    }
    const VatNumber vat = vat_number(value_in(row, "vat_number"));
    if (!vat.number.empty()) {
        record.fields.emplace(match_field::vat_number, vat.number);
        record.fields.emplace(match_field::vat_country, vat.country);
    }
}

/// The legal values of an analysis code, which are a list within an object.
void add_analysis_values(CatalogueRecord& record, const JsonValue& mapping) {
    const JsonValue* const code = at_pointer(mapping, "/analysis_code");
    if (code == nullptr) {
        return;
    }
    const bool open = value_of(*code, "allow_overtype") == "true" ||
                      value_of(*code, "allow_new_on_entry") == "true";
    std::string values;
    for (const JsonValue& one : part_of(*code, "values")) {
        values += (values.empty() ? "" : "\n") + value_of(one, "value");
    }
    record.name = value_of(*code, "name");
    record.fields.emplace(analysis_open, open ? "true" : "false");
    record.fields.emplace(analysis_values, values);
}

/// The units that a product has, which are a list within it.
void add_units(CatalogueRecord& record, const JsonValue& product) {
    for (const JsonValue& unit : part_of(product, "units")) {
        record.fields.emplace(fmt::format("{}{}", unit_prefix, value_of(unit, "unit_id")),
                              value_of(unit, "multiple_of_base_unit"));
    }
}

/// What is within the records of a kind is read besides their fields.
bool has_parts(const CatalogueRead& read) {
    return read.kind == kind::analysis_code || (read.kind == kind::product && !read.scope.empty());
}

std::optional<std::int64_t> number(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() && !text.empty()
               ? std::optional(value)
               : std::nullopt;
}

Error unreadable(const CatalogueRead& read, std::string_view why) {
    return {Status::remote,
            Problem{"sage200.catalogue_unreadable", "",
                    fmt::format("The {} records of Sage 200 cannot be read: {}", read.kind, why),
                    "Nothing to do: they are read again.", Owner::it}};
}

CataloguePage forbidden(const Source& source) {
    CataloguePage page;
    page.refused =
        Problem{"sage200.read_forbidden", "",
                fmt::format("The user's role in Sage 200 may not read {}.", source.resource),
                "Give the role the right to this module.", Owner::it};
    page.needed = std::find(spared.begin(), spared.end(), source.kind) == spared.end();
    return page;
}

/// What came with a release that the site does not have.
CataloguePage not_offered(const Source& source) {
    CataloguePage page;
    page.refused = Problem{"sage200.read_not_offered", "",
                           fmt::format("This Sage 200 does not offer {}.", source.resource),
                           "Upgrade Sage 200, or do without the settings that need it.", Owner::it};
    page.records.push_back(offer_record(source.resource, Offered::no));
    return page;
}

/// Whether the records of a page have a field: a release that does not know it refuses to select
/// it, or leaves it out. Texts that are there are shown even when they are empty.
Result<bool> has_field(const CatalogueRead& read, const Reply& reply) {
    if (reply.status == 400) {
        return false;
    }
    const Result<std::vector<Row>> rows = read_rows(reply);
    if (!rows.ok()) {
        return unreadable(read, rows.error().first().cause);
    }
    return rows.value().empty() || rows.value().front().contains(read.scope);
}

void add_field_record(const CatalogueRead& read, CataloguePage& page) {
    CatalogueRecord& record = page.records.emplace_back();
    record.kind = read.kind;
    record.id = read.scope;
    record.name = read.scope;
}

Result<CataloguePage> read_order_field(const CatalogueRead& read, const Reply& reply) {
    const Result<bool> known = has_field(read, reply);
    if (!known.ok()) {
        return known.error();
    }
    CataloguePage page;
    page.records.push_back(offer_record(read.scope, known.value() ? Offered::yes : Offered::no));
    if (known.value()) {
        add_field_record(read, page);
    }
    return page;
}

/// A site without sales returns does not know their address; what it shows at it, or that it does
/// not know a field there, says that it has them.
Result<CataloguePage> read_return_field(const Source& source, const CatalogueRead& read,
                                        const Reply& reply) {
    if (reply.status == 403) {
        CataloguePage page = forbidden(source);
        page.records.push_back(offer_record(offer::sales_returns, Offered::forbidden));
        return page;
    }
    CataloguePage page;
    if (reply.status == 404) {
        page.records.push_back(offer_record(offer::sales_returns, Offered::no));
        return page;
    }
    const Result<bool> known = has_field(read, reply);
    if (!known.ok()) {
        return known.error();
    }
    page.records.push_back(offer_record(offer::sales_returns, Offered::yes));
    if (known.value()) {
        add_field_record(read, page);
    }
    return page;
}

/// What is asked for a field, and not for records.
bool is_about_field(std::string_view kind) {
    return kind == kind::order_field || kind == kind::return_field;
}

/// Nothing for a row without the code that people use: no setting and no document can name it.
std::optional<CatalogueRecord> record_of(const Source& source, const Row& row) {
    CatalogueRecord record;
    record.id = identifier_of(source, row);
    if (record.id.empty()) {
        return std::nullopt;
    }
    record.kind = source.kind;
    record.key = value_in(row, "id");
    record.name = value_in(row, source.name);
    record.active = is_active(source, row);
    for (const std::string_view field : split(source.fields)) {
        record.fields.emplace(field, value_in(row, field));
    }
    if (source.kind == kind::customer || source.kind == kind::product) {
        add_match_keys(record, row);
    }
    return record;
}

Result<CataloguePage> read_page_of_rows(const Source& source, const CatalogueRead& read,
                                        const Reply& reply, const std::vector<Row>& rows) {
    const Result<std::vector<JsonValue>> values =
        has_parts(read) ? read_records(reply) : std::vector<JsonValue>();
    const bool has_key = source.kind != kind::site;
    CataloguePage page;
    page.since = changed_since(reply.header("Date"));
    std::int64_t last = number(read.after).value_or(0);
    for (std::size_t at = 0; at < rows.size(); ++at) {
        const auto key = number(value_in(rows[at], "id"));
        // Without rising ids the next page could be this one again.
        if (has_key && (!key || *key <= last)) {
            return unreadable(read, "the records are not in the order of their ids.");
        }
        last = key.value_or(last);
        page.keys.emplace_back(value_in(rows[at], "id"));
        std::optional<CatalogueRecord> record = record_of(source, rows[at]);
        if (!record) {
            continue;
        }
        if (has_parts(read) && values.ok()) {
            const auto add = source.kind == kind::product ? add_units : add_analysis_values;
            add(*record, values.value()[at]);
        }
        page.records.push_back(*std::move(record));
    }
    if (has_key && rows.size() >= page_size) {
        page.next = std::to_string(last);
    }
    return page;
}

}  // namespace

std::vector<CatalogueRead> catalogue_reads() {
    std::vector<CatalogueRead> reads;
    for (const Source& source : sources) {
        if (!source.of_orders && source.kind != kind::delivery_address) {
            reads.push_back(read_of(source, ""));
        }
    }
    return reads;
}

CatalogueRead delivery_address_read() {
    return read_of(*source_of(kind::delivery_address), "");
}

std::vector<CatalogueRead> order_catalogue_reads(const OrderReads& wanted) {
    std::vector<CatalogueRead> reads;
    for (const Source& source : sources) {
        const auto read_each = [&](const std::vector<std::string>& scopes) {
            for (const std::string& scope : scopes) {
                reads.push_back(read_of(source, scope));
            }
        };
        if (source.kind == kind::offer) {
            read_each(wanted.offers);
            continue;
        }
        const bool unused =
            (source.kind == kind::additional_charge && !wanted.additional_charges) ||
            (source.kind == kind::courier && !wanted.couriers) ||
            (source.kind == kind::return_field && !wanted.sales_returns) ||
            (source.kind == kind::unit && !wanted.units) ||
            (source.kind == kind::analysis_code && !wanted.analysis_codes);
        if (source.of_orders && !unused) {
            const std::string scope = is_about_field(source.kind) ? wanted.reference_field
                                      : source.kind == kind::product && wanted.units ? "units"
                                                                                     : "";
            reads.push_back(read_of(source, scope));
        }
        if (source.kind == kind::order_field) {
            read_each(wanted.fields);
        }
    }
    return reads;
}

std::vector<CatalogueRead> stock_catalogue_reads() {
    return {read_of(*source_of(kind::product), ""), read_of(*source_of(kind::warehouse), ""),
            read_of(*source_of(kind::offer), std::string(offer::stock_transfers))};
}

Request catalogue_request(const Books& books, const CatalogueRead& read) {
    const Source& source = *source_of(read.kind);
    if (source.kind == kind::site) {
        return get_sites(books);
    }
    if (source.kind == kind::offer) {
        return ask_offer(books, read);
    }
    if (is_about_field(source.kind)) {
        return get(books, source.resource, {{"$select", "id," + read.scope}, {"$top", "1"}});
    }
    if (read.count) {
        // Sage's own count is said to fail: with the last of so many there is one, and no more.
        return get(books, source.resource,
                   {{"$select", "id"},
                    {"$orderby", "id"},
                    {"$skip", std::to_string(std::max<std::int64_t>(read.held - 1, 0))},
                    {"$top", "2"}});
    }
    std::vector<std::string> conditions;
    if (!read.since.empty()) {
        conditions.push_back(
            fmt::format("(date_time_updated gt {0} or date_time_created gt {0})", read.since));
    }
    if (!read.after.empty()) {
        conditions.push_back(fmt::format("id gt {}", read.after));
    }
    std::vector<Option> options = {{"$orderby", "id"}, {"$top", std::to_string(page_size)}};
    if (!conditions.empty()) {
        options.insert(options.begin(),
                       {"$filter", fmt::format("{}", fmt::join(conditions, " and "))});
    }
    if (has_parts(read)) {
        options.push_back({"$expand", source.kind == kind::product ? "units" : "analysis_code"});
    }
    return get(books, source.resource, options);
}

Result<CataloguePage> read_catalogue_page(const CatalogueRead& read, const Reply& reply) {
    const Source& source = *source_of(read.kind);
    if (source.kind == kind::offer) {
        return read_offer(read, reply);
    }
    const bool refused = reply.status == 400 || reply.status == 403 || reply.status == 404;
    if (refused && (read.count || !read.since.empty())) {
        CataloguePage page;
        page.only_whole = true;
        return page;
    }
    if (source.kind == kind::return_field) {
        return read_return_field(source, read, reply);
    }
    if (reply.status == 403) {
        return forbidden(source);
    }
    if (reply.status == 404 && source.of_orders) {
        return not_offered(source);
    }
    if (source.kind == kind::order_field) {
        return read_order_field(read, reply);
    }
    const Result<std::vector<Row>> rows = read_rows(reply);
    if (!rows.ok()) {
        return unreadable(read, rows.error().first().cause);
    }
    if (read.count) {
        CataloguePage page;
        const std::size_t last_of_them = read.held > 0 ? 1 : 0;
        page.count = rows.value().size() == last_of_them ? read.held : -1;
        return page;
    }
    return read_page_of_rows(source, read, reply, rows.value());
}

}  // namespace sage::sage200
