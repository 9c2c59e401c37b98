// SPDX-License-Identifier: Apache-2.0
// Look-ups over the company's state.
#include "plugins/intacct/simulator_company.h"

#include <algorithm>
#include <charconv>

namespace sage::simulated_intacct {
namespace {

std::optional<std::uint64_t> whole_number(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool all = error == std::errc() && end == text.data() + text.size();
    return all ? std::optional<std::uint64_t>(value) : std::nullopt;
}

std::uint64_t index_hash(FieldId field, std::string_view text) {
    return std::hash<std::string_view>{}(text) * 1'000'003U ^ field;
}

}  // namespace

Record* Table::find_id(std::string_view id) {
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : &rows_[found->second];
}

const Record* Table::find_id(std::string_view id) const {
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : &rows_[found->second];
}

const Record* Table::find_key(std::string_view key) const {
    const auto number = whole_number(key);
    const bool known = number && *number >= 1 && *number <= rows_.size();
    return known && !rows_[*number - 1].empty() ? &rows_[*number - 1] : nullptr;
}

Record& Table::get(std::string_view id) {
    if (Record* const known = find_id(id)) {
        return *known;
    }
    by_id_.emplace(id, rows_.size());
    return rows_.emplace_back();
}

bool Table::rename(std::string_view id, std::string_view new_id) {
    const auto found = by_id_.find(id);
    if (found == by_id_.end() || by_id_.find(new_id) != by_id_.end()) {
        return false;
    }
    const std::size_t place = found->second;
    by_id_.erase(found);
    by_id_.emplace(new_id, place);
    return true;
}

void Table::erase(std::string_view id) {
    if (const auto found = by_id_.find(id); found != by_id_.end()) {
        rows_[found->second] = Record();
        by_id_.erase(found);
    }
}

std::string Table::key_of(std::string_view id) const {
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? std::string() : std::to_string(found->second + 1);
}

std::string_view effect_name(Effect effect) {
    switch (effect) {
        case Effect::order:
            return "order";
        case Effect::shipment:
            return "shipment";
        case Effect::sale:
            return "sale";
        case Effect::credit:
            return "credit";
        case Effect::stock_increase:
            return "stock_increase";
        case Effect::stock_decrease:
            return "stock_decrease";
        case Effect::stock_transfer:
            return "stock_transfer";
    }
    return "order";
}

StoredDocument& Documents::add(StoredDocument document) {
    return all_.emplace_back(std::move(document));
}

StoredDocument* Documents::find(std::string_view key) {
    const auto number = whole_number(key);
    if (!number || *number < 1 || *number > all_.size() || all_[*number - 1].removed) {
        return nullptr;
    }
    return &all_[*number - 1];
}

const StoredDocument* Documents::find(std::string_view key) const {
    const auto number = whole_number(key);
    if (!number || *number < 1 || *number > all_.size() || all_[*number - 1].removed) {
        return nullptr;
    }
    return &all_[*number - 1];
}

const Line* Documents::find_line(std::string_view key, const StoredDocument** owner) const {
    const auto number = whole_number(key);
    *owner = number ? find(std::to_string(*number / line_key_factor)) : nullptr;
    if (*owner == nullptr) {
        return nullptr;
    }
    for (const Line& line : (*owner)->lines) {
        if (line.ordinal == *number % line_key_factor) {
            return &line;
        }
    }
    return nullptr;
}

void Documents::index(FieldId field, std::string_view text, std::uint64_t key) {
    if (!text.empty()) {
        index_.emplace(index_hash(field, text), key);
    }
}

std::vector<std::uint64_t> Documents::candidates(FieldId field, std::string_view text) const {
    std::vector<std::uint64_t> keys;
    const auto [begin, end] = index_.equal_range(index_hash(field, text));
    for (auto at = begin; at != end; ++at) {
        keys.push_back(at->second);
    }
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    return keys;
}

KnownFields::KnownFields(FieldNames& names)
    : key(names.id("key")),
      id(names.id("id")),
      name(names.id("name")),
      status(names.id("status")),
      state(names.id("state")),
      entity_id(names.id("entity.id")),
      entity_key(names.id("entity.key")),
      document_number(names.id("documentNumber")),
      document_id(names.id("documentId")),
      document_type(names.id("documentType")),
      reference_number(names.id("referenceNumber")),
      customer_id(names.id("customer.id")),
      customer_key(names.id("customer.key")),
      subtotal(names.id("subtotal")),
      subtotal_txn(names.id("subtotalInTxnCurrency")),
      total(names.id("total")),
      total_txn(names.id("totalInTxnCurrency")),
      invoice_key(names.id("invoice.key")),
      invoice_id(names.id("invoice.id")),
      payment_status(names.id("paymentStatus")),
      printed(names.id("isPrinted")),
      back_ordered(names.id("isBackordered")),
      txn_date(names.id("txnDate")),
      posting_date(names.id("postingDate")),
      transaction_date(names.id("transactionDate")),
      created(names.id("audit.createdDateTime")),
      modified(names.id("audit.modifiedDateTime")),
      txn_currency(names.id("txnCurrency")),
      base_currency(names.id("baseCurrency")),
      rate(names.id("exchangeRate.rate")),
      rate_type(names.id("exchangeRate.typeId")),
      rate_type_name(names.id("exchangeRate.typeName")),
      source_key(names.id("sourceDocument.key")),
      source_id(names.id("sourceDocument.id")),
      tracking(names.id("trackingNumber")),
      web_url(names.id("webURL")),
      unit(names.id("unit")),
      unit_id(names.id("unitOfMeasure.id")),
      unit_quantity(names.id("unitQuantity")),
      unit_price(names.id("unitPrice")),
      unit_cost(names.id("unitCost")),
      discount_percent(names.id("discountPercent")),
      multiplier(names.id("multiplier")),
      item_id(names.id("dimensions.item.id")),
      item_key(names.id("dimensions.item.key")),
      warehouse_id(names.id("dimensions.warehouse.id")),
      warehouse_key(names.id("dimensions.warehouse.key")),
      quantity(names.id("quantity")),
      price(names.id("price")),
      remaining(names.id("quantityRemaining")),
      converted(names.id("quantityConverted")),
      line_number(names.id("lineNumber")),
      header_key(names.id("documentHeader.key")),
      header_id(names.id("documentHeader.id")),
      source_line_key(names.id("sourceDocumentLine.key")),
      line_tax(names.id("taxInTxnCurrency")),
      tax_schedule_id(names.id("taxSchedule.id")),
      tracking_detail(names.id("trackingDetail")),
      line_item_id(names.id("item.id")),
      line_item_key(names.id("item.key")) {}

Company::Company() : known(names) {
    add_document_models(models, names);
    add_master_models(models, names);
    add_receivable_models(models, names);
}

std::string_view document_object(const Definition& definition) {
    switch (definition.receivable) {
        case Receivable::invoice:
            return "accounts-receivable/invoice";
        case Receivable::adjustment:
            return "accounts-receivable/adjustment";
        case Receivable::none:
            break;
    }
    return definition.transfer      ? "inventory-control/warehouse-transfer"
           : definition.order_entry ? "order-entry/document"
                                    : "inventory-control/document";
}

Definition* Company::definition(bool order_entry, std::string_view id) {
    for (Definition& candidate : definitions) {
        if (candidate.order_entry == order_entry && !candidate.is_object() && candidate.id == id) {
            return &candidate;
        }
    }
    return nullptr;
}

Definition* Company::transfers() {
    const auto found = std::find_if(definitions.begin(), definitions.end(),
                                    [](const Definition& one) { return one.transfer; });
    return found == definitions.end() ? nullptr : &*found;
}

Definition* Company::receivables(Receivable wanted) {
    const auto found =
        std::find_if(definitions.begin(), definitions.end(),
                     [&](const Definition& one) { return one.receivable == wanted; });
    return found == definitions.end() ? nullptr : &*found;
}

const Record& Company::rules(const Definition& definition) const {
    const std::string_view object =
        definition.order_entry ? "order-entry/txn-definition" : "inventory-control/txn-definition";
    return *tables.find(object)->second.find_id(definition.id);
}

std::string_view Company::rule(const Definition& definition, std::string_view name) const {
    if (definition.order_entry) {
        return text(rules(definition), name);
    }
    const std::string_view own =
        name == "enableNumberingSequence"    ? "txnNumbering.enableSequenceNumbering"
        : name == "editPolicy"               ? "documentPermissions.editPolicy"
        : name == "deletePolicy"             ? "documentPermissions.deletePolicy"
        : name == "documentConversionPolicy" ? "documentPermissions.createPolicy"
                                             : name;
    return text(rules(definition), own);
}

Effect Company::effect(const Definition& definition) const {
    if (definition.transfer) {
        return Effect::stock_transfer;
    }
    if (definition.receivable != Receivable::none) {
        return definition.receivable == Receivable::invoice ? Effect::sale : Effect::credit;
    }
    if (!definition.order_entry) {
        return definition.stock_direction < 0 ? Effect::stock_decrease : Effect::stock_increase;
    }
    const std::string_view category = text(rules(definition), "workflowCategory");
    if (category == "invoice") {
        return Effect::sale;
    }
    if (category == "return") {
        return Effect::credit;
    }
    return category == "shipping" ? Effect::shipment : Effect::order;
}

const Model& Company::document_model(const Definition& definition) const {
    return *models.find(document_object(definition))->second;
}

const Model& Company::line_model(const Definition& definition) const {
    return *models.find(std::string(document_object(definition)) + "-line")->second;
}

const Record* Company::find(std::string_view object, std::string_view id) const {
    const auto table = tables.find(object);
    return table == tables.end() ? nullptr : table->second.find_id(id);
}

std::string_view Company::text(const Record& record, std::string_view field) const {
    const auto known_field = names.find(field);
    return known_field ? record.text(*known_field) : std::string_view();
}

}  // namespace sage::simulated_intacct
