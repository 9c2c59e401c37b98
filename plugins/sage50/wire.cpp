// SPDX-License-Identifier: Apache-2.0
// Step 7 of the flow for Sage 50: addresses, headers and the filters of searches. The header
// "new-response" is left out: versions before 1.24 do not know it, and a failure that comes with
// status 200 is in an envelope that says so, while one with 500 looks like any other page.
#include "plugins/sage50/wire.h"

#include <algorithm>
#include <array>

#include "plugins/sage50/wire_values.h"

namespace sage::sage50 {
namespace {

struct FieldName {
    ReferenceField field;
    std::string_view name;
};
constexpr auto field_names = std::to_array<FieldName>({
    {ReferenceField::notes1, "notes1"},
    {ReferenceField::notes2, "notes2"},
    {ReferenceField::notes3, "notes3"},
    {ReferenceField::analysis1, "analysis1"},
    {ReferenceField::analysis2, "analysis2"},
    {ReferenceField::analysis3, "analysis3"},
    {ReferenceField::customer_order_number, "customerOrderNumber"},
});

Request request_to(const Books& books, std::string method, std::string_view target) {
    Request request{std::move(method), std::string(target), {{"Accept", "application/json"}}, ""};
    if (!books.company.empty()) {
        request.headers.push_back({"company", books.company});
    }
    return request;
}

}  // namespace

std::optional<ReferenceField> reference_field(std::string_view name) {
    const auto* const found = std::find_if(field_names.begin(), field_names.end(),
                                           [&](const FieldName& one) { return one.name == name; });
    return found == field_names.end() ? std::nullopt : std::optional(found->field);
}

std::string_view name_of(ReferenceField field) {
    return std::find_if(field_names.begin(), field_names.end(),
                        [&](const FieldName& one) { return one.field == field; })
        ->name;
}

Request get(const Books& books, std::string_view target) {
    return request_to(books, "GET", target);
}

Request post(const Books& books, std::string_view target, std::string body) {
    Request request = request_to(books, "POST", target);
    request.headers.push_back({"Content-Type", "application/json"});
    request.body = std::move(body);
    return request;
}

Request search(const Books& books, std::string_view target, const std::vector<Filter>& filters,
               Match match) {
    std::string body = "[";
    for (const Filter& filter : filters) {
        BodyWriter one;
        one.text("field", filter.column);
        one.text("type", filter.type);
        one.text("value", filter.value);
        if (match == Match::any && body.size() == 1) {
            one.truth("or", true);  // On the first it holds for all.
        }
        body += (body.size() == 1 ? "" : ",") + one.take();
    }
    return post(books, target, body + "]");
}

}  // namespace sage::sage50
