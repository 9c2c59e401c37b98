// SPDX-License-Identifier: Apache-2.0
// What the warehouse's lists show, for people, for spreadsheets and for a data warehouse: the
// columns are a schema that stays. Each is written page by page, so that a list of any length needs
// the memory of one page.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "mock-host/listing.h"
#include "mock-host/result.h"
#include "mock-host/wms/warehouse.h"

namespace wms {

std::vector<Column> order_columns();
/// @param state  empty: all
Done list_orders(const Warehouse& warehouse, const std::string& state, Listing& listing);

std::vector<Column> order_line_columns();
Done list_order_lines(const Warehouse& warehouse, const std::string& order_id, Listing& listing);

std::vector<Column> stock_columns();
/// @param site, item  empty: all
Done list_stock(const Warehouse& warehouse, const std::string& site, const std::string& item,
                Listing& listing);
std::vector<Column> place_columns();
Done list_places(const Warehouse& warehouse, const std::string& site, const std::string& item,
                 Listing& listing);

std::vector<Column> event_columns();
/// From the one after `after` on, at most so many. Returns the sequence of the last one: what to
/// give as `after` the next time.
Result<std::int64_t> list_events(const Warehouse& warehouse, std::int64_t after, std::int64_t limit,
                                 Listing& listing);

std::vector<Column> document_columns();
Result<std::int64_t> list_documents(const Warehouse& warehouse, std::int64_t after,
                                    std::int64_t limit, Listing& listing);

/// How the warehouse stands: orders by state, units by how far they are, documents by what became
/// of them. One row for each figure.
std::vector<Column> status_columns();
Done list_status(const Warehouse& warehouse, Listing& listing);

}  // namespace wms
