// SPDX-License-Identifier: Apache-2.0
// Goods without an order: receive, return, adjust, count, transfer, hold, free.
#include <fmt/format.h>

#include "mock-host/commands/desk.h"
#include "mock-host/listings.h"

namespace wms::commands {
namespace {

struct GoodsArguments : DeskOptions {
    std::vector<std::string> items;
    std::string id;
    std::string site = "MAIN";
    std::string to_site;
    std::string date;
    std::string location;
    std::string lot;
    std::string expiry_date;
    std::string purchase_order;
    std::string order;
    std::string despatch;
    std::string account;
    std::string price = "0";
    std::string reason;
    std::string disposition = "restock";
    std::string cost;
    bool opening = false;
    bool in_transit = false;
};

using Named = std::vector<std::pair<std::string, Decimal>>;

Result<Named> named_of(const GoodsArguments& arguments) {
    Named named;
    for (const std::string& typed : arguments.items) {
        auto one = quantity_of(typed);
        if (!one.ok()) {
            return one.problem();
        }
        named.push_back(std::move(one).value());
    }
    return named;
}

/// Names the document, does the work, and shows the stock of the items as it is now.
int with_items(const GoodsArguments& arguments, const std::string& series,
               const std::function<Done(Warehouse&, const std::string& id, const Named&)>& work) {
    return at_desk(arguments, [&](Warehouse& warehouse) -> Done {
        const Result<Named> named = named_of(arguments);
        if (!named.ok()) {
            return named.problem();
        }
        std::string id = arguments.id;
        if (id.empty() && !series.empty()) {
            const Result<std::string> next = warehouse.next_number(series);
            if (!next.ok()) {
                return next.problem();
            }
            id = next.value();
        }
        const Done done = work(warehouse, id, named.value());
        if (!done.ok()) {
            return done;
        }
        if (!id.empty()) {
            fmt::print(stderr, "{}; mock-host post hands it over\n", id);
        }
        Listing listing = listing_for(arguments, place_columns());
        for (const auto& [item, quantity] : named.value()) {
            const Done listed = list_places(warehouse, {}, item, listing);
            if (!listed.ok()) {
                return listed;
            }
        }
        listing.end();
        return Nothing{};
    });
}

/// An amount that was typed; nothing where none was.
Result<std::optional<Decimal>> amount_of(const std::string& typed) {
    const std::optional<Decimal> amount = Decimal::parse(typed);
    if (!typed.empty() && !amount.has_value()) {
        return Problem{"command.amount", typed, "This is no amount.", "Write 3.39.", "warehouse"};
    }
    return amount;
}

Done receive_goods(Warehouse& warehouse, const GoodsArguments& arguments, const std::string& id,
                   const Named& named) {
    const Result<std::optional<Decimal>> cost = amount_of(arguments.cost);
    if (!cost.ok()) {
        return cost.problem();
    }
    GoodsReceipt receipt;
    receipt.id = id;
    receipt.site = arguments.site;
    receipt.purchase_order_id = arguments.purchase_order;
    receipt.date = date_or_today(arguments.date);
    receipt.received_ms = now_ms();
    for (const auto& [item, quantity] : named) {
        ReceiptLine line;
        line.id = std::to_string(receipt.lines.size() + 1);
        line.item = item;
        line.received = quantity;
        line.unit_cost = cost.value();
        line.location = arguments.location;
        line.lot = arguments.lot;
        line.expiry_date = arguments.expiry_date;
        receipt.lines.push_back(line);
    }
    return warehouse.receive(receipt);
}

int run_receive(const GoodsArguments& arguments) {
    if (!arguments.opening) {
        return with_items(arguments, "GRN-",
                          [&](Warehouse& warehouse, const std::string& id, const Named& named) {
                              return receive_goods(warehouse, arguments, id, named);
                          });
    }
    return with_items(arguments, {},
                      [&](Warehouse& warehouse, const std::string&, const Named& named) -> Done {
                          for (const auto& [item, quantity] : named) {
                              const Done done = warehouse.receive(arguments.site, item, quantity);
                              if (!done.ok()) {
                                  return done;
                              }
                          }
                          return Nothing{};
                      });
}

int run_return(const GoodsArguments& arguments) {
    return with_items(arguments, "RMA-",
                      [&](Warehouse& warehouse, const std::string& id, const Named& named) -> Done {
                          const Result<std::optional<Decimal>> price = amount_of(arguments.price);
                          if (!price.ok()) {
                              return price.problem();
                          }
                          Return credit;
                          credit.id = id;
                          credit.site = arguments.site;
                          credit.order_id = arguments.order;
                          credit.despatch_id = arguments.despatch;
                          credit.customer.id = arguments.account;
                          credit.date = date_or_today(arguments.date);
                          credit.received_ms = now_ms();
                          for (const auto& [item, quantity] : named) {
                              credit.lines.push_back({std::to_string(credit.lines.size() + 1),
                                                      {},
                                                      item,
                                                      quantity,
                                                      price.value().value_or(Decimal{}),
                                                      arguments.disposition,
                                                      arguments.lot,
                                                      {}});
                          }
                          return warehouse.take_back(credit);
                      });
}

int run_adjust(const GoodsArguments& arguments) {
    return with_items(
        arguments, "ADJ-", [&](Warehouse& warehouse, const std::string& id, const Named& named) {
            Adjustment adjustment{id, arguments.site, date_or_today(arguments.date), now_ms(), {}};
            for (const auto& [item, quantity] : named) {
                adjustment.lines.push_back({std::to_string(adjustment.lines.size() + 1),
                                            item,
                                            quantity,
                                            arguments.reason,
                                            {},
                                            arguments.location,
                                            arguments.lot});
            }
            return warehouse.adjust(adjustment);
        });
}

int run_count(const GoodsArguments& arguments) {
    return with_items(
        arguments, "CNT-",
        [&](Warehouse& warehouse, const std::string& id, const Named& named) -> Done {
            StockCount count{id, arguments.site, date_or_today(arguments.date), now_ms(), {}};
            for (const auto& [item, quantity] : named) {
                count.lines.push_back({std::to_string(count.lines.size() + 1), item, quantity,
                                       arguments.location, arguments.lot});
            }
            const Result<Adjustment> found = warehouse.count(count);
            if (!found.ok()) {
                return found.problem();
            }
            for (const AdjustmentLine& line : found.value().lines) {
                fmt::print(stderr, "{}: {}{} against the books\n", line.item,
                           line.quantity.is_negative() ? "" : "+", line.quantity.text());
            }
            return Nothing{};
        });
}

int run_transfer(const GoodsArguments& arguments) {
    return with_items(
        arguments, "TRF-", [&](Warehouse& warehouse, const std::string& id, const Named& named) {
            Transfer transfer{
                id, arguments.site, arguments.to_site, date_or_today(arguments.date), now_ms(), {}};
            transfer.in_transit = arguments.in_transit;
            for (const auto& [item, quantity] : named) {
                transfer.lines.push_back(
                    {std::to_string(transfer.lines.size() + 1), item, quantity, arguments.lot});
            }
            return warehouse.transfer(transfer);
        });
}

Done hold_all(const GoodsArguments& arguments, const Named& named,
              const std::function<Done(const AdjustmentLine&)>& step) {
    for (const auto& [item, quantity] : named) {
        const Done done =
            step({{}, item, quantity, arguments.reason, {}, arguments.location, arguments.lot});
        if (!done.ok()) {
            return done;
        }
    }
    return Nothing{};
}

int run_hold(const GoodsArguments& arguments) {
    return with_items(arguments, {},
                      [&](Warehouse& warehouse, const std::string&, const Named& named) {
                          return hold_all(arguments, named, [&](const AdjustmentLine& line) {
                              return warehouse.hold(arguments.site, line);
                          });
                      });
}

int run_free(const GoodsArguments& arguments) {
    return with_items(arguments, {},
                      [&](Warehouse& warehouse, const std::string&, const Named& named) {
                          return hold_all(arguments, named, [&](const AdjustmentLine& line) {
                              return warehouse.free(arguments.site, line);
                          });
                      });
}

struct Added {
    CLI::App* command;
    std::shared_ptr<GoodsArguments> arguments;
};

Added add_movement(CLI::App& program, int& exit_code, const std::string& name,
                   const std::string& description, int (*run)(const GoodsArguments&)) {
    const auto arguments = std::make_shared<GoodsArguments>();
    CLI::App& command = add_command(program, exit_code, name, description, arguments, run);
    command.add_option("items", arguments->items, "ITEM=QUANTITY, one or more")->required();
    command.add_option("--site", arguments->site, "Where")->capture_default_str();
    command.add_option("--lot", arguments->lot, "Of this lot");
    add_desk(command, *arguments);
    return {&command, arguments};
}

void add_document(const Added& added) {
    added.command->add_option("--id", added.arguments->id,
                              "The document's number (default: the next)");
    added.command->add_option("--date", added.arguments->date, "YYYY-MM-DD (default: today)");
}

void add_location(const Added& added) {
    added.command->add_option("--location", added.arguments->location, "Which place of the site");
}

}  // namespace

void add_goods(CLI::App& program, int& exit_code) {
    const Added receive =
        add_movement(program, exit_code, "receive", "Goods that came from a supplier", run_receive);
    receive.command->add_option("--purchase-order", receive.arguments->purchase_order,
                                "Its number");
    receive.command->add_option("--cost", receive.arguments->cost,
                                "Of a unit (default: Sage costs it)");
    receive.command->add_flag("--opening", receive.arguments->opening,
                              "Stock that Sage has already: no document comes of it");
    receive.command->add_option("--expires", receive.arguments->expiry_date,
                                "When the lot expires, YYYY-MM-DD");
    add_location(receive);
    add_document(receive);

    const Added returned =
        add_movement(program, exit_code, "return", "Goods that a customer sent back", run_return);
    returned.command->add_option("--account", returned.arguments->account, "The customer's");
    returned.command->add_option("--order", returned.arguments->order, "The order, if known");
    returned.command->add_option("--despatch", returned.arguments->despatch,
                                 "The despatch, if known");
    returned.command->add_option("--price", returned.arguments->price, "Of a unit")
        ->capture_default_str();
    returned.command
        ->add_option("--disposition", returned.arguments->disposition, "What becomes of them")
        ->check(CLI::IsMember({"restock", "quarantine", "scrap", "returnToSupplier"}))
        ->capture_default_str();
    add_document(returned);

    const Added adjust =
        add_movement(program, exit_code, "adjust", "Stock that was found or is gone", run_adjust);
    adjust.command->add_option("--reason", adjust.arguments->reason, "damaged, expired, found …")
        ->required();
    add_location(adjust);
    add_document(adjust);

    const Added count =
        add_movement(program, exit_code, "count",
                     "What was counted; differences become an adjustment", run_count);
    add_location(count);
    add_document(count);

    const Added transfer = add_movement(program, exit_code, "transfer",
                                        "Goods from one site to another", run_transfer);
    transfer.command->add_option("--to", transfer.arguments->to_site, "The other site")->required();
    transfer.command->add_flag("--in-transit", transfer.arguments->in_transit,
                               "They are on their way for a while: arrive follows");
    add_document(transfer);

    for (const Added& added :
         {add_movement(program, exit_code, "hold", "Take available units out of reach", run_hold),
          add_movement(program, exit_code, "free", "Make units on hold available", run_free)}) {
        added.command->add_option("--reason", added.arguments->reason, "Why");
        add_location(added);
    }
}

}  // namespace wms::commands
