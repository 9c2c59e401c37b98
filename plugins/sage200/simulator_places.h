// SPDX-License-Identifier: Apache-2.0
// Bins, batches and serial numbers: where goods of a warehouse lie, what of them is allocated to
// lines of orders, and which of them leave. What nobody put into a place is in none, and has no
// number.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "plugins/sage200/simulator_company.h"
#include "plugins/sage200/simulator_reply.h"

namespace sage::simulated_sage200 {

/// Batches or serial numbers have to be named when it leaves.
bool is_traceable(const Company& company, const Row& product);

/// Puts goods that come into stock into a bin; `number` of the batch, or the serial number, or
/// nothing.
void put_into_place(Company& company, Row& holding, std::string_view bin, std::string_view number,
                    const Decimal& quantity, std::int64_t now_ms);

/// Keeps with the line of an order from which places so many stock units are allocated to it.
void allocate_places(Company& company, Row& line, const Decimal& stock_units, std::int64_t now_ms);
/// The line has none of them any more.
void release_places(Company& company, Row& line);

/// The line is allocated in several bins, and has no batches or serial numbers.
bool is_in_several_bins(const Company& company, const Row& line);
/// Something of its allocation has a batch or serial number.
bool has_numbers(const Row& line);

/// What may be chosen from, as Sage answers it.
Row bins_to_choose(const Row& line);
Row numbers_to_choose(const Company& company, const Row& line);
/// The allocations of all lines of an order.
std::vector<Row> allocations_of(const Company& company, const Row& order);

/// An item of a despatch names what has to be named, and nothing else.
std::optional<Refusal> check_places(const Company& company, const Row& line, const Row& item,
                                    const std::string& path);
/// Takes the goods out of their places.
void take_from_places(Company& company, Row& line, const Row& item, std::int64_t now_ms);

}  // namespace sage::simulated_sage200
