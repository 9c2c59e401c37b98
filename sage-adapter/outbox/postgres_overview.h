// SPDX-License-Identifier: Apache-2.0
// The questions of overview.h to the store on a server, on a third connection of this host, which
// only reads: made when something is asked for the first time.
#pragma once

#include <memory>
#include <string>

#include "sage-adapter/outbox/overview.h"
#include "sage-adapter/outbox/postgres_questions.h"

namespace sage {

class PostgresOverview final : public Overview {
  public:
    explicit PostgresOverview(const PostgresOptions& options);
    ~PostgresOverview() override;

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
    struct Statements;
    template <class T, class Question>
    Result<T> answer(const Question& question);
    Result<std::vector<std::string>> open_types();
    Result<std::size_t> count_open(Figures& figures);
    Result<std::size_t> count_ended(Figures& figures, std::int64_t since_ms);
    Result<bool> all_ended_before(std::int64_t transaction);

    PostgresQuestions questions_;
    std::unique_ptr<Statements> statements_;
};

}  // namespace sage
