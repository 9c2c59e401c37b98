// SPDX-License-Identifier: Apache-2.0
// UBL 2.1 to 2.4 DespatchAdvice (namespace …:DespatchAdvice-2) as a despatch: one file is one
// advice of one order. An advice has no prices: the order says them (match_order.h).
//   ID IssueDate OrderReference/SalesOrderID OrderReference/ID     despatch, day, order, buyer's
//   order DeliveryCustomerParty, Shipment/Delivery/DeliveryAddress       where it went
//   Shipment/Delivery/Despatch: ActualDespatchDate …Time, DespatchAddress/ID    when, from which
//   site Shipment/Consignment: ID, CarrierParty; Shipment/Delivery: TrackingID, CarrierParty;
//   Shipment/ShipmentStage/CarrierParty; Shipment/TransportHandlingUnit/ID      parcels, carrier,
//   SSCC DespatchLine: ID DeliveredQuantity OutstandingQuantity BackorderQuantity
//   OversupplyQuantity Note, OrderLineReference/LineID, Item: Name, codes, ItemInstance;
//   Shipment/TransportHandlingUnit
#pragma once

#include <istream>

#include "mock-host/imports/import_sink.h"
#include "mock-host/result.h"
#include "mock-host/wms/trade.h"

namespace wms {

/// Gives one despatch or one problem. `last` says that no line is said to be outstanding. Without
/// a SalesOrderID the despatch has the buyer's order number alone.
/// @return a Problem if the file is no XML, or another document
Done read_ubl_despatch(std::istream& stream, const ImportSink& sink);

}  // namespace wms
