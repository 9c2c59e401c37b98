// SPDX-License-Identifier: Apache-2.0
// Tracking that arrives late is written where the texts of the despatch are, as long as its invoice
// is not posted to the ledger; what people wrote there since then stays. Of a despatch that
// completed an order that is the invoice which Sage made then, with the texts of the order.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>

#include "plugins/sage50/map_order.h"
#include "plugins/sage50/wire_document.h"
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

Hold unreadable(const std::string& invoice, const std::string& why) {
    return hold("invoice_unreadable", "",
                fmt::format("The invoice {} could not be read in Sage 50: {}", invoice, why),
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

/// What is to stand in a field, and what we wrote there before, one after another.
struct OurText {
    std::string wanted;
    std::vector<std::string> written;
};
using OurTexts = std::map<std::string, OurText, std::less<>>;

bool is_of_order(const Related& despatch) {
    return despatch.sage_document.type == despatch_type;
}

/// That of the despatch; or the one that Sage made when an order was completed with it.
const std::string& invoice_number(const Related& despatch) {
    return is_of_order(despatch) ? despatch.sage_document.invoice_key
                                 : despatch.sage_document.number;
}

std::vector<Place> places_in(const InvoiceState& shown, InvoiceChange& change) {
    std::vector<Place> places;
    for (std::size_t at = 0; at < shown.notes.size(); ++at) {
        places.push_back({fmt::format("notes{}", at + 1), shown.notes.at(at), change.notes.at(at)});
        places.push_back(
            {fmt::format("analysis{}", at + 1), shown.analysis.at(at), change.analysis.at(at)});
    }
    places.push_back({"consignmentRef", shown.consignment, change.consignment});
    return places;
}

/// The texts of `document` with that tracking. An order that was made for a despatch has them by
/// the rules for despatches, too.
Mapped<HeaderTexts> texts_with(const Settings& settings, const PreparationInput& input,
                               Document document, const Shipment& shipment,
                               const std::string& reference, HeaderKind kind,
                               std::vector<Remark>& remarks) {
    const std::string carrier = document.shipment.carrier_id;
    document.shipment = shipment;
    if (document.shipment.carrier_id.empty()) {
        document.shipment.carrier_id = carrier;
    }
    const PreparationInput whole{
        document,    input.catalogue, reference,          input.idempotency_key,
        input.today, input.related,   input.observations, input.past};
    const DocumentDates dates = decide_dates(date_rules(settings, input.catalogue), document, true);
    return map_header_texts(settings, whole, dates, false, remarks, kind);
}

/// Of the despatch's own invoice.
OurTexts texts_of_invoice(const Settings& settings, const PreparationInput& input,
                          const Related& despatch, std::optional<Hold>& hold,
                          std::vector<Remark>& remarks) {
    const Written& written = *despatch.written;
    const HeaderTexts wanted =
        take(hold, texts_with(settings, input, written.document, input.document.shipment,
                              written.external_reference, HeaderKind::invoice, remarks));
    OurTexts ours;
    for (const auto& [member, text] : wanted.fields) {
        ours[member] = {text, written_texts(written, member)};
    }
    return ours;
}

/// The order was made for the despatch, and Sage took its texts over: they are what the despatch
/// stated of its tracking then, and later what was written here.
OurTexts texts_of_own_order(const Settings& settings, const PreparationInput& input,
                            const Related& despatch, const std::string& reference,
                            std::optional<Hold>& hold, std::vector<Remark>& remarks) {
    Document order = despatch.written->document;
    order.despatch_id = order.id;
    std::vector<Remark> of_before;
    const HeaderTexts before = take(hold, texts_with(settings, input, order, order.shipment,
                                                     reference, HeaderKind::order, of_before));
    const HeaderTexts wanted =
        take(hold, texts_with(settings, input, order, input.document.shipment, reference,
                              HeaderKind::order, remarks));
    OurTexts ours;
    for (const auto& [member, text] : wanted.fields) {
        // That invoices take a consignment is documented nowhere.
        if (member == "consignmentRef" && !is_taken(settings, member)) {
            continue;
        }
        // The first of our requests completed the order, and took over what the order had.
        std::vector<std::string> written = written_texts(*despatch.written, member);
        written.resize(std::max<std::size_t>(1, written.size()));
        written.front() = before.field(member);
        ours[member] = {text, std::move(written)};
    }
    return ours;
}

/// The order was there before: of its notes one that is free, or the one that late tracking has
/// already.
OurTexts texts_beside_order(const Settings& settings, const PreparationInput& input,
                            const Related& despatch, const std::vector<Place>& places,
                            std::vector<Remark>& remarks) {
    OurTexts ours;
    for (const Place& place : places) {
        std::vector<std::string> written = written_texts(*despatch.written, place.member);
        const bool ours_already = !place.shown.empty() && std::find(written.begin(), written.end(),
                                                                    place.shown) != written.end();
        const bool free = place.shown.empty() && ours.empty();
        if (!place.member.starts_with("notes") || is_taken(settings, place.member) ||
            !(free || ours_already)) {
            continue;
        }
        remarks.clear();
        ours.clear();
        ours[place.member] = {
            map_parcels(settings, input.document.shipment.tracking_ids, place.member, remarks),
            std::move(written)};
        if (ours_already) {
            break;
        }
    }
    return ours;
}

OurTexts our_texts(const Settings& settings, const PreparationInput& input, const Related& despatch,
                   const std::vector<Place>& places, std::optional<Hold>& hold,
                   std::vector<Remark>& remarks) {
    if (!is_of_order(despatch)) {
        return texts_of_invoice(settings, input, despatch, hold, remarks);
    }
    if (!has_order_of_its_own(despatch)) {
        return texts_beside_order(settings, input, despatch, places, remarks);
    }
    const auto own = std::find_if(places.begin(), places.end(), [&](const Place& place) {
        return place.member == name_of(settings.reference_field);
    });
    const std::string reference = own == places.end() ? std::string() : own->shown;
    return texts_of_own_order(settings, input, despatch, reference, hold, remarks);
}

Preparation change(const Settings& settings, const PreparationInput& input, const Related& despatch,
                   const InvoiceState& shown) {
    std::vector<Remark> of_texts;
    std::vector<Remark> remarks;
    InvoiceChange change;
    change.number = shown.number;
    change.of_order = is_of_order(despatch);
    std::vector<Place> places = places_in(shown, change);
    std::optional<Hold> unfit;
    const OurTexts ours = our_texts(settings, input, despatch, places, unfit, of_texts);
    if (unfit) {
        return *std::move(unfit);
    }
    bool said = false;
    bool changes = false;
    for (Place& place : places) {
        const auto found = ours.find(place.member);
        // Where our reference stands it stays, by the settings of whatever day: the order's is
        // another one than the despatch's.
        const bool has_reference = place.shown == despatch.written->external_reference ||
                                   (change.of_order && is_reference(place.shown));
        if (found == ours.end() || found->second.wanted.empty() ||
            place.member == name_of(settings.reference_field) || has_reference) {
            continue;
        }
        const auto& [wanted, written] = found->second;
        if (wanted == place.shown) {
            // Said once more, so that it is known to be what Sage should hold: an outbox that was
            // lost does not know what it wrote.
            place.change = wanted;
            said = true;
            continue;
        }
        const std::optional<std::string> merged = merge_text(place.shown, written, wanted, true);
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
        return PostNothing{ours.empty() && is_of_order(despatch)
                               ? "The tracking numbers are kept here: the notes of the invoice " +
                                     shown.number + " hold the texts of its order."
                               : "The tracking numbers are kept here: by the settings no text "
                                 "names them.",
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
    if (is_of_order(despatch) && invoice_number(despatch).empty()) {
        return "The tracking numbers are kept here: Sage 50 takes no change of an order once goods "
               "of it are allocated, and no invoice of it is known.";
    }
    const bool invoiced = is_of_order(despatch) || despatch.sage_document.type == invoice_type;
    if (!invoiced || !despatch.written) {
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
    const SageDocument& made = found->sage_document;
    if (made.key.empty()) {
        return PostNothing{"The despatch made no document in Sage 50.", made};
    }
    if (std::string why = why_kept(settings, input, *found); !why.empty()) {
        return PostNothing{std::move(why), made};
    }
    const std::string& number = invoice_number(*found);
    const auto seen =
        std::find_if(input.observations.begin(), input.observations.end(),
                     [](const Observation& one) { return one.name == invoice_question; });
    if (seen == input.observations.end()) {
        return ReadFirst{std::string(invoice_question), ask_invoice(settings.books, number)};
    }
    const Result<std::optional<InvoiceState>> state = read_invoice(seen->reply);
    if (!state.ok()) {
        return unreadable(number, state.error().first().cause);
    }
    const bool there = state.value() && !state.value()->deleted;
    if (is_of_order(*found) && (!there || state.value()->order_number != made.number)) {
        return PostNothing{
            "The tracking numbers are kept here: Sage 50 does not have the invoice " + number +
                " of the order " + made.number + " any more.",
            made};
    }
    if (!there || (!is_of_order(*found) && !is_of(*state.value(), *found->written))) {
        return hold("invoice_gone", "/body/despatchReference/id",
                    "Sage 50 does not have the invoice " + number + " with our reference any more.",
                    "Find out who deleted it, and post the despatch again or by hand where it is "
                    "still owed; then withdraw this document.",
                    Owner::finance, "");
    }
    if (state.value()->posted) {
        return PostNothing{
            "The tracking numbers are kept here: the invoice is posted to the "
            "ledger.",
            made};
    }
    return change(settings, input, *found, *state.value());
}

}  // namespace sage::sage50
