// SPDX-License-Identifier: Apache-2.0
// A small world for the tests of delivery: a made-up edition, a made-up Sage that answers by
// script, a clock that the test moves, and the real outbox on a temporary folder.
#pragma once

#include <gtest/gtest.h>

#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sage-adapter/delivery/delivery.h"
#include "tests/unit/delivery/failing_store.h"

namespace sage::testing {

class FakeClock final : public Clock {
  public:
    std::int64_t now_ms() const override { return now; }
    std::int64_t steady_ms() const override { return now + set_back; }
    std::int64_t now = 1'700'000'000'000;
    std::int64_t set_back = 0;  ///< somebody set the host's clock back by so much
};

class FakeLog final : public Log {
  public:
    void write(LogLevel, std::string_view target, std::string_view message,
               std::initializer_list<LogField> fields) override {
        if (!heard) {
            return;
        }
        std::string line(message);
        for (const LogField& field : fields) {
            line.append(" ").append(field.name).append("=").append(field.value);
        }
        heard(target, line);
    }
    std::function<void(std::string_view target, const std::string& line)> heard;
};

class FakeSecrets final : public Secrets {
  public:
    Result<std::string> get(std::string_view name) override {
        return "secret of " + std::string(name);
    }
    Result<void> put(std::string_view, std::string_view, std::string_view) override { return {}; }
};

class FakeAudit final : public Audit {
  public:
    Result<void> announce(std::string_view record_json) override;
    bool refuses = false;
    std::vector<std::string> records;
    std::function<void()> meanwhile;  ///< happens while the host writes a record
};

/// A status for which the made-up edition has no judgement, not even "unknown".
inline constexpr int no_judgement = 299;

/// The answer to a document whose session is no longer valid.
inline constexpr int session_ended = 440;

/// What the made-up Sage does with the next document it is sent.
struct Script {
    bool executes = true;
    Outcome outcome = Outcome::answered;
    int status = 201;
};

struct Kept {
    std::string key;
    std::string reference;
    std::string content;
    std::string line = "2 SKU-1";  ///< its one line

    bool operator==(const Kept&) const = default;
};

/// The made-up Sage. Documents are posted to /post, changed at /patch, looked up at /find, read
/// back at /read, their lines at /lines, listed at /list; a key that was seen before gives the
/// first answer again, as Sage Intacct does.
class FakeSage final : public Transport {
  public:
    Evidence exchange(const Request& request, std::int64_t time_limit_ms) override;
    void interrupt() override {}

    std::function<void()> meanwhile;  ///< happens once, while the first POST is answered
    std::deque<Script> scripts;       ///< for POST /post, then all succeed
    bool look_up_works = true;
    bool query_shows = true;  ///< false: the index lags behind
    std::string hidden_key;   ///< of one document that no query shows yet
    bool reachable = true;
    int lines_status = 200;  ///< of answers about lines
    int token_status = 200;  ///< of answers to token requests
    bool replaces_refresh_tokens = true;
    int probe_status = 200;    ///< of answers to the harmless question
    int items_status = 200;    ///< of answers about items
    bool items_answer = true;  ///< false: questions about items get none
    std::vector<std::string> items = {"SKU-1"};
    std::vector<Kept> kept;
    std::map<std::string, Reply> answers;  ///< by idempotency key
    std::vector<Request> received;         ///< without those for tokens
    int tokens = 0;
    int sessions = 0;                            ///< given: "s1", "s2" and so on
    int session_status = 200;                    ///< of answers to requests for a session
    bool takes_sessions = true;                  ///< false: refuses each
    std::set<std::string> ended_sessions;        ///< refused, too
    std::vector<std::string> sessions_of_posts;  ///< with the secrets beside them

  private:
    Evidence post(const Request& request);
    Evidence patch(const Request& request);
    Reply find(const std::string& reference) const;
    Reply read(const std::string& by, const std::string& values) const;
    Reply lines(const std::string& keys) const;
};

/// The made-up company's database: items, read by pages of two rows, and what questions about
/// documents find.
class FakeDataSource final : public DataSource {
  public:
    Result<QueryAnswer> read(const Query& query, const DataSourceLogin& login,
                             std::int64_t time_limit_ms) override;
    void interrupt() override {}

