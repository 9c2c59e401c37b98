// SPDX-License-Identifier: Apache-2.0
// Rows are gathered until the order's number changes.
#include "mock-host/imports/order_csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "mock-host/imports/csv_rows.h"
#include "mock-host/imports/imported_document.h"
#include "mock-host/imports/text_encoding.h"

namespace wms {

namespace {

constexpr std::array<std::string_view, 21> kColumns = {
    "orderId",      "issueDate",    "locationId",       "unitAmount",   "sellersItemId",
    "reasonCode",   "buyerOrderId", "orderedQuantity",  "buyerId",      "buyerName",
    "currencyId",   "lineId",       "serviceLevelCode", "addressLine1", "addressLine2",
    "addressLine3", "addressLine4", "countryCode",      "itemName",     "gtin",
    "unitCode"};
constexpr std::size_t kNeeded = 5;

/// Where each column is in a row; by the name of the column.
class Columns {
  public:
    static Result<Columns> of(const CsvRow& head) {
        Columns columns;
        for (std::size_t index = 0; index < head.fields.size(); ++index) {
            const std::string& name = head.fields[index];
            const bool known = std::find(kColumns.begin(), kColumns.end(), name) != kColumns.end();
            const bool twice = std::count(head.fields.begin(), head.fields.end(), name) > 1;
            if (!known || twice) {
                return wrong(fmt::format("The column \"{}\" {}.", name,
                                         known ? "is there twice" : "is not one of an order's"));
            }
        }
        columns.names_ = head.fields;
        for (std::size_t index = 0; index < kNeeded; ++index) {
            if (!columns.has(kColumns[index])) {
                return wrong(fmt::format("The column {} is missing.", kColumns[index]));
            }
        }
        return columns;
    }

    bool has(std::string_view name) const {
        return std::find(names_.begin(), names_.end(), name) != names_.end();
    }
    std::size_t size() const { return names_.size(); }
    /// Empty where the file has no such column.
    std::string_view field(const CsvRow& row, std::string_view name) const {
        const auto found = std::find(names_.begin(), names_.end(), name);
        return found == names_.end()
                   ? std::string_view{}
                   : std::string_view(row.fields[static_cast<std::size_t>(found - names_.begin())]);
    }

  private:
    static Problem wrong(std::string cause) {
        std::string fix = "Name the columns in the first line: ";
        for (const std::string_view name : kColumns) {
            fix.append(name).append(name == kColumns.back() ? "." : ", ");
        }
        return {"import.columns", "line 1", std::move(cause), std::move(fix), "warehouse"};
    }
    std::vector<std::string> names_;
};

class OrderRows {
  public:
    OrderRows(Columns columns, const ImportSink& sink)
        : columns_(std::move(columns)), sink_(sink) {}

    void add(const CsvRow& row) {
        if (row.fields.size() != columns_.size()) {
            lose(bad(row.line, fmt::format("It has {} fields, and the first line names {}.",
                                           row.fields.size(), columns_.size())));
            return;
        }
        const std::string_view id = columns_.field(row, "orderId");
        if (!order_.has_value() || order_->id != id) {
            finish();
            begin(row);
        } else {
            lost_.reset();
            compare(row);
        }
        if (columns_.field(row, "sellersItemId").empty() &&
            !columns_.field(row, "reasonCode").empty()) {
            add_charge(row);
        } else {
            add_line(row);
        }
    }

    /// A row that cannot be read. Whose it is is not certain: the order before it and the one
    /// behind it are left out.
    void lose(const Problem& problem) {
        sink_.remark(problem);
        spoil(problem);
        lost_ = problem;
    }

    void finish() {
        if (!order_.has_value()) {
            return;
        }
        if (!problem_.has_value()) {
            problem_ = check_order(*order_, where_);
        }
        if (problem_.has_value()) {
            sink_.problem(*problem_);
        } else {
            sink_.order(*std::move(order_), where_);
        }
        order_.reset();
        problem_.reset();
    }

  private:
    static Problem bad(std::size_t line, std::string cause) {
        return {"import.order", fmt::format("line {}", line), std::move(cause),
                "Correct the line, and import the file again.", "warehouse"};
    }

