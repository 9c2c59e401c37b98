// SPDX-License-Identifier: Apache-2.0
// Documents by the schemas of host-api: few members, but each that changes how one is delivered.
#include "tests/simulation/host.h"

#include <fmt/format.h>

#include <algorithm>
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
        std::uint64_t tenths = 1;
        for (int place = 1; place < habits_.price_places; ++place) {
            tenths *= 10;
        }
        const std::uint64_t places = chance_.below(tenths) * 10 + 1;
        return fmt::format("{}.{:0{}}", whole, places + chance_.below(9), habits_.price_places);
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
        const std::string of_order =
            line.order_line.empty()
                ? ""
                : fmt::format(R"(,"orderLineReference":{{"lineId":"{}"}})", line.order_line);
        out += fmt::format(R"({}{{"id":"{}","item":{{"sellersItemId":"{}"}},)"
                           R"("{}":{{"value":"{}","unitCode":"C62"}}{}{}{}}})",
                           index == 0 ? "" : ",", index + 1, line.item, quantity_name,
                           line.quantity, price, disposition, of_order);
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
    if (despatch && habits_.despatches_of_orders) {
        take_from_order(document);
    }
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
    const std::string subject = draw_subject(document) + (despatch ? shipment() : "");
    const std::int64_t customer = chance_.between(1, 2);
    if (document.customer.empty()) {
        document.customer = fmt::format("C-{}", customer);
    }
    write(document,
          fmt::format(R"({}"buyerCustomerParty":{{"id":"{}"}},"{}":{{"locationId":"{}"}},)"
                      R"("currencyId":"GBP","lines":[{}],"allowanceCharges":[{}])",
                      subject, document.customer, back ? "shipTo" : "shipFrom", site,
                      lines_json(document, quantity_name), charges),
          now_ms);
}

/// Which order or despatch it is about, as a member of the body.
std::string Host::draw_subject(HostDocument& document) {
    const bool despatch = document.type == "despatchAdvice";
    if (despatch && habits_.despatches_of_orders) {
        return document.another_id.empty()
                   ? ""
                   : fmt::format(R"("orderReference":{{"id":"{}"}},)", document.another_id);
    }
    document.another_id.clear();
    document.customer.clear();
    if (despatch && !orders_.empty() && chance_.percent(40)) {
        document.another_id = chance_.pick(orders_).id;
        return fmt::format(R"("orderReference":{{"id":"{}"}},)", document.another_id);
    }
    if (document.type == "returnAdvice" && !despatches_.empty() && chance_.percent(70)) {
        document.another_id = chance_.pick(despatches_);
        return fmt::format(R"("originalDespatchId":"{}",)", document.another_id);
    }
    return "";
}

/// Tracking numbers that are known when the goods leave.
std::string Host::shipment() {
    return habits_.despatches_of_orders && chance_.percent(50)
               ? fmt::format(
                     R"("shipment":{{"id":"SHP-{}","consignments":[{{"trackingId":"1Z{}"}}]}},)",
                     written_, chance_.below(1'000'000'000))
               : "";
}

Host::Order* Host::order_called(const std::string& id) {
    const auto found = std::find_if(orders_.begin(), orders_.end(),
                                    [&](const Order& one) { return one.id == id; });
    return found == orders_.end() ? nullptr : &*found;
}

/// Lines of one of the last orders, or of the one that an earlier version was of: all that was
/// ordered or a part of it, and now and then more.
void Host::take_from_order(HostDocument& document) {
    constexpr std::size_t open_orders = 4;
    if (document.version == "1") {
        document.another_id.clear();
        if (orders_.empty() || !chance_.percent(75)) {
            return;
        }
        const std::size_t back = chance_.below(std::min(orders_.size(), open_orders));
        document.another_id = orders_[orders_.size() - 1 - back].id;
    }
    const Order* const order = order_called(document.another_id);
    if (order == nullptr) {
        return;
    }
    document.customer = order->customer;
    document.ordering_key =
        order->ordering_key.empty() ? document.ordering_key : order->ordering_key;
    document.lines.clear();
    const bool tells_lines = chance_.percent(50);
    const std::size_t goods = order->lines.size() - (order->lines.back().item == charge_item);
    for (std::size_t index = 0; index < goods; ++index) {
        HostLine line = order->lines[index];
        const bool leaves = chance_.percent(75);
        if (!leaves && (index + 1 < goods || !document.lines.empty())) {
            continue;
        }
        const std::int64_t ordered = std::stoll(line.quantity);
        line.quantity = std::to_string(chance_.percent(50)  ? ordered
                                       : chance_.percent(6) ? ordered + 1
                                                            : chance_.between(1, ordered));
        line.order_line = tells_lines ? std::to_string(index + 1) : "";
        document.lines.push_back(std::move(line));
    }
}

void Host::keep_order(const HostDocument& document) {
    Order* order = order_called(document.id);
    if (order == nullptr) {
        order = &orders_.emplace_back();
        order->id = document.id;
        order->ordering_key = document.ordering_key;
    }
    order->customer = document.customer;
    order->lines = document.lines;
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
    if (order && habits_.lanes_of_orders && chance_.percent(70)) {
        document.ordering_key = document.id;
    }
    draw_lines(document, "", false);
    write_trade(document, now_ms);
    if (order) {
        keep_order(document);
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
    if (habits_.despatches_of_orders && next.type == "salesOrder") {
        keep_order(next);
    }
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
