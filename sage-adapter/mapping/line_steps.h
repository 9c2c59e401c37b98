// SPDX-License-Identifier: Apache-2.0
// A document that Sage takes line by line: each line but the last is a step, posted before the
// document itself (Company::precursor()). A step is the whole document, so that all of it is looked
// at before any of it is sent, under a number that names the place of its line. Pure; any thread.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sage-adapter/document/document.h"
#include "sage-adapter/mapping/hold.h"

namespace sage {

/// Places of the lines whose quantity is not zero, in their order.
std::vector<std::size_t> moving_lines(const Document& document);

/// A step, and not the document itself, whose number it has as what it is about.
bool is_step(const Document& document);

/// The number of the step of the line at a place: of what corrects another version two lines may
/// have the same id.
std::string step_number(const Document& document, std::size_t place);

/// The line that the document, or the step, moves itself. `moving` are not none.
std::size_t own_line(const Document& document, const std::vector<std::size_t>& moving);

/// Whether the step of that number is in Sage.
using StepIsPosted = std::function<bool(const std::string& number)>;

/// The next step that is to be posted before the document; nothing: it is its own turn.
std::optional<Document> next_step(const Document& document, const StepIsPosted& is_posted);

/// The document's turn has come and a step before it is not in Sage: the settings posted nothing
/// for it then. Nothing: all are.
std::optional<Hold> step_missing(const Document& document, const std::vector<std::size_t>& moving,
                                 const StepIsPosted& is_posted, const EditionWords& words);

}  // namespace sage
