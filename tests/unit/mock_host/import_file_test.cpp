// SPDX-License-Identifier: Apache-2.0
// Plan: each format is told by how a file begins; each sample is read by its reader; other sets of
// X12 are told; files that are not there or empty are told.
#include "mock-host/imports/import_file.h"

#include <gtest/gtest.h>

#include "tests/support/source_folder.h"
#include "tests/unit/mock_host/temporary_folder.h"
#include "tests/unit/mock_host/x12_samples.h"

namespace wms {
namespace {

TEST(ImportFile, formats_are_told_by_how_they_begin) {
    const testing::TemporaryFolder folder;
    for (const auto& [text, format] :
         {std::pair("ISA*00", ImportFormat::x12), std::pair("  <a/>", ImportFormat::xml),
          std::pair("\xEF\xBB\xBF<a/>", ImportFormat::xml), std::pair("{}", ImportFormat::json),
          std::pair("\n[1]", ImportFormat::json), std::pair("orderId,", ImportFormat::csv),
          std::pair("ISSUED,", ImportFormat::csv)}) {
        const auto found = format_of_file(folder.write("file", text));
        ASSERT_TRUE(found.ok()) << text;
        EXPECT_EQ(found.value(), format) << text;
        EXPECT_FALSE(name_of(found.value()).empty());
    }
    EXPECT_EQ(format_of_file(folder.write("file", "")).problem().code, "import.empty");
    EXPECT_EQ(format_of_file(folder / "none").problem().code, "file.not_readable");
    EXPECT_EQ(format_of_file(folder.path()).problem().code, "file.not_readable");
}

struct Counted {
    std::size_t orders = 0;
    std::size_t despatches = 0;
    std::size_t problems = 0;
    std::size_t remarks = 0;
};

Counted read(const std::filesystem::path& path) {
    Counted counted;
    ImportSink sink;
    sink.order = [&](const Order&, const std::string&) { ++counted.orders; };
    sink.despatch = [&](const Despatch&, const std::string&) { ++counted.despatches; };
    sink.problem = [&](const Problem&) { ++counted.problems; };
    sink.remark = [&](const Problem&) { ++counted.remarks; };
    const auto format = format_of_file(path);
    EXPECT_TRUE(format.ok());
    EXPECT_TRUE(read_import_file(path, format.value(), sink).ok());
    EXPECT_EQ(has_orders(format.value()), counted.orders > 0);
    return counted;
}

TEST(ImportFile, each_sample_is_read_without_a_word) {
    const std::filesystem::path samples = sage::source_folder() + "/mock-host/samples";
    EXPECT_EQ(read(samples / "orders.csv").orders, 2U);
    EXPECT_EQ(read(samples / "orders.json").orders, 1U);
    EXPECT_EQ(read(samples / "despatches.x12").despatches, 3U);
    EXPECT_EQ(read(samples / "despatch.xml").despatches, 1U);
    for (const char* name : {"orders.csv", "orders.json", "despatches.x12", "despatch.xml"}) {
        EXPECT_EQ(read(samples / name).problems + read(samples / name).remarks, 0U) << name;
    }
}

TEST(ImportFile, other_sets_of_x12_are_told_and_bad_ones_stop_no_other) {
    const testing::TemporaryFolder folder;
    const Counted counted = read(folder.write(
        "file", testing::interchange_of({testing::set_of({"AK1*SW*7"}, "0001", "997"),
                                         testing::set_of({"LX*1"}, "0002"),
                                         testing::set_of(testing::small_945(), "0003")})));
    EXPECT_EQ(counted.despatches, 1U);
    EXPECT_EQ(counted.problems, 1U);
    EXPECT_EQ(counted.remarks, 1U);
}

}  // namespace
}  // namespace wms
