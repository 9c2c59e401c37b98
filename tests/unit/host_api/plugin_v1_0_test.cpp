// SPDX-License-Identifier: Apache-2.0
// Plan: the frozen plugin of version 1.0, driven through today's header, keeps every promise of
// submit, work, events and states; and what it keeps is there after a restart.
#include <dlfcn.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "tests/unit/host_api/schema_checker.h"
#include "wms/wms_plugin.h"

namespace {

namespace fs = std::filesystem;

using contract::text_of_file;

wms_str view(const std::string& text) {
    return {text.data(), text.size()};
}

std::string text_of(wms_str text) {
    return text.ptr == nullptr ? std::string() : std::string(text.ptr, text.len);
}

const wms_plugin* table() {
    const std::string path = FROZEN_PLUGINS "/plugin_v1_0/plugin_v1_0.so";
    void* library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (library == nullptr) {
        return nullptr;
    }
    const auto entry = reinterpret_cast<wms_plugin_entry_fn>(::dlsym(library, WMS_ENTRY_SYMBOL));
    return entry == nullptr ? nullptr : entry();
}

class Keeper : public testing::Test {
  protected:
    Keeper() {
        std::string pattern = (fs::temp_directory_path() / "keeper-XXXXXX").string();
        folder = ::mkdtemp(pattern.data());
        host.struct_size = sizeof host;
        host.abi_minor = WMS_ABI_MINOR;
        host.host_data = this;
        host.now_ms = [](const wms_host* given) {
            return static_cast<Keeper*>(given->host_data)->now;
        };
        host.wake = [](const wms_host*) {};
        op.struct_size = sizeof op;
        op.host_data = this;
        op.is_cancelled = [](const wms_op* given) {
            return static_cast<Keeper*>(given->host_data)->cancelled;
        };
        error.struct_size = sizeof error;
        document.struct_size = sizeof document;
    }
    void SetUp() override {
        ASSERT_NE(plugin, nullptr) << ::dlerror();
        ASSERT_EQ(create(), WMS_OK) << text_of(error.message);
    }
    ~Keeper() override {
        forget();
        if (plugin != nullptr) {
            plugin->destroy(instance);
        }
        fs::remove_all(folder);
    }

    wms_status create(const std::string& settings = "{}") {
        wms_create_args arguments = {};
        arguments.struct_size = sizeof arguments;
        arguments.config = view(settings);
        arguments.data_dir = view(folder);
        arguments.host = &host;
        forget();
        return plugin->create(&arguments, &instance, &error);
    }
    wms_status restart() {
        plugin->destroy(instance);
        instance = nullptr;
        return create();
    }
    wms_status submit(const std::string& text) {
        forget();
        return plugin->submit(instance, view(text), &document, &error);
    }
    wms_status work() {
        forget();
        return plugin->work(instance, &op, &due_ms, &error);
    }
    wms_status next_event() {
        forget();
        return plugin->next_event(instance, &document, &error);
    }
    wms_status acknowledge(const std::string& id) {
        forget();
        return plugin->ack_event(instance, view(id), &error);
    }
    wms_status query(const std::string& request) {
        forget();
        return plugin->query(instance, &op, view(request), &document, &error);
    }
    void forget() {
        if (document.release != nullptr) {
            document.release(&document);
            EXPECT_EQ(document.release, nullptr);
        }
        if (error.release != nullptr) {
            error.release(&error);
            EXPECT_EQ(error.release, nullptr);
        }
    }
    std::string answer() const { return text_of(document.json); }
    std::string code() const { return text_of(error.code); }

