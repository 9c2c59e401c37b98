// SPDX-License-Identifier: Apache-2.0
// Cases of texts: documents, questions, event numbers and names of extensions that are not text,
// not JSON, far too long, or lie about their length.
#include "tests/security/hostile_host.h"

namespace sage::testing {
namespace {

void refused(Stage& stage, wms_str document) {
    expect_status(stage.host.create(), WMS_OK);
    Out<wms_error> error;
    Out<wms_doc> receipt;
    const wms_status status =
        stage.host.plugin.submit(stage.host.instance, document, &receipt.value, &error.value);
    expect_refused(status);
    expect(receipt.value.release == nullptr, "no receipt for a refused document");
    expect(!view(error.value.message).empty() && !view(error.value.code).empty(),
           "words for the refusal");
    expect_status(stage.host.submit(stage.document), WMS_OK);
}

void refused(Stage& stage, const std::string& document) {
    refused(stage, str(document));
}

void refused_question(Stage& stage, wms_str request) {
    expect_status(stage.host.create(), WMS_OK);
    Out<wms_error> error;
    Out<wms_doc> answer;
    expect_refused(stage.host.plugin.query(stage.host.instance, nullptr, request, &answer.value,
                                           &error.value));
    expect(answer.value.release == nullptr, "no answer to a refused question");
}

/// Acknowledging what is no event is no error, and acknowledges nothing else.
void acknowledged_nothing(Stage& stage, wms_str id) {
    expect_status(stage.host.create(), WMS_OK);
    expect_status(stage.host.plugin.ack_event(stage.host.instance, id, nullptr), WMS_OK);
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
    const std::size_t at = text.find(what);
    expect(at != std::string::npos, "the document has what is to be spoilt");
    return text.replace(at, what.size(), by);
}

void document_that_is_empty(Stage& stage) {
    refused(stage, wms_str{nullptr, 0});
}

void document_of_a_length_without_a_pointer(Stage& stage) {
    refused(stage, wms_str{nullptr, 100});
}

void document_of_an_impossible_length(Stage& stage) {
    refused(stage, wms_str{"{", SIZE_MAX});
}

void document_of_a_terabyte(Stage& stage) {
    refused(stage, wms_str{"{", std::size_t{1} << 40U});
}

void document_that_is_no_utf8(Stage& stage) {
    refused(stage, replaced(stage.document, "Acme", "Acme\xff\xfe\xed\xa0\x80"));
}

void document_with_a_nul_inside(Stage& stage) {
    refused(stage, replaced(stage.document, "Acme", std::string("Ac\0me", 5)));
}

void document_with_an_escaped_nul(Stage& stage) {
    refused(stage, replaced(stage.document, "Acme", "Ac\\u0000me"));
}

void document_with_half_a_surrogate(Stage& stage) {
    refused(stage, replaced(stage.document, "Acme", "\\ud83d"));
}

void document_too_deep(Stage& stage) {
    refused(stage, std::string(1'000'000, '[') + std::string(1'000'000, ']'));
}

void document_too_large(Stage& stage) {
    refused(stage, stage.document + std::string(std::size_t{5} * 1024 * 1024, ' '));
}

void document_with_too_many_members(Stage& stage) {
    std::string many = "{";
    for (int at = 0; at < 20'000; ++at) {
        many += "\"m" + std::to_string(at) + "\":0,";
    }
    refused(stage, many + "\"x\":0}");
}

void document_with_a_member_twice(Stage& stage) {
    refused(stage, replaced(stage.document, "\"body\":", "\"body\":null,\"body\":"));
}

void document_of_an_unknown_type(Stage& stage) {
    refused(stage, replaced(stage.document, "\"despatchAdvice\"", "\"paymentAdvice\""));
}

void document_with_money_as_a_number(Stage& stage) {
    refused(stage, replaced(stage.document, "\"3.39\"", "3.39"));
}

void document_that_is_a_list(Stage& stage) {
    refused(stage, "[{}]");
}

void document_with_something_after_it(Stage& stage) {
    refused(stage, stage.document + "{}");
}

void question_of_a_length_without_a_pointer(Stage& stage) {
    refused_question(stage, {nullptr, 7});
}

void question_of_an_impossible_length(Stage& stage) {
    refused_question(stage, {"{", SIZE_MAX});
}

void question_that_is_empty(Stage& stage) {
    refused_question(stage, {nullptr, 0});
}

void question_that_is_no_utf8(Stage& stage) {
    refused_question(stage, str("{\"query\":\"\xff\"}"));
}

void question_nobody_knows(Stage& stage) {
    refused_question(stage, str(R"({"query":"'; DROP TABLE document; --"})"));
}

void question_with_limits_out_of_range(Stage& stage) {
    expect_status(stage.host.create(), WMS_OK);
    for (const char* limit : {"-1", "0", "9223372036854775807", "\"x\"", "null", "[]"}) {
        const std::string answer =
            stage.host.query(R"({"query":"held","limit":)" + std::string(limit) + "}");
        expect(answer.find("\"held\":[]") != std::string::npos, "an answer");
    }
}

void event_number_of_a_length_without_a_pointer(Stage& stage) {
    expect_status(stage.host.create(), WMS_OK);
    expect_refused(stage.host.plugin.ack_event(stage.host.instance, {nullptr, 3}, nullptr));
}

void event_number_of_an_impossible_length(Stage& stage) {
    acknowledged_nothing(stage, {"1", SIZE_MAX});
}

void event_number_of_a_million_digits(Stage& stage) {
    acknowledged_nothing(stage, str(std::string(1'000'000, '9')));
}

void event_number_that_is_negative(Stage& stage) {
    acknowledged_nothing(stage, str("-9223372036854775808"));
}

void event_number_that_is_no_number(Stage& stage) {
    acknowledged_nothing(stage, str("1 OR 1=1"));
}

void extension_with_no_name(Stage& stage) {
    expect(stage.host.plugin.get_extension({nullptr, 9}) == nullptr, "no extension");
    expect(stage.host.plugin.get_extension({"x", SIZE_MAX}) == nullptr, "no extension");
}

}  // namespace

std::vector<HostileCase> cases_of_texts() {
    return {
        {"document_that_is_empty", document_that_is_empty},
        {"document_of_a_length_without_a_pointer", document_of_a_length_without_a_pointer},
        {"document_of_an_impossible_length", document_of_an_impossible_length},
        {"document_of_a_terabyte", document_of_a_terabyte},
        {"document_that_is_no_utf8", document_that_is_no_utf8},
        {"document_with_a_nul_inside", document_with_a_nul_inside},
        {"document_with_an_escaped_nul", document_with_an_escaped_nul},
        {"document_with_half_a_surrogate", document_with_half_a_surrogate},
        {"document_too_deep", document_too_deep},
        {"document_too_large", document_too_large},
        {"document_with_too_many_members", document_with_too_many_members},
        {"document_with_a_member_twice", document_with_a_member_twice},
        {"document_of_an_unknown_type", document_of_an_unknown_type},
        {"document_with_money_as_a_number", document_with_money_as_a_number},
        {"document_that_is_a_list", document_that_is_a_list},
        {"document_with_something_after_it", document_with_something_after_it},
        {"question_of_a_length_without_a_pointer", question_of_a_length_without_a_pointer},
        {"question_of_an_impossible_length", question_of_an_impossible_length},
        {"question_that_is_empty", question_that_is_empty},
        {"question_that_is_no_utf8", question_that_is_no_utf8},
        {"question_nobody_knows", question_nobody_knows},
        {"question_with_limits_out_of_range", question_with_limits_out_of_range},
        {"event_number_of_a_length_without_a_pointer", event_number_of_a_length_without_a_pointer},
        {"event_number_of_an_impossible_length", event_number_of_an_impossible_length},
        {"event_number_of_a_million_digits", event_number_of_a_million_digits},
        {"event_number_that_is_negative", event_number_that_is_negative},
        {"event_number_that_is_no_number", event_number_that_is_no_number},
        {"extension_with_no_name", extension_with_no_name},
    };
}

}  // namespace sage::testing
