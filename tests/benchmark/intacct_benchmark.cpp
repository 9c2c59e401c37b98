// SPDX-License-Identifier: Apache-2.0
// What step 6 and 7 of the flow cost for Sage Intacct: a despatch of ten lines from the canonical
// document to the bytes of its request, and the judging of the reply. Limit: 50 us for the first;
// 20 us for all that the settings decide about it, which is a part of the first, and as much for
// what texts add, and for deciding tax by rules and predicting it. Items are found as fast among
// 100,000 as among 1,000.
#include <benchmark/benchmark.h>

#include <chrono>
#include <cstdlib>
#include <optional>
#include <string>
#include <variant>

#include "plugins/intacct/intacct.h"
#include "plugins/intacct/map.h"
#include "sage-adapter/mapping/match_keys.h"

namespace sage::intacct {
namespace {

constexpr std::string_view settings_json = R"({
    "companyId": "northwind", "userId": "wms", "entity": "100",
    "definitions": {"despatchAdvice": "Sales Invoice"}, "chargeItems": {"POST": "CARRIAGE"},
    "warehouses": {"MAIN": {"warehouse": "WH1", "location": "100"}}, "units": {"C62": "Each"},
    "taxDetails": {"STANDARD": "UK Sale Goods Standard Rate"},
    "fields": {"externalReference": "nsp::WMS_REFERENCE", "despatchId": "referenceNumber",
               "orderLineReference": "nsp::WMS_ORDER_LINE"}})";

// The GTIN-13 of an item.
std::string gtin_of(int item) {
    std::string number = std::to_string(item);
    number = "50" + std::string(10 - number.size(), '0') + number;
    for (char digit = '0'; digit <= '9'; ++digit) {
        if (!gtin_key(number + digit).empty()) {
            return number + digit;
        }
    }
    std::abort();
}

