// SPDX-License-Identifier: Apache-2.0
// Plan: random documents; net, tax and gross that are predicted, of each line and of the whole, are
// what the simulated Sage computes by its own arithmetic for the very request that is made. Half of
// them have prices that include tax: of those Sage holds the gross to the penny. A third are in a
// foreign currency, at a rate of their own or at that of a type: what is predicted is in theirs,
// and Sage's books have it times the rate. The same for documents of accounts receivable, a tenth
// as many.
//
// 20,000 documents; 1,000,000 with SAGE_RELEASE_TESTS set. The seed is printed with what differs.
#include <gmock/gmock.h>

#include <random>

#include "plugins/intacct/simulator.h"
#include "tests/support/tries.h"
#include "tests/unit/intacct/sample.h"

namespace sage::intacct {
namespace {

namespace json = boost::json;

constexpr std::int64_t now = 1'764'000'000'000;
// The simulator keeps what it was given: a fresh company now and then.
constexpr int documents_of_a_company = 5'000;
constexpr auto rates = std::to_array<std::string_view>({"20", "5", "0", "17.5", "8.375", "21.6"});

std::string seed() {
    std::string codes;
    for (std::size_t index = 0; index < rates.size(); ++index) {
        codes += (index == 0 ? "" : ",") + std::string(R"({"id":"T)") + std::to_string(index) +
                 R"(","percent":")" + std::string(rates.at(index)) + R"("})";
    }
    return R"({"items":[{"id":"SKU","unitCode":"C62","kind":"goods"},
                        {"id":"POST","unitCode":"C62","kind":"charge"}],
               "customers":[{"id":"CUST","countryCode":"GB"},{"id":"EUR","countryCode":"IE"},
                            {"id":"USD","countryCode":"US"}],
               "locations":[{"id":"MAIN","allowNegativeStock":true}],
               "charges":[{"code":"POST","item":"POST"}],"guestCustomer":"CUST",
               "taxCodes":[)" +
           codes + "]}";
}

