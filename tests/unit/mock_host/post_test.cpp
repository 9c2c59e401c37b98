// SPDX-License-Identifier: Apache-2.0
// Plan: random days of a warehouse (random_day.h), handed over to the real plugin of each edition
// and settled: every document ended as it should, Sage has a document for each and no other, with
// its units and its net to the penny, and Sage's stock is the warehouse's, by item and site. Handed
// over again: nothing. What is corrected afterwards is a credit or a supplement of the difference.
// What the plugin cannot take now waits, what it can never take is refused. A held document is
// released by a person's decision.
#include "mock-host/post.h"

#include <map>
#include <sstream>

#include "mock-host/postings.h"
#include "mock-host/reconcile.h"
#include "tests/support/tries.h"
#include "tests/unit/mock_host/document_contract.h"
#include "tests/unit/mock_host/host_fixture.h"
#include "tests/unit/mock_host/random_day.h"
#include "tests/unit/mock_host/temporary_folder.h"
#include "tests/unit/mock_host/warehouse_fixture.h"

namespace wms {
namespace {

using testing::code;
using testing::order_of;
using testing::Pair;
using testing::RandomDay;
using testing::units;

TEST(PostTest, a_decision_has_the_shape_of_the_contract) {
    Decision decision{"0e3f4d5c-7a11-4c55-9a52-1c0d4b7d1a01",
                      "markPosted",
                      "pat.field",
                      "found it",
                      "SI-7",
                      true,
                      "2026-11-20",
                      1'795'189'330'120};
    const Message message = decision_message(decision, testing::envelope());
    for (const std::string& violation : contract::violations(message.type, message.json)) {
        ADD_FAILURE() << violation;
    }
    const boost::json::value body = boost::json::parse(message.json).at("body");
    EXPECT_EQ(body.at("sageDocumentNumber"), "SI-7");
    EXPECT_EQ(body.at("checkedByHand"), true);
    decision.sage_number.clear();
    decision.checked_by_hand = false;
    const Message plain = decision_message(decision, testing::envelope());
    EXPECT_EQ(boost::json::parse(plain.json).at("body").get_object().if_contains("checkedByHand"),
              nullptr);
}

class HandOver : public testing::HostTest {
  protected:
    /// What of three orders the warehouse notes when this plugin is handed them.
    std::string states_with(const std::string& configuration, bool connected = true) {
        const auto host = connected ? start(configuration) : make(configuration).value();
        result_ = PostResult{};
        EXPECT_EQ(code(hand_over(warehouse_, *host, result_)), "ok");
        std::string states;
        for (const KeptDocument& document : warehouse_.documents_after(0, 10).value()) {
            states += (document.state.empty() ? "waiting" : document.state) + " ";
        }
        return states;
    }
    HandOver() {
        for (const char* const id : {"SO-1", "SO-2", "SO-3"}) {
            EXPECT_TRUE(warehouse_.enter(order_of(id, {{"A", 1}})).ok());
        }
    }
    Warehouse warehouse_;
    PostResult result_;
};

TEST_F(HandOver, what_the_plugin_cannot_take_now_waits_for_the_next_time) {
    EXPECT_EQ(states_with(R"({"storageError":true})"), "waiting waiting waiting ");
    ASSERT_TRUE(result_.stopped.has_value());
    EXPECT_EQ(result_.stopped->code, "fake.storage");
    EXPECT_EQ(result_.stopped->pointer, "salesOrder SO-1");
    EXPECT_TRUE(result_.refused.empty());
    EXPECT_EQ(result_.handed_over, 0);
    EXPECT_FALSE(result_.all_done());
    EXPECT_EQ(states_with("{}"), "queued queued queued ");
    EXPECT_FALSE(result_.stopped.has_value());
    EXPECT_EQ(result_.handed_over, 3);
}

TEST_F(HandOver, what_follows_a_full_queue_waits_behind_it) {
    // Nothing makes room in a plugin that is not connected.
    EXPECT_EQ(states_with(R"({"queueMax":1})", false), "queued waiting waiting ");
    EXPECT_EQ(result_.stopped.value_or(Problem{}).code, "fake.busy");
    EXPECT_EQ(result_.handed_over, 1);
}

TEST_F(HandOver, what_the_plugin_can_never_take_is_refused_and_the_others_go_on) {
    EXPECT_EQ(states_with(R"({"refuse":"SO-2"})"), "queued refused queued ");
    EXPECT_FALSE(result_.stopped.has_value());
    ASSERT_EQ(result_.refused.size(), 1U);
    EXPECT_EQ(result_.refused[0].code, "fake.refused");
    EXPECT_FALSE(result_.all_done());
    EXPECT_EQ(states_with("{}"), "queued refused queued ") << "it is not handed over again";
    EXPECT_EQ(result_.handed_over, 0);
}

TEST(PostTest, the_seed_is_what_the_warehouse_holds) {
    Warehouse warehouse;
    ASSERT_TRUE(warehouse.receive("MAIN", "A", units(10)).ok());
    ASSERT_TRUE(warehouse.enter(order_of("O", {{"B", 2}}, "NORTH")).ok());
    const Seed seed = seed_of(warehouse).value();
    ASSERT_EQ(seed.items.size(), 3U);
    EXPECT_EQ(seed.items[0].id, "A");
    EXPECT_EQ(seed.items[1].id, "B");
    EXPECT_EQ(seed.items[2].id, "POST");
    EXPECT_TRUE(seed.items[2].charge);
    EXPECT_EQ(seed.customers.back().id, "C1");
    EXPECT_EQ(seed.locations.size(), 2U);
    ASSERT_EQ(seed.stock.size(), 1U);
    EXPECT_EQ(seed.stock[0].quantity, units(10));
}

#if defined(SAGE_PLUGIN_FILE) && defined(SAGE_SIMULATOR_PROGRAM)

/// Each pair with some days of its own.
std::vector<Pair> pairs(unsigned days, bool with_invoices_alone) {
    const std::vector<std::string> orders = {
        "despatchBecomes=salesOrderAndDespatch",
        R"(salesOrders={"warehouses":{"MAIN":"MAIN","NORTH":"NORTH"}})", "stockDocuments=transfers",
        R"(stockTransfers={"writeOffWarehouse":"SCRAP"})"};
    const std::vector<std::string> stock = {"updateLedgers=true", "stockDocuments=adjustments"};
    std::vector<Pair> all;
    for (unsigned seed = 1; seed <= days; ++seed) {
        all.push_back({"sage_intacct", {}, true, true, true, true, true, seed});
        all.push_back({"sage_sage200", {}, false, false, false, false, true, seed});
        all.push_back({"sage_sage50", stock, false, true, true, false, true, seed});
        if (!with_invoices_alone) {
            all.push_back({"sage_sage200", orders, false, false, true, true, false, seed});
        }
    }
    return all;
}

class PostOf : public ::testing::TestWithParam<Pair> {
  protected:
    void SetUp() override {
        simulator_ = std::make_unique<Result<Simulator>>(
            start_simulator(SAGE_SIMULATOR_PROGRAM, GetParam().plugin.substr(5), folder_ / "sage"));
        ASSERT_EQ(code(*simulator_), "ok");
        ASSERT_EQ(code(set_clock(control(), RandomDay::now_ms)), "ok");
        Seed places;
        places.locations = {{"SCRAP", "SCRAP"}};
        ASSERT_EQ(code(plant(control(), places)), "ok");
        WarehouseOptions options;
        options.now_ms = [] { return RandomDay::now_ms; };
        warehouse_ = std::move(Warehouse::open(std::move(options))).value();
    }
    Result<PostResult> post_all(bool seed, std::vector<Message> decisions = {},
                                const std::string& other_setting = {}) {
        PostOptions options;
        options.session.plugin =
            std::filesystem::path(SAGE_PLUGIN_FILE).parent_path() / (GetParam().plugin + ".so");
        options.session.sage_address = simulator_->value().address;
        options.session.sage_certificate_authority = simulator_->value().certificate_authority_file;
        options.session.data = folder_ / "data";
        options.session.start_ms = RandomDay::now_ms;
        options.session.settings = GetParam().settings;
        if (!other_setting.empty()) {
            options.session.settings.push_back(other_setting);
        }
        options.seed_sage = seed;
        options.decisions = std::move(decisions);
        options.say = [](std::string_view) {};
        return post(*warehouse_, options);
    }
    void expect_all_done(const Result<PostResult>& posted) {
        ASSERT_EQ(code(posted), "ok") << in_one_line(posted.problem());
        std::string states;
        for (const Problem& refused : posted.value().refused) {
            states += in_one_line(refused) + "; ";
        }
        for (const KeptDocument& document : warehouse_->documents_after(0, 1'000).value()) {
            if (document.state != "posted" && document.state != "withdrawn") {
                states += document.message.type + " " + document.message.document_id + " " +
                          document.state + "; ";
            }
        }
        EXPECT_TRUE(posted.value().all_done()) << states << folder_.read("data/events.jsonl");
    }
    void expect_same_stock() {
        std::map<std::pair<std::string, std::string>, Decimal> ours;
        for (const StockFigure& figure : warehouse_->stock()) {
            ours[{figure.site, figure.item}] = figure.on_hand;
        }
        // A ledger has amounts alone.
        if (has_goods(documents(control(), 0).value())) {
            for (const Finding& finding : reconcile_stock(ours, stock(control()).value())) {
                ADD_FAILURE() << finding.document_id << " " << finding.what;
            }
        }
    }
    /// Document by document: effect, customer, day, net, units of each item and tracking numbers;
    /// and Sage has no others.
    void expect_same_documents(std::vector<Expected> expected) {
        Postings told;
        std::istringstream events(folder_.read("data/events.jsonl"));
        for (std::string event; std::getline(events, event);) {
            ASSERT_EQ(code(told.record(event)), "ok") << event;
        }
        std::map<std::string, std::string> references;
        for (const Posting& posting : told.all()) {
            references[posting.document_id] = posting.external_reference;
        }
        Decimal net;
        for (Expected& one : expected) {
            one.external_reference = references.at(one.document_id);
            net += one.net;
        }
        const Reconciliation both = reconcile(expected, documents(control(), 0).value(), net);
        for (const Finding& finding : both.findings) {
            ADD_FAILURE() << finding.document_id << " " << finding.what;
        }
        EXPECT_TRUE(both.balances()) << both.difference().text();
    }
    /// Where people print the invoices, Sage has an order for each despatch, with what left of it.
    void expect_same_orders(const std::vector<Expected>& expected) {
        using Units = std::map<std::string, Decimal>;
        std::map<std::string, Units> in_sage;  // by the number of the parcel
        const boost::json::value reply =
            boost::json::parse(control().get("/control/documents?after=0&limit=1000").value());
        for (const boost::json::value& document : reply.at("documents").as_array()) {
            for (const boost::json::value& line : document.at("lines").as_array()) {
                const std::string left(
                    document.at("effect") == "shipment" ? line.at("despatched").as_string() : "");
                if (!left.empty()) {
                    in_sage[std::string(document.at("tracking").as_string())]
                           [std::string(line.at("item").as_string())] += *Decimal::parse(left);
                }
            }
        }
        for (const Expected& one : expected) {
            Units left = one.units;
            std::erase_if(left, [](const auto& unit) { return unit.second.is_zero(); });
            const auto found = in_sage.extract(one.tracking_numbers.at(0));
            EXPECT_TRUE(!found.empty() && found.mapped() == left) << one.document_id;
        }
        EXPECT_TRUE(in_sage.empty()) << boost::json::serialize(reply);
    }
    Decimal net_that_left() const {
        Decimal net;
        for (int number = 1; number <= RandomDay::orders; ++number) {
            for (const char* part : {"-1", "-2"}) {
                net +=
                    net_of(warehouse_->despatch("DN-SO-" + std::to_string(number) + part).value());
            }
        }
        return net - units(2);  // the return of one, at its price
    }
    /// A despatch whose first line can be one less.
    Despatch one_of_several_units() const {
        int number = 1;
        while (sent(number).lines.at(0).delivered < units(2)) {
            ++number;
        }
        return sent(number);
    }
    Despatch sent(int number) const {
        return warehouse_->despatch("DN-SO-" + std::to_string(number) + "-2").value();
    }
    Decimal net_in_sage(std::int64_t& sales) {
        Decimal net;
        for (const SageDocument& document : documents(control(), 0).value()) {
            net += signed_net(document);
            sales += document.effect == "sale" ? 1 : 0;
        }
        return net;
    }
    Control& control() { return *simulator_->value().control; }

    testing::TemporaryFolder folder_;
    std::unique_ptr<Result<Simulator>> simulator_;
    std::unique_ptr<Warehouse> warehouse_;
};

TEST_P(PostOf, after_a_random_day_sage_has_the_warehouses_stock_and_documents) {
    RandomDay day(*warehouse_, GetParam(), GetParam().seed);
    day.work();
    ASSERT_FALSE(HasFatalFailure());
    expect_all_done(post_all(true));
    expect_same_stock();
    if (GetParam().invoices) {
        expect_same_documents(day.expected());
    } else {
        expect_same_orders(day.expected());
    }
    EXPECT_EQ(post_all(false).value().handed_over, 0);
}

/// Where the plugin writes invoices.
class InvoicesOf : public PostOf {};

TEST_P(InvoicesOf, what_is_corrected_after_it_was_posted_is_corrected_in_sage_by_the_difference) {
    RandomDay(*warehouse_, GetParam(), GetParam().seed + 100).work();
    ASSERT_FALSE(HasFatalFailure());
    expect_all_done(post_all(true));
    const Despatch before = one_of_several_units();
    const DespatchLine& line = before.lines.at(0);
    ASSERT_EQ(code(warehouse_->correct(before.id, line.order_line_id, line.delivered - units(1))),
              "ok");
    expect_all_done(post_all(false));
    expect_same_stock();
    std::int64_t sales = 0;
    EXPECT_EQ(net_in_sage(sales).money(), net_that_left().money());
    EXPECT_EQ(sales, 12) << "the correction is a credit";
    // And up again: what left besides is a supplement.
    ASSERT_EQ(code(warehouse_->correct(before.id, line.order_line_id, line.delivered)), "ok");
    expect_all_done(post_all(false));
    expect_same_stock();
    sales = 0;
    EXPECT_EQ(net_in_sage(sales).money(), net_that_left().money());
    EXPECT_EQ(sales, 13);
}

/// Whatever the day was.
class DecisionsOf : public PostOf {};

TEST_P(DecisionsOf, a_persons_decision_ends_what_is_held) {
    ASSERT_TRUE(warehouse_->receive("MAIN", "SKU-1", units(10)).ok());
    ASSERT_EQ(code(post_all(true)), "ok");
    // Sage was not told of this customer.
    Order order = order_of("SO-9", {{"SKU-1", 2}});
    order.customer.id = "NOBODY";
    order.charges.clear();
    ASSERT_EQ(code(warehouse_->enter(order)), "ok");
    ASSERT_EQ(code(warehouse_->allocate_order("SO-9")), "ok");
    ASSERT_EQ(code(warehouse_->pick("SO-9")), "ok");
    ASSERT_EQ(code(warehouse_->pack_all("SO-9", {})), "ok");
    ASSERT_EQ(code(warehouse_->despatch("SO-9", {"DN-9", "2026-11-20", 1, "UPS"})), "ok");
    const Result<PostResult> held = post_all(false);
    ASSERT_EQ(code(held), "ok");
    EXPECT_FALSE(held.value().all_done());
    std::string message_id;
    for (const KeptDocument& document : warehouse_->documents_after(0, 100).value()) {
        if (document.message.document_id == "DN-9") {
            EXPECT_EQ(document.state, "held");
            message_id = document.message.id;
        }
    }
    Decision decision{message_id, "withdraw", "pat.field",  "entered by hand",
                      "",         true,       "2026-11-20", 1'795'189'330'120};
    const Result<PostResult> decided = post_all(false, {decision_message(decision, Envelope{})});
    ASSERT_EQ(code(decided), "ok");
    for (const Problem& problem : decided.value().not_carried_out) {
        ADD_FAILURE() << in_one_line(problem);
    }
    EXPECT_EQ(decided.value().states.count("held"), 0U);
    EXPECT_EQ(decided.value().states.count("withdrawn"), 1U);
}

TEST_P(DecisionsOf, a_decision_that_no_plugin_can_be_started_for_is_a_problem) {
    const Decision decision{"0e3f4d5c-7a11-4c55-9a52-1c0d4b7d1a01",
                            "withdraw",
                            "pat.field",
                            "entered by hand",
                            "",
                            true,
                            "2026-11-20",
                            1'795'189'330'120};
    const auto decided = post_all(false, {decision_message(decision, Envelope{})}, "nonsense=1");
    EXPECT_EQ(code(decided), "settings.invalid");
}

std::string name_of(const ::testing::TestParamInfo<Pair>& info) {
    return info.param.plugin + (info.param.settings.empty() ? "" : "_with_stock") + "_day_" +
           std::to_string(info.param.seed);
}

const unsigned days = static_cast<unsigned>(sage::tries(5, 20));

INSTANTIATE_TEST_SUITE_P(Editions, PostOf, ::testing::ValuesIn(pairs(days, false)), name_of);
INSTANTIATE_TEST_SUITE_P(Editions, InvoicesOf, ::testing::ValuesIn(pairs(days, true)), name_of);
INSTANTIATE_TEST_SUITE_P(Editions, DecisionsOf, ::testing::ValuesIn(pairs(1, false)), name_of);

#endif

}  // namespace
}  // namespace wms
