// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/delivery/finding.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

#include "sage-adapter/base/json.h"
#include "sage-adapter/base/text.h"
#include "sage-adapter/delivery/record.h"
#include "sage-adapter/delivery/versions.h"

namespace sage {
namespace json = boost::json;
namespace {

// More than these help nobody; the rest is counted.
constexpr std::size_t differences_told_max = 20;

std::string name_of(const SageDocument& document) {
    std::string name = document.type + " " + document.number;
    if (document.number.empty() || document.number == document.key) {
        return document.type + " with key " + document.key;
    }
    return name + " with key " + document.key;
}

std::vector<SageDocument> documents_of(const std::vector<Found>& found) {
    std::vector<SageDocument> documents;
    documents.reserve(found.size());
    for (const Found& one : found) {
        documents.push_back(one.sage_document);
    }
    return documents;
}

// What both sides begin with says nothing: quoted is the part around the first difference.
std::pair<std::string, std::string> quoted_sides(const Difference& one) {
    constexpr std::size_t kept = 20;
    const auto apart =
        std::mismatch(one.expected.begin(), one.expected.end(), one.found.begin(), one.found.end());
    auto begin = static_cast<std::size_t>(apart.first - one.expected.begin());
    begin = begin > 2 * kept ? begin - kept : 0;
    // Not in the middle of a character.
    while (begin > 0 && (static_cast<unsigned char>(one.expected[begin]) & 0xC0U) == 0x80U) {
        --begin;
    }
    const std::string cut = begin > 0 ? "..." : "";
    const std::string_view expected = one.expected;
    const std::string_view found = one.found;
    return {cut + excerpt(expected.substr(begin)), cut + excerpt(found.substr(begin))};
}

json::value parsed(const std::string& text) {
    Result<json::value> value = text.empty()
                                    ? Result<json::value>(json::value())
                                    : parse_json(text, SIZE_MAX, JsonNumbers::integers_only);
    return value.ok() ? std::move(value).value() : json::value();
}

json::array quantities_of(const ReconcileFinding& finding) {
    json::array quantities;
    for (const ItemQuantity& one : finding.quantities) {
        quantities.push_back(json::object{{"sellersItemId", one.item},
                                          {"expected", one.expected.text()},
                                          {"found", one.found.text()}});
    }
    return quantities;
}

json::object members_of(const ReconcileFinding& finding, std::int64_t now_ms) {
    json::array documents;
    for (const SageDocument& document : finding.sage_documents) {
        documents.push_back(parsed(sage_document_to_json(document)));
    }
    json::array differences;
    for (const Difference& one : finding.differences) {
        if (differences.size() == differences_told_max) {
            break;
        }
        differences.push_back(
            json::object{{"field", one.field}, {"expected", one.expected}, {"found", one.found}});
    }
    return {{"occurredAt", instant_text(now_ms)},
            {"finding", text_of(finding.kind)},
            {"sageDocuments", std::move(documents)},
            {"differences", std::move(differences)},
            {"explanation", text_of(finding.explanation)},
            {"quantities", quantities_of(finding)},
            {"error", parsed(problem_to_json(finding.problem))}};
}

}  // namespace

std::string_view text_of(FindingKind kind) {
    switch (kind) {
        case FindingKind::missing:
            return "missing";
        case FindingKind::twice:
            return "twice";
        case FindingKind::changed:
            return "changed";
        case FindingKind::unknown:
            return "unknown";
    }
    return "unknown";
}

ReconcileFinding found_missing(const Entry& entry, const SageDocument& posted) {
    return {FindingKind::missing,
            {},
            {{"key", posted.key, ""}},
            Problem{"reconcile.missing", "",
                    entry.document_id + " was posted as " + name_of(posted) +
                        "; Sage shows neither that key nor the reference " +
                        entry.external_reference + ".",
                    "Find out in Sage who deleted it; if it is to be there, submit the document "
                    "under a new documentVersion.",
                    Owner::finance},
            Explanation::missing_in_sage};
}

ReconcileFinding found_twice(const Entry& entry, const std::vector<Found>& found) {
    const SageDocument posted = sage_document_from_json(entry.sage_document_json);
    return {FindingKind::twice,
            documents_of(found),
            {{"documents", "1", std::to_string(found.size())}},
            Problem{"reconcile.twice", "",
                    entry.document_id + " was posted once, as " + name_of(posted) +
                        "; Sage holds the reference " + entry.external_reference + " in " +
                        names_of(found) + ".",
                    "Compare them in Sage and reverse what is too much.", Owner::finance},
            Explanation::duplicated};
}

ReconcileFinding found_changed(const Found& found, std::vector<Difference> differences) {
    Problem problem = differs(differences);
    problem.code = "reconcile.changed";
    return {
        FindingKind::changed, {found.sage_document}, std::move(differences), std::move(problem)};
}

ReconcileFinding found_not_posted(const Entry& entry, const std::vector<Found>& found) {
    return {FindingKind::unknown,
            documents_of(found),
            {{"state", std::string(text_of(entry.state)), "in Sage"}},
            Problem{"reconcile.not_posted", "",
                    entry.document_id + " is " + std::string(text_of(entry.state)) +
                        " here and not posted; Sage holds its reference " +
                        entry.external_reference + " in " + names_of(found) + ".",
                    entry.state == State::held
                        ? "If it is the document, record that with an operatorDecision markPosted."
                        : "Find out in Sage who made it; reverse it there if it must not be.",
                    Owner::finance},
            Explanation::not_posted};
}

ReconcileFinding found_unknown(const Found& found) {
    return {FindingKind::unknown,
            {found.sage_document},
            {{"externalReference", "", found.external_reference}},
            Problem{"reconcile.unknown", "",
                    "Sage holds " + name_of(found.sage_document) + " with the reference " +
                        found.external_reference +
                        ", which looks like one of ours and belongs to no document here.",
                    "Find out which connector posted it: another one for the same company, or this "
                    "one before its data folder was restored or replaced.",
                    Owner::it},
            Explanation::foreign_document};
}

Problem found_several(const Entry& entry, const std::vector<Found>& found) {
    return Problem{"delivery.found_several", "",
                   "Sage holds more than one document with the reference " +
                       entry.external_reference + ": " + names_of(found) + ".",
                   "Reverse the surplus ones in Sage, then mark this document as posted.",
                   Owner::finance};
}

Problem found_other_content(const std::vector<Difference>& wrong) {
    return Problem{"delivery.found_other_content", "",
                   "Under our reference: " + differs(wrong).cause,
                   "Compare the document in Sage with the warehouse's and correct it there, "
                   "then mark it as posted.",
                   Owner::finance};
}

Problem differs(const std::vector<Difference>& differences) {
    std::string cause;
    std::size_t told = 0;
    for (const Difference& one : differences) {
        cause += cause.empty() ? "" : "; ";
        if (told++ == differences_told_max) {
            cause += "and " + std::to_string(differences.size() - differences_told_max) + " more";
            break;
        }
        const auto [expected, found] = quoted_sides(one);
        cause += one.field + ": sent '" + expected + "', found '" + found + "'";
    }
    return Problem{"delivery.read_back_difference", "",
                   "Sage holds other values than were sent: " + cause + ".",
                   "Compare the document in Sage with the warehouse's and correct it there.",
                   Owner::finance};
}

std::string names_of(const std::vector<Found>& found) {
    std::string names;
    for (const Found& one : found) {
        names += (names.empty() ? "" : ", ") + name_of(one.sage_document);
    }
    return names;
}

std::vector<Found> same_reference(const std::vector<Found>& found, std::string_view reference) {
    std::vector<Found> same;
    for (const Found& one : found) {
        const bool again = std::any_of(same.begin(), same.end(), [&](const Found& other) {
            return other.sage_document.key == one.sage_document.key;
        });
        if (one.external_reference == reference && !again) {
            same.push_back(one);
        }
    }
    return same;
}

std::string reconciliation_finding(const Entry& entry, const ReconcileFinding& finding,
                                   std::int64_t now_ms) {
    json::object event = members_of(finding, now_ms);
    event.emplace("messageId", host_message_id(entry));
    event.emplace("messageType", host_type_of(entry));
    event.emplace("documentId", entry.document_id);
    event.emplace("documentVersion", entry.document_version);
    event.emplace("externalReference", entry.external_reference);
    event.emplace("state", text_of(entry.state));
    return json::serialize(event);
}

std::string reconciliation_finding(std::string_view external_reference,
                                   const ReconcileFinding& finding, std::int64_t now_ms) {
    json::object event = members_of(finding, now_ms);
    event.emplace("externalReference", external_reference);
    return json::serialize(event);
}

}  // namespace sage
