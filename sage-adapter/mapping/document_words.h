// SPDX-License-Identifier: Apache-2.0
// What a document is and what it is about, in one line for people who see it in Sage. Pure; any
// thread.
#pragma once

#include <string>
#include <string_view>

#include "sage-adapter/document/document.h"

namespace sage {

/// The number of the document that this one corrects or takes back; empty: of none.
const std::string& original_id(const Document& document);

/// "Return RMA-31, of despatch DN-1, number 7": `sages_number` is what Sage calls the original;
/// empty: it is not known.
std::string words_about(const Document& document, std::string_view sages_number);

}  // namespace sage
