// SPDX-License-Identifier: Apache-2.0
// The reader of X12 files and of the 945s in them: whatever it gives has a despatch's number, order
// and lines, has labels of its own lines alone, and is UTF-8; every refusal says where, why and
// what to do.
#include <algorithm>
#include <sstream>
#include <string>

#include "mock-host/csv.h"
#include "mock-host/imports/x12.h"
#include "mock-host/imports/x12_945.h"
#include "tests/fuzz/fuzz.h"

namespace sage::fuzz {
namespace {

bool is_utf8(const std::string& text) {
    return wms::utf8_of(text) == text;
}

void demand_words(const wms::Problem& problem) {
    demand(!problem.code.empty() && !problem.pointer.empty() && !problem.cause.empty() &&
               !problem.fix.empty(),
           "a refusal says what, where, why and what to do");
    demand(is_utf8(problem.cause), "a refusal is UTF-8");
}

void demand_despatch(const wms::Despatch& despatch) {
    demand(!despatch.id.empty() && !despatch.order_id.empty(), "a despatch has its numbers");
    demand(!despatch.lines.empty(), "a despatch has lines");
    demand(is_utf8(despatch.id) && is_utf8(despatch.delivery.name), "what is read is UTF-8");
    for (const wms::DespatchLine& line : despatch.lines) {
        demand(!line.delivered.is_negative() && !line.cancelled.is_negative() &&
                   !line.outstanding.is_negative(),
               "no quantity is negative");
        demand(!despatch.last || line.outstanding.is_zero(), "nothing is left of the last");
        for (const std::string& sscc : line.ssccs) {
            demand(std::find(despatch.ssccs.begin(), despatch.ssccs.end(), sscc) !=
                       despatch.ssccs.end(),
                   "a line's label is one of the despatch");
        }
    }
}

}  // namespace
}  // namespace sage::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace sage;
    std::istringstream stream(std::string(reinterpret_cast<const char*>(data), size));
    wms::X12Sink sink;
    sink.problem = sink.remark = fuzz::demand_words;
    sink.set = [](const wms::X12TransactionSet& set) {
        fuzz::demand(set.segments.front().name() == "ST" && set.segments.back().name() == "SE",
                     "a set is from ST to SE");
        const wms::Result<wms::Despatch> despatch = wms::read_945(set, fuzz::demand_words);
        if (despatch.ok()) {
            fuzz::demand_despatch(despatch.value());
        } else {
            fuzz::demand_words(despatch.problem());
        }
    };
    const wms::Done read = wms::read_x12(stream, sink);
    if (!read.ok()) {
        fuzz::demand_words(read.problem());
    }
    return 0;
}
