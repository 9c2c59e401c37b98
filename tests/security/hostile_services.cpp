// SPDX-License-Identifier: Apache-2.0
// Cases of the host's services: secrets, audit and clock that answer nonsense. Documents are kept,
// nothing is sent that was not announced, and the words of the refusal can be shown.
#include <algorithm>

#include "tests/security/hostile_host.h"

namespace sage::testing {
namespace {

bool is_printable(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char byte) {
        const auto code = static_cast<unsigned char>(byte);
        return code >= 0x20 && code != 0x7f && code < 0x80;
    });
}

/// connect() fails for want of a token, without a crash and in words of one line.
void no_token(Stage& stage, std::function<wms_status(wms_doc*)> answer) {
    expect_status(stage.host.create(), WMS_OK);
    stage.host.secret_answer = std::move(answer);
    const wms_status status = stage.host.connect();
    expect_refused(status);
    expect(status == WMS_E_AUTH || status == WMS_E_REMOTE, "a matter of credentials");
    std::string words = stage.host.last_error;
    std::replace(words.begin(), words.end(), '\n', ' ');
    expect(is_printable(words), "words that can be shown");
    expect_status(stage.host.submit(stage.document), WMS_OK);
    stage.host.secret_answer = nullptr;
    expect_status(stage.host.connect(), WMS_OK);
}

void no_token(Stage& stage, const std::string& text) {
    no_token(stage, [text](wms_doc* out) {
        give(out, text);
        return WMS_OK;
    });
}

/// The clock says `now`; whatever it says, documents are accepted and work does what it can.
void clock_says(Stage& stage, std::int64_t now) {
    stage.host.now = now;
    expect_status(stage.host.create(), WMS_OK);
    expect_status(stage.host.submit(stage.document), WMS_OK);
    expect_survived(stage.host.connect());
    for (int round = 0; round < 20; ++round) {
        expect_survived(stage.host.plugin.work(stage.host.instance, nullptr, nullptr, nullptr));
    }
    expect(stage.host.query(R"({"query":"status"})").find("\"counts\"") != std::string::npos,
           "an answer");
    expect_status(stage.host.submit(stage.document), WMS_DUPLICATE);
}

std::string posted(Stage& stage) {
    stage.host.work_for(60'000);
    return stage.host.query(R"({"query":"status"})");
}

void audit_answers(Stage& stage, wms_status answer) {
    expect_status(stage.host.create(), WMS_OK);
    expect_status(stage.host.connect(), WMS_OK);
    expect_status(stage.host.submit(stage.document), WMS_OK);
    stage.host.audit_answer = answer;
    expect(posted(stage).find("\"posted\":0") != std::string::npos,
           "nothing is posted that was not announced");
    stage.host.audit_answer = WMS_OK;
    stage.host.now += 3'600'000;
    expect(posted(stage).find("\"posted\":1") != std::string::npos,
           "it is posted once it can be announced");
}

void secret_that_is_not_filled_in(Stage& stage) {
    no_token(stage, [](wms_doc*) { return WMS_OK; });
}

void secret_of_a_length_without_a_pointer(Stage& stage) {
    no_token(stage, [](wms_doc* out) {
        out->json = {nullptr, 5};
        return WMS_OK;
    });
}

void secret_of_an_impossible_length(Stage& stage) {
    no_token(stage, [](wms_doc* out) {
        out->json = {"{", SIZE_MAX};
        return WMS_OK;
    });
}

void secret_that_is_no_json(Stage& stage) {
    no_token(stage, "s3cret");
}

void secret_that_is_no_utf8(Stage& stage) {
    no_token(stage, "{\"value\":\"\xff\"}");
}

void secret_that_is_no_text(Stage& stage) {
    no_token(stage, R"({"value":17})");
}

void secret_that_is_empty(Stage& stage) {
    no_token(stage, R"({"value":""})");
}

void secret_that_is_huge(Stage& stage) {
    no_token(stage, R"({"value":")" + std::string(2'000'000, 'x') + R"("})");
}

void secret_with_line_ends_forges_no_header(Stage& stage) {
    no_token(stage, R"({"value":"x\r\nX-Forged: 1\r\n\r\n","version":"1"})");
}

void secret_with_a_status_nobody_knows(Stage& stage) {
    no_token(stage, [](wms_doc*) { return INT32_MAX; });
    stage.host.destroy();
    std::swap(stage.document, stage.other);
    no_token(stage, [](wms_doc*) { return WMS_DUPLICATE; });
}

void audit_that_refuses(Stage& stage) {
    audit_answers(stage, WMS_E_STORAGE);
}

void audit_with_a_status_nobody_knows(Stage& stage) {
    audit_answers(stage, INT32_MAX);
}

void audit_that_says_idle(Stage& stage) {
    audit_answers(stage, WMS_IDLE);
}

void clock_at_zero(Stage& stage) {
    clock_says(stage, 0);
}

void clock_before_1970(Stage& stage) {
    clock_says(stage, -1);
}

void clock_at_its_smallest(Stage& stage) {
    clock_says(stage, INT64_MIN);
}

void clock_at_its_largest(Stage& stage) {
    clock_says(stage, INT64_MAX);
}

void clock_that_jumps_back(Stage& stage) {
    expect_status(stage.host.create(), WMS_OK);
    expect_status(stage.host.connect(), WMS_OK);
    const std::int64_t begun = stage.host.now;
    expect_status(stage.host.submit(stage.document), WMS_OK);
    stage.host.now = begun - 30 * 86'400'000LL;
    for (int round = 0; round < 10; ++round) {
        expect_survived(stage.host.plugin.work(stage.host.instance, nullptr, nullptr, nullptr));
    }
    stage.host.now = begun;
    expect(posted(stage).find("\"posted\":1") != std::string::npos,
           "it is posted when the clock is right again");
}

}  // namespace

std::vector<HostileCase> cases_of_services() {
    return {
        {"secret_that_is_not_filled_in", secret_that_is_not_filled_in},
        {"secret_of_a_length_without_a_pointer", secret_of_a_length_without_a_pointer},
        {"secret_of_an_impossible_length", secret_of_an_impossible_length},
        {"secret_that_is_no_json", secret_that_is_no_json},
        {"secret_that_is_no_utf8", secret_that_is_no_utf8},
        {"secret_that_is_no_text", secret_that_is_no_text},
        {"secret_that_is_empty", secret_that_is_empty},
        {"secret_that_is_huge", secret_that_is_huge},
        {"secret_with_line_ends_forges_no_header", secret_with_line_ends_forges_no_header},
        {"secret_with_a_status_nobody_knows", secret_with_a_status_nobody_knows},
        {"audit_that_refuses", audit_that_refuses},
        {"audit_with_a_status_nobody_knows", audit_with_a_status_nobody_knows},
        {"audit_that_says_idle", audit_that_says_idle},
        {"clock_at_zero", clock_at_zero},
        {"clock_before_1970", clock_before_1970},
        {"clock_at_its_smallest", clock_at_its_smallest},
        {"clock_at_its_largest", clock_at_its_largest},
        {"clock_that_jumps_back", clock_that_jumps_back},
    };
}

}  // namespace sage::testing
