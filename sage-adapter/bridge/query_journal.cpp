// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/bridge/query_journal.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <vector>

#include "sage-adapter/delivery/record.h"
#include "sage-adapter/outbox/verification.h"

namespace sage {
namespace json = boost::json;
namespace {

json::value hash_or_null(const std::string& hash) {
    return hash.empty() ? json::value() : json::value(hash);
}

json::object object_of(const JournalHead& head) {
    return {{"chain", head.chain}, {"position", head.position}, {"hash", head.hash}};
}

json::value object_of(const std::optional<JournalBreak>& broken) {
    if (!broken.has_value()) {
        return nullptr;
    }
    return json::object{{"chain", broken->chain},
                        {"position", broken->position},
                        {"messageId", broken->message_id},
                        {"cause", broken->cause}};
}

json::object object_of(const JournalRow& row) {
    return {{"chain", row.chain},
            {"position", row.position},
            {"at", instant_text(row.at_ms)},
            {"who", row.who},
            {"what", row.what},
            {"messageId", row.message_id},
            {"number", row.number},
            {"before", row.old_value},
            {"after", row.new_value},
            {"recordHash", hash_or_null(row.record_hash)},
            {"valueHash", hash_or_null(row.value_hash)},
            {"hash", row.hash}};
}

std::optional<std::int64_t> integer_at(const json::value& value, std::string_view pointer) {
    const json::value* const found = at_pointer(value, pointer);
    return found != nullptr && found->is_int64() && found->get_int64() >= 0
               ? std::optional(found->get_int64())
               : std::nullopt;
}

Result<std::vector<JournalHead>> anchors_in(const json::value& request) {
    std::vector<JournalHead> anchors;
    const json::value* const given = at_pointer(request, "/anchors");
    if (given == nullptr) {
        return anchors;
    }
    const Error none(
        Status::not_accepted,
        Problem{"query.anchor_malformed", "/anchors",
                "What is given as anchors is no list of rows of the journal.",
                "Give chain, position and hash of each, as an audit record has them.", Owner::it});
    if (!given->is_array()) {
        return none;
    }
    for (const json::value& one : given->get_array()) {
        const std::optional<std::int64_t> chain = integer_at(one, "/chain");
        const std::optional<std::int64_t> position = integer_at(one, "/position");
        const std::string_view hash = text_at(one, "/hash");
        if (!chain || !position || *position == 0 || hash.empty()) {
            return none;
        }
        anchors.push_back({*chain, *position, std::string(hash)});
    }
    return anchors;
}

}  // namespace

Result<std::string> answer_verify(Instance& instance, const JsonValue& request,
                                  const Cancelled& cancelled) {
    const Result<std::vector<JournalHead>> anchors = anchors_in(request);
    if (!anchors.ok()) {
        return anchors.error();
    }
    // What is held back is written first: the host may have been told of it.
    const Result<void> flushed = instance.delivery.flush();
    if (!flushed.ok()) {
        return flushed.error();
    }
    const Result<JournalVerification> verified =
        verify_journal(*instance.store, anchors.value(), cancelled);
    if (!verified.ok()) {
        return verified.error();
    }
    const JournalVerification& found = verified.value();
    json::array heads;
    for (const JournalHead& head : found.heads) {
        heads.push_back(object_of(head));
    }
    return json::serialize(json::object{{"whole", found.whole()},
                                        {"firstBreak", object_of(found.first_break)},
                                        {"rows", found.rows},
                                        {"documents", found.documents},
                                        {"purged", found.purged},
                                        {"beforeJournal", found.before},
                                        {"heads", std::move(heads)}});
}

Result<std::string> answer_journal(Instance& instance, const JsonValue& request,
                                   std::size_t limit) {
    const Result<std::vector<JournalRow>> rows =
        instance.store->journal_after(integer_at(request, "/after/chain").value_or(0),
                                      integer_at(request, "/after/position").value_or(0), limit);
    if (!rows.ok()) {
        return rows.error();
    }
    json::array answered;
    for (const JournalRow& row : rows.value()) {
        answered.push_back(object_of(row));
    }
    json::value next;
    if (rows.value().size() == limit) {
        const JournalRow& last = rows.value().back();
        next = json::object{{"chain", last.chain}, {"position", last.position}};
    }
    return json::serialize(json::object{{"rows", std::move(answered)}, {"next", std::move(next)}});
}

}  // namespace sage
