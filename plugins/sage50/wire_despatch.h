// SPDX-License-Identifier: Apache-2.0
// Work on orders of Sage 50 Professional: goods are allocated to their lines, then leave. Sage
// takes no reference of ours for either and keeps no record that could be told from another one
// like it; so each is known by how much of the lines was allocated or had left before, which has to
// be asked right before it is sent. All functions are pure and thread-safe.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/sage50/wire.h"

namespace sage::sage50 {

inline constexpr std::string_view allocation_type = "Sales Order Allocation";
inline constexpr std::string_view despatch_type = "Sales Order Despatch";

/// A line of an order as it is now.
struct OpenLine {
    std::string item_id;  ///< Sage's own, which stays
    std::string stock_code;
    Decimal ordered;
    Decimal allocated;  ///< without what has left
    Decimal delivered;
};
/// By the order's number. Also the question before an allocation or a despatch.
Request ask_order_lines(const Books& books, std::string_view order_number);
/// In the order's own order, without deleted lines. Status::remote: the answer tells nothing.
Result<std::vector<OpenLine>> read_order_lines(const Reply& reply);

/// How much of products is there and not allocated to any order: the question before an allocation,
/// whose refusal is in words that are published nowhere.
Request ask_free_stock(const Books& books, const std::vector<std::string>& stock_codes);
/// By stock code; of products that Sage does not show nothing.
Result<std::map<std::string, Decimal, std::less<>>> read_free_stock(const Reply& reply);

struct WorkItem {
    std::string item_id;
    Decimal quantity;  ///< above zero
    /// As it was asked for: what has left, and of an allocation what is allocated besides, because
    /// that becomes less when goods leave.
    Decimal before;
};

/// Allocates more of these lines. Whether Sage adds the quantity to what is allocated or sets it to
/// that is published nowhere: both are the same where nothing is allocated yet, and where something
/// is the look-up shows which it was.
struct AllocationDocument {
    std::string order_number;
    std::vector<WorkItem> items;
};
Send encode(const Books& books, const AllocationDocument& document);

/// Goods that are allocated leave. What leaves is on a note of Sage's and moves stock at once.
struct DespatchDocument {
    std::string order_number;
    std::vector<WorkItem> items;
    /// Nothing of the order stays behind: it is completed, with an invoice of that date
    /// (YYYY-MM-DD). Sage refuses that unless all of it is allocated and of stock. Empty: `items`
    /// alone leave; whether that makes an invoice is published nowhere.
    std::string complete_on;
};
Send encode(const Books& books, const DespatchDocument& document);

// What wire.h hands on for both types:

bool is_work(std::string_view sage_type);
/// `response` is that of a success. The document is done: its key is made of what left, its number
/// is the order's, and its invoice is known where the order was completed.
Verdict judge_work(const Send& sent, const std::string& response);
Request look_up_work(const Books& books, const Send& sent);
/// What moved of the lines since it was asked for is exactly what was sent, or nothing (then
/// nothing is found), or something else (then it is found with other facts, for a person).
LookUp read_look_up_work(const Send& sent, const Reply& reply);
/// In every way by the order: a despatch is there while at least as much has left as with it.
Request read_back_work(const Books& books, const std::vector<ReadBackSubject>& subjects);
LookUp read_read_back_work(const std::vector<ReadBackSubject>& subjects, const Reply& reply);

}  // namespace sage::sage50
