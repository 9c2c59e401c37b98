// SPDX-License-Identifier: Apache-2.0
// Plan: what agrees is no row; a hand edit with documents open, in doubt, posted before, near and
// after the reading, rejected and withdrawn; a correction that was submitted is no drift any more;
// and the next one has another number; positions, limits and readings that will not do; what the
// settings let be corrected and the host no more; a Sage that shows no quantities.
#include "sage-adapter/bridge/query_stock_drift.h"

#include "sage-adapter/catalogue/stock_level.h"
#include "sage-adapter/mapping/stock_drift.h"
#include "tests/unit/bridge/outbox_query.h"

namespace sage::testing {
namespace {

namespace json = boost::json;

constexpr std::int64_t minute_ms = 60'000;
constexpr std::string_view hundred =
    R"([{"item":"SKU-1","site":"MAIN","quantity":"100","unitCode":"C62"}])";

/// Of a Sage whose figures come with the master data.
class StockCompany final : public FakeCompany, public ShowsStock {
  public:
    StockGrain stock_grain() const override { return stock; }
    const CatalogueRecord* stock_item(std::string_view item,
                                      const Catalogue& catalogue) const override {
        return catalogue.find("item", item);
    }
    std::optional<Decimal> stock_units(const CatalogueRecord&, std::string_view,
                                       const Catalogue&) const override {
        return Decimal::of(1);
    }

    StockGrain stock = StockGrain::item;
};

class StockEdition final : public Edition {
  public:
    std::string_view name() const override { return other_.name(); }
    const std::vector<MessageType>& message_types() const override {
        return other_.message_types();
    }
    std::string_view settings_schema() const override { return other_.settings_schema(); }
    Result<std::unique_ptr<Company>> configure(std::string_view) const override {
        return Result<std::unique_ptr<Company>>(std::make_unique<StockCompany>());
    }

  private:
    const FakeEdition other_;
};

class QueryStockDrift : public OutboxQuery {
  protected:
    wms_status create() { return OutboxQuery::create(stock_edition); }
    /// Sage has so many of SKU-1, by a reading that ended at that time. Sage itself is not there.
    void read(std::string_view quantity, std::int64_t at_ms) {
        CatalogueRecord record;
        record.kind = "item";
        record.id = "SKU-1";
        if (!quantity.empty()) {
            record.fields[on_hand_field] = quantity;
        }
        ASSERT_TRUE(store().save_catalogue(Catalogue({record}, at_ms)).ok());
        ASSERT_TRUE(instance->instance->delivery.start([] { return false; }).ok());
    }
    static std::string query(std::string_view positions = hundred, std::string_view more = "") {
        return R"({"query":"stockDrift","positions":)" + std::string(positions) +
               std::string(more) + "}";
    }
    json::object only_row(std::string_view more = "") {
        const json::value page = answered(query(hundred, more));
        EXPECT_EQ(page.at("compared").as_int64(), 1);
        EXPECT_EQ(page.at("rows").as_array().size(), 1U) << json::serialize(page);
        return page.at("rows").as_array().empty() ? json::object()
                                                  : page.at_pointer("/rows/0").as_object();
    }
    void let_correct(const char* limit) const {
        instance->instance->correct_drift_up_to = Decimal::parse(limit);
    }
    std::size_t rows() { return answered(query()).at("rows").as_array().size(); }

