// SPDX-License-Identifier: Apache-2.0
// The form of a set-up, drawn from the schema of a plugin's settings: one question for each
// setting, in the plugin's own words. Pure functions of the manifest, for a terminal and a screen.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "mock-host/manifest.h"
#include "mock-host/result.h"

namespace wms {

enum class AnswerForm : std::uint8_t {
    choice,        ///< one of the choices
    text,          ///< as it is typed
    whole_number,  ///< digits
    yes_or_no,     ///< true or false
    json,          ///< a list or a map, as JSON
};

struct Question {
    std::string pointer;  ///< of the setting
    std::string group;    ///< title of the setting that it is a part of; empty: it stands alone
    std::string title;
    std::string description;
    AnswerForm form = AnswerForm::text;
    std::vector<std::string> choices;
    std::string fallback;         ///< JSON of what counts where nothing is answered; empty: nothing
    bool is_required = false;     ///< nothing works without an answer
    bool of_environment = false;  ///< belongs to test or to live, and is never copied between them
    /// Of which kinds of the catalogue the answer, or what it names, is a code.
    std::vector<std::string> catalogue_kinds;
};

/// Problem code "setup.schema": the manifest's schema cannot be used.
Result<std::vector<Question>> questions_of(const Manifest& manifest);

/// What was typed, as JSON. Problem code "setup.answer", with what is allowed.
Result<std::string> answer_of(const Question& question, std::string_view typed);

/// A code of Sage that settings name.
struct NamedCode {
    std::string pointer;  ///< where
    std::string code;
    std::vector<std::string> catalogue_kinds;
};
/// All of them, by the marks "catalogueKind" of the schema.
Result<std::vector<NamedCode>> codes_named(const Manifest& manifest,
                                           std::string_view configuration);

}  // namespace wms
