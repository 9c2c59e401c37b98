// SPDX-License-Identifier: Apache-2.0
#include "plugins/sage200/simulator_routes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "plugins/sage200/simulator_body.h"
#include "plugins/sage200/simulator_despatch.h"
#include "plugins/sage200/simulator_ledger.h"
#include "plugins/sage200/simulator_orders.h"
#include "plugins/sage200/simulator_places.h"
#include "plugins/sage200/simulator_query.h"
#include "plugins/sage200/simulator_reply.h"
#include "plugins/sage200/simulator_transfers.h"
#include "plugins/sage_simulator/control_reply.h"
#include "plugins/sage_simulator/wire.h"

namespace sage::simulated_sage200 {
namespace {

struct Resource {
    std::string_view path;
    std::string_view model;
    std::string_view since;       ///< day of the release that brought it
    std::string_view operations;  ///< l: list, r: one record, p: POST, u: PUT, d: DELETE
};
constexpr auto resources = std::to_array<Resource>({
    {"customers", "customer", "", "lr"},
    {"customer_delivery_addresses", "customer_delivery_address", "", "lr"},
    {"products", "product", "", "lr"},
    {"product_groups", "product_group", "", "lr"},
    {"units", "unit", "2020-09-16", "lr"},
    {"tax_codes", "tax_code", "", "lr"},
    {"nominal_codes", "nominal_code", "", "lr"},
    {"nominal_transaction_analysis_codes", "nominal_transaction_analysis_code", "", "lr"},
    {"warehouses", "warehouse", "", "lr"},
    {"warehouse_holdings", "warehouse_holding", "", "lr"},
    {"bin_holdings", "bin_holding", "2020-09-16", "lr"},
    {"stock_transfers", "stock_transfer", "2020-09-16", "p"},
    {"product_transaction_views", "product_transaction_view", "", "l"},
    {"analysis_code_mappings", "analysis_code_mapping", "2020-09-16", "lr"},
    {"couriers", "courier", "2022-08-22", "lr"},
    {"currencies", "currency", "", "lr"},
    {"sop_additional_charges", "sop_additional_charge", "", "lr"},
    {"sop_settings", "sop_settings", "2021-03-15", "lr"},
    {"system_settings", "system_settings", "", "lr"},
    {"sales_ledger_settings", "sales_ledger_settings", "", "lr"},
    {"stock_settings", "stock_settings", "", "lr"},
    {"current_user_sop_user_permissions", "sop_user_permission", "", "l"},
    {"sop_orders", "sop_order", "", "lrpd"},
    {"sop_returns", "sop_return", "2025-06-02", "lrp"},
    {"sop_confirm_despatch", "sop_confirm_despatch_adjustment", "2022-08-22", "p"},
    {"sop_confirm_despatch_bin_items", "sop_confirm_despatch_bin_items_request", "2022-08-22", "p"},
    {"sop_confirm_despatch_traceable_items", "sop_confirm_despatch_traceable_items_request",
     "2022-08-22", "p"},
    {"sop_allocation_line_views", "sop_allocation_line_view", "2021-07-26", "l"},
    {"sop_despatch_receipts", "sop_despatch_receipt", "2022-08-22", "lru"},
    {"sop_order_despatch_line_views", "sop_order_despatch_line_view", "2022-08-22", "l"},
    {"sales_invoices", "sales_invoice", "", "p"},
    {"sales_credit_notes", "sales_credit_note", "", "p"},
    {"sales_posted_transactions", "sales_posted_transaction", "", "lr"},
});

/// Lists below a record: of which resource, by which of its fields.
struct Below {
    std::string_view path;
    std::string_view resource;
    std::string_view field;
};
constexpr auto lists_below = std::to_array<Below>({
    {"customers/customer_delivery_addresses", "customer_delivery_addresses", "customer_id"},
    {"customers/sop_orders", "sop_orders", "customer_id"},
    {"customers/sales_posted_transactions", "sales_posted_transactions", "customer_id"},
    {"products/warehouse_holdings", "warehouse_holdings", "product_id"},
    {"products/bin_holdings", "bin_holdings", "product_id"},
    {"warehouse_holdings/bin_holdings", "bin_holdings", "warehouse_holding_id"},
});

const Resource* resource_at(const Company& company, std::string_view path) {
    const auto found = std::find_if(resources.begin(), resources.end(),
                                    [path](const Resource& one) { return one.path == path; });
    return found == resources.end() || !company.site.has(false, found->since) ? nullptr : &*found;
}

std::optional<std::int64_t> id_of(std::string_view text) {
    std::int64_t id = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
    return error == std::errc() && end == text.data() + text.size() && id > 0 ? std::optional(id)
                                                                              : std::nullopt;
}

class Caller {
  public:
    Caller(Company& company, const Call& call) : company_(company), call_(call) {
        const std::size_t question = call.target.find('?');
        parts_ = simulated::split(call.target.substr(0, question), '/');
        parts_.erase(parts_.begin());  // before the first slash
        query_ = question == std::string_view::npos ? "" : call.target.substr(question + 1);
    }

