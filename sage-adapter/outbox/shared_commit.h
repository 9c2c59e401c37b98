// SPDX-License-Identifier: Apache-2.0
// Threads that call at the same time share one commit, because a commit waits for the disk and
// nothing else in the outbox does. There is no thread for it: the first caller leads, carries out
// what has gathered and wakes the others; while it waits for the disk, the next batch gathers.
#pragma once

#include <array>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "sage-adapter/base/limits.h"
#include "sage-adapter/base/status.h"

namespace sage {

/// The database as a shared commit sees it. Called by one thread at a time.
class Transaction {
  public:
    Transaction() = default;
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    virtual ~Transaction() = default;

    virtual Result<void> begin() = 0;
    virtual Result<void> commit() = 0;
    /// After a failure of anything. Cannot fail: what is left of it is found by the next begin().
    virtual void roll_back() = 0;
    /// After commit() failed and was rolled back: whether it took effect all the same.
    virtual Result<bool> took_effect() = 0;
};

class SharedCommit {
  public:
    /// Writes within the transaction. An error fails every operation of the batch, so an operation
    /// that merely finds nothing to do reports that in its own way and returns success.
    using Operation = std::function<Result<void>()>;

    explicit SharedCommit(Transaction& transaction) : transaction_(transaction) {}
    SharedCommit(const SharedCommit&) = delete;
    SharedCommit& operator=(const SharedCommit&) = delete;
    ~SharedCommit() = default;

    /// Returns after the commit that holds the operation. Throws std::bad_alloc, to each caller of
    /// the batch, when there is not even the memory to say why it failed; whether it was kept is
    /// not known then.
    Result<void> run(Operation operation);

    /// Told by the thread that commits what became of the commit.
    using Finished = std::function<void(const Result<void>&)>;

    /// The operation goes into the next commit, before that commit's others.
    void run_later(Operation operation, Finished finished);

    /// Returns after everything given to run_later() before was committed or has failed. No commit
    /// of its own if nothing waits.
    Result<void> flush();

    /// Callers whose operation no commit has taken up yet.
    std::size_t waiting() const;

  private:
    /// A caller's place in the queue. Places are kept and used again, so that one may still be
    /// woken when its caller has left already.
    struct Waiting {
        Operation operation;
        std::optional<Result<void>> outcome;
        bool out_of_memory = false;  ///< there is no outcome, and there will be none
        bool leads = false;

        bool done() const { return outcome.has_value() || out_of_memory; }
        std::condition_variable woken;
    };
    /// Of one leader, which must not fail while others wait for it: no memory of its own.
    struct Batch {
        std::array<Waiting*, limits::commit_batch_max> all{};
        std::size_t size = 0;
    };
    struct Later {
        Operation operation;
        Finished finished;
    };

    Waiting& take_place(Operation operation);
    void gather(std::unique_lock<std::mutex>& lock);
    void lead(std::unique_lock<std::mutex>& lock);
    void carry_out(const Batch& batch, const std::vector<Later>& later,
                   std::optional<Result<void>>& outcome) noexcept;
    Result<void> write(const Batch& batch, const std::vector<Later>& later);

    Transaction& transaction_;
    mutable std::mutex mutex_;
    std::vector<std::unique_ptr<Waiting>> places_;
    std::vector<Waiting*> free_places_;
    std::deque<Waiting*> queue_;
    std::vector<Later> later_;
    std::size_t last_batch_ = 1;
    bool leading_ = false;
};

}  // namespace sage
