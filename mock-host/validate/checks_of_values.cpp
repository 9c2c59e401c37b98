// SPDX-License-Identifier: Apache-2.0
// Memory and errors at the border.
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <thread>

#include "mock-host/plugin_call.h"
#include "mock-host/validate/bench.h"
#include "mock-host/validate/schemas.h"
#include "mock-host/validate/surroundings.h"

namespace wms::validate {
namespace {

constexpr unsigned char kCanary = 0xA5;

/// A struct for the plugin to fill that ends early, with canaries where it has ended.
template <class Struct>
class Short {
  public:
    explicit Short(std::size_t size) : size_(size) {
        bytes_.fill(kCanary);
        std::memset(bytes_.data(), 0, size);
        get()->struct_size = static_cast<std::uint32_t>(size);
    }
    Struct* get() { return reinterpret_cast<Struct*>(bytes_.data()); }
    bool whole() const {
        for (std::size_t at = size_; at < bytes_.size(); ++at) {
            if (bytes_[at] != kCanary) {
                return false;
            }
        }
        return true;
    }
    /// Nothing but its size stands in it.
    bool untouched() const {
        for (std::size_t at = sizeof(std::uint32_t); at < size_; ++at) {
            if (bytes_[at] != 0) {
                return false;
            }
        }
        return whole();
    }

