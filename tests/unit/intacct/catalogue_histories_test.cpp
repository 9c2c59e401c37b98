// SPDX-License-Identifier: Apache-2.0
// Plan: histories by chance of a simulated Sage whose items and customers are made, changed, given
// other ids, deleted and made again, also while they are read; replies are lost, changes are seen
// long after they were made, Sage's clocks differ, and the reader is stopped and started. After
// every reading that nothing disturbs the catalogue is what Sage holds, and where nothing was
// deleted it has cost little.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <random>
#include <set>

#include "plugins/intacct/simulator.h"
#include "sage-adapter/base/settings.h"
#include "sage-adapter/delivery/catalogue_reading.h"
#include "sage-adapter/outbox/outbox.h"
#include "tests/support/tries.h"
#include "tests/unit/intacct/sample.h"

namespace sage::intacct {
namespace {

constexpr std::int64_t start_ms = 1'764'000'000'000;
constexpr std::int64_t minute = 60'000;
constexpr std::int64_t hour = 60 * minute;
constexpr std::int64_t whole = 1'000 * hour;

class SimulatedCompany {
  public:
    explicit SimulatedCompany(unsigned seed) : chance_(seed) {
        control("/control/seed", R"({"items":[{"id":"POST","kind":"charge"}],
            "customers":[{"id":"GUEST"}],"locations":[{"id":"MAIN"}],
            "taxCodes":[{"id":"STANDARD","percent":"20"}]})");
        for (int number = 0; number < 25; ++number) {
            make("item");
            make("customer");
        }
        const sample::json::value company =
            sample::parsed(simulator_->control({"GET", "/control/settings", {}, ""}).body);
        sample::json::value settings = company.at("settings");
        settings.as_object()["cataloguePageRows"] = 4;
        company_ = intacct_edition().configure(sample::json::serialize(settings)).value();
        const auto secret = [&](const char* name) {
            return percent_encoded(company.at("secrets").at(name).as_string());
        };
        behaviours(R"({"tokenSeconds":100000000})");
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
        now_ms += 2 * hour;
    }

    std::size_t below(std::size_t bound) { return chance_() % bound; }
    bool one_in(std::size_t bound) { return below(bound) == 0; }
    sage::Company& company() { return *company_; }

    void control(const std::string& path, const std::string& body) {
        const Reply reply = simulator_->control({"POST", path, {}, body});
        ASSERT_EQ(reply.status, 200) << body << reply.body;
    }
    void behaviours(const std::string& body) { control("/control/behaviours", body); }

    Reply ask(const CatalogueRead& read) {
        Request request = company_->catalogue_request(read);
        request.headers.push_back({"Authorization", "Bearer " + token_});
        return simulator_->handle(request).reply;
    }

