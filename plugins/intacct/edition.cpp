// SPDX-License-Identifier: Apache-2.0
// The edition as the core sees it: each function of edition.h handed to the file that does it.
#include <boost/json/parse.hpp>

#include "manifest.inc"
#include "plugins/intacct/catalogue_sources.h"
#include "plugins/intacct/gateway.h"
#include "plugins/intacct/intacct.h"
#include "plugins/intacct/rights.h"
#include "plugins/intacct/stock_levels.h"
#include "plugins/intacct/wire_shadow.h"
#include "plugins/intacct/wire_verdict.h"
#include "sage-adapter/base/json.h"

namespace sage {
namespace {

constexpr std::int64_t hour_ms = 3'600'000;
// Sage repeats its first answer for so long.
constexpr std::int64_t replay_window = 48 * hour_ms;

class IntacctCompany final : public Company, public TellsRights, public ShowsStock {
  public:
    explicit IntacctCompany(intacct::Settings settings) : settings_(std::move(settings)) {}

    const Connection& connection() const override { return settings_.connection; }
    std::string_view company_id() const override { return settings_.company_id; }

    std::optional<SessionRules> session_rules() const override {
        return settings_.gateway.any()
                   ? std::optional(intacct::gateway_session_rules(settings_.gateway))
                   : std::nullopt;
    }
    bool needs_session(const Request& request) const override {
        return intacct::goes_by_gateway(request);
    }
    Request ask_for_session() const override { return intacct::gateway_session_request(settings_); }
    Result<GrantedSession> read_session(const Reply& reply) const override {
        return intacct::read_gateway_session(reply);
    }
    void enter_session(Request& request, const SessionCredentials& credentials) const override {
        intacct::enter_gateway_session(request, credentials);
    }
    bool session_refused(const Reply& reply) const override {
        return intacct::gateway_session_refused(reply);
    }

    std::vector<Problem> review(const Document& document) const override {
        return intacct::review(settings_, document);
    }
    Preparation prepare(const PreparationInput& input) const override {
        Preparation prepared = intacct::prepare_by_settings(settings_, input);
        intacct::place_in_entity(settings_, input.catalogue, prepared);
        return prepared;
    }
    PartialDespatchRules partial_despatch() const override { return settings_.partial_despatch; }
    Verdict classify(const Send& sent, const Reply& reply) const override {
        Verdict verdict = intacct::goes_by_gateway(sent.request)
                              ? intacct::classify_gateway(sent, reply)
                              : intacct::classify(sent, reply);
        if (verdict.judgement == Judgement::done) {
            verdict.sage_document.entity = settings_.entity;
        }
        return verdict;
    }
    Allowance allowance(const Reply& reply) const override { return intacct::allowance(reply); }
    TokenRefusal token_refusal(const Request& /*request*/, const Reply& reply) const override {
        return intacct::token_refusal(reply);
    }
    SettleClass settle_class(const Send& sent, const Catalogue& catalogue) const override {
        // A number is given once: a second document of it would be refused.
        if (intacct::goes_by_gateway(sent.request) || !intacct::own_number(sent).empty()) {
            return SettleClass::unique_refusal;
        }
        const std::string object =
            intacct::object_name(intacct::family_of(sent.request), sent.sage_type);
        return field_of(catalogue.find(intacct::kind::definition, object),
                        "idempotenceSupported") == "true"
                   ? SettleClass::replay_key
                   : SettleClass::searchable;
    }
    Amounts line_amounts(const Document& document, const Line& line,
                         const Catalogue& catalogue) const override {
        return intacct::line_amounts(settings_, document, line, catalogue);
    }
    Amounts charge_amounts(const Document& document, const AllowanceCharge& charge,
                           const Catalogue& catalogue) const override {
        return intacct::charge_amounts(settings_, document, charge, catalogue);
    }
    std::int64_t replay_window_ms() const override { return replay_window; }

    Request look_up(const Send& sent, std::string_view external_reference) const override {
        return intacct::look_up(settings_, sent, external_reference);
    }
    LookUp read_look_up(const Send& sent, const Reply& reply) const override {
        return intacct::read_look_up(settings_, sent, reply);
    }
    std::optional<Send> outline(const Document& document,
                                const std::vector<Related>& /*related*/) const override {
        const intacct::Target target = intacct::target_of(settings_, document);
        if (target.definition.empty()) {
            return std::nullopt;
        }
        Send send;
        send.request.target = intacct::document_target(target.family, target.definition);
        send.sage_type = target.definition;
        return send;
    }

