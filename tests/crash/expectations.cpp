// SPDX-License-Identifier: Apache-2.0
// What has to hold at the end of a trial, in Sage, at the host and in the store.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <stdexcept>

#include "tests/crash/trial.h"

namespace sage::testing {
namespace {

namespace json = boost::json;

std::vector<wms::SageDocument> documents_after(wms::Control& control, std::int64_t position) {
    auto found = wms::documents(control, position);
    if (!found.ok()) {
        throw std::runtime_error("reading documents: " + wms::in_one_line(found.problem()));
    }
    return std::move(found).value();
}

}  // namespace

void Bench::expect_once(const Trial& trial) {
    latest_ms_ = std::max(latest_ms_, now_ms(trial));
    if (imports_ != nullptr) {
        expect_imported(trial);
    } else {
        expect_in_sage(trial);
    }
    for (const Case& one : trial.cases) {
        expect_told(trial, one);
    }
    if (server_ == nullptr) {
        expect_sound_store(trial);
    } else {
        expect_nothing_left_on_the_server();
    }
}

void Bench::expect_in_sage(const Trial& trial) {
    std::vector<wms::SageDocument> found = documents_after(control(), last_position_);
    std::multiset<std::string> numbers;
    std::multiset<std::string> followers;
    for (const wms::SageDocument& document : found) {
        last_position_ = std::max(last_position_, document.position);
        (follows_an_order(document, pair_) ? followers : numbers)
            .insert(number_of(document, pair_));
    }
    std::erase_if(found, [this](const auto& one) { return follows_an_order(one, pair_); });
    std::size_t wanted = 0;
    for (const Case& one : trial.cases) {
        EXPECT_EQ(numbers.count(one.message.document_id), one.in_sage ? 1U : 0U)
            << one.message.document_id;
        EXPECT_LE(followers.count(one.message.document_id), 1U) << one.message.document_id;
        wanted += one.in_sage ? 1 : 0;
        for (const wms::SageDocument& document : found) {
            if (one.in_sage && number_of(document, pair_) == one.message.document_id) {
                EXPECT_EQ(document.net, *wms::Decimal::parse(one.net));
                expect_reference(trial, one, document);
            }
        }
    }
    EXPECT_EQ(found.size(), wanted);
}

void Bench::expect_reference(const Trial& trial, const Case& one,
                             const wms::SageDocument& document) {
    const auto events = events_about(trial.folder, one.message.id);
    EXPECT_FALSE(events.empty());
    for (const json::object& event : events) {
        // An order is a step of its own, with its own reference.
        EXPECT_TRUE(document.effect == "shipment" ||
                    text_in(event, "externalReference") == document.external_reference)
            << document.external_reference;
    }
}

std::string Bench::reference_of(const Trial& trial, const Case& one) {
    const auto events = events_about(trial.folder, one.message.id);
    return events.empty() ? "nobody told the reference"
                          : text_in(events.back(), "externalReference");
}

void Bench::expect_imported(const Trial& trial) const {
    std::size_t wanted = 0;
    for (const Case& one : trial.cases) {
        const std::string reference = reference_of(trial, one);
        EXPECT_EQ(imports_->has_file_of(reference), one.in_sage) << one.message.document_id;
        wanted += one.in_sage ? 1 : 0;
    }
    EXPECT_EQ(imports_->names().size(), wanted) << ::testing::PrintToString(imports_->names());
    imports_->import_all();
    const Database store(trial.folder / "plugin" / "outbox.db");
    for (const Case& one : trial.cases) {
        const std::string booked = imports_->in_books(reference_of(trial, one));
        const bool is_ledger = one.net != "0";
        EXPECT_EQ(is_ledger ? booked : booked.substr(0, booked.find(" of")), !one.in_sage ? ""
                                                                             : is_ledger
                                                                                 ? "1 of " + one.net
                                                                                 : "1")
            << one.message.document_id;
        const std::string problem = store.ask(
            "SELECT problem_json FROM document WHERE message_id = '" + one.message.id + "'");
        EXPECT_EQ(problem.find("sage50.waiting_for_import") != std::string::npos, one.in_sage)
            << problem;
    }
}

void Bench::expect_nothing_left_on_the_server() {
    EXPECT_EQ(server_->number("SELECT count(*) FROM document WHERE state IN ('queued', 'sending', "
                              "'in_doubt') OR (state = 'posted' AND NOT verified)"),
              0);
    EXPECT_EQ(server_->number("SELECT count(*) FROM event WHERE NOT acknowledged"), 0);
    EXPECT_EQ(server_->number("SELECT count(*) FROM document WHERE lease_until_ms IS NOT NULL"), 0);
}

void Bench::expect_told(const Trial& trial, const Case& one) const {
    std::set<std::string> ids;
    std::set<std::string> final_states;
    std::string last;
    for (const json::object& event : events_about(trial.folder, one.message.id)) {
        if (text_in(event, "eventType") == "postingResult") {
            ids.insert(text_in(event, "eventId"));
            last = text_in(event, "state");
            if (last != "held") {
                final_states.insert(last);
            }
        }
    }
    EXPECT_FALSE(ids.empty()) << "nobody told the host about " << one.message.document_id;
    EXPECT_EQ(last, one.state);
    EXPECT_LE(final_states.size(), 1U) << "the host was told contradictions";
}

void Bench::expect_sound_store(const Trial& trial) const {
    const Database store(trial.folder / "plugin" / "outbox.db");
    EXPECT_EQ(store.ask("PRAGMA integrity_check"), "ok");
    EXPECT_EQ(store.ask("PRAGMA foreign_key_check"), "");
    EXPECT_EQ(store.ask("SELECT count(*) FROM document WHERE message_type NOT LIKE '%.precursor%'"),
              std::to_string(trial.cases.size()));
    EXPECT_EQ(store.ask("SELECT count(*) FROM document WHERE state IN ('queued', 'sending', "
                        "'in_doubt') OR (state = 'posted' AND verified = 0)"),
              "0");
    EXPECT_EQ(store.ask("SELECT count(*) FROM event WHERE acknowledged = 0"), "0");
    for (const Case& one : trial.cases) {
        EXPECT_EQ(
            store.ask("SELECT state FROM document WHERE message_id = '" + one.message.id + "'"),
            one.state);
    }
    for (const char* state :
         {"queued", "sending", "in_doubt", "posted", "rejected", "held", "withdrawn"}) {
        EXPECT_EQ(
            store.ask(std::string("SELECT ") + state + " FROM tally"),
            store.ask(std::string("SELECT count(*) FROM document WHERE state = '") + state + "'"));
    }
}

}  // namespace sage::testing
