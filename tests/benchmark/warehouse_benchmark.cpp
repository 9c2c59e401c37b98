// SPDX-License-Identifier: Apache-2.0
// What the small warehouse costs: allocation of a backlog of order lines, each line's cost with
// many against few; export of many events, each event's cost and the memory with many against few.
// On disk, in a temporary folder of its own.
//   benchmark_warehouse [order lines] [items] [events]
#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

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
        value_of(warehouse.receive("MAIN", fmt::format("SKU-{:06}", item),
                                   Decimal::whole(item % 10 == 0 ? 0 : each)));
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

/// Seconds for each line of the backlog.
double allocate(const Folder& folder, int lines, int items) {
    const std::unique_ptr<Warehouse> warehouse = open(folder, fmt::format("lines-{}", lines));
    fill(*warehouse, lines, items);
    const auto begun = SteadyClock::now();
    const Decimal allocated = value_of(warehouse->allocate_waiting());
    const double seconds = seconds_since(begun);
    fmt::print(
        "allocate {:>9} lines over {:>6} items: {:7.2f} s, {:5.1f} us a line, {} units, "
        "{:.0f} MiB at most\n",
        lines, items, seconds, seconds * 1e6 / lines, allocated.text(), peak_mib());
    return seconds / lines;
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

Exported export_events(Warehouse& warehouse, std::int64_t events) {
    std::size_t bytes = 0;
    Listing listing(event_columns(), Form::comma_separated, 0,
                    [&bytes](std::string_view text) { bytes += text.size(); });
    const auto begun = SteadyClock::now();
    value_of(list_events(warehouse, 0, events, listing));
    const double seconds = seconds_since(begun);
    const double mib = peak_mib();
    fmt::print("export   {:>9} events: {:7.2f} s, {:5.1f} us each, {} MB, {:.0f} MiB at most\n",
               listing.rows(), seconds, seconds * 1e6 / static_cast<double>(listing.rows()),
               bytes / 1'000'000, mib);
    return {seconds / static_cast<double>(listing.rows()), mib};
}

int run(int lines, int items, std::int64_t events) {
    const Folder folder;
    const double few = allocate(folder, lines / kShare, items / kShare);
    const double many = allocate(folder, lines, items);
    write_events((folder.path_ / "events").string(), events);
    const std::unique_ptr<Warehouse> warehouse = open(folder, "events");
    const Exported some = export_events(*warehouse, events / kShare);
    const Exported all = export_events(*warehouse, events);
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
    const int lines = count > 1 ? std::atoi(arguments[1]) : 100'000;
    const int items = count > 2 ? std::atoi(arguments[2]) : 10'000;
    const int events = count > 3 ? std::atoi(arguments[3]) : 1'000'000;
    return wms::run(lines, items, events);
}