    std::vector<std::string> items = {"SKU-1"};  ///< in their order
    std::vector<Kept> arrived;                   ///< what people entered
    std::optional<Error> fails;
    /// The answer to a question about documents, by its target.
    std::function<std::string(const std::string& target)> documents;
    bool more = false;      ///< of these it has more rows than it gives
    std::string fails_for;  ///< that table alone; empty: none
    std::vector<Query> asked;
    std::vector<std::string> users;  ///< with the password beside each
};

class FakeCompany : public Company {
  public:
    FakeCompany();
    const Connection& connection() const override { return connection_; }
    Connection& own_connection() { return connection_; }
    std::string_view company_id() const override { return "acme"; }
    std::optional<SessionRules> session_rules() const override;
    bool needs_session(const Request& request) const override;
    Request ask_for_session() const override { return {"GET", "/session", {}, ""}; }
    Result<GrantedSession> read_session(const Reply& reply) const override;
    void enter_session(Request& request, const SessionCredentials& credentials) const override;
    bool session_refused(const Reply& reply) const override {
        return reply.status == session_ended;
    }
    std::vector<Problem> review(const Document& document) const override;
    Preparation prepare(const PreparationInput& input) const override;
    std::optional<Hold> corrected_by_hand(const std::vector<Document>& corrections,
                                          const std::vector<Related>& related) const override;
    std::optional<Document> precursor(const Document& document,
                                      const std::vector<Related>& related) const override;
    Amounts line_amounts(const Document& document, const Line& line,
                         const Catalogue& catalogue) const override {
        return knows_amounts ? Company::line_amounts(document, line, catalogue) : Amounts();
    }
    PartialDespatchRules partial_despatch() const override { return partial_despatches; }
    Verdict classify(const Send& sent, const Reply& reply) const override;
    SettleClass settle_class(const Send&, const Catalogue&) const override { return settles; }
    std::optional<Hold> awaited(const Send&, std::string_view reference) const override {
        return awaits.empty()
                   ? Company::awaited({}, reference)
                   : std::optional<Hold>(
                         Hold{{"fake.import", "", "The file " + std::string(reference) + " waits.",
                               "Import it.", Owner::finance},
                              awaits});
    }
    std::optional<Query> arrival_query(const Send& sent, std::string_view reference) const override;
    LookUp read_arrival(const Send& sent, std::string_view reference,
                        const QueryAnswer& answer) const override;
    Allowance allowance(const Reply& reply) const override {
        return reply.status == 503 ? when_unavailable : Allowance();
    }
    std::int64_t replay_window_ms() const override { return 48 * 3'600'000LL; }
    Request look_up(const Send& sent, std::string_view external_reference) const override;
    LookUp read_look_up(const Send& sent, const Reply& reply) const override;
    std::optional<Send> outline(const Document& document,
                                const std::vector<Related>& related) const override;
    Request read_back(const std::vector<ReadBackSubject>& subjects, FindBy by) const override;
    LookUp read_read_back(const std::vector<ReadBackSubject>& subjects, FindBy by,
                          const Reply& reply) const override;
    std::optional<Hold> stops_posting(const std::vector<Difference>&) const override {
        return stops_for.empty()
                   ? std::nullopt
                   : std::optional<Hold>(Hold{{"fake.wrong_place", "", "It is in the wrong place.",
                                               "Put it right.", Owner::finance},
                                              stops_for});
    }
    Facts line_facts(const Send& sent) const override;
    Request read_lines(const std::vector<ReadBackSubject>& subjects,
                       const std::vector<Found>& found) const override;
    Result<bool> add_lines(const std::vector<ReadBackSubject>& subjects, const Reply& reply,
                           std::vector<Found>& found) const override;
    std::vector<Sought> sought(const Document& document, const Send& send) const override;
    Facts shadow_facts(const Send& send) const override;
    std::vector<std::string> own_scopes() const override { return {"Invoice"}; }
    Request list_own(const OwnList& list) const override;
    Result<OwnPage> read_own_page(const OwnList& list, const Reply& reply) const override;
    std::vector<CatalogueRead> catalogue_reads() const override { return reads; }
    Request catalogue_request(const CatalogueRead& read) const override;
    Result<CataloguePage> read_catalogue_page(const CatalogueRead& read,
                                              const Reply& reply) const override;
    std::optional<Query> catalogue_query(const CatalogueRead& read) const override;
    Result<CataloguePage> read_catalogue_rows(const CatalogueRead& read,
                                              const QueryAnswer& answer) const override;
    std::optional<Query> document_query(const Request& question) const override;
    Reply document_reply(const Request& question, const QueryAnswer& answer) const override;
    std::vector<Problem> check(const Catalogue&) const override { return unfit; }
    bool cause_gone(std::string_view root_cause, const Catalogue& catalogue) const override;
    bool needs_trial(std::string_view root_cause) const override {
        return root_cause.starts_with("right:");
    }
    Request probe() const override { return {"GET", probe_target, {}, ""}; }

