// SPDX-License-Identifier: Apache-2.0
// Despatches of Sage 200: what of an order may leave, that it has left, and where its tracking is
// kept. Sage confirms a despatch without naming it and takes no reference for it but the notes of
// its tracking, so each is found by its order: by our reference where tracking is recorded, and
// otherwise by what was not there before. All functions are pure and thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/sage200/wire.h"

namespace sage::sage200 {

inline constexpr std::string_view despatch_type = "Sales Order Despatch";

/// A line of an order as it may leave, all quantities in stock units unless it says otherwise.
struct OpenLine {
    std::string key;  ///< of the order's line
    std::string line_type;
    std::string product_key;
    std::string warehouse_key;
    std::string code;
    std::string selling_unit_key = {};  // NOLINT(readability-redundant-member-init)
    Decimal line_quantity;              ///< in selling units
    Decimal despatched;
    Decimal available;              ///< may leave now
    Decimal selling_unit_multiple;  ///< so many base units are one selling unit
    Decimal stock_unit_multiple;    ///< and so many one stock unit
    bool bins = false;              ///< bins have to be named
    bool traceable = false;         ///< batches or serial numbers have to be named
    std::string tax_code_key;
    std::vector<std::string> references;  ///< customs of the line, by which ours is known
};
/// An order by its key: shown also where lists do not show it yet. Read as orders are read back.
Request ask_order(const Books& books, std::string_view order_key);
/// All lines of an order. Locks nothing: this, and not what is ready, may be asked often.
Request ask_order_lines(const Books& books, std::string_view order_key);
/// In the order's own order, without comments and charges: those do not leave.
Result<std::vector<OpenLine>> read_open_lines(const Reply& reply);

/// What is ready of one order, with what bins and batches have to be named of. Sage says of this
/// question that what it shows is locked: asked once before a despatch, and not to find out.
Request ask_ready(const Books& books, std::string_view order_number);
/// Empty: nothing of it is ready. Lines that are not there are not ready.
Result<std::vector<OpenLine>> read_ready(const Reply& reply, std::string_view order_key);

/// A quantity in a unit of so many base units as Sage confirms it; nothing if it is not exact in
/// five places. Lines show multiples in seven places, products in nine: what is equal in seven is
/// one unit.
std::optional<Decimal> stock_units(const Decimal& quantity, const Decimal& base_units,
                                   const OpenLine& line);

/// Where goods of a line are taken from: one bin of several.
struct BinItem {
    std::string key;
    Decimal quantity;
};
/// A batch or serial number, with its place.
struct TraceableItem {
    std::string key;          ///< traceable_item_id
    std::string bin_key;      ///< traceable_bin_item_id
    std::string balance_key;  ///< traceable_allocation_balance_id
    Decimal quantity;
};
/// In which bins goods of these lines of orders are allocated. Locks nothing.
Request ask_allocations(const Books& books, const std::vector<std::string>& line_keys);
struct Allocation {
    std::string line_key;
    std::string bin_name;
};
/// Those of which something has not left, in Sage's order.
Result<std::vector<Allocation>> read_allocations(const Reply& reply);

/// The bins or batches of one line, by keys and names, from which to choose.
Request ask_bins(const Books& books, std::string_view line_key);
Request ask_traceable_items(const Books& books, std::string_view line_key);
struct Candidate {
    std::string key;
    std::string bin_key;      ///< of a batch or serial number: traceable_bin_item_id
    std::string balance_key;  ///< the same: traceable_allocation_balance_id
    std::string name;         ///< of the bin; the batch's or serial number
    std::string bin_name;
    Decimal available;  ///< in stock units
};
Result<std::vector<Candidate>> read_bins(const Reply& reply);
/// Without those that may not be chosen: not assigned to a number yet, or not received.
Result<std::vector<Candidate>> read_traceable_items(const Reply& reply);

struct Tracking {
    std::string courier_key;
    std::string consignment_no;
    std::optional<Decimal> weight;  ///< four places
    std::optional<int> pieces;
    std::string notes;
};
struct DespatchItem {
    std::string line_key;
    Decimal quantity;  ///< stock units
    std::vector<BinItem> bins;
    std::vector<TraceableItem> traceable_items;
};
struct Despatch {
    std::string order_key;
    std::string date;  ///< YYYY-MM-DD
    std::vector<DespatchItem> items;
    /// Absent: the site does not record tracking, and would refuse it.
    std::optional<Tracking> tracking;
    /// Keys of the despatches that the order has already: another one is ours.
    std::vector<std::string> before;
};

/// Notes of a tracking with our reference in front, so that the despatch is found by it.
std::string notes_with(std::string_view external_reference, std::string_view notes);
/// The request of a despatch; with tracking its notes hold our reference.
Send encode_despatch(const Books& books, const Despatch& despatch,
                     std::string_view external_reference);

/// All despatches of the order that a despatch is of.
Request ask_despatches(const Books& books, std::string_view order_key);
/// Keys of all of them, each once.
Result<std::vector<std::string>> read_despatch_keys(const Reply& reply);

/// 2xx confirms and names no despatch: which it is, a look-up tells. All else as classify().
Verdict classify_despatch(const Send& sent, const Reply& reply);
Request look_up_despatch(const Books& books, const Send& sent);
LookUp read_look_up_despatch(const Send& sent, const Reply& reply);
/// Despatches by their own key or number; by reference all of their orders, of which ours are kept.
/// One that has no reference in Sage, or of which it is no longer known, goes by its key then, too;
/// while its key is not known, by what left. One that was never sent goes by our reference in the
/// notes.
Request read_back_despatches(const Books& books, const std::vector<ReadBackSubject>& subjects,
                             FindBy by);
LookUp read_read_back_despatches(const std::vector<ReadBackSubject>& subjects, FindBy by,
                                 const Reply& reply);

/// Despatches of the period whose notes begin with a reference of ours.
Request list_own_despatches(const Books& books, const OwnList& list);
Result<OwnPage> read_own_despatches(const OwnList& list, const Reply& reply);

/// Changes the tracking of a despatch. Only what is said is changed.
Send change_tracking(const Books& books, std::string_view despatch_key, const Tracking& tracking);
/// 2xx is done if Sage shows the despatch. All else as classify().
Verdict classify_tracking(const Send& sent, const Reply& reply);
Request look_up_tracking(const Books& books, const Send& sent);
LookUp read_look_up_tracking(const Reply& reply);

}  // namespace sage::sage200
