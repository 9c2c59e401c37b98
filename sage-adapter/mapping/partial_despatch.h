// SPDX-License-Identifier: Apache-2.0
// The setting "partialDespatch" (partial_despatch.json, which every edition's settings have word
// for word): what holds over all despatches of one order. Its charges are posted once or shared to
// the penny, and no more is delivered than was ordered and is tolerated.
//
// Decided by what the warehouse said and nothing else: the order as it stood, the despatches of it
// that are posted, and the one in question. The same documents give the same answer at any time.
// Pure functions; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sage-adapter/base/json.h"
#include "sage-adapter/base/status.h"
#include "sage-adapter/document/document.h"

namespace sage {

enum class OrderCharges : std::uint8_t { as_sent, once, pro_rata };

struct PartialDespatchRules {
    OrderCharges charges = OrderCharges::as_sent;
    /// Nothing: what was ordered is not looked at.
    std::optional<Decimal> over_delivery_percent;

    /// A despatch has to be seen beside the others of its order.
    bool apply() const { return charges != OrderCharges::as_sent || over_delivery_percent; }
};

/// `settings` has passed the schema.
PartialDespatchRules read_partial_despatch_rules(const JsonValue& settings);

/// One despatch of an order as it was posted, and the order as it stood then. Both outlive it.
struct OrderDespatch {
    const Document* order = nullptr;
    const Document* despatch = nullptr;
};

/// The charges of the order that belong on the last of these despatches of it, in the order in
/// which they are posted. Of each charge the running sum is what the goods delivered so far are
/// worth of the whole order, rounded to pennies (once: all of it), and the despatch has what the
/// sum grows by; the despatch that completes the order brings it to the charge itself. So the
/// despatches of an order that is completed come to its charges exactly. Where the order states no
/// prices the first despatch has all. Charges of nothing are left out. Where a newer version of the
/// order has less than was posted already, nothing is taken back.
std::vector<AllowanceCharge> charges_of_last(OrderCharges rule,
                                             const std::vector<OrderDespatch>& despatches);

/// `despatch` with these charges of the order instead of those that it states under the order's own
/// reason codes. What else it charges stays.
Document with_charges_of_order(Document despatch, const Document& order,
                               const std::vector<AllowanceCharge>& charges);

/// Nothing of the order is to come after the last of these: it says so, or every line of the order
/// was delivered or cancelled.
bool completes_order(const std::vector<OrderDespatch>& despatches);

/// Why `despatch` delivers more than may be, given what the other despatches of the order deliver
/// now (corrections included); nothing: it does not. A line that names none of the order's is more
/// than was ordered. A line names one by its orderLineReference, or else by its item where only one
/// line of the order has that item; in the unit of the order.
std::optional<Problem> over_delivery(const Decimal& percent, const Document& order,
                                     const std::vector<const Document*>& others,
                                     const Document& despatch);

}  // namespace sage
