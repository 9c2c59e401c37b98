// SPDX-License-Identifier: Apache-2.0
// The made-up edition that speaks to the made-up Sage.
#include <algorithm>
#include <utility>

#include "tests/unit/delivery/fake_lines.h"
#include "tests/unit/delivery/world.h"

namespace sage::testing {

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

namespace {

// A correction names what it is: the type, and what is on its first line.
std::string content_of(const Document& document) {
    std::string content = document.id;
    if (!document.corrected_version.empty()) {
        const Line& line = document.lines.at(0);
        content += " " + std::string(text_of(document.envelope.message_type)) + " " +
                   line.quantity.value.text() + " " + line.item.sellers_item_id;
    }
    for (const AllowanceCharge& charge : document.allowance_charges) {
        content += " " + charge.reason_code + " " + charge.amount.amount.text();
    }
    return content + (document.final_despatch ? " final" : "");
}

// The taxes of the lines, which are noted.
std::string noted_taxes(Send& send, const Document& document, const std::string& tax_of_today) {
    std::string taxes;
    send.terms.customer =
        document.posted_customer.empty() ? "C-" + tax_of_today : document.posted_customer;
    for (const Line& line : document.lines) {
        const std::string& tax = line.posted ? line.posted->tax : tax_of_today;
        taxes += " " + tax;
        send.terms.lines.push_back({terms_key(line), {line.item.sellers_item_id, tax, {}}});
    }
    return taxes + " for " + send.terms.customer;
}

bool is_order(const Related& one) {
    return one.message_type == MessageType::sales_order && !one.sage_document.key.empty();
}

const Related* order_in(const std::vector<Related>& related) {
    const auto found = std::find_if(related.begin(), related.end(), is_order);
    return found == related.end() ? nullptr : &*found;
}

}  // namespace

std::optional<Hold> FakeCompany::corrected_by_hand(const std::vector<Document>& corrections,
                                                   const std::vector<Related>& related) const {
    const bool takes_back =
        std::any_of(corrections.begin(), corrections.end(), [](const Document& one) {
            return one.envelope.message_type == MessageType::return_advice;
        });
    if (!corrected_by_a_person || !takes_back) {
        return std::nullopt;
    }
    EXPECT_EQ(related.front().document_id, corrections.front().id);
    return Hold{{"fake.by_hand", "", "Sage takes nothing back.", "Do it by hand.", Owner::finance},
                ""};
}

std::optional<Document> FakeCompany::precursor(const Document& document,
                                               const std::vector<Related>& related) const {
    const std::ptrdiff_t there = std::count_if(related.begin(), related.end(), is_order);
    if (!orders_first || document.envelope.message_type != MessageType::despatch_advice ||
        there >= orders_each) {
        return std::nullopt;
    }
    Document order = document;
    order.envelope.message_type = MessageType::sales_order;
    order.id = "SO-" + document.id + (there == 0 ? "" : "-" + std::to_string(there + 1));
    return order;
}

Preparation FakeCompany::prepare(const PreparationInput& input) const {
    if (input.document.envelope.message_type == MessageType::tracking_update) {
        const SageDocument& made = input.related.at(0).sage_document;
        if (keeps_tracking) {
            return PostNothing{"tracking is kept", made};
        }
        const std::string content = answers_tracking ? answers_tracking(input.related.at(0))
                                                     : input.document.shipment.tracking_ids.at(0);
        Send send;
        send.request = {"PATCH", "/patch/" + made.key, {}, content};
        send.sage_type = made.type;
        send.existing_key = made.key;
        send.facts = {{"content", content}};
        return send;
    }
    if (input.document.envelope.message_type == MessageType::sales_order && !posts_orders &&
        !orders_first) {
        return PostNothing{"orders are not posted", {}};
    }
    if (input.document.envelope.message_type == MessageType::order_cancellation) {
        return PostNothing{"the order is closed", {}};
    }
    if (input.document.id == "LOCAL") {
        return Refuse{{Problem{"fake.too_long", "/body/id", "No.", "Shorter.", Owner::warehouse}}};
    }
    if (input.document.id == "LOCAL-TWICE") {
        return Refuse{{Problem{"fake.too_long", "/body/id", "No.", "Shorter.", Owner::warehouse},
                       Problem{"fake.too_short", "/body/id", "No.", "Longer.", Owner::warehouse}}};
    }
    const std::vector<Line>& lines = input.document.lines;
    const std::string item = lines.empty() ? "SKU-1" : lines[0].item.sellers_item_id;
    if (input.catalogue.find("item", item) == nullptr) {
        return Hold{Problem{"fake.unknown_item", "/body/lines/0/item", "No such item.",
                            "Create it.", Owner::finance},
                    "item:" + item};
    }
    if (input.document.id == "ASKS-FOR-EVER" ||
        (input.document.id == "ASKS" && input.observations.empty())) {
        return ReadFirst{"items", {"GET", "/items", {}, ""}};
    }
    Send send;
    send.request = {"POST", "/post", {{"Idempotency-Key", std::string(input.idempotency_key)}}, ""};
    std::string content = content_of(input.document);
    if (const Related* order = order_in(input.related); order != nullptr && orders_first) {
        content += " of " + order->sage_document.key;
    }
    if (!tax_of_today.empty()) {
        content += noted_taxes(send, input.document, tax_of_today);
    }
    send.request.body = std::string(input.external_reference) + "|" + content;
    send.sage_type = "Invoice";
    if (input.document.id != "NO-FACTS") {
        send.facts = {{"reference", std::string(input.external_reference)}, {"content", content}};
    }
    if (input.document.id == "CUT") {
        send.remarks = {{"mapping.text_cut", "memo", "The text was cut."}};
    }
    return send;
}

std::optional<SessionRules> FakeCompany::session_rules() const {
    return in_sessions ? std::optional(SessionRules{{"sender"}}) : std::nullopt;
}

bool FakeCompany::needs_session(const Request& request) const {
    return request.target == "/post";
}

Result<GrantedSession> FakeCompany::read_session(const Reply& reply) const {
    if (reply.status != 200) {
        return Error(Status::auth,
                     Problem{"fake.no_session", "", "No session.", "Ask.", Owner::it});
    }
    return GrantedSession{reply.body, session_ms};
}

void FakeCompany::enter_session(Request& request, const SessionCredentials& credentials) const {
    request.headers.push_back({"Session", credentials.session + " " + credentials.secrets.at(0)});
}

Verdict FakeCompany::classify(const Send& sent, const Reply& reply) const {
    Verdict verdict;
    verdict.problem =
        Problem{"fake." + std::to_string(reply.status), "", "Answered.", "Look.", Owner::it};
    switch (reply.status) {
        case 201:
            verdict.judgement = Judgement::done;
            verdict.sage_document.type = sent.sage_type;
            verdict.sage_document.key = answers_by_number ? "N" + reply.body : reply.body;
            verdict.sage_document.number = answers_by_number ? verdict.sage_document.key : "";
            break;
        case session_ended:
            verdict.judgement = Judgement::unauthorised;
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
            verdict.root_cause = cause_of_403;
            break;
        case 425:
            verdict.judgement = Judgement::in_progress;
            break;
        case no_judgement:
            verdict.judgement = static_cast<Judgement>(0xFF);
            break;
        case 429:
            verdict.judgement = Judgement::not_processed;
            verdict.retry_after_ms = 30'000;
            break;
        default:
            verdict.judgement = Judgement::unknown;
            break;
    }
    verdict.cached_under_key = !reply.header("Kept").empty();
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

std::optional<Send> FakeCompany::outline(const Document& document,
                                         const std::vector<Related>& /*related*/) const {
    if (document.envelope.message_type == MessageType::sales_order && !orders_first) {
        return std::nullopt;
    }
    Send send;
    send.sage_type = "Invoice";
    return send;
}

Request FakeCompany::read_back(const std::vector<ReadBackSubject>& subjects, FindBy by) const {
    std::string values;
    for (const ReadBackSubject& subject : subjects) {
        values += (values.empty() ? "" : ",") + (by == FindBy::key     ? subject.sage_document.key
                                                 : by == FindBy::field ? subject.sought.value
                                                 : by == FindBy::reference
                                                     ? subject.external_reference
                                                     : subject.sage_document.number);
    }
    const std::string place = by == FindBy::key         ? "/read/"
                              : by == FindBy::field     ? "/" + subjects[0].sought.field + "/"
                              : by == FindBy::reference ? "/reference/"
                                                        : "/number/";
    return {"GET", place + values, {}, ""};
}

LookUp FakeCompany::read_read_back(const std::vector<ReadBackSubject>& subjects, FindBy by,
                                   const Reply& reply) const {
    LookUp seen = lines_of(reply);
    if (by == FindBy::field) {
        for (Found& one : seen.found) {
            one.sought = one.facts.find(subjects[0].sought.field)->second;
            one.sage_document.posted.tax = tax;
        }
        seen.more = seen.found.size() > page_size;
        seen.found.resize(std::min(seen.found.size(), page_size));
    }
    return seen;
}

std::vector<Sought> FakeCompany::sought(const Document& document, const Send&) const {
    std::vector<Sought> all;
    for (const std::string& field : seeks) {
        all.push_back({field, document.id});
    }
    return all;
}

Facts FakeCompany::shadow_facts(const Send& send) const {
    Facts facts = line_facts(send);
    facts.emplace("content", send.facts.find("content")->second);
    if (with_lines) {
        facts.emplace("lines", "1");
    }
    return facts;
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
                one.facts["lines"] = "1";
            }
        }
    }
    for (Found& one : found) {
        for (std::size_t line = 0; line < other_lines; ++line) {
            const std::string number = std::to_string(one.facts.size());
            one.facts["line " + number + " item"] = "1 OTHER";
            one.facts["lines"] = number;
        }
    }
    return other_lines > 0;
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
    if (reply.status == 403) {
        CataloguePage refused;
        refused.refused = Problem{"fake.right", "", "No right to " + read.kind + ".",
                                  "Grant " + read.kind + ".", Owner::it};
        refused.needed = read.kind != "extra";
        return refused;
    }
    if (reply.status != 200) {
        return Error(Status::remote, Problem{"fake.items", "", "No items.", "Later.", Owner::it});
    }
    CataloguePage page;
    page.next = two_pages && read.after.empty() ? "more" : "";
    for (const std::string& line : split(reply.body, '\n')) {
        if (!line.empty()) {
            page.records.push_back({read.kind, line, line, line, true, {}});
        }
    }
    return page;
}

