// SPDX-License-Identifier: Apache-2.0
// What a document costs before it is stored: parsing, checking, canonical form and hash, on the
// example despatch and on despatches of ten and of a thousand lines; and each step by itself.
#include <benchmark/benchmark.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fstream>
#include <iterator>
#include <string>

#include "sage-adapter/base/json.h"
#include "sage-adapter/base/limits.h"
#include "sage-adapter/document/document.h"
#include "sage-adapter/document/hash.h"
#include "tests/support/source_folder.h"

namespace {

namespace json = boost::json;

std::string despatch(std::int64_t lines) {
    std::ifstream file(sage::source_folder() + "/host-api/schemas/examples/despatchAdvice.json");
    json::value message = json::parse(
        std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()));
    json::array& list = message.at_pointer("/body/lines").get_array();
    const json::value first = list[0];
    while (static_cast<std::int64_t>(list.size()) < lines) {
        json::value line = first;
        line.get_object()["id"] = std::to_string(list.size() + 1);
        list.push_back(line);
    }
    return json::serialize(message);
}

void count_bytes(benchmark::State& state, const std::string& text) {
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
    state.counters["bytes"] = static_cast<double>(text.size());
}

void read_document(benchmark::State& state) {
    const std::string text = despatch(state.range(0));
    for (auto round : state) {
        sage::Result<sage::Document> document = sage::read_document(text);
        if (!document.ok()) {
            state.SkipWithError("the document was refused");
        }
        benchmark::DoNotOptimize(document);
    }
    count_bytes(state, text);
}
BENCHMARK(read_document)->Arg(1)->Arg(10)->Arg(1000);

void read_canonical(benchmark::State& state) {
    const std::string text = sage::read_document(despatch(state.range(0))).value().canonical_bytes;
    for (auto round : state) {
        benchmark::DoNotOptimize(sage::read_canonical(text, "id", "key"));
    }
    count_bytes(state, text);
}
BENCHMARK(read_canonical)->Arg(1)->Arg(10);

void parse_json(benchmark::State& state) {
    const std::string text = despatch(state.range(0));
    for (auto round : state) {
        benchmark::DoNotOptimize(sage::parse_json(text, sage::limits::document_bytes_max,
                                                  sage::JsonNumbers::integers_only));
    }
    count_bytes(state, text);
}
BENCHMARK(parse_json)->Arg(1)->Arg(10);

// Boost's own parser, to compare with.
void parse_with_boost(benchmark::State& state) {
    const std::string text = despatch(state.range(0));
    for (auto round : state) {
        benchmark::DoNotOptimize(json::parse(text));
    }
    count_bytes(state, text);
}
BENCHMARK(parse_with_boost)->Arg(1)->Arg(10);

void canonical_json(benchmark::State& state) {
    const std::string text = despatch(state.range(0));
    const json::value value = json::parse(text);
    for (auto round : state) {
        benchmark::DoNotOptimize(sage::canonical_json(value));
    }
    count_bytes(state, text);
}
BENCHMARK(canonical_json)->Arg(1)->Arg(10);

void sha256(benchmark::State& state) {
    const std::string text(static_cast<std::size_t>(state.range(0)), 'x');
    for (auto round : state) {
        benchmark::DoNotOptimize(sage::sha256(text));
    }
    count_bytes(state, text);
}
BENCHMARK(sha256)->Arg(64)->Arg(2048);

void document_net(benchmark::State& state) {
    const sage::Document document = sage::read_document(despatch(10)).value();
    for (auto round : state) {
        benchmark::DoNotOptimize(sage::document_net(document));
    }
}
BENCHMARK(document_net);

}  // namespace
