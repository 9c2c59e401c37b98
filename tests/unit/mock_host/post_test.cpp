// SPDX-License-Identifier: Apache-2.0
// Plan: random days of a warehouse (orders in parts, corrections, returns, receipts, counts,
// adjustments; no transfers), handed over to the real plugin and settled: what the plugin cannot
// take now waits, what it can never take is refused; every document ended as it should, what left
// is invoiced to the penny, and the stock of Sage is the warehouse's, item by item. Handed over
// again: nothing. A held document is released by a person's decision.
#include "mock-host/post.h"

#include <random>

#include "mock-host/reconcile.h"
#include "tests/support/tries.h"
#include "tests/unit/mock_host/document_contract.h"
#include "tests/unit/mock_host/host_fixture.h"
#include "tests/unit/mock_host/temporary_folder.h"
#include "tests/unit/mock_host/warehouse_fixture.h"

namespace wms {
namespace {

using testing::code;
using testing::order_of;
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

struct Pair {
    std::string plugin;
    std::vector<std::string> settings;
    bool moves_stock = true;  ///< adjustments and transfers become documents in Sage
    bool has_receipts = true;
    bool invoices = true;  ///< otherwise people print them in Sage
    unsigned seed = 1;
};

/// Each pair with some days of its own.
std::vector<Pair> pairs(bool with_invoices_alone) {
    std::vector<Pair> all;
    const auto days = static_cast<unsigned>(sage::tries(5, 20));
    for (unsigned seed = 1; seed <= days; ++seed) {
        all.push_back({"sage_intacct", {}, true, true, true, seed});
        all.push_back({"sage_sage200", {}, false, false, true, seed});
        all.push_back({"sage_sage50",
                       {"updateLedgers=true", "stockDocuments=adjustments"},
                       true,
                       false,
                       true,
                       seed});
        if (with_invoices_alone) {
            continue;
        }
        all.push_back({"sage_sage200",
                       {"despatchBecomes=salesOrderAndDespatch",
                        R"(salesOrders={"warehouses":{"MAIN":"MAIN"}})"},
                       false,
                       false,
                       false,
                       seed});
    }
    return all;
}

/// A day of random work at one site.
class Day {
  public:
    Day(Warehouse& warehouse, unsigned seed, const Pair& pair)
        : warehouse_(warehouse), chance_(seed), pair_(pair) {}

