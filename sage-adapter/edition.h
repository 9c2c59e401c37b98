// SPDX-License-Identifier: Apache-2.0
// All that an edition of Sage must supply. The core knows how to deliver; an edition knows its
// Sage.
//
// An edition performs no I/O and keeps no state: it turns a document into a request, a reply into a
// verdict, a page into records. Every function here is const, pure and called from any thread.
//
//   Edition  one per library, constant: what this Sage can do.
//   Company  one per instance, made from the settings: the user's choices applied to the documents.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sage-adapter/auth/grant.h"
#include "sage-adapter/base/status.h"
#include "sage-adapter/catalogue/catalogue.h"
#include "sage-adapter/catalogue/catalogue_read.h"
#include "sage-adapter/document/document.h"
#include "sage-adapter/mapping/fit_text.h"
#include "sage-adapter/mapping/hold.h"
#include "sage-adapter/mapping/partial_despatch.h"
#include "sage-adapter/mapping/posted_terms.h"
#include "sage-adapter/mapping/shadow_rules.h"
#include "sage-adapter/mapping/totals.h"
#include "sage-adapter/transport/data_source.h"
#include "sage-adapter/transport/transport.h"

namespace sage {

/// How a lost reply is settled (what the server offers).
enum class SettleClass : std::uint8_t {
    replay_key,  ///< A: the same key and bytes give the first answer again
    /// B: a second execution of the same id is refused. Nothing is sent again to find out, because
    /// the server may compare with nothing but what has ended; what it refuses is looked up,
    /// because it may be the second one.
    unique_refusal,
    searchable,  ///< C: duplicates accepted, but our reference can be searched
    blind,       ///< D: none of these: never sent again, held
};

/// A document in Sage, as far as it is known.
struct SageDocument {
    std::string type;         ///< Sage's own name: "Sales Invoice"
    std::string key;          ///< system key, or see knows_key(); empty: nothing was posted
    std::string number;       ///< the number people use; may be learnt by read-back
    std::string entity;       ///< empty: top level
    std::string invoice_key;  ///< the ledger entry it made, where it made one
    std::string url;
    /// What of our texts was written otherwise than the document has it: cut, replaced.
    std::vector<Remark> remarks;
    /// What was predicted before it was sent, and what a read-back showed, in the currency of the
    /// document; empty currency: not known, and with it no amount is told.
    // g++ warns of members that braces leave out unless they have a value here.
    std::string currency_id = {};  // NOLINT(readability-redundant-member-init)
    Amounts predicted = {};        // NOLINT(readability-redundant-member-init)
    Amounts posted = {};           // NOLINT(readability-redundant-member-init)
};

/// False where Sage answered a write with nothing but the number: that stands as the key, too,
/// until a read-back has shown the key.
inline bool knows_key(const SageDocument& document) {
    return !document.key.empty() && document.key != document.number;
}

/// What Sage should hold, or holds, for one document: field name in Sage -> text. Decimals are
/// written with the field's own number of places, so that equal facts are equal text.
using Facts = std::map<std::string, std::string, std::less<>>;

/// Code of the remark on a document for which another one was made and posted before it
/// (Company::precursor()).
inline constexpr std::string_view precursor_remark = "delivery.precursor";

/// What we wrote in a document of Sage that is to be changed.
struct Written {
    Document document;               ///< what it was made of, in the terms in which it is posted
    std::string external_reference;  ///< of that one
    /// The requests' bodies: that of the one that made it, then of those that changed it or may
    /// have, in the order in which they were accepted.
    std::vector<std::string> bodies;
};

/// An earlier document of ours that the one being prepared refers to, if we have it.
struct Related {
    MessageType message_type = MessageType::despatch_advice;
    std::string document_id;
    bool posted = false;
    SageDocument sage_document;
    /// Only of what late tracking is about; absent, too, once a part of it was purged.
    // g++ warns of a member that braces leave out unless it has a value here.
    std::optional<Written> written = {};  // NOLINT(readability-redundant-member-init)
};

/// The reply to a read that the edition asked for while preparing (ReadFirst).
struct Observation {
    std::string name;
    Reply reply;
};

struct PreparationInput {
    const Document& document;
    const Catalogue& catalogue;
    std::string_view external_reference;  ///< 18 characters, the same for every generation
    std::string_view idempotency_key;     ///< UUID
    std::string_view today;               ///< YYYY-MM-DD (UTC) by the host's clock
    const std::vector<Related>& related;
    const std::vector<Observation>& observations;
    /// A document of the past, prepared to be compared and never sent: closed periods do not
    /// matter.
    // g++ warns of a member that braces leave out unless it has a value here.
    bool past = false;
};

/// What Sage will make of the prices, as far as its own rule tells before anything is sent. What it
/// does not tell is absent, never guessed.
struct PredictedLine {
    std::string pointer;  ///< of the document's line or charge
    Amounts amounts;
};
struct Prediction {
    std::string currency_id;  ///< empty: not known, and with it no amount is told
    Amounts document;
    std::vector<PredictedLine> lines;
};

/// Send this request; once it is done Sage holds `facts`.
struct Send {
    Request request;
    std::string sage_type;     ///< what it makes or changes: "Sales Invoice"
    std::string existing_key;  ///< set when it changes a document that is there already
    Facts facts;
    std::vector<Remark> remarks;  ///< about texts that did not fit; told with the result
    /// Nothing in it: the request has no amounts, or they cannot be told.
    Prediction prediction;
    /// Of a despatch or a return: what its lines and charges become, so that what is credited later
    /// becomes the same. Kept with the request.
    // g++ warns of a member that braces leave out unless it has a value here.
    SentTerms terms = {};  // NOLINT(readability-redundant-member-init)
};
/// Ask Sage first; the reply comes back as the Observation of that name.
struct ReadFirst {
    std::string name;
    Request request;
};
/// Nothing is to be posted: the document ends `posted` with no Sage document of its own. `about`
/// names an existing one where the document concerns it (late tracking that is kept).
struct PostNothing {
    std::string reason;
    SageDocument about;
};
/// This edition can never post it as it is: rejected with all reasons.
struct Refuse {
    std::vector<Problem> problems;
};

using Preparation = std::variant<Send, ReadFirst, PostNothing, Refuse, Hold>;

/// What a complete reply means (delivery: one attempt, one verdict).
enum class Judgement : std::uint8_t {
    done,           ///< Sage has it; sage_document.key is set
    refused,        ///< definite, for a cause in the document itself: nothing is in Sage
    refused_cause,  ///< definite, for a cause outside it (unknown item, closed period): held
    not_processed,  ///< definite: throttled; the same may be sent later
    unauthorised,   ///< definite: not processed, the token was refused
    configuration,  ///< definite: nothing done, repeating will not help until someone acts
    in_progress,    ///< an earlier send of the same key still runs
    unknown,        ///< anything else: in doubt
};

/// What a reply says of how much more Sage takes from us. What it does not say is absent.
struct Allowance {
    /// So many more exchanges could have been in progress besides those that were: for us alone,
    /// and for all who share this company.
    std::optional<std::int64_t> at_once_left;
    std::optional<std::int64_t> at_once_left_of_all;
    /// So many more may begin before a time that comes no later than in `calls_for_ms`.
    std::optional<std::int64_t> calls_left;
    std::int64_t calls_for_ms = 0;
    /// This exchange was refused for that reason, and none should begin sooner than in so long.
    bool refused = false;
    std::uint32_t retry_after_ms = 0;
};

struct Verdict {
    Judgement judgement = Judgement::unknown;
    Problem problem;         ///< for everything but done
    std::string root_cause;  ///< for refused_cause: as in Hold
    SageDocument sage_document;
    std::uint32_t retry_after_ms = 0;
    /// True when the server stored this answer under the key and would give it again: the next send
    /// needs a new generation of the key.
    bool cached_under_key = false;
};

/// One candidate that a look-up, a read-back or a list found.
struct Found {
    SageDocument sage_document;
    Facts facts;
    std::string external_reference;  ///< what Sage shows where our reference belongs
    /// By FindBy::field: what it shows of the field.
    // g++ warns of a member that braces leave out unless it has a value here.
    std::string sought = {};  // NOLINT(readability-redundant-member-init)
};

/// The answer to a look-up. `usable` is false for an error, an unknown shape, an error page or a
/// page that is not the last: then nothing is known, and `why` says so.
struct LookUp {
    bool usable = false;
    std::string why;
    std::vector<Found> found;
    bool more = false;  ///< only by FindBy::field: there are others that `found` does not show
};

/// A document whose stored form is to be looked at again after it was posted.
struct ReadBackSubject {
    SageDocument sage_document;
    /// What was promised: by Send, and of the lines by Company::line_facts. Names of facts about
    /// lines begin with line_fact_prefix.
    Facts facts;
    std::string external_reference;
    // g++ warns of a member that braces leave out unless it has a value here.
    Sought sought = {};  // NOLINT(readability-redundant-member-init)
};
/// "lines" is their number, "line 3 unitPrice" a field of the third.
inline constexpr std::string_view line_fact_prefix = "line";

/// By what a read-back finds its subjects in Sage: each by its sage_document.key, by our reference
/// (whatever the key: so a duplicate shows), by its sage_document.number, or by what is sought, all
/// of them in the same field.
enum class FindBy : std::uint8_t { key, reference, number, field };

/// A list of all documents that carry a reference of ours and are dated from `from` to `to`
/// (YYYY-MM-DD, both included). `after` continues a page; empty: the first.
struct OwnList {
    std::string scope;  ///< one of Company::own_scopes()
    std::string from;
    std::string to;
    std::string after;
};

struct OwnPage {
    std::vector<Found> found;  ///< without facts
    std::string next;          ///< the `after` of the next page; empty: that was the last
};

/// Where and how the core reaches this company's Sage.
struct Connection {
    std::string address;  ///< "https://host[:port]"
    std::string certificate_authority_file;
    std::string token_target;
    std::string client_id_name;
    std::string client_secret_name;
    std::string user_name;
    Grant grant = Grant::client_credentials;
    /// The header that carries the token by itself; empty: Authorization, with Bearer before it.
    std::string token_header;
    /// By authorization code: path of the page where a person consents, what is asked for there,
    /// and the name of the secret that holds the refresh token.
    std::string consent_target;
    std::string consent_scope;
    std::string refresh_token_name;
    int connections_max = 8;
    std::int64_t reply_ms_max = 60'000;  ///< real time for one exchange
    std::int64_t catalogue_refresh_ms = 4 * 3'600'000LL;
    std::int64_t catalogue_whole_ms = 86'400'000;  ///< from one reading of everything to the next
    std::int64_t settle_ms = 600'000;        ///< after the deadline, before absence can be proven
    std::int64_t doubt_ms_max = 86'400'000;  ///< then held
    std::int64_t age_ms_max = 7 * 86'400'000LL;  ///< never sent for so long: held
    std::int64_t reconcile_ms = 86'400'000;      ///< from one reconciliation to the next; 0: never
    std::int64_t reconcile_days = 35;            ///< how far back each of them looks
    /// Where tokens are asked for and people consent, if that is another server than `address`:
    /// "https://host[:port]", trusted by the same certificates; by the name of the setting
    /// "/tokenAddress". Empty: it is `address`.
    // g++ warns of members that braces leave out unless they have a value here.
    std::string token_address = {};  // NOLINT(readability-redundant-member-init)
    /// For whom the tokens of a consent shall be, where the server has to be told; empty: it has
    /// not.
    std::string consent_audience = {};  // NOLINT(readability-redundant-member-init)
    /// By authorization code: how long a refresh token serves; 0: not known.
    std::int64_t refresh_token_life_ms = 0;
    /// A folder instead of a server, into which requests go as files (drop_transport.h): its
    /// absolute path; empty: `address` counts.
    std::string drop_folder = {};  // NOLINT(readability-redundant-member-init)
    /// The company's database, where master data is read from one (Company::catalogue_query).
    std::optional<DataSourceOptions> data_source = {};  // NOLINT(readability-redundant-member-init)
};

/// An expected fact that Sage does not hold as expected.
struct Difference {
    std::string field;
    std::string expected;
    std::string found;
};

/// Of an interface of this Sage that wants a session of its own, and secrets, in the body of a
/// request instead of the access token in its header.
struct SessionRules {
    std::vector<std::string> secret_names;  ///< under which the host keeps what it wants besides
};
struct GrantedSession {
    std::string session;
    std::int64_t life_ms = 0;
};
/// What is put into one request for the moment of its exchange.
struct SessionCredentials {
    std::string session;
    std::vector<std::string> secrets;  ///< in the order of SessionRules::secret_names
};

class Company {
  public:
    Company() = default;
    Company(const Company&) = delete;
    Company& operator=(const Company&) = delete;
    virtual ~Company() = default;

