// SPDX-License-Identifier: Apache-2.0
// What the warehouse has of an item against what Sage has of it, corrected by the documents that
// are in one of them and not yet in the other. Pure; knows neither outbox nor wire.
#pragma once

#include <cstdint>
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

enum class DriftCause : std::uint8_t {
    none,
    uncertain,         ///< a document of it is in doubt or too new: ask again later
    unknown_item,      ///< Sage shows no quantity of such an item
    unit,              ///< documents of it and the warehouse's figure are not in one unit
    document_missing,  ///< just what rejected documents would have moved
    manual_edit,       ///< nothing of ours explains it
};
std::string_view text_of(DriftCause cause);

/// Of one item at all sites together.
struct Drift {
    std::string item;
    std::string unit;
    std::string site;  ///< of its positions the first by name: where a correction is booked
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
    /// @param positions  all sites of each item that is to be compared
    explicit StockDrift(const std::vector<StockPosition>& positions);

    /// Documents that move nothing of these items change nothing.
    void add(const Document& document, MovementState state);

    /// One for each item, in the order of their names.
    /// @param on_hand  by item, as Sage shows it
    std::vector<Drift> rows(const std::map<std::string, Decimal, std::less<>>& on_hand) const;

  private:
    struct Held {
        std::string unit;
        std::string site;
        Decimal warehouse;
        Decimal in_flight;
        Decimal refused;
        std::vector<std::string> refused_documents;
        bool uncertain = false;
        bool units_differ = false;
    };
    std::map<std::string, Held, std::less<>> items_;
};

/// Whether a policy lets this drift be corrected without a person: it is told for certain, and its
/// size is not above the limit.
bool may_correct(const Drift& drift, const Decimal& limit);

/// The number of the adjustment that corrects the drift of that item. The same for everybody who
/// looks at the same reading of Sage's figures, so that it is booked once, whoever asks.
std::string correction_number(std::string_view item, std::int64_t read_at_ms);

}  // namespace sage