std::optional<Query> FakeCompany::catalogue_query(const CatalogueRead& read) const {
    if (read.kind != queried) {
        return Company::catalogue_query(read);
    }
    return Query{
        "STOCK", {{"STOCK_CODE"}}, "WHERE STOCK_CODE > ? ORDER BY STOCK_CODE", {{read.after}}, 2};
}

Result<CataloguePage> FakeCompany::read_catalogue_rows(const CatalogueRead& read,
                                                       const QueryAnswer& answer) const {
    if (read.kind != queried) {
        return Company::read_catalogue_rows(read, answer);
    }
    CataloguePage page;
    for (const std::vector<QueryValue>& row : answer.rows) {
        page.records.push_back({read.kind, *row[0], *row[0], *row[0], true, {}});
    }
    page.next = answer.more ? *answer.rows.back()[0] : "";
    return page;
}

std::optional<Query> FakeCompany::document_query(const Request& question) const {
    return asks_database
               ? std::optional(
                     Query{"DOCUMENT", {{"ANSWER"}}, "WHERE QUESTION = ?", {{question.target}}, 1})
               : Company::document_query(question);
}

Reply FakeCompany::document_reply(const Request& question, const QueryAnswer& answer) const {
    return asks_database ? Reply{200, {}, *answer.rows[0][0]}
                         : Company::document_reply(question, answer);
}