    /// One thing that staff do. Nothing is deleted unless it may be.
    void happen(bool may_delete) {
        const std::string kind = one_in(2) ? "item" : "customer";
        std::set<std::string>& ids = ids_[kind];
        const std::string id =
            *std::next(ids.begin(), static_cast<std::ptrdiff_t>(below(ids.size())));
        switch (below(may_delete && ids.size() > 15 ? 6 : 4)) {
            case 0:
                make(kind);
                break;
            case 1:
                change(kind, fmt::format(R"({{"id":"{}","name":"Name {}"{}}})", id, below(1'000),
                                         late()));
                break;
            case 2:
                if (kind == "item") {
                    change(kind, fmt::format(R"({{"id":"{}","tracking.enableLotCategory":{}{}}})",
                                             id, one_in(2), late()));
                } else {
                    change(kind,
                           fmt::format(R"({{"id":"{}","isOnHold":{}{}}})", id, one_in(2), late()));
                }
                break;
            case 3:
                rename(kind, id);
                break;
            default:
                change(kind, fmt::format(R"({{"id":"{}","delete":true}})", id));
                ids.erase(id);
                free_.push_back(id);
        }
    }

    std::int64_t now_ms = start_ms;

  private:
    /// A change that is seen only now.
    std::string late() {
        if (!one_in(3)) {
            return "";
        }
        const auto minutes = std::chrono::floor<std::chrono::seconds>(
            std::chrono::sys_time<std::chrono::milliseconds>(
                std::chrono::milliseconds(now_ms - static_cast<std::int64_t>(below(40)) * minute)));
        const auto day = std::chrono::floor<std::chrono::days>(minutes);
        const std::chrono::year_month_day date(day);
        const std::chrono::hh_mm_ss clock(minutes - day);
        return fmt::format(R"(,"audit.modifiedDateTime":"{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z")",
                           static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                           static_cast<unsigned>(date.day()), clock.hours().count(),
                           clock.minutes().count(), clock.seconds().count());
    }
    /// One that nobody has; often one that somebody had.
    std::string fresh_id() {
        if (!free_.empty() && one_in(2)) {
            const std::string id = free_.back();
            free_.pop_back();
            if (!ids_["item"].contains(id) && !ids_["customer"].contains(id)) {
                return id;
            }
        }
        return "R" + std::to_string(++made_);
    }
    void make(const std::string& kind) {
        const std::string id = fresh_id();
        control("/control/seed",
                fmt::format(R"({{"{}s":[{{"id":"{}","name":"New"}}]}})", kind, id));
        ids_[kind].insert(id);
        if (kind == "item" && one_in(3)) {
            change(kind, fmt::format(R"({{"id":"{}","tracking.enableLotCategory":true}})", id));
        }
    }
    void rename(const std::string& kind, const std::string& id) {
        const std::string to = fresh_id();
        change(kind, fmt::format(R"({{"id":"{}","newId":"{}"}})", id, to));
        ids_[kind].erase(id);
        ids_[kind].insert(to);
        free_.push_back(id);
    }
    void change(const std::string& kind, const std::string& body) {
        control("/control/change", fmt::format(R"({{"{}":{}}})", kind, body));
    }

    std::mt19937 chance_;
    std::unique_ptr<Simulator> simulator_ = make_intacct_simulator([this] { return now_ms; }, {});
    std::unique_ptr<sage::Company> company_;
    std::string token_;
    std::map<std::string, std::set<std::string>> ids_;
    std::vector<std::string> free_;
    int made_ = 0;
};

/// Everything, page by page, without any of what is tested.
Catalogue all_of_sage(SimulatedCompany& sage) {
    std::vector<CatalogueRecord> records;
    for (CatalogueRead read : sage.company().catalogue_reads()) {
        do {
            CataloguePage page = sage.company().read_catalogue_page(read, sage.ask(read)).value();
            std::move(page.records.begin(), page.records.end(), std::back_inserter(records));
            read.after = page.next;
        } while (!read.after.empty());
    }
    return Catalogue(std::move(records), 1);
}

void expect_same(const Catalogue& found, const Catalogue& expected, const std::string& when) {
    const CatalogueDifference difference(expected, found);
    for (const CatalogueRecord* record : difference.put) {
        EXPECT_EQ(record->kind, reading_kind)
            << when << ": " << record->id << " is not what Sage has";
    }
    for (const CatalogueRecord* record : difference.gone) {
        ADD_FAILURE() << when << ": there is no " << record->kind << " " << record->id;
    }
}

class Folder {
  public:
    Folder() : path_(std::filesystem::temp_directory_path() / "catalogue_histories_XXXXXX") {
        std::string name = path_.string();
        path_ = ::mkdtemp(name.data());
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() { std::filesystem::remove_all(path_); }
    std::unique_ptr<Store> open() const {
        return open_sqlite_store({path_.string(), "intacct/northwind"}).value();
    }

  private:
    std::filesystem::path path_;
};

/// What happens while a reading is under way.
struct Disturbed {
    bool changes = false;
    bool deletions = false;
    bool losses = false;
};

class Reader {
  public:
    explicit Reader(SimulatedCompany& sage) : sage_(sage) {}

    /// The number of questions.
    int read(const Disturbed& disturbed) {
        int asked = 0;
        const auto begin = [&] {
            return std::make_unique<CatalogueReading>(sage_.company().catalogue_reads(), catalogue_,
                                                      sage_.now_ms, whole);
        };
        std::unique_ptr<CatalogueReading> reading = begin();
        while (const std::optional<CatalogueRead> question = reading->next()) {
            ++asked;
            if (disturbed.changes && sage_.one_in(3)) {
                sage_.happen(disturbed.deletions);
            }
            const Reply reply = sage_.ask(*question);
            if (disturbed.losses && sage_.one_in(6)) {
                sage_.now_ms += minute;
                if (sage_.one_in(3)) {
                    reading = begin();
                }
                continue;
            }
            reading->take(sage_.company().read_catalogue_page(*question, reply).value());
            sage_.now_ms += 1'000;
        }
        catalogue_ = std::make_shared<const Catalogue>(reading->finish(sage_.now_ms));
        EXPECT_TRUE(store_->save_catalogue(*catalogue_).ok());
        return asked;
    }

    void restart() {
        store_.reset();
        store_ = folder_.open();
        catalogue_ = std::make_shared<const Catalogue>(store_->load_catalogue().value());
    }

    const Catalogue& catalogue() const { return *catalogue_; }

  private:
    SimulatedCompany& sage_;
    Folder folder_;
    std::unique_ptr<Store> store_ = folder_.open();
    std::shared_ptr<const Catalogue> catalogue_ = std::make_shared<const Catalogue>();
};

TEST(IntacctCatalogueHistories, after_an_undisturbed_reading_the_catalogue_is_what_sage_holds) {
    const auto seeds = static_cast<unsigned>(tries(25, 500));
    for (unsigned seed = 1; seed <= seeds; ++seed) {
        SimulatedCompany sage(seed);
        sage.behaviours(fmt::format(R"({{"dateAheadMs":{}}})", sage.below(10) * 60'000));
        Reader reader(sage);
        reader.read({});
        for (int round = 0; round < 12 && !testing::Test::HasFailure(); ++round) {
            sage.now_ms += static_cast<std::int64_t>(1 + sage.below(300)) * minute;
            for (std::size_t left = sage.below(8); left > 0; --left) {
                sage.happen(true);
            }
            if (sage.one_in(2)) {
                reader.read({sage.one_in(2), true, sage.one_in(2)});
                sage.now_ms += minute;
            }
            if (sage.one_in(4)) {
                reader.restart();
            }
            reader.read({});
            expect_same(reader.catalogue(), all_of_sage(sage),
                        fmt::format("history {}, round {}", seed, round));
        }
    }
}

TEST(IntacctCatalogueHistories, without_deletions_a_reading_costs_little_also_after_a_restart) {
    for (unsigned seed = 1; seed <= 10; ++seed) {
        SimulatedCompany sage(seed);
        Reader reader(sage);
        const int all = reader.read({});
        reader.restart();
        sage.now_ms += 4 * hour;
        // Items, tracking and customers: what changed, and two numbers; all else is a page each.
        const int least = reader.read({});
        EXPECT_EQ(all - least, 3 * 7 - 5) << "in pages of four";
        for (int round = 0; round < 5; ++round) {
            sage.now_ms += 4 * hour;
            for (int change = 0; change < 4; ++change) {
                sage.happen(false);
            }
            EXPECT_LE(reader.read({}), least + 3) << "one more page for each at most";
            expect_same(reader.catalogue(), all_of_sage(sage), "without deletions");
        }
    }
}

TEST(IntacctCatalogueHistories, a_sage_that_shows_no_time_is_read_whole) {
    SimulatedCompany sage(1);
    sage.behaviours(R"({"announceDate":false})");
    Reader reader(sage);
    const int all = reader.read({});
    sage.now_ms += 4 * hour;
    sage.happen(true);
    EXPECT_GE(reader.read({}), all - 1);
    expect_same(reader.catalogue(), all_of_sage(sage), "without a time");
}

}  // namespace
}  // namespace sage::intacct
