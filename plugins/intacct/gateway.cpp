// SPDX-License-Identifier: Apache-2.0
// Which documents go by the XML gateway, and what of the others' machinery has to know: a document
// that went by it is known by its number alone until it is read back, and whatever is made from it
// before that asks for its key first.
#include "plugins/intacct/gateway.h"

#include <algorithm>

#include "plugins/intacct/answers.h"
#include "plugins/intacct/map.h"
#include "plugins/intacct/wire.h"

namespace sage::intacct {
namespace {

constexpr std::string_view key_observation = "key of the document";

// "Sales Order-SO0001", of a document of which both are known.
std::string id_of(const SageDocument& document) {
    return document.type + "-" + document.number;
}

const SageDocument* with_key(const PreparationInput& input, std::string_view key) {
    for (const Related& one : input.related) {
        if (one.sage_document.key == key && !one.sage_document.number.empty()) {
            return &one.sage_document;
        }
    }
    return nullptr;
}

Hold not_by_gateway(Problem problem) {
    return {std::move(problem), ""};
}

Preparation by_gateway(const Settings& settings, const PreparationInput& input, Send send) {
    GatewayDocument document;
    document.definition = send.sage_type;
    document.body = send.request.body;
    document.control_id = input.idempotency_key;
    const Family family = family_of(send.request);
    document.function =
        !send.existing_key.empty()                ? GatewayFunction::update_sotransaction
        : family == Family::inventory_control     ? GatewayFunction::create_ictransaction
        : family == Family::receivable_adjustment ? GatewayFunction::create_aradjustment
                                                  : GatewayFunction::create_sotransaction;
    const auto source = send.facts.find("sourceDocument.key");
    const std::string_view other_key =
        !send.existing_key.empty()   ? std::string_view(send.existing_key)
        : source == send.facts.end() ? std::string_view()
                                     : std::string_view(source->second);
    const SageDocument* const other = other_key.empty() ? nullptr : with_key(input, other_key);
    const std::string other_id = other == nullptr ? std::string() : id_of(*other);
    if (!other_key.empty() && other_id.empty()) {
        return not_by_gateway({"intacct.gateway_lacks", "/gateway",
                               "The XML gateway names the document with the key " +
                                   std::string(other_key) +
                                   " by its number, which Sage Intacct does not show.",
                               "See that the Web Services user may list these documents and decide "
                               "to send this one again, or send documents of this kind by REST.",
                               Owner::it});
    }
    document.source_id = other_id;
    document.existing_id = other_id;
    Result<Request> request = gateway_request(settings.gateway, document);
    if (!request.ok()) {
        return not_by_gateway(request.error().first());
    }
    send.request = std::move(request).value();
    return send;
}

// By what is known of it.
ReadFirst ask_for_key(const Settings& settings, const SageDocument& document) {
    Query query;
    query.object = object_name(Family::order_entry, document.type);
    query.fields = {"key", "documentNumber"};
    query.filters = {knows_key(document) ? Filter{"$eq", "key", {document.key}}
                                         : Filter{"$eq", "documentNumber", {document.number}}};
    query.size = 2;
    return {std::string(key_observation), query_request(settings, query)};
}

bool needs_keys(const Settings& settings, const Document& document) {
    switch (document.envelope.message_type) {
        case MessageType::despatch_advice:
        case MessageType::return_advice:
            return settings.conversion != Conversion::never;
        case MessageType::tracking_update:
            return settings.patch_late_tracking;
        case MessageType::order_cancellation:
            return !settings.definitions.order_cancellation.empty();
        default:
            return false;
    }
}

// The only one that was asked for. Otherwise what is known stays, and finds nothing.
void learn_key(SageDocument& document, const Reply& reply) {
    const Result<Page> page = read_page(reply);
    if (!page.ok() || page.value().rows.size() != 1) {
        return;
    }
    const std::string_view key = value_in(page.value().rows.front(), "key");
    const std::string_view number = value_in(page.value().rows.front(), "documentNumber");
    if (knows_key(document) ? key == document.key : number == document.number && !key.empty()) {
        document.key = key;
        document.number = number;
    }
}

}  // namespace

bool chosen_for_gateway(const Settings& settings, const Document& document) {
    const GatewayUse& use = settings.gateway;
    switch (document.envelope.message_type) {
        case MessageType::sales_order:
            return use.sales_order;
        case MessageType::despatch_advice:
            return use.despatch;
        case MessageType::return_advice:
            return use.goods_return;
        case MessageType::tracking_update:
            return use.late_tracking;
        case MessageType::inventory_adjustment:
            return direction_of(document) > 0 ? use.increase : use.decrease;
        default:
            return false;
    }
}

Preparation prepare_by_settings(const Settings& settings, const PreparationInput& input) {
    std::vector<Related> related = input.related;
    if (needs_keys(settings, input.document)) {
        const bool by_number = !input.past && chosen_for_gateway(settings, input.document);
        for (Related& one : related) {
            SageDocument& document = one.sage_document;
            const bool known = knows_key(document) && !(by_number && document.number.empty());
            if (!one.posted || document.key.empty() || known) {
                continue;
            }
            const Reply* const seen = answer_to(input, key_observation);
            if (seen == nullptr) {
                return ask_for_key(settings, document);
            }
            learn_key(document, *seen);
        }
    }
    const PreparationInput with_keys{
        input.document, input.catalogue, input.external_reference, input.idempotency_key,
        input.today,    related,         input.observations,       input.past};
    Preparation preparation = prepare(settings, with_keys);
    Send* const send = std::get_if<Send>(&preparation);
    // A document of the past is compared and never sent.
    if (send == nullptr || input.past || !chosen_for_gateway(settings, input.document)) {
        return preparation;
    }
    return by_gateway(settings, with_keys, std::move(*send));
}

void check_gateway(const Settings& settings, std::vector<Problem>& problems) {
    const GatewayUse& use = settings.gateway;
    // Adjustments of accounts receivable carry their tax by the gateway, too.
    const bool sales =
        use.sales_order || use.despatch || (use.goods_return && !settings.receivable.goods_return);
    const std::vector<TaxRule>& rules = settings.tax.rules;
    const bool schedules = !settings.tax_details.empty() ||
                           std::any_of(rules.begin(), rules.end(),
                                       [](const TaxRule& rule) { return !rule.schedule.empty(); });
    if (sales && schedules) {
        problems.push_back({"intacct.settings.gateway_tax", "/gateway",
                            "Lines carry a tax schedule by the settings, and the XML gateway has "
                            "no element for one.",
                            "Leave orders, despatches and returns with REST, or leave out "
                            "/taxDetails and the rules of /taxRules that name a schedule.",
                            Owner::it});
    }
    if (use.late_tracking && !settings.patch_late_tracking) {
        problems.push_back({"intacct.settings.gateway_tracking", "/gateway/lateTracking",
                            "Late tracking is to go by the XML gateway and is not sent at all.",
                            "Set /lateTracking to patch, or leave this out.", Owner::it});
    }
}

}  // namespace sage::intacct
