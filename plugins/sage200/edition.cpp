// SPDX-License-Identifier: Apache-2.0
// The edition as the core sees it: each function of edition.h handed to the file that does it.
#include <boost/json/parse.hpp>

#include "manifest.inc"
#include "plugins/sage200/map_order.h"
#include "plugins/sage200/map_stock.h"
#include "plugins/sage200/rights.h"
#include "plugins/sage200/sage200.h"
#include "plugins/sage200/stock_levels.h"
#include "sage-adapter/base/json.h"

namespace sage {
namespace {

bool is_order(std::string_view sage_type) {
    return sage_type == sage200::order_type || sage_type == sage200::return_type;
}

bool is_despatch(std::string_view sage_type) {
    return sage_type == sage200::despatch_type;
}

bool is_transfer(std::string_view sage_type) {
    return sage_type == sage200::transfer_type;
}

class Sage200Company final : public Company, public TellsRights, public ShowsStock {
  public:
    explicit Sage200Company(sage200::Settings settings) : settings_(std::move(settings)) {}

    const Connection& connection() const override { return settings_.connection; }
    std::string_view company_id() const override { return settings_.company; }

    std::vector<Problem> review(const Document& document) const override {
        return sage200::review(settings_, document);
    }
    Preparation prepare(const PreparationInput& input) const override {
        return sage200::prepare(settings_, input);
    }
    Amounts line_amounts(const Document& document, const Line& line,
                         const Catalogue& catalogue) const override {
        return sage200::line_amounts(settings_, document, line, catalogue);
    }
    Amounts charge_amounts(const Document& document, const AllowanceCharge& charge,
                           const Catalogue& catalogue) const override {
        return sage200::charge_amounts(settings_, document, charge, catalogue);
    }
    PartialDespatchRules partial_despatch() const override { return settings_.partial_despatch; }
    std::optional<Document> precursor(const Document& document,
                                      const std::vector<Related>& related) const override {
        std::optional<Document> line = sage200::line_before(settings_, document, related);
        return line ? std::move(line) : sage200::order_before(settings_, document, related);
    }
    Verdict classify(const Send& sent, const Reply& reply) const override {
        return !sent.existing_key.empty()    ? sage200::classify_tracking(sent, reply)
               : is_order(sent.sage_type)    ? sage200::classify_order(sent, reply)
               : is_despatch(sent.sage_type) ? sage200::classify_despatch(sent, reply)
               : is_transfer(sent.sage_type) ? sage200::classify_transfer(sent, reply)
                                             : sage200::classify(sent, reply);
    }
    TokenRefusal token_refusal(const Request& request, const Reply& reply) const override {
        return sage200::token_refusal(request, reply);
    }
    Allowance allowance(const Reply& reply) const override {
        Allowance said;
        said.refused = reply.status == 429;
        said.retry_after_ms = said.refused ? sage200::retry_after_ms(reply) : 0;
        return said;
    }

    SettleClass settle_class(const Send& /*sent*/, const Catalogue& /*catalogue*/) const override {
        return SettleClass::searchable;
    }
    std::int64_t replay_window_ms() const override { return 0; }
    Request look_up(const Send& sent, std::string_view external_reference) const override {
        return !sent.existing_key.empty() ? sage200::look_up_tracking(settings_.books, sent)
               : is_order(sent.sage_type)
                   ? sage200::look_up_order(settings_.books, sent, external_reference)
               : is_despatch(sent.sage_type) ? sage200::look_up_despatch(settings_.books, sent)
               : is_transfer(sent.sage_type)
                   ? sage200::look_up_transfer(settings_.books, sent, external_reference)
                   : sage200::look_up(settings_.books, external_reference);
    }
    LookUp read_look_up(const Send& sent, const Reply& reply) const override {
        return !sent.existing_key.empty()    ? sage200::read_look_up_tracking(reply)
               : is_order(sent.sage_type)    ? sage200::read_look_up_order(sent, reply)
               : is_despatch(sent.sage_type) ? sage200::read_look_up_despatch(sent, reply)
               : is_transfer(sent.sage_type) ? sage200::read_look_up_transfer(sent, reply)
                                             : sage200::read_look_up(sent, reply);
    }
    std::optional<Hold> corrected_by_hand(const std::vector<Document>& corrections,
                                          const std::vector<Related>& related) const override {
        return sage200::corrected_by_hand(corrections, related);
    }
    std::optional<Send> outline(const Document& document,
                                const std::vector<Related>& related) const override {
        return sage200::outline(settings_, document, related);
    }

