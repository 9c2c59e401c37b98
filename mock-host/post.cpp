// SPDX-License-Identifier: Apache-2.0
#include "mock-host/post.h"

#include <fmt/format.h>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <set>

#include "mock-host/instant.h"
#include "mock-host/json_members.h"
#include "mock-host/wms/document_builder.h"

namespace wms {
namespace {

namespace json = boost::json;

constexpr std::size_t kPage = 500;
constexpr const char* kGuest = "GUEST";
// Nothing in this product waits longer by itself: a document of seven days goes to a person.
constexpr std::int64_t kPatienceMs = 8LL * 24 * 3600 * 1000;

bool is_final(const std::string& state) {
    return state == "posted" || state == "rejected" || state == "withdrawn" || state == "refused";
}

/// The state in which the plugin knows a document now, noted in the warehouse.
Result<std::string> note_what_became(Warehouse& warehouse, Host& host,
                                     const std::string& message_id) {
    const Result<std::string> answer =
        host.query(json::serialize(json::object{{"query", "document"}, {"messageId", message_id}}));
    if (!answer.ok()) {
        return answer.problem();
    }
    boost::system::error_code error;
    const json::value row = json::parse(answer.value(), error);
    const std::string state = error ? std::string() : wms::text_at(row, "state");
    if (state.empty()) {
        return Problem{"host.document_malformed", message_id,
                       "The plugin's answer to the query \"document\" names no state.",
                       "Report this to the vendor of the plugin.", "vendor"};
    }
    const Done noted = warehouse.note_state(message_id, state,
                                            wms::text_at(member_at(row, "sageDocument"), "number"));
    return noted.ok() ? Result<std::string>(state) : Result<std::string>(noted.problem());
}

}  // namespace

Done hand_over(Warehouse& warehouse, Host& host, PostResult& result) {
    while (true) {
        const auto page = warehouse.documents_to_hand_over(kPage);
        if (!page.ok()) {
            return page.problem();
        }
        for (const KeptDocument& document : page.value()) {
            const Result<Receipt> receipt = host.submit(document.message);
            if (!receipt.ok()) {
                Problem refused = receipt.problem();
                refused.pointer = document.message.type + " " + document.message.document_id +
                                  (refused.pointer.empty() ? "" : " " + refused.pointer);
                if (!refused.for_good) {
                    result.stopped = std::move(refused);
                    return Nothing{};
                }
                result.refused.push_back(std::move(refused));
            }
            Done noted = warehouse.note_state(document.message.id,
                                              receipt.ok() ? receipt.value().state : "refused", {});
            if (!noted.ok()) {
                return noted;
            }
            ++result.handed_over;
        }
        if (page.value().size() < kPage) {
            return Nothing{};
        }
    }
}

Done note_outcomes(Warehouse& warehouse, Host& host, PostResult& result) {
    std::int64_t after = 0;
    while (true) {
        const auto page = warehouse.documents_after(after, kPage);
        if (!page.ok() || page.value().empty()) {
            return page.ok() ? Done(Nothing{}) : Done(page.problem());
        }
        for (const KeptDocument& document : page.value()) {
            after = document.sequence;
            const bool waits = document.state.empty();
            const Result<std::string> state =
                waits || is_final(document.state)
                    ? Result<std::string>(waits ? "waiting" : document.state)
                    : note_what_became(warehouse, host, document.message.id);
            if (!state.ok()) {
                return state.problem();
            }
            ++result.states[state.value()];
        }
    }
}

bool PostResult::all_done() const {
    std::int64_t ended = 0;
    std::int64_t in_all = 0;
    for (const auto& [state, count] : states) {
        in_all += count;
        ended += state == "posted" || state == "withdrawn" ? count : 0;
    }
    return !stopped.has_value() && refused.empty() && not_carried_out.empty() && ended == in_all;
}

Result<Seed> seed_of(const Warehouse& warehouse) {
    Seed seed;
    seed.guest_customer = kGuest;
    seed.customers.push_back({kGuest, "Guests", "GB"});
    std::set<std::string> sites;
    std::set<std::string> items;
    std::set<std::string> charges;
    std::set<std::string> customers;
    std::map<std::pair<std::string, std::string>, Decimal> opening;
    std::int64_t after = 0;
    while (true) {
        const auto events = warehouse.events_after(after, kPage);
        if (!events.ok()) {
            return events.problem();
        }
        for (const Event& event : events.value()) {
            after = event.sequence;
            sites.insert(event.site);
            items.insert(event.item);
            if (event.kind == "received" && event.reference.empty()) {
                opening[{event.item, event.site}] += event.quantity;
            }
        }
        if (events.value().empty()) {
            break;
        }
    }
    std::string last;
    while (true) {
        const auto orders = warehouse.list_orders({}, last, kPage);
        if (!orders.ok()) {
            return orders.problem();
        }
        for (const OrderSummary& summary : orders.value()) {
            last = summary.id;
            const Result<Order> order = warehouse.order(summary.id);
            if (!order.ok()) {
                return order.problem();
            }
            const Customer& customer = order.value().customer;
            if (!customer.id.empty() && customers.insert(customer.id).second) {
                seed.customers.push_back({customer.id, customer.name, customer.country_code});
            }
            for (const Charge& charge : order.value().charges) {
                charges.insert(charge.code);
            }
        }
        if (orders.value().empty()) {
            break;
        }
    }
    for (const std::string& site : sites) {
        seed.locations.emplace_back(site, site);
    }
    for (const std::string& item : items) {
        seed.items.push_back({item, item, false});
    }
    for (const std::string& charge : charges) {
        seed.items.push_back({charge, charge, true});
    }
    for (const auto& [place, quantity] : opening) {
        seed.stock.push_back({place.first, place.second, quantity});
    }
    return seed;
}

Result<PostResult> post(Warehouse& warehouse, const PostOptions& options) {
    Result<std::unique_ptr<Session>> opened = Session::open(options.session);
    if (!opened.ok()) {
        return opened.problem();
    }
    Session& session = *opened.value();
    if (options.seed_sage) {
        const Result<Seed> seed = seed_of(warehouse);
        const Done planted =
            seed.ok() ? plant(session.control(), seed.value()) : Done(seed.problem());
        if (!planted.ok()) {
            return planted.problem();
        }
        options.say("items, customers and opening stock are in the simulated Sage");
    }
    Done done = session.begin();
    PostResult result;
    for (const Message& decision : options.decisions) {
        if (done.ok()) {
            const Result<Receipt> receipt = session.host().submit(decision);
            done = receipt.ok() ? Done(Nothing{}) : Done(receipt.problem());
        }
    }
    if (done.ok()) {
        done = hand_over(warehouse, session.host(), result);
    }
    if (done.ok()) {
        options.say(fmt::format("{} documents handed over; working", result.handed_over));
        const Result<StatusCounts> settled = session.host().settle(kPatienceMs);
        done = settled.ok() ? note_outcomes(warehouse, session.host(), result)
                            : Done(settled.problem());
    }
    // Without a beginning there is no host to ask.
    for (const Message& decision : done.ok() ? options.decisions : std::vector<Message>{}) {
        const std::optional<Posting> outcome = session.host().postings().find(decision.id);
        if (outcome.has_value() && outcome->state != "posted") {
            result.not_carried_out.push_back(outcome->problem);
        }
    }
    const Done ended = session.end();
    if (!done.ok() || !ended.ok()) {
        return done.ok() ? ended.problem() : done.problem();
    }
    return result;
}

Message decision_message(const Decision& decision, const Envelope& envelope) {
    DocumentBuilder builder(
        "operatorDecision",
        "DEC-" + decision.message_id.substr(0, 8) + "-" + std::to_string(decision.decided_ms),
        envelope);
    json::object& body = builder.body();
    body["issueDate"] = decision.date;
    body["subjectMessageId"] = decision.message_id;
    body["decision"] = decision.decision;
    body["decidedBy"] = decision.decided_by;
    body["reason"] = decision.reason;
    if (!decision.sage_number.empty()) {
        body["sageDocumentNumber"] = decision.sage_number;
    }
    if (decision.checked_by_hand) {
        body["checkedByHand"] = true;
    }
    return builder.finish({}, decision.decided_ms);
}

}  // namespace wms
