// SPDX-License-Identifier: Apache-2.0
// From the warehouse's documents to Sage, and what a person decides about those that are held.
#include "mock-host/post.h"

#include <fmt/format.h>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "mock-host/commands/desk.h"

namespace wms::commands {
namespace {

struct PostArguments : RunOptions {
    bool seed_sage = false;
    Decision decision;
};

int tell(const Result<PostResult>& result, bool json) {
    if (!result.ok()) {
        return not_run(result.problem());
    }
    boost::json::object states;
    for (const auto& [state, count] : result.value().states) {
        fmt::print(people(json), "{:>8}  {}\n", count, state);
        states[state] = count;
    }
    for (const Problem& refused : result.value().refused) {
        fmt::print(people(json), "refused   {}\n", in_one_line(refused));
    }
    for (const Problem& refused : result.value().not_carried_out) {
        fmt::print(people(json), "not done  {}\n", in_one_line(refused));
    }
    if (json) {
        fmt::print("{}\n", boost::json::serialize(
                               boost::json::object{{"handedOver", result.value().handed_over},
                                                   {"refused", result.value().refused.size()},
                                                   {"states", std::move(states)}}));
    }
    return result.value().all_done() ? kBalances : kDoesNotBalance;
}

Result<PostResult> post_with(const PostArguments& arguments, std::vector<Message> decisions) {
    const Result<std::unique_ptr<Warehouse>> warehouse = open_warehouse(arguments.data);
    if (!warehouse.ok()) {
        return warehouse.problem();
    }
    PostOptions options;
    options.session = session_options(arguments);
    options.seed_sage = arguments.seed_sage;
    options.decisions = std::move(decisions);
    options.say = teller(arguments.json);
    return post(*warehouse.value(), options);
}

int run_post(const PostArguments& arguments) {
    return tell(post_with(arguments, {}), arguments.json);
}

int run_decide(const PostArguments& arguments) {
    Decision decision = arguments.decision;
    decision.date = date_or_today({});
    decision.decided_ms = now_ms();
    Envelope envelope;
    envelope.recorded_ms = decision.decided_ms;
    return tell(post_with(arguments, {decision_message(decision, envelope)}), arguments.json);
}

void add_run(CLI::App& command, PostArguments& arguments) {
    command.add_option("--plugin", arguments.plugin, "The plugin's library")->required();
    command.add_option("--data", arguments.data, "The warehouse's folder, and the plugin's")
        ->required();
    add_sage_address(command, arguments);
    add_common(command, arguments);
}

}  // namespace

void add_post(CLI::App& program, int& exit_code) {
    const auto posted = std::make_shared<PostArguments>();
    CLI::App& post = add_command(
        program, exit_code, "post",
        "Hand the warehouse's documents to the plugin and work until nothing is left to do", posted,
        run_post);
    post.add_flag("--seed-sage", posted->seed_sage,
                  "Create items, customers and opening stock in the simulated Sage first");
    add_run(post, *posted);

    const auto decided = std::make_shared<PostArguments>();
    CLI::App& decide = add_command(program, exit_code, "decide",
                                   "Tell the plugin what a person decided about a held document",
                                   decided, run_decide);
    decide
        .add_option("messageId", decided->decision.message_id, "Of the document, as in documents")
        ->required();
    decide.add_option("decision", decided->decision.decision, "What is to become of it")
        ->required()
        ->check(CLI::IsMember({"sendAgain", "markPosted", "withdraw"}));
    decide.add_option("--by", decided->decision.decided_by, "Who decides")->required();
    decide.add_option("--reason", decided->decision.reason, "Why")->required();
    decide.add_option("--sage-number", decided->decision.sage_number,
                      "For markPosted: the document that was found or entered");
    decide.add_flag("--checked-by-hand", decided->decision.checked_by_hand,
                    "The person has looked in Sage");
    add_run(decide, *decided);
}

}  // namespace wms::commands