    static std::string message(const std::string& id, const std::string& body_id,
                               const std::string& more = "\"lines\":[]") {
        return R"({"schemaVersion":"1.0.0","messageType":"despatchAdvice","messageId":")" + id +
               R"(","occurredAt":"2026-11-20T15:42:10+00:00","environment":"test",)"
               R"("tenantId":"northwind","documentVersion":"1","body":{"id":")" +
               body_id + R"(","issueDate":"2026-11-20",)" + more + "}}";
    }

    const wms_plugin* plugin = table();
    wms_instance* instance = nullptr;
    wms_host host = {};
    wms_op op = {};
    wms_error error = {};
    wms_doc document = {};
    std::string folder;
    std::int64_t now = 1'795'189'332'120;
    std::int64_t due_ms = 0;
    std::int32_t cancelled = 0;
};

TEST_F(Keeper, has_the_table_of_version_1_0) {
    EXPECT_EQ(plugin->struct_size, sizeof(wms_plugin));
    EXPECT_EQ(plugin->abi_minor, 0U);
    EXPECT_EQ(plugin->min_host_minor, 0U);
    EXPECT_EQ(text_of(plugin->id), "org.example.keeper");
    EXPECT_EQ(plugin, table());
    EXPECT_EQ(plugin->get_extension(WMS_STR("wms.plugin.authorize/1")), nullptr);
}

TEST_F(Keeper, has_the_manifest_that_lies_beside_it) {
    EXPECT_EQ(text_of(plugin->manifest),
              text_of_file(FROZEN_PLUGINS "/plugin_v1_0/plugin_v1_0.json"));
}

TEST_F(Keeper, keeps_a_document_and_posts_it_once) {
    ASSERT_EQ(submit(message("m-1", "DN-1")), WMS_OK) << text_of(error.message);
    EXPECT_EQ(answer(),
              R"({"messageId":"m-1","firstMessageId":"m-1","state":"queued","duplicate":false})");
    EXPECT_EQ(next_event(), WMS_IDLE);
    ASSERT_EQ(plugin->connect(instance, &op, &error), WMS_OK);
    EXPECT_EQ(work(), WMS_OK);
    EXPECT_EQ(work(), WMS_IDLE);
    EXPECT_EQ(due_ms, INT64_MAX);
    ASSERT_EQ(next_event(), WMS_OK);
    EXPECT_EQ(answer(),
              R"({"eventId":"1","eventType":"postingResult",)"
              R"("occurredAt":"2026-11-20T15:42:12.120Z","messageId":"m-1",)"
              R"("messageType":"despatchAdvice","documentId":"DN-1","documentVersion":"1",)"
              R"("state":"posted","sageDocument":null,"error":null,"attempts":0})");
    EXPECT_EQ(acknowledge("1"), WMS_OK);
    EXPECT_EQ(next_event(), WMS_IDLE);
}

TEST_F(Keeper, says_everything_in_the_form_of_the_schemas) {
    using testing::IsEmpty;
    ASSERT_EQ(submit(contract::example_text("returnAdvice")), WMS_OK);
    EXPECT_THAT(contract::violations("receipt", answer()), IsEmpty());
    ASSERT_EQ(plugin->connect(instance, &op, &error), WMS_OK);
    ASSERT_EQ(work(), WMS_OK);
    ASSERT_EQ(next_event(), WMS_OK);
    EXPECT_THAT(contract::violations("postingResult", answer()), IsEmpty());
    ASSERT_EQ(query(contract::example_text("query.status")), WMS_OK);
    EXPECT_THAT(contract::violations("query.status.answer", answer()), IsEmpty());
    forget();
    ASSERT_EQ(plugin->check(instance, &op, &document, &error), WMS_OK);
    EXPECT_THAT(contract::violations("check.answer", answer()), IsEmpty());
    ASSERT_EQ(submit("{}"), WMS_E_UNSUPPORTED);
    EXPECT_THAT(contract::violations("errorDetail", text_of(error.detail)), IsEmpty());
}

