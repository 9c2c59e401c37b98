// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/edition/edition_under_fuzz.h"

#include <algorithm>
#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "fuzzed_edition.inc"
#include "plugins/sage_simulator/certificate.h"
#include "plugins/sage_simulator/in_process_transport.h"
#include "sage-adapter/auth/auth.h"
#include "sage-adapter/base/clock.h"
#include "sage-adapter/base/json.h"
#include "sage-adapter/base/text.h"
#include "sage-adapter/document/document.h"
#include "tests/support/source_folder.h"

namespace sage::fuzz {
namespace {

namespace json = boost::json;

constexpr std::int64_t now = 1'764'000'000'000;
constexpr std::int64_t exchange_ms = 1'000;

/// Master data that the documents of host-api/schemas/examples speak of.
constexpr std::string_view seed = R"({
    "items":[{"id":"SKU-100","name":"Lantern","unitCode":"C62","kind":"goods"},
             {"id":"POST","name":"Carriage","unitCode":"C62","kind":"charge"}],
    "customers":[{"id":"CUST-001","name":"Acme","countryCode":"GB","onHold":false},
                 {"id":"GUEST","name":"Guest","countryCode":"GB","onHold":false}],
    "locations":[{"id":"MAIN","name":"Main"}],
    "taxCodes":[{"id":"STANDARD","percent":"20"}],
    "charges":[{"code":"POST","item":"POST"}],"guestCustomer":"GUEST",
    "stock":[{"item":"SKU-100","location":"MAIN","quantity":"100"}]})";

class StandingClock final : public Clock {
  public:
    std::int64_t now_ms() const override { return now; }
};

class GivenSecrets final : public Secrets {
  public:
    explicit GivenSecrets(const json::value& company) {
        for (const auto& [name, value] : company.at("secrets").as_object()) {
            values_[name] = value.as_string();
        }
    }
    Result<std::string> get(std::string_view name) override {
        const auto found = values_.find(name);
        return found == values_.end() ? std::string() : found->second;
    }
    Result<void> put(std::string_view name, std::string_view value, std::string_view) override {
        values_.insert_or_assign(std::string(name), std::string(value));
        return {};
    }

  private:
    std::map<std::string, std::string, std::less<>> values_;
};

std::string content_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// A certificate to trust: the system's hundreds would be read for every instance that is made.
class TrustedCertificate {
  public:
    TrustedCertificate() {
        std::string pattern = (std::filesystem::temp_directory_path() / "fuzz-XXXXXX").string();
        demand(::mkdtemp(pattern.data()) != nullptr, "there is a folder for a certificate");
        folder_ = pattern;
        const Result<CertificateFiles> files = provide_certificates(folder_);
        demand(files.ok(), "a certificate is made");
        path_ = files.value().authority;
    }
    TrustedCertificate(const TrustedCertificate&) = delete;
    TrustedCertificate& operator=(const TrustedCertificate&) = delete;
    ~TrustedCertificate() {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    const std::string& path() const { return path_; }

  private:
    std::string folder_;
    std::string path_;
};

/// A simulated company and a client of it that has its token.
class Sage {
  public:
    Sage() {
        ask("POST", "/control/seed", seed);
        company_ = json::parse(ask("GET", "/control/settings", ""));
    }
    Sage(const Sage&) = delete;
    Sage& operator=(const Sage&) = delete;

    std::string settings() const {
        json::value settings = company_.at("settings");
        settings.as_object()["address"] = "https://127.0.0.1:9";
        settings.as_object()["certificateAuthorityFile"] = certificate_.path();
        return json::serialize(settings);
    }
    void authorise(const Connection& connection) {
        GivenSecrets secrets(company_);
        StandingClock clock;
        TokenSource tokens(
            {connection.token_target, connection.client_id_name, connection.client_secret_name,
             connection.user_name, connection.grant, connection.refresh_token_name},
            transport_, secrets, clock);
        demand(tokens.renew(exchange_ms).ok(), "the simulator gives a token");
        const std::string token = *tokens.token();
        token_ = connection.token_header.empty()
                     ? Header{"Authorization", "Bearer " + token}
                     : Header{connection.token_header, token};
    }
    Reply reply_to(Request request) {
        request.headers.push_back(token_);
        return transport_.exchange(request, exchange_ms).reply;
    }

  private:
    std::string ask(const char* method, const char* target, std::string_view body) {
        Reply reply = simulator_->control({method, target, {}, std::string(body)});
        demand(reply.status == 200, "the simulator is ready");
        return std::move(reply.body);
    }

