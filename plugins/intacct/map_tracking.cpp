// SPDX-License-Identifier: Apache-2.0
// Tracking numbers that arrive after the despatch was posted. A change of a posted document makes
// Sage delete its ledger entry and write it anew, so by default the document is kept; with the
// setting "patch" it is changed where the definition and the document's state allow, in one
// request: the field of the tracking numbers and every text of the settings that names them.
#include <algorithm>

#include "plugins/intacct/answers.h"
#include "plugins/intacct/intacct.h"

namespace sage::intacct {
namespace {

constexpr std::string_view document_name = "posted document";
constexpr std::string_view lines_name = "posted lines";
constexpr std::string_view header_key = "documentHeader.key";
constexpr int lines_max = 1'000;
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
    for (const FieldGroup& group : tracking_fields(settings, TextLevel::header)) {
        query.fields.insert(query.fields.end(), group.begin(), group.end());
    }
    query.filters = {Filter{"$eq", "key", {document.key}}};
    query.size = 2;
    return {std::string(document_name), query_request(settings, query)};
}

ReadFirst ask_lines(const Settings& settings, const SageDocument& document) {
    Query query;
    query.object = "order-entry/document-line::" + document.type;
    query.fields = {std::string(header_key), "key", "dimensions.item.id"};
    for (const FieldGroup& group : tracking_fields(settings, TextLevel::line)) {
        query.fields.insert(query.fields.end(), group.begin(), group.end());
    }
    query.filters = {Filter{"$eq", std::string(header_key), {document.key}}};
    query.size = lines_max;
    return {std::string(lines_name), query_request(settings, query)};
}

// A custom field that texts go to and that cannot be written.
std::optional<Hold> field_trouble(const Settings& settings, const Catalogue& catalogue,
                                  const std::string& definition) {
    const CatalogueRecord* model = model_of(catalogue, Family::order_entry, definition);
    for (const TextLevel level : {TextLevel::header, TextLevel::line}) {
        for (const FieldGroup& group : tracking_fields(settings, level)) {
            for (const std::string& field : group) {
                std::optional<Hold> trouble = custom_field_trouble(
                    model, level == TextLevel::line ? "line" : "header", field);
                if (trouble) {
                    return trouble;
                }
            }
        }
    }
    return std::nullopt;
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

// Where nobody knows any more what the document was made of: its own field of the tracking numbers,
// or their line in a text, and no text of the settings.
TrackingTexts without_content(const Settings& settings, const PreparationInput& input,
                              const Row& row) {
    TrackingTexts texts;
    const std::string& field = settings.fields.tracking;
    const std::string present = comparable(field, value_in(row, field));
    std::string wanted = tracking_list(input.document);
    if (field == "memo" || field == "notes") {
        wanted = replaced_line(present, wanted);
        texts.hold = too_long(settings, field, wanted, "/body/shipment");
    }
    if (!field.empty() && present != wanted) {
        texts.body = "{";
        add_member(texts.body, field, wanted);
        texts.body += '}';
        texts.facts.emplace(field, comparable(field, wanted));
    }
    const auto names_it = [](const TextRule& rule) {
        return rule.is_for(MessageType::despatch_advice) && rule.text.names_shipment();
    };
    if (std::any_of(settings.texts.begin(), settings.texts.end(), names_it)) {
        texts.remarks.push_back({"intacct.texts_kept", "texts",
                                 "The texts of the settings in the document stay as they are: what "
                                 "despatch " +
                                     input.document.despatch_id +
                                     " was made of is no longer known."});
    }
    return texts;
}

Preparation patch(const Settings& settings, const PreparationInput& input,
                  const SageDocument& document, TrackingTexts texts) {
    if (texts.hold) {
        return *std::move(texts.hold);
    }
    if (texts.body.empty()) {
        PostNothing nothing =
            keep(document, texts.remarks.empty() ? "Sage Intacct shows them already"
                                                 : "no text that is ours is to be changed");
        nothing.about.remarks = std::move(texts.remarks);
        return nothing;
    }
    Send send;
    send.request = patch_document(settings, document.type, document.key, input.idempotency_key,
                                  std::move(texts.body));
    send.sage_type = document.type;
    send.existing_key = document.key;
    send.facts = std::move(texts.facts);
    send.remarks = std::move(texts.remarks);
    return send;
}

// The document is there, and shown.
Preparation change(const Settings& settings, const PreparationInput& input, const Related& related,
                   const Row& header) {
    const SageDocument& document = related.sage_document;
    const std::string reason =
        reason_to_keep(input.catalogue.find(kind::order_entry_definition, document.type), header);
    if (!reason.empty()) {
        return keep(document, reason);
    }
    if (!related.written || related.written->bodies.empty()) {
        return patch(settings, input, document, without_content(settings, input, header));
    }
    if (tracking_fields(settings, TextLevel::line).empty()) {
        return patch(settings, input, document,
                     tracking_texts(settings, input, related, header, nullptr));
    }
    const Reply* const reply = answer_to(input, lines_name);
    if (reply == nullptr) {
        return ask_lines(settings, document);
    }
    const Result<Page> lines = read_page(*reply);
    return patch(settings, input, document,
                 tracking_texts(settings, input, related, header, &lines));
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
    if (family_of(settings, document.type, {}) == Family::receivable_invoice) {
        return keep(document, "an invoice of accounts receivable has no field for them");
    }
    if (tracking_fields(settings, TextLevel::header).empty() &&
        tracking_fields(settings, TextLevel::line).empty()) {
        return keep(document, "the setting /fields/tracking is null, and no text names them");
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
    if (std::optional<Hold> trouble = field_trouble(settings, input.catalogue, document.type)) {
        return *std::move(trouble);
    }
    const Reply* const reply = answer_to(input, document_name);
    if (reply == nullptr) {
        return ask(settings, document);
    }
    const Result<Page> page = read_page(*reply);
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
    return change(settings, input, *related, page.value().rows.front());
}

}  // namespace sage::intacct
