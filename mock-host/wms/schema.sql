-- SPDX-License-Identifier: Apache-2.0
-- The warehouse. Quantities and amounts are whole millionths, times milliseconds since 1970, days
-- YYYY-MM-DD or empty. What must never be is a constraint, so that no path around the rules can do it.

-- The last number given out, by what it is for.
CREATE TABLE counter (
    name TEXT NOT NULL PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE item (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    tracks_lots INTEGER NOT NULL,
    tracks_serials INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What is where. A unit is on hold, or allocated to an order, or available.
CREATE TABLE stock (
    site TEXT NOT NULL,
    item TEXT NOT NULL,
    location TEXT NOT NULL,
    lot TEXT NOT NULL,
    expiry_date TEXT NOT NULL,
    on_hand INTEGER NOT NULL CHECK (on_hand >= 0),
    on_hold INTEGER NOT NULL CHECK (on_hold >= 0),
    allocated INTEGER NOT NULL CHECK (allocated >= 0),
    -- On its way there, and not on hand.
    in_transit INTEGER NOT NULL CHECK (in_transit >= 0),
    PRIMARY KEY (site, item, location, lot),
    CHECK (on_hold + allocated <= on_hand)
) STRICT, WITHOUT ROWID;

-- One unit of an item that has serial numbers.
CREATE TABLE serial (
    item TEXT NOT NULL,
    number TEXT NOT NULL,
    state TEXT NOT NULL CHECK (
        state IN ('inStock', 'picked', 'packed', 'despatched', 'inTransit', 'gone')),
    site TEXT NOT NULL,
    location TEXT NOT NULL,
    lot TEXT NOT NULL,
    reservation INTEGER,
    parcel INTEGER,
    -- While it is in transit; its place is the one it left.
    transfer TEXT,
    PRIMARY KEY (item, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX serial_place ON serial (site, item, location, lot) WHERE state = 'inStock';
CREATE INDEX serial_reservation ON serial (reservation) WHERE reservation IS NOT NULL;
CREATE INDEX serial_parcel ON serial (parcel) WHERE parcel IS NOT NULL;
CREATE INDEX serial_transfer ON serial (transfer) WHERE transfer IS NOT NULL;

CREATE TABLE sales_order (
    id TEXT NOT NULL PRIMARY KEY,
    buyer_order_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'closed', 'cancelled')),
    customer_id TEXT NOT NULL,
    customer_name TEXT NOT NULL,
    country_code TEXT NOT NULL,
    address TEXT NOT NULL,
    site TEXT NOT NULL,
    currency TEXT NOT NULL,
    date TEXT NOT NULL,
    promised_date TEXT NOT NULL,
    service_level TEXT NOT NULL,
    service_rank INTEGER NOT NULL,
    entered_ms INTEGER NOT NULL,
    charges_posted INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- The order in which scarce stock is given out; where none was promised, last.
CREATE INDEX sales_order_open ON sales_order (
    promised_date = '', promised_date, service_rank, entered_ms, id) WHERE state = 'open';

-- How far each unit has come; every later figure is part of the earlier one.
CREATE TABLE order_line (
    order_id TEXT NOT NULL REFERENCES sales_order (id),
    position INTEGER NOT NULL,
    id TEXT NOT NULL,
    item TEXT NOT NULL,
    item_name TEXT NOT NULL,
    unit_code TEXT NOT NULL,
    gtin TEXT NOT NULL,
    price INTEGER NOT NULL,
    note TEXT NOT NULL,
    ordered INTEGER NOT NULL CHECK (ordered > 0),
    cancelled INTEGER NOT NULL CHECK (cancelled >= 0),
    allocated INTEGER NOT NULL CHECK (allocated <= ordered - cancelled),
    picked INTEGER NOT NULL CHECK (picked <= allocated),
    packed INTEGER NOT NULL CHECK (packed <= picked),
    despatched INTEGER NOT NULL CHECK (despatched >= 0 AND despatched <= packed),
    PRIMARY KEY (order_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE order_charge (
    order_id TEXT NOT NULL REFERENCES sales_order (id),
    position INTEGER NOT NULL,
    code TEXT NOT NULL,
    reason TEXT NOT NULL,
    amount INTEGER NOT NULL,
    PRIMARY KEY (order_id, position)
) STRICT, WITHOUT ROWID;

-- Units of one place for one order line.
CREATE TABLE reservation (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    order_id TEXT NOT NULL,
    line_id TEXT NOT NULL,
    site TEXT NOT NULL,
    item TEXT NOT NULL,
    location TEXT NOT NULL,
    lot TEXT NOT NULL,
    quantity INTEGER NOT NULL CHECK (quantity >= 0),
    picked INTEGER NOT NULL CHECK (picked <= quantity),
    packed INTEGER NOT NULL CHECK (packed <= picked),
    despatched INTEGER NOT NULL CHECK (despatched >= 0 AND despatched <= packed),
    UNIQUE (order_id, line_id, location, lot),
    FOREIGN KEY (order_id, line_id) REFERENCES order_line (order_id, id)
) STRICT;

CREATE TABLE parcel (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    order_id TEXT NOT NULL REFERENCES sales_order (id),
    sscc TEXT NOT NULL,
    tracking_number TEXT NOT NULL,
    despatch_id TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX parcel_sscc ON parcel (sscc) WHERE sscc <> '';
CREATE INDEX parcel_order ON parcel (order_id);
CREATE INDEX parcel_despatch ON parcel (despatch_id);

CREATE TABLE parcel_line (
    parcel INTEGER NOT NULL REFERENCES parcel (id),
    reservation INTEGER NOT NULL,
    line_id TEXT NOT NULL,
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (parcel, reservation)
) STRICT, WITHOUT ROWID;

CREATE TABLE despatch (
    id TEXT NOT NULL PRIMARY KEY,
    order_id TEXT NOT NULL REFERENCES sales_order (id),
    version INTEGER NOT NULL,
    date TEXT NOT NULL,
    left_ms INTEGER NOT NULL,
    carrier TEXT NOT NULL,
    buyer_order_id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    customer_name TEXT NOT NULL,
    country_code TEXT NOT NULL,
    address TEXT NOT NULL,
    site TEXT NOT NULL,
    currency TEXT NOT NULL,
    service_level TEXT NOT NULL,
    with_charges INTEGER NOT NULL,
    last INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What of a line left from which place; what is corrected is what it says.
CREATE TABLE despatch_line (
    despatch_id TEXT NOT NULL REFERENCES despatch (id),
    id TEXT NOT NULL,
    order_line_id TEXT NOT NULL,
    item TEXT NOT NULL,
    item_name TEXT NOT NULL,
    unit_code TEXT NOT NULL,
    gtin TEXT NOT NULL,
    price INTEGER NOT NULL,
    note TEXT NOT NULL,
    ordered INTEGER NOT NULL,
    outstanding INTEGER NOT NULL,
    reservation INTEGER NOT NULL,
    location TEXT NOT NULL,
    lot TEXT NOT NULL,
    expiry_date TEXT NOT NULL,
    quantity INTEGER NOT NULL CHECK (quantity >= 0),
    PRIMARY KEY (despatch_id, id, reservation)
) STRICT, WITHOUT ROWID;

-- Goods that left one site for another; open as long as some of them are on their way.
CREATE TABLE transfer (
    id TEXT NOT NULL PRIMARY KEY,
    from_site TEXT NOT NULL,
    to_site TEXT NOT NULL,
    open INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What of a line left which place, and how much of it has arrived. named_lot is the lot that the
-- transfer asked for.
CREATE TABLE transfer_line (
    transfer_id TEXT NOT NULL REFERENCES transfer (id),
    position INTEGER NOT NULL,
    id TEXT NOT NULL,
    item TEXT NOT NULL,
    named_lot TEXT NOT NULL,
    location TEXT NOT NULL,
    lot TEXT NOT NULL,
    expiry_date TEXT NOT NULL,
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    arrived INTEGER NOT NULL CHECK (arrived >= 0 AND arrived <= quantity),
    PRIMARY KEY (transfer_id, id, location, lot)
) STRICT, WITHOUT ROWID;

-- Every document the warehouse made, in the contract's words, and what became of it. state is empty until
-- it is handed over.
CREATE TABLE document (
    sequence INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    type TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    message_id TEXT NOT NULL UNIQUE,
    json TEXT NOT NULL,
    state TEXT NOT NULL,
    sage_number TEXT NOT NULL,
    UNIQUE (type, id, version)
) STRICT;
CREATE INDEX document_waiting ON document (sequence) WHERE state = '';

-- Every movement of stock and every step of an order, in the order in which they happened.
CREATE TABLE event (
    sequence INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    at_ms INTEGER NOT NULL,
    kind TEXT NOT NULL,
    reference TEXT NOT NULL,
    line_id TEXT NOT NULL,
    site TEXT NOT NULL,
    location TEXT NOT NULL,
    item TEXT NOT NULL,
    lot TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    reservation INTEGER NOT NULL
) STRICT;
CREATE TRIGGER event_kept BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'an event is never deleted'); END;
CREATE TRIGGER event_unchanged BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'an event never changes'); END;
