// SPDX-License-Identifier: Apache-2.0
// What is handed over, and what is told about it.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <set>
#include <thread>

#include "mock-host/plugin_call.h"
#include "mock-host/validate/bench.h"
#include "mock-host/validate/schemas.h"

namespace wms::validate {
namespace {

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

/// Texts that no reader may take, each with its name.
std::vector<std::pair<std::string, std::string>> never_valid(const std::string& good) {
    std::string deep;
    for (int level = 0; level < 40; ++level) {
        deep += R"({"a":)";
    }
    deep += "1" + std::string(40, '}');
    const std::string begin = good.substr(0, 1);
    const std::string rest = good.substr(1);
    return {
        {"nothing", ""},
        {"half of a document", good.substr(0, good.size() / 2)},
        {"something behind the document", good + "x"},
        {"a list", "[" + good + "]"},
        {"a member twice", begin + R"("x":1,"x":2,)" + rest},
        {"a member twice, spelt differently", begin + R"("x":1,"\u0078":2,)" + rest},
        {"40 levels", begin + R"("x":)" + deep + "," + rest},
        {"a number that is not finite", begin + R"("x":1e400,)" + rest},
        {"a number with a point", begin + R"("x":1.5,)" + rest},
        {"a number above 2^53", begin + R"("x":12345678901234567890,)" + rest},
        {"invalid UTF-8", begin + "\"x\":\"\xC3\x28\"," + rest},
        {"a lone surrogate", begin + R"("x":"\uD800",)" + rest},
        {"a NUL", begin + std::string("\"x\":\"a\0b\",", 10) + rest},
        {"an escaped NUL", begin + R"("x":"a\u0000b",)" + rest},
        {"a byte order mark", "\xEF\xBB\xBF" + good},
        {"a comment", begin + "/**/" + rest},
        {"5 MiB", begin + R"("x":")" + std::string(5U << 20U, 'x') + "\"," + rest},
    };
}

void hostile(Bench& bench) {
    std::unique_ptr<Tenant> tenant = bench.created();
    if (tenant == nullptr) {
        return;
    }
    const std::string good = bench.document(1);
    for (const auto& [name, text] : never_valid(good)) {
        tenant->submit(text);
        bench.expect(tenant->status == WMS_E_INVALID || tenant->status == WMS_E_NOT_ACCEPTED,
                     name + ": " + tenant->last());
        bench.expect(tenant->count_of("queued") == 0, name + " was refused and kept.");
    }
    const int mutations = bench.options().level >= 8 ? 10'000 : 400;
    std::int64_t kept = 0;
    for (int number = 0; number < mutations; ++number) {
        std::string text = good;
        for (std::uint64_t changed = 1 + bench.chance(3); changed > 0; --changed) {
            const std::size_t at = bench.chance(text.size());
            switch (bench.chance(4)) {
                case 0:
                    text[at] = static_cast<char>(bench.chance(256));
                    break;
                case 1:
                    text.erase(at, 1 + bench.chance(20));
                    break;
                case 2:
                    text.insert(at, 1, "{}[]\",:0-\\"[bench.chance(10)]);
                    break;
                default:
                    text.insert(at, text.substr(bench.chance(text.size()), bench.chance(40)));
                    break;
            }
        }
        tenant->submit(text);
        kept += tenant->status == WMS_OK ? 1 : 0;
        const bool known = tenant->status == WMS_OK || tenant->status == WMS_DUPLICATE ||
                           tenant->status == WMS_E_INVALID || tenant->status == WMS_E_UNSUPPORTED ||
                           tenant->status == WMS_E_NOT_ACCEPTED || tenant->status == WMS_E_BUSY ||
                           tenant->status == WMS_E_CONFLICT;
        if (!bench.expect(known, fmt::format("mutation {}: {}", number, tenant->last()))) {
            return;
        }
    }
    const std::int64_t held = tenant->count_of("queued") + tenant->count_of("held");
    bench.expect(held <= kept, fmt::format("It accepted {} documents and keeps {}.", kept, held));
}

void unknown_types(Bench& bench) {
    std::unique_ptr<Tenant> tenant = bench.created();
    if (tenant == nullptr) {
        return;
    }
    tenant->submit(replaced(bench.document(1), "\"despatchAdvice\"", "\"noSuchAdvice\""));
    bench.expect_status(*tenant, WMS_E_UNSUPPORTED, "a type that nobody knows");
    tenant->query(R"({"query":"noSuchQuery"})");
    bench.expect_status(*tenant, WMS_E_UNSUPPORTED, "a question that nobody knows");
}

void unknown_members(Bench& bench) {
    std::unique_ptr<Tenant> tenant = bench.created();
    if (tenant == nullptr) {
        return;
    }
    const std::string good = bench.document(1);
    tenant->submit(good.substr(0, 1) + R"("ofALaterVersion":{"a":[1,"2",null]},)" + good.substr(1));
    bench.expect_status(*tenant, WMS_OK, "a member of a later version");
    tenant->query(R"({"query":"status","ofALaterVersion":1})");
    bench.expect_status(*tenant, WMS_OK, "a member of a later version in a question");
}

void decimals(Bench& bench) {
    std::unique_ptr<Tenant> tenant = bench.created();
    if (tenant == nullptr) {
        return;
    }
    const std::string good = bench.document(1);
    for (const char* const spelling :
         {"3", "null", "true", "\"\"", "\"3,39\"", "\"3.39 \"", "\"+3\"", "\"03.39\"", "\".5\"",
          "\"3.\"", "\"1e3\"", "\"NaN\"", "\"0x10\""}) {
        tenant->submit(replaced(good, "\"3.39\"", spelling));
        bench.expect(tenant->status == WMS_E_NOT_ACCEPTED || tenant->status == WMS_E_INVALID,
                     fmt::format("the amount {}: {}", spelling, tenant->last()));
    }
    bench.expect(tenant->count_of("queued") == 0, "A document was refused and kept.");
    tenant->submit(good);
    bench.expect_status(*tenant, WMS_OK, "the amount \"3.39\"");
}

void identity(Bench& bench) {
    std::unique_ptr<Tenant> tenant = bench.running();
    if (tenant == nullptr) {
        return;
    }
    const std::string document = bench.document(1);
    std::atomic<int> accepted = 0;
    std::atomic<int> duplicates = 0;
    std::array<std::thread, 8> threads;
    for (std::thread& thread : threads) {
        thread = std::thread([&] {
            for (int round = 0; round < 13; ++round) {
                const wms_status status =
                    tenant->plugin.submit(tenant->instance, view_of(document), nullptr, nullptr);
                accepted += status == WMS_OK ? 1 : 0;
                duplicates += status == WMS_DUPLICATE ? 1 : 0;
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    bench.expect(accepted == 1 && duplicates == 103,
                 fmt::format("Of 104 calls {} accepted the document and {} called it a duplicate.",
                             accepted.load(), duplicates.load()));
    tenant->submit(replaced(document, "\"3.39\"", "\"4.39\""));
    bench.expect_status(*tenant, WMS_E_CONFLICT, "other content under the same identity");
    tenant->work_for(kHalfAnHourMs);
    tenant->submit(document);
    bench.expect_status(*tenant, WMS_DUPLICATE, "the same document, after its end");
    tenant->submit(replaced(document, "\"3.39\"", "\"4.39\""));
    bench.expect_status(*tenant, WMS_E_CONFLICT, "other content, after its end");
    tenant->work_for(kHalfAnHourMs);
    bench.expect(bench.sage() == nullptr || bench.posted() == 1,
                 fmt::format("Sage has {} documents instead of one.", bench.posted()));
}

void until_acknowledged(Bench& bench) {
    std::unique_ptr<Tenant> tenant = bench.running();
    if (tenant == nullptr) {
        return;
    }
    tenant->submit(bench.document(1));
    tenant->submit(bench.document(2));
    tenant->work_for(kHalfAnHourMs);
    tenant->next_event();
    if (!bench.expect_status(*tenant, WMS_OK, "the first event")) {
        return;
    }
    const std::string first = tenant->answer;
    tenant->next_event();
    bench.expect(tenant->answer == first, "The next event is another, without acknowledgement.");
    tenant->destroy();
    tenant->create();
    bench.expect_status(*tenant, WMS_OK, "created again");
    tenant->next_event();
    bench.expect(tenant->answer == first, "After a restart the first event is another.");
    std::set<std::string> seen;
    for (int events = 0; tenant->next_event() == WMS_OK && events < 100; ++events) {
        const std::string id = member_of(tenant->answer, "eventId");
        bench.expect(seen.insert(id).second, "Event " + id + " came after its acknowledgement.");
        for (int twice = 0; twice < 2; ++twice) {
            tenant->acknowledge(id);
            bench.expect_status(*tenant, WMS_OK,
                                twice == 0 ? "acknowledged" : "acknowledged twice");
        }
    }
    bench.expect(seen.size() >= 2, "Of two documents there are no two events.");
    tenant->acknowledge("no such event");
    bench.expect_status(*tenant, WMS_OK, "an event that nobody knows");
}

void valid(Bench& bench, const std::string& schema, const std::string& text) {
    for (const std::string& violation : violations(schema, text)) {
        bench.expect(false, fmt::format("{}: {} in {}", schema, violation, text.substr(0, 300)));
    }
}

void schemas_are_kept(Bench& bench) {
    std::unique_ptr<Tenant> tenant = bench.created();
    if (tenant == nullptr) {
        return;
    }
    tenant->check();
    if (bench.expect_status(*tenant, WMS_OK)) {
        valid(bench, "check.answer", tenant->answer);
    }
    tenant->connect();
    bench.expect_status(*tenant, WMS_OK);
    const std::string document = bench.document(1);
    for (int twice = 0; twice < 2; ++twice) {
        tenant->submit(document);
        valid(bench, "receipt", tenant->answer);
    }
    tenant->query(R"({"query":"status"})");
    valid(bench, "query.status.answer", tenant->answer);
    tenant->work_for(kHalfAnHourMs);
    tenant->take_events();
    bool ended = false;
    for (const std::string& event : tenant->events) {
        valid(bench, member_of(event, "eventType"), event);
        const std::string state = member_of(event, "state");
        ended = ended || state == "posted" || state == "held" || state == "rejected";
    }
    bench.expect(ended, "No event tells how the document ended.");
    for (const std::string& records : tenant->audited) {
        for (std::size_t begin = 0; begin < records.size();) {
            const std::size_t end = std::min(records.find('\n', begin), records.size());
            valid(bench, "auditRecord", records.substr(begin, end - begin));
            begin = end + 1;
        }
    }
}

void work_is_bounded(Bench& bench) {
    std::unique_ptr<Tenant> tenant = bench.running();
    if (tenant == nullptr) {
        return;
    }
    for (int number = 1; number <= 3; ++number) {
        tenant->submit(bench.document(number));
    }
    std::size_t before = bench.posted();
    for (int units = 0; tenant->work() == WMS_OK && units < 1000; ++units) {
        const std::size_t now = bench.posted();
        bench.expect(now <= before + 1, "One call of work made more than one document.");
        before = now;
    }
    bench.expect_status(*tenant, WMS_IDLE, "when nothing is due");
    for (int calls = 0; calls < 100; ++calls) {
        tenant->work();
        bench.expect_status(*tenant, WMS_IDLE, "nothing is due, and the clock stands");
        bench.expect(tenant->due_ms > tenant->now,
                     fmt::format("It is idle until {}, which is not after {}.", tenant->due_ms,
                                 tenant->now.load()));
    }
}

}  // namespace

std::vector<Check> checks_of_documents() {
    return {
        {"hostile-documents", 5, "What is no strict JSON is refused, and nothing of it is kept.",
         "WMS-P-006, WMS-P-023, WMS-P-026", hostile},
        {"unknown-types-refused", 3,
         "A type or question that it does not know is WMS_E_UNSUPPORTED.", "WMS-P-045",
         unknown_types},
        {"unknown-members-accepted", 3, "It accepts members that it does not know.", "WMS-P-028",
         unknown_members},
        {"decimals-are-strings", 3, "Amounts are texts of the decimal grammar, nothing else.",
         "WMS-P-027", decimals},
        {"idempotency", 5, "A document is accepted once; other content under its name is refused.",
         "WMS-P-025", identity},
        {"event-until-ack", 5, "The same event comes until it is acknowledged, over restarts too.",
         "WMS-P-033, WMS-P-034", until_acknowledged},
        {"outcome-schema", 5, "Everything it tells follows its schema, and a document has an end.",
         "WMS-P-031, WMS-P-035", schemas_are_kept},
        {"work-is-bounded", 5, "One unit of work in a call; idle until a time that is to come.",
         "WMS-P-029", work_is_bounded},
    };
}

}  // namespace wms::validate
