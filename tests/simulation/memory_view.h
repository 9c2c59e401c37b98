// SPDX-License-Identifier: Apache-2.0
// What the store in memory has committed, as the checker sees it: the rows themselves, not what the
// store says of them.
#pragma once

#include <memory>
#include <utility>

#include "tests/simulation/memory_store.h"
#include "tests/simulation/store_view.h"

namespace sage::simulation {

class MemoryView final : public StoreView {
  public:
    explicit MemoryView(std::shared_ptr<const MemoryOutbox> outbox) : outbox_(std::move(outbox)) {}

    std::optional<Row> row(std::int64_t sequence) override;
    std::vector<Row> rows() override;
    std::vector<EventRow> events() override;
    std::vector<AttemptRow> attempts() override;
    std::vector<AttemptRow> attempts_of(std::int64_t sequence) override;

  private:
    std::shared_ptr<const MemoryOutbox> outbox_;
};

}  // namespace sage::simulation
