// SPDX-License-Identifier: Apache-2.0
// What Sage made of one document, to the penny and the piece: whole, unless it corrects another.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "tests/simulation/checker.h"
#include "tests/simulation/exact.h"

namespace sage::simulation {
namespace {

Exact magnitude(Exact value) {
    return value < 0 ? -value : value;
}

}  // namespace

Exact in_pennies(const std::vector<HostLine>& lines) {
    constexpr Exact penny = 100'000'000;
    Exact sum = 0;
    for (const HostLine& line : lines) {
        const Exact amount =
            times(exact_of(line.quantity).value_or(0), exact_of(line.price).value_or(0));
        sum += (amount + penny / 2) / penny * penny;
    }
    return sum;
}

void Checker::check_money(const Known& document, const SageRecord& record) const {
    if (corrects(document)) {
        return;
    }
    const std::vector<HostLine>& wanted = document.host.lines;
    if (record.amounts_alone) {
        if (exact_of(record.net).value_or(-1) != in_pennies(wanted)) {
            fail("I13",
                 fmt::format("the lines come to {} and became {}", text_of(in_pennies(wanted)),
                             record.net),
                 &document);
        }
        return;
    }
    if (record.quantities_alone) {
        check_pieces(document, record);
        return;
    }
    if (record.line_alone) {
        return;  // All of them are weighed at the end.
    }
    check_lines(document, record);
}

/// A despatch says what left of each item, in however many lines. What is set aside may be less:
/// something may have been left from a despatch that ended.
void Checker::check_pieces(const Known& document, const SageRecord& record) {
    std::map<std::string, Exact> left;
    for (const HostLine& line : document.host.lines) {
        if (line.item != charge_item) {
            left[line.item] += exact_of(line.quantity).value_or(0);
        }
    }
    for (const SageLine& line : record.lines) {
        left[line.item] -= exact_of(line.quantity).value_or(0);
    }
    for (const auto& [item, more] : left) {
        if (more < 0 || (more > 0 && !record.set_aside)) {
            fail("I13", fmt::format("{} of {} left only by the document", text_of(more), item),
                 &document);
        }
    }
}

/// Of what Sage takes line by line, whatever people did not end: each line that moves stock once.
void Checker::check_lines_alone() const {
    std::map<std::string, std::vector<const Known*>> documents;
    for (const auto& [sequence, document] : known_) {
        documents[document.host.type + ' ' + document.host.id + ' ' + document.host.version]
            .push_back(&document);
    }
    for (const auto& [name, steps] : documents) {
        std::multiset<std::string> moved;
        const Known* whole = nullptr;
        bool certain = true;
        for (const Known* const one : steps) {
            whole = one->part ? whole : one;
            certain = certain && !one->by_person && !one->stored_anew && !one->odd &&
                      !one->lied_about && !one->beyond_settle;
            for (const SageRecord& record : one->in_sage) {
                certain = certain && record.line_alone;
                const Exact quantity =
                    magnitude(exact_of(record.lines.front().quantity).value_or(0));
                moved.insert(record.lines.front().item + ' ' +
                             text_of(record.takes_back ? -quantity : quantity));
            }
        }
        if (whole == nullptr || whole->state != State::posted || moved.empty() || !certain ||
            went_back_) {
            continue;
        }
        std::multiset<std::string> wanted;
        for (const HostLine& line : whole->host.lines) {
            wanted.insert(line.item + ' ' + text_of(exact_of(line.quantity).value_or(0)));
        }
        if (moved != wanted) {
            fail("I13", "what moved is not what its lines say", whole);
        }
    }
}

void Checker::check_lines(const Known& document, const SageRecord& record) {
    const std::vector<HostLine>& wanted = document.host.lines;
    if (record.lines.size() != wanted.size()) {
        fail("I13", "Sage has another number of lines", &document);
    }
    Exact sum = 0;
    for (std::size_t index = 0; index < wanted.size(); ++index) {
        const std::optional<Exact> quantity = exact_of(wanted[index].quantity);
        const std::optional<Exact> seen = exact_of(record.lines[index].quantity);
        if (!quantity || !seen || magnitude(*quantity) != magnitude(*seen) ||
            wanted[index].item != record.lines[index].item) {
            fail("I13", "Sage has another quantity: " + record.lines[index].quantity, &document);
        }
        if (!document.host.priced) {
            continue;
        }
        const std::optional<Exact> price = exact_of(wanted[index].price);
        const std::optional<Exact> seen_price = exact_of(record.lines[index].price);
        if (!price || !seen_price || *price != *seen_price) {
            fail("I13",
                 fmt::format("price {} became {}", wanted[index].price, record.lines[index].price),
                 &document);
        }
        sum += times(*quantity, *price);
    }
    // Prices of more than two places are rounded by Sage, not by us.
    const bool pennies = sum % 100'000'000 == 0;
    if (document.host.priced && pennies && exact_of(record.net).value_or(-1) != sum) {
        fail("I13", fmt::format("the sum {} became {}", text_of(sum), record.net), &document);
    }
}

}  // namespace sage::simulation