TEST_F(Keeper, finds_everything_again_after_a_restart) {
    ASSERT_EQ(submit(message("m-1", "DN-1")), WMS_OK);
    ASSERT_EQ(submit(message("m-2", "DN-2")), WMS_OK);
    ASSERT_EQ(submit(message("m-3", "DN-3")), WMS_OK);
    ASSERT_EQ(plugin->connect(instance, &op, &error), WMS_OK);
    ASSERT_EQ(work(), WMS_OK);
    ASSERT_EQ(work(), WMS_OK);
    ASSERT_EQ(next_event(), WMS_OK);
    ASSERT_EQ(acknowledge("1"), WMS_OK);
    ASSERT_EQ(next_event(), WMS_OK);
    const std::string event = answer();
    ASSERT_EQ(restart(), WMS_OK);
    ASSERT_EQ(next_event(), WMS_OK);
    EXPECT_EQ(answer(), event);
    ASSERT_EQ(query(R"({"query":"status"})"), WMS_OK);
    EXPECT_EQ(answer(),
              R"({"state":"created","counts":{"queued":1,"sending":0,"in_doubt":0,"posted":2,)"
              R"("rejected":0,"held":0,"withdrawn":0,"unverified":0,"events":1},)"
              R"("nextDueMs":1795189332120})");
    EXPECT_EQ(submit(message("m-1", "DN-1")), WMS_DUPLICATE);
}

TEST_F(Keeper, forgets_half_a_line_that_nobody_was_promised) {
    ASSERT_EQ(submit(message("m-1", "DN-1")), WMS_OK);
    std::ofstream(folder + "/documents.log", std::ios::app) << R"({"schemaVersion":"1.)";
    ASSERT_EQ(restart(), WMS_OK);
    ASSERT_EQ(submit(message("m-2", "DN-2")), WMS_OK);
    ASSERT_EQ(restart(), WMS_OK);
    EXPECT_EQ(submit(message("m-2", "DN-2")), WMS_DUPLICATE);
}

TEST_F(Keeper, refuses_a_damaged_file) {
    std::ofstream(folder + "/documents.log") << "posted 7 1\n";
    EXPECT_EQ(restart(), WMS_E_STORAGE);
    EXPECT_EQ(code(), "data_dir.unusable");
    EXPECT_EQ(instance, nullptr);
}

TEST_F(Keeper, tells_a_duplicate_from_a_conflict) {
    const std::string lines = R"("lines":[{"id":"1","notes":["a\u00e9"]}])";
    ASSERT_EQ(submit(message("m-1", "DN-1", lines)), WMS_OK);
    EXPECT_EQ(submit(message("m-1", "DN-1", lines)), WMS_DUPLICATE);
    EXPECT_EQ(submit(message("m-9", "DN-1", R"("lines" : [ {"notes":["aé"], "id":"1"} ])")),
              WMS_DUPLICATE)
        << "equal values in another spelling";
    EXPECT_EQ(answer(),
              R"({"messageId":"m-9","firstMessageId":"m-1","state":"queued","duplicate":true})");
    EXPECT_EQ(submit(message("m-2", "DN-1", R"("lines":[{"id":"2"}])")), WMS_E_CONFLICT);
    EXPECT_EQ(submit(message("m-2", "DN-1", R"("lines":[{"id":"1","notes":["aé"]},{}])")),
              WMS_E_CONFLICT);
    EXPECT_EQ(submit(message("m-2", "DN-1", R"("lines":[{"id":"1"}])")), WMS_E_CONFLICT);
    EXPECT_EQ(submit(message("m-1", "DN-2", lines)), WMS_E_CONFLICT);
    EXPECT_EQ(code(), "document.conflict");
    ASSERT_EQ(query(R"({"query":"status"})"), WMS_OK);
    EXPECT_NE(answer().find(R"("queued":1)"), std::string::npos);
}

