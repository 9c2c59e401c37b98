// SPDX-License-Identifier: Apache-2.0
// One walk over the elements of a function, whose order is checked first.
#include "plugins/intacct/simulator_gateway_body.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "plugins/intacct/simulator_gateway_schema.h"
#include "plugins/sage_simulator/wire.h"

namespace sage::simulated_intacct {
namespace {

namespace json = boost::json;

/// "dimensions.item.id" in an object of objects.
void put(json::object& object, std::string_view field, std::string_view text) {
    const std::size_t dot = field.find('.');
    if (dot == std::string_view::npos) {
        object[field] = text;
        return;
    }
    json::value& inner = object[field.substr(0, dot)];
    if (!inner.is_object()) {
        inner.emplace_object();
    }
    put(inner.get_object(), field.substr(dot + 1), text);
}

class FunctionReader {
  public:
    FunctionReader(const Company& company, const XmlElement& function)
        : company_(company), function_(function) {}

    void read(json::object& body) { part(function_, header_schema(function_.name), body); }
    const std::string& wrong() const { return wrong_; }
    std::vector<Subtotal> take_subtotals() { return std::move(subtotals_); }

  private:
    void part(const XmlElement& element, std::span<const XmlChild> schema, json::object& out) {
        complain(wrong_order(element, schema));
        if (!wrong_.empty()) {
            return;
        }
        for (const XmlElement& child : element.children) {
            const auto known = std::find_if(schema.begin(), schema.end(), [&](const XmlChild& one) {
                return one.name == child.name;
            });
            one(child, *known, out);
        }
    }

    void one(const XmlElement& child, const XmlChild& known, json::object& out) {
        switch (known.form) {
            case XmlForm::text:
                only_text(child);
                if (!known.field.empty()) {
                    put(out, known.field, child.text);
                }
                break;
            case XmlForm::date:
                put(out, known.field, date(child));
                break;
            case XmlForm::contact:
                put(out, known.field, child.text_of("contactname"));
                break;
            case XmlForm::state:
                state(child, known, out);
                break;
            case XmlForm::custom_fields:
                custom_fields(child, out);
                break;
            case XmlForm::items:
                lines(child, known, out);
                break;
            case XmlForm::details:
                details(child, out);
                break;
            case XmlForm::source:
                source(child, out);
                break;
            case XmlForm::source_line:
                put(out, "sourceDocument.key", source_key_);
                put(out, "sourceDocumentLine.key", child.text);
                break;
            case XmlForm::action:
                action(child, out);
                break;
            case XmlForm::tax_entries:
                tax_entries(child, out);
                break;
            case XmlForm::subtotals:
                subtotals(child);
                break;
            case XmlForm::not_simulated:
                complain(fmt::format("Element '{}' is not simulated.", child.name));
        }
    }

    void complain(std::string text) {
        if (wrong_.empty()) {
            wrong_ = std::move(text);
        }
    }

    void only_text(const XmlElement& element) {
        if (!element.children.empty()) {
            complain(fmt::format("Element '{}': Element content is not allowed.", element.name));
        }
    }

    std::string date(const XmlElement& element) {
        std::string text = fmt::format("{}-{}-{}", element.text_of("year"),
                                       element.text_of("month"), element.text_of("day"));
        if (element.children.size() != 3 || element.children[0].name != "year" ||
            element.children[1].name != "month" || element.children[2].name != "day" ||
            !is_date(text)) {
            complain(fmt::format("Element '{}': This is no date.", element.name));
        }
        return text;
    }

    void state(const XmlElement& element, const XmlChild& known, json::object& out) {
        if (element.text != "Draft" && element.text != "Pending" && element.text != "Closed") {
            complain(fmt::format("Element 'state': '{}' is not one of Draft, Pending, Closed.",
                                 element.text));
        }
        put(out, known.field, lower_case(element.text));
    }

