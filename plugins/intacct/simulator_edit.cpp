// SPDX-License-Identifier: Apache-2.0
// Changing and deleting a document that is there. A change of a posted document takes its stock and
// its ledger entry back and posts anew: the entry gets another key.
#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "plugins/intacct/simulator_documents.h"
#include "plugins/intacct/simulator_posting.h"
#include "plugins/sage_simulator/wire.h"

namespace sage::simulated_intacct {
namespace {

namespace json = boost::json;

void refuse(std::vector<Detail>& refusals, std::string message,
            std::string_view code = "BL01001973") {
    refusals.push_back({std::string(code), std::move(message)});
}

std::string_view posting_date(const Company& company, const StoredDocument& document) {
    const KnownFields& known = company.known;
    const std::string_view own = document.header.text(known.posting_date);
    const std::string_view txn = document.header.text(known.txn_date);
    return !own.empty() ? own : !txn.empty() ? txn : document.header.text(known.transaction_date);
}

/// What the definition and the document's own state say about changing it.
void check_may_change(const Company& company, const Definition& definition,
                      const StoredDocument& document, std::vector<Detail>& refusals) {
    const KnownFields& known = company.known;
    const Record& rules = company.rules(definition);
    const std::string_view policy = company.text(rules, "editPolicy");
    const std::string_view state = document.header.text(known.state);
    const bool printed = document.header.text(known.printed) == "true";
    if (policy == "noEdit" || (policy == "beforePrinting" && printed) ||
        (policy == "editInDraftOnly" && state != "draft")) {
        refuse(refusals,
               fmt::format("The edit policy of '{}' does not allow this change.", definition.id));
    }
    if (state != "draft" && state != "pending" && state != "submitted" && state != "declined") {
        refuse(refusals, fmt::format("A document that is {} cannot be changed.", state));
    }
    const std::string_view paid = document.header.text(known.payment_status);
    if ((paid == "paid" || paid == "partiallyPaid") && !company.behaviours.accept_patch_paid) {
        refuse(refusals, fmt::format("A document that is {} cannot be changed.", paid));
    }
    if (document.posted && !company.closed_until.empty() &&
        posting_date(company, document) <= company.closed_until &&
        !company.behaviours.accept_patch_closed_period) {
        refuse(refusals,
               fmt::format("Periods are closed. Your transaction date {} must be after {}.",
                           posting_date(company, document), company.closed_until));
    }
}

void merge(Record& record, const Record& fields, const std::vector<FieldId>& cleared) {
    for (const FieldId field : cleared) {
        record.erase(field);
    }
    fields.each(
        [&](FieldId field, const Value& value) { record.set(field, value.text, value.kind); });
}

void merge_line(const Company& company, StoredDocument& document, const BodyLine& line,
                Body& body) {
    const KnownFields& known = company.known;
    if (line.key.empty()) {
        document.lines.push_back({0, line.fields});
        return;
    }
    const auto found =
        std::find_if(document.lines.begin(), document.lines.end(), [&](const Line& candidate) {
            return std::to_string(line_key(document, candidate)) == line.key;
        });
    if (found == document.lines.end()) {
        refuse(body.business, fmt::format("Line '{}' is not a line of this document.", line.key));
        return;
    }
    if (line.remove) {
        document.lines.erase(found);
        return;
    }
    const std::string_view item = line.fields.text(known.item_id);
    if (!item.empty() && item != found->record.text(known.item_id)) {
        body.faults.push_back({"REST-1050", "Field 'dimensions.item' of a line is read-only"});
        return;
    }
    merge(found->record, line.fields, line.cleared);
}

void merge_state(const Company& company, const StoredDocument& before, StoredDocument& after,
                 Body& body) {
    const std::string_view old_state = before.header.text(company.known.state);
    const std::string_view new_state = after.header.text(company.known.state);
    const bool may = old_state == new_state ||
                     (!before.posted &&
                      (new_state == "pending" || new_state == "submitted" || new_state == "draft"));
    if (!may) {
        refuse(body.business, fmt::format("State {} cannot become {}.", old_state, new_state));
    }
    after.posted = is_posted_state(new_state);
}

/// The document as it would be; what is wrong goes into the body.
StoredDocument merged(const Company& company, const Definition& definition,
                      const StoredDocument& document, Body& body) {
    StoredDocument after = document;
    const FieldId number = company.known.document_number;
    const bool numbers = company.rule(definition, "enableNumberingSequence") == "true";
    if (numbers && body.header.find(number)) {
        if (!company.behaviours.ignore_document_number) {
            refuse(body.business,
                   "A document number cannot be given: the definition has a sequence.");
        }
        body.header.erase(number);
    }
    merge(after.header, body.header, body.cleared);
    for (const BodyLine& line : body.lines) {
        merge_line(company, after, line, body);
    }
    if (after.lines.empty()) {
        refuse(body.business, "A document needs at least one line.");
    }
    merge_state(company, document, after, body);
    return after;
}

void renumber(const Company& company, StoredDocument& document, const Caller& caller) {
    const KnownFields& known = company.known;
    for (Line& line : document.lines) {
        if (line.ordinal == 0) {
            line.ordinal = ++document.last_ordinal;
        }
        line.record.erase(known.remaining);
        line.record.erase(known.converted);
    }
    document.header.set(known.modified, date_time_of(caller.now_ms));
}

}  // namespace

Written change_document(Company& company, Definition& definition, StoredDocument& document,
                        const json::object& sent, const Caller& caller) {
    Body body = read_body(company, definition, Purpose::change, sent);
    check_may_change(company, definition, document, body.business);
    StoredDocument after = merged(company, definition, document, body);
    if (body.faults.empty() && body.business.empty()) {
        apply_conversion(company, document, -1, caller.now_ms);
        take_exchange_rate(company, body.header, after.header, body.business);
        compute_amounts(company, definition, after, body.business);
        check_rules(company, definition, after, caller, body.business);
        check_conversion(company, definition, after, body.business);
        const Movements moves = difference(movements(company, definition, after),
                                           movements(company, definition, document));
        check_stock(company, moves, body.business);
        if (body.business.empty()) {
            renumber(company, after, caller);
            apply_stock(company, moves);
            post_receivable(company, definition, after);
            document = std::move(after);
        }
        apply_conversion(company, document, 1, caller.now_ms);
    }
    if (const auto refusal = refusal_of(company, definition, "update", std::move(body.faults),
                                        std::move(body.business))) {
        return {reply_to(*refusal)};
    }
    for (const auto& [name, field] : definition.header_fields) {
        company.documents.index(field.id, document.header.text(field.id), document.key);
    }
    const KnownFields& known = company.known;
    for (const FieldId field : {known.document_number, known.reference_number}) {
        company.documents.index(field, document.header.text(field), document.key);
    }
    return {written_reply(200, definition, document.key), false, true};
}

Written delete_document(Company& company, Definition& definition, StoredDocument& document,
                        const Caller& caller) {
    const KnownFields& known = company.known;
    const std::string_view policy = company.rule(definition, "deletePolicy");
    const bool printed = document.header.text(known.printed) == "true";
    std::vector<Detail> refusals;
    if ((policy != "all" && policy != "beforePrinting") ||
        (policy == "beforePrinting" && printed)) {
        refuse(refusals, fmt::format("The delete policy of '{}' forbids deleting.", definition.id),
               "INV-1372");
    }
    const std::string_view state = document.header.text(known.state);
    if (state.find("onverted") != std::string_view::npos || state == "closed" ||
        state == "inProgress") {
        refuse(refusals, fmt::format("A document that is {} cannot be deleted.", state));
    }
    if (document.posted && !company.closed_until.empty() &&
        posting_date(company, document) <= company.closed_until) {
        refuse(refusals, "Periods are closed. Your transaction date is in a closed period.");
    }
    const Movements moves = difference({}, movements(company, definition, document));
    check_stock(company, moves, refusals);
    if (const auto refusal = refusal_of(company, definition, "delete", {}, std::move(refusals))) {
        return {reply_to(*refusal)};
    }
    apply_conversion(company, document, -1, caller.now_ms);
    apply_stock(company, moves);
    document.removed = true;
    return {Reply{204, {}, ""}, false, true};
}

}  // namespace sage::simulated_intacct
