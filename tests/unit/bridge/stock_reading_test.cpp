// SPDX-License-Identifier: Apache-2.0
// Plan: figures in the catalogue are of the last reading; those that are asked for come in pieces
// and pages, summed by place and turned into the unit of the position; what is not kept there, what
// has no place and what is in no such unit; an answer that is none, refused, or that never ends.
#include "sage-adapter/bridge/stock_reading.h"

#include <gtest/gtest.h>

#include <set>

#include "sage-adapter/base/text.h"

namespace sage {
namespace {

constexpr std::int64_t now_ms = 1'700'000'000'000;

/// A Sage whose answers are lines "item warehouse quantity".
class AskedSage final : public ShowsStock {
  public:
    StockGrain stock_grain() const override { return grain; }
    const CatalogueRecord* stock_item(std::string_view item,
                                      const Catalogue& catalogue) const override {
        return catalogue.find("item", item);
    }
    std::optional<Decimal> stock_units(const CatalogueRecord&, std::string_view unit_code,
                                       const Catalogue&) const override {
        return unit_code == "C62"   ? std::optional(Decimal::of(1))
               : unit_code == "BOX" ? std::optional(Decimal::of(12))
                                    : std::nullopt;
    }
    std::optional<std::string> stock_warehouse(std::string_view site) const override {
        return site == "YARD" ? std::nullopt : std::optional("WH-" + std::string(site));
    }
    bool absent_is_none() const override { return absent; }
    std::optional<Request> ask_stock(const StockQuestion& question) const override {
        std::string items;
        for (const CatalogueRecord* const item : question.items) {
            items += item->id + " ";
        }
        return Request{"GET", question.after + "?" + items, {}, ""};
    }
    Result<StockPage> read_stock(const StockQuestion& question, const Reply& reply) const override {
        if (reply.status != 200) {
            return Error(Status::config, Problem{"fake.right", "", "No.", "Grant.", Owner::it});
        }
        StockPage page;
        for (const CatalogueRecord* const item : question.items) {
            if (item->id != "NOWHERE") {
                page.figures.push_back({item->id, "WH-MAIN", Decimal::of(6)});
            }
        }
        page.next = reply.body;
        return page;
    }

    StockGrain grain = StockGrain::item_and_site;
    bool absent = false;
};

Catalogue items(int count) {
    std::vector<CatalogueRecord> records;
    for (int number = 0; number < count; ++number) {
        CatalogueRecord record;
        record.kind = "item";
        record.id = number == 0 ? "A" : number == 1 ? "NOWHERE" : "I" + std::to_string(number);
        if (number == 0) {
            record.fields[on_hand_field] = "24.5";
        }
        records.push_back(record);
    }
    return Catalogue(records, now_ms - 5);
}

StockPosition position(const std::string& item, const std::string& site = "MAIN",
                       const std::string& unit = "C62") {
    return {item, site, Decimal(), unit};
}

class StockReadingTest : public ::testing::Test {
  protected:
    Result<StockReading> read(const std::vector<StockPosition>& positions, int known = 3) {
        catalogue = items(known);
        clock = now_ms;
        return read_stock(
            sage, catalogue, positions,
            [&](const Request& request) {
                asked.push_back(request.target);
                clock += 1'000;
                return answer(asked.size());
            },
            [&] { return clock; });
    }
    static Evidence answered(std::string next, int status = 200) {
        return {Outcome::answered, {status, {}, std::move(next)}, "", 0};
    }

    AskedSage sage;
    Catalogue catalogue;
    std::int64_t clock = now_ms;
    std::vector<std::string> asked;
    std::function<Evidence(std::size_t)> answer = [](std::size_t) { return answered(""); };
};

TEST_F(StockReadingTest, figures_of_the_catalogue_are_not_asked_for) {
    sage.grain = StockGrain::item;
    const StockReading reading =
        read({position("A", "YARD"), position("A"), position("I2"), position("?")}).value();
    EXPECT_TRUE(asked.empty());
    EXPECT_EQ(reading.figures, (StockFigures{{{"A", ""}, Decimal::parse("24.5")}}));
    EXPECT_EQ(reading.when.ended_ms, now_ms - 5);
    EXPECT_EQ(reading.when.begun_ms, now_ms - 5 - 600'000);
    EXPECT_EQ(places_of(sage)("YARD"), "");
}

TEST_F(StockReadingTest, what_is_asked_for_comes_by_place_in_the_unit_of_the_position) {
    const StockReading reading =
        read({position("A"), position("A", "NORTH"), position("I2", "MAIN", "BOX"),
              position("NOWHERE"), position("A", "YARD"), position("?")})
            .value();
    EXPECT_EQ(reading.figures, (StockFigures{{{"A", "WH-MAIN"}, Decimal::of(6)},
                                             {{"I2", "WH-MAIN"}, Decimal::parse("0.5")}}));
    EXPECT_EQ(asked, (std::vector<std::string>{"?A I2 NOWHERE "}));
    EXPECT_EQ(reading.when.begun_ms, now_ms - 60'000);
    EXPECT_EQ(reading.when.ended_ms, now_ms + 1'000);
    EXPECT_FALSE(places_of(sage)("YARD").has_value());
}

TEST_F(StockReadingTest, an_item_without_a_figure_has_none_where_sage_says_so) {
    sage.absent = true;
    const StockReading reading = read({position("A", "NORTH"), position("NOWHERE")}).value();
    EXPECT_EQ(reading.figures,
              (StockFigures{{{"A", "WH-NORTH"}, Decimal()}, {{"NOWHERE", "WH-MAIN"}, Decimal()}}));
}

TEST_F(StockReadingTest, a_figure_in_no_such_unit_is_there_and_cannot_be_compared) {
    const StockReading reading = read({position("A", "MAIN", "KGM")}).value();
    EXPECT_EQ(reading.figures, (StockFigures{{{"A", "WH-MAIN"}, std::nullopt}}));
}

TEST_F(StockReadingTest, pieces_and_pages_are_summed) {
    std::vector<StockPosition> many;
    for (int number = 2; number < 92; ++number) {
        many.push_back(position("I" + std::to_string(number)));
    }
    answer = [](std::size_t count) { return answered(count == 1 ? "p2" : ""); };
    const StockReading reading = read(many, 92).value();
    ASSERT_EQ(asked.size(), 4U) << "three pieces, the first of two pages";
    EXPECT_TRUE(asked[1].starts_with("p2?"));
    EXPECT_EQ(reading.figures.size(), 90U);
    std::set<std::string> sums;
    for (const auto& [where, figure] : reading.figures) {
        sums.insert(figure->text());
    }
    EXPECT_EQ(sums, (std::set<std::string>{"12", "6"}));
}

TEST_F(StockReadingTest, without_a_usable_answer_there_is_no_reading) {
    answer = [](std::size_t) { return Evidence{Outcome::maybe_sent, {}, "broken", 1}; };
    Result<StockReading> reading = read({position("A")});
    ASSERT_FALSE(reading.ok());
    EXPECT_EQ(reading.error().status, Status::remote);
    EXPECT_EQ(reading.error().first().code, "query.stock_no_answer");
    answer = [](std::size_t) { return answered("", 403); };
    reading = read({position("A")});
    ASSERT_FALSE(reading.ok());
    EXPECT_EQ(reading.error().first().code, "fake.right");
    answer = [](std::size_t) { return answered("again"); };
    reading = read({position("A")});
    ASSERT_FALSE(reading.ok()) << "its pages do not end";
    EXPECT_EQ(reading.error().first().code, "query.stock_no_answer");
}

}  // namespace
}  // namespace sage