    Request read_back(const std::vector<ReadBackSubject>& subjects, FindBy by) const override {
        return intacct::read_back(settings_, subjects, by);
    }
    LookUp read_read_back(const std::vector<ReadBackSubject>& subjects, FindBy by,
                          const Reply& reply) const override {
        return intacct::read_read_back(settings_, subjects, by, reply);
    }
    std::optional<Hold> stops_posting(const std::vector<Difference>& wrong) const override {
        return intacct::wrong_entity(settings_, wrong);
    }
    Facts line_facts(const Send& sent) const override { return intacct::line_facts(sent); }
    Request read_lines(const std::vector<ReadBackSubject>& subjects,
                       const std::vector<Found>& found) const override {
        return intacct::read_lines(settings_, subjects, found);
    }
    Result<bool> add_lines(const std::vector<ReadBackSubject>& subjects, const Reply& reply,
                           std::vector<Found>& found) const override {
        return intacct::add_lines(subjects, reply, found);
    }

    std::vector<Sought> sought(const Document& document, const Send& send) const override {
        return intacct::sought(settings_, document, send);
    }
    Facts shadow_facts(const Send& send) const override { return intacct::shadow_facts(send); }

    std::vector<std::string> own_scopes() const override { return intacct::own_scopes(settings_); }
    Request list_own(const OwnList& list) const override {
        return intacct::list_own(settings_, list);
    }
    Result<OwnPage> read_own_page(const OwnList& list, const Reply& reply) const override {
        return intacct::read_own_page(settings_, list, reply);
    }

    std::vector<CatalogueRead> catalogue_reads() const override {
        return intacct::catalogue_reads(settings_);
    }
    Request catalogue_request(const CatalogueRead& read) const override {
        return intacct::catalogue_request(settings_, read);
    }
    Result<CataloguePage> read_catalogue_page(const CatalogueRead& read,
                                              const Reply& reply) const override {
        return intacct::read_catalogue_page(read, reply);
    }
    std::vector<Problem> check(const Catalogue& catalogue) const override {
        return intacct::unfit_settings(settings_, catalogue);
    }
    Rights rights(const Catalogue& catalogue) const override {
        return intacct::rights(settings_, catalogue);
    }
    bool cause_gone(std::string_view root_cause, const Catalogue& catalogue) const override {
        return intacct::cause_gone(settings_, root_cause, catalogue);
    }
    Request probe() const override {
        intacct::Query query;
        query.object = intacct::is_needed(settings_, intacct::kind::warehouse)
                           ? "inventory-control/warehouse"
                           : "accounts-receivable/customer";
        query.fields = {"key"};
        query.size = 1;
        return intacct::query_request(settings_, query);
    }

    StockGrain stock_grain() const override { return intacct::stock_grain(settings_); }
    const CatalogueRecord* stock_item(std::string_view item,
                                      const Catalogue& catalogue) const override {
        return intacct::stock_item(settings_, item, catalogue);
    }
    std::optional<Decimal> stock_units(const CatalogueRecord& item, std::string_view unit_code,
                                       const Catalogue& catalogue) const override {
        return intacct::stock_units(settings_, item, unit_code, catalogue);
    }
    std::optional<std::string> stock_warehouse(std::string_view site) const override {
        return intacct::stock_warehouse(settings_, site);
    }
    bool absent_is_none() const override { return true; }
    std::optional<Request> ask_stock(const StockQuestion& question) const override {
        return intacct::ask_stock(settings_, question);
    }
    Result<StockPage> read_stock(const StockQuestion& question, const Reply& reply) const override {
        return intacct::read_stock(question, reply);
    }

  private:
    const intacct::Settings settings_;
};

class IntacctEdition final : public Edition {
  public:
    IntacctEdition()
        : message_types_{MessageType::sales_order,           MessageType::despatch_advice,
                         MessageType::order_cancellation,    MessageType::tracking_update,
                         MessageType::return_advice,         MessageType::receipt_advice,
                         MessageType::inventory_adjustment,  MessageType::inventory_transfer,
                         MessageType::document_cancellation, MessageType::operator_decision} {
        boost::json::error_code error;
        const boost::json::value manifest = boost::json::parse(plugin_manifest, error);
        if (const boost::json::value* schema = at_pointer(manifest, "/config_schema")) {
            settings_schema_ = canonical_json(*schema);
        }
    }

    std::string_view name() const override { return "intacct"; }
    const std::vector<MessageType>& message_types() const override { return message_types_; }
    bool has_authorization_code() const override { return true; }
    std::string_view settings_schema() const override { return settings_schema_; }
    Result<std::unique_ptr<Company>> configure(std::string_view settings_json) const override {
        Result<intacct::Settings> settings = intacct::read_settings(settings_json);
        if (!settings.ok()) {
            return std::move(settings).error();
        }
        return std::unique_ptr<Company>(
            std::make_unique<IntacctCompany>(std::move(settings).value()));
    }

  private:
    std::vector<MessageType> message_types_;
    std::string settings_schema_;
};

}  // namespace

const Edition& intacct_edition() {
    static const IntacctEdition edition;
    return edition;
}

}  // namespace sage
