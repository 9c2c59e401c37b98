// SPDX-License-Identifier: Apache-2.0
// measure.c through the binding for C++.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>

#include "../cpp/wms_plugin.hpp"

namespace {

class Nothing final : public wms_sample::HostServices {
  public:
    void log(int, std::string_view, std::string_view, std::string_view) override {}
    std::int64_t now_ms() override {
        using namespace std::chrono;
        return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
    }
    void wake() override {}
    std::optional<Secret> secret_get(std::string_view) override { return std::nullopt; }
    wms_status secret_put(std::string_view, std::string_view, std::string_view) override {
        return WMS_E_STORAGE;
    }
    bool audit(std::string_view) override { return false; }
    std::string secret_json(const Secret&) override { return {}; }
};

double ms() {
    using namespace std::chrono;
    return duration<double, std::milli>(steady_clock::now().time_since_epoch()).count();
}

std::string read(const char* path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

int main(int count, char** words) {
    if (count != 6) {
        std::fprintf(stderr, "measure PLUGIN.so DATA_DIR SETTINGS.json DOCUMENT.json CALLS\n");
        return 2;
    }
    try {
        const std::string settings = read(words[3]);
        const std::string document = read(words[4]);
        const int calls = std::stoi(words[5]);
        Nothing services;
        const double begin = ms();
        const wms_sample::Plugin plugin(words[1]);
        const double loaded = ms();
        wms_sample::Instance instance(plugin, "measure", settings, words[2], services);
        const double created = ms();
        instance.submit(document);
        const double submitted = ms();
        double fastest = 1e9;
        for (int round = 0; round < 10; ++round) {
            const double round_began = ms();
            for (int call = 0; call < calls; ++call) {
                if (instance.next_event()) {
                    throw std::runtime_error("there is an event");
                }
            }
            fastest = std::min(fastest, (ms() - round_began) * 1e3 / calls);
        }
        std::printf(
            "{\"load_ms\": %.3f, \"create_ms\": %.3f, \"submit_ms\": %.3f, \"call_us\": %.3f}\n",
            loaded - begin, created - loaded, submitted - created, fastest);
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 2;
    }
}
