// SPDX-License-Identifier: Apache-2.0
// Found by our own reference, compared field by field, counted by every reference.
#include "mock-host/reconcile.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <unordered_map>

namespace wms {

namespace {

bool is_goods_document(const std::string& effect) {
    return effect == "sale" || effect == "credit" || effect == "stock_increase" ||
           effect == "stock_decrease";
}

class Comparison {
  public:
    Comparison(const Expected& expected, const SageDocument& sage, bool has_goods,
               std::vector<Finding>& findings)
        : expected_(expected), sage_(sage), has_goods_(has_goods), findings_(findings) {}

    void run() {
        text("effect", expected_.effect, sage_.effect);
        if (!expected_.customer.empty()) {
            text("customer", expected_.customer, sage_.customer);
        }
        text("date", expected_.date, sage_.date);
        text("net", expected_.net.money(), signed_net(sage_).money());
        if (has_goods_) {
            units();
            tracking();
        }
    }

  private:
    void text(const char* what, const std::string& wms, const std::string& sage) {
        if (wms != sage) {
            findings_.push_back(
                {expected_.document_id, fmt::format("{}: warehouse \"{}\", Sage {} \"{}\"", what,
                                                    wms, sage_.number, sage)});
        }
    }

    void units() {
        std::map<std::string, Decimal> sage;
        for (const SageLine& line : sage_.lines) {
            sage[line.item] += line.quantity.magnitude();
        }
        for (const auto& [item, quantity] : expected_.units) {
            text(("units of " + item).c_str(), quantity.text(), sage[item].text());
        }
    }

    void tracking() {
        for (const std::string& number : expected_.tracking_numbers) {
            if (sage_.tracking.find(number) == std::string::npos) {
                text("tracking", number, sage_.tracking);
            }
        }
    }