    Request read_back(const std::vector<ReadBackSubject>& subjects, FindBy by) const override {
        const std::string& type = subjects.front().sage_document.type;
        return is_order(type)      ? sage200::read_back_orders(settings_.books, subjects, by)
               : is_despatch(type) ? sage200::read_back_despatches(settings_.books, subjects, by)
               : is_transfer(type) ? sage200::read_back_transfers(settings_.books, subjects, by)
                                   : sage200::read_back(settings_.books, subjects, by);
    }
    LookUp read_read_back(const std::vector<ReadBackSubject>& subjects, FindBy by,
                          const Reply& reply) const override {
        const std::string& type = subjects.front().sage_document.type;
        return is_order(type)      ? sage200::read_read_back_orders(subjects, by, reply)
               : is_despatch(type) ? sage200::read_read_back_despatches(subjects, by, reply)
               : is_transfer(type) ? sage200::read_read_back_transfers(subjects, by, reply)
                                   : sage200::read_read_back(subjects, by, reply);
    }
    // What is posted to the ledger is shown with its totals, and a despatch with its lines.
    Facts line_facts(const Send& sent) const override {
        return is_order(sent.sage_type) ? sage200::order_line_facts(sent) : Facts();
    }
    Request read_lines(const std::vector<ReadBackSubject>& subjects,
                       const std::vector<Found>& found) const override {
        return !found.empty() && is_order(found.front().sage_document.type)
                   ? sage200::read_order_lines(settings_.books, found)
                   : read_back(subjects, FindBy::key);
    }
    Result<bool> add_lines(const std::vector<ReadBackSubject>& /*subjects*/, const Reply& reply,
                           std::vector<Found>& found) const override {
        return !found.empty() && is_order(found.front().sage_document.type)
                   ? sage200::add_order_lines(reply, found)
                   : Result<bool>(false);
    }

    // Orders of others are found by nothing that the warehouse knows of them.
    std::vector<Sought> sought(const Document& document, const Send& send) const override {
        return is_order(send.sage_type) || is_despatch(send.sage_type) ||
                       is_transfer(send.sage_type)
                   ? std::vector<Sought>()
                   : sought_by(settings_.shadow, document);
    }
    Facts shadow_facts(const Send& send) const override {
        return is_order(send.sage_type) || is_despatch(send.sage_type) ||
                       is_transfer(send.sage_type)
                   ? Facts()
                   : sage200::shadow_facts(send);
    }

    std::vector<std::string> own_scopes() const override {
        std::vector<std::string> scopes = sage200::own_scopes();
        if (settings_.uses_orders()) {
            scopes.emplace_back(sage200::order_type);
            scopes.emplace_back(sage200::despatch_type);
        }
        if (settings_.return_becomes == sage200::ReturnBecomes::sales_return) {
            scopes.emplace_back(sage200::return_type);
        }
        if (settings_.moves_stock()) {
            scopes.emplace_back(sage200::transfer_type);
        }
        return scopes;
    }
    Request list_own(const OwnList& list) const override {
        const std::string& field = settings_.orders.reference_field;
        return is_order(list.scope)      ? sage200::list_own_orders(settings_.books, list, field)
               : is_despatch(list.scope) ? sage200::list_own_despatches(settings_.books, list)
               : is_transfer(list.scope) ? sage200::list_own_transfers(settings_.books, list)
                                         : sage200::list_own(settings_.books, list);
    }
    Result<OwnPage> read_own_page(const OwnList& list, const Reply& reply) const override {
        return is_order(list.scope)
                   ? sage200::read_own_orders(list, settings_.orders.reference_field, reply)
               : is_despatch(list.scope) ? sage200::read_own_despatches(list, reply)
               : is_transfer(list.scope) ? sage200::read_own_transfers(list, reply)
                                         : sage200::read_own_page(list, reply);
    }

