// SPDX-License-Identifier: Apache-2.0
#include "mock-host/setup/setup.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <iterator>

#include "mock-host/setup/json_place.h"
#include "mock-host/setup/settings_file.h"
#include "mock-host/setup/settings_record.h"
#include "mock-host/setup/trial.h"

namespace wms {

namespace {

namespace json = boost::json;

constexpr std::size_t kSuggestionsShownMax = 12;
constexpr int kRoundsMax = 20;

class Setup {
  public:
    Setup(const SetupOptions& options, Session& session) : options_(options), session_(session) {}

    Result<SetupResult> run() {
        Done done = begin();
        done = done.ok() ? choose() : done;
        if (!done.ok()) {
            return done.problem();
        }
        const bool stops = std::any_of(result_.findings.begin(), result_.findings.end(),
                                       [](const SettingFinding& finding) { return finding.stops; });
        if (stops) {
            return std::move(result_);
        }
        done = keep();
        done = done.ok() && options_.start ? start() : done;
        return done.ok() ? Result<SetupResult>(std::move(result_))
                         : Result<SetupResult>(done.problem());
    }

  private:
    const Manifest& manifest() const { return session_.plugin().manifest; }
    const std::filesystem::path& folder() const { return session_.folder().path(); }
    void say(const std::string& line) const { options_.say(line); }

    /// Where the settings begin: the draft, else those that are written, else nothing but how this
    /// Sage is reached.
    Done begin() {
        Result<std::vector<Question>> questions = questions_of(manifest());
        if (!questions.ok()) {
            return questions.problem();
        }
        questions_ = std::move(questions).value();
        const auto kept = read_settings(folder());
        const auto draft = read_settings(folder(), kDraftFile);
        if (!kept.ok() || !draft.ok()) {
            return !kept.ok() ? kept.problem() : draft.problem();
        }
        before_ = kept.value();
        // Secrets are marked with the environment, so nothing is kept before the folder fits it.
        Done fits = check_kept();
        fits = fits.ok() ? session_.ask_settings() : fits;
        if (!fits.ok()) {
            return fits;
        }
        const std::optional<KeptSettings>& from = draft.value() ? draft.value() : before_;
        if (draft.value().has_value()) {
            say("going on with what was answered before");
        }
        const Done begun = from ? overlay(from->configuration) : only_of_environment();
        return begun.ok() ? apply_given() : begun;
    }

    Done check_kept() const {
        if (before_ && before_->plugin_id != manifest().id) {
            return Problem{"setup.other_plugin", folder().string(),
                           "This folder is set up for the plugin " + before_->plugin_id + ".",
                           "Name another folder for this plugin.", "it"};
        }
        if (before_ && before_->environment() != options_.environment) {
            return Problem{
                "setup.other_environment", folder().string(),
                "This folder is set up for the environment '" + before_->environment() + "'.",
                "Give each environment a folder of its own.", "it"};
        }
        if (!before_ && options_.environment == "live") {
            return Problem{"setup.live_first", folder().string(),
                           "Live is set up from settings that were tried with a test organisation.",
                           "Set up a test organisation in a folder of its own, post there, then "
                           "use promote.",
                           "it"};
        }
        return Nothing{};
    }

    Done overlay(const std::string& configuration) {
        Result<std::string> reached =
            with_addresses_of(configuration, session_.suggested_settings(), manifest());
        if (!reached.ok()) {
            return reached.problem();
        }
        configuration_ = std::move(reached).value();
        return Nothing{};
    }

    Done only_of_environment() {
        boost::system::error_code error;
        const json::value suggested = json::parse(session_.suggested_settings(), error);
        json::value settings = json::object();
        for (const Question& question : questions_) {
            const json::value* const value =
                question.of_environment ? find_place(suggested, question.pointer) : nullptr;
            if (value != nullptr) {
                put_place(settings, question.pointer, *value);
            }
        }
        configuration_ = json::serialize(settings);
        return Nothing{};
    }

    Done apply_given() {
        boost::system::error_code error;
        json::value settings = json::parse(configuration_, error);
        if (!options_.answers.empty()) {
            const json::value answers = json::parse(options_.answers, error);
            if (error || !answers.is_object()) {
                return Problem{"setup.answers", "--answers",
                               "The answers are not a JSON object of settings.",
                               R"(Write {"companyId":"acme","definitions":{…}}.)", "it"};
            }
            for (const auto& [name, value] : answers.get_object()) {
                put_place(settings, pointer_to("", name), value);
            }
        }
        put_place(settings, "/environment", json::value(options_.environment));
        Result<std::string> chosen = with_settings(json::serialize(settings), options_.assignments);
        if (!chosen.ok()) {
            return chosen.problem();
        }
        configuration_ = std::move(chosen).value();
        return Nothing{};
    }

    /// Tries, shows what is wrong and asks, until a person has no more to say.
    Done choose() {
        bool asked_all = false;
        for (int round = 0; round < kRoundsMax; ++round) {
            const Done tried = try_settings();
            if (!tried.ok()) {
                return tried;
            }
            const bool stops =
                std::any_of(result_.findings.begin(), result_.findings.end(),
                            [](const SettingFinding& finding) { return finding.stops; });
            if (!options_.ask || (asked_all && !stops)) {
                return Nothing{};
            }
            const Result<bool> changed = ask_round(asked_all);
            if (!changed.ok()) {
                return changed.problem();
            }
            if (!changed.value()) {
                return Nothing{};
            }
            asked_all = true;
        }
        return Nothing{};
    }

