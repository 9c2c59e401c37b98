// SPDX-License-Identifier: Apache-2.0
// Plan: each of R1 to R5 is shown a source that keeps it and sources that break it, one include
// apart.
#include <gtest/gtest.h>

#include "tests/tidy/rules.h"

namespace tidy {
namespace {

using Rule = Breaches (*)(const Source&);

/// How many breaches a rule finds in a file of that path with that one include.
std::size_t found(Rule rule, std::string path, const std::string& include) {
    return rule({std::move(path), "#include \"" + include + "\"\n"}).size();
}

TEST(IncludeRules, the_contract_may_include_two_headers_of_c) {
    const std::string path = "host-api/include/wms/wms_plugin.h";
    EXPECT_EQ(found(contract_includes, path, "stddef.h"), 0U);
    EXPECT_EQ(found(contract_includes, path, "stdint.h"), 0U);
    EXPECT_EQ(found(contract_includes, path, "stdio.h"), 1U);
    EXPECT_EQ(found(contract_includes, "host-api/abi/layout.h", "stdio.h"), 0U);
    const std::string extension = "host-api/include/wms/wms_authorize.h";
    EXPECT_EQ(found(contract_includes, extension, "wms/wms_plugin.h"), 0U);
    EXPECT_EQ(found(contract_includes, extension, "stdio.h"), 1U);
    EXPECT_EQ(found(contract_includes, path, "wms/wms_plugin.h"), 1U);
}

TEST(IncludeRules, the_mock_host_may_not_include_the_adapter_or_an_edition) {
    EXPECT_EQ(found(mock_host_includes, "mock-host/host.cpp", "wms/wms_plugin.h"), 0U);
    EXPECT_EQ(found(mock_host_includes, "mock-host/host.cpp", "sage-adapter/base/json.h"), 1U);
    EXPECT_EQ(found(mock_host_includes, "mock-host/wms/a.h", "plugins/intacct/intacct.h"), 1U);
    EXPECT_EQ(found(mock_host_includes, "mock-host/wms/a.h", "../../sage-adapter/edition.h"), 1U);
    EXPECT_EQ(found(mock_host_includes, "tests/flow_test.cpp", "sage-adapter/edition.h"), 0U);
}

TEST(IncludeRules, only_the_loader_may_load_libraries) {
    EXPECT_EQ(found(mock_host_includes, "mock-host/loader.cpp", "boost/dll/shared_library.hpp"),
              0U);
    EXPECT_EQ(found(mock_host_includes, "mock-host/clock.cpp", "boost/dll/shared_library.hpp"), 1U);
}

TEST(IncludeRules, a_core_folder_may_include_only_what_stands_left_of_it) {
    const char* outbox = "sage-adapter/outbox/outbox.h";
    EXPECT_EQ(found(folder_order, "sage-adapter/delivery/delivery.h", outbox), 0U);
    EXPECT_EQ(found(folder_order, outbox, outbox), 0U);
    EXPECT_EQ(found(folder_order, "sage-adapter/document/document.h", outbox), 1U);
    EXPECT_EQ(found(folder_order, "sage-adapter/edition.h", outbox), 1U);
    EXPECT_EQ(found(folder_order, outbox, "sage-adapter/edition.h"), 0U);
    EXPECT_EQ(found(folder_order, "sage-adapter/base/log.h", "sage-adapter/base/status.h"), 0U);
}

TEST(IncludeRules, the_core_may_not_know_an_edition_a_host_or_a_new_folder) {
    const char* delivery = "sage-adapter/delivery/deliver.cpp";
    EXPECT_EQ(found(folder_order, delivery, "plugins/intacct/intacct.h"), 1U);
    EXPECT_EQ(found(folder_order, delivery, "mock-host/host.h"), 1U);
    EXPECT_EQ(found(folder_order, delivery, "wms/wms_plugin.h"), 1U);
    EXPECT_EQ(found(folder_order, "sage-adapter/bridge/bridge.h", "wms/wms_plugin.h"), 0U);
    EXPECT_EQ(found(folder_order, "sage-adapter/extras/a.cpp", "string"), 1U);
}

TEST(IncludeRules, an_edition_may_include_the_pure_part_of_the_core) {
    const char* map = "plugins/intacct/map.cpp";
    EXPECT_EQ(found(edition_includes, map, "sage-adapter/edition.h"), 0U);
    EXPECT_EQ(found(edition_includes, map, "sage-adapter/document/document.h"), 0U);
    EXPECT_EQ(found(edition_includes, map, "sage-adapter/transport/transport.h"), 0U);
    EXPECT_EQ(found(edition_includes, map, "plugins/intacct/intacct.h"), 0U);
    EXPECT_EQ(found(edition_includes, map, "sage-adapter/transport/data_source.h"), 0U);
    EXPECT_EQ(found(edition_includes, map, "sage-adapter/transport/odbc.h"), 1U);
    EXPECT_EQ(found(edition_includes, map, "sage-adapter/transport/https.h"), 1U);
    EXPECT_EQ(found(edition_includes, map, "sage-adapter/outbox/outbox.h"), 1U);
    EXPECT_EQ(found(edition_includes, map, "sage-adapter/auth/auth.h"), 1U);
    EXPECT_EQ(found(edition_includes, map, "plugins/sage50/sage50.h"), 1U);
}

TEST(IncludeRules, only_the_entry_of_an_edition_may_see_the_border) {
    const char* bridge = "sage-adapter/bridge/bridge.h";
    EXPECT_EQ(found(edition_includes, "plugins/intacct/entry.cpp", bridge), 0U);
    EXPECT_EQ(found(edition_includes, "plugins/intacct/entry.cpp", "wms/wms_plugin.h"), 0U);
    EXPECT_EQ(found(edition_includes, "plugins/intacct/map.cpp", bridge), 1U);
    const char* databases = "sage-adapter/transport/odbc.h";
    EXPECT_EQ(found(edition_includes, "plugins/intacct/entry.cpp", databases), 0U);
    EXPECT_EQ(found(edition_includes, "plugins/intacct/map.cpp", "wms/wms_plugin.h"), 1U);
}

TEST(IncludeRules, an_edition_may_not_do_input_or_output) {
    for (const char* header : {"fstream", "iostream", "thread", "unistd.h", "sys/socket.h"}) {
        EXPECT_EQ(found(edition_includes, "plugins/intacct/wire.cpp", header), 1U) << header;
    }
    EXPECT_EQ(found(edition_includes, "plugins/sage_simulator/server.cpp", "thread"), 0U);
}

TEST(IncludeRules, an_edition_shares_nothing_with_its_simulator) {
    const char* simulator = "plugins/intacct/simulator_query.cpp";
    EXPECT_EQ(found(edition_includes, simulator, "plugins/intacct/simulator_state.h"), 0U);
    EXPECT_EQ(found(edition_includes, simulator, "plugins/sage_simulator/simulator.h"), 0U);
    EXPECT_EQ(found(edition_includes, simulator, "plugins/sage_simulator/wire.h"), 0U);
    EXPECT_EQ(found(edition_includes, simulator, "plugins/sage_simulator/server.h"), 1U);
    EXPECT_EQ(found(edition_includes, "plugins/intacct/map.cpp", "plugins/sage_simulator/wire.h"),
              1U);
    EXPECT_EQ(found(edition_includes, simulator, "plugins/intacct/intacct.h"), 1U);
    EXPECT_EQ(found(edition_includes, simulator, "sage-adapter/edition.h"), 1U);
    EXPECT_EQ(found(edition_includes, "plugins/intacct/map.cpp", "plugins/intacct/simulator.h"),
              1U);
}

TEST(IncludeRules, each_library_stays_behind_its_fence) {
    const auto fence = third_party_fences;
    EXPECT_EQ(found(fence, "sage-adapter/transport/https.cpp", "Poco/Net/Context.h"), 0U);
    EXPECT_EQ(found(fence, "sage-adapter/outbox/sqlite_store.cpp", "Poco/Net/Context.h"), 1U);
    EXPECT_EQ(found(fence, "sage-adapter/outbox/sqlite_store.cpp", "Poco/Data/Session.h"), 0U);
    EXPECT_EQ(found(fence, "sage-adapter/delivery/deliver.cpp", "Poco/Data/Session.h"), 1U);
    const char* odbc = "sage-adapter/transport/odbc_statement.cpp";
    EXPECT_EQ(found(fence, odbc, "Poco/Data/ODBC/Handle.h"), 0U);
    EXPECT_EQ(found(fence, odbc, "sqlext.h"), 0U);
    EXPECT_EQ(found(fence, "sage-adapter/transport/odbc.cpp", "sqlext.h"), 1U);
    EXPECT_EQ(found(fence, "sage-adapter/transport/odbc.cpp", "sql.h"), 1U);
    EXPECT_EQ(found(fence, "sage-adapter/transport/odbc.cpp", "Poco/Data/Session.h"), 1U);
    EXPECT_EQ(found(fence, "plugins/sage_simulator/table_file.cpp", "Poco/Data/Session.h"), 0U);
    EXPECT_EQ(found(fence, "plugins/sage_simulator/server.cpp", "Poco/Data/Session.h"), 1U);
    EXPECT_EQ(found(fence, "sage-adapter/document/hash.cpp", "openssl/evp.h"), 0U);
    EXPECT_EQ(found(fence, "sage-adapter/document/document.cpp", "openssl/evp.h"), 1U);
    EXPECT_EQ(found(fence, "sage-adapter/base/settings.cpp", "valijson/validator.hpp"), 0U);
    EXPECT_EQ(found(fence, "sage-adapter/base/json.cpp", "valijson/validator.hpp"), 1U);
    EXPECT_EQ(found(fence, "plugins/intacct/map.cpp", "boost/json.hpp"), 0U);
    EXPECT_EQ(found(fence, "plugins/intacct/map.cpp", "boost/asio.hpp"), 1U);
    EXPECT_EQ(found(fence, "plugins/intacct/map.cpp", "Poco/URI.h"), 1U);
    EXPECT_EQ(found(fence, "mock-host/host.cpp", "Poco/Net/Context.h"), 0U);
}

TEST(IncludeRules, no_header_but_one_shows_a_third_party_type) {
    const auto fence = third_party_fences;
    EXPECT_EQ(found(fence, "sage-adapter/base/json.h", "boost/json/value.hpp"), 0U);
    EXPECT_EQ(found(fence, "sage-adapter/base/status.h", "fmt/format.h"), 1U);
    EXPECT_EQ(found(fence, "sage-adapter/transport/transport.h", "Poco/Net/Context.h"), 1U);
    EXPECT_EQ(found(fence, "sage-adapter/outbox/sqlite_store.h", "Poco/Data/Session.h"), 1U);
    EXPECT_EQ(found(fence, "plugins/sage_simulator/server.h", "Poco/Net/HTTPServer.h"), 0U);
    EXPECT_EQ(found(fence, "plugins/intacct/intacct.h", "boost/json/value.hpp"), 1U);
    EXPECT_EQ(found(fence, "plugins/intacct/intacct.h", "boost/json/fwd.hpp"), 0U);
}

}  // namespace
}  // namespace tidy
