// SPDX-License-Identifier: Apache-2.0
// Several versions of one document: whatever was posted for them, in sum Sage holds one of them.
#include <fmt/format.h>

#include <algorithm>

#include "tests/simulation/checker.h"
#include "tests/simulation/exact.h"

namespace sage::simulation {
namespace {

Exact magnitude(Exact value) {
    return value < 0 ? -value : value;
}

bool ends(State state) {
    return state == State::posted || state == State::rejected || state == State::withdrawn;
}

// Quantities by item and price, which nobody rounds. Charges are corrected by amounts.
using Held = std::map<std::string, Exact>;

void hold(Held& held, const SageLine& line, bool back) {
    const Exact quantity = magnitude(exact_of(line.quantity).value_or(0));
    const Exact price = exact_of(line.price).value_or(0);
    const bool charge = line.item == charge_item;
    Exact& sum = held[charge ? line.item : line.item + " at " + text_of(price)];
    const Exact moved = charge ? times(quantity, price) : quantity;
    sum += back ? -moved : moved;
}

void hold_pieces(Held& pieces, const SageRecord& despatch, bool back) {
    for (const SageLine& line : despatch.lines) {
        if (line.item != charge_item) {
            const Exact quantity = magnitude(exact_of(line.quantity).value_or(0));
            pieces[line.item] += back ? -quantity : quantity;
        }
    }
}

/// Of each item as much left as the last version says: its charges do not leave.
void check_left(Held pieces, const Known& last) {
    for (const HostLine& line : last.host.lines) {
        if (line.item != charge_item) {
            pieces[line.item] -= exact_of(line.quantity).value_or(0);
        }
    }
    for (const auto& [item, more] : pieces) {
        if (more != 0) {
            Checker::fail(
                "I13",
                fmt::format("in sum {} of {} left beyond the last version", text_of(more), item),
                &last);
        }
    }
}

struct Weighed {
    Held held;
    Held pieces;
    bool despatched = false;
    Exact in_books = 0;
    bool amounts_alone = false;
    std::string whole;  ///< the type that counts forwards
};

void weigh(Weighed& weighed, const SageRecord& record, bool of_despatch) {
    if (record.set_aside) {
        return;
    }
    if (record.quantities_alone) {
        weighed.despatched = true;
        hold_pieces(weighed.pieces, record, false);
        return;
    }
    if (record.takes_back && of_despatch) {
        hold_pieces(weighed.pieces, record, true);
        if (weighed.whole.empty() && weighed.despatched) {
            return;  // The order, which is another document's, has the prices.
        }
    }
    weighed.whole = weighed.whole.empty() ? record.type : weighed.whole;
    weighed.amounts_alone = record.amounts_alone;
    const Exact net = exact_of(record.net).value_or(0);
    weighed.in_books += record.type == weighed.whole ? net : -net;
    for (const SageLine& line : record.lines) {
        hold(weighed.held, line, record.type != weighed.whole);
    }
}

struct Versions {
    std::vector<const Known*> all;
    bool certain = true;
};

// The latest that is posted; nothing: none is.
const Known* last_posted(const Versions& versions) {
    const Known* last = nullptr;
    for (const Known* one : versions.all) {
        const bool later =
            last == nullptr || std::stoi(one->host.version) > std::stoi(last->host.version);
        if (one->state == State::posted && !one->part && later) {
            last = one;
        }
    }
    return last;
}

}  // namespace

/// Where no person and no older outbox had a hand in it, and all versions have come to their end.
void Checker::check_versions() const {
    std::map<std::string, Versions> documents;
    for (const auto& [sequence, document] : known_) {
        if (document.host.priced) {
            Versions& versions = documents[document.host.type + ' ' + document.host.id];
            versions.all.push_back(&document);
            versions.certain =
                versions.certain && ends(document.state) && !document.by_person &&
                !document.stored_anew && !document.lied_about && !document.odd &&
                (!document.part || document.precursor || document.state == State::posted);
        }
    }
    for (const auto& [name, versions] : documents) {
        const Known* const last = last_posted(versions);
        if (versions.all.size() < 2 || !versions.certain || last == nullptr || went_back_) {
            continue;
        }
        Weighed weighed;
        // What takes back comes after what it takes back, whenever it was accepted. Of what came
        // back a credit is the whole.
        const bool of_despatch = last->host.type == "despatchAdvice";
        for (const bool back : {false, true}) {
            for (const Known* one : versions.all) {
                for (const SageRecord& record : one->in_sage) {
                    if ((of_despatch && record.takes_back) == back && !left_behind(*one)) {
                        weigh(weighed, record, of_despatch);
                    }
                }
            }
        }
        auto& [held, pieces, despatched, in_books, amounts_alone, whole] = weighed;
        if (despatched) {
            check_left(pieces, *last);
        }
        if (whole.empty()) {
            continue;  // The settings post nothing for such documents.
        }
        if (amounts_alone) {
            if (in_books != in_pennies(last->host.lines)) {
                fail("I13",
                     fmt::format("in sum Sage holds {} and the last version comes to {}",
                                 text_of(in_books), text_of(in_pennies(last->host.lines))),
                     last);
            }
            continue;
        }
        for (const HostLine& line : last->host.lines) {
            hold(held, {line.item, line.quantity, line.price}, true);
        }
        for (const auto& [item, left] : held) {
            if (left != 0) {
                fail("I13",
                     fmt::format("in sum Sage holds {} of {} beyond the last version",
                                 text_of(left), item),
                     last);
            }
        }
    }
}

/// Made for a document that then was not posted: it stays in Sage, and people are told.
bool Checker::left_behind(const Known& precursor) const {
    return precursor.precursor &&
           std::none_of(known_.begin(), known_.end(), [&](const auto& named) {
               return named.second.state == State::posted &&
                      is_precursor_of(precursor, named.second);
           });
}

/// An earlier version is in Sage: then this one is what differs, and the sum is checked at the end.
bool Checker::corrects(const Known& document) const {
    const bool second = document.part && !document.precursor;
    return second || std::any_of(known_.begin(), known_.end(), [&](const auto& other) {
               return other.second.host.version != document.host.version &&
                      other.second.host.id == document.host.id &&
                      other.second.host.type == document.host.type &&
                      (!other.second.in_sage.empty() || other.second.by_person);
           });
}

}  // namespace sage::simulation
