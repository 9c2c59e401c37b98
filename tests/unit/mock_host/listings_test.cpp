// SPDX-License-Identifier: Apache-2.0
// Plan: the names of all columns, which programs rely on; a row of each list; pages that join
// without a gap where a list is longer than one; an export goes on where the last one ended.
#include "mock-host/listings.h"

#include "tests/unit/mock_host/warehouse_fixture.h"

namespace wms {
namespace {

using testing::order_of;
using testing::units;

class ListingsTest : public testing::WarehouseFixture {
  protected:
    template <class List>
    static std::string shown(const std::vector<Column>& columns, const List& list) {
        std::string text;
        Listing listing(columns, Form::comma_separated, 0,
                        [&text](std::string_view part) { text += part; });
        EXPECT_TRUE(list(listing).ok());
        listing.end();
        return text;
    }
};

TEST_F(ListingsTest, orders_and_their_lines) {
    enter(order_of("O", {{"A", 12}}));
    allocate("O");
    EXPECT_EQ(shown(order_columns(),
                    [&](Listing& rows) { return list_orders(warehouse_, "open", rows); }),
              "orderId,customerId,customerName,site,state,version,promisedDate,serviceLevel,"
              "ordered,allocated,picked,despatched,cancelled,outstanding,backordered\r\n"
              "O,C1,Acme,MAIN,open,1,,standard,12,10,0,0,0,12,2\r\n");
    EXPECT_EQ(shown(order_line_columns(),
                    [&](Listing& rows) { return list_order_lines(warehouse_, "O", rows); }),
              "orderId,lineId,item,itemName,price,ordered,allocated,picked,packed,despatched,"
              "cancelled,outstanding\r\n"
              "O,1,A,,2.00,12,10,0,0,0,0,12\r\n");
    Listing rows(order_line_columns(), Form::table, 0, [](std::string_view) {});
    EXPECT_EQ(testing::code(list_order_lines(warehouse_, "X", rows)), "warehouse.order.unknown");
}

TEST_F(ListingsTest, stock_by_site_and_by_place) {
    ASSERT_TRUE(warehouse_.hold("MAIN", {"", "A", units(2), "inspection", ""}).ok());
    EXPECT_EQ(shown(stock_columns(),
                    [&](Listing& rows) { return list_stock(warehouse_, "MAIN", "A", rows); }),
              "site,item,onHand,allocated,onHold,available,inTransit\r\nMAIN,A,10,0,2,8,0\r\n");
    EXPECT_EQ(shown(stock_columns(),
                    [&](Listing& rows) { return list_stock(warehouse_, "NORTH", "", rows); }),
              "site,item,onHand,allocated,onHold,available,inTransit\r\n");
    EXPECT_EQ(
        shown(place_columns(),
              [&](Listing& rows) { return list_places(warehouse_, "", "", rows); }),
        "site,item,location,lotNumber,expiryDate,onHand,allocated,onHold,available,inTransit\r\n"
        "MAIN,A,GOODS-IN,,,10,0,2,8,0\r\n");
}

TEST_F(ListingsTest, events_and_documents_go_on_where_the_last_export_ended) {
    enter(order_of("O", {{"A", 2}}));
    std::int64_t last = 0;
    const std::string first = shown(event_columns(), [&](Listing& rows) {
        const Result<std::int64_t> listed = list_events(warehouse_, 0, 1, rows);
        last = listed.value();
        return listed;
    });
    EXPECT_EQ(first,
              "sequence,at,kind,reference,lineId,site,location,item,lotNumber,quantity,"
              "reservation\r\n"
              "1,1970-01-01T00:00:00.000+00:00,received,,,MAIN,GOODS-IN,A,,10,\r\n");
    const std::string rest = shown(event_columns(), [&](Listing& rows) {
        return list_events(warehouse_, last, 1'000'000, rows);
    });
    EXPECT_NE(rest.find("2,1970-01-01T00:00:00.000+00:00,entered,O,1,MAIN"), std::string::npos);
    EXPECT_EQ(rest.find("received"), std::string::npos);
    const std::string documents = shown(
        document_columns(), [&](Listing& rows) { return list_documents(warehouse_, 0, 10, rows); });
    EXPECT_EQ(documents.substr(0, documents.find("waiting")),
              "sequence,messageType,documentId,documentVersion,state,sageNumber,messageId\r\n"
              "1,salesOrder,O,1,");
}

TEST_F(ListingsTest, the_status_counts_orders_units_and_documents) {
    enter(order_of("O", {{"A", 12}}));
    enter(order_of("P", {{"A", 1}}));
    allocate("O");
    OrderCancellation cancellation;
    cancellation.order_id = "P";
    ASSERT_TRUE(warehouse_.cancel(cancellation).ok());
    ASSERT_TRUE(warehouse_.note_state(documents().front().message.id, "posted", "").ok());
    EXPECT_EQ(shown(status_columns(), [&](Listing& rows) { return list_status(warehouse_, rows); }),
              "what,state,count\r\n"
              "orders,cancelled,1\r\norders,open,1\r\n"
              "units,outstanding,12\r\nunits,allocated,10\r\nunits,backordered,2\r\n"
              "documents,posted,1\r\ndocuments,waiting,2\r\n");
}

TEST_F(ListingsTest, a_list_longer_than_a_page_has_every_row_once) {
    for (int at = 0; at < 1'250; ++at) {
        ASSERT_TRUE(warehouse_.receive("MAIN", "A", units(1)).ok());
    }
    std::int64_t expected = 0;
    Listing all(event_columns(), Form::comma_separated, 0, [&expected](std::string_view line) {
        if (!line.starts_with("sequence")) {
            EXPECT_EQ(line.substr(0, line.find(',')), std::to_string(++expected));
        }
    });
    EXPECT_EQ(list_events(warehouse_, 0, 1'000'000, all).value(), 1'251);
    EXPECT_EQ(expected, 1'251);
}

}  // namespace
}  // namespace wms
