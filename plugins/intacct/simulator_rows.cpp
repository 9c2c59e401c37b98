// SPDX-License-Identifier: Apache-2.0
// Who sees what: an entity sees its own records and the top level's; the top level sees those of
// entities only when it asks for them. A write is seen when the switches say so.
#include "plugins/intacct/simulator_rows.h"

namespace sage::simulated_intacct {
namespace {

bool may_see(const Company& company, const Viewer& viewer, const Record& record) {
    const std::string_view owner = record.text(company.known.entity_id);
    if (owner.empty()) {
        return true;
    }
    return viewer.entity.empty() ? viewer.include_private : viewer.entity == owner;
}

void visit_document(const Company& company, const Subject& subject, const Viewer& viewer,
                    const StoredDocument& document, std::deque<Record>& made,
                    const std::function<void(const Row&)>& visit) {
    const Definition& definition = company.definitions[document.definition];
    const bool order_entry = subject.model->object().starts_with("order-entry/");
    const bool transfers = subject.definition != nullptr && subject.definition->transfer;
    const Receivable receivable =
        subject.definition == nullptr ? Receivable::none : subject.definition->receivable;
    if (document.removed || document.visible_ms > viewer.now_ms ||
        definition.order_entry != order_entry || definition.transfer != transfers ||
        definition.receivable != receivable ||
        (subject.definition != nullptr && subject.definition != &definition) ||
        !may_see(company, viewer, document.header)) {
        return;
    }
    if (subject.documents) {
        visit({&document.header, &document, nullptr});
        return;
    }
    for (const Line& line : document.lines) {
        visit({&line.record, &document, &line});
    }
    if (!company.behaviours.show_subtotal_rows) {
        return;
    }
    for (std::size_t at = 0; at < document.subtotals.size(); ++at) {
        const std::uint64_t ordinal = line_key_factor - 1 - at;
        Record& row = made.emplace_back();
        row.add(company.known.key, std::to_string(document.key * line_key_factor + ordinal));
        row.add(company.known.unit_price, document.subtotals[at].total.text());
        visit({&row, &document, nullptr});
    }
}

void visit_stock(Company& company, std::deque<Record>& made,
                 const std::function<void(const Row&)>& visit) {
    FieldNames& names = company.names;
    Table& items = company.table("inventory-control/item");
    Table& warehouses = company.table("inventory-control/warehouse");
    std::size_t key = 0;
    Stock stock = company.stock;
    for (const auto& [place, quantity] : company.in_transit) {
        stock.try_emplace(place);
    }
    for (const auto& [place, quantity] : stock) {
        Record& row = made.emplace_back();
        const std::string key_text = std::to_string(++key);
        row.add(company.known.key, key_text);
        row.add(company.known.id, key_text);
        row.add(names.id("item.id"), place.first);
        row.add(names.id("item.key"), items.key_of(place.first));
        row.add(names.id("warehouse.id"), place.second);
        row.add(names.id("warehouse.key"), warehouses.key_of(place.second));
        row.add(names.id("onHand"), quantity.text());
        row.add(names.id("unCommitted"), quantity.text());
        for (const char* const none : {"onHold", "reserved", "allocated", "onOrder"}) {
            row.add(names.id(none), "0");
        }
        const auto coming = company.in_transit.find(place);
        row.add(names.id("inTransit"),
                coming == company.in_transit.end() ? "0" : coming->second.text());
        visit({&row, nullptr, nullptr});
    }
}

}  // namespace

void visit_rows(Company& company, const Subject& subject, const Viewer& viewer,
                const std::optional<std::vector<std::uint64_t>>& keys, std::deque<Record>& made,
                const std::function<void(const Row&)>& visit) {
    if (subject.documents || subject.lines) {
        if (keys) {
            for (const std::uint64_t key : *keys) {
                if (const auto* const document = company.documents.find(std::to_string(key))) {
                    visit_document(company, subject, viewer, *document, made, visit);
                }
            }
            return;
        }
        for (const StoredDocument& document : company.documents.all()) {
            visit_document(company, subject, viewer, document, made, visit);
        }
        return;
    }
    if (subject.model->object() == "inventory-control/item-warehouse-inventory") {
        visit_stock(company, made, visit);
        return;
    }
    for (const Record& record : company.table(subject.model->object()).rows()) {
        if (!record.empty() && may_see(company, viewer, record)) {
            visit({&record, nullptr, nullptr});
        }
    }
}

bool is_indexed(const Company& company, const Path& path) {
    return path.leaf == company.known.document_number ||
           path.leaf == company.known.reference_number ||
           company.names.name(path.leaf).starts_with("nsp::");
}

}  // namespace sage::simulated_intacct
