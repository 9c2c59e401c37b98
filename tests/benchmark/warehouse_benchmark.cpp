// SPDX-License-Identifier: Apache-2.0
// What the small warehouse costs: allocation of a backlog of order lines, each line's cost with
// many against few; export of many events, each event's cost and the memory with many against few.
// On disk, in a temporary folder of its own. Few are done as often as it takes to be as many: a
// short time says more about the moment than about the work.
//   benchmark_warehouse [order lines] [items] [events]
#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "mock-host/listings.h"
#include "mock-host/wms/books.h"
#include "mock-host/wms/store.h"
#include "mock-host/wms/warehouse.h"

namespace wms {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr int kLinesAnOrder = 10;
constexpr int kShare = 10;  ///< many is so many times few
/// Of less work than this on each side nothing can be said.
constexpr int kLinesMin = 20'000;
constexpr std::int64_t kEventsMin = 200'000;
constexpr double kCostRatioMax = 1.5;
constexpr double kMemoryRatioMax = 1.1;

double seconds_since(SteadyClock::time_point begun) {
    return std::chrono::duration<double>(SteadyClock::now() - begun).count();
}

double peak_mib() {
    rusage used = {};
    getrusage(RUSAGE_SELF, &used);
    return static_cast<double>(used.ru_maxrss) / 1024;
}

template <class Value>
Value value_of(Result<Value> result) {
    if (!result.ok()) {
        fmt::print(stderr, "{}\n", in_one_line(result.problem()));
        std::exit(2);
    }
    return std::move(result).value();
}

class Folder {
  public:
    Folder() {
        std::string name =
            (std::filesystem::temp_directory_path() / "benchmark_warehouse.XXXXXX").string();
        path_ = mkdtemp(name.data());
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    std::filesystem::path path_;
};

std::unique_ptr<Warehouse> open(const Folder& folder, const std::string& name) {
    WarehouseOptions options;
    options.file = folder.path_ / name;
    return value_of(Warehouse::open(options));
}

/// Orders of ten lines each, over all items; stock for nine tenths of them.
void fill(Warehouse& warehouse, int lines, int items) {
    const int each = lines / items;
    for (int item = 0; item < items; ++item) {
        if (item % 10 != 0) {
            value_of(
                warehouse.receive("MAIN", fmt::format("SKU-{:06}", item), Decimal::whole(each)));
        }
    }
    for (int number = 0; number < lines / kLinesAnOrder; ++number) {
        Order order;
        order.id = fmt::format("SO-{:07}", number);
        order.site = "MAIN";
        order.customer.id = "C1";
        order.promised_date = fmt::format("2026-12-{:02}", 1 + number % 28);
        for (int at = 0; at < kLinesAnOrder; ++at) {
            OrderLine line;
            line.id = std::to_string(at + 1);
            line.item = fmt::format("SKU-{:06}", (number * kLinesAnOrder + at) % items);
            line.ordered = Decimal::whole(1);
            line.price = Decimal::whole(2);
            order.lines.push_back(line);
        }
        value_of(warehouse.enter(order));
    }
}

/// How often so much has to be done to come to the least of which anything can be said.
template <class Count>
Count times(Count wanted, Count each) {
    return std::max<Count>(1, (wanted + each - 1) / each);
}

/// Seconds for each line of the backlog, each time in a warehouse of its own.
double allocate(const Folder& folder, int lines, int items, int in_all) {
    double seconds = 0;
    Decimal allocated;
    const int rounds = times(in_all, lines);
    for (int round = 0; round < rounds; ++round) {
        const std::unique_ptr<Warehouse> warehouse =
            open(folder, fmt::format("lines-{}-{}", lines, round));
        fill(*warehouse, lines, items);
        const auto begun = SteadyClock::now();
        allocated += value_of(warehouse->allocate_waiting());
        seconds += seconds_since(begun);
    }
    const double each = seconds / (static_cast<double>(lines) * rounds);
    fmt::print(
        "allocate {:>9} lines over {:>6} items, {:>3} times: {:7.2f} s, {:5.1f} us a line, {} "
        "units, {:.0f} MiB at most\n",
        lines, items, rounds, seconds, each * 1e6, allocated.text(), peak_mib());
    return each;
}

void write_events(const std::string& file, std::int64_t events) {
    Store store(file);
    Books books(store, 1'795'189'330'120);
    store.begin();
    for (std::int64_t number = 0; number < events; ++number) {
        books.note({"despatched", fmt::format("DN-{}", number / 10), "1", number},
                   {"MAIN", fmt::format("SKU-{:06}", number % 10'000), "AISLE-1", {}},
                   Decimal::whole(-1));
    }
    store.commit();
}

struct Exported {
    double seconds_each = 0;
    double mib = 0;
};

Exported export_events(Warehouse& warehouse, std::int64_t events, std::int64_t in_all) {
    std::size_t bytes = 0;
    const std::int64_t rounds = times(in_all, events);
    const auto begun = SteadyClock::now();
    for (std::int64_t round = 0; round < rounds; ++round) {
        Listing listing(event_columns(), Form::comma_separated, 0,
                        [&bytes](std::string_view text) { bytes += text.size(); });
        value_of(list_events(warehouse, 0, events, listing));
    }
    const double seconds = seconds_since(begun);
    const double each = seconds / static_cast<double>(events * rounds);
    const double mib = peak_mib();
    fmt::print(
        "export   {:>9} events, {:>3} times: {:7.2f} s, {:5.1f} us each, {} MB, {:.0f} MiB at "
        "most\n",
        events, rounds, seconds, each * 1e6, bytes / 1'000'000, mib);
    return {each, mib};
}

int run(int lines, int items, std::int64_t events) {
    const Folder folder;
    const int lines_in_all = std::max(lines, kLinesMin);
    const double few = allocate(folder, lines / kShare, items / kShare, lines_in_all);
    const double many = allocate(folder, lines, items, lines_in_all);
    write_events((folder.path_ / "events").string(), events);
    const std::unique_ptr<Warehouse> warehouse = open(folder, "events");
    const std::int64_t events_in_all = std::max(events, kEventsMin);
    const Exported some = export_events(*warehouse, events / kShare, events_in_all);
    const Exported all = export_events(*warehouse, events, events_in_all);
    const bool within = many / few <= kCostRatioMax &&
                        all.seconds_each / some.seconds_each <= kCostRatioMax &&
                        all.mib / some.mib <= kMemoryRatioMax;
    fmt::print(
        "a line with many against few: {:.2f} (limit {}); an event: {:.2f} (limit {}); "
        "memory: {:.2f} (limit {}): {}\n",
        many / few, kCostRatioMax, all.seconds_each / some.seconds_each, kCostRatioMax,
        all.mib / some.mib, kMemoryRatioMax, within ? "within" : "OVER");
    return within ? 0 : 1;
}

}  // namespace
}  // namespace wms

int main(int count, char** arguments) {
    // A tenth of each has to be something.
    const int lines = std::max(count > 1 ? std::atoi(arguments[1]) : 100'000, 100);
    const int items = std::clamp(count > 2 ? std::atoi(arguments[2]) : 10'000, 10, lines);
    const int events = std::max(count > 3 ? std::atoi(arguments[3]) : 1'000'000, 10);
    return wms::run(lines, items, events);
}
