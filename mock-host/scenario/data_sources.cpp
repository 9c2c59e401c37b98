// SPDX-License-Identifier: Apache-2.0
#include "mock-host/scenario/data_sources.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <system_error>

namespace wms::scenarios {
namespace {

namespace fs = std::filesystem;

Problem not_written(const fs::path& file) {
    return {"scenario.data_sources", file.string(), "The list of data sources cannot be written.",
            "Free space in the temporary folder.", "it"};
}

}  // namespace

Result<std::unique_ptr<DataSources>> DataSources::open() {
    std::string name = (fs::temp_directory_path() / "data_sources.XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
        return not_written(name);
    }
    std::unique_ptr<DataSources> all(new DataSources(name));
    return ::setenv("ODBCINI", all->file().c_str(), 1) == 0
               ? Result<std::unique_ptr<DataSources>>(std::move(all))
               : not_written(name);
}

DataSources::~DataSources() {
    ::unsetenv("ODBCINI");
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

Done DataSources::add(const std::string& name, const fs::path& database) const {
    // One write at the end of the file: several threads do it at once.
    const std::string section =
        fmt::format("[{}]\nDriver=SQLite3\nDatabase={}\n", name, database.string());
    const int opened = ::open(file().c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    const bool written = opened >= 0 && ::write(opened, section.data(), section.size()) ==
                                            static_cast<ssize_t>(section.size());
    if (opened >= 0) {
        ::close(opened);
    }
    return written ? Done(Nothing{}) : Done(not_written(file()));
}

}  // namespace wms::scenarios