    Order head_of(const CsvRow& row) const {
        const auto text = [&](std::string_view name) {
            return std::string(columns_.field(row, name));
        };
        Order order;
        order.id = text("orderId");
        order.buyer_order_id = text("buyerOrderId");
        order.customer.id = text("buyerId");
        order.customer.name = text("buyerName");
        order.customer.country_code = text("countryCode");
        for (const char* name : {"addressLine1", "addressLine2", "addressLine3", "addressLine4"}) {
            if (std::string line = text(name); !line.empty()) {
                order.customer.address_lines.push_back(std::move(line));
            }
        }
        order.site = text("locationId");
        order.date = text("issueDate");
        if (std::string currency = text("currencyId"); !currency.empty()) {
            order.currency = std::move(currency);
        }
        if (std::string level = text("serviceLevelCode"); !level.empty()) {
            order.service_level = std::move(level);
        }
        return order;
    }

    void begin(const CsvRow& row) {
        order_ = head_of(row);
        where_ = fmt::format("line {}", row.line);
        if (const auto lost = std::exchange(lost_, std::nullopt); lost.has_value()) {
            spoil(*lost);
        }
    }

    /// The first problem of an order is the one that is told.
    void spoil(const Problem& problem) {
        if (order_.has_value() && !problem_.has_value()) {
            problem_ = problem;
            problem_->cause = fmt::format("Order {} is left out: {}", order_->id, problem.cause);
        }
    }
    void spoil(std::size_t line, std::string cause) { spoil(bad(line, std::move(cause))); }

    /// A later row says the same of the order as its first.
    void compare(const CsvRow& row) {
        const Order other = head_of(row);
        const bool same = other.buyer_order_id == order_->buyer_order_id &&
                          other.customer.id == order_->customer.id &&
                          other.customer.name == order_->customer.name &&
                          other.customer.country_code == order_->customer.country_code &&
                          other.customer.address_lines == order_->customer.address_lines &&
                          other.site == order_->site && other.date == order_->date &&
                          other.currency == order_->currency &&
                          other.service_level == order_->service_level;
        if (!same) {
            spoil(row.line, fmt::format("It says another buyer, address, date, site, currency or "
                                        "reference than the order's first row, {}.",
                                        where_));
        }
    }

    std::optional<Decimal> decimal(const CsvRow& row, std::string_view name) {
        const std::string_view text = columns_.field(row, name);
        const std::optional<Decimal> value = Decimal::parse(text);
        if (!value.has_value()) {
            spoil(row.line, fmt::format("{} \"{}\" is no decimal like 12.50.", name, text));
        }
        return value;
    }

    void add_line(const CsvRow& row) {
        OrderLine line;
        line.id = columns_.field(row, "lineId");
        if (line.id.empty()) {
            line.id = std::to_string(order_->lines.size() + 1);
        }
        line.item = columns_.field(row, "sellersItemId");
        line.item_name = columns_.field(row, "itemName");
        line.gtin = columns_.field(row, "gtin");
        if (const std::string_view unit = columns_.field(row, "unitCode"); !unit.empty()) {
            line.unit_code = unit;
        }
        const auto quantity = decimal(row, "orderedQuantity");
        const auto price = decimal(row, "unitAmount");
        if (quantity.has_value() && price.has_value()) {
            line.ordered = *quantity;
            line.price = *price;
            order_->lines.push_back(std::move(line));
        }
    }

    void add_charge(const CsvRow& row) {
        if (!columns_.field(row, "orderedQuantity").empty()) {
            spoil(row.line, "A charge has no orderedQuantity.");
        }
        if (const auto amount = decimal(row, "unitAmount"); amount.has_value()) {
            order_->charges.push_back({std::string(columns_.field(row, "reasonCode")),
                                       std::string(columns_.field(row, "itemName")), *amount});
        }
    }

    const Columns columns_;
    const ImportSink& sink_;
    std::optional<Order> order_;
    std::string where_;
    std::optional<Problem> problem_;  ///< the first of the order
    std::optional<Problem> lost_;     ///< a row behind the order's last
};

}  // namespace

Done read_orders_csv(std::istream& stream, const ImportSink& sink) {
    CsvRows rows(stream);
    const auto head = rows.next();
    if (!head.has_value() || !head->ok()) {
        return Problem{"import.columns", "line 1", "The first line does not name the columns.",
                       "Begin the file with the names of its columns.", "warehouse"};
    }
    Result<Columns> columns = Columns::of(head->value());
    if (!columns.ok()) {
        return columns.problem();
    }
    OrderRows orders(std::move(columns).value(), sink);
    bool told = false;
    while (const auto row = rows.next()) {
        if (!row->ok()) {
            orders.lose(row->problem());
            continue;
        }
        if (rows.was_converted() && !std::exchange(told, true)) {
            sink.remark(encoding_remark(fmt::format("line {}", row->value().line)));
        }
        orders.add(row->value());
    }
    orders.finish();
    return Nothing{};
}

}  // namespace wms
