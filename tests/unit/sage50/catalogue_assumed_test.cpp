// SPDX-License-Identifier: Apache-2.0
// Plan: without anything to read, company and tax codes are those of the settings; what a document
// names is taken for there where Sage can import its code, with aliases and the guest; the folder
// has to answer.
#include <gmock/gmock.h>

#include "tests/unit/sage50/sample.h"

namespace sage::sage50 {
namespace {

using testing::HasSubstr;

Settings blind(const std::string& more = "") {
    return sample::settings(
        R"({"address":null,"dropFolder":"/var/import","taxRates":{"T1":"20","0":"0"})" + more +
        "}");
}

Catalogue read_all(const Settings& settings) {
    std::vector<CatalogueRecord> records;
    for (const CatalogueRead& read : assumed_reads()) {
        Result<CataloguePage> page = read_assumed_page(settings, read, {204, {}, ""});
        EXPECT_TRUE(page.ok());
        for (CatalogueRecord& one : page.value().records) {
            records.push_back(std::move(one));
        }
    }
    return {std::move(records), 1};
}

Document despatch() {
    Document made = sample::document();
    made.buyer.id = "CUST001";
    return made;
}

TEST(Sage50CatalogueAssumed, company_and_tax_codes_are_those_of_the_settings) {
    const Catalogue known = read_all(blind());
    EXPECT_NE(known.find(kind::company, sample::company_id), nullptr);
    EXPECT_EQ(field_of(known.find(kind::tax_code, "1"), rate_field), "20");
    EXPECT_TRUE(unfit_settings(blind(), known).empty());
    const Settings missing = blind(R"(,"taxCodes":{"ODD":"5"})");
    EXPECT_FALSE(unfit_settings(missing, read_all(missing)).empty());
}

TEST(Sage50CatalogueAssumed, a_folder_that_does_not_answer_is_read_again) {
    const Result<CataloguePage> page =
        read_assumed_page(blind(), assumed_reads().front(), {404, {}, ""});
    ASSERT_FALSE(page.ok());
    EXPECT_EQ(page.error().first().code, "sage50.folder_unclear");
}

TEST(Sage50CatalogueAssumed, what_a_document_names_is_taken_for_there) {
    const Settings settings = blind();
    const Preparation made = sample::prepared(despatch(), settings, read_all(settings));
    const Send file = sample::expect_kind<Send>(made);
    EXPECT_THAT(file.request.body, HasSubstr("SI,CUST001,4000,"));
}

TEST(Sage50CatalogueAssumed, what_sage_cannot_import_is_not) {
    const Settings settings = blind();
    Document odd = despatch();
    odd.buyer.id = "cust-001";
    EXPECT_THAT(sample::held_by(sample::prepared(odd, settings, read_all(settings))),
                HasSubstr("sage50.customer_unknown"));
    odd = despatch();
    odd.lines[0].item.sellers_item_id = "=A1";
    EXPECT_THAT(sample::held_by(sample::prepared(odd, settings, read_all(settings))),
                HasSubstr("sage50.product_unknown"));
}

TEST(Sage50CatalogueAssumed, aliases_and_the_guest_are_there) {
    const Settings settings = blind(
        R"(,"customerMatching":{"rules":["accountCode"],"accountCodes":{"cust-001":"CUST001"}})");
    Document subject = despatch();
    subject.buyer.id = "cust-001";
    const Catalogue known = read_all(settings);
    EXPECT_THAT(sample::expect_kind<Send>(sample::prepared(subject, settings, known)).request.body,
                HasSubstr("SI,CUST001,"));
    subject.buyer.id.clear();
    EXPECT_THAT(sample::expect_kind<Send>(sample::prepared(subject, settings, known)).request.body,
                HasSubstr("SI,GUEST,"));
}

}  // namespace
}  // namespace sage::sage50
