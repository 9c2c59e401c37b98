// SPDX-License-Identifier: Apache-2.0
// Stock transfers of Sage 200: one product from one bin to another. Sage answers one without naming
// it and keeps no record of it but the movements that it makes (product_transaction_views), so that
// each is found by our reference on those. All functions are pure and thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plugins/sage200/wire.h"

namespace sage::sage200 {

inline constexpr std::string_view transfer_type = "Stock Transfer";
/// Of both references of a transfer.
inline constexpr std::size_t stock_reference_characters = 20;

/// A product in a bin of a warehouse.
struct BinHolding {
    std::string key;
    std::string warehouse_key;
    std::string name;  ///< of the bin
};
/// Where a product is held: all its bins, with the warehouses that they are in.
Request ask_bin_holdings(const Books& books, std::string_view product_key);
/// Status::remote, too, if there may be more than one answer shows.
Result<std::vector<BinHolding>> read_bin_holdings(const Reply& reply);

/// A bin as a request and as a movement names it.
struct BinPlace {
    std::string key;
    std::string warehouse;
    std::string bin;
};
struct StockTransfer {
    std::string product_key;
    BinPlace from;
    BinPlace to;
    Decimal quantity;  ///< above zero, in stock units, at most five decimals
    std::string date;  ///< YYYY-MM-DD
    std::string second_reference;
};
Send encode_transfer(const Books& books, const StockTransfer& transfer,
                     std::string_view external_reference);

/// 2xx transfers and names nothing: the movements are looked up. All else as classify().
Verdict classify_transfer(const Send& sent, const Reply& reply);
Request look_up_transfer(const Books& books, const Send& sent, std::string_view external_reference);
LookUp read_look_up_transfer(const Send& sent, const Reply& reply);
/// By our reference in every case: a transfer is its movements, and they share nothing else.
Request read_back_transfers(const Books& books, const std::vector<ReadBackSubject>& subjects,
                            FindBy by);
LookUp read_read_back_transfers(const std::vector<ReadBackSubject>& subjects, FindBy by,
                                const Reply& reply);

/// Movements of the period with a reference like ours.
Request list_own_transfers(const Books& books, const OwnList& list);
Result<OwnPage> read_own_transfers(const OwnList& list, const Reply& reply);

}  // namespace sage::sage200
