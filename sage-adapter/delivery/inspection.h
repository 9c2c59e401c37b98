// SPDX-License-Identifier: Apache-2.0
// A look at documents in Sage, one request at a time: their headers, then the pages of their lines.
// It performs no I/O itself: whoever holds it sends the request and gives back the evidence, so
// that a unit of work is one exchange and a query can make several.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sage-adapter/edition.h"
#include "sage-adapter/transport/transport.h"

namespace sage {

class Inspection {
  public:
    /// @param subjects  of one sage_document.type, not empty; `company` outlives this
    Inspection(const Company& company, std::vector<ReadBackSubject> subjects, FindBy by);

    /// The next request; nothing once everything is read or a look failed.
    std::optional<Request> next() const;
    bool has_next() const { return step_ == Step::headers || step_ == Step::lines; }
    /// What became of that request.
    void take(const Evidence& evidence);

    /// True when next() has nothing more and nothing failed.
    bool complete() const { return step_ == Step::done; }
    /// Why the look failed: then nothing is known, and it is to be made again.
    const std::string& why() const { return why_; }

    const std::vector<ReadBackSubject>& subjects() const { return subjects_; }
    const std::vector<Found>& found() const { return found_; }

    /// What Sage holds otherwise than `expected`. Facts about lines are left out where Sage refuses
    /// to show lines.
    std::vector<Difference> differences_of(const Facts& expected, const Found& found) const;
    bool lines_refused() const { return lines_refused_; }

  private:
    enum class Step : std::uint8_t { headers, lines, done, failed };

    void fail(std::string why);

    const Company& company_;
    std::vector<ReadBackSubject> subjects_;
    FindBy by_;
    Step step_ = Step::headers;
    std::vector<Found> found_;
    bool lines_refused_ = false;
    std::string why_;
};

}  // namespace sage
