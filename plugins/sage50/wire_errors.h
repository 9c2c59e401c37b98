// SPDX-License-Identifier: Apache-2.0
// Errors of Sage Data Objects as messages of HyperAccounts tell them, and what each means for a
// document. Numbers and names are those of SDO's type library 320. All functions are pure and
// thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "sage-adapter/edition.h"

namespace sage::sage50 {

/// About what of a document an error is.
enum class About : std::uint8_t { nothing, customer, nominal, lock_date };

/// When the request was refused.
enum class Stage : std::uint8_t {
    logon,  ///< it did not begin
    write,  ///< something of it may have been written before, if it does several things
};

struct SageError {
    int number = 0;
    std::string_view name;                    ///< "sdoLogonNameInUse"
    std::array<std::string_view, 2> phrases;  ///< in small letters, without a full stop
    Judgement judgement = Judgement::unknown;
    std::string_view code;
    std::string_view cause;
    std::string_view fix;
    Owner owner = Owner::it;
    Stage stage = Stage::write;
    About about = About::nothing;
    std::uint32_t retry_after_ms = 0;
};

/// The one error that the message tells: by "SDO error 70", by its name, or by a whole phrase, with
/// or without more behind a colon. Null: none, or more than one.
const SageError* error_in(std::string_view message);
/// What stands behind the colon, "4000" of "The nominal code is invalid: 4000"; empty: nothing.
std::string_view subject_in(std::string_view message);

}  // namespace sage::sage50