    SettleClass settles = SettleClass::replay_key;
    std::string awaits;              ///< a root cause that a blind send is held for; empty: none
    Allowance when_unavailable;      ///< what a reply of 503 says of how much more is taken
    bool in_sessions = false;        ///< from the next restart on: documents carry a session
    bool answers_by_number = false;  ///< of what is posted the number is told, not the key
    std::int64_t session_ms = 21'600'000;
    bool posts_orders = false;
    bool corrected_by_a_person = false;  ///< what takes something back is put right by hand
    bool orders_first = false;  ///< a despatch without an order in Sage is made of one of its own
    std::ptrdiff_t orders_each = 1;  ///< or of several, one after the other
    PartialDespatchRules partial_despatches;
    /// What lines become by the settings, shown behind their document; empty: nothing is noted.
    std::string tax_of_today;
    /// The content that late tracking gives a document, in place of its own.
    std::function<std::string(const Related&)> answers_tracking;
    bool keeps_tracking = false;                     ///< late tracking posts nothing
    bool knows_amounts = true;                       ///< what a line comes to in Sage
    bool with_lines = false;                         ///< promises something about lines
    std::size_t other_lines = 0;                     ///< that Sage shows of each, page after page
    std::vector<std::string> seeks = {"reference"};  ///< fields that hold a document's number
    std::size_t page_size = 1'000;                   ///< of what is found by a field
    std::optional<Decimal> tax;                      ///< of everything in Sage
    std::vector<CatalogueRead> reads = {{"item", "", ""}};
    std::string queried;          ///< the kind that is read from the database; empty: none
    bool asks_database = false;   ///< where documents are
    bool two_pages = false;       ///< of each kind
    std::string gone;             ///< a root cause that holds nothing any more
    std::string cause_of_403;     ///< the root cause of that answer
    std::string stops_for;        ///< a difference stops posting for this root cause; empty: never
    bool shows_arrivals = false;  ///< the database shows what people entered
    std::string probe_target = "/probe";
    std::vector<Problem> unfit;  ///< what the settings cannot do against any catalogue
    Connection connection_;
};

class FakeEdition final : public Edition {
  public:
    std::string_view name() const override { return "fake"; }
    const std::vector<MessageType>& message_types() const override { return types_; }
    std::string_view settings_schema() const override { return "{}"; }
    Result<std::unique_ptr<Company>> configure(std::string_view) const override {
        return Result<std::unique_ptr<Company>>(std::make_unique<FakeCompany>());
    }

  private:
    std::vector<MessageType> types_ = {
        MessageType::sales_order,           MessageType::despatch_advice,
        MessageType::tracking_update,       MessageType::return_advice,
        MessageType::document_cancellation, MessageType::operator_decision,
        MessageType::order_cancellation};
};

/// A despatch of one line; each number gives another document. `item` "MISSING" is in no catalogue.
std::string despatch(const std::string& number, const std::string& item = "SKU-1",
                     const std::string& ordering_key = "");
/// With `more` members of the body after the usual ones.
std::string decision(const std::string& number, const std::string& subject_number,
                     const std::string& what,
                     const std::string& more = R"("sageDocumentNumber":"N7")");
/// Late tracking of a despatch: changes the content of its document in Sage to `content`.
std::string tracking(const std::string& number, const std::string& despatch_number,
                     const std::string& content);
std::string cancellation(const std::string& number, const std::string& subject_number);
/// The messageId of the document of that number, as the functions above write it.
std::string message_id(const std::string& number);
/// The text with `by` in place of the first `what`, which is in it.
std::string replaced(std::string text, const std::string& what, const std::string& by);
/// "D1" for the first version, "D1/2" for the second: what message_id() and World::entry() take.
std::string number_of(const std::string& number, const std::string& version);
/// A version of a despatch of `quantity` pieces; version 1 is despatch() itself, with 2.
std::string version(const std::string& number, const std::string& wanted,
                    const std::string& quantity, const std::string& ordering_key = "",
                    const std::string& item = "SKU-1");

class World : public ::testing::Test {
  protected:
    explicit World(const std::filesystem::path& parent = std::filesystem::temp_directory_path());
    ~World() override;

    void start();
    /// A new Delivery over a reopened outbox, as after a crash: nothing is finished first.
    void restart();
    void submit(const std::string& document);
    /// Calls work() until it is idle; the clock stays.
    void work();
    /// Calls work() and moves the clock to what is due next, until nothing is due within `most_ms`.
    void work_for(std::int64_t most_ms);
    Entry entry(const std::string& number);
    State state(const std::string& number) { return entry(number).state; }
    std::vector<StoredEvent> events();

    std::filesystem::path folder;
    FakeClock clock;
    FakeLog log;
    FakeSecrets secrets;
    FakeAudit audit;
    FakeSage sage;
    FakeDataSource source;
    FakeEdition edition;
    FakeCompany company;
    std::unique_ptr<FailingStore> store;
    std::unique_ptr<TokenSource> tokens;
    std::unique_ptr<Delivery> delivery;
    int wakes = 0;
    /// Of a database, beyond which it is read through while it is open.
    std::optional<std::int64_t> pages_checked_when_opened;
    std::int64_t keep_content_days = 0;  ///< from the next restart on
    Schedules schedules;                 ///< from the next restart on

  private:
    void open();
};

}  // namespace sage::testing
