// SPDX-License-Identifier: Apache-2.0
// What the translations of the editions share. Internal to words.h.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <vector>

#include "mock-host/control.h"

namespace wms::scenarios {

/// What the control interface answers, as JSON.
Result<boost::json::value> asked(Control& control, const std::string& target);
/// The first group of a pattern in a text; empty: it is not in it.
std::string found_in(const std::string& text, const char* pattern);
/// What is left of the gross.
std::string tax_of(const std::string& net, const std::string& gross);

struct KeyedDocument {
    std::string key;
    std::string number;
    boost::json::object in_words;
};
using KeyedDocuments = Result<std::vector<KeyedDocument>>;
/// In the order in which they were made.
KeyedDocuments sage200_documents(Control& control);
KeyedDocuments sage50_documents(Control& control);

}  // namespace wms::scenarios
