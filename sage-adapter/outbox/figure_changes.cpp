// SPDX-License-Identifier: Apache-2.0
// The schemas of version 4 say the same in SQL, for what was there before.
#include "sage-adapter/outbox/figure_changes.h"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <utility>

#include "sage-adapter/outbox/part_names.h"

namespace sage {
namespace {

namespace json = boost::json;

bool is_precursor_type(std::string_view message_type) {
    return message_type.find("." + std::string(precursor_part)) != std::string_view::npos;
}

/// Of the first problem; empty where there is none.
std::string code_of(std::string_view problem_json) {
    boost::system::error_code failed;
    json::value problem = json::parse(problem_json, failed);
    if (failed) {
        return {};
    }
    if (problem.is_array() && !problem.get_array().empty()) {
        problem = json::value(problem.get_array().front());
    }
    const json::object* const object = problem.if_object();
    const json::value* const code = object == nullptr ? nullptr : object->if_contains("code");
    return code != nullptr && code->is_string() ? std::string(code->get_string()) : std::string();
}

}  // namespace

std::int64_t next_quarter(std::int64_t time_ms) {
    return time_ms + (quarter_ms - time_ms % quarter_ms) % quarter_ms;
}

void add_open(TypeFigures& figures, std::string_view state, std::int64_t documents) {
    figures.open += documents;
    if (state == text_of(State::held)) {
        figures.held += documents;
    } else if (state == text_of(State::in_doubt)) {
        figures.in_doubt += documents;
    }
}

void add_ended(TypeFigures& figures, std::string_view state, std::int64_t documents) {
    if (state == text_of(State::posted)) {
        figures.posted += documents;
    } else if (state == text_of(State::rejected)) {
        figures.rejected += documents;
    } else if (state == text_of(State::withdrawn)) {
        figures.withdrawn += documents;
    }
}

void FigureChanges::moved(const Standing& from, const Standing& to, std::int64_t at_ms) {
    count(from, -1);
    count(to, 1);
    if (is_final(to.state) && !is_final(from.state)) {
        add({"ended", at_ms - at_ms % quarter_ms, std::string(to.message_type),
             std::string(text_of(to.state))},
            1);
    }
}

void FigureChanges::count(const Standing& standing, std::int64_t documents) {
    if (!is_final(standing.state)) {
        // What is being sent is queued to whoever looks at a day: it lasts a moment.
        const State state = standing.state == State::sending ? State::queued : standing.state;
        add({"open", 0, std::string(standing.message_type), std::string(text_of(state))},
            documents);
    }
    if (standing.state == State::held && !standing.root_cause.empty() &&
        !is_precursor_type(standing.message_type)) {
        add({"cause", 0, "", std::string(standing.root_cause)}, documents);
    }
    if (standing.state == State::posted && !standing.problem_json.empty()) {
        add({"finding", 0, "", code_of(standing.problem_json)}, documents);
    }
}

void FigureChanges::add(FigurePlace place, std::int64_t documents) {
    const auto found = added_.try_emplace(std::move(place), 0).first;
    found->second += documents;
    if (found->second == 0) {
        added_.erase(found);
    }
}

}  // namespace sage
