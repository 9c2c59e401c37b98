// SPDX-License-Identifier: Apache-2.0
// Plan: names and attributes that are accepted and refused; no value can begin another attribute.
#include "sage-adapter/transport/connection_text.h"

#include <gtest/gtest.h>

namespace sage {
namespace {

std::string code_of(const std::string& name,
                    std::vector<DataSourceOptions::Attribute> attributes = {}) {
    DataSourceOptions options;
    options.name = name;
    options.attributes = std::move(attributes);
    const Result<void> checked = check_data_source(options);
    if (checked.ok()) {
        return "accepted";
    }
    EXPECT_EQ(checked.error().status, Status::config);
    EXPECT_TRUE(checked.error().first().pointer.starts_with("/dataSource/"));
    return checked.error().first().code;
}

TEST(ConnectionText, names_that_no_machine_can_have_are_refused) {
    EXPECT_EQ(code_of("SageLine50v29"), "accepted");
    EXPECT_EQ(code_of("Sage 50 (accounts)"), "settings.data_source.name");
    for (const char* name : {"", "A;PWD=x", "{A}", " A", "A ", "A=B", "A\nB", "\xFF"}) {
        EXPECT_EQ(code_of(name), "settings.data_source.name") << name;
    }
    EXPECT_EQ(code_of(std::string(32, 'a')), "accepted");
    EXPECT_EQ(code_of(std::string(33, 'a')), "settings.data_source.name");
}

TEST(ConnectionText, attributes_carry_no_login_and_choose_no_driver) {
    EXPECT_EQ(code_of("A", {{"DIR", "\\\\SERVER\\Company.001\\ACCDATA"}}), "accepted");
    for (const char* name : {"UID", "pwd", "Password", "USER", "UserName", "DSN", "driver",
                             "FileDSN", "SaveFile", "", "A B", "A;B", "A=B"}) {
        EXPECT_EQ(code_of("A", {{name, "x"}}), "settings.data_source.attribute") << name;
    }
    EXPECT_EQ(code_of("A", {{"DIR", "a\nb"}}), "settings.data_source.attribute_value");
    EXPECT_EQ(code_of("A", {{"DIR", std::string(513, 'x')}}),
              "settings.data_source.attribute_value");
}

std::string text_of(const DataSourceLogin& login, const std::string& folder = "C:\\ACC") {
    DataSourceOptions options;
    options.name = "S";
    options.attributes = {{"DIR", folder}};
    WipedText text;
    write_connection_text(options, login, text);
    return text.text;
}

TEST(ConnectionText, a_value_ends_where_it_should) {
    EXPECT_EQ(text_of({}, "plain"), "DSN=S;DIR=plain;");
    EXPECT_EQ(text_of({}), "DSN=S;DIR={C:\\ACC};");
    EXPECT_EQ(text_of({"wms", "secret"}, "x"), "DSN=S;DIR=x;UID=wms;PWD=secret;");
    EXPECT_EQ(text_of({"wms", "a;DIR=b}c"}, "x"), "DSN=S;DIR=x;UID=wms;PWD={a;DIR=b}}c};");
    EXPECT_EQ(text_of({"wms", ""}, " x"), "DSN=S;DIR={ x};UID=wms;PWD=;");
    EXPECT_EQ(text_of({"", "unused"}, "x"), "DSN=S;DIR=x;");
}

}  // namespace
}  // namespace sage
