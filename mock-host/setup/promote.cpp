// SPDX-License-Identifier: Apache-2.0
#include "mock-host/setup/promote.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "mock-host/json_members.h"
#include "mock-host/setup/json_place.h"
#include "mock-host/setup/settings_file.h"
#include "mock-host/setup/settings_record.h"
#include "mock-host/setup/trial.h"

namespace wms {

namespace {

namespace json = boost::json;

class Promotion {
  public:
    Promotion(const PromoteOptions& options, Session& live) : options_(options), live_(live) {}

    Result<PromoteResult> run() {
        Result<std::vector<Question>> questions = questions_of(manifest());
        if (!questions.ok()) {
            return questions.problem();
        }
        questions_ = std::move(questions).value();
        options_.say(fmt::format("reading what was tried in {}", options_.from.string()));
        Done done = read_tried();
        done = done.ok() ? compose() : done;
        done = done.ok() ? compare_with_live() : done;
        if (!done.ok()) {
            return done.problem();
        }
        if (std::none_of(result_.findings.begin(), result_.findings.end(),
                         [](const SettingFinding& finding) { return finding.stops; })) {
            done = keep();
        }
        return done.ok() ? Result<PromoteResult>(std::move(result_))
                         : Result<PromoteResult>(done.problem());
    }

  private:
    const Manifest& manifest() const { return live_.plugin().manifest; }

    Done read_tried() {
        if (!options_.from_is_held) {
            Result<std::unique_ptr<RunFolder>> folder = RunFolder::open(options_.from);
            if (!folder.ok()) {
                return folder.problem();
            }
            folder_ = std::move(folder).value();
        }
        const auto kept = read_settings(options_.from);
        if (!kept.ok()) {
            return kept.problem();
        }
        if (!kept.value() || kept.value()->plugin_id != manifest().id ||
            kept.value()->environment() != "test") {
            return Problem{"promote.no_test", options_.from.string(),
                           "This folder is not set up with this plugin for a test organisation.",
                           "Name the folder of a set-up with the environment test.", "it"};
        }
        tried_ = *kept.value();
        Result<std::unique_ptr<Secrets>> secrets =
            Secrets::open(options_.from / "secrets.json", "test");
        if (!secrets.ok()) {
            return secrets.problem();
        }
        test_secrets_ = std::move(secrets).value();
        return ask_test_instance();
    }

    /// The instance is created and not connected: no request goes to the test organisation.
    Done ask_test_instance() {
        HostOptions host_options;
        host_options.configuration = tried_.configuration;
        host_options.folder = options_.from;
        host_options.works = false;
        const Result<std::unique_ptr<Host>> host =
            Host::create(*live_.plugin().table, manifest(), std::move(host_options), live_.clock(),
                         *test_secrets_);
        if (!host.ok()) {
            return host.problem();
        }
        Result<std::string> company = company_of(*host.value());
        const Result<std::string> status = host.value()->query(R"({"query":"status"})");
        if (!company.ok() || !status.ok()) {
            return !company.ok() ? company.problem() : status.problem();
        }
        boost::system::error_code error;
        const json::value counts = member_at(json::parse(status.value(), error), "counts");
        if (error || count_at(counts, "posted") == 0) {
            return Problem{"promote.not_tried", options_.from.string(),
                           "Nothing was posted in the test organisation with these settings.",
                           "Post documents of each kind there, and look at them in Sage; then "
                           "promote.",
                           "finance"};
        }
        result_.test_company = company.value();
        return Nothing{};
    }

    Done compose() {
        if (const Done apart = secrets_are_apart(); !apart.ok()) {
            return apart;
        }
        const auto kept = read_settings(live_.folder().path());
        if (!kept.ok()) {
            return kept.problem();
        }
        before_ = kept.value();
        if (before_ && (before_->plugin_id != manifest().id || before_->environment() != "live")) {
            return Problem{"promote.no_live", live_.folder().path().string(),
                           "This folder is set up for something else than live with this plugin.",
                           "Name a folder of its own for live.", "it"};
        }
        const std::string reached = before_ ? before_->configuration : live_.suggested_settings();
        Result<std::string> composed =
            with_addresses_of(reached, live_.suggested_settings(), manifest());
        composed = composed.ok()
                       ? settings_for_live(tried_.configuration, composed.value(), questions_)
                       : composed;
        if (!composed.ok()) {
            return composed.problem();
        }
        return add_answers(composed.value());
    }

    Done secrets_are_apart() const {
        std::string names;
        for (const std::string& name : live_.secrets().shared_with(*test_secrets_)) {
            names += (names.empty() ? "" : ", ") + name;
        }
        if (names.empty()) {
            return Nothing{};
        }
        return Problem{"promote.secret_of_test", names,
                       "Secrets of the test organisation are kept for live as well.",
                       "Have Sage give credentials of their own for live, and store those.", "it"};
    }

