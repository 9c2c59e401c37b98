// SPDX-License-Identifier: Apache-2.0
// The warehouse's records as the JSON documents of the contract (host-api/schemas). Pure functions:
// the same record gives the same bytes, apart from the time of recording.
#pragma once

#include <cstdint>
#include <string>

#include "mock-host/wms/trade.h"

namespace wms {

/// What the envelope of every document says.
struct Envelope {
    std::string tenant_id = "mock-host";
    std::string tax_code = "STANDARD";  ///< on every line and charge
    std::int64_t recorded_ms = 0;
    std::string environment = "test";  ///< of Sage: "test" or "live"
};

/// A document ready to be handed over.
struct Message {
    std::string type;         ///< "despatchAdvice" …
    std::string id;           ///< messageId: derived from tenant, type and document id, so that the
                              ///< same document handed over again says so
    std::string document_id;  ///< the business number
    std::string json;
    std::int64_t version = 1;  ///< of the document
};

/// The order as it stands; a change is a later version of the same document.
Message order_message(const Order& order, const Envelope& envelope);
Message despatch_message(const Despatch& despatch, const Envelope& envelope);
Message return_message(const Return& credit, const Envelope& envelope);
Message adjustment_message(const Adjustment& adjustment, const Envelope& envelope);
Message receipt_message(const GoodsReceipt& receipt, const Envelope& envelope);
Message transfer_message(const Transfer& transfer, const Envelope& envelope);
Message cancellation_message(const OrderCancellation& cancellation, const Envelope& envelope);
Message tracking_message(const LateTracking& tracking, const Envelope& envelope);

}  // namespace wms
