// SPDX-License-Identifier: Apache-2.0
// References are followed from many to one only; a list in the way is refused.
#include "plugins/intacct/simulator_path.h"

#include <fmt/format.h>

#include "plugins/sage_simulator/wire.h"

namespace sage::simulated_intacct {
namespace {

const Field* custom_field(const Subject& subject, std::string_view name) {
    if (subject.definition == nullptr) {
        return nullptr;
    }
    const CustomFields& fields =
        subject.lines ? subject.definition->line_fields : subject.definition->header_fields;
    const auto found = fields.find(name);
    return found == fields.end() ? nullptr : &found->second;
}

/// From a line to the document that it is of.
bool leads_to_header(const Subject& subject, const Field& reference) {
    return subject.lines &&
           (reference.name == "documentHeader" || reference.name == "warehouseTransfer" ||
            reference.name == "invoice" || reference.name == "arAdjustment");
}

void compile_reference(const Company& company, const Subject& subject, const Field& reference,
                       std::string_view rest, Path& path);

void compile(const Company& company, const Subject& subject, std::string_view name, Path& path) {
    const Field* field = subject.model->find(name);
    if (field == nullptr) {
        field = custom_field(subject, name);
    }
    if (field != nullptr && field->type == FieldType::list) {
        path.fault = PathFault::crosses_list;
        return;
    }
    if (field != nullptr && field->type != FieldType::reference && !field->ignored &&
        !field->write_only) {
        path.leaf = field->id;
        path.type = field->type;
        return;
    }
    if (const Field* const header = subject.model->find("documentHeader");
        subject.lines && name == "documentType" && header != nullptr) {
        compile_reference(company, subject, *header, name, path);
        return;
    }
    for (std::size_t dot = name.find('.'); dot != std::string_view::npos;
         dot = name.find('.', dot + 1)) {
        const Field* const prefix = subject.model->find(name.substr(0, dot));
        if (prefix != nullptr && prefix->type == FieldType::list) {
            path.fault = PathFault::crosses_list;
            return;
        }
        if (prefix != nullptr && prefix->type == FieldType::reference) {
            compile_reference(company, subject, *prefix, name.substr(dot + 1), path);
            return;
        }
    }
    path.fault = PathFault::unknown;
}

void compile_reference(const Company& company, const Subject& subject, const Field& reference,
                       std::string_view rest, Path& path) {
    const bool to_header = leads_to_header(subject, reference);
    if (!to_header && (rest == "id" || rest == "key")) {
        path.leaf = rest == "id" ? reference.reference_id : reference.reference_key;
        path.type = rest == "id" ? FieldType::text : FieldType::key;
        return;
    }
    const auto model = company.models.find(reference.target);
    if (model == company.models.end() || path.hops.size() == 4) {
        path.fault = PathFault::unknown;
        return;
    }
    path.hops.push_back({reference.reference_key, reference.target, to_header});
    const Subject target{model->second.get(), to_header ? subject.definition : nullptr,
                         to_header || reference.target.ends_with("/document"),
                         reference.target.ends_with("/document-line")};
    const bool to_document = to_header && reference.name == "documentHeader";
    compile(company, target, to_document && rest == "id" ? "documentId" : rest, path);
}

Row follow(const Company& company, const Path::Hop& hop, const Row& row) {
    if (hop.to_header) {
        return {&row.document->header, row.document, nullptr};
    }
    const std::string_view key = row.record->text(hop.key);
    if (hop.target.ends_with("/document")) {
        const StoredDocument* const document = company.documents.find(key);
        return {document == nullptr ? nullptr : &document->header, document, nullptr};
    }
    if (hop.target.ends_with("/document-line")) {
        const StoredDocument* owner = nullptr;
        const Line* const line = company.documents.find_line(key, &owner);
        return {line == nullptr ? nullptr : &line->record, owner, line};
    }
    const auto table = company.tables.find(hop.target);
    return {table == company.tables.end() ? nullptr : table->second.find_key(key), nullptr,
            nullptr};
}

}  // namespace

std::optional<Subject> find_subject(Company& company, std::string_view object) {
    const std::size_t colons = object.find("::");
    const auto model = company.models.find(object.substr(0, colons));
    if (model == company.models.end()) {
        return std::nullopt;
    }
    Subject subject;
    subject.model = model->second.get();
    if (model->first.starts_with("inventory-control/warehouse-transfer")) {
        subject.definition = company.transfers();
        subject.lines = model->first.ends_with("-line");
        subject.documents = !subject.lines;
        return colons == std::string_view::npos && subject.definition != nullptr
                   ? std::optional<Subject>(subject)
                   : std::nullopt;
    }
    for (const Receivable kind_of : {Receivable::invoice, Receivable::adjustment}) {
        Definition* const definition = company.receivables(kind_of);
        const std::string_view own =
            definition == nullptr ? std::string_view() : document_object(*definition);
        if (!own.empty() && (model->first == own || model->first == std::string(own) + "-line")) {
            subject.definition = definition;
            subject.lines = model->first != own;
            subject.documents = !subject.lines;
            return colons == std::string_view::npos ? std::optional<Subject>(subject)
                                                    : std::nullopt;
        }
    }
    subject.documents = model->first.ends_with("/document");
    subject.lines = model->first.ends_with("/document-line");
    if (colons != std::string_view::npos) {
        subject.definition =
            company.definition(model->first.starts_with("order-entry/"), object.substr(colons + 2));
        if ((!subject.documents && !subject.lines) || subject.definition == nullptr) {
            return std::nullopt;
        }
    }
    return subject;
}

Path compile_path(const Company& company, const Subject& subject, std::string_view name) {
    Path path;
    path.name = name;
    path.href = name == "href";
    if (!path.href) {
        compile(company, subject, name, path);
    }
    return path;
}

std::optional<Found> evaluate(const Company& company, const Path& path, const Row& row) {
    Row at = row;
    for (const Path::Hop& hop : path.hops) {
        at = follow(company, hop, at);
        if (at.record == nullptr) {
            return std::nullopt;
        }
    }
    return field_of(company, at, path.leaf);
}

std::optional<Found> field_of(const Company& company, const Row& row, FieldId field) {
    if (row.line != nullptr) {
        return line_value(company, *row.document, *row.line, field);
    }
    const auto stored = row.record->find(field);
    return stored ? std::optional<Found>(Found{stored->kind, std::string(stored->text)})
                  : std::nullopt;
}

std::string href_of(const Company& company, const Subject& subject, const Row& row) {
    std::string object = subject.model->object();
    if (row.document != nullptr && !company.definitions[row.document->definition].is_object()) {
        object += "::" + percent_encoded(company.definitions[row.document->definition].id);
    }
    return fmt::format("/objects/{}/{}", object, field_of(company, row, company.known.key)->text);
}

}  // namespace sage::simulated_intacct