    void custom_fields(const XmlElement& element, json::object& out) {
        for (const XmlElement& field : element.children) {
            if (field.name != "customfield" || field.children.size() != 2 ||
                field.children[0].name != "customfieldname" ||
                field.children[1].name != "customfieldvalue") {
                complain(fmt::format("Element '{}': This element is not expected.", field.name));
                return;
            }
            out["nsp::" + field.children[0].text] = field.children[1].text;
        }
    }

    void lines(const XmlElement& element, const XmlChild& known, json::object& out) {
        json::array all;
        for (const XmlElement& line : element.children) {
            if (line.name != known.field) {
                complain(fmt::format("Element '{}': This element is not expected.", line.name));
                return;
            }
            json::object fields;
            part(line, line_schema(function_.name), fields);
            all.push_back(std::move(fields));
        }
        out["lines"] = std::move(all);
    }

    void details(const XmlElement& element, json::object& out) {
        constexpr auto schema = std::to_array<XmlChild>({
            {"quantity", "quantity", XmlForm::text, true},
            {"serialno", "serialNumber"},
            {"lotno", "lotNumber"},
            {"aisle", "aisle.id"},
            {"row", "row.id"},
            {"bin", "bin.id"},
            {"itemexpiration", "expirationDate", XmlForm::date},
        });
        json::array all;
        for (const XmlElement& detail : element.children) {
            json::object fields;
            part(detail, schema, fields);
            all.push_back(std::move(fields));
        }
        out["trackingDetail"] = std::move(all);
    }

    void action(const XmlElement& element, json::object& out) {
        if (element.text != "Draft" && element.text != "Submit") {
            complain(
                fmt::format("Element 'action': '{}' is not one of Draft, Submit.", element.text));
        }
        if (element.text == "Draft") {
            put(out, "state", "draft");
        }
    }

    void tax_entries(const XmlElement& element, json::object& out) {
        constexpr auto schema = std::to_array<XmlChild>({
            {"detailid", "orderEntryTaxDetail.id", XmlForm::text, true},
            {"trx_tax", "txnTaxAmount"},
        });
        json::array all;
        for (const XmlElement& entry : element.children) {
            json::object fields;
            part(entry, schema, fields);
            all.push_back(std::move(fields));
        }
        out["taxEntries"] = std::move(all);
    }

    // Their dimensions are read and not kept.
    void subtotals(const XmlElement& element) {
        if (element.children.empty()) {
            complain("Element 'subtotals': Missing child element(s). Expected is ( subtotal ).");
        }
        for (const XmlElement& one : element.children) {
            if (one.name != "subtotal") {
                complain(fmt::format("Element '{}': This element is not expected.", one.name));
                return;
            }
            json::object fields;
            part(one, subtotal_schema(), fields);
            const std::optional<Decimal> total = Decimal::parse(one.text_of("total"));
            if (!total || one.text_of("description").empty()) {
                complain("Element 'subtotal': A description and an amount are required.");
                return;
            }
            subtotals_.push_back({std::string(one.text_of("description")), *total});
        }
    }

    void source(const XmlElement& element, json::object& out) {
        const StoredDocument* const document = document_named(company_, element.text);
        source_key_ = document == nullptr ? "0" : std::to_string(document->key);
        put(out, "sourceDocument.key", source_key_);
    }

    const Company& company_;
    const XmlElement& function_;
    std::string wrong_;
    std::string source_key_ = "0";
    std::vector<Subtotal> subtotals_;
};

}  // namespace

const StoredDocument* document_named(const Company& company, std::string_view id) {
    for (const StoredDocument& document : company.documents.all()) {
        if (!document.removed && document.header.text(company.known.document_id) == id) {
            return &document;
        }
    }
    return nullptr;
}

std::string read_function(const Company& company, const XmlElement& function, json::object& body,
                          std::vector<Subtotal>& subtotals) {
    if (header_schema(function.name).empty()) {
        return fmt::format("Element '{}': This element is not expected.", function.name);
    }
    FunctionReader reader(company, function);
    reader.read(body);
    subtotals = reader.take_subtotals();
    return reader.wrong();
}

}  // namespace sage::simulated_intacct
