// SPDX-License-Identifier: Apache-2.0
// Tracking of despatches. Sage makes a link of the courier's address and the consignment number, so
// that this is one number alone; what more there is stands in the notes, behind our reference.
// Tracking that arrives late changes the despatch, unless people did so before.
#include <fmt/format.h>

#include <algorithm>

#include "plugins/sage200/map_order.h"
#include "sage-adapter/base/json.h"
#include "sage-adapter/base/limits.h"
#include "sage-adapter/base/text.h"

namespace sage::sage200 {
namespace {

constexpr std::string_view tracking_question = "tracking of the despatch";
constexpr std::size_t consignment_characters_max = 60;
constexpr std::size_t notes_characters_max = 256 - 19;

Hold not_posted(const std::string& despatch, bool known) {
    return {{"sage200.despatch_not_posted", "/body/despatchReference/id",
             "The despatch " + despatch + (known ? " is not posted yet." : " is not known."),
             "Send the despatch first, then decide to send this document again.", Owner::warehouse},
            ""};
}

std::string why_kept(const PreparationInput& input, const SageDocument& document) {
    if (document.type == order_type) {
        return "The tracking numbers are kept here: the despatch of the order is confirmed in Sage "
               "by hand.";
    }
    if (document.type != despatch_type) {
        return "The tracking numbers are kept here: the sales ledger of Sage 200 takes no change "
               "of what is posted.";
    }
    if (!records_tracking(input.catalogue)) {
        return "The tracking numbers are kept here: by its settings Sage 200 records none with "
               "despatches.";
    }
    return input.document.shipment.tracking_ids.empty() ? "There are no tracking numbers." : "";
}

/// A field of Sage's that is about to be changed.
struct Field {
    std::string name;   ///< Sage's own
    std::string words;  ///< for people
    std::string shown;
    std::string wanted;
};

/// What we wrote there, or may have.
bool is_ours(const Written& written, const Field& field) {
    return std::any_of(written.bodies.begin(), written.bodies.end(), [&](const std::string& one) {
        const auto body = parse_json(one, limits::document_bytes_max * 4, JsonNumbers::as_text);
        return body.ok() &&
               (text_at(body.value(), "/tracking_items/0/" + field.name) == field.shown ||
                text_at(body.value(), "/" + field.name) == field.shown);
    });
}

/// What people wrote stays. Where it is not kept any more what came from here, nobody can tell.
std::optional<Hold> changed_by_people(const Related& related, const Field& field) {
    if (field.shown.empty() || field.shown == field.wanted ||
        (related.written && is_ours(*related.written, field))) {
        return std::nullopt;
    }
    const std::string shown =
        fmt::format("The despatch {} has the {} '{}' in Sage 200", related.sage_document.number,
                    field.words, excerpt(field.shown));
    const std::string fix = fmt::format(
        "Put the {0} right in Sage 200 by hand and withdraw this document; or take the {0} out "
        "there and decide to send this one again.",
        field.words);
    if (!related.written) {
        return Hold{{"sage200.tracking_not_compared", "/body/despatchReference/id",
                     shown + ", and what was sent from here is not kept any more: whether people "
                             "changed it cannot be told.",
                     fix, Owner::warehouse},
                    ""};
    }
    return Hold{{"sage200.tracking_changed", "/body/despatchReference/id",
                 shown + ", which did not come from here.", fix, Owner::warehouse},
                ""};
}

Hold unreadable(const SageDocument& despatch, const std::string& why) {
    return {{"sage200.order_unreadable", "",
             fmt::format("The despatch {} could not be read in Sage 200: {}", despatch.number, why),
             "Nothing to do at first: it is asked again. If it stays, look in Sage 200 for it.",
             Owner::it},
            "unanswered"};
}

/// Not again with each reading: what is gone stays gone.
Hold despatch_gone(const SageDocument& despatch) {
    return {{"sage200.despatch_gone", "/body/despatchReference/id",
             "Sage 200 does not have the despatch " + despatch.number + " any more.",
             "Find out in Sage 200 who took it back. Enter the tracking there by hand where the "
             "goods left again, and withdraw this document.",
             Owner::warehouse},
            ""};
}

Preparation change(const Settings& settings, const PreparationInput& input, const Related& related,
                   const Found& shown) {
    Document document = related.written ? related.written->document : input.document;
    const std::string carrier = document.shipment.carrier_id;
    document.shipment = input.document.shipment;
    if (document.shipment.carrier_id.empty()) {
        document.shipment.carrier_id = carrier;
    }
    std::vector<Remark> remarks;
    Mapped<Tracking> mapped =
        map_tracking(settings,
                     {document, input.catalogue, shown.external_reference, input.idempotency_key,
                      input.today, input.related, input.observations, input.past},
                     remarks);
    if (mapped.hold) {
        return *std::move(mapped.hold);
    }
    Tracking& tracking = mapped.value;
    if (!shown.external_reference.empty()) {
        tracking.notes = notes_with(shown.external_reference, tracking.notes);
    }
    // Our reference alone is nothing that people wrote.
    const std::string& notes = shown.facts.at("notes");
    std::optional<Hold> changed;
    for (const Field& field :
         {Field{"consignment_no", "consignment number", shown.facts.at("consignment_no"),
                tracking.consignment_no},
          Field{"notes", "notes", notes == shown.external_reference ? std::string() : notes,
                tracking.notes}}) {
        // Nothing of ours replaces nothing of theirs.
        if (!field.wanted.empty()) {
            add_hold(changed, changed_by_people(related, field));
        }
    }
    if (changed) {
        return *std::move(changed);
    }
    Send send = change_tracking(settings.books, related.sage_document.key, tracking);
    send.remarks = std::move(remarks);
    return send;
}

}  // namespace

bool records_tracking(const Catalogue& catalogue) {
    return field_of(catalogue.find(kind::sop_settings, kind::sop_settings),
                    "record_tracking_on_despatch") == "true";
}

Mapped<Tracking> map_tracking(const Settings& settings, const PreparationInput& input,
                              std::vector<Remark>& remarks) {
    Mapped<Tracking> mapped;
    const Shipment& shipment = input.document.shipment;
    if (!shipment.tracking_ids.empty()) {
        mapped.value.consignment_no = cut_to("consignment_no", consignment_characters_max,
                                             shipment.tracking_ids.front(), remarks);
    }
    std::string notes;
    for (std::size_t index = 1; index < shipment.tracking_ids.size(); ++index) {
        notes += (notes.empty() ? "" : " ") + shipment.tracking_ids[index];
    }
    Mapped<OrderTexts> texts = map_order_texts(settings, input, Target::despatch, nullptr, remarks);
    add_hold(mapped.hold, std::move(texts.hold));
    if (!texts.value.notes.empty()) {
        notes += (notes.empty() ? "" : " ") + texts.value.notes;
    }
    mapped.value.notes = cut_to("notes", notes_characters_max, notes, remarks);
    const auto courier = settings.orders.couriers.find(shipment.carrier_id);
    if (courier != settings.orders.couriers.end()) {
        const CatalogueRecord* const record =
            take(mapped.hold, map_named(input.catalogue, kind::courier, courier->second,
                                        "/body/shipment/carrierParty/id"));
        mapped.value.courier_key = record == nullptr ? "" : record->key;
    }
    return mapped;
}

Preparation prepare_tracking(const Settings& settings, const PreparationInput& input) {
    const std::string& despatch = input.document.despatch_id;
    const auto found =
        std::find_if(input.related.begin(), input.related.end(), [&](const Related& one) {
            return one.message_type == MessageType::despatch_advice && one.document_id == despatch;
        });
    if (found == input.related.end() || !found->posted) {
        return not_posted(despatch, found != input.related.end());
    }
    const SageDocument& document = found->sage_document;
    if (document.key.empty()) {
        return PostNothing{"The despatch made no document in Sage 200.", document};
    }
    if (document.type == despatch_type && input.catalogue.empty()) {
        return catalogue_empty();
    }
    if (std::string why = why_kept(input, document); !why.empty()) {
        return PostNothing{std::move(why), document};
    }
    Send asked;
    asked.existing_key = document.key;
    const auto seen =
        std::find_if(input.observations.begin(), input.observations.end(),
                     [](const Observation& one) { return one.name == tracking_question; });
    if (seen == input.observations.end()) {
        return ReadFirst{std::string(tracking_question), look_up_tracking(settings.books, asked)};
    }
    if (seen->reply.status == 404) {
        return despatch_gone(document);
    }
    const LookUp shown = read_look_up_tracking(seen->reply);
    if (!shown.usable || shown.found.size() != 1 ||
        shown.found.front().sage_document.key != document.key) {
        return unreadable(document, shown.usable ? "it is not shown." : shown.why);
    }
    return change(settings, input, *found, shown.found.front());
}

}  // namespace sage::sage200
