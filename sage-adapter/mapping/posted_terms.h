// SPDX-License-Identifier: Apache-2.0
// In which terms the lines of a document are in the books: item, tax, unit, places and customer of
// Sage as they were when it was posted, and the currency and exchange rate. A credit of a line, or
// more of it, has the same, whatever the settings make of the warehouse's codes by now. What an
// edition wrote is kept with each request; here it is found again for the lines of a new version
// and of a return. Pure; any thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sage-adapter/document/document.h"

namespace sage {

/// Under which name a line's terms are kept: its id, which all versions of a document share, with
/// its item and tax, so that a version that changed them does not have the terms of the one before
/// while its own are still to be posted.
std::string terms_key(const Line& line);
/// Charges have no ids: those of the same code and tax share their terms.
std::string terms_key(const AllowanceCharge& charge);

struct SentLineTerms {
    std::string key;
    PostedTerms terms;
};
/// The terms of what one request adds to the books.
struct SentTerms {
    std::string customer;
    std::vector<SentLineTerms> lines;  ///< of lines and charges
    /// Absent: in the currency of the books.
    // g++ warns of a member that braces leave out unless it has a value here.
    std::optional<PostedRate> rate = {};  // NOLINT(readability-redundant-member-init)

    bool empty() const { return customer.empty() && lines.empty() && !rate; }
};

/// The terms of a document in the books, over all its versions.
struct BookedTerms {
    std::string customer;
    std::map<std::string, PostedTerms, std::less<>> lines;
    std::optional<PostedRate> rate;

    /// What was sent before all that was added so far; what is known already is newer, and stays.
    void add_earlier(SentTerms sent);
    /// Whether the terms of every line and charge that is posted for the document are known.
    bool cover(const Document& document) const;
};

/// Puts the terms on the lines and charges of a version that is posted.
void put_terms(Document& posted, const BookedTerms& booked);

/// Puts the terms of a despatch, which were put on it, on the lines of a return that are about it:
/// those of the same item that state the same tax or none. Of several lines the one of the same
/// order line, or else of the same price, or else the first. What comes back to another site is put
/// in stock there. What the despatch did not have is left as it is. The currency and the rate are
/// those of the despatch, whatever else came back.
void take_terms(Document& goods_return, const Document& despatch, const BookedTerms& booked);

}  // namespace sage
