# SPDX-License-Identifier: Apache-2.0
"""Shipments of Tryton in the words of the contract (host-api/schemas). Pure: records go in, a document comes out."""

from decimal import Decimal


class NotSendable(Exception):
    """The shipment lacks something that a document needs: what, and what to do about it."""

    def __init__(self, code, cause, fix):
        super().__init__(cause)
        self.code, self.cause, self.fix = f"tryton.{code}", cause, fix


def text(number):
    """The digits, without an exponent."""
    return format(number, "f")


def exact(quantity, unit):
    """Tryton 6.0 keeps quantities as binary numbers; the digits of the unit say which decimal is meant."""
    return Decimal(repr(quantity)).quantize(Decimal(1).scaleb(-unit.digits))


def unit_code(unit):
    """By UN/ECE Recommendation 20 where the module edocument_unece is activated, otherwise the symbol."""
    return getattr(unit, "unece_code", None) or unit.symbol


def present(members):
    """Without what is empty: the schemas know members that are left out, and none that are null."""
    return {name: value for name, value in members.items() if value not in (None, "", [], {})}


def party(record, address=None):
    members = {"id": record.code, "name": record.name}
    if record.tax_identifier:
        members["companyId"] = record.tax_identifier.code
    if address:
        streets = [address.party_name, address.name, *(address.street or "").splitlines(), address.city]
        members["postalAddress"] = present({
            "addressLines": [line.strip() for line in streets if line and line.strip()],
            "postalZone": address.postal_code,
            "countryCode": address.country.code if address.country else None})
    return present(members)


def sale_line_of(move):
    return move.origin if move.origin and move.origin.__name__ == "sale.line" else None


def sale_of(moves):
    """The sale of all moves, or none: a document names one order."""
    sales = {line.sale for line in map(sale_line_of, moves) if line}
    return sales.pop() if len(sales) == 1 else None


def ordering_key(shipment):
    """What belongs to a sale is posted in the order in which it was done, its returns included."""
    sale = sale_of(shipment.outgoing_moves if shipment.__name__ == "stock.shipment.out" else shipment.incoming_moves)
    if not sale:
        return f"{shipment.__name__},{shipment.number}"
    returned = sale.origin if sale.origin and sale.origin.__name__ == "sale.sale" else None
    return f"sale.sale,{(returned or sale).number}"


def order_reference(sale):
    return present({"id": sale.number, "buyerOrderId": sale.reference}) if sale else None


def buyer(shipment, sale):
    return party((sale.invoice_party or sale.party) if sale else shipment.customer)


def currency(moves):
    codes = sorted({move.currency.code for move in moves if move.currency})
    if len(codes) > 1:
        raise NotSendable("currencies", f"The shipment has prices in {' and '.join(codes)}.",
                          "Enter its document in Sage by hand; ship each currency by itself from now on.")
    return codes[0] if codes else None


def item(product):
    if not product.code:
        raise NotSendable("product_without_code", f"The product '{product.rec_name}' has no code.",
                          "Give it the code that it has in Sage, then send the shipment again.")
    gtin = [identifier.code for identifier in product.identifiers if identifier.type == "ean"]
    return present({"sellersItemId": product.code, "name": product.name, "gtin": gtin[0] if gtin else None})


def tax(line):
    """One tax by percent is told, all else is left to the settings of the plugin."""
    taxes = [tax for tax in line.taxes if tax.type == "percentage"] if line else []
    if len(taxes) != 1:
        return None
    return present({"taxCode": taxes[0].name, "percent": text((taxes[0].rate * 100).normalize()),
                    "categoryCode": getattr(taxes[0], "unece_category_code", None)})


def lines(moves, quantity_name):
    """Moves of one line of the order are one line: Tryton splits them by lot."""
    grouped = {}
    for move in moves:
        key = (move.origin, move.product, move.uom, move.unit_price, bool(move.lot))
        grouped.setdefault(key, []).append(move)
    return [line_of(group, quantity_name) for group in grouped.values()]