    virtual const Connection& connection() const = 0;
    /// Names the company file or tenant in keys; never changes for an instance.
    virtual std::string_view company_id() const = 0;

    /// Usual: nothing, no request of these settings carries a session.
    virtual std::optional<SessionRules> session_rules() const;
    /// Whether this request carries one. What prepare() returns has a place for it and for the
    /// secrets, and neither; so are the bytes that are stored, announced and shown.
    virtual bool needs_session(const Request& request) const;
    /// Asks for a session with the access token.
    virtual Request ask_for_session() const;
    /// Status::auth: Sage gives none; Status::remote: ask again later.
    virtual Result<GrantedSession> read_session(const Reply& reply) const;
    /// Writes them into their places, without making a copy that stays behind.
    virtual void enter_session(Request& request, const SessionCredentials& credentials) const;
    /// The answer to a request with a session says that Sage did not take the session.
    virtual bool session_refused(const Reply& reply) const;

    /// What can be said about a document before it is accepted, without the catalogue: document
    /// types and combinations this edition or these settings cannot do. Empty: acceptable.
    virtual std::vector<Problem> review(const Document& document) const = 0;

    virtual Preparation prepare(const PreparationInput& input) const = 0;
    /// What has to be in Sage before `document` is sent, made of its content and the settings
    /// alone: of a despatch its order. It is prepared like any document, posted under a reference
    /// of its own, and then in `related` and PreparationInput::related by the type and number it
    /// has here, and this is asked for what comes next, of another number. Usual: nothing.
    virtual std::optional<Document> precursor(const Document& document,
                                              const std::vector<Related>& related) const;
    /// Why Sage has no way to take what corrects a version that is posted, all of it or a part: a
    /// person puts the whole version right there and records that, and nothing of `corrections` is
    /// sent. `related` is what they refer to, with the versions that are posted, newest first.
    /// Usual: nothing, each is prepared by itself.
    virtual std::optional<Hold> corrected_by_hand(const std::vector<Document>& corrections,
                                                  const std::vector<Related>& related) const;
    /// What Sage will make of one line, or one charge, that the document might have; what is not
    /// known is absent. Usual: what the document itself says (mapping/correction.h).
    virtual Amounts line_amounts(const Document& document, const Line& line,
                                 const Catalogue& catalogue) const;
    virtual Amounts charge_amounts(const Document& document, const AllowanceCharge& charge,
                                   const Catalogue& catalogue) const;
    /// What holds over all despatches of an order (mapping/partial_despatch.h). Usual: each stands
    /// for itself.
    virtual PartialDespatchRules partial_despatch() const { return {}; }
    virtual Verdict classify(const Send& sent, const Reply& reply) const = 0;
    /// Of any reply, reads included. Usual: nothing is said.
    virtual Allowance allowance(const Reply& reply) const;
    /// What a reply to that request says about its access token. Usual: 401 refuses it.
    virtual TokenRefusal token_refusal(const Request& request, const Reply& reply) const;

