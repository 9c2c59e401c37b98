// SPDX-License-Identifier: Apache-2.0
// A folder whose steps fail by script, over a real one: which step, at which of its calls, with
// what; and whether the step happened all the same, as with a share whose answer is lost.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sage-adapter/transport/drop_folder.h"

namespace sage::test {

struct FolderFault {
    std::string step;
    std::errc error = std::errc::io_error;
    int at = 1;            ///< its first call
    bool happens = false;  ///< and only then fails
};

class FailingFolder final : public FolderCalls {
  public:
    FailingFolder(const std::string& path, FolderFault fault)
        : real_(system_folder_calls(path)), fault_(std::move(fault)) {}

    std::error_code enter() override {
        return step("enter", [&] { return real_->enter(); });
    }
    void leave() override { real_->leave(); }
    std::error_code create(const std::string& name) override {
        return step("create", [&] { return real_->create(name); });
    }
    std::error_code write(std::string_view bytes) override {
        return step("write", [&] { return real_->write(bytes); });
    }
    std::error_code sync() override {
        return step("sync", [&] { return real_->sync(); });
    }
    std::error_code close() override {
        return step("close", [&] { return real_->close(); });
    }
    std::error_code publish(const std::string& from, const std::string& to) override {
        return step("publish", [&] { return real_->publish(from, to); });
    }
    std::error_code remove(const std::string& name) override {
        return step("remove", [&] { return real_->remove(name); });
    }
    std::error_code sync_folder() override {
        return step("sync_folder", [&] { return real_->sync_folder(); });
    }
    std::error_code read(const std::string& name, std::size_t bytes_max,
                         std::string& bytes) override {
        return step("read", [&] { return real_->read(name, bytes_max, bytes); });
    }

  private:
    template <class Real>
    std::error_code step(const std::string& name, const Real& real) {
        if (name != fault_.step || ++calls_ != fault_.at) {
            return real();
        }
        if (fault_.happens) {
            static_cast<void>(real());
        }
        return std::make_error_code(fault_.error);
    }

    std::unique_ptr<FolderCalls> real_;
    FolderFault fault_;
    int calls_ = 0;  ///< of that step
};

class FolderTest : public ::testing::Test {
  protected:
    FolderTest() {
        std::string pattern = (std::filesystem::temp_directory_path() / "drop_XXXXXX").string();
        path = ::mkdtemp(pattern.data());
    }
    ~FolderTest() override { std::filesystem::remove_all(path); }

    std::unique_ptr<DropFolder> folder(FolderFault fault = {}) const {
        return std::make_unique<DropFolder>(
            path, std::make_unique<FailingFolder>(path, std::move(fault)));
    }
    void put(const std::string& file, const std::string& content) const {
        std::ofstream(std::filesystem::path(path) / file, std::ios::binary) << content;
    }
    /// Name to bytes of all that is there.
    std::map<std::string, std::string> files() const {
        std::map<std::string, std::string> all;
        for (const auto& entry : std::filesystem::directory_iterator(path)) {
            std::ifstream in(entry.path(), std::ios::binary);
            all[entry.path().filename().string()] = {std::istreambuf_iterator<char>(in), {}};
        }
        return all;
    }

    std::string path;
    const std::string name = "W0123456789ABCDEFX.csv";
    const std::string bytes = "SI,A1,\xA3\r\n";
};

}  // namespace sage::test