std::string despatch_json(int item_of_first_line = 1) {
    std::string lines;
    for (int line = 1; line <= 10; ++line) {
        const std::string number = std::to_string(line);
        const int item = item_of_first_line + line - 1;
        lines += (line == 1 ? R"({"id":")" : R"(,{"id":")") + number +
                 R"(","orderLineReference":{"lineId":")" + number +
                 R"("},"item":{"sellersItemId":"SKU-)" + std::to_string(item) + R"(","gtin":")" +
                 gtin_of(item) +
                 R"("},"deliveredQuantity":{"value":"12","unitCode":"C62"},"price":{"unitAmount":)"
                 R"({"amount":"3.39","currencyId":"GBP"}},"tax":{"taxCode":"STANDARD"},)"
                 R"("notes":["handle with care"]})";
    }
    return R"({"schemaVersion":"1.0.0","messageType":"despatchAdvice",)"
           R"("messageId":"0e3f4d5c-7a11-4c55-9a52-1c0d4b7d1a01","orderingKey":"SO-1001",)"
           R"("occurredAt":"2026-11-20T15:42:10+00:00","environment":"test",)"
           R"("tenantId":"northwind","sourceSystem":"benchmark","documentVersion":"1","body":{)"
           R"("id":"DN-1001-1","issueDate":"2026-11-20","orderReference":{"id":"SO-1001"},)"
           R"("buyerCustomerParty":{"id":"CUST-001"},"shipFrom":{"locationId":"MAIN"},)"
           R"("currencyId":"GBP","shipment":{"id":"S1","consignments":[{"trackingId":"1Z999"}]},)"
           R"("lines":[)" +
           lines +
           R"(],"allowanceCharges":[{"chargeIndicator":true,"reasonCode":"POST","amount":)"
           R"({"amount":"4.95","currencyId":"GBP"},"tax":{"taxCode":"STANDARD"}}]}})";
}

constexpr int usual_items = 5'000;

// By default of a size that customers have.
Catalogue catalogue(int items = usual_items) {
    std::vector<CatalogueRecord> records;
    const auto add = [&](std::string_view kind_of, std::string id) {
        records.push_back({std::string(kind_of), std::move(id), "1", "", true, {}});
    };
    for (int item = 1; item <= items; ++item) {
        add(kind::item, "SKU-" + std::to_string(item));
        records.back().fields.emplace(match_field::gtin, gtin_key(gtin_of(item)));
    }
    for (int customer = 0; customer < 5'000; ++customer) {
        add(kind::customer, "CUST-" + std::to_string(customer));
    }
    add(kind::item, "CARRIAGE");
    add(kind::customer, "CUST-001");
    add(kind::warehouse, "WH1");
    add(kind::order_entry_definition, "Sales Invoice");
    for (const char* schedule : {"UK Sale Goods Standard Rate", "Other"}) {
        add(kind::tax_schedule, schedule);
        add(kind::tax_schedule_detail, schedule);
        records.back().fields.emplace("taxDetail.id", schedule);
        add(kind::tax_detail, schedule);
        records.back().fields.emplace("taxPercent", "20");
    }
    return {std::move(records), 1};
}

struct World {
    Settings settings;
    Document document;
    Catalogue known;

    explicit World(const std::string& more = "", int items = usual_items)
        : known(catalogue(items)) {
        Result<Settings> read = read_settings(
            std::string(settings_json.substr(0, settings_json.size() - 1)) + more + "}");
        Result<Document> despatch = read_document(despatch_json(items / 2));
        if (!read.ok() || !despatch.ok()) {
            std::abort();
        }
        settings = std::move(read).value();
        document = std::move(despatch).value();
    }

    PreparationInput input() const {
        return {document,     known,   "WQ3M8Z5T0R7P2A9K4C", "6f9619ff-8b86-8011-b42d-00c04fc964ff",
                "2026-11-25", related, observations};
    }
    Preparation prepared() const { return prepare(settings, input()); }

    std::vector<Related> related;
    std::vector<Observation> observations;
};

void map_and_encode_ten_lines(benchmark::State& state) {
    const World world;
    if (!std::holds_alternative<Send>(world.prepared())) {
        state.SkipWithError("the despatch was not mapped");
    }
    for (auto _ : state) {
        benchmark::DoNotOptimize(world.prepared());
    }
}
BENCHMARK(map_and_encode_ten_lines)->Unit(benchmark::kMicrosecond);

// Three texts, one of them on each line.
constexpr std::string_view texts_json = R"(, "texts": [
        {"text": "Despatch {id} of {orderReference.id}, {issueDate|date \"DD/MM/YYYY\"}",
         "to": ["memo"]},
        {"text": "Parcels: {shipment.consignments.trackingId}", "to": ["nsp::PARCELS", "notes"],
         "tooLong": "overflow"},
        {"text": "{lines.id}: {lines.quantity|number \"0.00\"} x {lines.item.sellersItemId}",
         "to": ["nsp::LINE"], "level": "line", "tooLong": "cut"}],
        "fieldLimits": {"nsp::PARCELS": {"characters": 10}, "nsp::LINE": {"characters": 12}})";

// Beside the texts that every despatch has.
void map_and_encode_ten_lines_with_texts(benchmark::State& state) {
    const World world{std::string(texts_json)};
    const Preparation preparation = world.prepared();
    const Send* send = std::get_if<Send>(&preparation);
    if (send == nullptr ||
        send->request.body.find("\"nsp::PARCELS\":\"Parcels:\"") == std::string::npos) {
        state.SkipWithError("the texts were not placed");
    }
    for (auto _ : state) {
        benchmark::DoNotOptimize(world.prepared());
    }
}
BENCHMARK(map_and_encode_ten_lines_with_texts)->Unit(benchmark::kMicrosecond);

// Twenty rules, of which the last fits.
std::string tax_rules_json() {
    std::string rules = R"(, "taxRules": [)";
    for (int rule = 1; rule < 20; ++rule) {
        rules += R"({"origin":["GB"],"destination":["EU"],"categories":["Z","E"],)"
                 R"("taxCodes":["CODE-)" +
                 std::to_string(rule) + R"("],"schedule":"Other","percent":"20"},)";
    }
    return rules + R"({"schedule":"UK Sale Goods Standard Rate","percent":"20"}])";
}

