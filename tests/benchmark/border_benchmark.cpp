// SPDX-License-Identifier: Apache-2.0
// What the border costs: a call through the plugin's table beside a call through a plain function
// pointer, and the loading of the plugin. Limits: ten times, and 100 ms.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <string>

#include "mock-host/loader.h"

namespace {

// Not inlined, so that the compiler cannot see through the pointer.
__attribute__((noinline)) const void* plain(wms_str id) {
    benchmark::DoNotOptimize(id);
    return nullptr;
}

const wms_plugin& table() {
    const wms::Result<wms::LoadedPlugin> loaded = wms::load_plugin(SAGE_PLUGIN_FILE);
    if (!loaded.ok()) {
        std::abort();
    }
    return *loaded.value().table;
}

void plain_function_pointer(benchmark::State& state) {
    const void* (*volatile function)(wms_str) = plain;
    for (auto _ : state) {
        benchmark::DoNotOptimize(function({"x", 1}));
    }
}
BENCHMARK(plain_function_pointer);

// interrupt of no instance: nothing but the border itself, guard included.
void empty_call_through_the_border(benchmark::State& state) {
    const wms_plugin& plugin = table();
    for (auto _ : state) {
        plugin.interrupt(nullptr);
    }
}
BENCHMARK(empty_call_through_the_border);

// Each iteration in a process of its own: a plugin is never unloaded.
void load_in_a_new_program(benchmark::State& state) {
    const std::string command = std::string(SAGE_LOAD_PROGRAM) + " " + SAGE_PLUGIN_FILE;
    for (auto _ : state) {
        if (std::system(command.c_str()) != 0) {
            state.SkipWithError("the plugin could not be loaded");
        }
    }
}
BENCHMARK(load_in_a_new_program)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
