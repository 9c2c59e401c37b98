// SPDX-License-Identifier: Apache-2.0
#include "mock-host/imports/imported_document.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "mock-host/instant.h"

namespace wms {

namespace {

constexpr std::size_t kIdentifierBytesMax = 128;
constexpr std::size_t kLinesMax = 10'000;

bool is_identifier(std::string_view text) {
    const bool printable = std::all_of(text.begin(), text.end(), [](char letter) {
        return static_cast<unsigned char>(letter) >= 0x20 && letter != 0x7F;
    });
    return printable && text.size() <= kIdentifierBytesMax &&
           text.find_first_not_of(' ') != std::string_view::npos;
}

/// The first thing that is wrong with the document, in words.
class Check {
  public:
    Check(std::string document, std::string where)
        : document_(std::move(document)), where_(std::move(where)) {}

    void demand(bool holds, std::string cause) {
        if (!holds && !problem_.has_value()) {
            problem_ = {"import.document", where_,
                        fmt::format("{} is left out: {}", document_, cause),
                        "Correct the document, and import the file again.", "warehouse"};
        }
    }
    void identifier(std::string_view text, std::string_view what) {
        const bool is_short = text.size() <= kIdentifierBytesMax;
        demand(is_identifier(text),
               fmt::format("{} \"{}\" is not 1 to {} bytes of text.", what,
                           is_short ? text : std::string_view("…"), kIdentifierBytesMax));
    }
    void line_id(const std::string& id) {
        identifier(id, "The line id");
        demand(ids_.insert(id).second, fmt::format("Two of its lines have the id {}.", id));
    }
    std::optional<Problem> problem() const { return problem_; }

  private:
    const std::string document_;
    const std::string where_;
    std::set<std::string> ids_;
    std::optional<Problem> problem_;
};

bool is_digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char letter) { return letter >= '0' && letter <= '9'; });
}

bool is_currency(std::string_view text) {
    return text.size() == 3 && std::all_of(text.begin(), text.end(), [](char letter) {
               return letter >= 'A' && letter <= 'Z';
           });
}

bool is_gtin(std::string_view text) {
    return text.size() >= 8 && text.size() <= 14 && is_digits(text);
}

bool is_country(std::string_view text) {
    return text.empty() || (text.size() == 2 && text[0] >= 'A' && text[0] <= 'Z' &&
                            text[1] >= 'A' && text[1] <= 'Z');
}

}  // namespace

std::optional<std::int64_t> day_of(std::string_view date) {
    constexpr std::string_view kPattern = "dddd-dd-dd";
    int parts[3] = {};
    int part = 0;
    if (date.size() != kPattern.size()) {
        return std::nullopt;
    }
    for (std::size_t at = 0; at < date.size(); ++at) {
        if (kPattern[at] == '-') {
            ++part;
        }
        const bool digit = date[at] >= '0' && date[at] <= '9';
        if (kPattern[at] == 'd' ? !digit : date[at] != '-') {
            return std::nullopt;
        }
        if (digit) {
            parts[part] = parts[part] * 10 + (date[at] - '0');
        }
    }
    return instant_of(parts[0], parts[1], parts[2], 0, 0);
}

std::optional<Problem> check_order(Order& order, const std::string& where) {
    Check check(fmt::format("Order {}", order.id), where);
    check.identifier(order.id, "Its number");
    check.identifier(order.site, "The site");
    check.identifier(order.service_level, "The service level");
    const auto day = day_of(order.date);
    check.demand(day.has_value(),
                 fmt::format("Its date \"{}\" is no day like 2026-11-27.", order.date));
    check.demand(is_currency(order.currency),
                 fmt::format("\"{}\" is no currency of ISO 4217.", order.currency));
    check.demand(is_country(order.customer.country_code),
                 fmt::format("\"{}\" is no country of ISO 3166-1.", order.customer.country_code));
    check.demand(order.customer.id.empty() || is_identifier(order.customer.id),
                 "The account code of its buyer is not 1 to 128 bytes of text.");
    check.demand(order.buyer_order_id.empty() || is_identifier(order.buyer_order_id),
                 "The buyer's order number is not 1 to 128 bytes of text.");
    check.demand(!order.lines.empty() || !order.charges.empty(), "It has no line and no charge.");
    check.demand(order.lines.size() <= kLinesMax,
                 fmt::format("It has more than {} lines.", kLinesMax));
    for (const OrderLine& line : order.lines) {
        check.line_id(line.id);
        check.identifier(line.item, "The stock code");
        check.identifier(line.unit_code, "The unit");
        check.demand(line.gtin.empty() || is_gtin(line.gtin),
                     fmt::format("\"{}\" is no GTIN.", line.gtin));
        check.demand(!line.ordered.is_zero() && !line.ordered.is_negative(),
                     fmt::format("Line {} orders {}.", line.id, line.ordered.text()));
        check.demand(!line.price.is_negative(),
                     fmt::format("Line {} costs {}.", line.id, line.price.text()));
    }
    for (const Charge& charge : order.charges) {
        check.identifier(charge.code, "The charge code");
    }
    order.entered_ms = day.value_or(0);
    return check.problem();
}

std::optional<Problem> check_despatch(Despatch& despatch, const std::string& where) {
    Check check(fmt::format("Despatch {}", despatch.id), where);
    check.identifier(despatch.id, "Its number");
    check.identifier(despatch.order_id, "The number of its order");
    const auto day = day_of(despatch.date);
    check.demand(day.has_value(),
                 fmt::format("Its date \"{}\" is no day like 2026-11-27.", despatch.date));
    check.demand(!despatch.lines.empty(), "Nothing left with it.");
    check.demand(despatch.lines.size() <= kLinesMax,
                 fmt::format("It has more than {} lines.", kLinesMax));
    for (const DespatchLine& line : despatch.lines) {
        check.line_id(line.id);
        check.demand(!line.item.empty() || !line.gtin.empty(),
                     fmt::format("Line {} names no item.", line.id));
        check.demand(line.gtin.empty() || is_gtin(line.gtin),
                     fmt::format("\"{}\" is no GTIN.", line.gtin));
        check.demand(!line.delivered.is_zero() && !line.delivered.is_negative(),
                     fmt::format("Line {} delivers {}.", line.id, line.delivered.text()));
    }
    if (despatch.left_ms == 0) {
        despatch.left_ms = day.value_or(0);
    }
    return check.problem();
}

}  // namespace wms
