// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/outbox/purge.h"

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <utility>

namespace sage::purging {
namespace {

namespace json = boost::json;

constexpr std::string_view removed =
    "The text was removed with the document's content, after the days for which it is kept.";
constexpr std::string_view nothing = "Nothing to do.";

json::object object_in(std::string_view text) {
    boost::system::error_code failed;
    json::value value = json::parse(text, failed);
    return !failed && value.is_object() ? std::move(value.get_object()) : json::object();
}

bool has_ended(const Candidate& one) {
    return is_final(one.state) && (one.state != State::posted || one.verified);
}

}  // namespace

std::string problem(std::string_view problem_json) {
    const json::object before = object_in(problem_json);
    const json::value* const code = before.if_contains("code");
    if (code == nullptr) {
        return {};
    }
    json::object after{{"code", *code},
                       {"message", removed},
                       {"cause", removed},
                       {"fix", nothing},
                       {"fieldPath", ""}};
    for (const char* const kept : {"owner", "severity", "retry", "retryRule"}) {
        if (const json::value* const value = before.if_contains(kept)) {
            after.emplace(kept, *value);
        }
    }
    return json::serialize(after);
}

std::string sage_document(std::string_view sage_document_json) {
    json::object document = object_in(sage_document_json);
    json::value* const remarks = document.if_contains("remarks");
    if (remarks != nullptr && remarks->is_array()) {
        for (json::value& remark : remarks->get_array()) {
            if (remark.is_object()) {
                remark.get_object()["message"] = removed;
            }
        }
    }
    return document.empty() ? std::string() : json::serialize(document);
}

bool Piece::takes(const Candidate& candidate) {
    ++seen_;
    const bool old = candidate.accepted_ms < asked_.accepted_before_ms;
    const bool taken = !candidate.empty && old && has_ended(candidate) && !candidate.telling;
    purged_.through = candidate.sequence;
    purged_.documents += taken ? 1 : 0;
    old_ = old_ || old;
    gap_ = gap_ || !(taken || candidate.empty);
    if (!gap_) {
        purged_.empty_through = candidate.sequence;
    }
    return taken;
}

void Piece::not_taken(std::int64_t sequence) {
    --purged_.documents;
    gap_ = true;
    purged_.empty_through = std::min(purged_.empty_through, sequence - 1);
}

Purged Piece::done(std::size_t events) const {
    Purged purged = purged_;
    // Behind a whole piece of young ones there are only younger ones.
    purged.more = (seen_ == asked_.limit && old_) || events == asked_.limit;
    return purged;
}

}  // namespace sage::purging
