// SPDX-License-Identifier: Apache-2.0
// The catalogue of a company with a hundred thousand items, read from the simulated Sage: seconds,
// against a client that asks for the same pages and looks at none; memory, against the texts of the
// records and against the same records in plain strings and maps; and what a reading costs after
// a hundred items were changed, and its save.
//   benchmark_catalogue [items]
#include <fmt/format.h>
#include <malloc.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <vector>

#include "plugins/intacct/intacct.h"
#include "plugins/intacct/simulator.h"
#include "sage-adapter/base/json.h"
#include "sage-adapter/delivery/catalogue_reading.h"
#include "sage-adapter/outbox/outbox.h"

namespace sage::testing {
namespace {

namespace json = boost::json;

constexpr std::int64_t hour = 3'600'000;
constexpr std::int64_t day = 24 * hour;
constexpr int changed_items = 100;
constexpr int items_of_a_seed = 10'000;

constexpr double against_bare_max = 3.0;
constexpr double against_maps_max = 0.75;
constexpr double peak_max = 1.6;        ///< of what is held, while everything is read at first
constexpr double again_peak_max = 0.6;  ///< the same beside a catalogue that is in use
constexpr double changes_max = 0.15;    ///< of the seconds of a whole reading
constexpr double save_max = 0.25;       ///< of the seconds of a save of everything

template <class T>
T value_of(Result<T> result) {
    if (!result.ok()) {
        throw std::runtime_error(result.error().first().cause);
    }
    return std::move(result).value();
}

double seconds(const std::function<void()>& work) {
    const auto begun = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

double bytes_in_use() {
    const struct ::mallinfo2 use = ::mallinfo2();
    return static_cast<double>(use.uordblks + use.hblkhd);
}

class BigCompany {
  public:
    explicit BigCompany(int items) {
        control("POST", "/control/seed", R"({"customers":[{"id":"GUEST","name":"Guest"}],
            "locations":[{"id":"MAIN"}],"taxCodes":[{"id":"STANDARD","percent":"20"}]})");
        for (int next = 0; next < items;) {
            std::string seed;
            for (const int end = std::min(items, next + items_of_a_seed); next < end; ++next) {
                seed += fmt::format(R"({}{{"id":"{}","name":"Lantern number {}"}})",
                                    seed.empty() ? "" : ",", id_of(next), next);
            }
            control("POST", "/control/seed", R"({"items":[)" + seed + "]}");
        }
        control("POST", "/control/behaviours", R"({"tokenSeconds":100000000})");
        // What was made within the hour before a reading is told as changed by the next.
        now_ms += day;
        const json::value shown = json::parse(control("GET", "/control/settings", ""));
        settings_ = shown.at("settings").as_object();
        set_page_rows(4'000);
        const auto secret = [&](const char* name) {
            return std::string(shown.at("secrets").at(name).as_string());
        };
        const Reply reply =
            simulator_
                ->handle({"POST",
                          company_->connection().token_target,
                          {{"Content-Type", "application/x-www-form-urlencoded"}},
                          "grant_type=client_credentials&client_id=" + secret("intacct.client_id") +
                              "&client_secret=" + secret("intacct.client_secret") +
                              "&username=wms%40northwind%7C100"})
                .reply;
        token_ = text_at(json::parse(reply.body), "/access_token");
    }

    void set_page_rows(int rows) {
        settings_["cataloguePageRows"] = rows;
        company_ = value_of(intacct_edition().configure(json::serialize(settings_)));
    }

    static std::string id_of(int item) { return fmt::format("SKU-{:06}", item); }

    std::string control(const char* method, const char* path, const std::string& body) {
        const Reply reply = simulator_->control({method, path, {}, body});
        if (reply.status != 200) {
            throw std::runtime_error(reply.body);
        }
        return reply.body;
    }
    /// Requests that the simulator has counted.
    std::int64_t pages() {
        return json::parse(control("GET", "/control/counters", "")).at("requests").as_int64();
    }
    Reply ask(const CatalogueRead& read) {
        Request request = company_->catalogue_request(read);
        request.headers.push_back({"Authorization", "Bearer " + token_});
        return simulator_->handle(request).reply;
    }
    const Company& company() const { return *company_; }

    std::int64_t now_ms = 1'795'000'000'000;

  private:
    std::unique_ptr<Simulator> simulator_ = make_intacct_simulator([this] { return now_ms; }, {});
    json::object settings_;
    std::unique_ptr<Company> company_;
    std::string token_;
};

struct Read {
    std::shared_ptr<const Catalogue> catalogue;
    std::int64_t pages = 0;
    double seconds = 0;
    double peak = 0;  ///< bytes more in use than before, page and reply among them
    double held = 0;
};

Read read(BigCompany& sage, const std::shared_ptr<const Catalogue>& before,
          std::vector<CatalogueRead>* asked = nullptr) {
    Read done;
    const std::int64_t pages = sage.pages();
    ::malloc_trim(0);
    const double in_use = bytes_in_use();
    done.seconds = seconds([&] {
        CatalogueReading reading(sage.company().catalogue_reads(), before, sage.now_ms, day);
        while (const std::optional<CatalogueRead> question = reading.next()) {
            if (asked != nullptr) {
                asked->push_back(*question);
            }
            const Reply reply = sage.ask(*question);
            CataloguePage page = value_of(sage.company().read_catalogue_page(*question, reply));
            done.peak = std::max(done.peak, bytes_in_use() - in_use);
            reading.take(std::move(page));
            done.peak = std::max(done.peak, bytes_in_use() - in_use);
        }
        done.catalogue = std::make_shared<const Catalogue>(reading.finish(sage.now_ms));
        done.peak = std::max(done.peak, bytes_in_use() - in_use);
    });
    done.held = bytes_in_use() - in_use;
    done.pages = sage.pages() - pages;
    return done;
}

const std::vector<std::string> kinds = {"item", "item-tracking"};

double text_bytes(const Catalogue& catalogue) {
    std::size_t bytes = 0;
    for (const std::string& kind : kinds) {
        for (const CatalogueRecord* record : catalogue.all(kind)) {
            bytes += record->id.size() + record->key.size() + record->name.size();
            for (const auto& [name, text] : record->fields) {
                bytes += name.size() + text.size();
            }
        }
    }
    return static_cast<double>(bytes);
}

struct PlainRecord {
    std::string kind;
    std::string id;
    std::string key;
    std::string name;
    bool active = true;
    std::map<std::string, std::string, std::less<>> fields;
};

double bytes_in_maps(const Catalogue& catalogue) {
    const double before = bytes_in_use();
    std::unordered_map<std::string, PlainRecord> records;
    for (const std::string& kind : kinds) {
        for (const CatalogueRecord* record : catalogue.all(kind)) {
            PlainRecord plain{record->kind, record->id,     record->key,
                              record->name, record->active, {}};
            for (const auto& [name, text] : record->fields) {
                plain.fields.emplace(name, text);
            }
            records.emplace(record->id, std::move(plain));
        }
    }
    return bytes_in_use() - before;
}

class Outbox {
  public:
    Outbox() {
        std::string name = (std::filesystem::temp_directory_path() / "catalogue_XXXXXX").string();
        folder_ = ::mkdtemp(name.data());
        store_ = value_of(open_sqlite_store({folder_.string(), "intacct/northwind"}));
    }
    Outbox(const Outbox&) = delete;
    Outbox& operator=(const Outbox&) = delete;
    ~Outbox() {
        store_.reset();
        std::filesystem::remove_all(folder_);
    }
    double save(const Catalogue& catalogue) {
        return seconds([&] {
            if (!store_->save_catalogue(catalogue).ok()) {
                throw std::runtime_error("The catalogue was not saved.");
            }
        });
    }

  private:
    std::filesystem::path folder_;
    std::unique_ptr<Store> store_;
};

int failures = 0;

void tell(const std::string& what, double figure, double limit) {
    fmt::print("{}: {:.2f} (limit: at most {:.2f})\n", what, figure, limit);
    failures += figure <= limit ? 0 : 1;
}

int run(int items) {
    BigCompany sage(items);
    constexpr double mib = 1024.0 * 1024.0;
    std::vector<CatalogueRead> asked;
    const Read first = read(sage, std::make_shared<const Catalogue>(), &asked);
    const auto records = static_cast<double>(first.catalogue->count("item"));
    const double bare = seconds([&] {
        for (const CatalogueRead& question : asked) {
            sage.ask(question);
        }
    });
    const double in_maps = bytes_in_maps(*first.catalogue);
    fmt::print(
        "{:.0f} items: {} pages, {:.2f} s; held {:.1f} MiB, {:.0f} bytes an item, {:.2f} times "
        "their texts; most while reading {:.1f} MiB\n",
        records, first.pages, first.seconds, first.held / mib, first.held / records,
        first.held / text_bytes(*first.catalogue), first.peak / mib);
    tell("seconds, against the same pages asked for and not looked at", first.seconds / bare,
         against_bare_max);
    tell("memory, against strings and maps", first.held / in_maps, against_maps_max);
    tell("most while reading, of what is held", first.peak / first.held, peak_max);

    Outbox outbox;
    const double saved = outbox.save(*first.catalogue);
    sage.now_ms += 4 * hour;
    for (int item = 0; item < changed_items; ++item) {
        sage.control("POST", "/control/change",
                     fmt::format(R"({{"item":{{"id":"{}","name":"Other lantern {}"}}}})",
                                 BigCompany::id_of(item * (items / changed_items)), item));
    }
    const Read changes = read(sage, first.catalogue);
    const double saved_changes = outbox.save(*changes.catalogue);
    fmt::print(
        "{} items changed: {} pages, {:.3f} s; most while reading {:.1f} MiB; saved in "
        "{:.3f} s, all of them in {:.2f} s\n",
        changed_items, changes.pages, changes.seconds, changes.peak / mib, saved_changes, saved);
    tell("seconds of that, of a whole reading", changes.seconds / first.seconds, changes_max);
    tell("seconds of that save, of one of everything", saved_changes / saved, save_max);

    sage.now_ms += 4 * hour;
    sage.control("POST", "/control/change", R"({"item":{"id":"SKU-000007","delete":true}})");
    const Read deletion = read(sage, changes.catalogue);
    fmt::print("one item deleted: {} pages, {:.2f} s\n", deletion.pages, deletion.seconds);

    sage.now_ms += day;
    const Read again = read(sage, deletion.catalogue);
    fmt::print("everything again: {} pages, {:.2f} s\n", again.pages, again.seconds);
    tell("most while reading everything again, of what is held", again.peak / first.held,
         again_peak_max);
    sage.set_page_rows(1'000);
    sage.now_ms += day;
    fmt::print("in pages of 1000: {} pages\n", read(sage, again.catalogue).pages);
    return failures == 0 ? 0 : 1;
}

}  // namespace
}  // namespace sage::testing

int main(int count, char** arguments) {
    try {
        return sage::testing::run(count > 1 ? std::atoi(arguments[1]) : 100'000);
    } catch (const std::exception& problem) {
        std::cerr << "benchmark_catalogue: " << problem.what() << "\n";
        return 2;
    }
}
