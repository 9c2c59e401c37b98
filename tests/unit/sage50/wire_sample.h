// SPDX-License-Identifier: Apache-2.0
// Documents to write, and the way of a request to a simulated Sage 50 and back.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>

#include "plugins/sage50/wire.h"
#include "plugins/sage50/wire_order.h"
#include "tests/unit/sage50/published.h"
#include "tests/unit/sage50/simulated_company.h"

namespace sage::sage50 {

inline constexpr std::string_view sample_reference = "W0123456789ABCDEFX";
inline constexpr std::string_view other_reference = "W1123456789ABCDEFY";

inline const Books& books() {
    static const Books those;
    return those;
}

inline Decimal decimal(std::string_view digits) {
    return Decimal::parse(digits).value_or(Decimal());
}

inline InvoiceLine sample_line(std::string_view stock_code, std::string_view quantity,
                               std::string_view price) {
    InvoiceLine line;
    line.stock_code = stock_code;
    line.description = stock_code == "MUG" ? "Mug" : "White lantern";
    line.quantity = decimal(quantity);
    line.unit_price = decimal(price);
    line.tax_code = 1;
    line.tax_rate = decimal("20");
    line.nominal = "4000";
    return line;
}

/// Two lanterns at 12.50 and three mugs at 4.99 for C1.
inline InvoiceDocument sample_invoice(bool credit = false) {
    InvoiceDocument document;
    document.credit = credit;
    document.account = "C1";
    document.date = "2026-11-18";
    document.reference = sample_reference;
    document.customer_order_number = "PO-1";
    document.lines = {sample_line("LANTERN", "2", "12.5"), sample_line("MUG", "3", "4.99")};
    document.currency_id = "GBP";
    return document;
}

inline OrderDocument sample_order() {
    OrderDocument document;
    document.account = "C1";
    document.date = "2026-11-18";
    document.reference = sample_reference;
    document.customer_order_number = "PO-1";
    document.lines = {sample_line("LANTERN", "2", "12.5"), sample_line("MUG", "3", "4.99")};
    document.currency_id = "GBP";
    return document;
}

inline AdjustmentDocument sample_adjustment(std::string_view quantity = "4") {
    AdjustmentDocument document;
    document.stock_code = "LANTERN";
    document.quantity = decimal(quantity);
    document.date = "2026-11-18";
    document.reference = sample_reference;
    document.details = "Damaged";
    return document;
}

/// The answer to the request, with the token that the core adds.
inline Reply exchanged(test::SimulatedCompany& company, Request request) {
    request.headers.push_back({"AuthToken", "simulated-auth-token"});
    return company.raw(request);
}

/// What the request meant for Sage.
inline Verdict carried_out(test::SimulatedCompany& company, const Send& send) {
    return classify(send, exchanged(company, send.request));
}

inline LookUp looked_up(test::SimulatedCompany& company, const Send& send,
                        std::string_view reference = sample_reference) {
    return read_look_up(send, exchanged(company, look_up(books(), send, reference)));
}

/// As the core asks after a write: what was promised, and where it is thought to be.
inline ReadBackSubject subject_of(const Send& send, const Verdict& verdict,
                                  std::string_view reference = sample_reference) {
    ReadBackSubject subject;
    subject.sage_document = verdict.sage_document;
    subject.sage_document.type = send.sage_type;
    subject.facts = send.facts;
    for (const auto& [name, value] : line_facts(send)) {
        subject.facts.emplace(name, value);
    }
    subject.external_reference = reference;
    return subject;
}

/// The documents that the subjects are about, with the facts of their lines.
inline LookUp read_back_of(test::SimulatedCompany& company,
                           const std::vector<ReadBackSubject>& subjects,
                           FindBy by = FindBy::reference) {
    LookUp answer =
        read_read_back(subjects, by, exchanged(company, read_back(books(), subjects, by)));
    if (answer.usable && !answer.found.empty() &&
        answer.found.front().sage_document.type != adjustment_type) {
        const Result<bool> more =
            add_lines(exchanged(company, read_lines(books(), answer.found)), answer.found);
        EXPECT_TRUE(more.ok());
    }
    return answer;
}

/// "field: expected/found" of each difference.
inline std::string told(const std::vector<Difference>& differences) {
    std::string text;
    for (const Difference& one : differences) {
        text += one.field + ": " + one.expected + "/" + one.found + "\n";
    }
    return text;
}

/// A list of these rows, as JSON.
inline Reply list_of(const std::string& rows) {
    return {200,
            {},
            R"({"results":[)" + rows +
                R"(],"success":true,"code":200,"response":null,"message":null})"};
}

/// A published request or response; empty: it does not lie beside the project.
inline std::string published_sample(const std::string& name) {
    std::ifstream file(test::published_folder() / "hyperaccounts" / (name + ".json"));
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

}  // namespace sage::sage50
