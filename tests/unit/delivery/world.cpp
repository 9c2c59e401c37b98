// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/delivery/world.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <functional>

#include "sage-adapter/base/json.h"
#include "sage-adapter/base/limits.h"
#include "sage-adapter/outbox/sqlite_store.h"

namespace sage::testing {

Result<void> FakeAudit::announce(std::string_view record_json) {
    if (meanwhile) {
        meanwhile();
    }
    if (refuses) {
        return Error(Status::storage, Problem{"audit.refused", "", "No.", "Later.", Owner::it});
    }
    for (std::size_t begin = 0; begin <= record_json.size();) {
        const std::size_t end = std::min(record_json.find('\n', begin), record_json.size());
        records.emplace_back(record_json.substr(begin, end - begin));
        begin = end + 1;
    }
    return {};
}

std::string message_id(const std::string& number) {
    return fmt::format("00000000-0000-4000-8000-{:012x}",
                       std::hash<std::string>{}(number) & 0xffffffffffffULL);
}

namespace {

std::string message(const std::string& type, const std::string& number,
                    const std::string& ordering_key, const std::string& body) {
    const std::string order =
        ordering_key.empty() ? "" : fmt::format(R"("orderingKey":"{}",)", ordering_key);
    return fmt::format(
        R"({{"schemaVersion":"1.0.0","messageType":"{}","messageId":"{}",{})"
        R"("occurredAt":"2026-11-20T15:42:10+00:00","environment":"test","tenantId":"t",)"
        R"("documentVersion":"1","body":{{"id":"{}","issueDate":"2026-11-20",{}}}}})",
        type, message_id(number), order, number, body);
}

}  // namespace

std::string despatch(const std::string& number, const std::string& item,
                     const std::string& ordering_key) {
    return message(
        "despatchAdvice", number, ordering_key,
        fmt::format(R"("buyerCustomerParty":{{"id":"C1"}},"shipFrom":{{"locationId":"MAIN"}},)"
                    R"("currencyId":"GBP","lines":[{{"id":"1","item":{{"sellersItemId":"{}"}},)"
                    R"("deliveredQuantity":{{"value":"2","unitCode":"C62"}},"price":)"
                    R"({{"unitAmount":{{"amount":"1.50","currencyId":"GBP"}}}}}}])",
                    item));
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
    const std::size_t at = text.find(what);
    EXPECT_NE(at, std::string::npos) << what;
    return text.replace(at, what.size(), by);
}

std::string number_of(const std::string& number, const std::string& version) {
    return version == "1" ? number : number + "/" + version;
}

std::string version(const std::string& number, const std::string& wanted,
                    const std::string& quantity, const std::string& ordering_key,
                    const std::string& item) {
    std::string text = despatch(number, item, ordering_key);
    text = replaced(text, message_id(number), message_id(number_of(number, wanted)));
    text = replaced(text, R"("documentVersion":"1")", R"("documentVersion":")" + wanted + '"');
    return replaced(text, R"("value":"2")", R"("value":")" + quantity + '"');
}

std::string decision(const std::string& number, const std::string& subject_number,
                     const std::string& what, const std::string& more) {
    return message("operatorDecision", number, "",
                   fmt::format(R"("subjectMessageId":"{}","decision":"{}","decidedBy":"pat",)"
                               R"("reason":"checked"{}{})",
                               message_id(subject_number), what, more.empty() ? "" : ",", more));
}

std::string tracking(const std::string& number, const std::string& despatch_number,
                     const std::string& content) {
    return message("trackingUpdate", number, "",
                   fmt::format(R"("despatchReference":{{"id":"{}"}},"shipment":)"
                               R"({{"consignments":[{{"trackingId":"{}"}}]}})",
                               despatch_number, content));
}

std::string cancellation(const std::string& number, const std::string& subject_number) {
    return message(
        "documentCancellation", number, "",
        fmt::format(R"("subjectMessageId":"{}","decidedBy":"pat","reason":"keyed twice")",
                    message_id(subject_number)));
}

World::World(const std::filesystem::path& parent) {
    std::string pattern = (parent / "delivery-XXXXXX").string();
    folder = ::mkdtemp(pattern.data());
    open();
}

World::~World() {
    delivery.reset();
    tokens.reset();
    store.reset();
    std::filesystem::remove_all(folder);
}

void World::open() {
    SqliteLimits limits{limits::queue_documents_max, 0};
    limits.pages_checked_when_opened =
        pages_checked_when_opened.value_or(limits.pages_checked_when_opened);
    Result<std::unique_ptr<Store>> opened =
        open_sqlite_store({folder.string(), "fake/acme"}, limits);
    if (!opened.ok()) {
        throw std::runtime_error(opened.error().first().cause);
    }
    store = std::make_unique<FailingStore>(std::move(opened).value());
    const Connection& connection = company.connection();
    const ClientCredentials credentials{
        "/token", "id", "secret", "", connection.grant, connection.refresh_token_name};
    tokens = std::make_unique<TokenSource>(credentials, sage, secrets, clock);
    delivery = std::make_unique<Delivery>(DeliveryParts{
        edition, company, *store, sage, *tokens, clock, log, audit, [this] { ++wakes; }, 60'000,
        keep_content_days, &secrets, &source, schedules});
}

void World::start() {
    const Result<void> started = delivery->start([] { return false; });
    ASSERT_TRUE(started.ok()) << started.error().first().cause;
}

void World::restart() {
    delivery.reset();
    tokens.reset();
    store.reset();
    open();
    start();
}

void World::submit(const std::string& document) {
    const Result<Receipt> receipt = delivery->submit(document);
    ASSERT_TRUE(receipt.ok()) << receipt.error().first().code << " "
                              << receipt.error().first().pointer;
}

void World::work() {
    for (int call = 0; call < 1000; ++call) {
        const Result<Worked> worked = delivery->work([] { return false; });
        ASSERT_TRUE(worked.ok()) << worked.error().first().cause;
        if (worked.value().idle) {
            return;
        }
    }
    FAIL() << "work never became idle";
}

void World::work_for(std::int64_t most_ms) {
    const std::int64_t until = clock.now + most_ms;
    for (int round = 0; round < 1000; ++round) {
        work();
        const Result<std::int64_t> due = delivery->next_due_ms();
        ASSERT_TRUE(due.ok());
        if (due.value() > until) {
            clock.now = until;
            work();
            return;
        }
        clock.now = std::max(clock.now + 1, due.value());
    }
    FAIL() << "work never came to an end";
}

Entry World::entry(const std::string& number) {
    const Result<std::optional<Entry>> found = store->find_message(message_id(number));
    if (!found.ok() || !found.value().has_value()) {
        ADD_FAILURE() << "no document " << number;
        return {};
    }
    return *found.value();
}

std::vector<StoredEvent> World::events() {
    std::vector<StoredEvent> all;
    for (;;) {
        const Result<std::optional<StoredEvent>> next = store->next_event();
        if (!next.ok() || !next.value().has_value()) {
            return all;
        }
        all.push_back(*next.value());
        EXPECT_TRUE(store->acknowledge(next.value()->id).ok());
    }
}

}  // namespace sage::testing
