// SPDX-License-Identifier: Apache-2.0
// The one query that asks Sage: is what was posted in a period there, once and as it was sent?
#include "sage-adapter/bridge/query_reconcile.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "sage-adapter/base/json.h"
#include "sage-adapter/delivery/finding.h"
#include "sage-adapter/delivery/parts.h"
#include "sage-adapter/document/form.h"

namespace sage {
namespace json = boost::json;
namespace {

Error wrong_period(std::string pointer, std::string cause) {
    return Error(
        Status::not_accepted,
        Problem{"query.period", std::move(pointer), std::move(cause),
                "Give from and to as YYYY-MM-DD, the first day not after the last.", Owner::it});
}

json::value row_of(const ReconcileRow& row, std::int64_t now_ms) {
    const std::string text =
        row.entry.has_value() ? reconciliation_finding(*row.entry, row.finding, now_ms)
                              : reconciliation_finding(row.external_reference, row.finding, now_ms);
    Result<json::value> parsed = parse_json(text, SIZE_MAX, JsonNumbers::integers_only);
    if (!parsed.ok() || !parsed.value().is_object()) {
        return nullptr;
    }
    parsed.value().get_object().erase("occurredAt");
    return std::move(parsed).value();
}

}  // namespace

Result<std::string> answer_reconcile(Instance& instance, const JsonValue& request,
                                     const Cancelled& cancelled) {
    const std::string from(text_at(request, "/from"));
    const std::string to(text_at(request, "/to"));
    for (const auto& [name, date] : {std::pair("/from", from), std::pair("/to", to)}) {
        if (!is_date(date)) {
            return wrong_period(name, "The query names no day of the calendar here.");
        }
    }
    if (from > to) {
        return wrong_period("/to", "The last day is before the first.");
    }
    const Result<Reconciled> reconciled =
        instance.delivery.reconcile({from, to, std::nullopt}, cancelled);
    if (!reconciled.ok()) {
        return reconciled.error();
    }
    json::array findings;
    for (const ReconcileRow& row : reconciled.value().findings) {
        findings.push_back(row_of(row, instance.services.now_ms()));
    }
    json::array in_flight;
    for (const Entry& entry : reconciled.value().in_flight) {
        in_flight.push_back(json::object{{"messageId", host_message_id(entry)},
                                         {"messageType", host_type_of(entry)},
                                         {"documentId", entry.document_id},
                                         {"documentVersion", entry.document_version},
                                         {"externalReference", entry.external_reference},
                                         {"state", text_of(entry.state)}});
    }
    return json::serialize(json::object{{"from", from},
                                        {"to", to},
                                        {"compared", reconciled.value().compared},
                                        {"purged", reconciled.value().purged},
                                        {"waiting", reconciled.value().waiting},
                                        {"complete", reconciled.value().complete},
                                        {"inFlight", std::move(in_flight)},
                                        {"findings", std::move(findings)}});
}

}  // namespace sage