/// A simulated company with its edition, as a host would have them.
class Oracle {
  public:
    explicit Oracle(bool prices_include_tax, const char* policy = "roundingLine",
                    bool receivable = false) {
        control("POST", "/control/seed", seed());
        for (const char* currency : {"EUR", "USD"}) {
            control("POST", "/control/change",
                    std::string(R"({"customer":{"id":")") + currency + R"(","currency":")" +
                        currency + "\"}}");
        }
        json::value all = sample::parsed(control("GET", "/control/settings", "").body);
        json::object& settings = all.at("settings").as_object();
        settings["pricesIncludeTax"] = prices_include_tax;
        settings["currency"] = "GBP";
        settings["foreignCurrencies"] = {{"currencies", {"EUR", "USD"}}, {"rateType", "5"}};
        settings["totalsDifference"] = {{"policy", policy}, {"pennies", 1'000}, {"item", "POST"}};
        if (receivable) {
            use_accounts_receivable(settings);
        }
        Result<std::unique_ptr<Company>> made =
            intacct_edition().configure(json::serialize(all.at("settings")));
        EXPECT_TRUE(made.ok());
        company_ = std::move(made).value();
        const auto secret = [&](const char* name) {
            return percent_encoded(all.at("secrets").at(name).as_string());
        };
        const Reply token =
            simulator_
                ->handle({"POST",
                          company_->connection().token_target,
                          {{"Content-Type", "application/x-www-form-urlencoded"}},
                          "grant_type=client_credentials&client_id=" + secret("intacct.client_id") +
                              "&client_secret=" + secret("intacct.client_secret") +
                              "&username=" + percent_encoded(company_->connection().user_name)})
                .reply;
        token_ = text_at(sample::parsed(token.body), "/access_token");
        read_catalogue();
    }

    Preparation prepared(const Document& document, const std::string& reference) const {
        return company_->prepare({document, known_, reference, reference, "2026-11-25", {}, {}});
    }

    /// The document in Sage, lines included, that the request made; null: it was refused.
    json::value posted(const Send& send) {
        const Reply reply = ask(send.request);
        const Verdict verdict = company_->classify(send, reply);
        EXPECT_EQ(verdict.judgement, Judgement::done) << reply.body;
        Request read = send.request;
        read.method = "GET";
        read.target += "/" + verdict.sage_document.key;
        read.body.clear();
        return sample::parsed(ask(read).body).at("ia::result");
    }

  private:
    // Taxes are computed by the simulator there, too, whatever is sent.
    void use_accounts_receivable(json::object& settings) {
        control("POST", "/control/behaviours", R"({"recomputeReceivableTax":true})");
        settings["definitions"] = json::object();
        settings["transfers"] = json::object();
        settings["receivable"] =
            json::object{{"documents", {"despatchAdvice", "returnAdvice"}},
                         {"adjustmentReference", "documentNumber"},
                         {"accounts", json::parse(R"([{"set":{"glAccount":"4000"}}])")}};
        settings["fields"] = json::object{{"externalReference", "nsp::WMS_REFERENCE"}};
    }
    Reply control(const char* method, const char* target, std::string body) {
        Reply reply = simulator_->control({method, target, {}, std::move(body)});
        EXPECT_EQ(reply.status, 200) << target << reply.body;
        return reply;
    }
    Reply ask(Request request) {
        request.headers.push_back({"Authorization", "Bearer " + token_});
        return simulator_->handle(request).reply;
    }
    void read_catalogue() {
        std::vector<CatalogueRecord> records;
        for (const CatalogueRead& read : company_->catalogue_reads()) {
            Result<CataloguePage> page =
                company_->read_catalogue_page(read, ask(company_->catalogue_request(read)));
            ASSERT_TRUE(page.ok()) << read.kind;
            records.insert(records.end(), page.value().records.begin(), page.value().records.end());
        }
        known_ = Catalogue(std::move(records), now);
    }

    std::unique_ptr<Simulator> simulator_ = make_intacct_simulator([] { return now; }, {});
    std::unique_ptr<Company> company_;
    std::string token_;
    Catalogue known_;
};

class Dice {
  public:
    explicit Dice(std::uint64_t seed) : engine_(seed) {}

    std::int64_t number(std::int64_t from, std::int64_t to) {
        return std::uniform_int_distribution<std::int64_t>(from, to)(engine_);
    }
    bool one_in(int many) { return number(1, many) == 1; }
    /// Small and large numbers alike, with up to so many places.
    Decimal decimal(int digits_max, int places_max) {
        std::int64_t top = 10;
        for (std::int64_t digits = number(1, digits_max); digits > 1; --digits) {
            top *= 10;
        }
        return Decimal::of(number(1, top), static_cast<int>(number(0, places_max)));
    }

  private:
    std::mt19937_64 engine_;
};

Tax random_tax(Dice& dice) {
    return {"", "T" + std::to_string(dice.number(0, rates.size() - 1)), std::nullopt};
}

Line random_line(Dice& dice, std::size_t number) {
    Line line;
    line.id = std::to_string(number);
    line.item.sellers_item_id = "SKU";
    line.quantity = {dice.one_in(3) ? dice.decimal(6, 3) : Decimal::of(dice.number(1, 24)), "C62"};
    Price price;
    price.unit_amount = {dice.one_in(4) ? dice.decimal(8, 6) : dice.decimal(5, 2), "GBP"};
    if (dice.one_in(20)) {
        price.unit_amount.amount = Decimal::of(0, 2);
    }
    if (dice.one_in(6)) {
        price.base_quantity = Decimal::of(dice.one_in(2) ? 10 : dice.number(1, 12));
    }
    if (dice.one_in(4)) {
        price.discount_rate =
            dice.one_in(2) ? Decimal::of(dice.number(0, 20) * 5) : dice.decimal(3, 2);
        if (*price.discount_rate > Decimal::of(100)) {
            price.discount_rate = Decimal::of(100);
        }
    }
    if (dice.one_in(8)) {
        price.discount_amount =
            Money{*Decimal::multiply(price.unit_amount.amount, Decimal::of(dice.number(0, 10), 1),
                                     2, Rounding::toward_zero),
                  "GBP"};
    }
    line.price = price;
    line.tax = random_tax(dice);
    return line;
}

Document random_document(Dice& dice) {
    Document document;
    document.envelope.message_type =
        dice.one_in(5) ? MessageType::return_advice : MessageType::despatch_advice;
    document.id = "D1";
    document.issue_date = "2026-11-20";
    document.buyer.id = "CUST";
    document.location_id = "MAIN";
    document.currency_id = "GBP";
    const std::int64_t lines = dice.one_in(3) ? 1 : dice.number(1, 12);
    for (std::int64_t index = 0; index < lines; ++index) {
        document.lines.push_back(random_line(dice, static_cast<std::size_t>(index)));
    }
    for (std::int64_t charges = dice.number(0, 2); charges > 0; --charges) {
        AllowanceCharge charge;
        charge.reason_code = "POST";
        charge.amount = {dice.decimal(5, dice.one_in(5) ? 4 : 2), "GBP"};
        charge.tax = random_tax(dice);
        document.allowance_charges.push_back(std::move(charge));
    }
    return document;
}

// Every amount in it is in the currency of the document.
void put_currency(Document& document, const std::string& currency) {
    document.currency_id = currency;
    for (Line& line : document.lines) {
        line.price->unit_amount.currency_id = currency;
        if (line.price->discount_amount) {
            line.price->discount_amount->currency_id = currency;
        }
    }
    for (AllowanceCharge& charge : document.allowance_charges) {
        charge.amount.currency_id = currency;
    }
}

// One in three, by a seed of its own so that the documents stay what they are without it.
void make_foreign(Document& document, std::uint64_t seed) {
    Dice dice(~seed);
    if (!dice.one_in(3)) {
        return;
    }
    const std::string currency = dice.one_in(2) ? "EUR" : "USD";
    put_currency(document, currency);
    document.buyer.id = currency;
    if (!dice.one_in(4)) {
        document.pricing_exchange_rate =
            ExchangeRate{currency, "GBP", dice.decimal(6, 10), dice.one_in(2) ? "2026-11-19" : ""};
    }
}

std::string text_of(const std::optional<Decimal>& amount) {
    return amount ? amount->text() : "not known";
}

/// What the buyer pays, by the prices of a document that include tax.
Decimal stated_gross(const Document& document) {
    Decimal sum = Decimal::of(0, 2);
    for (const Line& line : document.lines) {
        sum = sum + *line_net(line);
    }
    for (const AllowanceCharge& charge : document.allowance_charges) {
        sum = sum + charge.amount.amount.rounded(2, Rounding::half_away_from_zero);
    }
    return sum;
}

/// Compares all that Sage shows of the document with what was predicted.
void expect_as_predicted(const Prediction& predicted, const json::value& seen) {
    ASSERT_EQ(text_at(seen, "/subtotalInTxnCurrency"), text_of(predicted.document.net));
    ASSERT_EQ(text_at(seen, "/totalInTxnCurrency"), text_of(predicted.document.gross));
    ASSERT_EQ(*predicted.document.net + *predicted.document.tax, *predicted.document.gross);
    const json::array& lines = seen.at("lines").as_array();
    ASSERT_EQ(lines.size(), predicted.lines.size());
    for (std::size_t index = 0; index < lines.size(); ++index) {
        const Amounts& amounts = predicted.lines[index].amounts;
        ASSERT_EQ(text_at(lines[index], "/taxInTxnCurrency"), text_of(amounts.tax)) << index;
        // Sage shows no net of a line: its quantity and its price after the discount make it.
        const std::optional<Decimal> net = Decimal::multiply(
            *Decimal::parse(text_at(lines[index], "/unitQuantity")),
            *Decimal::parse(text_at(lines[index], "/price")), 2, Rounding::half_away_from_zero);
        ASSERT_EQ(text_of(net), text_of(amounts.net)) << index;
        ASSERT_EQ(*amounts.net + *amounts.tax, *amounts.gross) << index;
    }
}

/// What the document comes to in the books, by the rate that Sage shows.
void expect_in_books(const Document& document, const Prediction& predicted,
                     const json::value& seen) {
    const std::string_view currency = text_at(seen, "/txnCurrency");
    ASSERT_EQ(predicted.currency_id, document.currency_id);
    if (document.currency_id == "GBP") {
        ASSERT_EQ(currency, "");
        ASSERT_EQ(text_at(seen, "/total"), text_of(predicted.document.gross));
        return;
    }
    ASSERT_EQ(currency, document.currency_id);
    const Decimal rate = Decimal::parse(text_at(seen, "/exchangeRate/rate")).value();
    const bool stated = document.pricing_exchange_rate.has_value();
    ASSERT_EQ(rate, stated ? document.pricing_exchange_rate->calculation_rate
                    : document.currency_id == "EUR" ? Decimal::of(8612, 4)
                                                    : Decimal::of(7745, 4));
    const auto in_books =
        Decimal::multiply(*predicted.document.gross, rate, 2, Rounding::half_away_from_zero);
    ASSERT_EQ(text_at(seen, "/total"), text_of(in_books));
}

int documents_to_try() {
    return tries(20'000, 1'000'000);
}

class PennyOracle : public testing::TestWithParam<bool> {};

TEST_P(PennyOracle, predicted_amounts_are_those_that_sage_computes) {
    std::unique_ptr<Oracle> oracle;
    int compared = 0;
    int held = 0;
    int foreign = 0;
    for (int number = 0; compared < documents_to_try() / 2; ++number) {
        if (number % documents_of_a_company == 0) {
            oracle = std::make_unique<Oracle>(GetParam());
        }
        Dice dice(static_cast<std::uint64_t>(number));
        Document document = random_document(dice);
        make_foreign(document, static_cast<std::uint64_t>(number));
        const std::string reference = "W" + std::to_string(10'000'000'000'000'000 + number);
        const Preparation made = oracle->prepared(document, reference);
        if (const Hold* hold = std::get_if<Hold>(&made)) {
            // What cannot be sent exactly is not sent.
            ASSERT_THAT(hold->problem.code,
                        testing::AnyOf("intacct.price_not_exact", "intacct.discount_not_exact"));
            ++held;
            continue;
        }
        const Send send = sample::expect_kind<Send>(made);
        const json::value seen = oracle->posted(send);
        expect_as_predicted(send.prediction, seen);
        expect_in_books(document, send.prediction, seen);
        foreign += document.currency_id == "GBP" ? 0 : 1;
        if (GetParam()) {
            ASSERT_EQ(*send.prediction.document.gross, stated_gross(document)) << number;
        }
        ASSERT_FALSE(testing::Test::HasFailure()) << "seed " << number << "\n" << send.request.body;
        ++compared;
    }
    RecordProperty("compared", compared);
    RecordProperty("held", held);
    RecordProperty("foreign", foreign);
    EXPECT_GT(foreign, compared / 5) << "many are foreign";
    EXPECT_LT(held, compared) << "most documents are compared";
}

TEST(PennyOracleSpread, a_difference_that_is_spread_makes_the_total_in_sage) {
    Oracle oracle(false, "spread");
    int made = 0;
    constexpr int tried = 1'000;
    for (int number = 0; number < tried; ++number) {
        Dice dice(static_cast<std::uint64_t>(number));
        Document document = random_document(dice);
        make_foreign(document, static_cast<std::uint64_t>(number));
        const std::string reference = "W" + std::to_string(20'000'000'000'000'000 + number);
        const Preparation plain = oracle.prepared(document, reference);
        if (!std::holds_alternative<Send>(plain)) {
            continue;
        }
        const Decimal told =
            *std::get<Send>(plain).prediction.document.gross + Decimal::of(dice.number(-9, 9), 2);
        document.payable = Money{told, document.currency_id};
        const Preparation spread = oracle.prepared(document, reference);
        if (const Hold* hold = std::get_if<Hold>(&spread)) {
            ASSERT_EQ(hold->problem.code, "intacct.totals_not_spread") << number;
            continue;
        }
        const Send send = sample::expect_kind<Send>(spread);
        ASSERT_EQ(send.prediction.document.gross->text(), told.text()) << number;
        expect_as_predicted(send.prediction, oracle.posted(send));
        ASSERT_FALSE(testing::Test::HasFailure()) << "seed " << number << "\n" << send.request.body;
        ++made;
    }
    // Of one line alone, every second total is one that no price makes once tax is rounded.
    EXPECT_GT(made, tried / 3);
}

/// Compares all that Sage shows of a document of accounts receivable with what was predicted.
void expect_received(const Document& document, const Send& send, const json::value& seen) {
    const Prediction& predicted = send.prediction;
    const bool back = document.envelope.message_type == MessageType::return_advice;
    const auto with_sign = [&](const std::optional<Decimal>& amount) {
        return back && amount && amount->sign() != 0 ? std::optional(-*amount) : amount;
    };
    ASSERT_EQ(text_at(seen, back ? "/txnCurrency/totalEntered" : "/totalTxnAmount"),
              text_of(with_sign(predicted.document.gross)));
    ASSERT_EQ(*predicted.document.net + *predicted.document.tax, *predicted.document.gross);
    const json::array& lines = seen.at("lines").as_array();
    ASSERT_EQ(lines.size(), predicted.lines.size());
    for (std::size_t index = 0; index < lines.size(); ++index) {
        const Amounts& amounts = predicted.lines[index].amounts;
        ASSERT_EQ(text_at(lines[index], back ? "/txnCurrency/amount" : "/txnAmount"),
                  text_of(with_sign(amounts.net)))
            << index;
        // A line of a rounding difference has no tax.
        const std::string tax(text_at(lines[index], "/taxEntries/0/txnTaxAmount"));
        ASSERT_EQ(tax.empty() ? "0.00" : tax, text_of(with_sign(amounts.tax))) << index;
    }
    const bool stated = document.pricing_exchange_rate.has_value();
    const Decimal rate = document.currency_id == "GBP" ? Decimal::of(1)
                         : stated ? document.pricing_exchange_rate->calculation_rate
                         : document.currency_id == "EUR" ? Decimal::of(8612, 4)
                                                         : Decimal::of(7745, 4);
    const auto in_books = Decimal::multiply(*with_sign(predicted.document.gross), rate, 2,
                                            Rounding::half_away_from_zero);
    ASSERT_EQ(text_at(seen, back ? "/baseCurrency/totalAmountEntered" : "/totalBaseAmount"),
              text_of(in_books));
}

class PennyOracleReceivable : public testing::TestWithParam<bool> {};

TEST_P(PennyOracleReceivable, predicted_amounts_are_those_that_sage_computes) {
    std::unique_ptr<Oracle> oracle;
    const int wanted = documents_to_try() / 10;
    for (int number = 0; number < wanted; ++number) {
        if (number % documents_of_a_company == 0) {
            oracle = std::make_unique<Oracle>(GetParam(), "roundingLine", true);
        }
        Dice dice(static_cast<std::uint64_t>(number));
        Document document = random_document(dice);
        make_foreign(document, static_cast<std::uint64_t>(number));
        const std::string reference = "W" + std::to_string(10'000'000'000'000'000 + number);
        // Amounts alone are sent: no price is too odd for that.
        const Send send = sample::expect_kind<Send>(oracle->prepared(document, reference));
        expect_received(document, send, oracle->posted(send));
        if (GetParam()) {
            ASSERT_EQ(*send.prediction.document.gross, stated_gross(document)) << number;
        }
        ASSERT_FALSE(testing::Test::HasFailure()) << "seed " << number << "\n" << send.request.body;
    }
}

INSTANTIATE_TEST_SUITE_P(Prices, PennyOracleReceivable, testing::Bool(), [](const auto& each) {
    return each.param ? "including_tax" : "without_tax";
});

INSTANTIATE_TEST_SUITE_P(Prices, PennyOracle, testing::Bool(), [](const auto& each) {
    return each.param ? "including_tax" : "without_tax";
});

}  // namespace
}  // namespace sage::intacct
