// SPDX-License-Identifier: Apache-2.0
// The warehouse of one world: what it writes, drawn fresh each time, and what it remembers of it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tests/simulation/chance.h"

namespace sage::simulation {

struct HostLine {
    std::string item;
    std::string quantity;
    std::string price;
    // g++ warns of a member that braces leave out unless it has a value here.
    // NOLINTNEXTLINE(readability-redundant-member-init)
    std::string order_line = {};  ///< of the order that it is of; empty: not told
};

/// The item of a charge.
inline constexpr std::string_view charge_item = "POST";

/// One document as the host wrote it.
struct HostDocument {
    std::string json;
    std::string type;
    std::string id;
    std::string version;
    std::string message_id;
    std::string ordering_key;
    std::string subject_message_id;  ///< of a person's word about another document
    std::string decision;            ///< cancel, sendAgain, markPosted, withdraw
    std::vector<HostLine> lines;     ///< charges included
    std::string another_id;          ///< of the order or the despatch that it is about
    std::string customer;
    bool priced = false;  ///< the lines' prices decide the document's value
};

/// How a warehouse works, where not as usual.
struct Habits {
    /// What leaves is mostly what was ordered, or a part of it; otherwise orders are only named.
    bool despatches_of_orders = false;
    bool lanes_of_orders = false;  ///< documents of one order mostly follow each other
    bool orders_by_hand = false;   ///< people enter orders in Sage, under the warehouse's number
    int price_places = 10;
};

class Host {
  public:
    Host(Chance& chance, const Habits& habits) : chance_(chance), habits_(habits) {}

    /// A document of the warehouse that nobody has seen yet.
    HostDocument fresh(std::int64_t now_ms);
    /// The same identity with other content.
    HostDocument with_other_content(const HostDocument& document, std::int64_t now_ms);
    /// The same content under another message id, as a host writes that lost its own records.
    HostDocument written_again(const HostDocument& document);
    /// A new version of it.
    HostDocument revised(const HostDocument& document, std::int64_t now_ms);
    HostDocument cancellation(const HostDocument& subject, std::int64_t now_ms);
    /// @param sage_number  of the document in Sage, for "markPosted"
    HostDocument decision(const HostDocument& subject, const std::string& what,
                          const std::string& sage_number, bool by_hand, std::int64_t now_ms);

    /// Items that some document names and Sage does not have yet.
    std::vector<std::string> take_unknown_items();

  private:
    std::string message_id();
    HostDocument outline(const std::string& type, const std::string& prefix);
    void draw_lines(HostDocument& document, const std::string& quantity_name, bool negative);
    std::string lines_json(const HostDocument& document, const std::string& quantity_name) const;
    std::string price();
    std::string item();
    void write(HostDocument& document, const std::string& body, std::int64_t now_ms);
    void write_trade(HostDocument& document, std::int64_t now_ms);
    std::string draw_subject(HostDocument& document);
    void take_from_order(HostDocument& document);
    std::string shipment();

    struct Order {
        std::string id;
        std::string ordering_key;
        std::string customer;
        std::vector<HostLine> lines;
    };
    Order* order_called(const std::string& id);
    void keep_order(const HostDocument& document);

    Chance& chance_;
    const Habits habits_;
    std::uint64_t written_ = 0;
    std::uint64_t unknown_ = 0;
    std::vector<std::string> unknown_items_;
    std::vector<Order> orders_;
    std::vector<std::string> despatches_;
};

}  // namespace sage::simulation