  private:
    alignas(16) std::array<unsigned char, 512> bytes_ = {};
    std::size_t size_;
};

void canaries(Bench& bench) {
    std::unique_ptr<Tenant> tenant = bench.created();
    if (tenant == nullptr) {
        return;
    }
    const wms_plugin& plugin = tenant->plugin;
    const std::string question = R"({"query":"status"})";
    for (std::size_t size = sizeof(std::uint32_t); size <= sizeof(wms_doc) + 32; size += 4) {
        Short<wms_doc> out(size);
        const wms_status status =
            plugin.query(tenant->instance, nullptr, view_of(question), out.get(), nullptr);
        const bool small = size < sizeof(wms_doc);
        bench.expect(out.whole(), fmt::format("A document of {} bytes is overrun.", size));
        bench.expect(!small || out.untouched(),
                     fmt::format("A document of {} bytes is too small, and was filled.", size));
        bench.expect(status == WMS_OK || small, "status: " + status_name(status));
        if (!small && out.get()->release != nullptr) {
            out.get()->release(out.get());
        }
    }
    for (std::size_t size = sizeof(std::uint32_t); size <= sizeof(wms_error) + 32; size += 4) {
        Short<wms_error> error(size);
        const wms_status status =
            plugin.submit(tenant->instance, view_of("{"), nullptr, error.get());
        const bool small = size < sizeof(wms_error);
        bench.expect(status >= WMS_E_INVALID, "It took what is no document.");
        bench.expect(error.whole(), fmt::format("An error of {} bytes is overrun.", size));
        bench.expect(!small || error.untouched(),
                     fmt::format("An error of {} bytes is too small, and was filled.", size));
        if (!small && error.get()->release != nullptr) {
            error.get()->release(error.get());
        }
    }
    bench.expect(plugin.submit(tenant->instance, view_of("{"), nullptr, nullptr) >= WMS_E_INVALID,
                 "It took what is no document, without an error to fill.");
}

void error_is_complete(Bench& bench, const Tenant& tenant, const char* what) {
    const auto wrong = [&](const std::string& how) {
        return fmt::format("{}: {} ({})", what, how, tenant.last());
    };
    bench.expect(tenant.status >= WMS_E_INVALID, wrong("it did not fail"));
    bench.expect(tenant.told_status == tenant.status, wrong("the error tells another status"));
    bench.expect(!tenant.code.empty(), wrong("there is no code"));
    bench.expect(!tenant.message.empty(), wrong("there is no message"));
    bench.expect(!tenant.detail.empty(), wrong("there is no detail"));
    if (!tenant.detail.empty()) {
        for (const std::string& violation : violations("errorDetail", tenant.detail)) {
            bench.expect(false, wrong("the detail breaks its schema, " + violation));
        }
    }
}

void errors_are_complete(Bench& bench) {
    std::unique_ptr<Tenant> tenant = bench.tenant();
    if (tenant == nullptr) {
        return;
    }
    Tenant broken(tenant->plugin, R"({"no setting of anything":1})", tenant->folder);
    broken.create();
    error_is_complete(bench, broken, "settings that break the schema");
    Tenant nowhere(tenant->plugin, tenant->settings, tenant->folder / "not" / "there");
    nowhere.create();
    error_is_complete(bench, nowhere, "a folder that is not there");
    tenant->create();
    if (!bench.expect_status(*tenant, WMS_OK)) {
        return;
    }
    bench.expect(tenant->told_status == 0 && tenant->code.empty() && tenant->message.empty(),
                 "An error is filled although create succeeded.");
    tenant->work();
    error_is_complete(bench, *tenant, "work before connect");
    tenant->submit("{");
    error_is_complete(bench, *tenant, "what is no JSON");
    tenant->submit(R"({"messageType":"noSuchType"})");
    error_is_complete(bench, *tenant, "a type that nobody knows");
    tenant->query("[]");
    error_is_complete(bench, *tenant, "what is no question");
    tenant->query(R"({"query":"noSuchQuery"})");
    error_is_complete(bench, *tenant, "a question that nobody knows");
    tenant->submit(bench.document(1));
    bench.expect_status(*tenant, WMS_OK);
    bench.expect(tenant->told_status == 0 && tenant->code.empty(),
                 "An error is filled although submit succeeded.");
}

void wrong_arguments(Bench& bench) {
    std::unique_ptr<Tenant> tenant = bench.created();
    if (tenant == nullptr) {
        return;
    }
    const wms_plugin& plugin = tenant->plugin;
    const auto invalid = [&](wms_status status, const char* what) {
        bench.expect(status == WMS_E_INVALID,
                     fmt::format("{}: expected WMS_E_INVALID, got {}", what, status_name(status)));
    };
    wms_doc out = {};
    out.struct_size = sizeof out;
    invalid(plugin.create(nullptr, nullptr, nullptr), "create of nothing");
    invalid(plugin.check(nullptr, nullptr, &out, nullptr), "check without an instance");
    invalid(plugin.connect(nullptr, nullptr, nullptr), "connect without an instance");
    invalid(plugin.stop(nullptr, nullptr, nullptr), "stop without an instance");
    invalid(plugin.submit(nullptr, view_of("{}"), &out, nullptr), "submit without an instance");
    invalid(plugin.work(nullptr, nullptr, nullptr, nullptr), "work without an instance");
    invalid(plugin.next_event(nullptr, &out, nullptr), "next_event without an instance");
    invalid(plugin.next_event(tenant->instance, nullptr, nullptr), "next_event without a place");
    invalid(plugin.ack_event(nullptr, view_of("1"), nullptr), "ack_event without an instance");
    invalid(plugin.query(nullptr, nullptr, view_of("{}"), &out, nullptr),
            "query without an instance");
    invalid(plugin.submit(tenant->instance, {nullptr, 7}, nullptr, nullptr),
            "submit of a length without a text");
    wms_create_args arguments = tenant->arguments();
    wms_instance* other = tenant->instance;
    arguments.flags = 0x8000U;
    invalid(plugin.create(&arguments, &other, nullptr), "create with a flag that nobody knows");
    bench.expect(other == nullptr, "A failed create left *out as it was.");
    arguments.flags = 0;
    arguments.struct_size = 8;
    invalid(plugin.create(&arguments, &other, nullptr), "create with arguments that end early");
    arguments = tenant->arguments();
    arguments.host = nullptr;
    invalid(plugin.create(&arguments, &other, nullptr), "create without a host");
    plugin.destroy(nullptr);
    plugin.interrupt(tenant->instance);
}

void releases(Bench& bench) {
    std::unique_ptr<Tenant> tenant = bench.running();
    if (tenant == nullptr) {
        return;
    }
    const wms_plugin& plugin = tenant->plugin;
    std::array<wms_doc, 3> documents = {};
    std::array<wms_error, 3> errors = {};
    for (std::size_t at = 0; at < documents.size(); ++at) {
        documents[at].struct_size = sizeof(wms_doc);
        errors[at].struct_size = sizeof(wms_error);
        plugin.query(tenant->instance, nullptr, view_of(R"({"query":"status"})"), &documents[at],
                     nullptr);
        plugin.submit(tenant->instance, view_of("{"), nullptr, &errors[at]);
    }
    const auto release = [&](std::size_t at, const char* when) {
        bench.expect(text_of(documents[at].json).starts_with('{'),
                     fmt::format("The answer is gone {}.", when));
        if (documents[at].release != nullptr) {
            documents[at].release(&documents[at]);
        }
        bench.expect(documents[at].release == nullptr,
                     fmt::format("The release of a document does not clear itself {}.", when));
        if (errors[at].release != nullptr) {
            errors[at].release(&errors[at]);
        }
        bench.expect(errors[at].release == nullptr,
                     fmt::format("The release of an error does not clear itself {}.", when));
    };
    std::thread(release, 0, "on another thread").join();
    tenant->stop();
    release(1, "after stop");
    tenant->destroy();
    release(2, "after destroy");
}

/// A text in pages that are gone as soon as it is told so: who looks again is ended.
class Lent {
  public:
    explicit Lent(const std::string& text)
        : page_(static_cast<std::size_t>(::sysconf(_SC_PAGESIZE))),
          size_((text.size() / page_ + 1) * page_),
          pages_(
              ::mmap(nullptr, size_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)),
          length_(text.size()) {
        std::memcpy(pages_, text.data(), text.size());
    }
    Lent(const Lent&) = delete;
    Lent& operator=(const Lent&) = delete;
    ~Lent() { ::munmap(pages_, size_); }
    wms_str view() const { return {static_cast<const char*>(pages_), length_}; }
    /// From now on nobody may look.
    void take_back() { ::mprotect(pages_, size_, PROT_NONE); }

