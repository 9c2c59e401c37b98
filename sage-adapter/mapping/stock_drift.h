// SPDX-License-Identifier: Apache-2.0
// What the warehouse has of an item against what Sage has of it, corrected by the documents that
// are in one of them and not yet in the other. Pure; knows neither outbox nor wire.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sage-adapter/document/document.h"

namespace sage {

/// What a document does to the stock of one item at one site. Signed.
struct StockMovement {
    std::string item;
    std::string site;
    Decimal quantity;
    std::string unit;
};

/// As the warehouse counts it: a return adds what was put back or into quarantine, a transfer on
/// its way is at neither site. Orders, tracking and decisions move nothing.
std::vector<StockMovement> stock_movements(const Document& document);

/// What is known of a movement when Sage's figure is looked at.
enum class MovementState : std::uint8_t {
    in_flight,  ///< not in the figure
    uncertain,  ///< in doubt, or so new that the figure may have it or not
    refused,    ///< the warehouse has it and Sage never will: it was rejected
};

/// What the warehouse has on hand of an item at a site.
struct StockPosition {
    std::string item;
    std::string site;
    Decimal quantity;
    std::string unit;
};

/// Where Sage keeps the stock of a site: sites of one place share its figure. One empty text for
/// all sites: Sage has one figure of an item. Nothing: the settings name no place for the site.
using PlaceOfSite = std::function<std::optional<std::string>(std::string_view site)>;

/// What Sage shows, by item (as the warehouse calls it) and place, in the unit of the position.
/// Nothing in it: a figure is there, and not in that unit.
using StockFigures = std::map<std::pair<std::string, std::string>, std::optional<Decimal>>;

enum class DriftCause : std::uint8_t {
    none,
    uncertain,         ///< a document of it is in doubt or too new: ask again later
    unknown_item,      ///< Sage shows no quantity of such an item there
    unknown_site,      ///< the settings name no place in Sage for the site
    unit,              ///< documents, figures and positions of it are not in one unit
    document_missing,  ///< just what rejected documents would have moved
    manual_edit,       ///< nothing of ours explains it
};
std::string_view text_of(DriftCause cause);

/// Of one item at one place of Sage.
struct Drift {
    std::string item;
    std::string unit;
    std::vector<std::string>
        sites;  ///< of that place, by name: a correction is booked at the first
    Decimal warehouse;
    std::optional<Decimal> sage;  ///< nothing: Sage shows none
    Decimal in_flight;            ///< what is still to be added to Sage's figure
    /// Sage, with what is in flight, less the warehouse; nothing where it cannot be told.
    std::optional<Decimal> drift;
    DriftCause cause = DriftCause::none;
    std::vector<std::string> refused_documents;  ///< their numbers, where they are the cause
};

class StockDrift {
  public:
    /// @param positions  all sites of each item and place that are to be compared
    StockDrift(const std::vector<StockPosition>& positions, PlaceOfSite place_of);

    /// Documents that move nothing of these positions change nothing.
    void add(const Document& document, MovementState state);

    /// One for each item and place, in the order of their names.
    std::vector<Drift> rows(const StockFigures& figures) const;

  private:
    struct Held {
        std::string unit;
        std::vector<std::string> sites;
        Decimal warehouse;
        Decimal in_flight;
        Decimal refused;
        std::vector<std::string> refused_documents;
        bool uncertain = false;
        bool units_differ = false;
        bool unknown_site = false;
    };
    static void compare(const Held& held, const std::optional<Decimal>& figure, Drift& row);

    PlaceOfSite place_of_;
    std::map<std::pair<std::string, std::string>, Held> held_;  ///< by item and place
};

/// Whether a policy lets this drift be corrected without a person: it is told for certain, and its
/// size is not above the limit.
bool may_correct(const Drift& drift, const Decimal& limit);

/// The number of the adjustment that corrects the drift of an item at that site for the `ordinal`th
/// time. The same for everybody who looks before it is accepted, so that it is booked once, whoever
/// asks and whenever.
std::string correction_number(std::string_view item, std::string_view site, std::int64_t ordinal);

}  // namespace sage
