// SPDX-License-Identifier: Apache-2.0
// From the warehouse's documents to Sage, and what a person decides about those that are held.
#include "mock-host/post.h"

#include <fmt/format.h>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "mock-host/commands/desk.h"
#include "mock-host/person_record.h"
#include "mock-host/setup/settings_file.h"

namespace wms::commands {
namespace {

constexpr std::size_t kPage = 500;

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
    if (result.value().stopped.has_value()) {
        fmt::print(people(json), "stopped   {}\n", in_one_line(*result.value().stopped));
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
    options.session =
        session_options(arguments, Role::retry, decisions.empty() ? "post" : "decide");
    options.seed_sage = arguments.seed_sage;
    options.decisions = std::move(decisions);
    options.say = teller(arguments.json);
    return post(*warehouse.value(), options);
}

int run_post(const PostArguments& arguments) {
    return tell(post_with(arguments, {}), arguments.json);
}

/// As the warehouse knows it; empty: it does not.
std::string state_of(const std::string& data, const std::string& message_id) {
    const Result<std::unique_ptr<Warehouse>> warehouse = open_warehouse(data);
    std::int64_t after = 0;
    while (warehouse.ok()) {
        const auto page = warehouse.value()->documents_after(after, kPage);
        if (!page.ok() || page.value().empty()) {
            break;
        }
        for (const KeptDocument& document : page.value()) {
            after = document.sequence;
            if (document.message.id == message_id) {
                return document.state;
            }
        }
    }
    return {};
}

/// Who decided what about which document, before it is handed over.
Done record_decision(const PostArguments& arguments, const Decision& decision) {
    namespace json = boost::json;
    PersonRecord record;
    record.person = decision.decided_by;
    record.action = "decide";
    record.about = decision.message_id;
    record.before =
        json::serialize(json::object{{"state", state_of(arguments.data, decision.message_id)}});
    record.after = json::serialize(json::object{{"decision", decision.decision},
                                                {"reason", decision.reason},
                                                {"sageNumber", decision.sage_number}});
    return record_person(absolute(arguments.data), record, decision.decided_ms);
}

int run_decide(const PostArguments& arguments) {
    Decision decision = arguments.decision;
    decision.date = date_or_today({});
    decision.decided_ms = now_ms();
    PostArguments acting = arguments;
    if (!acting.person.empty() && acting.person != decision.decided_by) {
        return not_run({"command.decided_by_another", "--by",
                        "The decision would be recorded in the name of somebody else.",
                        "Give --as and --by the same name.", "it"});
    }
    acting.person = decision.decided_by;
    Done done =
        permit(absolute(acting.data), acting.person, Role::retry, "decide", decision.decided_ms);
    done = done.ok() ? record_decision(acting, decision) : done;
    if (!done.ok()) {
        return not_run(done.problem());
    }
    Envelope envelope;
    envelope.recorded_ms = decision.decided_ms;
    envelope.environment = environment_of_documents(absolute(acting.data));
    return tell(post_with(acting, {decision_message(decision, envelope)}), acting.json);
}

void add_run(CLI::App& command, PostArguments& arguments) {
    command.add_option("--plugin", arguments.plugin, "The plugin's library")->required();
    command.add_option("--data", arguments.data, "The warehouse's folder, and the plugin's")
        ->required();
    add_person(command, arguments);
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