    const Expected& expected_;
    const SageDocument& sage_;
    bool has_goods_;
    std::vector<Finding>& findings_;
};

/// Counts every document beyond the first of its reference, found by our own reference or, where
/// that differs, by the warehouse's number.
std::int64_t duplicates_in(const std::vector<SageDocument>& sage, std::vector<Finding>& findings) {
    std::set<std::string> references;
    std::set<std::pair<std::string, std::string>> numbers;
    std::int64_t duplicates = 0;
    for (const SageDocument& document : sage) {
        const bool same_reference = !document.external_reference.empty() &&
                                    !references.insert(document.external_reference).second;
        const bool same_number = !document.reference.empty() &&
                                 !numbers.insert({document.effect, document.reference}).second;
        if (same_reference || same_number) {
            ++duplicates;
            findings.push_back(
                {document.reference, fmt::format("{} is in Sage a second time", document.number)});
        }
    }
    return duplicates;
}

Decimal signed_amount(const SageDocument& document, Decimal amount) {
    if (document.effect == "sale") {
        return amount;
    }
    return document.effect == "credit" ? -amount : Decimal{};
}

}  // namespace

bool has_goods(const std::vector<SageDocument>& sage) {
    const auto names_item = [](const SageDocument& document) {
        return std::any_of(document.lines.begin(), document.lines.end(),
                           [](const SageLine& line) { return !line.item.empty(); });
    };
    return sage.empty() || std::any_of(sage.begin(), sage.end(), names_item);
}

Decimal signed_net(const SageDocument& document) {
    return signed_amount(document, document.net);
}

Decimal signed_gross(const SageDocument& document) {
    return signed_amount(document, document.gross);
}

Reconciliation reconcile(const std::vector<Expected>& expected,
                         const std::vector<SageDocument>& sage, Decimal net_wms) {
    Reconciliation result;
    result.net_wms = net_wms;
    std::unordered_map<std::string, const SageDocument*> by_reference;
    for (const SageDocument& document : sage) {
        if (!is_goods_document(document.effect)) {
            continue;
        }
        ++result.sage_documents;
        result.net_sage += signed_net(document);
        result.gross_sage += signed_gross(document);
        by_reference.emplace(document.external_reference, &document);
    }
    const bool goods = has_goods(sage);
    std::set<std::string> known;
    for (const Expected& one : expected) {
        known.insert(one.external_reference);
        const auto found = by_reference.find(one.external_reference);
        if (found == by_reference.end()) {
            // A ledger has no document of nothing.
            if (one.posted && (goods || one.net != Decimal{})) {
                result.findings.push_back({one.document_id, "it is not in Sage"});
            }
        } else if (!one.posted) {
            result.findings.push_back(
                {one.document_id,
                 fmt::format("it is not posted, and yet in Sage as {}", found->second->number)});
        } else {
            Comparison(one, *found->second, goods, result.findings).run();
        }
    }
    for (const SageDocument& document : sage) {
        if (is_goods_document(document.effect) && !known.contains(document.external_reference)) {
            result.findings.push_back(
                {document.reference,
                 fmt::format("{} is in Sage, and the warehouse knows nothing of it",
                             document.number)});
        }
    }
    result.sage_duplicates = duplicates_in(sage, result.findings);
    return result;
}

std::vector<Finding> reconcile_stock(
    const std::map<std::pair<std::string, std::string>, Decimal>& wms,
    const std::vector<SageStock>& sage) {
    std::map<std::pair<std::string, std::string>, Decimal> in_sage;
    for (const SageStock& figure : sage) {
        in_sage[{figure.location, figure.item}] += figure.quantity;
    }
    // A Sage without places has one quantity of an item, wherever the warehouse keeps it.
    std::map<std::pair<std::string, std::string>, Decimal> by_place;
    for (const auto& [place, quantity] : wms) {
        const bool placeless = in_sage.contains({"", place.second});
        by_place[{placeless ? "" : place.first, place.second}] += quantity;
    }
    std::vector<Finding> findings;
    for (const auto& [place, quantity] : by_place) {
        const auto found = in_sage.find(place);
        const Decimal other = found == in_sage.end() ? Decimal{} : found->second;
        if (quantity != other) {
            findings.push_back(
                {place.second, fmt::format("stock{}: warehouse {}, Sage {}",
                                           place.first.empty() ? "" : " at " + place.first,
                                           quantity.text(), other.text())});
        }
    }
    return findings;
}

void keep_relevant(std::vector<SageDocument>& sage, const std::vector<Expected>& expected,
                   std::int64_t position_before) {
    std::set<std::string_view> ours;
    for (const Expected& one : expected) {
        ours.insert(one.external_reference);
    }
    std::erase_if(sage, [&](const SageDocument& document) {
        return document.position <= position_before && !ours.contains(document.external_reference);
    });
}

Expected expected_of(const Despatch& despatch) {
    Expected expected;
    expected.document_id = despatch.id;
    expected.effect = "sale";
    expected.customer = despatch.customer.id;
    expected.date = despatch.date;
    expected.net = net_of(despatch);
    for (const DespatchLine& line : despatch.lines) {
        expected.units[line.item] += line.delivered;
    }
    expected.tracking_numbers = despatch.tracking_numbers;
    return expected;
}

Expected expected_of(const Return& credit) {
    Expected expected;
    expected.document_id = credit.id;
    expected.effect = "credit";
    expected.customer = credit.customer.id;
    expected.date = credit.date;
    expected.net = -net_of(credit);
    for (const ReturnLine& line : credit.lines) {
        expected.units[line.item] += line.quantity;
    }
    return expected;
}

Expected expected_of(const Adjustment& adjustment) {
    Expected expected;
    expected.document_id = adjustment.id;
    expected.date = adjustment.date;
    Decimal sum;
    for (const AdjustmentLine& line : adjustment.lines) {
        expected.units[line.item] += line.quantity.magnitude();
        sum += line.quantity;
    }
    expected.effect = sum.is_negative() ? "stock_decrease" : "stock_increase";
    return expected;
}

}  // namespace wms
