// SPDX-License-Identifier: Apache-2.0
// Documents by the schemas of host-api: few members, but each that changes how one is delivered.
#include "tests/simulation/host.h"

#include <fmt/format.h>

#include <utility>

#include "sage-adapter/delivery/record.h"

namespace sage::simulation {
namespace {

constexpr std::size_t lines_usual_max = 3;

// Each value is drawn in a statement of its own: the order in which a compiler takes the arguments
// of one call is its own affair, and a seed means the same world everywhere.

std::string ordering_member(const HostDocument& document) {
    return document.ordering_key.empty()
               ? ""
               : fmt::format(R"("orderingKey":"{}",)", document.ordering_key);
}

}  // namespace

std::string Host::message_id() {
    const std::uint64_t high = chance_.next();
    const std::uint64_t low = chance_.next();
    return fmt::format("{:08x}-{:04x}-4{:03x}-a{:03x}-{:012x}", high >> 32U,
                       (high >> 16U) & 0xFFFFU, high & 0xFFFU, low >> 52U, low & 0xFFFFFFFFFFFFULL);
}

HostDocument Host::outline(const std::string& type, const std::string& prefix) {
    HostDocument document;
    document.type = type;
    document.id = fmt::format("{}-{}", prefix, ++written_);
    document.version = "1";
    document.message_id = message_id();
    // A few lanes that move on with time, so that some are shared and none grows for ever.
    if (chance_.percent(40)) {
        document.ordering_key = fmt::format("LANE-{}", written_ / 12 + chance_.below(3));
    }
    return document;
}

std::string Host::item() {
    if (chance_.percent(6)) {
        std::string unknown = fmt::format("NEW-{}", ++unknown_);
        unknown_items_.push_back(unknown);
        return unknown;
    }
    return fmt::format("SKU-{}", chance_.between(1, 3));
}

std::string Host::price() {
    if (chance_.percent(10)) {
        // More digits than binary floating point keeps.
        const std::int64_t whole = chance_.between(1'000'000, 99'999'999);
        const std::uint64_t places = chance_.below(1'000'000'000) * 10 + 1;
        return fmt::format("{}.{:010}", whole, places + chance_.below(9));
    }
    const std::uint64_t pounds = chance_.below(500);
    return fmt::format("{}.{:02}", pounds, chance_.between(1, 99));
}

void Host::draw_lines(HostDocument& document, const std::string&, bool negative) {
    document.lines.clear();
    const std::size_t count = 1 + chance_.below(lines_usual_max);
    for (std::size_t index = 0; index < count; ++index) {
        const std::string quantity = std::to_string(chance_.between(1, 12));
        document.lines.push_back({item(), negative ? "-" + quantity : quantity, price()});
    }
}

std::string Host::lines_json(const HostDocument& document, const std::string& quantity_name) const {
    std::string out;
    for (std::size_t index = 0; index < document.lines.size(); ++index) {
        const HostLine& line = document.lines[index];
        if (line.item == charge_item) {
            continue;
        }
        const std::string price =
            document.priced
                ? fmt::format(R"(,"price":{{"unitAmount":{{"amount":"{}","currencyId":"GBP"}}}},)"
                              R"("tax":{{"taxCode":"STANDARD"}})",
                              line.price)
                : R"(,"reasonCode":"damaged")";
        const std::string disposition =
            document.type == "returnAdvice" ? R"(,"dispositionCode":"restock")" : "";
        out += fmt::format(R"({}{{"id":"{}","item":{{"sellersItemId":"{}"}},)"
                           R"("{}":{{"value":"{}","unitCode":"C62"}}{}{}}})",
                           index == 0 ? "" : ",", index + 1, line.item, quantity_name,
                           line.quantity, price, disposition);
    }
    return out;
}

void Host::write(HostDocument& document, const std::string& body, std::int64_t now_ms) {
    document.json = fmt::format(
        R"({{"schemaVersion":"1.0.0","messageType":"{}","messageId":"{}",{}"occurredAt":"{}",)"
        R"("environment":"test","tenantId":"northwind","documentVersion":"{}",)"
        R"("body":{{"id":"{}","issueDate":"{}",{}}}}})",
        document.type, document.message_id, ordering_member(document), instant_text(now_ms),
        document.version, document.id, date_text(now_ms), body);
}

void Host::write_trade(HostDocument& document, std::int64_t now_ms) {
    const bool despatch = document.type == "despatchAdvice";
    const bool back = document.type == "returnAdvice";
    const std::string quantity_name = despatch ? "deliveredQuantity"
                                      : back   ? "returnedQuantity"
                                               : "orderedQuantity";
    const std::string site = chance_.percent(8) ? "SMALL" : "MAIN";
    std::string charges;
    if (!back && chance_.percent(25)) {
        const std::int64_t pounds = chance_.between(1, 20);
        const std::string amount = fmt::format("{}.{:02}", pounds, chance_.below(100));
        document.lines.push_back({std::string(charge_item), "1", amount});
        charges = fmt::format(R"({{"chargeIndicator":true,"reasonCode":"POST","reason":"Carriage",)"
                              R"("amount":{{"amount":"{}","currencyId":"GBP"}},)"
                              R"("tax":{{"taxCode":"STANDARD"}}}})",
                              amount);
    }
    std::string subject;
    document.another_id.clear();
    if (despatch && !orders_.empty() && chance_.percent(40)) {
        document.another_id = chance_.pick(orders_);
        subject = fmt::format(R"("orderReference":{{"id":"{}"}},)", document.another_id);
    } else if (back && !despatches_.empty() && chance_.percent(70)) {
        document.another_id = chance_.pick(despatches_);
        subject = fmt::format(R"("originalDespatchId":"{}",)", document.another_id);
    }
    write(document,
          fmt::format(R"({}"buyerCustomerParty":{{"id":"C-{}"}},"{}":{{"locationId":"{}"}},)"
                      R"("currencyId":"GBP","lines":[{}],"allowanceCharges":[{}])",
                      subject, chance_.between(1, 2), back ? "shipTo" : "shipFrom", site,
                      lines_json(document, quantity_name), charges),
          now_ms);
}

HostDocument Host::fresh(std::int64_t now_ms) {
    const std::uint64_t kind = chance_.below(100);
    if (kind < 8 && !despatches_.empty()) {
        HostDocument document = outline("trackingUpdate", "TRK");
        document.another_id = chance_.pick(despatches_);
        write(document,
              fmt::format(R"("despatchReference":{{"id":"{}"}},"shipment":{{"id":"SHP-{}",)"
                          R"("consignments":[{{"trackingId":"1Z{}"}}]}})",
                          document.another_id, written_, chance_.below(1'000'000'000)),
              now_ms);
        return document;
    }
    if (kind < 20) {
        HostDocument document = outline("inventoryAdjustment", "ADJ");
        draw_lines(document, "quantity", chance_.percent(50));
        write(document,
              fmt::format(R"("locationId":"MAIN","lines":[{}])", lines_json(document, "quantity")),
              now_ms);
        return document;
    }
    const bool order = kind < 35;
    const bool back = kind >= 90;
    HostDocument document = order  ? outline("salesOrder", "SO")
                            : back ? outline("returnAdvice", "RMA")
                                   : outline("despatchAdvice", "DN");
    document.priced = true;
    draw_lines(document, "", false);
    write_trade(document, now_ms);
    if (order) {
        orders_.push_back(document.id);
    } else if (!back) {
        despatches_.push_back(document.id);
    }
    return document;
}

HostDocument Host::with_other_content(const HostDocument& document, std::int64_t now_ms) {
    HostDocument other = document;
    if (chance_.percent(50)) {
        other.message_id = message_id();
    }
    draw_lines(other, "", false);
    if (other.type == "inventoryAdjustment") {
        write(other,
              fmt::format(R"("locationId":"MAIN","lines":[{}])", lines_json(other, "quantity")),
              now_ms);
    } else {
        write_trade(other, now_ms);
    }
    return other;
}

HostDocument Host::written_again(const HostDocument& document) {
    HostDocument again = document;
    again.message_id = message_id();
    const std::size_t at = again.json.find(document.message_id);
    again.json.replace(at, document.message_id.size(), again.message_id);
    return again;
}

HostDocument Host::revised(const HostDocument& document, std::int64_t now_ms) {
    HostDocument next = document;
    next.version = std::to_string(std::stoi(document.version) + 1);
    next.message_id = message_id();
    draw_lines(next, "", false);
    write_trade(next, now_ms);
    return next;
}

HostDocument Host::cancellation(const HostDocument& subject, std::int64_t now_ms) {
    HostDocument document = outline("documentCancellation", "CAN");
    document.ordering_key.clear();
    document.subject_message_id = subject.message_id;
    document.decision = "cancel";
    write(document,
          fmt::format(R"("subjectMessageId":"{}","decidedBy":"pat","reason":"keyed twice")",
                      subject.message_id),
          now_ms);
    return document;
}

HostDocument Host::decision(const HostDocument& subject, const std::string& what,
                            const std::string& sage_number, bool by_hand, std::int64_t now_ms) {
    HostDocument document = outline("operatorDecision", "DEC");
    document.ordering_key.clear();
    document.subject_message_id = subject.message_id;
    document.decision = what;
    std::string more =
        what == "markPosted" ? fmt::format(R"(,"sageDocumentNumber":"{}")", sage_number) : "";
    more += by_hand ? R"(,"checkedByHand":true)" : "";
    write(document,
          fmt::format(R"("subjectMessageId":"{}","decision":"{}","decidedBy":"pat",)"
                      R"("reason":"looked in Sage"{})",
                      subject.message_id, what, more),
          now_ms);
    return document;
}

std::vector<std::string> Host::take_unknown_items() {
    return std::exchange(unknown_items_, {});
}

}  // namespace sage::simulation