    /// Whether a doubt about this send may be settled by sending the same bytes again.
    virtual SettleClass settle_class(const Send& sent, const Catalogue& catalogue) const = 0;
    /// Of a blind one: what a person has to do before Sage can have it, such as import a file that
    /// was written. It is held for that instead of for the doubt. Usual: nothing.
    virtual std::optional<Hold> awaited(const Send& sent, std::string_view reference) const;
    /// What shows in connection().data_source once the person has done that. Asked after each
    /// reading of the master data, a document a query. Usual: nothing, only a person's word ends
    /// it.
    virtual std::optional<Query> arrival_query(const Send& sent, std::string_view reference) const;
    /// None found says nothing: it may come at any moment.
    virtual LookUp read_arrival(const Send& sent, std::string_view reference,
                                const QueryAnswer& answer) const;
    /// How long after the first send the server still gives the first answer again.
    virtual std::int64_t replay_window_ms() const = 0;

    virtual Request look_up(const Send& sent, std::string_view external_reference) const = 0;
    virtual LookUp read_look_up(const Send& sent, const Reply& reply) const = 0;

    /// What this document becomes in Sage, as far as a look-up needs it: type, and where it would
    /// be posted; neither bytes nor facts. `related` are the versions of it that are posted, newest
    /// first. Nothing: it makes no document of its own.
    virtual std::optional<Send> outline(const Document& document,
                                        const std::vector<Related>& related) const = 0;