TEST_F(Keeper, refuses_what_is_no_document_and_keeps_nothing) {
    const std::string good = message("m-1", "DN-1");
    const std::vector<std::pair<std::string, wms_status>> refused = {
        {"", WMS_E_INVALID},
        {"[]", WMS_E_INVALID},
        {good.substr(0, good.size() - 1), WMS_E_INVALID},
        {good + "x", WMS_E_INVALID},
        {message("m-1", "DN-1", R"("lines":[],"lines":[])"), WMS_E_INVALID},
        {message("m-1", "DN-1", R"("lines":[],"l\u0069nes":[])"), WMS_E_INVALID},
        {message("m-1", "DN-1", R"("lines":[12.5])"), WMS_E_INVALID},
        {message("m-1", "DN-1", R"("lines":[01])"), WMS_E_INVALID},
        {message("m-1", "DN-1", R"("notes":["\u0000"])"), WMS_E_INVALID},
        {message("m-1", "DN-1", R"("notes":["\ud800"])"), WMS_E_INVALID},
        {message("m-1", "DN-1", R"("notes":["\ud800\u0041"])"), WMS_E_INVALID},
        {message("m-1", "DN-1", "\"notes\":[\"\xC0\xAF\"]"), WMS_E_INVALID},
        {message("m-1", "DN-1", "\"notes\":[\"\xE2\x28\"]"), WMS_E_INVALID},
        {message("m-1", "DN-1", "\"notes\":" + std::string(40, '[') + std::string(40, ']')),
         WMS_E_INVALID},
        {R"({"messageType":"invoice"})", WMS_E_UNSUPPORTED},
        {R"({"messageType":"despatchAdvice"})", WMS_E_NOT_ACCEPTED},
        {message("m-1", ""), WMS_E_NOT_ACCEPTED},
        {message("m-1", "DN-1", R"("amount":{"amount":12,"currencyId":"GBP"})"),
         WMS_E_NOT_ACCEPTED},
        {message("m-1", "DN-1", R"("q":[{"value":"1.","unitCode":"C62"}])"), WMS_E_NOT_ACCEPTED},
        {message("m-1", "DN-1", R"("q":{"value":"-","unitCode":"C62"})"), WMS_E_NOT_ACCEPTED},
    };
    for (const auto& [text, status] : refused) {
        EXPECT_EQ(submit(text), status) << text;
        EXPECT_FALSE(code().empty());
        EXPECT_EQ(text_of(error.detail).front(), '{');
        EXPECT_TRUE(answer().empty());
    }
    EXPECT_EQ(text_of_file(folder + "/documents.log"), "");
}

TEST_F(Keeper, accepts_every_example_it_declares_and_no_other) {
    int accepted = 0;
    for (const std::string& name : contract::example_names()) {
        const std::string text = contract::example_text(name);
        if (text.find("\"body\"") == std::string::npos || name.find('.') != std::string::npos) {
            continue;
        }
        const bool declared = text_of(plugin->manifest).find('"' + name + '"') != std::string::npos;
        EXPECT_EQ(submit(text), declared ? WMS_OK : WMS_E_UNSUPPORTED) << name << ' ' << code();
        accepted += declared ? 1 : 0;
    }
    EXPECT_EQ(accepted, 10);
}

TEST_F(Keeper, refuses_calls_in_the_wrong_state) {
    EXPECT_EQ(work(), WMS_E_STATE);
    EXPECT_EQ(plugin->stop(instance, &op, nullptr), WMS_E_STATE);
    EXPECT_EQ(plugin->connect(instance, &op, nullptr), WMS_OK);
    EXPECT_EQ(plugin->connect(instance, &op, nullptr), WMS_E_STATE);
    EXPECT_EQ(plugin->stop(instance, &op, nullptr), WMS_OK);
    EXPECT_EQ(plugin->stop(instance, &op, nullptr), WMS_OK);
    EXPECT_EQ(work(), WMS_E_STATE);
    EXPECT_EQ(plugin->connect(instance, &op, nullptr), WMS_OK);
    EXPECT_EQ(work(), WMS_IDLE);
}

