// SPDX-License-Identifier: Apache-2.0
// Warehouse::carry_out for the sources that define its operations.
#pragma once

#include <SQLiteCpp/Exception.h>

#include <functional>
#include <mutex>

#include "mock-host/wms/books.h"
#include "mock-host/wms/warehouse.h"

namespace wms {

template <class Value>
Result<Value> Warehouse::carry_out(const std::function<Result<Value>()>& operation) const {
    const std::lock_guard lock(mutex_);
    try {
        store_->begin();
        Result<Value> result = operation();
        if (result.ok()) {
            store_->commit();
        } else {
            store_->roll_back();
        }
        return result;
    } catch (const SQLite::Exception& failure) {
        store_->roll_back();
        return Problem{"warehouse.storage", options_.file.string(),
                       std::string("The warehouse's database says: ") + failure.what() + ".",
                       "Free disk space, or restore the file from a backup.", "it"};
    }
}

}  // namespace wms
