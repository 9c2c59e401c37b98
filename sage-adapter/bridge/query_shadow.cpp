// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/bridge/query_shadow.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <vector>

#include "sage-adapter/base/limits.h"
#include "sage-adapter/bridge/own_json.h"
#include "sage-adapter/delivery/record.h"

namespace sage {
namespace json = boost::json;
namespace {

Error refused(std::string code, std::string cause, std::string fix) {
    return Error(Status::not_accepted, Problem{std::move(code), "/documents", std::move(cause),
                                               std::move(fix), Owner::it});
}

json::object object_of(const ShadowRow& row) {
    json::array found;
    for (const SageDocument& document : row.sage_documents) {
        found.push_back(own_json(sage_document_to_json(document)));
    }
    json::array differences;
    for (const Difference& one : row.differences) {
        differences.push_back(
            json::object{{"field", one.field}, {"expected", one.expected}, {"found", one.found}});
    }
    json::array problems;
    for (const Problem& problem : row.problems) {
        problems.push_back(own_json(problem_to_json(problem)));
    }
    return {{"outcome", text_of(row.likeness)},
            {"messageType", row.message_type},
            {"documentId", row.document_id},
            {"messageId", row.message_id},
            {"sageType", row.sage_type},
            {"foundBy", row.found_by},
            {"sageDocuments", std::move(found)},
            {"differences", std::move(differences)},
            {"notPredicted", json::array(row.not_predicted.begin(), row.not_predicted.end())},
            {"problems", std::move(problems)}};
}

}  // namespace

Result<std::string> answer_shadow(Instance& instance, const JsonValue& request,
                                  const Cancelled& cancelled) {
    const json::value* documents = at_pointer(request, "/documents");
    if (documents == nullptr || !documents->is_array() || documents->get_array().empty()) {
        return refused("query.documents_missing", "The query holds no documents.",
                       "Give a list of documents as they would be submitted, envelope included.");
    }
    if (documents->get_array().size() > limits::shadow_documents_max) {
        return refused("query.too_many_documents",
                       "The query holds " + std::to_string(documents->get_array().size()) +
                           " documents; it may hold " +
                           std::to_string(limits::shadow_documents_max) + ".",
                       "Ask about the others with further queries.");
    }
    std::vector<std::string> texts;
    for (const json::value& document : documents->get_array()) {
        texts.push_back(json::serialize(document));
    }
    const Result<std::vector<ShadowRow>> rows = instance.delivery.shadow(texts, cancelled);
    if (!rows.ok()) {
        return rows.error();
    }
    json::array answers;
    for (const ShadowRow& row : rows.value()) {
        answers.push_back(object_of(row));
    }
    return json::serialize(json::object{{"rows", std::move(answers)}});
}

}  // namespace sage
