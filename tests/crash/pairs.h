// SPDX-License-Identifier: Apache-2.0
// What is tried with real processes: the editions of Sage, in the ways in which a despatch can
// reach them, each with a store. A trial (trial.h) is of one of them.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "mock-host/control.h"

namespace sage::testing {

/// An edition with a store, and what a despatch becomes: everything here is done for each of them.
struct Pair {
    std::string edition;
    std::string plugin_file;
    std::string store;
    /// JSON object, merged into what Sage suggests; null leaves a member out. May be empty.
    std::string settings;
    std::string posts_to = "document";  ///< part of the addresses to which documents are posted
    /// A doubt is settled by looking alone: that something is absent is believed once a later
    /// document is in Sage.
    bool looked_up = false;
    bool by_orders = false;  ///< a despatch is an order and its confirmation
    /// There is no interface: a document is a file for a person to import, and held until then.
    bool by_files = false;
    /// How Sage refuses a document for good, in the words of a fault; empty: it never does.
    std::string refusal = "";
    unsigned share = 1;  ///< of what one run tries of the first pair: one in so many
};
const std::vector<Pair>& all_pairs();
/// On the database server that the tests of a program share. Its store is looked at by SQL, and
/// not opened as a file.
Pair pair_on_a_server();
/// Those that a request can be lost of.
std::vector<Pair> pairs_over_a_network();
/// Those whose documents are files to be imported.
std::vector<Pair> pairs_by_files();
/// Those in which a despatch is one request.
std::vector<Pair> pairs_of_one_step();

/// The settings with those of this JSON object instead of their own, and without those that are
/// null there; it may be empty.
std::string merged(const std::string& configuration, const std::string& settings);

/// For the names of tests.
std::string name_of(const Pair& pair);
void PrintTo(const Pair& pair, std::ostream* out);

/// The warehouse's number of a document in Sage. Where Sage has no field for it, it is found in the
/// texts, or in the tracking number of its despatch.
std::string number_of(const wms::SageDocument& document, const Pair& pair);

/// Sage makes it by itself of an order that has left.
bool follows_an_order(const wms::SageDocument& document, const Pair& pair);

}  // namespace sage::testing
