// SPDX-License-Identifier: Apache-2.0
// Plan (S14): words that mean something to a database, a shell, a browser, a formatter or a
// terminal stand in every text of every document. Each document is refused in words or carried
// through to the end; the database stays whole and holds exactly what was accepted.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <iterator>

#include "tests/security/probe_host.h"
#include "tests/support/sage_in_a_box.h"
#include "tests/support/source_folder.h"

namespace sage::testing {
namespace {

namespace json = boost::json;
namespace files = std::filesystem;

const std::vector<std::string>& hostile_words() {
    static const std::vector<std::string> all = {
        "'); DROP TABLE document; --",
        "\" OR \"\"=\"",
        "%s%n%x {0} {} ${HOME} $(id) `id`",
        "<script>alert(1)</script>]]>&lt;!--",
        "../../../../etc/passwd",
        "=cmd|' /C calc'!A0",
        "\r\nX-Forged: yes\r\n\r\n",
        "\x1b[2J\x1b]0;title\x07",
        "\u202egnp.exe \u2028\u2029 \ufeff \U0001F4A9",
        std::string(3'000, 'A'),
        std::string("a\0b", 3),
    };
    return all;
}

/// Pointers of all texts below a value.
void texts_of(const json::value& value, const std::string& pointer, std::vector<std::string>& all) {
    if (const auto* object = value.if_object()) {
        for (const auto& member : *object) {
            texts_of(member.value(), pointer + "/" + std::string(member.key()), all);
        }
    } else if (const auto* array = value.if_array()) {
        for (std::size_t at = 0; at < array->size(); ++at) {
            texts_of((*array)[at], pointer + "/" + std::to_string(at), all);
        }
    } else if (value.is_string()) {
        all.push_back(pointer);
    }
}

json::value example(const char* name) {
    std::ifstream file(source_folder() + "/host-api/schemas/examples/" + std::string(name) +
                       ".json");
    return json::parse(
        std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()));
}

class HostileWords : public ::testing::Test {
  protected:
    HostileWords() {
        files::create_directories(folder_);
        files::permissions(folder_, files::perms::owner_all);
        for (const auto& [name, value] : box_.settings().secrets) {
            host_.secrets[name] = value;
        }
        host_.moved = [this](std::int64_t now) {
            EXPECT_TRUE(wms::set_clock(box_.control(), now).ok());
        };
    }

    /// One more document of its own number and message, with one text replaced.
    void submit(const json::value& message, const std::string& pointer, const std::string& word) {
        json::value changed = message;
        ++number_;
        changed.at("messageId").as_string() =
            "00000000-0000-4000-8000-" + std::string(12 - std::to_string(number_).size(), '0') +
            std::to_string(number_);
        changed.at_pointer("/body/id").as_string() = "HW-" + std::to_string(number_);
        // A document that is held would hold up those after it.
        changed.as_object()["orderingKey"] = "HW-" + std::to_string(number_);
        changed.at_pointer(pointer).as_string() = word;
        const wms_status status = host_.submit(json::serialize(changed));
        if (status == WMS_OK) {
            ++accepted_;
            return;
        }
        EXPECT_TRUE(status == WMS_E_NOT_ACCEPTED || status == WMS_E_UNSUPPORTED ||
                    status == WMS_E_INVALID || status == WMS_DUPLICATE || status == WMS_E_CONFLICT)
            << pointer << ": " << status;
        EXPECT_EQ(host_.last_error.find('\x1b'), std::string::npos) << pointer;
        EXPECT_EQ(host_.last_error.find('\0'), std::string::npos) << pointer;
    }

    std::int64_t counted(const char* state) {
        const json::value status = json::parse(host_.query(R"({"query":"status"})"));
        return status.at("counts").at(state).as_int64();
    }

    SageInABox box_;
    files::path folder_ = box_.folder() / "probe";
    ProbeHost host_{*box_.plugin().table, box_.settings().configuration, folder_};
    std::int64_t number_ = 0;
    std::int64_t accepted_ = 0;
};

TEST_F(HostileWords, in_every_text_of_every_document_are_words_and_nothing_else) {
    ASSERT_EQ(host_.create(), WMS_OK);
    ASSERT_EQ(host_.connect(), WMS_OK) << host_.last_error;
    for (const char* name : {"despatchAdvice", "returnAdvice", "inventoryAdjustment",
                             "trackingUpdate", "operatorDecision", "documentCancellation"}) {
        const json::value message = example(name);
        std::vector<std::string> pointers;
        texts_of(message, "", pointers);
        for (std::size_t at = 0; at < pointers.size(); ++at) {
            // Two words for each text, so that every word meets every kind of text over all.
            const auto& words = hostile_words();
            submit(message, pointers[at], words[at % words.size()]);
            submit(message, pointers[at], words[(at * 7 + 3) % words.size()]);
        }
    }
    EXPECT_GT(accepted_, 100);
    host_.work_for(30LL * 86'400'000);
    host_.take_events();
    EXPECT_EQ(counted("queued") + counted("sending") + counted("in_doubt"), 0)
        << host_.last_error_status << " " << host_.last_error;
    EXPECT_EQ(counted("posted") + counted("held") + counted("rejected") + counted("withdrawn"),
              accepted_);
    EXPECT_EQ(counted("events"), 0);
    for (const std::string& event : host_.events) {
        json::error_code error;
        json::parse(event, error);
        EXPECT_FALSE(error) << event;
    }
    // The plugin checks every page of its database when it opens it.
    host_.destroy();
    EXPECT_EQ(host_.create(), WMS_OK) << host_.last_error;
}

}  // namespace
}  // namespace sage::testing
