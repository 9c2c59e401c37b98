// SPDX-License-Identifier: Apache-2.0
// Plan: the entries by themselves: each has its event with the time it was made; units are taken
// from several places in their order, or none; a reservation and its line move together; what is
// given back is first what nobody touched, then what was picked last.
#include "mock-host/wms/books.h"

#include <gtest/gtest.h>

#include <numeric>

namespace wms {
namespace {

constexpr std::int64_t kNowMs = 1'000;

class BooksTest : public ::testing::Test {
  protected:
    static Decimal units(std::int64_t count) { return Decimal::whole(count); }
    static Place place(const std::string& location, const std::string& expiry = {}) {
        return {"MAIN", "A", location, expiry.empty() ? "" : "LOT-" + location, expiry};
    }
    void put(const std::string& location, int quantity, const std::string& expiry = {}) {
        books_.add(place(location, expiry), units(quantity), {"received", "G", "1"});
    }
    Order an_order(int quantity) {
        store_.run(
            "INSERT INTO sales_order (id, buyer_order_id, version, state, customer_id,"
            " customer_name, country_code, address, site, currency, date, promised_date,"
            " service_level, service_rank, entered_ms, charges_posted) VALUES ('O', '', 1,"
            " 'open', '', '', '', '', 'MAIN', 'GBP', '', '', '', 0, 0, 0)");
        store_.run(
            "INSERT INTO order_line (order_id, position, id, item, item_name, unit_code,"
            " gtin, price, note, ordered, cancelled, allocated, picked, packed, despatched) VALUES "
            "('O', 1,"
            " '1', 'A', '', 'C62', '', 0, '', ?, 0, 0, 0, 0, 0)",
            units(quantity));
        return *books_.order("O");
    }
    std::string last_event() {
        SQLite::Statement& row =
            store_.ask("SELECT kind, at_ms FROM event ORDER BY sequence DESC LIMIT 1");
        row.executeStep();
        return text_at(row, 0) + " " + std::to_string(whole_at(row, 1));
    }

    Store store_{":memory:"};
    Books books_{store_, kNowMs};
};

TEST_F(BooksTest, an_entry_has_its_event_with_its_time) {
    put("X", 5);
    EXPECT_EQ(last_event(), "received 1000");
    books_.add_on_hold(place("X"), units(2), {"held", "R", "1"});
    EXPECT_EQ(last_event(), "held 1000");
    EXPECT_EQ(books_.available("MAIN", "A").at(0).quantity, units(3));
}

TEST_F(BooksTest, units_come_from_what_expires_first_then_by_place) {
    put("Z", 1);
    put("Y", 2);
    put("X", 3, "2028-01-01");
    put("W", 4, "2027-01-01");
    std::vector<std::string> order;
    for (const Books::Available& one : books_.available("MAIN", "A")) {
        order.push_back(one.place.location);
    }
    EXPECT_EQ(order, (std::vector<std::string>{"W", "X", "Y", "Z"}));
    EXPECT_TRUE(books_.take(books_.available("MAIN", "A"), units(6), {"adjusted", "A", "1"}));
    EXPECT_EQ(books_.available("MAIN", "A").at(0).quantity, units(1));
    EXPECT_FALSE(books_.take(books_.available("MAIN", "A"), units(5), {"adjusted", "A", "1"}));
    EXPECT_EQ(books_.available("MAIN", "A").size(), 3U);
}

TEST_F(BooksTest, a_reservation_and_its_line_move_together) {
    put("X", 3);
    put("Y", 3);
    const Order order = an_order(5);
    EXPECT_EQ(books_.allocate(order, order.lines[0], units(5)), units(5));
    const std::vector<Reservation> reservations = books_.reservations("O", "1");
    ASSERT_EQ(reservations.size(), 2U);
    Progress progress;
    progress.picked = units(2);
    books_.advance(reservations[0], "O", "1", progress, "picked");
    EXPECT_EQ(books_.order("O")->lines[0].picked, units(2));
    EXPECT_EQ(books_.reservations("O", "1")[0].picked, units(2));
    EXPECT_EQ(last_event(), "picked 1000");
}

TEST_F(BooksTest, what_nobody_touched_is_given_back_first) {
    put("X", 3);
    put("Y", 3);
    const Order order = an_order(6);
    books_.allocate(order, order.lines[0], units(6));
    Progress progress;
    progress.picked = units(3);
    books_.advance(books_.reservations("O", "1")[0], "O", "1", progress, "picked");
    books_.give_back("O", "1", units(3));
    EXPECT_EQ(books_.order("O")->lines[0].picked, units(3));
    EXPECT_EQ(books_.order("O")->lines[0].allocated, units(3));
    books_.give_back("O", "1", units(2));
    EXPECT_EQ(books_.order("O")->lines[0].picked, units(1));
    EXPECT_EQ(last_event(), "putBack 1000");
}

TEST_F(BooksTest, an_order_is_closed_or_cancelled_by_what_its_lines_say) {
    an_order(2);
    books_.set_state("O");
    EXPECT_EQ(books_.order("O")->state, "open");
    store_.run("UPDATE order_line SET cancelled = ordered");
    books_.set_state("O");
    EXPECT_EQ(books_.order("O")->state, "cancelled");
    store_.run(
        "UPDATE order_line SET cancelled = 0, allocated = ordered, picked = ordered,"
        " packed = ordered, despatched = ordered");
    books_.set_state("O");
    EXPECT_EQ(books_.order("O")->state, "closed");
    EXPECT_FALSE(books_.order("X").has_value());
    EXPECT_FALSE(books_.despatch("X").has_value());
}

TEST_F(BooksTest, what_was_reserved_last_is_given_back_first) {
    put("X", 3);
    put("Y", 3);
    const Order order = an_order(6);
    books_.allocate(order, order.lines[0], units(6));
    books_.give_back("O", "1", units(2));
    const std::vector<Reservation> left = books_.reservations("O", "1");
    EXPECT_EQ(left.at(0).place.location, "X");
    EXPECT_EQ(left.at(0).quantity, units(3));
    EXPECT_EQ(left.at(1).quantity, units(1));
}

}  // namespace
}  // namespace wms
