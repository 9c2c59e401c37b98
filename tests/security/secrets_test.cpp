// SPDX-License-Identifier: Apache-2.0
// Plan (S6, S8, S9): secrets, tokens, names and hostile words are planted everywhere a plugin meets
// them; after a day of trade no file of the host holds a secret, and no log line at any level holds
// a secret, a name or more than one line.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

#include "mock-host/demo.h"
#include "sage-adapter/base/json.h"
#include "tests/security/probe_host.h"
#include "tests/support/sage_in_a_box.h"

namespace sage::testing {
namespace {

namespace files = std::filesystem;

/// How every access token of the simulated Sage begins.
constexpr std::string_view token_mark = "eyJhbGciOi";

std::string content_of(const files::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// Every file below the folder, but for those whose path begins with one of `left_out`.
std::vector<files::path> files_below(const files::path& folder,
                                     const std::vector<files::path>& left_out) {
    std::vector<files::path> found;
    for (const auto& entry : files::recursive_directory_iterator(folder)) {
        const bool out = std::any_of(left_out.begin(), left_out.end(), [&](const auto& one) {
            return entry.path().native().starts_with(one.native());
        });
        if (entry.is_regular_file() && !out) {
            found.push_back(entry.path());
        }
    }
    return found;
}

void expect_none(const std::vector<files::path>& paths, const std::vector<std::string>& canaries) {
    for (const files::path& path : paths) {
        const std::string content = content_of(path);
        for (const std::string& canary : canaries) {
            EXPECT_EQ(content.find(canary), std::string::npos) << path << " holds " << canary;
        }
    }
}

std::vector<std::string> secrets_of(const wms::SageSettings& settings) {
    std::vector<std::string> all = {std::string(token_mark)};
    for (const auto& [name, value] : settings.secrets) {
        all.push_back(value);
    }
    return all;
}

class SecretsTest : public ::testing::Test {
  protected:
    SecretsTest() {
        files::create_directories(folder_);
        files::permissions(folder_, files::perms::owner_all);
        for (const auto& [name, value] : box_.settings().secrets) {
            host_.secrets[name] = value;
        }
        host_.moved = [this](std::int64_t now) {
            EXPECT_TRUE(wms::set_clock(box_.control(), now).ok());
        };
    }
    void fault(const std::string& faults) {
        EXPECT_TRUE(wms::set_faults(box_.control(), R"({"faults":[)" + faults + "]}").ok());
    }
    void expect_not_logged(const std::vector<std::string>& canaries) const {
        EXPECT_FALSE(host_.log.empty());
        for (const LogLine& line : host_.log) {
            const std::string text = line.text();
            for (const std::string& canary : canaries) {
                EXPECT_EQ(text.find(canary), std::string::npos) << text;
            }
            EXPECT_EQ(std::count_if(text.begin(), text.end(),
                                    [](char c) { return static_cast<unsigned char>(c) < 0x20; }),
                      0)
                << line.text();
        }
    }

    SageInABox box_;
    files::path folder_ = box_.folder() / "probe";
    ProbeHost host_{*box_.plugin().table, box_.settings().configuration, folder_};
};

TEST(SecretsOfADay, are_in_the_file_of_secrets_and_nowhere_else) {
    std::string pattern = (files::temp_directory_path() / "secrets-XXXXXX").string();
    const files::path folder = ::mkdtemp(pattern.data());
    wms::DemoOptions options;
    options.session.plugin = SAGE_PLUGIN_FILE;
    options.session.simulator_program = SAGE_SIMULATOR_PROGRAM;
    options.session.data = folder / "data";
    options.say = [](std::string_view) {};
    const auto day = wms::demo(options);
    ASSERT_TRUE(day.ok()) << wms::in_one_line(day.problem());
    const std::string kept = content_of(folder / "data/secrets.json");
    std::vector<std::string> secrets = {std::string(token_mark)};
    for (std::size_t at = kept.find("\"value\":\""); at != std::string::npos;
         at = kept.find("\"value\":\"", at + 1)) {
        const std::size_t begin = at + 9;
        secrets.push_back(kept.substr(begin, kept.find('"', begin) - begin));
    }
    ASSERT_GE(secrets.size(), 3U);
    // The simulated Sage knows its own secrets; its folder is not the host's.
    const auto searched = files_below(folder, {folder / "data/secrets.json", folder / "data/sage"});
    ASSERT_GE(searched.size(), 4U);
    expect_none(searched, secrets);
    files::remove_all(folder);
}

TEST_F(SecretsTest, are_in_no_file_while_documents_are_on_their_way) {
    ASSERT_EQ(host_.create(), WMS_OK);
    ASSERT_EQ(host_.connect(), WMS_OK);
    ASSERT_EQ(host_.submit(despatch_of("DN-1", 2).json), WMS_OK);
    host_.work_for(60'000);
    // Now the write-ahead log and the shared memory beside it hold what the plugin wrote last.
    expect_none(files_below(folder_, {}), secrets_of(box_.settings()));
    for (const std::string& record : host_.audited) {
        for (const std::string& secret : secrets_of(box_.settings())) {
            EXPECT_EQ(record.find(secret), std::string::npos);
        }
    }
}

TEST_F(SecretsTest, that_a_server_repeats_are_neither_logged_nor_kept) {
    std::vector<std::string> canaries = secrets_of(box_.settings());
    // Which of them a token server knows.
    std::string secret;
    for (const auto& [name, value] : box_.settings().secrets) {
        secret = name.find("client_secret") == std::string::npos ? secret : value;
    }
    ASSERT_FALSE(secret.empty());
    fault(
        R"({"id":"token","targetContains":"oauth2/token","times":3,"action":"reply","status":401,)"
        R"("headers":{"Content-Type":"application/json"},"body":"{\"error\":\"invalid_client\",)"
        R"(\"error_description\":\"client secret )" +
        secret + R"( is wrong\"}"})");
    ASSERT_EQ(host_.create(), WMS_OK);
    EXPECT_EQ(host_.connect(), WMS_E_AUTH);
    EXPECT_EQ(host_.last_error.find(secret), std::string::npos) << host_.last_error;
    expect_none(files_below(folder_, {}), canaries);
}

TEST_F(SecretsTest, names_and_bodies_are_never_logged_whatever_sage_says) {
    std::vector<std::string> canaries = secrets_of(box_.settings());
    canaries.insert(canaries.end(), {"CANARY", "4 Dock Road", "Acme Gifts"});
    ASSERT_EQ(host_.create(), WMS_OK);
    ASSERT_EQ(host_.connect(), WMS_OK);
    // Master data that cannot be read, with words of a customer in the reason.
    fault(
        R"({"id":"catalogue","targetContains":"services/core/query","times":8,"action":"reply",)"
        R"("status":400,"headers":{"X-Session":"CANARY-session"},"body":"{\"ia::error\":)"
        R"({\"code\":\"x\",\"message\":\"CANARY-customer of CANARY-bank\\n2026 forged line\"}}"})");
    host_.work_for(5 * 3'600'000);
    fault(
        R"({"id":"write","method":"POST","targetContains":"document::","times":1,"action":"reply",)"
        R"("status":400,"body":"{\"ia::error\":{\"code\":\"x\",\"message\":\"CANARY-name\"}}"},)"
        R"({"id":"back","targetContains":"services/core/query","times":1,"action":"reply",)"
        R"("status":500,"body":"CANARY-page"})");
    ASSERT_EQ(host_.submit(despatch_of("DN-1", 2).json), WMS_OK);
    ASSERT_EQ(host_.submit(despatch_of("DN-2", 2).json), WMS_OK);
    host_.work_for(3'600'000);
    expect_not_logged(canaries);
}

TEST_F(SecretsTest, log_lines_have_only_fields_that_are_known) {
    const std::set<std::string, std::less<>> known = {"code",  "cause",     "setting", "why",
                                                      "count", "retryInMs", "status"};
    fault(R"({"id":"down","targetContains":"services/core/query","times":3,"action":"reply",)"
          R"("status":503,"body":"x"})");
    ASSERT_EQ(host_.create(), WMS_OK);
    static_cast<void>(host_.connect());
    host_.work_for(600'000);
    ASSERT_FALSE(host_.log.empty());
    for (const LogLine& line : host_.log) {
        const auto fields = parse_json(line.fields, SIZE_MAX, JsonNumbers::integers_only);
        ASSERT_TRUE(fields.ok()) << line.fields;
        for (const auto& field : fields.value().as_object()) {
            EXPECT_TRUE(known.contains(field.key())) << line.fields;
        }
    }
}

}  // namespace
}  // namespace sage::testing
