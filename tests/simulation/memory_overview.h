// SPDX-License-Identifier: Apache-2.0
// The questions of outbox/overview.h to the store in memory: each looks at everything.
#pragma once

#include <memory>
#include <mutex>

#include "sage-adapter/outbox/overview.h"
#include "tests/simulation/memory_rows.h"

namespace sage::simulation {

/// What is kept. Several stores may be open on one, as hosts on a server.
struct MemoryOutbox {
    std::mutex mutex;
    MemoryRows rows;
};

class MemoryOverview final : public Overview {
  public:
    /// @param outbox  outlives this
    explicit MemoryOverview(MemoryOutbox& outbox) : outbox_(outbox) {}

    Result<Figures> figures(std::int64_t since_ms, std::size_t causes_max) override;
    Result<std::vector<Entry>> open_after(std::int64_t sequence, std::size_t limit) override;
    Result<Extent> extent() override;
    Result<std::vector<Record>> records_after(std::int64_t sequence, std::int64_t through,
                                              std::size_t limit) override;
    Result<Changed> records_changed(std::int64_t event, std::int64_t through,
                                    std::size_t limit) override;
    Result<EndedPage> ended_after(State state, const EndedPlace& after, std::size_t limit) override;
    Result<bool> has_document(std::string_view message_type, std::string_view document_id) override;
    Result<std::vector<ToldEvent>> events_after(std::int64_t event, std::int64_t through,
                                                std::size_t limit) override;
    Result<std::vector<Alert>> alerts() override;

  private:
    Record record_of(const MemoryRow& row) const;

    MemoryOutbox& outbox_;
};

}  // namespace sage::simulation
