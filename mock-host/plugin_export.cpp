// SPDX-License-Identifier: Apache-2.0
#include "mock-host/plugin_export.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "mock-host/answer_lacks.h"
#include "mock-host/json_members.h"

namespace wms {

namespace {

namespace json = boost::json;

constexpr std::int64_t rows_at_once = 1'000;

Column column(std::string name, bool is_number = false) {
    std::string title = name;
    return {std::move(name), std::move(title), is_number, false};
}

/// Texts as they are; a number, a truth or a list as JSON has it; null is empty.
std::string cell_of(const json::value& member) {
    return member.is_string() ? std::string(member.get_string())
           : member.is_null() ? std::string()
                              : json::serialize(member);
}

struct Page {
    std::string next;
    bool more = false;
    std::int64_t rows = 0;
};

Result<Page> write_page(std::string_view answer, const std::vector<Column>& columns,
                        Listing& listing) {
    boost::system::error_code failed;
    const json::value value = json::parse(answer, failed);
    const json::value& rows = member_at(value, "rows");
    const json::value& more = member_at(value, "more");
    const Page page{text_at(value, "next"), more.is_bool() && more.get_bool(), 0};
    if (failed || !rows.is_array() || !more.is_bool() || page.next.empty()) {
        return answer_lacks("export", "rows, next or more");
    }
    for (const json::value& row : rows.get_array()) {
        std::vector<std::string> cells;
        cells.reserve(columns.size());
        for (const Column& one : columns) {
            cells.push_back(cell_of(member_at(row, one.name)));
        }
        listing.add(std::move(cells));
    }
    return Page{page.next, page.more, static_cast<std::int64_t>(rows.get_array().size())};
}

}  // namespace

std::vector<Column> columns_of(PluginRows rows) {
    if (rows == PluginRows::posting_events) {
        return {column("eventId", true), column("at"), column("messageId"), column("eventType"),
                column("event")};
    }
    return {column("sequence", true),
            column("messageId"),
            column("messageType"),
            column("part"),
            column("documentId"),
            column("documentVersion"),
            column("tenantId"),
            column("subjectId"),
            column("externalReference"),
            column("contentHash"),
            column("acceptedAt"),
            column("changedAt"),
            column("endedAt"),
            column("state"),
            column("waitReason"),
            column("attempts", true),
            column("verified"),
            column("rootCause"),
            column("errorCode"),
            column("errorCause"),
            column("sageType"),
            column("sageKey"),
            column("sageNumber"),
            column("currencyId"),
            column("netAmount", true),
            column("taxAmount", true),
            column("grossAmount", true),
            column("amountsFrom"),
            column("remarks")};
}

Result<std::string> export_from_plugin(const PluginExport& wanted, const AskPlugin& ask,
                                       Listing& listing) {
    const std::vector<Column> columns = columns_of(wanted.rows);
    std::string after = wanted.after;
    std::int64_t left = wanted.limit;
    for (bool more = true; more && left > 0;) {
        json::object query{{"query", "export"},
                           {"what", wanted.rows == PluginRows::postings ? "documents" : "events"},
                           {"limit", std::min(left, rows_at_once)}};
        if (!after.empty()) {
            query.emplace("after", after);
        }
        const Result<std::string> answer = ask(json::serialize(query));
        if (!answer.ok()) {
            return answer.problem();
        }
        const Result<Page> page = write_page(answer.value(), columns, listing);
        if (!page.ok()) {
            return page.problem();
        }
        more = page.value().more;
        left -= page.value().rows;
        after = page.value().next;
    }
    return after;
}

}  // namespace wms
