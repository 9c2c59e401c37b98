// SPDX-License-Identifier: Apache-2.0
// What there is: stock, documents and what became of them.
#include <fmt/format.h>

#include <limits>

#include "mock-host/commands/desk.h"
#include "mock-host/listings.h"

namespace wms::commands {
namespace {

struct ListArguments : DeskOptions {
    std::string site;
    std::string item;
    bool places = false;
    std::int64_t after = 0;
    std::int64_t limit = std::numeric_limits<std::int64_t>::max();
};

int run_stock(const ListArguments& arguments) {
    return at_desk(arguments, [&](Warehouse& warehouse) -> Done {
        Listing listing =
            listing_for(arguments, arguments.places ? place_columns() : stock_columns());
        Done listed = arguments.places
                          ? list_places(warehouse, arguments.site, arguments.item, listing)
                          : list_stock(warehouse, arguments.site, arguments.item, listing);
        listing.end();
        return listed;
    });
}

Done last_of(const Result<std::int64_t>& last) {
    if (!last.ok()) {
        return last.problem();
    }
    fmt::print(stderr, "next time: --after {}\n", last.value());
    return Nothing{};
}

int run_documents(const ListArguments& arguments) {
    return at_desk(arguments, [&](Warehouse& warehouse) -> Done {
        Listing listing = listing_for(arguments, document_columns());
        Done listed = last_of(list_documents(warehouse, arguments.after, arguments.limit, listing));
        listing.end();
        return listed;
    });
}

int run_status(const ListArguments& arguments) {
    return at_desk(arguments, [&](Warehouse& warehouse) -> Done {
        Listing listing = listing_for(arguments, status_columns());
        Done listed = list_status(warehouse, listing);
        listing.end();
        return listed;
    });
}

}  // namespace

void add_lists(CLI::App& program, int& exit_code) {
    const auto stock = std::make_shared<ListArguments>();
    CLI::App& shown =
        add_command(program, exit_code, "stock", "Stock on hand, allocated, on hold and available",
                    stock, run_stock);
    shown.add_option("--site", stock->site, "Only this one");
    shown.add_option("--item", stock->item, "Only this one");
    shown.add_flag("--places", stock->places, "By location and lot");
    add_desk(shown, *stock);

    const auto status = std::make_shared<ListArguments>();
    add_desk(add_command(program, exit_code, "status",
                         "How the warehouse stands: orders, units, and what became of documents",
                         status, run_status),
             *status);

    const auto documents = std::make_shared<ListArguments>();
    CLI::App& listed = add_command(program, exit_code, "documents",
                                   "What the warehouse made for Sage, and what became of it",
                                   documents, run_documents);
    listed.add_option("--after", documents->after, "From the one after this sequence on");
    listed.add_option("--limit", documents->limit, "At most so many");
    add_desk(listed, *documents);
}

}  // namespace wms::commands