def line_of(moves, quantity_name):
    first, unit = moves[0], moves[0].uom
    ordered = sale_line_of(first)
    lots = {}
    for move in moves:
        if move.lot:
            lots[move.lot.number] = lots.get(move.lot.number, 0) + exact(move.quantity, unit)

    def quantity(value):
        return {"value": text(value), "unitCode": unit_code(unit)}

    return present({
        "id": str(first.id),
        "orderLineReference": {"lineId": str(ordered.id)} if ordered else None,
        "item": item(first.product),
        quantity_name: quantity(sum(exact(move.quantity, unit) for move in moves)),
        "lots": [{"lotNumber": number, "quantity": quantity(value)} for number, value in lots.items()],
        "price": price(first),
        "tax": tax(ordered)})


def price(move):
    if move.unit_price is None or not move.currency:
        return None
    return {"unitAmount": {"amount": text(move.unit_price), "currencyId": move.currency.code}}


def tracking(shipment):
    """Of its packages, in their order, each number once; where they have none, that of the shipment."""
    numbers = [package.shipping_reference for package in shipment.packages if package.shipping_reference]
    return list(dict.fromkeys(numbers or ([shipment.reference] if shipment.reference else [])))


def travels(shipment):
    return present({
        "id": shipment.number,
        "carrierParty": party(shipment.carrier.party) if shipment.carrier else None,
        "consignments": [{"trackingId": number} for number in tracking(shipment)]})


def packages(shipment):
    return [present({"sscc": package.code, "parentSscc": package.parent.code if package.parent else None})
            for package in shipment.packages]


def charge(code, amount, currency_code, line=None):
    return present({"chargeIndicator": True, "reasonCode": code or "CARRIAGE", "tax": tax(line),
                    "amount": {"amount": text(amount), "currencyId": currency_code}})


def charges(shipment, sale):
    """What the customer pays besides the goods: carriage, where it is invoiced by shipment; and what the sale has that is
    never shipped, with the first shipment that leaves."""
    if not sale:
        return []
    told = []
    if sale.shipment_cost_method == "shipment" and shipment.cost_sale_used:
        told.append(charge(shipment.carrier.carrier_product.code, shipment.cost_sale_used,
                           shipment.cost_sale_currency_used.code))
    if not any(other.state == "done" and other != shipment for other in sale.shipments):
        told += [charge(line.product.code, line.amount, sale.currency.code, line) for line in sale.lines
                 if line.type == "line" and line.product and line.product.type == "service" and line.amount > 0]
    return told


def despatch(shipment):
    moves = [move for move in shipment.outgoing_moves if move.state == "done"]
    sale = sale_of(moves)
    return present({
        "id": shipment.number, "issueDate": shipment.effective_date.isoformat(),
        "orderReference": order_reference(sale),
        "buyerCustomerParty": buyer(shipment, sale),
        "deliveryCustomerParty": party(shipment.customer, shipment.delivery_address),
        "shipFrom": {"locationId": shipment.warehouse.code or shipment.warehouse.name},
        "currencyId": currency(moves),
        "shipment": travels(shipment), "transportHandlingUnits": packages(shipment),
        "lines": lines(moves, "deliveredQuantity"),
        "allowanceCharges": charges(shipment, sale)})


def original_despatch(sale):
    """Where all goods of the sale that is returned left with one shipment; otherwise none is guessed."""
    origin = sale.origin if sale else None
    if not origin or origin.__name__ != "sale.sale":
        return None
    left = [shipment.number for shipment in origin.shipments if shipment.state == "done"]
    return left[0] if len(left) == 1 else None


def customer_return(shipment):
    moves = [move for move in shipment.incoming_moves if move.state == "done"]
    sale = sale_of(moves)
    return present({
        "id": shipment.number, "issueDate": shipment.effective_date.isoformat(),
        "originalDespatchId": original_despatch(sale),
        "orderReference": order_reference(sale),
        "buyerCustomerParty": buyer(shipment, sale),
        "shipTo": {"locationId": shipment.warehouse.code or shipment.warehouse.name},
        "currencyId": currency(moves),
        "lines": [{**line, "dispositionCode": "restock"} for line in lines(moves, "returnedQuantity")]})


def document_number(kind, shipment):
    return f"{shipment.number}-tracking" if kind == "trackingUpdate" else shipment.number


def tracking_update(shipment, today):
    return {"id": document_number("trackingUpdate", shipment), "issueDate": today.isoformat(),
            "despatchReference": {"id": shipment.number}, "shipment": travels(shipment)}
