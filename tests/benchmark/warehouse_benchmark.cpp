// SPDX-License-Identifier: Apache-2.0
// What the small warehouse costs: allocation of a backlog of order lines, each line's cost with
// many against few; export of many events, each event's cost and the memory with many against few.
// On disk, in a temporary folder of its own. Each is done several times, few and many by turns, and
// the least of each counts: what else the machine does, above all with the disk that a commit waits
// for, only ever adds. Few are a tenth of many, so with small numbers they are little more than
// that one wait.
//   benchmark_warehouse [order lines] [items] [events]
#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <limits>
#include <memory>
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
constexpr int kRounds = 5;
/// Of fewer than this nothing can be said: a tenth of them takes no longer than the disk.
constexpr int kLinesMin = 20'000;
constexpr int kEventsMin = 100'000;
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

/// A backlog that is filled once and allocated as often as it takes, each time in a copy.
class Backlog {
  public:
    Backlog(const Folder& folder, int lines, int items)
        : lines_(lines), items_(items), full_(folder.path_ / fmt::format("lines-{}", lines)) {
        WarehouseOptions options;
        options.file = full_;
        fill(*value_of(Warehouse::open(options)), lines, items);
    }

    void allocate() {
        WarehouseOptions options;
        options.file = full_.string() + "-copy";
        std::filesystem::remove(options.file);
        std::filesystem::copy_file(full_, options.file);
        const std::unique_ptr<Warehouse> warehouse = value_of(Warehouse::open(options));
        const auto begun = SteadyClock::now();
        allocated_ = value_of(warehouse->allocate_waiting());
        least_ = std::min(least_, seconds_since(begun));
    }

    double seconds_each() const { return least_ / lines_; }
    void tell() const {
        fmt::print(
            "allocate {:>9} lines over {:>6} items: {:7.3f} s, {:5.1f} us a line, {} units, "
            "{:.0f} MiB at most\n",
            lines_, items_, least_, seconds_each() * 1e6, allocated_.text(), peak_mib());
    }

  private:
    int lines_;
    int items_;
    std::filesystem::path full_;
    double least_ = std::numeric_limits<double>::max();
    Decimal allocated_;
};

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

/// The first so many events, as often as it takes.
class Export {
  public:
    Export(Warehouse& warehouse, std::int64_t events) : warehouse_(warehouse), events_(events) {}

    void run() {
        bytes_ = 0;
        Listing listing(event_columns(), Form::comma_separated, 0,
                        [this](std::string_view text) { bytes_ += text.size(); });
        const auto begun = SteadyClock::now();
        value_of(list_events(warehouse_, 0, events_, listing));
        least_ = std::min(least_, seconds_since(begun));
    }

    double seconds_each() const { return least_ / static_cast<double>(events_); }
    void tell(double mib) const {
        fmt::print("export   {:>9} events: {:7.3f} s, {:5.1f} us each, {} MB, {:.0f} MiB at most\n",
                   events_, least_, seconds_each() * 1e6, bytes_ / 1'000'000, mib);
    }

  private:
    Warehouse& warehouse_;
    std::int64_t events_;
    double least_ = std::numeric_limits<double>::max();
    std::size_t bytes_ = 0;
};

/// A line's cost with many against few.
double allocate(const Folder& folder, int lines, int items) {
    Backlog few(folder, lines / kShare, items / kShare);
    Backlog many(folder, lines, items);
    for (int round = 0; round < kRounds; ++round) {
        few.allocate();
        many.allocate();
    }
    few.tell();
    many.tell();
    return many.seconds_each() / few.seconds_each();
}

int run(int lines, int items, std::int64_t events) {
    const Folder folder;
    const double a_line = allocate(folder, lines, items);
    write_events((folder.path_ / "events").string(), events);
    WarehouseOptions options;
    options.file = folder.path_ / "events";
    const std::unique_ptr<Warehouse> warehouse = value_of(Warehouse::open(options));
    Export some(*warehouse, events / kShare);
    Export all(*warehouse, events);
    // The most that the process ever had only grows, so that few come first.
    some.run();
    const double mib_of_some = peak_mib();
    for (int round = 0; round < kRounds; ++round) {
        some.run();
        all.run();
    }
    const double mib_of_all = peak_mib();
    some.tell(mib_of_some);
    all.tell(mib_of_all);
    const double an_event = all.seconds_each() / some.seconds_each();
    const double memory = mib_of_all / mib_of_some;
    const bool within =
        a_line <= kCostRatioMax && an_event <= kCostRatioMax && memory <= kMemoryRatioMax;
    fmt::print(
        "a line with many against few: {:.2f} (limit {}); an event: {:.2f} (limit {}); "
        "memory: {:.2f} (limit {}): {}\n",
        a_line, kCostRatioMax, an_event, kCostRatioMax, memory, kMemoryRatioMax,
        within ? "within" : "OVER");
    return within ? 0 : 1;
}

/// The argument as a number; fewer than can tell something are not measured.
int number_of(int count, char** arguments, int at, int otherwise, int least, const char* of_what) {
    const int number = count > at ? std::atoi(arguments[at]) : otherwise;
    if (number < least) {
        fmt::print(stderr, "{} {} say nothing: name at least {}\n", number, of_what, least);
        std::exit(2);
    }
    return number;
}

}  // namespace
}  // namespace wms

int main(int count, char** arguments) {
    const int lines = wms::number_of(count, arguments, 1, 100'000, wms::kLinesMin, "order lines");
    const int items = wms::number_of(count, arguments, 2, lines / 10, wms::kShare, "items");
    const int events = wms::number_of(count, arguments, 3, 1'000'000, wms::kEventsMin, "events");
    return wms::run(lines, std::min(items, lines), events);
}