// In the place of the map of codes.
void map_and_encode_ten_lines_by_tax_rules(benchmark::State& state) {
    World world(tax_rules_json());
    world.settings.tax_details.clear();
    const Preparation preparation = world.prepared();
    const Send* send = std::get_if<Send>(&preparation);
    if (send == nullptr || !send->prediction.document.gross) {
        state.SkipWithError("the tax was not decided");
    }
    for (auto _ : state) {
        benchmark::DoNotOptimize(world.prepared());
    }
}
BENCHMARK(map_and_encode_ten_lines_by_tax_rules)->Unit(benchmark::kMicrosecond);

// Counts what holds the document, so that nothing is timed but decisions that are made.
class Decisions {
  public:
    template <class T>
    T take(Mapped<T> mapped) {
        held_ = held_ || mapped.hold.has_value();
        return std::move(mapped.value);
    }
    bool held() const { return held_; }

    // As when a document is prepared: the lines of one mostly ask the same, and then once.
    const LineTax& tax(const Draft& draft, const TaxQuestion& question,
                       const std::string& pointer) {
        if (asked_ != question) {
            asked_ = question;
            tax_ = take(map_tax(draft.settings, draft.input.catalogue, question, pointer));
        }
        return tax_;
    }

  private:
    bool held_ = false;
    std::optional<TaxQuestion> asked_;
    LineTax tax_;
};

// All that the settings decide about a line: item, unit, tax, price, place and dimensions, texts.
void decide_line(Decisions& decisions, Draft& draft, TaxQuestion& question, std::size_t index) {
    const Settings& settings = draft.settings;
    const Catalogue& catalogue = draft.input.catalogue;
    const Line& line = draft.input.document.lines[index];
    const std::string pointer = "/body/lines/" + std::to_string(index);
    const GoodsItem item = decisions.take(map_goods(draft, line, pointer));
    const UnitLine unit = decisions.take(map_line_unit(draft, item.record, line, pointer));
    ask_about(question, line.tax, Supply::goods, tax_class_of(settings, catalogue, item.id()));
    const LineTax& tax = decisions.tax(draft, question, pointer);
    benchmark::DoNotOptimize(
        decisions.take(price_of_goods(settings, unit.or_as_it_is(line), tax, pointer)));
    benchmark::DoNotOptimize(decisions.take(map_place(draft, line.posted, item.id(), {}, pointer)));
    TextMap present;
    present.emplace("memo", order_line_memo(settings, line));
    benchmark::DoNotOptimize(decisions.take(map_texts(draft, &line, std::move(present))));
}

// All that the settings decide about a despatch, and nothing of what is then written. False: held.
bool decide_document(const World& world) {
    const Settings& settings = world.settings;
    const PreparationInput input = world.input();
    const Document& document = input.document;
    const Target target = target_of(settings, document);
    Draft draft(settings, input, target.family, target.definition);
    Decisions decisions;
    draft.site = decisions.take(map_site(settings, input.catalogue, document.location_id));
    draft.dates = decisions.take(map_dates(draft));
    draft.customer = decisions.take(map_customer(settings, input, draft.remarks));
    benchmark::DoNotOptimize(decisions.take(map_currency(draft)));
    HeaderTexts texts = header_texts(settings, document, draft.family);
    TextMap present;
    present.emplace("memo", std::move(texts.memo));
    present.emplace("notes", std::move(texts.notes));
    benchmark::DoNotOptimize(decisions.take(map_texts(draft, nullptr, std::move(present))));
    TaxQuestion question = tax_question(document, settings.tax.origin_country);
    for (std::size_t index = 0; index < document.lines.size(); ++index) {
        decide_line(decisions, draft, question, index);
    }
    for (const AllowanceCharge& charge : document.allowance_charges) {
        const std::string item = decisions.take(map_charge(settings, input.catalogue, charge, ""));
        benchmark::DoNotOptimize(decisions.take(
            map_charge_unit(settings, input.catalogue, item, "C62", charge.posted, "")));
        ask_about(question, charge.tax, Supply::service, item);
        const LineTax& tax = decisions.tax(draft, question, "");
        benchmark::DoNotOptimize(decisions.take(price_of_charge(settings, charge, tax, "")));
        benchmark::DoNotOptimize(
            decisions.take(map_place(draft, charge.posted, item, charge.reason_code, "")));
    }
    return !decisions.held() &&
           !definition_trouble(settings, input, target.family, target.definition);
}

