// SPDX-License-Identifier: Apache-2.0
#include "plugins/sage50/simulator_company.h"

#include <array>
#include <charconv>

#include "plugins/sage_simulator/wire.h"

namespace sage::simulated_sage50 {

bool Installation::has_api(int major, int minor, int patch) const {
    std::array<int, 3> own = {0, 0, 0};
    std::size_t at = 0;
    for (const std::string_view part : simulated::split(api_version, '.')) {
        if (at < own.size()) {
            std::from_chars(part.data(), part.data() + part.size(), own.at(at++));
        }
    }
    return own >= std::array<int, 3>{major, minor, patch};
}

Company::Company() : models(all_models()) {
    for (const auto& [name, model] : models) {
        tables_.emplace(name, Table(model.key()));
    }
}

const Table& Company::table(std::string_view name) const {
    return tables_.find(name)->second;
}

Table& Company::writable(std::string_view name) {
    return tables_.find(name)->second;
}

const Row* Company::find(std::string_view name, std::string_view key) const {
    for (const Row* const row : table(name).all(key)) {
        if (row->integer("RECORD_DELETED") == 0) {
            return row;
        }
    }
    return nullptr;
}

const Row* Company::find(std::string_view name, std::int64_t key) const {
    return find(name, std::to_string(key));
}

std::vector<const Row*> Company::all(std::string_view name, std::int64_t key) const {
    std::vector<const Row*> rows = table(name).all(std::to_string(key));
    std::erase_if(rows, [](const Row* row) { return row->integer("RECORD_DELETED") != 0; });
    return rows;
}

const Row& Company::settings() const {
    return table("COMPANY").rows().begin()->second;
}

Row& Company::add(std::string_view name, Row row) {
    row.id = ++last_id_;
    if (models.find(name)->second.find("RECORD_MODIFY_DATE") != nullptr) {
        if (!row.has("RECORD_CREATE_DATE")) {
            row.set("RECORD_CREATE_DATE", moment());
        }
        row.set("RECORD_MODIFY_DATE", moment());
    }
    return writable(name).add(std::move(row));
}

void Company::add(SetAside done) {
    done.id = ++last_id_;
    set_aside.push_back(std::move(done));
}

Row& Company::change(std::string_view name, const Row& row) {
    Row& changed = writable(name).change(row.id);
    if (models.find(name)->second.find("RECORD_MODIFY_DATE") != nullptr) {
        changed.set("RECORD_MODIFY_DATE", moment());
    }
    return changed;
}

void Company::remove(std::string_view name, const Row& row) {
    const Model& model = models.find(name)->second;
    Row note;
    note.copy(row, model.key(), "FOREIGN_REF");
    note.set("DELETION_DATE_TIME", moment());
    add("DELETED_RECORDS", std::move(note));
    if (behaviours.deleted_rows_remain && model.find("RECORD_DELETED") != nullptr) {
        change(name, row).set_integer("RECORD_DELETED", 1);
    } else {
        writable(name).remove(row.id);
    }
}

int Company::width(std::string_view name, std::string_view column) const {
    const Column* const found = models.find(name)->second.find(column);
    return found == nullptr ? 0 : found->width_in(installation.sage_version);
}

std::string Company::today() const {
    return simulated::date_of(now_ms);
}

std::string Company::moment() const {
    std::string text = simulated::date_time_of(now_ms);
    text[10] = ' ';
    text.pop_back();
    return text;
}

}  // namespace sage::simulated_sage50
