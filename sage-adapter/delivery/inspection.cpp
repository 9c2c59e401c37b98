// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/delivery/inspection.h"

#include <algorithm>
#include <utility>

namespace sage {
namespace {

bool is_about_lines(const Facts& facts) {
    const auto first = facts.lower_bound(line_fact_prefix);
    return first != facts.end() && first->first.starts_with(line_fact_prefix);
}

}  // namespace

Inspection::Inspection(const Company& company, std::vector<ReadBackSubject> subjects, FindBy by)
    : company_(company), subjects_(std::move(subjects)), by_(by) {}

std::optional<Request> Inspection::next() const {
    switch (step_) {
        case Step::headers:
            return company_.read_back(subjects_, by_);
        case Step::lines:
            return company_.read_lines(subjects_, found_);
        case Step::done:
        case Step::failed:
            break;
    }
    return std::nullopt;
}

void Inspection::take(const Evidence& evidence) {
    if (evidence.outcome != Outcome::answered) {
        fail(evidence.reason);
        return;
    }
    if (step_ == Step::headers) {
        LookUp seen = company_.read_read_back(subjects_, by_, evidence.reply);
        if (!seen.usable) {
            fail(std::move(seen.why));
            return;
        }
        found_ = std::move(seen.found);
        const bool lines = !found_.empty() &&
                           std::any_of(subjects_.begin(), subjects_.end(),
                                       [](const auto& one) { return is_about_lines(one.facts); });
        step_ = lines ? Step::lines : Step::done;
        return;
    }
    const Result<bool> more = company_.add_lines(subjects_, evidence.reply, found_);
    if (more.ok()) {
        step_ = more.value() ? Step::lines : Step::done;
        return;
    }
    if (more.error().status == Status::config) {
        // The headers are known all the same.
        lines_refused_ = true;
        step_ = Step::done;
        return;
    }
    fail(more.error().first().cause);
}

void Inspection::fail(std::string why) {
    why_ = std::move(why);
    step_ = Step::failed;
}

std::vector<Difference> Inspection::differences_of(const Facts& expected,
                                                   const Found& found) const {
    std::vector<Difference> all = differences(expected, found.facts);
    if (lines_refused_) {
        std::erase_if(
            all, [](const Difference& one) { return one.field.starts_with(line_fact_prefix); });
    }
    return all;
}

}  // namespace sage
