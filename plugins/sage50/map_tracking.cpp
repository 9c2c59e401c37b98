// SPDX-License-Identifier: Apache-2.0
// Tracking that arrives late is written where the texts of the despatch are, as long as its invoice
// is not posted to the ledger; what people wrote there since then stays.
#include <fmt/format.h>

#include <algorithm>

#include "plugins/sage50/map.h"
#include "plugins/sage50/wire_despatch.h"
#include "sage-adapter/base/json.h"
#include "sage-adapter/base/limits.h"
#include "sage-adapter/mapping/merge_text.h"

namespace sage::sage50 {
namespace {

constexpr std::string_view invoice_question = "invoice of the despatch";

Hold hold(std::string code, std::string pointer, std::string cause, std::string fix, Owner owner,
          std::string root_cause) {
    return {
        {"sage50." + std::move(code), std::move(pointer), std::move(cause), std::move(fix), owner},
        std::move(root_cause)};
}

Hold not_posted(const std::string& despatch, bool known) {
    return hold("despatch_not_posted", "/body/despatchReference/id",
                "The despatch " + despatch + (known ? " is not posted yet." : " is not known."),
                "Send the despatch first, then decide to send this document again.",
                Owner::warehouse, "");
}

Hold unreadable(const SageDocument& invoice, const std::string& why) {
    return hold("invoice_unreadable", "",
                fmt::format("The invoice {} could not be read in Sage 50: {}", invoice.number, why),
                "Nothing to do at first: it is asked again. If it stays, look in Sage 50 for it.",
                Owner::it, "unanswered");
}

/// What was in that member of the requests, one after another.
std::vector<std::string> written_texts(const Written& written, const std::string& member) {
    std::vector<std::string> texts;
    for (const std::string& one : written.bodies) {
        const auto body = parse_json(one, limits::document_bytes_max * 4, JsonNumbers::as_text);
        texts.emplace_back(body.ok() ? text_at(body.value(), "/" + member) : std::string_view());
    }
    return texts;
}

/// A text of the invoice as it is now, and where the change of it goes.
struct Place {
    std::string member;
    const std::string& shown;
    std::optional<std::string>& change;
};

/// The texts of the despatch with the tracking that is known now.
Mapped<HeaderTexts> texts_with(const Settings& settings, const PreparationInput& input,
                               const Related& despatch, std::vector<Remark>& remarks) {
    Document document = despatch.written->document;
    const std::string carrier = document.shipment.carrier_id;
    document.shipment = input.document.shipment;
    if (document.shipment.carrier_id.empty()) {
        document.shipment.carrier_id = carrier;
    }
    const PreparationInput whole{document,
                                 input.catalogue,
                                 despatch.written->external_reference,
                                 input.idempotency_key,
                                 input.today,
                                 input.related,
                                 input.observations,
                                 input.past};
    const DocumentDates dates = decide_dates(date_rules(settings, input.catalogue), document, true);
    return map_header_texts(settings, whole, dates, false, remarks);
}

Preparation change(const Settings& settings, const PreparationInput& input, const Related& despatch,
                   const InvoiceState& shown) {
    std::vector<Remark> of_texts;
    std::vector<Remark> remarks;
    Mapped<HeaderTexts> texts = texts_with(settings, input, despatch, of_texts);
    if (texts.hold) {
        return *std::move(texts.hold);
    }
    InvoiceChange change;
    change.number = shown.number;
    std::vector<Place> places;
    for (std::size_t at = 0; at < shown.notes.size(); ++at) {
        places.push_back({fmt::format("notes{}", at + 1), shown.notes.at(at), change.notes.at(at)});
        places.push_back(
            {fmt::format("analysis{}", at + 1), shown.analysis.at(at), change.analysis.at(at)});
    }
    places.push_back({"consignmentRef", shown.consignment, change.consignment});
    bool said = false;
    bool changes = false;
    for (Place& place : places) {
        const std::string wanted = texts.value.field(place.member);
        // Where our reference stands it stays, by the settings of whatever day.
        if (wanted.empty() || place.member == name_of(settings.reference_field) ||
            place.shown == despatch.written->external_reference) {
            continue;
        }
        if (wanted == place.shown) {
            // Said once more, so that it is known to be what Sage should hold: an outbox that was
            // lost does not know what it wrote.
            place.change = wanted;
            said = true;
            continue;
        }
        const std::optional<std::string> merged =
            merge_text(place.shown, written_texts(*despatch.written, place.member), wanted, true);
        if (!merged) {
            remarks.push_back({"sage50.text_changed", place.member,
                               "People changed the text of the invoice " + shown.number +
                                   " in Sage 50, and it stays as they wrote it."});
            continue;
        }
        place.change = *merged;
        changes = true;
        // Of what is not written anew was told with the despatch.
        std::copy_if(of_texts.begin(), of_texts.end(), std::back_inserter(remarks),
                     [&](const Remark& one) { return one.field == place.member; });
    }
    if (!changes && !remarks.empty()) {
        return hold("text_changed", "/body/despatchReference/id", remarks.front().message,
                    "Enter the tracking in Sage 50 by hand and withdraw this document; or take out "
                    "there what people wrote and decide to send this one again.",
                    Owner::warehouse, "");
    }
    if (!changes && !said) {
        return PostNothing{
            "The tracking numbers are kept here: by the settings no text names them.",
            despatch.sage_document};
    }
    Send send = encode(settings.books, change);
    send.remarks = std::move(remarks);
    return send;
}

/// Numbers may be wrong: a person's word, or an answer that was not Sage's. Our reference is not.
bool is_of(const InvoiceState& shown, const Written& written) {
    const std::string& reference = written.external_reference;
    const auto has = [&](const auto& texts) {
        return std::find(texts.begin(), texts.end(), reference) != texts.end();
    };
    // As the customer's order number it is not shown here.
    const std::vector<std::string> elsewhere = written_texts(written, "customerOrderNumber");
    return has(shown.notes) || has(shown.analysis) || has(elsewhere);
}

std::string why_kept(const Settings& settings, const PreparationInput& input,
                     const Related& despatch) {
    if (settings.late_tracking == LateTracking::keep) {
        return "By the setting /lateTracking the tracking numbers are kept here.";
    }
    if (input.document.shipment.tracking_ids.empty()) {
        return "There are no tracking numbers.";
    }
    if (despatch.sage_document.type == despatch_type) {
        return "The tracking numbers are kept here: Sage 50 takes no change of an order once goods "
               "of it are allocated.";
    }
    if (despatch.sage_document.type != invoice_type || !despatch.written) {
        return "The tracking numbers are kept here: what was written in Sage 50 is not known any "
               "more.";
    }
    return "";
}

}  // namespace

Preparation prepare_tracking(const Settings& settings, const PreparationInput& input) {
    const std::string& despatch = input.document.despatch_id;
    const auto found =
        std::find_if(input.related.begin(), input.related.end(), [&](const Related& one) {
            return one.message_type == MessageType::despatch_advice && one.document_id == despatch;
        });
    if (found == input.related.end() || !found->posted) {
        return not_posted(despatch, found != input.related.end());
    }
    const SageDocument& invoice = found->sage_document;
    if (invoice.key.empty()) {
        return PostNothing{"The despatch made no document in Sage 50.", invoice};
    }
    if (std::string why = why_kept(settings, input, *found); !why.empty()) {
        return PostNothing{std::move(why), invoice};
    }
    const auto seen =
        std::find_if(input.observations.begin(), input.observations.end(),
                     [](const Observation& one) { return one.name == invoice_question; });
    if (seen == input.observations.end()) {
        return ReadFirst{std::string(invoice_question),
                         ask_invoice(settings.books, invoice.number)};
    }
    const Result<std::optional<InvoiceState>> state = read_invoice(seen->reply);
    if (!state.ok()) {
        return unreadable(invoice, state.error().first().cause);
    }
    if (!state.value() || state.value()->deleted || !is_of(*state.value(), *found->written)) {
        return hold(
            "invoice_gone", "/body/despatchReference/id",
            "Sage 50 does not have the invoice " + invoice.number + " with our reference any more.",
            "Find out who deleted it, and post the despatch again or by hand where it is "
            "still owed; then withdraw this document.",
            Owner::finance, "");
    }
    if (state.value()->posted) {
        return PostNothing{
            "The tracking numbers are kept here: the invoice is posted to the "
            "ledger.",
            invoice};
    }
    return change(settings, input, *found, *state.value());
}

}  // namespace sage::sage50