    std::vector<CatalogueRead> catalogue_reads() const override {
        std::vector<CatalogueRead> reads = sage200::catalogue_reads();
        if (settings_.delivery_addresses) {
            reads.push_back(sage200::delivery_address_read());
        }
        if (settings_.uses_orders()) {
            for (CatalogueRead& read :
                 sage200::order_catalogue_reads(sage200::order_reads(settings_))) {
                reads.push_back(std::move(read));
            }
        } else if (settings_.moves_stock()) {
            for (CatalogueRead& read : sage200::stock_catalogue_reads()) {
                reads.push_back(std::move(read));
            }
        }
        return reads;
    }
    Request catalogue_request(const CatalogueRead& read) const override {
        return sage200::catalogue_request(settings_.books, read);
    }
    Result<CataloguePage> read_catalogue_page(const CatalogueRead& read,
                                              const Reply& reply) const override {
        return sage200::read_catalogue_page(read, reply);
    }
    std::vector<Problem> check(const Catalogue& catalogue) const override {
        return sage200::unfit_settings(settings_, catalogue);
    }
    Rights rights(const Catalogue& catalogue) const override {
        return sage200::rights(settings_, catalogue);
    }
    bool cause_gone(std::string_view root_cause, const Catalogue& catalogue) const override {
        return sage200::cause_gone(settings_, root_cause, catalogue);
    }
    bool needs_trial(std::string_view root_cause) const override {
        return sage200::needs_trial(root_cause);
    }
    Request probe() const override {
        return sage200::get(settings_.books, "tax_codes", {{"$top", "1"}});
    }

    StockGrain stock_grain() const override { return sage200::stock_grain(settings_); }
    const CatalogueRecord* stock_item(std::string_view item,
                                      const Catalogue& catalogue) const override {
        return sage200::stock_item(settings_, item, catalogue);
    }
    std::optional<Decimal> stock_units(const CatalogueRecord& item, std::string_view unit_code,
                                       const Catalogue& catalogue) const override {
        return sage200::stock_units(settings_, item, unit_code, catalogue);
    }
    std::optional<std::string> stock_warehouse(std::string_view site) const override {
        return sage200::stock_warehouse(settings_, site);
    }
    std::optional<Request> ask_stock(const StockQuestion& question) const override {
        return sage200::ask_stock(settings_.books, question);
    }
    Result<StockPage> read_stock(const StockQuestion& question, const Reply& reply) const override {
        return sage200::read_stock(question, reply);
    }

  private:
    const sage200::Settings settings_;
};

class Sage200Edition final : public Edition {
  public:
    Sage200Edition()
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

    std::string_view name() const override { return "sage200"; }
    const std::vector<MessageType>& message_types() const override { return message_types_; }
    bool has_authorization_code() const override { return true; }
    std::string_view settings_schema() const override { return settings_schema_; }
    Result<std::unique_ptr<Company>> configure(std::string_view settings_json) const override {
        Result<sage200::Settings> settings = sage200::read_settings(settings_json);
        if (!settings.ok()) {
            return std::move(settings).error();
        }
        return std::unique_ptr<Company>(
            std::make_unique<Sage200Company>(std::move(settings).value()));
    }

  private:
    std::vector<MessageType> message_types_;
    std::string settings_schema_;
};

}  // namespace

const Edition& sage200_edition() {
    static const Sage200Edition edition;
    return edition;
}

}  // namespace sage