    /// One query for up to limits::read_back_batch_max documents of the same sage_document.type.
    virtual Request read_back(const std::vector<ReadBackSubject>& subjects, FindBy by) const = 0;
    virtual LookUp read_read_back(const std::vector<ReadBackSubject>& subjects, FindBy by,
                                  const Reply& reply) const = 0;

    /// Whether what a read-back found otherwise than promised shows that documents end up where
    /// none belongs: then nothing more is posted, and all documents are held for this, until its
    /// cause is gone or a person decides to send one of them again. Usual: never.
    virtual std::optional<Hold> stops_posting(const std::vector<Difference>& wrong) const;

    /// What Sage should hold of the lines, read from the stored bytes so that it is stored once.
    /// Empty: nothing about lines is to be compared.
    virtual Facts line_facts(const Send& sent) const = 0;
    /// The next page of the lines of what read_read_back() found, of the facts in `subjects`.
    virtual Request read_lines(const std::vector<ReadBackSubject>& subjects,
                               const std::vector<Found>& found) const = 0;
    /// Adds a page of lines to the facts of `found`. True: there are more. Status::remote: no
    /// usable answer, ask again; Status::config: Sage refuses to show these lines.
    virtual Result<bool> add_lines(const std::vector<ReadBackSubject>& subjects, const Reply& reply,
                                   std::vector<Found>& found) const = 0;

