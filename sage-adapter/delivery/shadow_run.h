// SPDX-License-Identifier: Apache-2.0
// The part of a shadow run that asks Sage: finds what documents of others carry, reads the lines of
// what was found once, and compares. Its reads are bounded: some tens of documents by one query,
// and no more lines of them than a document may have. One thread; it lives for one query.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "sage-adapter/delivery/shadow.h"
#include "sage-adapter/edition.h"
#include "sage-adapter/transport/transport.h"

namespace sage {

/// One document to find and compare; `row` is where the answer goes.
struct ShadowSubject {
    ShadowRow row;
    Facts expected;
    Prediction prediction;
    std::vector<Sought> sought;
    bool open = true;  ///< false: the row says all there is to say
};

/// One exchange with Sage. Evidence other than answered: it was tried as often as makes sense.
using AskSage = std::function<Evidence(const Request&)>;

class ShadowRun {
  public:
    /// `company`, `subjects` and what `ask` needs outlive this.
    ShadowRun(const Company& company, std::vector<ShadowSubject>& subjects, AskSage ask);

    /// Answers every open subject. Failures of Sage are answers, too.
    void run();

  private:
    using Batch = std::vector<ShadowSubject*>;
    /// A subject with the one document that was found for it.
    struct Pair {
        ShadowSubject* subject;
        Found found;
    };

    Batch next_batch();
    void find(const Batch& batch);
    void judge(const Batch& batch, const LookUp& seen);
    void refuse_shared();
    void compare_all();
    void compare(std::vector<Pair> pairs);
    bool read_lines(std::vector<Pair>& pairs, bool& too_many);
    void compare_one(const Pair& pair, bool lines_whole);

    const Company& company_;
    std::vector<ShadowSubject>& subjects_;
    const AskSage ask_;
    std::vector<Pair> pairs_;
    std::string why_;  ///< Sage's last answer was of no use
};

}  // namespace sage
