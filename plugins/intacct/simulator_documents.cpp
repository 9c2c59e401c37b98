// SPDX-License-Identifier: Apache-2.0
// A POST of a document, from its body to the books.
#include "plugins/intacct/simulator_documents.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "plugins/intacct/simulator_posting.h"
#include "plugins/sage_simulator/wire.h"

namespace sage::simulated_intacct {
namespace {

namespace json = boost::json;

void refuse(std::vector<Detail>& refusals, std::string message) {
    refusals.push_back({"BL01001973", std::move(message)});
}

/// A definition numbers its documents itself, or the client must.
void check_number(const Company& company, const Definition& definition, StoredDocument& document,
                  std::vector<Detail>& refusals) {
    const FieldId field = company.known.document_number;
    const bool numbers = company.rule(definition, "enableNumberingSequence") == "true";
    const std::string number(document.header.text(field));
    if (!numbers) {
        if (number.empty()) {
            refuse(refusals, "A document number is required: the definition has no sequence.");
        }
        return;
    }
    if (!number.empty() && !company.behaviours.ignore_document_number) {
        refuse(refusals, "A document number cannot be given: the definition has a sequence.");
    }
    document.header.erase(field);
}

/// A second document of the same number: 409, as for any unique key of a record.
std::optional<Refusal> check_unique(const Company& company, const StoredDocument& document) {
    const KnownFields& known = company.known;
    const std::string_view number = document.header.text(known.document_number);
    if (number.empty()) {
        return std::nullopt;
    }
    for (const std::uint64_t key : company.documents.candidates(known.document_number, number)) {
        const StoredDocument* const other = company.documents.find(std::to_string(key));
        if (other != nullptr && other->definition == document.definition &&
            other->header.text(known.document_number) == number) {
            Refusal refusal;
            refusal.status = 409;
            refusal.code = "operationFailed";
            refusal.message =
                fmt::format("A transaction with the number '{}' already exists.", number);
            refusal.details = {{"BL01001973", refusal.message}};
            return refusal;
        }
    }
    return std::nullopt;
}

void check_state_on_create(const Definition& definition, StoredDocument& document,
                           const KnownFields& known, std::vector<Detail>& faults) {
    const std::string state(document.header.text(known.state));
    if (state.empty()) {
        document.header.set(known.state, definition.order_entry ? "pending" : "draft");
    } else if (definition.order_entry && state != "pending" && state != "draft" &&
               state != "submitted") {
        faults.push_back({"REST-1028", "Field 'state' must be pending, draft or submitted"});
    }
}

/// Items bring their own price when the switch allows a line without one.
void default_prices(const Company& company, StoredDocument& document) {
    if (!company.behaviours.accept_missing_price) {
        return;
    }
    const KnownFields& known = company.known;
    for (Line& line : document.lines) {
        const Record* const item =
            company.find("inventory-control/item", line.record.text(known.item_id));
        if (item != nullptr && line.record.text(known.unit_price).empty()) {
            const std::string_view price = company.text(*item, "sales.basePrice");
            line.record.set(known.unit_price, price.empty() ? "0" : price);
        }
    }
}

/// Only where the definition has any. Which descriptions it has is not simulated.
void take_subtotals(const Company& company, const Definition& definition, StoredDocument& document,
                    std::vector<Subtotal> subtotals, std::vector<Detail>& refusals) {
    if (subtotals.empty()) {
        return;
    }
    if (company.rule(definition, "enableSubtotals") != "true") {
        refuse(refusals, fmt::format("Subtotals are not enabled for the transaction definition "
                                     "'{}'.",
                                     definition.id));
        return;
    }
    if (company.behaviours.ignore_subtotals) {
        return;
    }
    for (Subtotal& one : subtotals) {
        if (company.behaviours.unsigned_subtotals && one.total.sign() < 0) {
            one.total = -one.total;
        }
    }
    document.subtotals = std::move(subtotals);
}

void number_lines(StoredDocument& document) {
    for (Line& line : document.lines) {
        if (line.ordinal == 0) {
            line.ordinal = ++document.last_ordinal;
        }
        line.record.shrink();
    }
}

void identify(Company& company, Definition& definition, StoredDocument& document,
              const Caller& caller) {
    const KnownFields& known = company.known;
    Record& header = document.header;
    document.key = company.documents.next_key();
    const std::string key = std::to_string(document.key);
    if (header.text(known.document_number).empty()) {
        header.add(known.document_number,
                   fmt::format("{}{:06}", definition.number_prefix, definition.next_number++));
    }
    const std::string id = fmt::format("{}-{}", definition.id, header.text(known.document_number));
    header.add(known.key, key);
    header.add(known.id, key);
    header.add(known.document_id, id);
    header.add(known.document_type, definition.id);
    header.add(known.printed, "false", ValueKind::boolean);
    const std::string now = date_time_of(caller.now_ms);
    header.add(known.created, now);
    header.add(known.modified, now);
    if (!caller.entity.empty()) {
        header.add(known.entity_id, caller.entity);
        header.add(known.entity_key, company.table("company-config/entity").key_of(caller.entity));
    }
    document.visible_ms =
        caller.now_ms + company.behaviours.running_ms + company.behaviours.query_lag_ms;
    number_lines(document);
}

}  // namespace

void index_document(Company& company, const Definition& definition,
                    const StoredDocument& document) {
    const KnownFields& known = company.known;
    for (const FieldId field : {known.document_number, known.reference_number}) {
        company.documents.index(field, document.header.text(field), document.key);
    }
    for (const auto& [name, field] : definition.header_fields) {
        company.documents.index(field.id, document.header.text(field.id), document.key);
    }
}

Reply written_reply(int status, const Definition& definition, std::uint64_t key) {
    if (definition.is_object()) {
        return json_reply(
            status,
            fmt::format(R"({{"ia::result":{{"key":"{0}","href":"/objects/{1}/{0}"}},)"
                        R"("ia::meta":{{"totalCount":1,"totalSuccess":1,"totalError":0}}}})",
                        key, document_object(definition)));
    }
    return json_reply(
        status, fmt::format(R"({{"ia::result":{{"key":"{0}","id":"{0}",)"
                            R"("documentType":{1},"href":"/objects/{2}::{3}/{0}"}},)"
                            R"("ia::meta":{{"totalCount":1,"totalSuccess":1,"totalError":0}}}})",
                            key, json::serialize(json::string(definition.id)),
                            document_object(definition), percent_encoded(definition.id)));
}

std::optional<Refusal> refusal_of(const Company& company, const Definition& definition,
                                  std::string_view operation, std::vector<Detail> faults,
                                  std::vector<Detail> business) {
    if (!faults.empty()) {
        return bad_request(std::move(faults));
    }
    if (business.empty()) {
        return std::nullopt;
    }
    Refusal refusal;
    refusal.status = static_cast<int>(company.behaviours.business_error_status);
    refusal.code = "operationFailed";
    refusal.message =
        fmt::format("Operation {} object {}{} failed", operation, document_object(definition),
                    definition.is_object() ? "" : "::" + definition.id);
    refusal.error_id = business.front().code;
    refusal.details = std::move(business);
    return refusal;
}

Written create_document(Company& company, Definition& definition, const json::object& body,
                        const Caller& caller, std::vector<Subtotal> subtotals) {
    Body read = read_body(company, definition, Purpose::create, body);
    StoredDocument document;
    document.definition = 0;
    while (&company.definitions[document.definition] != &definition) {
        ++document.definition;
    }
    document.header = std::move(read.header);
    for (BodyLine& line : read.lines) {
        document.lines.push_back({0, std::move(line.fields)});
    }
    if (company.text(company.rules(definition), "status") == "inactive") {
        refuse(read.business,
               fmt::format("Transaction definition '{}' is inactive.", definition.id));
    }
    check_state_on_create(definition, document, company.known, read.faults);
    document.posted = is_posted_state(document.header.text(company.known.state));
    if (read.faults.empty() && read.business.empty()) {
        check_number(company, definition, document, read.business);
        default_prices(company, document);
        take_subtotals(company, definition, document, std::move(subtotals), read.business);
        take_exchange_rate(company, document.header, document.header, read.business);
        compute_amounts(company, definition, document, read.business);
        check_rules(company, definition, document, caller, read.business);
        check_conversion(company, definition, document, read.business);
    }
    const Movements moves = movements(company, definition, document);
    if (read.business.empty()) {
        check_stock(company, moves, read.business);
    }
    if (const auto refusal = refusal_of(company, definition, "create", std::move(read.faults),
                                        std::move(read.business))) {
        return {reply_to(*refusal)};
    }
    if (const auto taken = check_unique(company, document)) {
        return {reply_to(*taken)};
    }
    identify(company, definition, document, caller);
    apply_stock(company, moves);
    post_receivable(company, definition, document);
    document.header.shrink();
    index_document(company, definition, document);
    const StoredDocument& kept = company.documents.add(std::move(document));
    apply_conversion(company, kept, 1, caller.now_ms);
    return {written_reply(201, definition, kept.key), true, true};
}

}  // namespace sage::simulated_intacct
