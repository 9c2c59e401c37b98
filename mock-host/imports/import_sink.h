// SPDX-License-Identifier: Apache-2.0
// What a reader of files gives, document by document, so that a file of any size needs the memory
// of one: the order or despatch, the place in the file where it begins, and what is wrong.
#pragma once

#include <functional>
#include <string>

#include "mock-host/result.h"
#include "mock-host/wms/trade.h"

namespace wms {

/// Called on the reader's thread, in the order of the file; each of them is set. The pointer of a
/// Problem is a place in the file ("line 7", "segment 12"), without the file's name.
struct ImportSink {
    std::function<void(Order order, const std::string& where)> order;
    std::function<void(Despatch despatch, const std::string& where)> despatch;
    std::function<void(const Problem& problem)> problem;  ///< a document that is left out
    std::function<void(const Problem& remark)> remark;    ///< nothing is left out for it
};

}  // namespace wms
