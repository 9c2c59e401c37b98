// SPDX-License-Identifier: Apache-2.0
// The edition as the core sees it: each function of edition.h handed to the file that does it.
#include <boost/json/parse.hpp>

#include "manifest.inc"
#include "plugins/sage50/document_tables.h"
#include "plugins/sage50/import_file.h"
#include "plugins/sage50/map.h"
#include "plugins/sage50/map_order.h"
#include "plugins/sage50/rights.h"
#include "plugins/sage50/sage50.h"
#include "sage-adapter/base/json.h"
#include "sage-adapter/catalogue/stock_level.h"
#include "sage-adapter/mapping/item_of_code.h"

namespace sage {
namespace {

// Of what people post the shadow run knows invoices and credits.
bool is_invoice(const Send& send) {
    return send.sage_type == sage50::invoice_type || send.sage_type == sage50::credit_type;
}

class Sage50Company final : public Company, public TellsRights, public ShowsStock {
  public:
    explicit Sage50Company(sage50::Settings settings) : settings_(std::move(settings)) {}

    const Connection& connection() const override { return settings_.connection; }
    std::string_view company_id() const override { return settings_.company; }

    std::vector<Problem> review(const Document& document) const override {
        return sage50::review(settings_, document);
    }
    Preparation prepare(const PreparationInput& input) const override {
        return sage50::prepare(settings_, input);
    }
    std::optional<Document> precursor(const Document& document,
                                      const std::vector<Related>& related) const override {
        std::optional<Document> line = sage50::line_before(settings_, document, related);
        return line ? std::move(line) : sage50::order_step(settings_, document, related);
    }
    Amounts line_amounts(const Document& document, const Line& line,
                         const Catalogue& catalogue) const override {
        return sage50::line_amounts(settings_, document, line, catalogue);
    }
    Amounts charge_amounts(const Document& document, const AllowanceCharge& charge,
                           const Catalogue& catalogue) const override {
        return sage50::charge_amounts(settings_, document, charge, catalogue);
    }
    PartialDespatchRules partial_despatch() const override { return settings_.partial_despatch; }
    Verdict classify(const Send& sent, const Reply& reply) const override {
        return is_import(sent) ? sage50::classify_import(sent, reply)
                               : sage50::classify(sent, reply);
    }
    TokenRefusal token_refusal(const Request& /*request*/, const Reply& reply) const override {
        return sage50::token_refusal(reply);
    }

    SettleClass settle_class(const Send& sent, const Catalogue& /*catalogue*/) const override {
        return is_import(sent) ? SettleClass::blind : SettleClass::searchable;
    }
    std::optional<Hold> awaited(const Send& sent, std::string_view reference) const override {
        return is_import(sent) ? std::optional(sage50::awaited_import(sent, reference))
                               : std::nullopt;
    }
    std::optional<Query> arrival_query(const Send& sent,
                                       std::string_view reference) const override {
        return is_import(sent) ? std::optional(sage50::import_query(sent, reference))
                               : std::nullopt;
    }
    LookUp read_arrival(const Send& sent, std::string_view reference,
                        const QueryAnswer& answer) const override {
        return sage50::read_import(sent, reference, answer);
    }
    std::int64_t replay_window_ms() const override { return 0; }
    Request look_up(const Send& sent, std::string_view external_reference) const override {
        return is_import(sent) ? sage50::ask_folder()
                               : sage50::look_up(settings_.books, sent, external_reference);
    }
    LookUp read_look_up(const Send& sent, const Reply& reply) const override {
        return is_import(sent) ? sage50::folder_shows_nothing() : sage50::read_look_up(sent, reply);
    }
    std::optional<Send> outline(const Document& document,
                                const std::vector<Related>& related) const override {
        return sage50::outline(settings_, document, related);
    }

    Request read_back(const std::vector<ReadBackSubject>& subjects, FindBy by) const override {
        return is_import(subjects) ? sage50::ask_folder()
                                   : sage50::read_back(settings_.books, subjects, by);
    }
    LookUp read_read_back(const std::vector<ReadBackSubject>& subjects, FindBy by,
                          const Reply& reply) const override {
        return is_import(subjects) ? sage50::folder_shows_nothing()
                                   : sage50::read_read_back(subjects, by, reply);
    }
    Facts line_facts(const Send& sent) const override {
        return is_import(sent) ? Facts() : sage50::line_facts(sent);
    }
    Request read_lines(const std::vector<ReadBackSubject>& /*subjects*/,
                       const std::vector<Found>& found) const override {
        return sage50::read_lines(settings_.books, found);
    }
    Result<bool> add_lines(const std::vector<ReadBackSubject>& /*subjects*/, const Reply& reply,
                           std::vector<Found>& found) const override {
        return sage50::add_lines(reply, found);
    }

    std::vector<Sought> sought(const Document& document, const Send& send) const override {
        return is_invoice(send) ? sought_by(settings_.shadow, document) : std::vector<Sought>();
    }
    Facts shadow_facts(const Send& send) const override {
        return is_invoice(send) ? sage50::shadow_facts(send) : Facts();
    }