// With texts, twenty tax rules, of which the last fits, and rules of dimensions.
void evaluate_profile_of_ten_lines(benchmark::State& state) {
    World world(std::string(texts_json) + tax_rules_json() +
                R"(, "dimensions": [{"charges": ["POST"], "set": {"department": "CARRIAGE"}},
                                    {"locationIds": ["MAIN"], "set": {"department": "WEB"}}])");
    world.settings.tax_details.clear();
    if (!decide_document(world)) {
        state.SkipWithError("the despatch was held");
    }
    for (auto _ : state) {
        benchmark::DoNotOptimize(decide_document(world));
    }
}
BENCHMARK(evaluate_profile_of_ten_lines)->Unit(benchmark::kMicrosecond);

// Neither decided nor predicted: what those above are compared with.
void map_and_encode_ten_lines_without_tax(benchmark::State& state) {
    World world;
    world.settings.tax_details.clear();
    const Preparation preparation = world.prepared();
    const Send* send = std::get_if<Send>(&preparation);
    if (send == nullptr || send->prediction.document.gross) {
        state.SkipWithError("there is a tax");
    }
    for (auto _ : state) {
        benchmark::DoNotOptimize(world.prepared());
    }
}
BENCHMARK(map_and_encode_ten_lines_without_tax)->Unit(benchmark::kMicrosecond);

// Both in turn, so that whatever else the machine does slows both.
void ten_lines_by_gtin_among_100000_items_against_1000(benchmark::State& state) {
    using Clock = std::chrono::steady_clock;
    const std::string by_gtin = R"(, "itemMatching": {"rules": ["gtin"]})";
    const World few(by_gtin, 1'000);
    const World many(by_gtin, 100'000);
    if (!std::holds_alternative<Send>(few.prepared()) ||
        !std::holds_alternative<Send>(many.prepared())) {
        state.SkipWithError("the items were not found");
    }
    Clock::duration of_few{};
    Clock::duration of_many{};
    for (auto _ : state) {
        const Clock::time_point begin = Clock::now();
        benchmark::DoNotOptimize(few.prepared());
        const Clock::time_point middle = Clock::now();
        benchmark::DoNotOptimize(many.prepared());
        const Clock::time_point end = Clock::now();
        of_few += middle - begin;
        of_many += end - middle;
        state.SetIterationTime(std::chrono::duration<double>(end - middle).count());
    }
    state.counters["ratio"] =
        static_cast<double>(of_many.count()) / static_cast<double>(of_few.count());
}
BENCHMARK(ten_lines_by_gtin_among_100000_items_against_1000)
    ->UseManualTime()
    ->Unit(benchmark::kMicrosecond);

void judge_a_success(benchmark::State& state) {
    const World world;
    const Preparation preparation = world.prepared();
    const Send& send = std::get<Send>(preparation);
    const Reply reply{
        201,
        {},
        R"({"ia::result":{"key":"12922","id":"12922","documentType":"Sales Invoice","href":"/x"},)"
        R"("ia::meta":{"totalCount":1,"totalSuccess":1,"totalError":0}})"};
    for (auto _ : state) {
        benchmark::DoNotOptimize(classify(send, reply));
    }
}
BENCHMARK(judge_a_success)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace sage::intacct