std::optional<Query> FakeCompany::arrival_query(const Send& sent,
                                                std::string_view reference) const {
    if (!shows_arrivals) {
        return Company::arrival_query(sent, reference);
    }
    return Query{"ARRIVED",
                 {{"KEY"}, {"REFERENCE"}, {"CONTENT"}},
                 "WHERE REFERENCE = ?",
                 {{std::string(reference)}}};
}

LookUp FakeCompany::read_arrival(const Send& sent, std::string_view reference,
                                 const QueryAnswer& answer) const {
    LookUp seen = Company::read_arrival(sent, reference, answer);
    EXPECT_FALSE(seen.usable) << "an edition that reads none knows nothing";
    seen.usable = true;
    for (const std::vector<QueryValue>& row : answer.rows) {
        Found found;
        found.sage_document.type = sent.sage_type;
        found.sage_document.key = *row[0];
        found.external_reference = *row[1];
        found.facts = {{"reference", *row[1]}, {"content", *row[2]}};
        seen.found.push_back(std::move(found));
    }
    return seen;
}

Result<QueryAnswer> FakeDataSource::read(const Query& query, const DataSourceLogin& login,
                                         std::int64_t) {
    asked.push_back(query);
    users.push_back(login.user + "/" + login.password);
    if (fails.has_value()) {
        return *fails;
    }
    if (query.table == fails_for) {
        return Error(Status::remote,
                     Problem{"odbc.connection_lost", "", "Lost.", "Nothing.", Owner::it});
    }
    QueryAnswer answer;
    if (query.table == "DOCUMENT") {
        answer.rows = {{documents(query.bindings[0].value)}};
        answer.more = more;
        return answer;
    }
    if (query.table == "ARRIVED") {
        for (const Kept& one : arrived) {
            if (one.reference == query.bindings[0].value) {
                answer.rows.push_back({one.key, one.reference, one.content});
            }
        }
        return answer;
    }
    for (const std::string& item : items) {
        if (item <= query.bindings[0].value) {
            continue;
        }
        if (answer.rows.size() == query.rows_max) {
            answer.more = true;
            break;
        }
        answer.rows.push_back({item});
    }
    return answer;
}

bool FakeCompany::cause_gone(std::string_view root_cause, const Catalogue& catalogue) const {
    const std::size_t colon = root_cause.find(':');
    return root_cause == gone ||
           catalogue.find(root_cause.substr(0, colon), root_cause.substr(colon + 1)) != nullptr;
}

}  // namespace sage::testing