    std::vector<std::string> own_scopes() const override {
        if (sage50::writes_files(settings_)) {
            return {};
        }
        std::vector<std::string> scopes = {std::string(sage50::invoice_type),
                                           std::string(sage50::credit_type)};
        if (settings_.stock == sage50::StockDocuments::adjustments) {
            scopes.emplace_back(sage50::adjustment_type);
        }
        if (settings_.uses_orders()) {
            scopes.emplace_back(sage50::order_type);
        }
        return scopes;
    }
    Request list_own(const OwnList& list) const override {
        return sage50::list_own(settings_.books, list);
    }
    Result<OwnPage> read_own_page(const OwnList& list, const Reply& reply) const override {
        return sage50::read_own_page(list, settings_.reference_field, reply);
    }

    std::vector<CatalogueRead> catalogue_reads() const override {
        if (!sage50::reads_master_data(settings_)) {
            return sage50::assumed_reads();
        }
        const Connection& connection = settings_.connection;
        return sage50::catalogue_reads({connection.data_source.has_value(),
                                        !connection.address.empty(), settings_.delivery_addresses,
                                        !settings_.couriers.empty()});
    }
    Request catalogue_request(const CatalogueRead& read) const override {
        return sage50::writes_files(settings_) ? sage50::ask_folder()
                                               : sage50::catalogue_request(settings_.books, read);
    }
    Result<CataloguePage> read_catalogue_page(const CatalogueRead& read,
                                              const Reply& reply) const override {
        return sage50::writes_files(settings_) ? sage50::read_assumed_page(settings_, read, reply)
                                               : sage50::read_catalogue_page(read, reply);
    }
    std::optional<Query> catalogue_query(const CatalogueRead& read) const override {
        return settings_.connection.data_source && sage50::has_table(read.kind)
                   ? std::optional(sage50::catalogue_query(read))
                   : std::nullopt;
    }
    Result<CataloguePage> read_catalogue_rows(const CatalogueRead& read,
                                              const QueryAnswer& answer) const override {
        return sage50::read_catalogue_rows(read, answer);
    }
    std::optional<Query> document_query(const Request& question) const override {
        return settings_.documents_by_query ? sage50::document_query(settings_.books, question)
                                            : std::nullopt;
    }
    Reply document_reply(const Request& question, const QueryAnswer& answer) const override {
        return sage50::document_reply(question, answer);
    }
    std::vector<Problem> check(const Catalogue& catalogue) const override {
        return sage50::unfit_settings(settings_, catalogue);
    }
    Rights rights(const Catalogue& catalogue) const override {
        return sage50::rights(settings_, catalogue);
    }
    bool cause_gone(std::string_view root_cause, const Catalogue& catalogue) const override {
        return sage50::cause_gone(settings_, root_cause, catalogue);
    }
    bool needs_trial(std::string_view root_cause) const override {
        return sage50::needs_trial(root_cause);
    }
    Request probe() const override {
        return sage50::writes_files(settings_) ? sage50::ask_folder()
                                               : sage50::get(settings_.books, "/api/department");
    }

    // Sage 50 has one figure of a product, whatever the site, in the unit in which it is sold.
    StockGrain stock_grain() const override {
        return sage50::reads_master_data(settings_) ? StockGrain::item : StockGrain::none;
    }
    const CatalogueRecord* stock_item(std::string_view item,
                                      const Catalogue& catalogue) const override {
        return item_of_code(settings_.items, item, catalogue);
    }
    std::optional<Decimal> stock_units(const CatalogueRecord& /*item*/,
                                       std::string_view /*unit_code*/,
                                       const Catalogue& /*catalogue*/) const override {
        return Decimal::of(1);
    }

  private:
    static bool is_import(const Send& sent) { return sage50::is_import(sent.sage_type); }
    static bool is_import(const std::vector<ReadBackSubject>& subjects) {
        return !subjects.empty() && sage50::is_import(subjects.front().sage_document.type);
    }

    const sage50::Settings settings_;
};

class Sage50Edition final : public Edition {
  public:
    Sage50Edition()
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

    std::string_view name() const override { return "sage50"; }
    const std::vector<MessageType>& message_types() const override { return message_types_; }
    std::string_view settings_schema() const override { return settings_schema_; }
    Result<std::unique_ptr<Company>> configure(std::string_view settings_json) const override {
        Result<sage50::Settings> settings = sage50::read_settings(settings_json);
        if (!settings.ok()) {
            return std::move(settings).error();
        }
        return std::unique_ptr<Company>(
            std::make_unique<Sage50Company>(std::move(settings).value()));
    }

  private:
    std::vector<MessageType> message_types_;
    std::string settings_schema_;
};

}  // namespace

const Edition& sage50_edition() {
    static const Sage50Edition edition;
    return edition;
}

}  // namespace sage
