// SPDX-License-Identifier: Apache-2.0
#include "mock-host/serve/stock_correction.h"

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "mock-host/instant.h"
#include "mock-host/setup/settings_file.h"

namespace wms::serve {

Result<DriftAnswer> StockCorrection::compare() {
    const Result<std::vector<StockFigure>> stock = desk_.stock();
    if (!stock.ok()) {
        return stock.problem();
    }
    return ask_for_drift([this](std::string_view request) { return desk_.ask(request); },
                         stock.value(), desk_.now_ms());
}

Result<std::size_t> StockCorrection::correct(const std::vector<std::string>& document_ids,
                                             const std::string& by, const std::string& reason) {
    const std::lock_guard lock(mutex_);
    Result<DriftAnswer> found = compare();
    if (!found.ok()) {
        return found.problem();
    }
    DriftAnswer wanted;
    for (const std::string& id : document_ids) {
        const std::vector<DriftRow>& rows = found.value().rows;
        const auto row = std::find_if(rows.begin(), rows.end(), [&](const DriftRow& one) {
            return !id.empty() && one.correction_id == id;
        });
        if (row == rows.end()) {
            return Problem{"serve.drift_changed", "/documentIds",
                           "What " + id + " was to correct is not as it was when you saw it.",
                           "Look at the list again: somebody may have corrected it.", "warehouse"};
        }
        wanted.rows.push_back(*row);
    }
    Envelope envelope;
    envelope.recorded_ms = desk_.now_ms();
    envelope.environment = environment_of_documents(desk_.folder());
    const Result<std::vector<Message>> corrections = corrections_of(
        wanted, Correcting::all, instant_text(envelope.recorded_ms).substr(0, 10), envelope);
    if (!corrections.ok()) {
        return corrections.problem();
    }
    const Done done = hand_over(corrections.value(), by, reason);
    return done.ok() ? Result<std::size_t>(corrections.value().size())
                     : Result<std::size_t>(done.problem());
}

Done StockCorrection::hand_over(const std::vector<Message>& corrections, const std::string& by,
                                const std::string& reason) {
    for (const Message& message : corrections) {
        Done done = actions_.record({by, "drift", message.document_id, "",
                                     boost::json::serialize(boost::json::object{
                                         {"messageId", message.id}, {"decision", "person"}}),
                                     "", reason});
        if (done.ok()) {
            done = desk_.submit(message);
        }
        if (!done.ok()) {
            return done;
        }
    }
    return Nothing{};
}

}  // namespace wms::serve
