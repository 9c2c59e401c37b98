// SPDX-License-Identifier: Apache-2.0
// Tracking numbers that arrive after the despatch was posted. A change of a posted document makes
// Sage delete its ledger entry and write it anew, so by default the document is kept; with the
// setting "patch" it is changed where the definition and the document's state allow.
#include <algorithm>

#include "plugins/intacct/intacct.h"

namespace sage::intacct {
namespace {

constexpr std::string_view observation_name = "posted document";
constexpr std::string_view tracking_label = "Tracking: ";

Hold hold(std::string_view code, std::string cause, std::string fix) {
    return {{"intacct." + std::string(code), "/body/despatchReference/id", std::move(cause),
             std::move(fix), Owner::warehouse},
            ""};
}

const Related* posted_despatch(const PreparationInput& input) {
    for (const Related& one : input.related) {
        if (one.message_type == MessageType::despatch_advice &&
            one.document_id == input.document.despatch_id) {
            return &one;
        }
    }
    return nullptr;
}

ReadFirst ask(const Settings& settings, const SageDocument& document) {
    Query query;
    query.object = object_name(Family::order_entry, document.type);
    query.fields = {"key",       "documentNumber", "state",       "paymentStatus",
                    "isPrinted", "txnDate",        "postingDate", "invoice.key"};
    query.fields.push_back(settings.fields.tracking);
    query.filters = {Filter{"$eq", "key", {document.key}}};
    query.size = 2;
    return {std::string(observation_name), query_request(settings, query)};
}

// Why the document must stay as it is; empty: it may be changed.
std::string reason_to_keep(const CatalogueRecord* definition, const Row& row) {
    const auto value = [&](std::string_view field) {
        const auto found = row.find(field);
        return found == row.end() ? std::string_view() : std::string_view(found->second);
    };
    const std::string_view state = value("state");
    for (const std::string_view fixed :
         {"closed", "inProgress", "converted", "partiallyConverted", "convertedByLine",
          "partiallyConvertedByLine", "exception", "declined"}) {
        if (state == fixed) {
            return "its state is " + std::string(state);
        }
    }
    if (value("paymentStatus") == "paid" || value("paymentStatus") == "partiallyPaid") {
        return "a payment has been received";
    }
    const std::string_view policy = field_of(definition, "editPolicy");
    if (policy == "all" || (policy == "beforePrinting" && value("isPrinted") == "false") ||
        (policy == "editInDraftOnly" && state == "draft")) {
        return "";
    }
    return policy.empty() ? "its definition does not say that it may be edited"
                          : "the edit policy of its definition is " + std::string(policy);
}

PostNothing keep(const SageDocument& document, const std::string& reason) {
    return {"The tracking numbers stay in the warehouse: " + reason + ".", document};
}

// In a text the tracking numbers are one line among others.
std::string replaced_line(std::string_view text, const std::string& tracking) {
    std::string out;
    std::size_t begin = 0;
    while (begin < text.size()) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        const std::string_view line = text.substr(begin, end - begin);
        if (!line.starts_with(tracking_label)) {
            add_line(out, line);
        }
        begin = end + 1;
    }
    add_line(out, std::string(tracking_label) + tracking);
    return out;
}

Preparation patch(const Settings& settings, const PreparationInput& input,
                  const SageDocument& document, const Row& row) {
    const CatalogueRecord* definition =
        input.catalogue.find(kind::order_entry_definition, document.type);
    const std::string reason = reason_to_keep(definition, row);
    if (!reason.empty()) {
        return keep(document, reason);
    }
    const std::string& field = settings.fields.tracking;
    const auto found = row.find(field);
    const std::string present = comparable(field, found == row.end() ? "" : found->second);
    std::string wanted = tracking_list(input.document);
    if (field == "memo" || field == "notes") {
        wanted = replaced_line(present, wanted);
        if (std::optional<Hold> trouble = too_long(settings, field, wanted, "/body/shipment")) {
            return *std::move(trouble);
        }
    }
    if (present == wanted) {
        return keep(document, "Sage Intacct shows them already");
    }
    std::string body = "{";
    add_member(body, field, wanted);
    body += '}';
    Send send;
    send.request = patch_document(settings, document.type, document.key, input.idempotency_key,
                                  std::move(body));
    send.sage_type = document.type;
    send.existing_key = document.key;
    send.facts.emplace(field, comparable(field, wanted));
    return send;
}

}  // namespace

Preparation prepare_tracking(const Settings& settings, const PreparationInput& input) {
    const std::string& despatch = input.document.despatch_id;
    const Related* related = posted_despatch(input);
    if (related == nullptr || !related->posted) {
        return hold("despatch_not_posted",
                    "The despatch " + despatch +
                        (related == nullptr ? " is not known." : " is not posted yet."),
                    "Send the despatch first, then decide to send this document again.");
    }
    const SageDocument& document = related->sage_document;
    if (document.key.empty()) {
        return PostNothing{"The despatch made no document in Sage Intacct.", {}};
    }
    if (!settings.patch_late_tracking) {
        return keep(document, "the setting /lateTracking is keep");
    }
    if (settings.fields.tracking.empty()) {
        return keep(document, "the setting /fields/tracking is null");
    }
    if (input.document.shipment.tracking_ids.empty()) {
        return keep(document, "there are none");
    }
    if (input.catalogue.empty()) {
        return Hold{{"intacct.catalogue_empty", "",
                     "The definitions of Sage Intacct have not been read yet.",
                     "Nothing to do once Sage Intacct can be reached.", Owner::it},
                    "catalogue"};
    }
    const Observation* seen = nullptr;
    for (const Observation& one : input.observations) {
        seen = one.name == observation_name ? &one : seen;
    }
    const int status = seen == nullptr ? 0 : seen->reply.status;
    const bool temporary = status == 401 || status == 429 || status >= 500;
    if (seen == nullptr || temporary) {
        return ask(settings, document);
    }
    const Result<Page> page = read_page(seen->reply);
    if (!page.ok()) {
        return hold("document_unreadable", page.error().first().cause,
                    "Give the Web Services user the right to view these documents, then decide to "
                    "send this one again.");
    }
    if (page.value().rows.size() != 1 || !page.value().rows.front().contains("key") ||
        page.value().rows.front().at("key") != document.key) {
        return hold("document_gone",
                    "The document " + document.key + " of despatch " + despatch +
                        " is no longer in Sage Intacct.",
                    "Find out in Sage Intacct who deleted it, then withdraw this document.");
    }
    return patch(settings, input, document, page.value().rows.front());
}

}  // namespace sage::intacct