    Answer answer();

  private:
    Answer read(const Resource& resource);
    Answer write(const Resource& resource);
    Answer replace(const Resource& resource);
    Answer ready();
    Answer allocated();
    Answer choice(const Resource& resource);
    Answer list(std::string_view model, const std::vector<const Row*>& rows);
    Answer one(std::string_view model, const Row* row);
    Answer lines_of(std::int64_t order_id);
    Answer list_below(const Below& below);
    Answer refuse(const Refusal& refusal) const {
        return {reply_to(refusal, company_.behaviours.error_shape), false, false};
    }
    Answer not_found() const { return refuse({404, "No HTTP resource was found."}); }
    std::vector<const Row*> rows_of(std::string_view model) const;
    Answer done(const Written& written, std::string_view model, const Shape& shape, bool created);

    Company& company_;
    const Call& call_;
    std::vector<std::string_view> parts_;
    std::string_view query_;
};

std::vector<const Row*> Caller::rows_of(std::string_view model) const {
    std::vector<const Row*> rows;
    for (const Row& row : company_.table(model).rows()) {
        rows.push_back(&row);
    }
    return rows;
}

Answer Caller::list(std::string_view model, const std::vector<const Row*>& rows) {
    Query query;
    if (auto refusal = read_query(company_, model, query_, query)) {
        return refuse(*refusal);
    }
    std::string out = company_.behaviours.wrap_lists ? R"({"value":[)" : "[";
    bool first = true;
    for (const Row* const row : select_rows(company_, query, rows, call_.now_ms)) {
        out += first ? "" : ",";
        first = false;
        append_row(out, company_, model, *row, query.shape);
    }
    out += company_.behaviours.wrap_lists ? "]}" : "]";
    return {simulated::json_reply(200, std::move(out)), false, false};
}

Answer Caller::one(std::string_view model, const Row* row) {
    Query query;
    if (auto refusal = read_query(company_, model, query_, query)) {
        return refuse(*refusal);
    }
    return row == nullptr
               ? refuse({404, "There is no such record."})
               : Answer{simulated::json_reply(200, shown(company_, model, *row, query.shape)),
                        false, false};
}

/// GET /sop_confirm_despatch has filters of its own.
Answer Caller::ready() {
    Query query;
    if (auto refusal = read_query(company_, "despatch_filter", query_, query)) {
        return refuse(*refusal);
    }
    std::vector<Row> all;
    for (const Row* const order : rows_of("sop_order")) {
        Row row = ready_for_despatch(company_, *order);
        if (!row.parts.empty()) {
            all.push_back(std::move(row));
        }
    }
    std::vector<const Row*> rows;
    rows.reserve(all.size());
    for (const Row& row : all) {
        rows.push_back(&row);
    }
    std::string out = company_.behaviours.wrap_lists ? R"({"value":[)" : "[";
    bool first = true;
    for (const Row* const row : select_rows(company_, query, rows, call_.now_ms)) {
        out += first ? "" : ",";
        first = false;
        append_row(out, company_, "sop_confirm_despatch_adjustment", *row, {{}, {"items"}, false});
    }
    out += company_.behaviours.wrap_lists ? "]}" : "]";
    return {simulated::json_reply(200, std::move(out)), false, false};
}

Answer Caller::allocated() {
    std::vector<Row> all;
    for (const Row* const order : rows_of("sop_order")) {
        std::vector<Row> of_order = allocations_of(company_, *order);
        std::move(of_order.begin(), of_order.end(), std::back_inserter(all));
    }
    std::vector<const Row*> rows;
    rows.reserve(all.size());
    for (const Row& row : all) {
        rows.push_back(&row);
    }
    return list("sop_allocation_line_view", rows);
}

/// The bins or batches of a line, from which to choose: a question, whatever its verb.
Answer Caller::choice(const Resource& resource) {
    Row request;
    if (auto refusal = read_body(company_, resource.model, call_.body, request)) {
        return refuse(*refusal);
    }
    const bool bins = resource.path == "sop_confirm_despatch_bin_items";
    for (const Row* const order : rows_of("sop_order")) {
        const auto lines = order->parts.find("lines");
        if (lines == order->parts.end()) {
            continue;
        }
        for (const Row& line : lines->second) {
            if (line.id == request.integer("id")) {
                return {simulated::json_reply(
                            200, bins ? shown(company_, "sop_confirm_despatch_bin_items_adjustment",
                                              bins_to_choose(line), {{}, {"bin_items"}, false})
                                      : shown(company_, "sop_confirm_despatch_traceable_adjustment",
                                              numbers_to_choose(company_, line),
                                              {{}, {"traceable_adjustment_items"}, false})),
                        false, false};
            }
        }
    }
    return refuse(bad_field("id", "There is no such line."));
}

Answer Caller::lines_of(std::int64_t order_id) {
    const Row* const order = company_.find("sop_order", order_id);
    if (order == nullptr) {
        return refuse({404, "There is no such order."});
    }
    std::vector<const Row*> lines;
    const auto found = order->parts.find("lines");
    if (found != order->parts.end()) {
        for (const Row& line : found->second) {
            lines.push_back(&line);
        }
    }
    return list("sop_order_line", lines);
}

Answer Caller::list_below(const Below& below) {
    const Resource* const resource = resource_at(company_, below.resource);
    const auto id = id_of(parts_[1]);
    std::vector<const Row*> rows = rows_of(resource->model);
    std::erase_if(rows, [&](const Row* row) { return row->integer(below.field) != *id; });
    return list(resource->model, rows);
}

Answer Caller::read(const Resource& resource) {
    const auto may = [&](char operation) {
        return resource.operations.find(operation) != std::string_view::npos;
    };
    if (parts_.size() == 1) {
        if (resource.path == "sop_confirm_despatch") {
            return ready();
        }
        if (resource.path == "sop_allocation_line_views") {
            return allocated();
        }
        return may('l') ? list(resource.model, rows_of(resource.model)) : not_found();
    }
    const auto id = id_of(parts_[1]);
    if (!id) {
        return not_found();
    }
    if (parts_.size() == 2) {
        return may('r') ? one(resource.model, company_.find(resource.model, *id)) : not_found();
    }
    const std::string path = fmt::format("{}/{}", parts_[0], parts_[2]);
    if (parts_.size() == 3 && path == "sop_orders/sop_order_lines") {
        return lines_of(*id);
    }
    const auto below = std::find_if(lists_below.begin(), lists_below.end(),
                                    [&](const Below& one) { return one.path == path; });
    return parts_.size() == 3 && below != lists_below.end() ? list_below(*below) : not_found();
}

Answer Caller::done(const Written& written, std::string_view model, const Shape& shape,
                    bool created) {
    if (written.refusal) {
        return refuse(*written.refusal);
    }
    const int status = created && company_.behaviours.created_status ? 201 : 200;
    return {simulated::json_reply(status, shown(company_, model, *written.row, shape)), created,
            true};
}

Answer Caller::write(const Resource& resource) {
    if (resource.path.starts_with("sop_confirm_despatch_")) {
        return choice(resource);
    }
    if (resource.model == "sop_order" || resource.model == "sop_return") {
        const Written written = create_order(company_, resource.model, call_.body, call_.now_ms);
        return done(written, resource.model,
                    {{}, {"customer", "currency", "lines", "memos", "delivery_address"}, false},
                    true);
    }
    if (resource.path == "sop_confirm_despatch") {
        const Written written = confirm_despatch(company_, call_.body, call_.now_ms);
        if (written.refusal) {
            return refuse(*written.refusal);
        }
        const Row& order = *company_.find("sop_order", written.row->integer("order_id"));
        Row echo;
        echo.set_integer("sop_order_return_id", order.id);
        echo.set_text("despatch_receipt_date", written.row->text("despatch_date"));
        return done({std::nullopt, &echo}, resource.model, {}, true);
    }
    if (resource.path == "stock_transfers") {
        if (const auto refusal = transfer_stock(company_, call_.body, call_.now_ms)) {
            return refuse(*refusal);
        }
        return {simulated::json_reply(company_.behaviours.created_status ? 201 : 200, "{}"), true,
                true};
    }
    const Written written = post_to_ledger(company_, resource.model, call_.body, call_.now_ms);
    if (written.refusal) {
        return refuse(*written.refusal);
    }
    const std::int64_t urn = written.row->integer("urn");
    return {simulated::json_reply(company_.behaviours.created_status ? 201 : 200,
                                  company_.behaviours.urn_as_text
                                      ? fmt::format(R"({{"urn":"{}"}})", urn)
                                      : fmt::format(R"({{"urn":{}}})", urn)),
            true, true};
}

Answer Caller::replace(const Resource& resource) {
    const auto id = id_of(parts_[1]);
    if (!id) {
        return not_found();
    }
    if (call_.method == "DELETE") {
        if (auto refusal = delete_order(company_, *id)) {
            return refuse(*refusal);
        }
        return {simulated::json_reply(200, ""), false, true};
    }
    return done(change_receipt(company_, *id, call_.body, call_.now_ms), resource.model, {}, false);
}

Answer Caller::answer() {
    const Resource* const resource =
        parts_.empty() ? nullptr : resource_at(company_, parts_.front());
    if (resource == nullptr) {
        return not_found();
    }
    if (company_.forbidden.contains(resource->path)) {
        return refuse({403, "The user's role has no right to this module."});
    }
    const auto may = [&](char operation) {
        return resource->operations.find(operation) != std::string_view::npos;
    };
    if (call_.method == "GET") {
        return read(*resource);
    }
    if (call_.method == "POST" && parts_.size() == 1 && may('p')) {
        return write(*resource);
    }
    const bool replaces =
        (call_.method == "PUT" && may('u')) || (call_.method == "DELETE" && may('d'));
    return replaces && parts_.size() == 2 ? replace(*resource) : not_found();
}

}  // namespace

Answer answer_call(Company& company, const Call& call) {
    return Caller(company, call).answer();
}

}  // namespace sage::simulated_sage200