    TrustedCertificate certificate_;
    std::unique_ptr<Simulator> simulator_ = make_fuzzed_simulator([] { return now; }, {});
    InProcessTransport transport_{*simulator_};
    json::value company_;
    Header token_;
};

Sage& sage() {
    static Sage made;
    return made;
}

Catalogue read_catalogue(const Company& company) {
    std::vector<CatalogueRecord> records;
    for (CatalogueRead read : company.catalogue_reads()) {
        do {
            const Reply reply = sage().reply_to(company.catalogue_request(read));
            Result<CataloguePage> page = company.read_catalogue_page(read, reply);
            demand(page.ok(), "the simulator's catalogue is read");
            std::move(page.value().records.begin(), page.value().records.end(),
                      std::back_inserter(records));
            read.after = page.value().next;
        } while (!read.after.empty());
    }
    return {std::move(records), now};
}

/// What becomes of the examples of the contract: one request for each that can be sent.
std::vector<Send> requests(const Company& company, const Catalogue& catalogue) {
    std::vector<Send> sends;
    std::vector<std::filesystem::path> examples;
    for (const auto& entry :
         std::filesystem::directory_iterator(source_folder() + "/host-api/schemas/examples")) {
        examples.push_back(entry.path());
    }
    std::sort(examples.begin(), examples.end());
    for (const std::filesystem::path& path : examples) {
        Result<Document> document = read_document(content_of(path));
        if (!document.ok()) {
            continue;
        }
        for (Line& line : document.value().lines) {
            line.lots.clear();
            line.serial_ids.clear();
        }
        const std::string key = "key-" + std::to_string(sends.size());
        const std::string reference = reference_of(sends.size());
        Preparation prepared =
            company.prepare({document.value(), catalogue, reference, key, "2026-11-25", {}, {}});
        if (Send* send = std::get_if<Send>(&prepared)) {
            sends.push_back(std::move(*send));
        }
    }
    demand(!sends.empty(), "some example is sent");
    return sends;
}

constexpr int statuses[] = {200, 201, 204, 207, 301, 400, 401, 403, 404,
                            409, 412, 422, 429, 500, 502, 503, 504};

}  // namespace

const Edition& fuzzed_edition() {
    return edition_to_fuzz();
}

const std::string& fuzzed_settings() {
    static const auto* const text = new std::string(sage().settings());
    return *text;
}

const Fuzzed& fuzzed() {
    static const Fuzzed* const made = [] {
        auto all = std::make_unique<Fuzzed>();
        Result<std::unique_ptr<Company>> company = fuzzed_edition().configure(fuzzed_settings());
        demand(company.ok(), "the simulator's settings fit the edition");
        all->company = std::move(company).value();
        sage().authorise(all->company->connection());
        all->catalogue = read_catalogue(*all->company);
        all->sends = requests(*all->company, all->catalogue);
        return all.release();
    }();
    return *made;
}

FuzzedReply fuzzed_reply(Input& input) {
    const std::vector<Send>& sends = fuzzed().sends;
    const Send& sent = sends[input.byte() % sends.size()];
    Reply reply;
    reply.status = statuses[input.byte() % std::size(statuses)];
    const std::string_view line = input.line();
    const std::size_t colon = line.find(':');
    if (colon != std::string_view::npos) {
        reply.headers.push_back(
            {std::string(line.substr(0, colon)), std::string(line.substr(colon + 1))});
    }
    reply.body = input.rest();
    return {sent, std::move(reply)};
}

std::string reference_of(std::size_t request) {
    return "WQ3M8Z5T0R7P2A9K4" + std::to_string(request % 10);
}

Reply simulated_reply(Request request) {
    return sage().reply_to(std::move(request));
}

std::string input_of(std::size_t request, const Reply& reply) {
    const auto* const status = std::find(std::begin(statuses), std::end(statuses), reply.status);
    std::string input;
    input += static_cast<char>(request);
    input += static_cast<char>(status - std::begin(statuses));
    for (const Header& header : reply.headers) {
        if (header.name == "Retry-After") {
            input += header.name + ":" + header.value;
        }
    }
    return input + "\n" + reply.body;
}

void demand_text(std::string_view text) {
    demand(first_not_utf8(text) == std::string_view::npos, "text from Sage is UTF-8");
}

void demand_shown(const Problem& problem) {
    demand(!problem.code.empty() && !problem.cause.empty() && !problem.fix.empty(),
           "a problem says what, why and what to do");
    for (const std::string* text :
         {&problem.code, &problem.pointer, &problem.cause, &problem.fix}) {
        demand_text(*text);
    }
}

void demand_look_up(const LookUp& look_up) {
    demand(look_up.usable || !look_up.why.empty(), "what is not usable has a reason");
    demand(look_up.usable || look_up.found.empty(), "what is not usable finds nothing");
    demand_text(look_up.why);
    for (const Found& found : look_up.found) {
        demand(!found.sage_document.key.empty(), "what is found has a key");
        demand_text(found.sage_document.key);
        demand_text(found.sage_document.number);
        for (const auto& [name, value] : found.facts) {
            demand_text(value);
        }
    }
}

}  // namespace sage::fuzz
