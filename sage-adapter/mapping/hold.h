// SPDX-License-Identifier: Apache-2.0
// What a mapping gives in place of a value it could not find: the reason why the document waits,
// in the name of the edition that asked. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sage-adapter/base/status.h"

namespace sage {

/// A person or a setting is needed first. Documents held for the same root cause are released
/// together when it is gone: "item:SKU-1", "customer:C2". Empty: only a decision releases it.
struct Hold {
    Problem problem;
    std::string root_cause;
    /// What else would hold it once that is gone, each thing once: a person mends all in one go.
    // g++ warns of a member that braces leave out unless it has a value here.
    std::vector<Problem> others = {};  // NOLINT(readability-redundant-member-init)
};

/// A value, or why the document has to be held.
template <class T>
struct Mapped {
    T value{};
    std::optional<Hold> hold;
};

/// Adds what else holds a document, so that a person hears all of it at once; the same is said
/// once.
void add_hold(std::optional<Hold>& all, std::optional<Hold> more);

/// The value, and what holds it added to `all`.
template <class T>
T take(std::optional<Hold>& all, Mapped<T> mapped) {
    add_hold(all, std::move(mapped.hold));
    return std::move(mapped.value);
}

/// How what editions share speaks in the name of one of them.
struct EditionWords {
    std::string_view edition;  ///< begins its codes: "sage50"
    std::string_view sage;     ///< its Sage, for people: "Sage 50"

    /// "sage50.customer_unknown"; every short code of this folder has an entry in the ERRORS.md of
    /// each edition that includes its header.
    std::string code(std::string_view short_code) const;
};

Hold held(const EditionWords& words, std::string_view code, std::string pointer, std::string cause,
          std::string fix, Owner owner, std::string root_cause);

/// What of the settings cannot work with what was read of Sage: "sage50.settings.tax_unknown".
Problem unfit_setting(const EditionWords& words, std::string_view code, std::string pointer,
                      std::string cause, std::string fix);

}  // namespace sage
