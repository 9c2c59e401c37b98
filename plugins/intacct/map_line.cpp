// SPDX-License-Identifier: Apache-2.0
// The parts of a line that need arithmetic or the item's record: its price, exact to the last
// digit, and its lots and serial numbers.
#include <algorithm>

#include "plugins/intacct/intacct.h"

namespace sage::intacct {
namespace {

constexpr int price_places_max = 10;
constexpr int money_places = 2;

// The digits of a decimal without sign and point.
std::string digits_of(const Decimal& value) {
    std::string digits;
    for (const char letter : value.text()) {
        if (letter >= '0' && letter <= '9') {
            digits += letter;
        }
    }
    const std::size_t first = digits.find_first_not_of('0');
    return first == std::string::npos ? "0" : digits.substr(first);
}

// Long division, one digit of the dividend at a time.
class Division {
  public:
    explicit Division(const Decimal& divisor) : divisor_(divisor) {}

    // False when the numbers are larger than a Decimal holds.
    bool bring_down(int digit) {
        const std::optional<Decimal> shifted =
            Decimal::multiply(remainder_, Decimal::of(10), 0, Rounding::toward_zero);
        if (!shifted) {
            return false;
        }
        remainder_ = *shifted + Decimal::of(digit);
        char next = '0';
        while (remainder_ >= divisor_) {
            remainder_ = remainder_ - divisor_;
            ++next;
        }
        quotient_ += next;
        return true;
    }

    bool is_done() const { return remainder_.sign() == 0; }
    const std::string& quotient() const { return quotient_; }

  private:
    Decimal divisor_;
    Decimal remainder_;
    std::string quotient_;
};

// Digits and a number of places to a decimal.
std::optional<Decimal> with_places(std::string digits, int places, bool negative) {
    while (places < 0) {
        digits += '0';
        ++places;
    }
    const auto wanted = static_cast<std::size_t>(places) + 1;
    if (digits.size() < wanted) {
        digits.insert(0, wanted - digits.size(), '0');
    }
    const std::size_t whole = digits.size() - static_cast<std::size_t>(places);
    const std::size_t first = std::min(digits.find_first_not_of('0'), whole - 1);
    std::string text = negative ? "-" : "";
    text += digits.substr(first, whole - first);
    if (places > 0) {
        text += '.' + digits.substr(whole);
    }
    return Decimal::parse(text);
}

Hold not_exact(std::string_view code, std::string pointer, std::string cause) {
    return {
        {"intacct." + std::string(code), std::move(pointer), std::move(cause),
         "Send a new version of the document with the price of one unit after the discount, and "
         "withdraw this one.",
         Owner::finance},
        ""};
}

// True when quantity x price less the discount has no more than two places, so that Sage cannot
// round it otherwise than the warehouse does.
bool discount_is_exact(const Decimal& quantity, const Decimal& price, const Decimal& rate) {
    const int places = quantity.scale() + price.scale() + rate.scale() + money_places;
    if (places > price_places_max) {
        return false;
    }
    const Decimal share = Decimal::multiply(Decimal::of(100) - rate, Decimal::of(1, money_places),
                                            rate.scale() + money_places, Rounding::toward_zero)
                              .value_or(Decimal());
    const std::optional<Decimal> gross =
        Decimal::multiply(quantity, price, quantity.scale() + price.scale(), Rounding::toward_zero);
    if (!gross) {
        return false;
    }
    const std::optional<Decimal> net =
        Decimal::multiply(*gross, share, places, Rounding::toward_zero);
    return net && net->fits(money_places);
}

bool is_on(const CatalogueRecord* item, std::string_view flag) {
    return field_of(item, flag) == "true";
}

// Entries of Sage's trackingDetail of one line.
struct TrackingEntries {
    const CatalogueRecord* item;
    std::string out = "[";

