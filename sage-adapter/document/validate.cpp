// SPDX-License-Identifier: Apache-2.0
// The invariants of a document: what its parts must say about each other. Each is told at the
// member a person would correct.
#include <set>
#include <utility>

#include "sage-adapter/base/text.h"
#include "sage-adapter/document/body.h"

namespace sage {
namespace {

Decimal value_of(const std::optional<Quantity>& quantity) {
    return quantity ? quantity->value : Decimal();
}

void check_quantity(const Reader& reader, const Shape& shape, const Line& line) {
    const Decimal& value = line.quantity.value;
    const std::string name(shape.quantity);
    switch (shape.quantity_rule) {
        case QuantityRule::positive:
            if (value.sign() <= 0) {
                reader.problem(name, "document.quantity.not_positive",
                               "The quantity is " + value.text() + "; it must be more than zero.",
                               "Correct it, or leave the line out.");
            }
            break;
        case QuantityRule::not_negative:
            if (value.sign() < 0) {
                reader.problem(name, "document.quantity.negative",
                               "The quantity is " + value.text() + "; it must not be negative.",
                               "Correct it.");
            }
            break;
        case QuantityRule::not_zero:
            if (value.sign() == 0) {
                reader.problem(name, "document.quantity.zero",
                               "The quantity is zero, so that nothing is adjusted.",
                               "Send how much was added (positive) or taken (negative), or leave "
                               "the line out.");
            }
            break;
    }
}

// The other quantities of a line are parts of one whole: same unit, none negative.
void check_parts(const Reader& reader, const Shape& shape, const Line& line) {
    const std::array<std::pair<std::string_view, const std::optional<Quantity>*>, 5> parts = {{
        {"orderedQuantity", &line.ordered_quantity},
        {"outstandingQuantity", &line.outstanding_quantity},
        {"backorderQuantity", &line.backorder_quantity},
        {"cancelledQuantity", &line.cancelled_quantity},
        {"oversupplyQuantity", &line.oversupply_quantity},
    }};
    for (const auto& [name, part] : parts) {
        if (!part->has_value() || name == shape.quantity) {
            continue;
        }
        if ((*part)->unit_code != line.quantity.unit_code) {
            reader.problem(name, "document.quantity.unit_differs",
                           "The unit is \"" + excerpt((*part)->unit_code) +
                               "\", but the line is in \"" + excerpt(line.quantity.unit_code) +
                               "\".",
                           "Give all quantities of a line in one unit.");
        }
        if ((*part)->value.sign() < 0) {
            reader.problem(
                name, "document.quantity.negative",
                "The quantity is " + (*part)->value.text() + "; it must not be negative.",
                "Correct it.");
        }
    }
}

// With all five present the sum must be exact. Without the last two it cannot be: a later despatch
// of a line does not repeat what earlier ones delivered, so only "more than was ordered" is wrong.
void check_ordered(const Reader& reader, const Shape& shape, const Line& line) {
    if (shape.type != MessageType::despatch_advice || !line.ordered_quantity ||
        !line.outstanding_quantity) {
        return;
    }
    const Decimal accounted = line.quantity.value + value_of(line.outstanding_quantity) +
                              value_of(line.cancelled_quantity) -
                              value_of(line.oversupply_quantity);
    const Decimal& ordered = line.ordered_quantity->value;
    const bool complete = line.cancelled_quantity && line.oversupply_quantity;
    if (complete ? accounted != ordered : accounted > ordered) {
        reader.problem("orderedQuantity", "document.quantity.does_not_add_up",
                       "Ordered is " + ordered.text() +
                           ", but delivered + outstanding + cancelled - oversupply is " +
                           accounted.text() + ".",
                       "Correct the quantity that is wrong; goods beyond the order belong into "
                       "oversupplyQuantity.");
    }
}

void check_lots(const Reader& reader, const Line& line) {
    if (line.lots.empty()) {
        return;
    }
    Decimal sum;
    for (std::size_t index = 0; index < line.lots.size(); ++index) {
        const Quantity& quantity = line.lots[index].quantity;
        sum = sum + quantity.value;
        const std::string at = reader.pointer("lots") + "/" + std::to_string(index) + "/quantity";
        if (quantity.unit_code != line.quantity.unit_code) {
            reader.problems().add("document.lots.unit_differs", at,
                                  "The unit is \"" + excerpt(quantity.unit_code) +
                                      "\", but the line is in \"" +
                                      excerpt(line.quantity.unit_code) + "\".",
                                  "Give the lots in the unit of the line.");
        }
        if (quantity.value.sign() != line.quantity.value.sign()) {
            reader.problems().add(
                "document.lots.sign_differs", at,
                "The quantity of the lot is " + quantity.value.text() + ", that of the line " +
                    line.quantity.value.text() + ".",
                "Give every lot the sign of its line, and leave out lots of nothing.");
        }
    }
    if (sum != line.quantity.value) {
        reader.problem(
            "lots", "document.lots.do_not_add_up",
            "The lots come to " + sum.text() + ", the line to " + line.quantity.value.text() + ".",
            "Correct the quantity of the lot or of the line that is wrong.");
    }
}

void check_serials(const Reader& reader, const Line& line) {
    if (line.serial_ids.empty()) {
        return;
    }
    const Decimal count = Decimal::of(static_cast<std::int64_t>(line.serial_ids.size()));
    const Decimal& value = line.quantity.value;
    if (count != (value.sign() < 0 ? -value : value)) {
        reader.problem(
            "serialIds", "document.serials.count",
            "There are " + count.text() + " serial numbers for a quantity of " + value.text() + ".",
            "List one serial number for each piece.");
    }
    std::set<std::string_view> seen;
    for (std::size_t index = 0; index < line.serial_ids.size(); ++index) {
        if (!seen.insert(line.serial_ids[index]).second) {
            reader.problems().add(
                "document.serials.duplicate",
                reader.pointer("serialIds") + "/" + std::to_string(index),
                "The serial number \"" + excerpt(line.serial_ids[index]) + "\" is listed twice.",
                "Scan the pieces again.");
        }
    }
}

// Sums of as many amounts as a document may have lines never overflow when each is within this.
bool can_be_summed(const Decimal& amount) {
    const Decimal largest = *Decimal::parse("9999999999999999999999.99");
    return amount <= largest && amount >= -largest;
}

void check_price(const Reader& reader, const Line& line) {
    if (!line.price) {
        return;
    }
    const std::optional<Decimal>& base = line.price->base_quantity;
    if (base && base->sign() <= 0) {
        reader.problems().add("document.price.base_quantity",
                              reader.pointer("price") + "/baseQuantity",
                              "A price for " + base->text() + " pieces has no meaning.",
                              "Send the number of pieces the price is for, or leave it out.");
        return;
    }
    const std::optional<Decimal>& discount = line.price->discount_rate;
    if (discount && (discount->sign() < 0 || *discount > Decimal::of(100))) {
        reader.problems().add("document.price.discount_rate",
                              reader.pointer("price") + "/discountRate",
                              "A discount of " + discount->text() + " % is not possible.",
                              "Send a rate from 0 to 100.");
        return;
    }
    const std::optional<Money>& off = line.price->discount_amount;
    if (off && (off->amount.sign() < 0 || off->amount > line.price->unit_amount.amount)) {
        reader.problems().add("document.price.discount_amount",
                              reader.pointer("price") + "/discountAmount",
                              "A discount of " + off->amount.text() + " on a price of " +
                                  line.price->unit_amount.amount.text() + " is not possible.",
                              "Send what is taken off the unit amount, from 0 to all of it.");
        return;
    }
    const std::optional<Decimal> net = line_net(line);
    if (!net || !can_be_summed(*net)) {
        reader.problem("price", "document.price.too_large",
                       "Quantity times price has more digits than an amount may have.",
                       "Correct the quantity or the price.");
    }
}

void check_currency(const Reader& body, const std::string& at, const Money& money,
                    Document& document) {
    if (money.currency_id.empty() || money.currency_id == document.currency_id) {
        return;
    }
    if (document.currency_id.empty()) {
        document.currency_id = money.currency_id;
        return;
    }
    body.problems().add("document.currency.differs", body.pointer() + at + "/currencyId",
                        "The currency is " + excerpt(money.currency_id) +
                            ", but the document is in " + excerpt(document.currency_id) + ".",
                        "Send one document for each currency.");
}

void check_currencies(const Reader& body, Document& document) {
    for (std::size_t index = 0; index < document.lines.size(); ++index) {
        const Line& line = document.lines[index];
        if (line.price) {
            const std::string price = "/lines/" + std::to_string(index) + "/price";
            check_currency(body, price + "/unitAmount", line.price->unit_amount, document);
            if (line.price->discount_amount) {
                check_currency(body, price + "/discountAmount", *line.price->discount_amount,
                               document);
            }
        }
        if (line.unit_cost) {
            check_currency(body, "/lines/" + std::to_string(index) + "/unitCost", *line.unit_cost,
                           document);
        }
    }
    for (std::size_t index = 0; index < document.allowance_charges.size(); ++index) {
        check_currency(body, "/allowanceCharges/" + std::to_string(index) + "/amount",
                       document.allowance_charges[index].amount, document);
    }
    if (document.payable) {
        check_currency(body, "/legalMonetaryTotal/payableAmount", *document.payable, document);
    }
}

void check_exchange_rate(const Reader& body, Document& document) {
    if (!document.pricing_exchange_rate) {
        return;
    }
    const ExchangeRate& rate = *document.pricing_exchange_rate;
    const std::string at = body.pointer() + "/pricingExchangeRate";
    if (document.currency_id.empty()) {
        document.currency_id = rate.source_currency_id;
    }
    if (rate.source_currency_id != document.currency_id) {
        body.problems().add("document.exchange_rate.currency_differs", at + "/sourceCurrencyId",
                            "The exchange rate is for " + excerpt(rate.source_currency_id) +
                                ", but the document is in " + excerpt(document.currency_id) + ".",
                            "Send the rate from the currency of the document to that of the "
                            "books.");
    } else if (rate.source_currency_id == rate.target_currency_id &&
               rate.calculation_rate != Decimal::of(1)) {
        body.problems().add("document.exchange_rate.not_one", at + "/calculationRate",
                            "The exchange rate from " + excerpt(rate.source_currency_id) +
                                " to itself is " + rate.calculation_rate.text() + ", not 1.",
                            "Correct the currencies of the rate, or leave the rate out.");
    }
}

void check_line_ids(const Reader& body, const Document& document) {
    std::set<std::string_view> seen;
    for (std::size_t index = 0; index < document.lines.size(); ++index) {
        const std::string& id = document.lines[index].id;
        if (!id.empty() && !seen.insert(id).second) {
            body.problems().add("document.lines.duplicate_id",
                                body.pointer("lines") + "/" + std::to_string(index) + "/id",
                                "The line id \"" + excerpt(id) + "\" is used twice.",
                                "Give every line its own id.");
        }
    }
}

void check_content(const Reader& body, const Shape& shape, const Document& document) {
    if (body.problems().has(body.pointer("lines"))) {
        return;  // A list that could not be read is not missing.
    }
    const bool no_lines = document.lines.empty();
    const bool no_charges = document.allowance_charges.empty();
    if (shape.content == ContentRule::lines && no_lines) {
        body.problem("lines", "document.lines.missing", "The document has no line.",
                     "Send at least one line, or no document.");
    } else if (shape.content == ContentRule::lines_or_charges && no_lines && no_charges) {
        body.problem("lines", "document.lines.missing",
                     "The document has neither a line nor a charge.",
                     "Send at least one of them, or no document.");
    } else if (shape.content == ContentRule::tracking && document.shipment.tracking_ids.empty()) {
        body.problem("shipment", "document.tracking.missing", "The update has no tracking number.",
                     "Send at least one trackingId in shipment.consignments.");
    }
}

}  // namespace

void validate_line(const Reader& reader, const Shape& shape, const Line& line) {
    check_quantity(reader, shape, line);
    check_parts(reader, shape, line);
    check_ordered(reader, shape, line);
    check_lots(reader, line);
    check_serials(reader, line);
    check_price(reader, line);
}

void validate_document(const Reader& body, const Shape& shape, Document& document) {
    if (!body.present()) {
        return;
    }
    check_content(body, shape, document);
    check_line_ids(body, document);
    validate_kits(body, document);
    check_currencies(body, document);
    check_exchange_rate(body, document);
}

}  // namespace sage