    void work() {
        for (const char* item : {"SKU-1", "SKU-2", "SKU-3"}) {
            ASSERT_TRUE(warehouse_.receive("MAIN", item, units(1'000)).ok());
        }
        for (int number = 1; number <= 6; ++number) {
            order("SO-" + std::to_string(number));
        }
        if (pair_.moves_stock) {
            move_stock();
        }
        give_back();
    }

  private:
    int below(int bound) { return std::uniform_int_distribution<int>(0, bound - 1)(chance_); }
    std::string item() { return "SKU-" + std::to_string(1 + below(3)); }

    void order(const std::string& id) {
        Order order = order_of(id, {{item(), 4 + below(6)}, {item(), 1 + below(5)}});
        order.entered_ms = now_ms;
        ASSERT_EQ(code(warehouse_.enter(order)), "ok");
        ASSERT_EQ(code(warehouse_.allocate_line(id, "1", units(1 + below(3)))), "ok");
        send(id, "DN-" + id + "-1");
        if (below(2) == 0) {
            Order changed = warehouse_.order(id).value();
            changed.lines[1].ordered += units(1);
            ASSERT_EQ(code(warehouse_.change(changed)), "ok");
        }
        ASSERT_EQ(code(warehouse_.allocate_order(id)), "ok");
        send(id, "DN-" + id + "-2");
    }
    void send(const std::string& order, const std::string& despatch) {
        ASSERT_EQ(code(warehouse_.pick(order)), "ok");
        ASSERT_EQ(
            code(warehouse_.pack_all(order, {"1Z" + despatch, warehouse_.next_sscc().value(), {}})),
            "ok");
        ASSERT_EQ(code(warehouse_.despatch(order, {despatch, kDate, now_ms, "UPS"})), "ok");
    }
    void move_stock() {
        ASSERT_EQ(code(warehouse_.adjust(
                      {"ADJ-1", "MAIN", kDate, now_ms, {{"1", item(), units(-3), "damaged", ""}}})),
                  "ok");
        const Decimal there = figure("SKU-2");
        ASSERT_EQ(code(warehouse_.count({"CNT-1",
                                         "MAIN",
                                         kDate,
                                         now_ms,
                                         {{"1", "SKU-2", there + units(2 + below(3)), "", ""}}})),
                  "ok");
        if (pair_.has_receipts) {
            GoodsReceipt receipt;
            receipt.id = "GRN-1";
            receipt.site = "MAIN";
            receipt.date = kDate;
            receipt.received_ms = now_ms;
            ReceiptLine line;
            line.id = "1";
            line.item = item();
            line.received = units(20 + below(9));
            line.unit_cost = units(1);
            receipt.lines = {line};
            ASSERT_EQ(code(warehouse_.receive(receipt)), "ok");
        }
    }
    void give_back() {
        Return credit;
        credit.id = "RMA-1";
        credit.order_id = "SO-1";
        credit.despatch_id = "DN-SO-1-1";
        credit.customer.id = "C1";
        credit.site = "MAIN";
        credit.date = kDate;
        credit.received_ms = now_ms;
        const OrderLine line = warehouse_.order("SO-1").value().lines.at(0);
        // A credit in Sage 200's ledger brings nothing back to its stock.
        credit.lines = {
            {"1", line.id, line.item, units(1), line.price, pair_.invoices ? "restock" : "scrap"}};
        ASSERT_EQ(code(warehouse_.take_back(credit)), "ok");
    }
    Decimal figure(const std::string& wanted) const {
        for (const StockFigure& figure : warehouse_.stock()) {
            if (figure.item == wanted) {
                return figure.on_hand;
            }
        }
        return {};
    }

    static constexpr const char* kDate = "2026-11-20";
    static constexpr std::int64_t now_ms = 1'795'189'330'120;

    Warehouse& warehouse_;
    std::mt19937 chance_;
    const Pair& pair_;
};

class PostOf : public ::testing::TestWithParam<Pair> {
  protected:
    void SetUp() override {
        simulator_ = std::make_unique<Result<Simulator>>(
            start_simulator(SAGE_SIMULATOR_PROGRAM, GetParam().plugin.substr(5), folder_ / "sage"));
        ASSERT_EQ(code(*simulator_), "ok");
        WarehouseOptions options;
        options.now_ms = [] { return std::int64_t{1'795'189'330'120}; };
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
        options.session.start_ms = 1'795'189'330'120;
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
    Decimal net_that_left() const {
        Decimal net;
        for (int number = 1; number <= 6; ++number) {
            for (const char* part : {"-1", "-2"}) {
                net +=
                    net_of(warehouse_->despatch("DN-SO-" + std::to_string(number) + part).value());
            }
        }
        return net - units(2);  // the return of one, at its price
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

TEST_P(PostOf, after_a_random_day_sage_has_the_warehouses_stock_and_invoices) {
    Day(*warehouse_, GetParam().seed, GetParam()).work();
    ASSERT_FALSE(HasFatalFailure());
    expect_all_done(post_all(true));
    expect_same_stock();
    EXPECT_EQ(post_all(false).value().handed_over, 0);
    if (!GetParam().invoices) {
        return;
    }
    std::int64_t sales = 0;
    EXPECT_EQ(net_in_sage(sales).money(), net_that_left().money());
    EXPECT_EQ(sales, 12);
}

/// Where the plugin writes invoices.
class InvoicesOf : public PostOf {};

TEST_P(InvoicesOf, what_is_corrected_after_it_was_posted_is_corrected_in_sage_by_the_difference) {
    Day(*warehouse_, GetParam().seed + 100, GetParam()).work();
    ASSERT_FALSE(HasFatalFailure());
    expect_all_done(post_all(true));
    const Despatch before = warehouse_->despatch("DN-SO-2-2").value();
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

TEST_P(PostOf, a_persons_decision_ends_what_is_held) {
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

TEST_P(PostOf, a_decision_that_no_plugin_can_be_started_for_is_a_problem) {
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

INSTANTIATE_TEST_SUITE_P(Editions, PostOf, ::testing::ValuesIn(pairs(false)), name_of);
INSTANTIATE_TEST_SUITE_P(Editions, InvoicesOf, ::testing::ValuesIn(pairs(true)), name_of);

#endif

}  // namespace
}  // namespace wms
