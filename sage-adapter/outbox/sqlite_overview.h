// SPDX-License-Identifier: Apache-2.0
// The questions of overview.h to the embedded store, on a third connection, which only reads: made
// when something is asked for the first time.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "sage-adapter/outbox/overview.h"
#include "sage-adapter/outbox/sqlite_connection.h"

namespace sage {

class SqliteOverview final : public Overview {
  public:
    /// @param path  of the database, with its schema
    explicit SqliteOverview(std::string path);
    ~SqliteOverview() override;

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
    /// Asks with the lock held, in one view of the database.
    template <class T, class Question>
    Result<T> answer(const Question& question);
    Result<void> connect();
    Result<std::vector<std::string>> open_types();
    Result<std::size_t> count_open(Figures& figures);
    Result<std::size_t> count_ended(Figures& figures, std::int64_t since_ms);

    const std::string path_;
    std::mutex mutex_;
    std::unique_ptr<SqliteConnection> connection_;
    std::unique_ptr<Statements> statements_;
};

}  // namespace sage