    const StockEdition stock_edition;
};

TEST_F(QueryStockDrift, what_agrees_is_no_row_and_a_hand_edit_is_one) {
    ASSERT_EQ(create(), WMS_OK);
    read("100", host.now);
    EXPECT_EQ(rows(), 0U);
    read("103", host.now);
    let_correct("3");
    json::object row = only_row();
    EXPECT_EQ(row.at("sites"), json::array({"MAIN"}));
    EXPECT_EQ(row.at("sage").as_string(), "103");
    EXPECT_EQ(row.at("warehouse").as_string(), "100");
    EXPECT_EQ(row.at("drift").as_string(), "3");
    EXPECT_EQ(row.at("cause").as_string(), "manualEdit");
    EXPECT_EQ(row.at("correction").at("quantity").as_string(), "-3");
    EXPECT_EQ(row.at("correction").at("site").as_string(), "MAIN");
    EXPECT_EQ(row.at("correction").at("decision").as_string(), "policy");
    row = only_row(R"(,"correctUpTo":"2.9")");
    EXPECT_EQ(row.at("correction").at("decision").as_string(), "person") << "the host lets less";
    let_correct("2.9");
    row = only_row(R"(,"correctUpTo":"3")");
    EXPECT_EQ(row.at("correction").at("decision").as_string(), "person") << "the settings do";
    instance->instance->correct_drift_up_to.reset();
    row = only_row(R"(,"correctUpTo":"3")");
    EXPECT_EQ(row.at("correction").at("decision").as_string(), "person") << "report is the usual";
}

TEST_F(QueryStockDrift, a_correction_has_the_first_number_that_was_never_accepted) {
    ASSERT_EQ(create(), WMS_OK);
    read("103", host.now);
    const auto number = [&] {
        return std::string(only_row().at("correction").at("documentId").as_string());
    };
    EXPECT_EQ(number(), correction_number("SKU-1", "MAIN", 1));
    EXPECT_EQ(number(), correction_number("SKU-1", "MAIN", 1)) << "whoever asks";
    for (std::int64_t ordinal = 1; ordinal <= 9; ++ordinal) {
        NewEntry accepted;
        accepted.message_id = "m-" + std::to_string(ordinal);
        accepted.message_type = "inventoryAdjustment";
        accepted.tenant_id = "T1";
        accepted.document_id = correction_number("SKU-1", "MAIN", ordinal);
        accepted.document_key = accepted.document_id;
        accepted.content_hash = accepted.document_id;
        accepted.external_reference = accepted.document_id;
        accepted.document_version = "1";
        accepted.now_ms = host.now;
        ASSERT_TRUE(store().accept(accepted).ok());
        apply(change_by(store().claim(host.now + 1, host.now + 60'000, 1).value().at(0),
                        Happening::withdrawn));
        ASSERT_EQ(number(), correction_number("SKU-1", "MAIN", ordinal + 1));
    }
}

TEST_F(QueryStockDrift, documents_that_the_figure_has_not_are_in_flight) {
    ASSERT_EQ(create(), WMS_OK);
    post("D1");
    const std::int64_t posted_ms = host.now;
    host.now += 60 * minute_ms;
    submit("D2");
    hold("D3", "item:A");
    submit("D4");
    apply(change_by(claimed("D4"), Happening::withdrawn));
    read("104", posted_ms + 30 * minute_ms);
    EXPECT_EQ(rows(), 0U) << "two of two pieces each are open";
    read("106", posted_ms - 1);
    EXPECT_EQ(rows(), 0U) << "and one was posted after the reading";
    read("105", posted_ms + 30 * minute_ms);
    const json::object row = only_row();
    EXPECT_EQ(row.at("inFlight").as_string(), "-4");
    EXPECT_EQ(row.at("drift").as_string(), "1");
}

TEST_F(QueryStockDrift, what_may_be_in_the_figure_or_not_is_not_told_as_drift) {
    ASSERT_EQ(create(), WMS_OK);
    post("D1");
    read("104", host.now);
    json::object row = only_row(R"(,"correctUpTo":"1000")");
    EXPECT_EQ(row.at("cause").as_string(), "uncertain");
    EXPECT_TRUE(row.at("drift").is_null());
    EXPECT_TRUE(row.at("correction").is_null());
    read("100", host.now + 11 * minute_ms);
    EXPECT_EQ(rows(), 0U);
    submit("D2");
    sending("D2");
    row = only_row(R"(,"correctUpTo":"1000")");
    EXPECT_EQ(row.at("cause").as_string(), "uncertain");
    EXPECT_TRUE(row.at("correction").is_null());
}

TEST_F(QueryStockDrift, what_was_rejected_is_named_as_missing) {
    ASSERT_EQ(create(), WMS_OK);
    submit("D1");
    apply(change_by(claimed("D1"), Happening::refused_locally));
    read("102", host.now);
    const json::object row = only_row();
    EXPECT_EQ(row.at("cause").as_string(), "documentMissing");
    EXPECT_EQ(row.at("rejectedDocuments"), json::array({"D1"}));
}

TEST_F(QueryStockDrift, an_item_that_sage_does_not_show_is_no_drift) {
    ASSERT_EQ(create(), WMS_OK);
    read("100", host.now);
    const json::value page =
        answered(query(R"([{"item":"SKU-2","site":"MAIN","quantity":"1","unitCode":"C62"},)"
                       R"({"item":"SKU-1","site":"NORTH","quantity":"40","unitCode":"C62"},)"
                       R"({"item":"SKU-1","site":"MAIN","quantity":"60","unitCode":"C62"}])"));
    EXPECT_EQ(page.at("compared").as_int64(), 2);
    ASSERT_EQ(page.at("rows").as_array().size(), 1U);
    EXPECT_EQ(page.at("figuresOf").as_string(), "item");
    EXPECT_EQ(page.at_pointer("/rows/0/item").as_string(), "SKU-2");
    EXPECT_EQ(page.at_pointer("/rows/0/cause").as_string(), "unknownItem");
    EXPECT_TRUE(page.at_pointer("/rows/0/sage").is_null());
}

TEST_F(QueryStockDrift, positions_and_limits_that_will_not_do_are_refused) {
    ASSERT_EQ(create(), WMS_OK);
    read("100", host.now);
    for (const char* positions :
         {"[]", "{}", "[1]", R"([{"item":"","site":"M","quantity":"1","unitCode":"C62"}])",
          R"([{"item":"A","quantity":"1","unitCode":"C62"}])",
          R"([{"item":"A","site":"M","quantity":"1"}])",
          R"([{"item":"A","site":"M","quantity":"1e3","unitCode":"C62"}])",
          R"([{"item":"A","site":"M","quantity":1,"unitCode":"C62"}])",
          R"([{"item":"A","site":"M","quantity":"1","unitCode":"C62"},)"
          R"({"item":"A","site":"M","quantity":"1","unitCode":"C62"}])"}) {
        EXPECT_EQ(ask(query(positions)), WMS_E_NOT_ACCEPTED) << positions;
        EXPECT_EQ(code(), "query.positions") << positions;
    }
    EXPECT_EQ(ask(R"({"query":"stockDrift"})"), WMS_E_NOT_ACCEPTED);
    for (const char* limit : {"\"-1\"", "\"\"", "3", "\"many\"", "null"}) {
        EXPECT_EQ(ask(query(hundred, R"(,"correctUpTo":)" + std::string(limit))),
                  WMS_E_NOT_ACCEPTED)
            << limit;
        EXPECT_EQ(code(), "query.correct_up_to") << limit;
    }
}

TEST_F(QueryStockDrift, figures_too_old_or_none_are_refused) {
    ASSERT_EQ(create(), WMS_OK);
    EXPECT_EQ(ask(query()), WMS_E_NOT_ACCEPTED);
    EXPECT_EQ(code(), "query.stock_too_old") << "never read";
    read("100", host.now);
    const auto since = [&](std::int64_t ms) {
        return query(hundred, R"(,"readSinceMs":)" + std::to_string(ms));
    };
    EXPECT_EQ(ask(since(host.now)), WMS_OK);
    EXPECT_EQ(ask(since(host.now + 1)), WMS_E_NOT_ACCEPTED);
    EXPECT_EQ(code(), "query.stock_too_old");
    dynamic_cast<StockCompany&>(*instance->instance->company).stock = StockGrain::none;
    EXPECT_EQ(ask(query()), WMS_E_UNSUPPORTED);
    EXPECT_EQ(code(), "query.stock_not_shown");
}

}  // namespace
}  // namespace sage::testing
