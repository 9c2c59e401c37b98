# SPDX-License-Identifier: Apache-2.0
"""A small company in Tryton, on SQLite, and what its people do: they sell, ship and take back. Only Tryton's own means
are used: trytond-admin makes the database, proteus does what the client would.

What takes longest, Debian's modules and the company in them, is made once and copied; the module under test is activated
in a copy of that.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

MODULES = ["sale", "stock_lot", "stock_package_shipping", "edocument_unece"]
SAMPLES = Path(__file__).resolve().parents[2] / "host-api/samples"
MODULE = SAMPLES / "tryton/sage_connector"


def environment(folder):
    """For programs of Tryton: the module and the binding are found where they are in the project."""
    (folder / "password").write_text("admin\n", encoding="utf-8")
    return {**os.environ, "TRYTONPASSFILE": str(folder / "password"), "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONPATH": f"{SAMPLES / 'tryton'}:{SAMPLES / 'python'}"}


def write_configuration(folder, plugins):
    file = folder / "trytond.conf"
    file.write_text(f"[database]\nuri = sqlite://\npath = {folder}\n[cache]\ntransaction = 64\n"
                    f"[sage_connector]\nplugins = {plugins}\ndata = {folder}/sage\n", encoding="utf-8")
    return file


def activate(folder, configuration, database, modules):
    (folder / f"{database}.sqlite").touch()
    done = subprocess.run(
        ["trytond-admin", "-c", str(configuration), "-d", database, "--email", "admin@example.com",
         "--activate-dependencies", "-u", *modules],
        env=environment(folder), capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr[-4000:])


def made_once(cache, name, of, make):
    """The path of what `make` writes, made anew where something of `of` is another by now."""
    digest = hashlib.sha256(repr([file.read_bytes() for file in of]).encode()).hexdigest()[:16]
    made = cache / f"{name}-{digest}.sqlite"
    if not made.exists():
        for old in cache.glob(f"{name}-*.sqlite"):
            old.unlink()
        make(cache / f"{name}.new.sqlite")
        (cache / f"{name}.new.sqlite").rename(made)
    return made


def template(cache, plugins):
    """A database with the company and the module; half a minute of work, kept in `cache`."""
    cache.mkdir(parents=True, exist_ok=True)
    configuration = write_configuration(cache, plugins)

    def make_company(file):
        file.unlink(missing_ok=True)
        activate(cache, configuration, file.stem, MODULES)
        subprocess.run([sys.executable, __file__, str(configuration), file.stem], env=environment(cache), check=True)

    trytond = Path("/usr/lib/python3/dist-packages/trytond/__init__.py")
    company = made_once(cache, "company", [Path(__file__), trytond], make_company)

    def make_module(file):
        shutil.copy(company, file)
        activate(cache, configuration, file.stem, ["sage_connector"])

    files = sorted(file for file in MODULE.rglob("*") if file.is_file() and file.suffix in (".py", ".xml", ".cfg"))
    return made_once(cache, "module", [company, *files], make_module)


def make_company(configuration, database):
    from proteus import Model, config

    config.set_trytond(database, config_file=configuration)
    os.environ["DB_NAME"] = database  # Tryton's own tools for tests want it
    from trytond.modules.account.tests.tools import create_chart, create_fiscalyear, create_tax, get_accounts
    from trytond.modules.account_invoice.tests.tools import create_payment_term, set_fiscalyear_invoice_sequences
    from trytond.modules.company.tests.tools import create_company, get_company
    from trytond.modules.currency.tests.tools import get_currency

    Party = Model.get("party.party")
    owner = Party(name="Northwind")
    owner.save()
    create_company(party=owner, currency=get_currency("GBP"))
    company = get_company()
    set_fiscalyear_invoice_sequences(create_fiscalyear(company)).click("create_period")
    create_chart(company)
    accounts = get_accounts(company)
    tax = create_tax(Decimal("0.20"))
    tax.save()
    britain = Model.get("country.country")(name="United Kingdom", code="GB")
    britain.save()
    customer = Party(name="Harbour Café", code="HARBOUR")
    address, = customer.addresses
    address.street, address.city, address.postal_code, address.country = "1 Quay", "Whitby", "YO21 1AA", britain
    customer.save()
    category = Model.get("product.category")(name="Goods", accounting=True)
    category.account_expense, category.account_revenue = accounts["expense"], accounts["revenue"]
    category.customer_taxes.append(tax)
    category.save()
    mug = make_product("MUG", "Mug", Decimal("4.50"), category, lots=True)
    tea = make_product("TEA", "Tea", Decimal("2.25"), category)
    ghost = make_product("GHOST", "Lamp that Sage does not know", Decimal("9"), category)
    make_carrier(category)
    create_payment_term().save()
    put_in_stock([(mug, "L-1", 40), (mug, "L-2", 40), (tea, None, 500), (ghost, None, 50)])


def make_product(code, name, price, category, lots=False, kind="goods"):
    from proteus import Model

    unit, = Model.get("product.uom").find([("name", "=", "Unit")])
    made = Model.get("product.template")(name=name, code=code, type=kind, default_uom=unit, salable=True,
                                         list_price=price, account_category=category)
    if lots:
        made.lot_required = ["storage", "customer"]
    made.save()
    return made.products[0]


def make_carrier(category):
    from proteus import Model

    post = Model.get("party.party")(name="Royal Post", code="POST")
    post.save()
    product = make_product("POST", "Carriage", Decimal("5"), category, kind="service")
    Model.get("carrier")(party=post, carrier_product=product).save()
    Model.get("stock.package.type")(name="Box").save()


def put_in_stock(lines):
    from proteus import Model

    storage, = Model.get("stock.location").find([("code", "=", "STO")])
    inventory = Model.get("stock.inventory")(location=storage)
    for product, number, quantity in lines:
        line = inventory.lines.new(product=product)
        if number:
            line.lot = Model.get("stock.lot")(number=number, product=product)
            line.lot.save()
        line.quantity, line.expected_quantity = quantity, 0.0
    inventory.click("confirm")


def one(model, **values):
    from proteus import Model

    found, = Model.get(model).find([(name, "=", value) for name, value in values.items()])
    return found


def sell(lines, reference=None):
    """A sale that is under way; lines are (product code, quantity)."""
    from proteus import Model

    sale = Model.get("sale.sale")(party=one("party.party", code="HARBOUR"), reference=reference,
                                  invoice_method="manual", carrier=one("carrier"))
    sale.payment_term, = Model.get("account.invoice.payment_term").find([])
    for code, quantity in lines:
        line = sale.lines.new()
        line.product = one("product.product", code=code)
        line.quantity = quantity
    sale.click("quote")
    sale.click("confirm")
    sale.reload()
    return sale


def pick(sale, lots=()):
    """Takes the goods from the shelf; of the product with lots so much of each, as (lot, quantity)."""
    from proteus import config

    shipment, = sale.shipments
    moves = [move for move in shipment.inventory_moves if move.product.code == "MUG"]
    if moves:
        for lot, quantity in lots[1:]:
            with config.get_config().set_context(_stock_move_split=True):
                split, = moves[0].duplicate(default={"quantity": quantity})
            split.lot = one("stock.lot", number=lot)
            split.save()
        moves[0].quantity, moves[0].lot = lots[0][1], one("stock.lot", number=lots[0][0])
        moves[0].save()
        shipment.reload()
    shipment.click("assign_force")
    shipment.click("pick")
    return shipment


def pack(shipment, tracking):
    """All goods in packages, one for each tracking number; the last has what the others have not."""
    from proteus import Model

    moves = list(shipment.outgoing_moves)
    for index, number in enumerate(tracking):
        package = Model.get("stock.package")(type=one("stock.package.type"), shipment=shipment)
        package.shipping_reference = number
        package.save()
        for move in moves[index:] if index == len(tracking) - 1 else moves[index:index + 1]:
            move.package = package
            move.save()
    shipment.reload()
    shipment.click("pack")
    return shipment


def ship(lines, lots=(), tracking=("PKG-1",), reference=None):
    """From the sale to a shipment that is packed."""
    return pack(pick(sell(lines, reference), lots), tracking)


def take_back(sale, lot=None):
    """All goods of a sale come back."""
    from proteus import Model, Wizard

    Wizard("sale.return_sale", [sale]).execute("return_")
    returned, = Model.get("sale.sale").find([("origin", "=", f"sale.sale,{sale.id}")])
    returned.click("quote")
    returned.click("confirm")
    returned.reload()
    shipment, = returned.shipment_returns
    for move in shipment.incoming_moves:
        if lot and move.product.code == "MUG":
            move.lot = one("stock.lot", number=lot)
            move.save()
    shipment.reload()
    shipment.click("receive")
    shipment.click("done")
    return shipment


if __name__ == "__main__":
    make_company(*sys.argv[1:])
