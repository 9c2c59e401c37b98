// SPDX-License-Identifier: Apache-2.0
// Plan: a file is whole or not there, written once, never over another; every step fails with each
// error it can have, and the outcome is right whether the step happened or not; a host that stopped
// in between is told from one that did not begin; no file that is half is ever left under its name.
#include "sage-adapter/transport/drop_folder.h"

#include <functional>
#include <tuple>

#include "tests/unit/transport/failing_folder.h"

namespace sage::test {
namespace {

using DropFolders = FolderTest;
using Files = std::map<std::string, std::string>;

TEST_F(DropFolders, a_file_is_written_once_with_all_its_bytes) {
    const auto folder = DropFolder::make(path);
    ASSERT_TRUE(folder.ok());
    EXPECT_EQ(folder.value()->look(name).problem.code, "drop.absent");
    EXPECT_EQ(folder.value()->write(name, bytes).outcome, DropOutcome::there);
    EXPECT_EQ(files(), (Files{{name, bytes}}));
    EXPECT_EQ(folder.value()->write(name, bytes).outcome, DropOutcome::there) << "the same again";
    EXPECT_EQ(files(), (Files{{name, bytes}}));
    const DropEvidence seen = folder.value()->look(name);
    EXPECT_EQ(seen.outcome, DropOutcome::there);
    EXPECT_EQ(seen.bytes, bytes);
}

TEST_F(DropFolders, nothing_is_written_over_another_file) {
    put(name, "of somebody else");
    const DropEvidence refused = folder()->write(name, bytes);
    EXPECT_EQ(refused.outcome, DropOutcome::taken);
    EXPECT_EQ(refused.problem.code, "drop.name_taken");
    EXPECT_EQ(files(), (Files{{name, "of somebody else"}}));
}

/// Another program takes the name at the last moment.
class Meanwhile final : public FolderCalls {
  public:
    Meanwhile(const std::string& path, std::function<void()> before, std::function<void()> after)
        : real_(system_folder_calls(path)), before_(std::move(before)), after_(std::move(after)) {}
    std::error_code enter() override { return real_->enter(); }
    void leave() override { real_->leave(); }
    std::error_code create(const std::string& name) override { return real_->create(name); }
    std::error_code write(std::string_view bytes) override { return real_->write(bytes); }
    std::error_code sync() override { return real_->sync(); }
    std::error_code close() override { return real_->close(); }
    std::error_code publish(const std::string& from, const std::string& to) override {
        before_();
        const std::error_code published = real_->publish(from, to);
        after_();
        return published;
    }
    std::error_code remove(const std::string& name) override { return real_->remove(name); }
    std::error_code sync_folder() override { return real_->sync_folder(); }
    std::error_code read(const std::string& name, std::size_t most, std::string& bytes) override {
        return real_->read(name, most, bytes);
    }

