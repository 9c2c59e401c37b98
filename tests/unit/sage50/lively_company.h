// SPDX-License-Identifier: Apache-2.0
// A simulated Sage 50 in which something of each kind happened: an invoice, a credit that is posted
// to the ledger, an adjustment, an order that left and was invoiced.
#pragma once

#include "tests/unit/sage50/wire_sample.h"

namespace sage::test {

struct LivelyCompany {
    LivelyCompany() {
        company.keep_tables(tables);
        sage50::InvoiceDocument invoice = sage50::sample_invoice();
        invoice.notes = {"One", R"(Two "quoted"\)", ""};
        invoice.delivery_name = "Caf\xC3\xA9";
        invoice.delivery_address = {"1 Dock Road", "", "", "", "NE1 1AA"};
        invoice.order_number = "63";
        invoice.carriage = sage50::Carriage{
            sage50::decimal("7.5"), std::nullopt, "4905", 1, sage50::decimal("20"), 0};
        invoice.lines.front().comment_1 = "Left: 2";
        invoice.lines.front().department = 1;
        posted = sage50::encode(sage50::books(), invoice);
        sage50::InvoiceDocument credit = sage50::sample_invoice(true);
        credit.reference = sage50::other_reference;
        credit.update_ledgers = true;
        credited = sage50::encode(sage50::books(), credit);
        adjusted = sage50::encode(sage50::books(), sage50::sample_adjustment());
        for (const Send* const send : {&posted, &credited, &adjusted}) {
            EXPECT_EQ(exchanged(send->request).status, 200);
        }
        order = company.allocated_order();
        EXPECT_EQ(said(company.post("/api/salesOrder/" + order + "/complete", "")), "SUCCESS");
    }

    Reply exchanged(const Request& request) { return sage50::exchanged(company, request); }

    SimulatedCompany company;
    KeptTables tables;
    Send posted;    ///< invoice 1, under sample_reference
    Send credited;  ///< credit 5001, under other_reference
    Send adjusted;  ///< under sample_reference
    std::string order;
};

}  // namespace sage::test
