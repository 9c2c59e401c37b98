// SPDX-License-Identifier: Apache-2.0
#include "plugins/sage200/offers.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "plugins/sage200/map.h"

namespace sage::sage200 {
namespace {

constexpr std::string_view state_field = "state";

struct Offer {
    std::string_view name;
    /// Resource that came with it and is asked for in its place; empty: a field of orders.
    std::string_view probe;
    std::string_view people_say;
    std::string_view since;
};
constexpr auto offers = std::to_array<Offer>({
    // To read it is to lock the goods of the orders that it shows, as Sage's description says. The
    // receipts of despatches came with the same release and are for reading alone.
    {offer::confirm_despatch, "sop_despatch_receipts", "despatches (sop_confirm_despatch)",
     "since its release of August 2022"},
    {offer::couriers, "couriers", "couriers", "since its release of August 2022"},
    // It takes transfers and shows none.
    {offer::stock_transfers, "bin_holdings", "stock transfers",
     "since its release of September 2020"},
    {offer::stocktakes, "stocktakes", "stocktakes", "since its release of September 2020"},
    {offer::spare_fields, "", "spare texts, numbers, dates and booleans on orders",
     "since its release of August 2023 (2023 R2)"},
    {offer::more_analysis_codes, "", "the analysis codes 6 to 20",
     "in the edition Professional alone, since its release of May 2019"},
});

const Offer& offer_of(std::string_view name) {
    return *std::find_if(offers.begin(), offers.end(),
                         [name](const Offer& one) { return one.name == name; });
}

std::string_view text_of(Offered offered) {
    switch (offered) {
        case Offered::yes:
            return "yes";
        case Offered::no:
            return "no";
        case Offered::forbidden:
            return "forbidden";
        case Offered::unknown:
            break;
    }
    return "unknown";
}

struct Needed {
    std::string_view name;
    std::string pointer;
    const char* otherwise;  ///< what to do without it
};

void add_field(std::vector<Needed>& needed, std::string_view field, std::string pointer,
               const char* otherwise) {
    if (const std::string_view group = group_of(field); !group.empty()) {
        needed.push_back({group, std::move(pointer), otherwise});
    }
}

std::vector<Needed> needed_by(const Settings& settings) {
    std::vector<Needed> needed;
    if (settings.confirms_despatches()) {
        needed.push_back({offer::confirm_despatch, "/despatchBecomes",
                          "let despatches become sales orders whose despatch people confirm in "
                          "Sage, or invoices of the ledger"});
    }
    if (!settings.orders.couriers.empty()) {
        needed.push_back({offer::couriers, "/salesOrders/couriers", "leave the couriers out"});
    }
    const char* const other_field = "name another field";
    for (const TextRule& rule : settings.texts) {
        for (std::size_t index = 0; index < rule.to.size(); ++index) {
            add_field(needed, rule.to[index], fmt::format("{}/to/{}", rule.options.pointer, index),
                      other_field);
        }
    }
    add_field(needed, settings.orders.reference_field, "/salesOrders/referenceField", other_field);
    return needed;
}

}  // namespace

CatalogueRecord offer_record(std::string_view name, Offered offered) {
    CatalogueRecord record;
    record.kind = kind::offer;
    record.id = name;
    record.name = name;
    record.active = offered == Offered::yes;
    record.fields.emplace(state_field, text_of(offered));
    return record;
}

Offered offered(const Catalogue& catalogue, std::string_view name) {
    const std::string_view state = field_of(catalogue.find(kind::offer, name), state_field);
    for (const Offered one : {Offered::yes, Offered::no, Offered::forbidden}) {
        if (state == text_of(one)) {
            return one;
        }
    }
    return Offered::unknown;
}

Request ask_offer(const Books& books, const CatalogueRead& read) {
    return get(books, offer_of(read.scope).probe, {{"$top", "1"}});
}

/// What neither shows it nor says that it is not there leaves it open: nothing depends on that.
Result<CataloguePage> read_offer(const CatalogueRead& read, const Reply& reply) {
    CataloguePage page;
    if (reply.status >= 500 || reply.status == 401 || reply.status == 429) {
        return Error(Status::remote,
                     Problem{"sage200.catalogue_unreadable", "",
                             fmt::format("Whether Sage 200 offers {} is not known: it answered {}.",
                                         read.scope, reply.status),
                             "Nothing to do: they are read again.", Owner::it});
    }
    const Offered known = reply.status == 404 || reply.status == 405 ? Offered::no
                          : reply.status == 403                      ? Offered::forbidden
                          : read_rows(reply).ok()                    ? Offered::yes
                                                                     : Offered::unknown;
    page.records.push_back(offer_record(read.scope, known));
    return page;
}

std::string_view group_of(std::string_view order_field) {
    if (order_field.starts_with("spare_")) {
        return offer::spare_fields;
    }
    constexpr std::string_view analysis = "analysis_code_";
    int slot = 0;
    if (order_field.starts_with(analysis)) {
        const std::string_view digits = order_field.substr(analysis.size());
        std::from_chars(digits.data(), digits.data() + digits.size(), slot);
    }
    constexpr int slots_of_standard = 5;
    return slot > slots_of_standard ? offer::more_analysis_codes : std::string_view();
}

std::string lacking(std::string_view name) {
    const Offer& offer = offer_of(name);
    return fmt::format("{}, which Sage 200 has {} and this site does not have", offer.people_say,
                       offer.since);
}

std::optional<Hold> not_offered(const Catalogue& catalogue, std::string_view name) {
    if (offered(catalogue, name) != Offered::no) {
        return std::nullopt;
    }
    return Hold{{"sage200.not_offered", "", "The document needs " + lacking(name) + ".",
                 "Upgrade Sage 200, or choose documents and fields in the settings that this site "
                 "has: check tells which settings those are.",
                 Owner::it},
                fmt::format("{}:{}", not_offered_cause, name)};
}

void check_offers(const Settings& settings, const Catalogue& catalogue,
                  std::vector<Problem>& problems) {
    for (const Needed& one : needed_by(settings)) {
        const Offered known = offered(catalogue, one.name);
        if (known == Offered::no) {
            problems.push_back({"sage200.settings.not_offered", one.pointer,
                                "The setting needs " + lacking(one.name) + ".",
                                fmt::format("Upgrade Sage 200, or {}.", one.otherwise), Owner::it});
        } else if (known == Offered::forbidden) {
            problems.push_back(
                {"sage200.read_forbidden", one.pointer,
                 fmt::format("The user's role in Sage 200 may not read {}, so that it is not known "
                             "whether this site has {}.",
                             offer_of(one.name).probe, offer_of(one.name).people_say),
                 "Give the role the right to this module.", Owner::it});
        }
    }
}

}  // namespace sage::sage200