TEST_F(Keeper, answers_wrong_arguments_with_a_status) {
    wms_instance* other = instance;
    wms_create_args arguments = {};
    EXPECT_EQ(plugin->create(nullptr, &other, &error), WMS_E_INVALID);
    EXPECT_EQ(other, nullptr);
    EXPECT_EQ(plugin->create(&arguments, &other, nullptr), WMS_E_INVALID);
    EXPECT_EQ(plugin->create(&arguments, nullptr, nullptr), WMS_E_INVALID);
    EXPECT_EQ(plugin->submit(nullptr, {}, nullptr, nullptr), WMS_E_INVALID);
    EXPECT_EQ(plugin->submit(instance, {nullptr, 5}, nullptr, nullptr), WMS_E_INVALID);
    EXPECT_EQ(plugin->next_event(instance, nullptr, nullptr), WMS_E_INVALID);
    EXPECT_EQ(plugin->ack_event(instance, {nullptr, 5}, nullptr), WMS_E_INVALID);
    EXPECT_EQ(acknowledge("99999999999999999999999"), WMS_OK);
    EXPECT_EQ(acknowledge(""), WMS_OK);
    EXPECT_EQ(query("{}"), WMS_E_UNSUPPORTED);
    EXPECT_EQ(query("null"), WMS_E_INVALID);
    op.flags = 1;
    EXPECT_EQ(query(R"({"query":"status"})"), WMS_E_INVALID);
    plugin->destroy(nullptr);
}

TEST_F(Keeper, writes_nothing_past_a_size_it_was_told) {
    error.struct_size = sizeof error - 8;
    error.status = -7;
    EXPECT_EQ(work(), WMS_E_STATE);
    EXPECT_EQ(error.status, -7);
    EXPECT_EQ(error.release, nullptr);
    error.struct_size = sizeof error;
    document.struct_size = sizeof document - 8;
    EXPECT_EQ(submit(message("m-1", "DN-1")), WMS_OK);
    EXPECT_EQ(document.release, nullptr);
    document.struct_size = sizeof document;
}

TEST_F(Keeper, gives_back_a_cancelled_or_late_call) {
    ASSERT_EQ(plugin->connect(instance, &op, &error), WMS_OK);
    cancelled = 1;
    EXPECT_EQ(work(), WMS_E_CANCELLED);
    cancelled = 0;
    op.deadline_ms = now;
    EXPECT_EQ(work(), WMS_E_DEADLINE);
    EXPECT_EQ(plugin->check(instance, nullptr, &document, &error), WMS_OK);
    EXPECT_EQ(answer(), R"({"ok":true,"problems":[]})");
}

TEST_F(Keeper, locks_its_folder) {
    wms_instance* first = instance;
    EXPECT_EQ(create(), WMS_E_BUSY);
    EXPECT_GT(error.retry_after_ms, 0U);
    EXPECT_EQ(instance, nullptr);
    instance = first;
    EXPECT_EQ(restart(), WMS_OK);
}

TEST_F(Keeper, refuses_settings_it_does_not_have) {
    wms_instance* first = instance;
    EXPECT_EQ(create(R"({"colour":"red"})"), WMS_E_CONFIG);
    EXPECT_EQ(create("[]"), WMS_E_CONFIG);
    EXPECT_EQ(create(""), WMS_E_CONFIG);
    instance = first;
}

TEST_F(Keeper, keeps_one_of_many_equal_documents_from_many_threads) {
    std::vector<std::thread> threads;
    std::vector<int> accepted(8, 0);
    for (std::size_t thread = 0; thread < accepted.size(); ++thread) {
        threads.emplace_back([this, thread, &accepted] {
            for (int number = 0; number < 20; ++number) {
                const std::string text =
                    message("m-" + std::to_string(number), "DN-" + std::to_string(number));
                accepted[thread] +=
                    plugin->submit(instance, view(text), nullptr, nullptr) == WMS_OK ? 1 : 0;
            }
        });
    }
    int in_all = 0;
    for (std::size_t thread = 0; thread < accepted.size(); ++thread) {
        threads[thread].join();
        in_all += accepted[thread];
    }
    EXPECT_EQ(in_all, 20);
}

}  // namespace