    Done add_answers(const std::string& composed) {
        boost::system::error_code error;
        json::value settings = json::parse(composed, error);
        const json::value answers = options_.answers.empty() ? json::value(json::object())
                                                             : json::parse(options_.answers, error);
        if (error || !answers.is_object()) {
            return Problem{"setup.answers", "--answers",
                           "The answers are not a JSON object of settings.",
                           R"(Write {"companyId":"acme"}.)", "it"};
        }
        for (const auto& [name, value] : answers.get_object()) {
            put_place(settings, pointer_to("", name), value);
        }
        Result<std::string> chosen = with_settings(json::serialize(settings), options_.assignments);
        if (!chosen.ok()) {
            return chosen.problem();
        }
        configuration_ = std::move(chosen).value();
        // Whatever the answers say: what is written by this is live.
        Result<std::string> live = with_setting(configuration_, "environment=live");
        if (!live.ok()) {
            return live.problem();
        }
        configuration_ = std::move(live).value();
        return Nothing{};
    }

    Done compare_with_live() {
        const Done fits = check_configuration(configuration_, manifest());
        if (!fits.ok()) {
            result_.findings.push_back(finding_of(fits.problem(), questions_));
            return Nothing{};
        }
        options_.say("looking everything up in the live Sage");
        const Trial trial({live_.plugin(), live_.clock(), live_.secrets(),
                           [this](const std::string& url) { return live_.browse(url); }});
        Result<TrialResult> tried = trial.run(configuration_, !before_.has_value(), questions_);
        if (!tried.ok()) {
            return tried.problem();
        }
        result_.live_company = tried.value().company;
        if (result_.live_company == result_.test_company) {
            return Problem{"promote.same_company", result_.live_company,
                           "The settings for live name the company of the test organisation.",
                           "Name the live company, by --setting or --answers.", "it"};
        }
        const Result<std::vector<NamedCode>> codes = codes_named(manifest(), configuration_);
        if (!codes.ok()) {
            return codes.problem();
        }
        result_.codes = codes.value().size();
        result_.findings = unresolved_codes(codes.value(), tried.value().catalogue, questions_);
        add_report(std::move(tried.value().report));
        return Nothing{};
    }

    /// What the plugin itself says of a setting that is listed already says it twice.
    void add_report(CheckReport report) {
        for (SettingFinding& finding : report.findings) {
            const bool listed = std::any_of(
                result_.findings.begin(), result_.findings.end(), [&](const SettingFinding& other) {
                    return !finding.pointer.empty() && other.pointer == finding.pointer;
                });
            if (!listed) {
                result_.findings.push_back(std::move(finding));
            }
        }
        result_.not_shown = std::move(report.not_shown);
    }

    Done keep() {
        const std::string old = before_ ? before_->configuration : std::string();
        Result<PersonRecord> record = settings_record(old, configuration_, live_.secrets());
        if (!record.ok()) {
            return record.problem();
        }
        record.value().person = options_.session.person;
        record.value().action = "promote";
        record.value().about = options_.from.string();
        record.value().reason = options_.reason;
        Done done = record_person(live_.folder().path(), record.value(), live_.clock().now_ms());
        done = done.ok() ? write_settings(live_.folder().path(), {manifest().id, configuration_})
                         : done;
        result_.written = done.ok();
        return done;
    }

    const PromoteOptions& options_;
    Session& live_;
    std::vector<Question> questions_;
    std::unique_ptr<RunFolder> folder_;  ///< of the test organisation, unless the caller holds it
    std::unique_ptr<Secrets> test_secrets_;
    KeptSettings tried_;  ///< of the test organisation
    std::optional<KeptSettings> before_;
    std::string configuration_;
    PromoteResult result_;
};

}  // namespace

Result<std::string> settings_for_live(const std::string& tried, const std::string& live,
                                      const std::vector<Question>& questions) {
    boost::system::error_code error;
    json::value settings = json::parse(tried, error);
    const json::value reached = error ? json::value() : json::parse(live, error);
    if (error || !settings.is_object()) {
        return Problem{"settings.syntax", "", "The settings are not a JSON object.",
                       "Correct the file of settings.", "it"};
    }
    for (const Question& question : questions) {
        if (question.of_environment) {
            const json::value* const own = find_place(reached, question.pointer);
            put_place(settings, question.pointer, own == nullptr ? json::value() : *own);
        }
    }
    return json::serialize(settings);
}

Result<PromoteResult> promote(const PromoteOptions& options) {
    SessionOptions session_options = options.session;
    session_options.environment = "live";
    session_options.role = Role::promote;
    session_options.action = "promote";
    // Who may not take settings out of the test folder may not do so by naming another one.
    const Done may = permit(options.from, session_options.person, Role::promote, "promote",
                            RealClock().now_ms());
    if (!may.ok()) {
        return may.problem();
    }
    const Result<std::unique_ptr<Session>> live = Session::open(session_options);
    if (!live.ok()) {
        return live.problem();
    }
    const Done asked = live.value()->ask_settings();
    if (!asked.ok()) {
        return asked.problem();
    }
    return Promotion(options, *live.value()).run();
}

}  // namespace wms
