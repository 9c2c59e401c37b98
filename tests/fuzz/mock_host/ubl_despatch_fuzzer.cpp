// SPDX-License-Identifier: Apache-2.0
// The reader of UBL DespatchAdvices: it gives one despatch or one refusal; a despatch has its
// number, an order, lines with quantities and units; a document type is never taken; a refusal says
// where, why and what to do.
#include <sstream>
#include <string>
#include <string_view>

#include "mock-host/imports/ubl_despatch_advice.h"
#include "tests/fuzz/fuzz.h"

namespace sage::fuzz {
namespace {

void demand_words(const wms::Problem& problem) {
    demand(!problem.code.empty() && problem.pointer.starts_with("line ") &&
               !problem.cause.empty() && !problem.fix.empty(),
           "a refusal says what, where, why and what to do");
}

void demand_despatch(const wms::Despatch& despatch) {
    demand(!despatch.id.empty(), "a despatch has its number");
    demand(!despatch.order_id.empty() || !despatch.buyer_order_id.empty(), "and an order");
    demand(!despatch.lines.empty(), "and lines");
    for (const wms::DespatchLine& line : despatch.lines) {
        demand(!line.delivered.is_negative() && !line.outstanding.is_negative() &&
                   !line.oversupply.is_negative(),
               "no quantity is negative");
        demand(!line.unit_code.empty(), "a line has a unit");
        demand(line.lots.size() <= 1, "a lot is the whole line");
    }
}

}  // namespace
}  // namespace sage::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace sage;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    int given = 0;
    wms::ImportSink sink;
    sink.order = [](const wms::Order&, const std::string&) {
        fuzz::demand(false, "an advice is no order");
    };
    sink.despatch = [&](const wms::Despatch& despatch, const std::string&) {
        ++given;
        fuzz::demand_despatch(despatch);
    };
    sink.problem = sink.remark = [&](const wms::Problem& problem) {
        ++given;
        fuzz::demand_words(problem);
    };
    std::istringstream stream{std::string(text)};
    const wms::Done read = wms::read_ubl_despatch(stream, sink);
    if (!read.ok()) {
        fuzz::demand_words(read.problem());
        fuzz::demand(given == 0, "a file that is refused gave nothing");
    } else {
        fuzz::demand(given == 1, "one advice is one despatch or one refusal");
        fuzz::demand(text.find("<!DOCTYPE") == std::string_view::npos ||
                         text.find("<![CDATA[") != std::string_view::npos ||
                         text.find("<!--") != std::string_view::npos,
                     "no document type is taken");
    }
    return 0;
}
