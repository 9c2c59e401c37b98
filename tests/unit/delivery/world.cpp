// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/delivery/world.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <functional>

#include "sage-adapter/base/json.h"

namespace sage::testing {
namespace {

std::vector<std::string> split(const std::string& text, char by) {
    std::vector<std::string> parts;
    std::string part;
    for (const char letter : text) {
        if (letter == by) {
            parts.push_back(part);
            part.clear();
        } else {
            part += letter;
        }
    }
    parts.push_back(part);
    return parts;
}

std::string header(const Request& request, const std::string& name) {
    for (const Header& one : request.headers) {
        if (one.name == name) {
            return one.value;
        }
    }
    return {};
}

Evidence answered(Reply reply, const Request& request) {
    return Evidence{Outcome::answered, std::move(reply), "", request.body.size() + 1};
}

Found found_in(const std::string& line) {
    const std::vector<std::string> parts = split(line, '|');
    Found found;
    found.sage_document.type = "Invoice";
    found.sage_document.key = parts.at(0);
    found.sage_document.number = "N" + parts.at(0);
    found.external_reference = parts.at(1);
    found.facts = {{"reference", parts.at(1)}, {"content", parts.at(2)}};
    return found;
}

LookUp lines_of(const Reply& reply) {
    LookUp seen;
    if (reply.status != 200) {
        seen.why = "status " + std::to_string(reply.status);
        return seen;
    }
    seen.usable = true;
    for (const std::string& line : split(reply.body, '\n')) {
        if (!line.empty()) {
            seen.found.push_back(found_in(line));
        }
    }
    return seen;
}

std::string line_of(const Kept& kept) {
    return kept.key + "|" + kept.reference + "|" + kept.content + "\n";
}

}  // namespace

Result<void> FakeAudit::announce(std::string_view record_json) {
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

Evidence FakeSage::exchange(const Request& request, std::int64_t) {
    if (!reachable) {
        return Evidence{Outcome::not_sent, {}, "connection refused", 0};
    }
    if (request.target == "/token") {
        ++tokens;
        return answered(
            {200, {}, R"({"access_token":"t","token_type":"Bearer","expires_in":36000})"}, request);
    }
    received.push_back(request);
    if (request.target == "/post") {
        return post(request);
    }
    if (request.target.rfind("/find/", 0) == 0) {
        return answered(find(request.target.substr(6)), request);
    }
    if (request.target.rfind("/patch/", 0) == 0) {
        return patch(request);
    }
    for (const std::string by : {"read", "reference", "number"}) {
        if (request.target.rfind("/" + by + "/", 0) == 0) {
            return answered(read(by, request.target.substr(by.size() + 2)), request);
        }
    }
    if (request.target.rfind("/lines/", 0) == 0) {
        return answered(lines(request.target.substr(7)), request);
    }
    if (request.target.rfind("/list", 0) == 0) {
        std::string all;
        for (const Kept& one : kept) {
            all += line_of(one);
        }
        return answered({look_up_works ? 200 : 500, {}, all}, request);
    }
    if (request.target == "/items") {
        std::string body;
        for (const std::string& item : items) {
            body += item + "\n";
        }
        return answered({200, {}, body}, request);
    }
    return answered({200, {}, ""}, request);
}

Evidence FakeSage::post(const Request& request) {
    const std::string key = header(request, "Idempotency-Key");
    if (const auto before = answers.find(key); before != answers.end()) {
        return answered(before->second, request);
    }
    Script script;
    if (!scripts.empty()) {
        script = scripts.front();
        scripts.pop_front();
    }
    Reply reply{script.status, {}, ""};
    if (script.executes) {
        const std::vector<std::string> parts = split(request.body, '|');
        kept.push_back({std::to_string(kept.size() + 1), parts.at(0), parts.at(1)});
        reply = {201, {}, kept.back().key};
        answers[key] = reply;
        if (script.status >= 300) {
            reply.status = script.status;
        }
    }
    if (script.outcome != Outcome::answered) {
        const bool sent = script.outcome == Outcome::maybe_sent;
        return Evidence{script.outcome, {}, "connection reset", sent ? 10U : 0U};
    }
    return answered(reply, request);
}

Reply FakeSage::find(const std::string& reference) const {
    if (!look_up_works) {
        return {500, {}, "oops"};
    }
    Reply reply{200, {}, ""};
    for (const Kept& one : kept) {
        if (query_shows && one.reference == reference) {
            reply.body += line_of(one);
        }
    }
    return reply;
}

Evidence FakeSage::patch(const Request& request) {
    Script script;
    if (!scripts.empty()) {
        script = scripts.front();
        scripts.pop_front();
    }
    const std::string key = request.target.substr(7);
    for (Kept& one : kept) {
        if (one.key == key && script.executes) {
            one.content = request.body;
        }
    }
    if (script.outcome != Outcome::answered) {
        return Evidence{script.outcome, {}, "connection reset", 10U};
    }
    return answered({script.status, {}, key}, request);
}

Reply FakeSage::read(const std::string& by, const std::string& values) const {
    if (!look_up_works) {
        return {500, {}, "oops"};
    }
    Reply reply{200, {}, ""};
    for (const std::string& value : split(values, ',')) {
        for (const Kept& one : kept) {
            const std::string& seen =
                by == "read" ? one.key : by == "reference" ? one.reference : "N" + one.key;
            if (query_shows && one.key != hidden_key && seen == value) {
                reply.body += line_of(one);
            }
        }
    }
    return reply;
}

Reply FakeSage::lines(const std::string& keys) const {
    Reply reply{lines_status, {}, ""};
    for (const std::string& key : split(keys, ',')) {
        for (const Kept& one : kept) {
            if (one.key == key) {
                reply.body += key + "|" + one.line + "\n";
            }
        }
    }
    return reply;
}

FakeCompany::FakeCompany() {
    connection_.address = "https://localhost";
    connection_.token_target = "/token";
    connection_.client_id_name = "id";
    connection_.client_secret_name = "secret";
}

std::vector<Problem> FakeCompany::review(const Document& document) const {
    if (document.id == "REFUSED") {
        return {Problem{"fake.refused", "/body/id", "No.", "Another.", Owner::warehouse}};
    }
    return {};
}

Preparation FakeCompany::prepare(const PreparationInput& input) const {
    if (input.document.envelope.message_type == MessageType::tracking_update) {
        const SageDocument& made = input.related.at(0).sage_document;
        const std::string& content = input.document.shipment.tracking_ids.at(0);
        Send send;
        send.request = {"PATCH", "/patch/" + made.key, {}, content};
        send.sage_type = made.type;
        send.existing_key = made.key;
        send.facts = {{"content", content}};
        return send;
    }
    if (input.document.envelope.message_type == MessageType::sales_order) {
        return PostNothing{"orders are not posted", {}};
    }
    if (input.document.id == "LOCAL") {
        return Refuse{{Problem{"fake.too_long", "/body/id", "No.", "Shorter.", Owner::warehouse}}};
    }
    const std::string& item = input.document.lines.at(0).item.sellers_item_id;
    if (input.catalogue.find("item", item) == nullptr) {
        return Hold{Problem{"fake.unknown_item", "/body/lines/0/item", "No such item.",
                            "Create it.", Owner::finance},
                    "item:" + item};
    }
    if (input.document.id == "ASKS" && input.observations.empty()) {
        return ReadFirst{"items", {"GET", "/items", {}, ""}};
    }
    Send send;
    send.request = {"POST", "/post", {{"Idempotency-Key", std::string(input.idempotency_key)}}, ""};
    send.request.body = std::string(input.external_reference) + "|" + input.document.id;
    send.sage_type = "Invoice";
    send.facts = {{"reference", std::string(input.external_reference)},
                  {"content", input.document.id}};
    return send;
}

Verdict FakeCompany::classify(const Send& sent, const Reply& reply) const {
    Verdict verdict;
    verdict.problem =
        Problem{"fake." + std::to_string(reply.status), "", "Answered.", "Look.", Owner::it};
    switch (reply.status) {
        case 201:
            verdict.judgement = Judgement::done;
            verdict.sage_document.type = sent.sage_type;
            verdict.sage_document.key = reply.body;
            break;
        case 400:
            verdict.judgement = Judgement::refused;
            break;
        case 422:
            verdict.judgement = Judgement::refused_cause;
            verdict.root_cause = "item:LATE";
            break;
        case 401:
            verdict.judgement = Judgement::unauthorised;
            break;
        case 403:
            verdict.judgement = Judgement::configuration;
            break;
        case 425:
            verdict.judgement = Judgement::in_progress;
            break;
        case 429:
            verdict.judgement = Judgement::not_processed;
            verdict.retry_after_ms = 30'000;
            break;
        default:
            verdict.judgement = Judgement::unknown;
            break;
    }
    return verdict;
}

Request FakeCompany::look_up(const Send& sent, std::string_view external_reference) const {
    if (!sent.existing_key.empty()) {
        return {"GET", "/read/" + sent.existing_key, {}, ""};
    }
    return {"GET", "/find/" + std::string(external_reference), {}, ""};
}

LookUp FakeCompany::read_look_up(const Send&, const Reply& reply) const {
    return lines_of(reply);
}

std::optional<Send> FakeCompany::outline(const Document& document) const {
    if (document.envelope.message_type == MessageType::sales_order) {
        return std::nullopt;
    }
    Send send;
    send.sage_type = "Invoice";
    return send;
}

Request FakeCompany::read_back(const std::vector<ReadBackSubject>& subjects, FindBy by) const {
    std::string values;
    for (const ReadBackSubject& subject : subjects) {
        values += (values.empty() ? "" : ",") +
                  (by == FindBy::key         ? subject.sage_document.key
                   : by == FindBy::reference ? subject.external_reference
                                             : subject.sage_document.number);
    }
    const std::string place = by == FindBy::key         ? "/read/"
                              : by == FindBy::reference ? "/reference/"
                                                        : "/number/";
    return {"GET", place + values, {}, ""};
}

LookUp FakeCompany::read_read_back(const std::vector<ReadBackSubject>&, FindBy,
                                   const Reply& reply) const {
    return lines_of(reply);
}

Facts FakeCompany::line_facts(const Send& sent) const {
    return sent.existing_key.empty() && with_lines ? Facts{{"line 1 item", "2 SKU-1"}} : Facts{};
}

Request FakeCompany::read_lines(const std::vector<ReadBackSubject>&,
                                const std::vector<Found>& found) const {
    std::string keys;
    for (const Found& one : found) {
        keys += (keys.empty() ? "" : ",") + one.sage_document.key;
    }
    return {"GET", "/lines/" + keys, {}, ""};
}

Result<bool> FakeCompany::add_lines(const std::vector<ReadBackSubject>&, const Reply& reply,
                                    std::vector<Found>& found) const {
    if (reply.status != 200) {
        return Error(reply.status == 403 ? Status::config : Status::remote,
                     Problem{"fake.lines", "", "No lines.", "Later.", Owner::it});
    }
    for (const std::string& line : split(reply.body, '\n')) {
        for (Found& one : found) {
            if (!line.empty() && one.sage_document.key == split(line, '|').at(0)) {
                one.facts["line 1 item"] = split(line, '|').at(1);
            }
        }
    }
    return false;
}

Request FakeCompany::list_own(const OwnList& list) const {
    return {"GET", "/list/" + list.from + "/" + list.to, {}, ""};
}

Result<OwnPage> FakeCompany::read_own_page(const OwnList&, const Reply& reply) const {
    LookUp seen = lines_of(reply);
    if (!seen.usable) {
        return Error(Status::remote, Problem{"fake.list", "", seen.why, "Later.", Owner::it});
    }
    return OwnPage{std::move(seen.found), ""};
}

Request FakeCompany::catalogue_request(const CatalogueRead&) const {
    return {"GET", "/items", {}, ""};
}

Result<CataloguePage> FakeCompany::read_catalogue_page(const CatalogueRead& read,
                                                       const Reply& reply) const {
    CataloguePage page;
    for (const std::string& line : split(reply.body, '\n')) {
        if (!line.empty()) {
            page.records.push_back({read.kind, line, line, line, true, {}});
        }
    }
    return page;
}

bool FakeCompany::cause_gone(std::string_view root_cause, const Catalogue& catalogue) const {
    const std::size_t colon = root_cause.find(':');
    return catalogue.find(root_cause.substr(0, colon), root_cause.substr(colon + 1)) != nullptr;
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

World::World() {
    std::string pattern = (std::filesystem::temp_directory_path() / "delivery-XXXXXX").string();
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
    Result<std::unique_ptr<Store>> opened = open_sqlite_store({folder.string(), "fake/acme"});
    if (!opened.ok()) {
        throw std::runtime_error(opened.error().first().cause);
    }
    store = std::move(opened).value();
    tokens = std::make_unique<TokenSource>(ClientCredentials{"/token", "id", "secret", ""}, sage,
                                           secrets, clock);
    delivery = std::make_unique<Delivery>(DeliveryParts{edition, company, *store, sage, *tokens,
                                                        clock, log, audit, [this] { ++wakes; }});
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
