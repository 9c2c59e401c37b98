// SPDX-License-Identifier: Apache-2.0
// The entity that documents are posted in. A misspelt entity header is ignored by Sage Intacct, and
// whether an unknown id in it is refused or ignored is not established: so the id is looked up
// before anything is posted, and each document is read back for where it is, as far as Sage shows.
#include <algorithm>

#include "plugins/intacct/intacct.h"

namespace sage::intacct {

std::optional<Hold> unknown_entity(const Settings& settings, const Catalogue& catalogue) {
    const CatalogueRecord* const record = catalogue.find(kind::entity, settings.entity);
    const bool usable = record != nullptr && record->active;
    // Without the permission to list entities none is known, and nothing can be said.
    if (settings.entity.empty() || usable || catalogue.count(kind::entity) == 0) {
        return std::nullopt;
    }
    return Hold{{"intacct.settings.entity_unknown", "/entity",
                 "The entity " + settings.entity +
                     (record == nullptr ? " is not in Sage Intacct, which may ignore it and post "
                                          "elsewhere."
                                        : " is inactive."),
                 "Correct the setting /entity to the id of an active entity, letter for letter.",
                 Owner::finance},
                "entity-id:" + settings.entity};
}

void place_in_entity(const Settings& settings, const Catalogue& catalogue,
                     Preparation& preparation) {
    Send* const send = std::get_if<Send>(&preparation);
    if (send == nullptr || settings.entity.empty()) {
        return;
    }
    if (std::optional<Hold> unknown = unknown_entity(settings, catalogue)) {
        preparation = *std::move(unknown);
        return;
    }
    const std::string object = object_name(family_of(send->request), send->sage_type);
    const bool shown = field_of(catalogue.find(kind::definition, object), entity_field) == "known";
    if (shown && send->existing_key.empty()) {
        send->facts.insert_or_assign(std::string(entity_field), settings.entity);
    }
}

std::optional<Hold> wrong_entity(const Settings& settings, const std::vector<Difference>& wrong) {
    const auto found = std::find_if(wrong.begin(), wrong.end(), [](const Difference& difference) {
        return difference.field == entity_field;
    });
    if (found == wrong.end()) {
        return std::nullopt;
    }
    return Hold{
        {"intacct.entity_wrong", "",
         "A document that was posted for entity " + settings.entity + " is in " +
             (found->found.empty() ? "no entity" : "entity " + found->found) + " in Sage Intacct.",
         "Correct the setting /entity or the entities of the Web Services user, and move "
         "what was posted wrong; then decide to send one of the held documents again.",
         Owner::finance},
        "entity:" + settings.entity};
}

}  // namespace sage::intacct