    void open(const std::string& quantity) {
        open_element(out);
        add_member(out, "quantity", quantity);
    }
    void add_lot(const Lot& lot) {
        add_member(out, "lotNumber", lot.lot_number);
        if (is_on(item, "tracking.enableExpiration") && !lot.expiry_date.empty()) {
            add_member(out, "expirationDate", lot.expiry_date);
        }
    }
    // An item without bins in Sage has none here.
    void close(const std::string& bin) {
        if (is_on(item, "tracking.enableBin") && !bin.empty()) {
            add_reference(out, "bin", bin);
        }
        out += '}';
    }
};

// The lots of a decrease are negative like their line; the definition turns the sign.
std::string without_sign(const Decimal& quantity) {
    return (quantity.sign() < 0 ? -quantity : quantity).text();
}

}  // namespace

std::optional<Decimal> divided_exactly(const Decimal& dividend, const Decimal& divisor) {
    const std::optional<Decimal> whole_divisor = Decimal::parse(digits_of(divisor));
    if (divisor.sign() <= 0 || !whole_divisor) {
        return std::nullopt;
    }
    Division division(*whole_divisor);
    for (const char digit : digits_of(dividend)) {
        if (!division.bring_down(digit - '0')) {
            return std::nullopt;
        }
    }
    int places = dividend.scale() - divisor.scale();
    while (!division.is_done()) {
        if (places == price_places_max || !division.bring_down(0)) {
            return std::nullopt;
        }
        ++places;
    }
    return with_places(division.quotient(), places, dividend.sign() < 0);
}

Mapped<UnitPrice> map_price(const Line& line, const std::string& pointer) {
    Mapped<UnitPrice> mapped;
    if (!line.price) {
        return mapped;
    }
    Decimal amount = line.price->unit_amount.amount;
    if (line.price->discount_amount) {
        amount = amount - line.price->discount_amount->amount;
    }
    if (line.price->base_quantity && *line.price->base_quantity != Decimal::of(1)) {
        const std::optional<Decimal> one = divided_exactly(amount, *line.price->base_quantity);
        if (!one) {
            mapped.hold =
                not_exact("price_not_exact", pointer + "/price/baseQuantity",
                          "The price for " + line.price->base_quantity->text() + " units, " +
                              amount.text() + ", cannot be written exactly as the price of one.");
            return mapped;
        }
        amount = *one;
    }
    mapped.value.amount = amount.text();
    if (line.price->discount_rate && line.price->discount_rate->sign() != 0) {
        if (!discount_is_exact(line.quantity.value, amount, *line.price->discount_rate)) {
            mapped.hold = not_exact("discount_not_exact", pointer + "/price/discountRate",
                                    "The discount of " + line.price->discount_rate->text() +
                                        " percent leaves a fraction of a penny, which Sage Intacct "
                                        "may round otherwise.");
            return mapped;
        }
        mapped.value.discount_percent = line.price->discount_rate->text();
    }
    return mapped;
}

Mapped<std::string> tracking_detail(const Catalogue& catalogue, std::string_view item_id,
                                    const Line& line, const std::string& pointer) {
    const CatalogueRecord* item = catalogue.find(kind::item_tracking, item_id);
    const bool serials = is_on(item, "tracking.enableSerialNo") && !line.serial_ids.empty();
    const bool lots = is_on(item, "tracking.enableLotCategory") && !line.lots.empty();
    const bool bin = is_on(item, "tracking.enableBin") && !line.bin_id.empty();
    if (!serials && !lots && !bin) {
        return {};
    }
    if (serials && lots && line.lots.size() > 1) {
        return {{},
                Hold{{"intacct.lots_and_serials", pointer + "/lots",
                      "The line has serial numbers and several lots, and does not say which serial "
                      "number is of which lot.",
                      "Send a new version of the document with one line for each lot, and withdraw "
                      "this one.",
                      Owner::warehouse},
                     ""}};
    }
    TrackingEntries entries{item};
    const auto bin_of = [&](const Lot& lot) {
        return lot.bin_id.empty() ? line.bin_id : lot.bin_id;
    };
    if (serials) {
        for (const std::string& serial : line.serial_ids) {
            entries.open("1");
            add_member(entries.out, "serialNumber", serial);
            if (lots) {
                entries.add_lot(line.lots.front());
            }
            entries.close(lots ? bin_of(line.lots.front()) : line.bin_id);
        }
    } else if (lots) {
        for (const Lot& lot : line.lots) {
            entries.open(without_sign(lot.quantity.value));
            entries.add_lot(lot);
            entries.close(bin_of(lot));
        }
    } else {
        entries.open(without_sign(line.quantity.value));
        entries.close(line.bin_id);
    }
    return {std::move(entries.out) + ']', std::nullopt};
}

}  // namespace sage::intacct