  private:
    std::unique_ptr<FolderCalls> real_;
    std::function<void()> before_;
    std::function<void()> after_;
};

TEST_F(DropFolders, who_takes_the_name_meanwhile_keeps_it) {
    const auto write_beside = [&](std::function<void()> before, std::function<void()> after) {
        DropFolder folder(path,
                          std::make_unique<Meanwhile>(path, std::move(before), std::move(after)));
        return folder.write(name, bytes).outcome;
    };
    const auto nothing = [] {};
    EXPECT_EQ(write_beside([&] { put(name, "another"); }, nothing), DropOutcome::taken);
    EXPECT_EQ(files(), (Files{{name, "another"}}));
    std::filesystem::remove(path + "/" + name);
    EXPECT_EQ(write_beside([&] { put(name, bytes); }, nothing), DropOutcome::there)
        << "another host, the same file";
    std::filesystem::remove(path + "/" + name);
    EXPECT_EQ(write_beside([&] { put(name, bytes); },
                           [&] { std::filesystem::remove(path + "/" + name); }),
              DropOutcome::unknown)
        << "that of another host, and somebody has taken it";
    EXPECT_EQ(files(), Files{});
}

TEST_F(DropFolders, a_step_that_fails_before_the_name_is_given_leaves_nothing) {
    const std::tuple<std::errc, const char*> errors[] = {
        {std::errc::no_space_on_device, "drop.disk_full"},
        {std::errc::permission_denied, "drop.not_writable"},
        {std::errc::operation_not_permitted, "drop.not_writable"},
        {std::errc::read_only_file_system, "drop.not_writable"},
        {std::errc::not_connected, "drop.share_gone"},
        {std::errc::io_error, "drop.share_gone"},
        {std::errc::timed_out, "drop.share_gone"},
        {std::errc::host_unreachable, "drop.share_gone"},
        {std::errc::network_unreachable, "drop.share_gone"},
        {std::errc::connection_reset, "drop.share_gone"},
        {std::errc::too_many_files_open, "drop.failed"}};
    for (const char* step : {"enter", "read", "create", "write", "sync", "close"}) {
        for (const auto& [error, code] : errors) {
            const DropEvidence evidence = folder({step, error})->write(name, bytes);
            EXPECT_EQ(evidence.outcome, DropOutcome::not_there) << step << code;
            EXPECT_EQ(evidence.problem.code, code) << step;
            EXPECT_FALSE(evidence.problem.fix.empty());
            EXPECT_NE(evidence.problem.cause.find(path), std::string::npos);
            EXPECT_EQ(files(), Files{}) << step << code;
        }
    }
    EXPECT_EQ(
        folder({"enter", std::errc::no_such_file_or_directory})->write(name, bytes).problem.code,
        "drop.folder_missing");
}

TEST_F(DropFolders, a_step_that_happened_and_failed_leaves_no_half_file) {
    for (const char* step : {"create", "write", "sync", "close"}) {
        const DropEvidence evidence =
            folder({step, std::errc::io_error, 1, true})->write(name, bytes);
        EXPECT_EQ(evidence.outcome, DropOutcome::not_there) << step;
        EXPECT_FALSE(files().contains(name)) << step;
        EXPECT_EQ(folder()->write(name, bytes).outcome, DropOutcome::there) << step;
        EXPECT_EQ(files(), (Files{{name, bytes}})) << step << ": and no part stays behind";
        std::filesystem::remove(path + "/" + name);
    }
}

TEST_F(DropFolders, whether_the_name_was_given_is_found_out) {
    DropEvidence evidence = folder({"publish", std::errc::io_error})->write(name, bytes);
    EXPECT_EQ(evidence.outcome, DropOutcome::not_there) << "the part was still there";
    EXPECT_EQ(evidence.problem.code, "drop.share_gone");
    EXPECT_EQ(files(), Files{});
    evidence = folder({"publish", std::errc::not_supported})->write(name, bytes);
    EXPECT_EQ(evidence.outcome, DropOutcome::not_there);
    EXPECT_EQ(evidence.problem.code, "drop.folder_unfit");
    evidence = folder({"publish", std::errc::timed_out, 1, true})->write(name, bytes);
    EXPECT_EQ(evidence.outcome, DropOutcome::there) << "only the answer was lost";
    EXPECT_EQ(files(), (Files{{name, bytes}}));
}

/// The share goes away for good with the step that gives the name.
class Gone final : public FolderCalls {
  public:
    Gone(const std::string& path, bool happens)
        : real_(system_folder_calls(path)), happens_(happens) {}
    std::error_code enter() override { return real_->enter(); }
    void leave() override { real_->leave(); }
    std::error_code create(const std::string& name) override { return real_->create(name); }
    std::error_code write(std::string_view bytes) override { return real_->write(bytes); }
    std::error_code sync() override { return real_->sync(); }
    std::error_code close() override { return real_->close(); }
    std::error_code publish(const std::string& from, const std::string& to) override {
        gone_ = true;
        if (happens_) {
            static_cast<void>(real_->publish(from, to));
        }
        return std::make_error_code(std::errc::not_connected);
    }
    std::error_code remove(const std::string&) override {
        return std::make_error_code(std::errc::not_connected);
    }
    std::error_code sync_folder() override { return real_->sync_folder(); }
    std::error_code read(const std::string& name, std::size_t most, std::string& bytes) override {
        return gone_ ? std::make_error_code(std::errc::not_connected)
                     : real_->read(name, most, bytes);
    }

