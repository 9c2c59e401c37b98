// SPDX-License-Identifier: Apache-2.0
#include "mock-host/receipt_query.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "mock-host/answer_lacks.h"
#include "mock-host/json_members.h"

namespace wms {
namespace {

namespace json = boost::json;

std::string totals_text(const json::value& totals) {
    std::string text;
    for (const char* const name : {"net", "tax", "gross"}) {
        const json::value& amount = member_at(totals, name);
        if (!amount.is_null()) {
            text += fmt::format("{}{} {} {}", text.empty() ? "" : ", ", name,
                                text_at(amount, "amount"), text_at(amount, "currencyId"));
        }
    }
    return text.empty() ? "no amounts" : text;
}

std::string text_of(const json::value& receipt) {
    std::string text = fmt::format(
        "{} {} version {}, {}\n  accepted     {} as {}\n  content      {}{}\n"
        "  reference    {}\n",
        text_at(receipt, "messageType"), text_at(receipt, "documentId"),
        text_at(receipt, "documentVersion"), text_at(receipt, "state"),
        text_at(receipt, "acceptedAt"), text_at(receipt, "messageId"),
        text_at(receipt, "contentHash"),
        member_at(receipt, "contentPurged") == json::value(true) ? " (purged)" : "",
        text_at(receipt, "externalReference"));
    for (const json::value& request : list_at(receipt, "requests")) {
        text += fmt::format("  request {:<4} {} {} key {}\n", count_at(request, "attempt"),
                            text_at(request, "at"), text_at(request, "sendHash"),
                            text_at(request, "idempotencyKey"));
    }
    const json::value& document = member_at(receipt, "sageDocument");
    if (document.is_object()) {
        text += fmt::format("  in Sage      {} {} (key {})\n", text_at(document, "type"),
                            text_at(document, "number"), text_at(document, "key"));
    }
    const json::value& read_back = member_at(receipt, "readBack");
    if (read_back.is_object()) {
        text += fmt::format("  read back    {} {}\n", text_at(read_back, "at"),
                            totals_text(member_at(read_back, "totals")));
    }
    const json::value& place = member_at(receipt, "journal");
    return text + fmt::format("  journal      chain {}, row {}, {}\n  receipt      {}\n",
                              count_at(place, "chain"), count_at(place, "position"),
                              text_at(place, "hash"), text_at(receipt, "receiptHash"));
}

}  // namespace

Result<ReceiptQueryResult> read_receipt_answer(std::string_view answer) {
    boost::system::error_code error;
    const json::value value = json::parse(answer, error);
    if (error || !member_at(value, "requests").is_array() ||
        text_at(value, "receiptHash").empty()) {
        return answer_lacks("receipt", "requests or its hash");
    }
    return ReceiptQueryResult{text_of(value), std::string(answer),
                              text_at(value, "state") == "posted"};
}

Result<ReceiptQueryResult> ask_receipt(const ReceiptQueryOptions& options) {
    SessionOptions session_options = options.session;
    session_options.connect = false;
    Result<std::unique_ptr<Session>> started = Session::start(session_options);
    if (!started.ok()) {
        return started.problem();
    }
    Session& session = *started.value();
    options.say(fmt::format("asking for the receipt of {}", options.message_id));
    const Result<std::string> answer = session.host().query(
        json::serialize(json::object{{"query", "receipt"}, {"messageId", options.message_id}}));
    const Done ended = session.end();
    if (!answer.ok() || !ended.ok()) {
        return answer.ok() ? ended.problem() : answer.problem();
    }
    return read_receipt_answer(answer.value());
}

}  // namespace wms