  private:
    std::size_t page_;
    std::size_t size_;
    void* pages_;
    std::size_t length_;
};

void views_are_not_kept(Bench& bench) {
    std::unique_ptr<Tenant> tenant = bench.tenant();
    if (tenant == nullptr) {
        return;
    }
    Lent id("validator");
    Lent settings(tenant->settings);
    Lent folder(tenant->folder.string());
    Lent document(bench.document(1));
    Lent question(R"({"query":"status"})");
    wms_create_args arguments = tenant->arguments();
    arguments.instance_id = id.view();
    arguments.config = settings.view();
    arguments.data_dir = folder.view();
    tenant->create(arguments);
    id.take_back();
    settings.take_back();
    folder.take_back();
    if (!bench.expect_status(*tenant, WMS_OK)) {
        return;
    }
    const wms_plugin& plugin = tenant->plugin;
    bench.expect(plugin.submit(tenant->instance, document.view(), nullptr, nullptr) == WMS_OK,
                 "The document was not accepted.");
    document.take_back();
    wms_doc answer = {};
    answer.struct_size = sizeof answer;
    plugin.query(tenant->instance, nullptr, question.view(), &answer, nullptr);
    question.take_back();
    if (answer.release != nullptr) {
        answer.release(&answer);
    }
    tenant->connect();
    bench.expect_status(*tenant, WMS_OK);
    tenant->work_for(kHalfAnHourMs);
    tenant->take_events();
    tenant->stop();
    tenant->destroy();
}

void no_leak(Bench& bench) {
    std::unique_ptr<Tenant> tenant = bench.tenant();
    if (tenant == nullptr) {
        return;
    }
    // What a library keeps once is some tens of kilobytes: over few cycles it would look like a
    // leak.
    constexpr int kCycles = 200;
    const auto cycle = [&] {
        tenant->create();
        if (bench.expect_status(*tenant, WMS_OK)) {
            tenant->submit("{");
            tenant->query(R"({"query":"status"})");
            tenant->destroy();
        }
        // What the bench keeps is no leak of the plugin's.
        tenant->heard = std::string();
        tenant->log = {};
        tenant->audited = {};
    };
    for (int warm = 0; warm < 20; ++warm) {
        cycle();
    }
    const std::size_t heap = heap_in_use();
    const std::size_t descriptors = surroundings().size();
    for (int done = 0; done < kCycles; ++done) {
        cycle();
    }
    const std::size_t now = heap_in_use();
    const std::size_t each = now > heap ? (now - heap) / static_cast<std::size_t>(kCycles) : 0;
    bench.expect(each < 512, fmt::format("An instance leaves {} bytes of memory behind.", each));
    bench.expect(surroundings().size() == descriptors, "Instances leave open descriptors behind.");
}

}  // namespace

std::vector<Check> checks_of_values() {
    return {
        {"error-canary", 3,
         "It writes nothing past the size of a struct and takes one that is too small for none.",
         "WMS-P-007", canaries},
        {"error-complete", 3,
         "Each failure tells status, code, message and detail; a success fills no error.",
         "WMS-P-009", errors_are_complete},
        {"wrong-arguments-refused", 3,
         "NULL, a length without a text, short structs and unknown flags are WMS_E_INVALID.",
         "WMS-P-008, WMS-P-019", wrong_arguments},
        {"release-clears", 3,
         "release works on any thread, after stop and after destroy, and clears itself.",
         "WMS-P-010", releases},
        {"views-not-kept", 3, "It looks at no text of the host after the call.", "WMS-P-011",
         views_are_not_kept},
        {"no-leak", 5, "Instances that are gone leave no memory and no descriptor.", "WMS-P-019",
         no_leak},
    };
}

}  // namespace wms::validate
