// SPDX-License-Identifier: Apache-2.0
#include "mock-host/wms/warehouse.h"

#include <stdexcept>

#include "mock-host/wms/books.h"
#include "mock-host/wms/carry_out.h"
#include "mock-host/wms/sscc.h"
#include "mock-host/wms/store.h"

namespace wms {

Warehouse::Warehouse() : Warehouse(WarehouseOptions{}) {
    store_ = std::make_unique<Store>(":memory:");
}

Warehouse::Warehouse(WarehouseOptions options) : options_(std::move(options)) {}

Warehouse::~Warehouse() = default;

Result<std::unique_ptr<Warehouse>> Warehouse::open(WarehouseOptions options) {
    std::unique_ptr<Warehouse> warehouse(new Warehouse(std::move(options)));
    const std::string file = warehouse->options_.file.string();
    try {
        warehouse->store_ = std::make_unique<Store>(file.empty() ? ":memory:" : file);
    } catch (const SQLite::Exception& failure) {
        return Problem{
            "warehouse.storage", file,
            std::string("The warehouse's database cannot be opened: ") + failure.what() + ".",
            "Name a file that this program may write, made by this version of it.", "it"};
    }
    return warehouse;
}

Envelope Warehouse::envelope() const {
    Envelope envelope = options_.envelope;
    envelope.recorded_ms = options_.now_ms();
    return envelope;
}

Done Warehouse::keep(const Message& message) {
    const int kept = store_->run(
        "INSERT INTO document (type, id, version, message_id, json, state, sage_number)"
        " VALUES (?, ?, ?, ?, ?, '', '') ON CONFLICT DO NOTHING",
        message.type, message.document_id, message.version, message.id, message.json);
    if (kept == 0) {
        return refusal("document.known", message.document_id,
                       "There is a " + message.type + " of that number.",
                       "Give it a number of its own.");
    }
    return Nothing{};
}

Done Warehouse::describe(const Item& item) {
    return carry_out<Nothing>([&]() -> Done {
        store_->run(
            "INSERT INTO item (id, name, tracks_lots, tracks_serials) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET name = excluded.name,"
            " tracks_lots = excluded.tracks_lots, tracks_serials = excluded.tracks_serials",
            item.id, item.name, item.tracks_lots ? 1 : 0, item.tracks_serials ? 1 : 0);
        return Nothing{};
    });
}

Result<std::string> Warehouse::next_sscc() {
    return carry_out<std::string>([&]() -> Result<std::string> {
        return sscc_of(options_.sscc_prefix, Books(*store_, 0).next("sscc"));
    });
}

Result<std::string> Warehouse::next_number(const std::string& series) {
    return carry_out<std::string>([&]() -> Result<std::string> {
        return series + std::to_string(Books(*store_, 0).next(series));
    });
}

Done Warehouse::note_state(const std::string& message_id, const std::string& state,
                           const std::string& sage_number) {
    return carry_out<Nothing>([&]() -> Done {
        if (store_->run("UPDATE document SET state = ?, sage_number = ? WHERE message_id = ?",
                        state, sage_number, message_id) == 0) {
            return refusal("document.unknown", message_id,
                           "The warehouse made no document with that messageId.",
                           "Look it up in the list of documents.");
        }
        return Nothing{};
    });
}

}  // namespace wms