  private:
    std::unique_ptr<FolderCalls> real_;
    bool happens_;
    bool gone_ = false;
};

TEST_F(DropFolders, a_share_that_goes_away_leaves_a_doubt_that_a_look_settles) {
    for (const bool happens : {false, true}) {
        DropFolder gone(path, std::make_unique<Gone>(path, happens));
        const DropEvidence evidence = gone.write(name, bytes);
        EXPECT_EQ(evidence.outcome, DropOutcome::unknown);
        EXPECT_EQ(evidence.problem.code, "drop.share_gone");
        EXPECT_EQ(folder()->look(name).outcome,
                  happens ? DropOutcome::there : DropOutcome::not_there);
        EXPECT_EQ(folder()->write(name, bytes).outcome, DropOutcome::there);
        EXPECT_EQ(files(), (Files{{name, bytes}}));
        std::filesystem::remove(path + "/" + name);
    }
}

TEST_F(DropFolders, a_name_that_may_not_outlive_a_power_cut_is_not_told_as_there) {
    DropEvidence evidence = folder({"sync_folder", std::errc::io_error})->write(name, bytes);
    EXPECT_EQ(evidence.outcome, DropOutcome::unknown);
    EXPECT_EQ(files(), (Files{{name, bytes}}));
    evidence = folder({"sync_folder", std::errc::io_error})->look(name);
    EXPECT_EQ(evidence.outcome, DropOutcome::unknown)
        << "looking again brings it to the disk first";
    EXPECT_EQ(folder()->look(name).outcome, DropOutcome::there);
}

TEST_F(DropFolders, a_look_that_fails_says_nothing) {
    put(name, bytes);
    for (const char* step : {"enter", "read"}) {
        EXPECT_EQ(folder({step, std::errc::io_error})->look(name).outcome, DropOutcome::unknown)
            << step;
    }
    EXPECT_EQ(folder({"enter", std::errc::no_such_file_or_directory})->look(name).outcome,
              DropOutcome::unknown)
        << "a share that is not connected is no empty folder";
    EXPECT_EQ(folder({"read", std::errc::file_too_large})->write(name, bytes).outcome,
              DropOutcome::taken);
}

TEST_F(DropFolders, what_hosts_that_stopped_have_left_is_taken_away) {
    put("." + name + ".1.part", "SI,");
    put("." + name + ".2.part", "");
    EXPECT_EQ(folder()->write(name, bytes).outcome, DropOutcome::there);
    EXPECT_EQ(files(), (Files{{name, bytes}}));
    const std::string other = "B.csv";
    for (int number = 1; number <= 20; ++number) {
        put("." + other + "." + std::to_string(number) + ".part", "");
    }
    const DropEvidence evidence = folder()->write(other, bytes);
    EXPECT_EQ(evidence.outcome, DropOutcome::not_there);
    EXPECT_EQ(evidence.problem.code, "drop.unfinished_files");
}

TEST_F(DropFolders, names_stay_in_the_folder) {
    for (const std::string& bad :
         {std::string(), std::string("../x"), std::string("a/b"), std::string(".x"),
          std::string("x."), std::string("a b"), std::string("a:b"), std::string("é"),
          std::string("a\0b", 3), std::string(101, 'a')}) {
        const DropEvidence evidence = folder()->write(bad, bytes);
        EXPECT_EQ(evidence.outcome, DropOutcome::not_there) << bad;
        EXPECT_EQ(evidence.problem.code, "drop.name_unfit") << bad;
        EXPECT_EQ(folder()->look(bad).problem.code, "drop.name_unfit") << bad;
    }
    EXPECT_EQ(files(), Files{});
    for (const char* bad : {"", "relative", "C:\\drop"}) {
        const auto made = DropFolder::make(bad);
        ASSERT_FALSE(made.ok());
        EXPECT_EQ(made.error().first().code, "settings.drop_folder.not_absolute");
    }
}

}  // namespace
}  // namespace sage::test