    /// Where a document that people or another system posted can be found, which carries no
    /// reference of ours: to be tried in this order. Usual: nowhere, there is no shadow run.
    virtual std::vector<Sought> sought(const Document& document, const Send& send) const;
    /// What is compared of such a document: of what `send` would write the part that does not come
    /// from us alone, lines named as by line_facts().
    virtual Facts shadow_facts(const Send& send) const;

    /// Where documents of ours are in Sage: each is asked for by a list of its own.
    virtual std::vector<std::string> own_scopes() const = 0;
    virtual Request list_own(const OwnList& list) const = 0;
    virtual Result<OwnPage> read_own_page(const OwnList& list, const Reply& reply) const = 0;

    /// What to read, in order; later reads may depend on what earlier ones found.
    virtual std::vector<CatalogueRead> catalogue_reads() const = 0;
    virtual Request catalogue_request(const CatalogueRead& read) const = 0;
    virtual Result<CataloguePage> read_catalogue_page(const CatalogueRead& read,
                                                      const Reply& reply) const = 0;
    /// The same read as a query of connection().data_source: then the two above are not asked, and
    /// neither token nor breaker matters. Usual: nothing.
    virtual std::optional<Query> catalogue_query(const CatalogueRead& read) const;
    virtual Result<CataloguePage> read_catalogue_rows(const CatalogueRead& read,
                                                      const QueryAnswer& answer) const;
    /// A question about documents (look_up(), read_back(), read_lines(), list_own(), ReadFirst) as
    /// a query of connection().data_source, which then answers it in the server's place. All of
    /// them or none: what one place shows proves nothing of what another does not. Usual: nothing.
    virtual std::optional<Query> document_query(const Request& question) const;
    /// The answer as the server would give it; no row of it is missing.
    virtual Reply document_reply(const Request& question, const QueryAnswer& answer) const;
    /// Settings that cannot work against what was read, in plain words. Empty: all fit.
    virtual std::vector<Problem> check(const Catalogue& catalogue) const = 0;
    /// True when the catalogue no longer gives a reason to hold documents for this root cause.
    virtual bool cause_gone(std::string_view root_cause, const Catalogue& catalogue) const = 0;
    /// Of a cause that cause_gone() takes for gone: whether Sage's answer to a document alone can
    /// show it. Then one document is tried, and the others follow once it is posted. Usual: no.
    virtual bool needs_trial(std::string_view /*root_cause*/) const { return false; }

    /// A request that changes nothing, for the circuit breaker's probe and for `check`.
    virtual Request probe() const = 0;
};

class Edition {
  public:
    Edition() = default;
    Edition(const Edition&) = delete;
    Edition& operator=(const Edition&) = delete;
    virtual ~Edition() = default;

    /// "intacct": part of every key.
    virtual std::string_view name() const = 0;
    /// Message types that may be submitted; all others are refused as unsupported.
    virtual const std::vector<MessageType>& message_types() const = 0;
    /// The settings' JSON Schema, as in the manifest. The settings given to configure() have passed
    /// it.
    virtual std::string_view settings_schema() const = 0;
    /// Whether a person can consent in a browser: then the plugin has the extension
    /// "wms.plugin.authorize/1". Usual: no.
    virtual bool has_authorization_code() const { return false; }
    /// Reads the settings. Status::config with JSON pointers for what the schema cannot say.
    virtual Result<std::unique_ptr<Company>> configure(std::string_view settings_json) const = 0;
};

/// Expected facts that Sage does not hold as expected.
std::vector<Difference> differences(const Facts& expected, const Facts& found);

}  // namespace sage