    Done try_settings() {
        result_.findings.clear();
        const Done fits = check_configuration(configuration_, manifest());
        if (!fits.ok()) {
            result_.findings.push_back(finding_of(fits.problem(), questions_));
            return Nothing{};
        }
        const Trial trial({session_.plugin(), session_.clock(), session_.secrets(),
                           [this](const std::string& url) { return session_.browse(url); }});
        const bool consent = !consented_ && (options_.consent || !before_.has_value());
        say(consent ? "step 1 of 3: authorising, and reading what there is in Sage"
                    : "trying the settings with Sage");
        Result<TrialResult> tried = trial.run(configuration_, consent, questions_);
        if (!tried.ok()) {
            // At a setting it can be answered otherwise; everything else ends the run.
            if (tried.problem().pointer.starts_with('/')) {
                result_.findings.push_back(finding_of(tried.problem(), questions_));
                return Nothing{};
            }
            return tried.problem();
        }
        consented_ = true;
        result_.company = tried.value().company;
        result_.findings = std::move(tried.value().report.findings);
        result_.not_shown = std::move(tried.value().report.not_shown);
        catalogue_ = std::move(tried.value().catalogue);
        return Nothing{};
    }

    bool is_asked(const Question& question, const std::vector<SettingFinding>& wrong) const {
        return question.pointer != "/environment" &&
               (options_.ask_everything || question.is_required || !wrong.empty() ||
                !question.catalogue_kinds.empty());
    }

    /// False: nothing was answered otherwise, or no more is to be asked.
    Result<bool> ask_round(bool only_wrong) {
        say("step 2 of 3: choosing; an empty answer leaves a setting as it is");
        bool changed = false;
        for (const Question& question : questions_) {
            std::vector<SettingFinding> wrong;
            std::copy_if(result_.findings.begin(), result_.findings.end(),
                         std::back_inserter(wrong), [&](const SettingFinding& finding) {
                             return finding.pointer == question.pointer ||
                                    finding.pointer.starts_with(question.pointer + "/");
                         });
            if (!is_asked(question, wrong) || (only_wrong && wrong.empty())) {
                continue;
            }
            const Result<std::optional<bool>> answered = ask_one(question, wrong);
            if (!answered.ok()) {
                return answered.problem();
            }
            if (!answered.value().has_value()) {
                return changed;
            }
            changed = changed || *answered.value();
        }
        return changed;
    }

    /// Nothing: no more is to be asked.
    Result<std::optional<bool>> ask_one(const Question& question,
                                        const std::vector<SettingFinding>& wrong) {
        const Suggestions suggestions = suggestions_for(question, catalogue_, kSuggestionsShownMax);
        boost::system::error_code error;
        json::value settings = json::parse(configuration_, error);
        const json::value* const current = find_place(settings, question.pointer);
        while (true) {
            const std::optional<std::string> typed = options_.ask(
                {question, suggestions,
                 current == nullptr ? std::string() : json::serialize(*current), wrong});
            if (!typed.has_value() || typed->empty()) {
                return typed.has_value() ? std::optional(false) : std::optional<bool>();
            }
            const Result<std::string> answer = answer_of(question, *typed);
            if (!answer.ok()) {
                say(in_one_line(answer.problem()));
                continue;
            }
            put_place(settings, question.pointer, json::parse(answer.value(), error));
            configuration_ = json::serialize(settings);
            // What was answered is there again if Sage or the power goes away now.
            const Done drafted =
                write_settings(folder(), {manifest().id, configuration_}, kDraftFile);
            return drafted.ok() ? Result<std::optional<bool>>(std::optional(true))
                                : Result<std::optional<bool>>(drafted.problem());
        }
    }

    /// On record first, then written.
    Done keep() {
        const std::string old = before_ ? before_->configuration : std::string();
        Result<PersonRecord> record = settings_record(old, configuration_, session_.secrets());
        if (!record.ok()) {
            return record.problem();
        }
        boost::system::error_code error;
        const json::value was = old.empty() ? json::value(json::object()) : json::parse(old, error);
        result_.changes =
            static_cast<int>(changes_between(was, json::parse(configuration_, error)).size());
        record.value().person = options_.session.person;
        record.value().about = folder().string();
        Done done = record_person(folder(), record.value(), session_.clock().now_ms());
        done = done.ok() ? write_settings(folder(), {manifest().id, configuration_}) : done;
        if (done.ok()) {
            result_.written = true;
            remove_draft(folder());
        }
        return done;
    }

    Done start() {
        say("step 3 of 3: starting");
        const Done begun = session_.begin();
        return begun.ok() ? session_.end() : begun;
    }

    const SetupOptions& options_;
    Session& session_;
    std::vector<Question> questions_;
    std::optional<KeptSettings> before_;
    std::string configuration_;
    CatalogueRows catalogue_;
    SetupResult result_;
    bool consented_ = false;
};

}  // namespace

Result<SetupResult> set_up(const SetupOptions& options) {
    SessionOptions session_options = options.session;
    session_options.environment = options.environment;
    session_options.role = Role::remap;
    session_options.action = "settings";
    const Result<std::unique_ptr<Session>> session = Session::open(session_options);
    if (!session.ok()) {
        return session.problem();
    }
    return Setup(options, *session.value()).run();
}

}  // namespace wms
