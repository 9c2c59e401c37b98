// SPDX-License-Identifier: Apache-2.0
// Plan: the settings change between versions: what is credited keeps its terms, through one
// document and two, a lost reply and a stop; returns have those of their despatch; terms that were
// purged; a store that cannot be read.
#include "sage-adapter/mapping/posted_terms.h"

#include "sage-adapter/delivery/record.h"
#include "sage-adapter/delivery/versions.h"
#include "tests/unit/delivery/world.h"

namespace sage::testing {
namespace {

using Words = std::vector<std::string>;

/// A return of one piece of the despatch of that number.
std::string goods_return(const std::string& number, const std::string& despatch_number,
                         const std::string& wanted = "1", const std::string& quantity = "1") {
    std::string text = version(number, wanted, quantity);
    text = replaced(text, "despatchAdvice", "returnAdvice");
    text = replaced(text, "shipFrom", "shipTo");
    text = replaced(text, "deliveredQuantity", "returnedQuantity");
    return replaced(text, R"("buyerCustomerParty")",
                    R"("originalDespatchId":")" + despatch_number + R"(","buyerCustomerParty")");
}

class TermsOf : public World {
  protected:
    void SetUp() override {
        company.tax_of_today = "A";
        sage.items = {"SKU-1", "SKU-2"};
        start();
        submit(despatch("D1"));
        work();
        company.tax_of_today = "B";
    }

    Words contents() const {
        Words all;
        for (const Kept& one : sage.kept) {
            all.push_back(one.content);
        }
        return all;
    }

    void post(const std::string& document) {
        submit(document);
        work();
    }

    /// From now on the request that made D1 is no longer kept.
    void purge_first_attempt() {
        const std::int64_t first = entry("D1").sequence;
        store->change_attempt = [first](std::optional<Attempt>& attempt) {
            if (attempt && attempt->sequence == first) {
                attempt->send_json.clear();
            }
        };
    }
};

TEST_F(TermsOf, what_is_credited_has_the_terms_it_was_posted_in) {
    post(version("D1", "2", "1"));
    post(despatch("D2"));
    EXPECT_EQ(contents(),
              (Words{"D1 A for C-A", "D1 returnAdvice 1 SKU-1 A for C-A", "D2 B for C-B"}));
}

TEST_F(TermsOf, more_of_a_line_has_its_terms_and_so_has_what_is_credited_then) {
    post(version("D1", "2", "5"));
    company.tax_of_today = "C";
    post(version("D1", "3", "1"));
    EXPECT_EQ(contents(), (Words{"D1 A for C-A", "D1 despatchAdvice 3 SKU-1 A for C-A",
                                 "D1 returnAdvice 4 SKU-1 A for C-A"}));
}

TEST_F(TermsOf, a_line_that_was_replaced_has_the_terms_of_when_it_was) {
    post(version("D1", "2", "3", "", "SKU-2"));
    company.tax_of_today = "C";
    post(version("D1", "3", "1", "", "SKU-2"));
    EXPECT_EQ(contents(),
              (Words{"D1 A for C-A", "D1 returnAdvice 2 SKU-1 A for C-A",
                     "D1 despatchAdvice 3 SKU-2 B for C-A", "D1 returnAdvice 2 SKU-2 B for C-A"}));
}

TEST_F(TermsOf, a_version_that_posted_nothing_changes_nothing) {
    post(version("D1", "2", "2.0"));
    post(version("D1", "3", "1"));
    EXPECT_EQ(sage.kept.back().content, "D1 returnAdvice 1.0 SKU-1 A for C-A");
}

TEST_F(TermsOf, the_second_document_has_the_same_after_a_stop) {
    sage.scripts.push_back({true, Outcome::maybe_sent, 0});
    post(version("D1", "2", "3", "", "SKU-2"));
    restart();
    start();
    company.tax_of_today = "C";
    work_for(600'000);
    EXPECT_EQ(contents(), (Words{"D1 A for C-A", "D1 returnAdvice 2 SKU-1 A for C-A",
                                 "D1 despatchAdvice 3 SKU-2 C for C-A"}));
    post(version("D1", "3", "1", "", "SKU-2"));
    EXPECT_EQ(sage.kept.back().content, "D1 returnAdvice 2 SKU-2 C for C-A");
}

TEST_F(TermsOf, a_return_has_the_terms_of_its_despatch_and_its_versions_too) {
    post(goods_return("R1", "D1"));
    company.tax_of_today = "C";
    post(goods_return("R1", "D1", "2", "2"));
    post(goods_return("R2", "NONE"));
    EXPECT_EQ(contents(), (Words{"D1 A for C-A", "R1 A for C-A",
                                 "R1 returnAdvice 1 SKU-1 A for C-A", "R2 C for C-C"}));
}

TEST_F(TermsOf, what_is_taken_back_last_says_nothing_of_what_is_in_the_books) {
    post(goods_return("R1", "NONE", "1", "3"));
    company.tax_of_today = "C";
    post(replaced(goods_return("R1", "NONE", "2", "3"), "SKU-1", "SKU-2"));
    company.tax_of_today = "D";
    post(replaced(goods_return("R1", "NONE", "3", "1"), "SKU-1", "SKU-2"));
    EXPECT_EQ(
        contents(),
        (Words{"D1 A for C-A", "R1 B for C-B", "R1 returnAdvice 3 SKU-2 C for C-B",
               "R1 despatchAdvice 3 SKU-1 B for C-B", "R1 despatchAdvice 2 SKU-2 C for C-B"}));
}

TEST_F(TermsOf, a_preview_shows_them) {
    const Result<Preview> back = delivery->preview(goods_return("R1", "D1"));
    ASSERT_TRUE(back.ok());
    EXPECT_NE(back.value().request->body.find("R1 A for C-A"), std::string::npos);
    const Result<Preview> corrected = delivery->preview(version("D1", "2", "1"));
    ASSERT_TRUE(corrected.ok());
    EXPECT_NE(corrected.value().request->body.find("SKU-1 A for C-A"), std::string::npos);
}

TEST_F(TermsOf, a_return_of_a_despatch_that_was_corrected_has_those_of_its_last_version) {
    post(version("D1", "2", "3", "", "SKU-2"));
    company.tax_of_today = "C";
    std::string back = goods_return("R1", "D1");
    back = replaced(back, "SKU-1", "SKU-2");
    post(back);
    EXPECT_EQ(sage.kept.back().content, "R1 B for C-A");
}

TEST_F(TermsOf, a_return_between_the_two_documents_of_a_correction_has_not_the_item_before) {
    sage.scripts.push_back({true, Outcome::answered, 201});
    sage.scripts.push_back({true, Outcome::maybe_sent, 0});
    post(version("D1", "2", "3", "", "SKU-2"));
    ASSERT_EQ(store->find_document("t", "despatchAdvice.second", "D1").value()->state,
              State::in_doubt);
    post(replaced(goods_return("R1", "D1"), "SKU-1", "SKU-2"));
    EXPECT_EQ(sage.kept.back().content, "R1 B for C-A");
}

TEST_F(TermsOf, a_correction_is_held_where_they_were_purged) {
    post(version("D1", "2", "5"));
    purge_first_attempt();
    post(version("D1", "3", "4"));
    EXPECT_EQ(sage.kept.back().content, "D1 returnAdvice 1 SKU-1 A for C-A")
        << "the supplement still has them";
    post(version("D2", "1", "5"));
    const std::int64_t first = entry("D2").sequence;
    store->change_attempt = [first](std::optional<Attempt>& attempt) {
        if (attempt && attempt->sequence == first) {
            attempt->send_json.clear();
        }
    };
    post(version("D2", "2", "4"));
    EXPECT_EQ(state("D2/2"), State::held);
    EXPECT_EQ(problem_from_json(entry("D2/2").problem_json).code, "delivery.version_purged");
}

TEST_F(TermsOf, a_return_says_that_they_were_purged) {
    purge_first_attempt();
    post(goods_return("R1", "D1"));
    EXPECT_EQ(sage.kept.back().content, "R1 B for C-B");
    const SageDocument made = sage_document_from_json(entry("R1").sage_document_json);
    ASSERT_EQ(made.remarks.size(), 1U);
    EXPECT_EQ(made.remarks[0].code, "delivery.original_purged");
    const Result<Preview> seen = delivery->preview(goods_return("R2", "D1"));
    ASSERT_TRUE(seen.ok());
    ASSERT_EQ(seen.value().problems.size(), 1U);
    EXPECT_EQ(seen.value().problems[0].code, "delivery.original_purged");
}

TEST_F(TermsOf, a_return_of_a_despatch_without_content_says_so_too) {
    company.connection_.reconcile_days = 7;
    keep_content_days = 10;
    restart();
    for (int day = 0; day < 15; ++day) {
        work_for(86'400'000);
        events();
    }
    ASSERT_TRUE(entry("D1").purged);
    post(goods_return("R1", "D1"));
    EXPECT_EQ(sage.kept.back().content, "R1 B for C-B");
    const SageDocument made = sage_document_from_json(entry("R1").sage_document_json);
    ASSERT_EQ(made.remarks.size(), 1U);
    EXPECT_EQ(made.remarks[0].code, "delivery.original_purged");
}

TEST_F(TermsOf, a_return_of_nothing_that_was_invoiced_has_those_of_today) {
    post(despatch("D3", "MISSING"));
    post(decision("X1", "D3", "withdraw", ""));
    ASSERT_EQ(state("D3"), State::withdrawn);
    post(goods_return("R1", "D9"));
    post(goods_return("R2", "D3"));
    post(replaced(goods_return("R3", "D1"), R"("originalDespatchId":"D1",)", ""));
    EXPECT_EQ(state("R2"), State::held) << "its despatch never was posted";
    EXPECT_EQ(contents(), (Words{"D1 A for C-A", "R1 B for C-B", "R3 B for C-B"}));
}

TEST_F(TermsOf, a_store_that_fails_at_any_question_about_them_changes_none) {
    post(version("D1", "2", "5"));
    int returns = 0;
    for (const char* const function : {"find_document", "find_earlier_document", "last_attempt"}) {
        int call = 0;
        for (bool failed = true; failed;) {
            const std::string number = "R" + std::to_string(++returns);
            submit(goods_return(number, "D1"));
            store->failed = false;
            store->fail(function, ++call);
            static_cast<void>(delivery->work([] { return false; }));
            failed = store->failed;
            store->mend();
            work_for(3'600'000);
            EXPECT_EQ(sage.kept.back().content, number + " A for C-A") << function;
        }
    }
    EXPECT_EQ(sage.kept.size(), 2U + static_cast<unsigned>(returns));
}

TEST_F(TermsOf, an_attempt_that_cannot_be_read_is_no_reason_to_guess) {
    store->change_attempt = [](std::optional<Attempt>& attempt) {
        if (attempt) {
            attempt->send_json = "{";
        }
    };
    submit(version("D1", "2", "1"));
    submit(goods_return("R1", "D1"));
    for (int calls = 0; calls < 5; ++calls) {
        static_cast<void>(delivery->work([] { return false; }));
    }
    EXPECT_EQ(sage.kept.size(), 1U);
    EXPECT_FALSE(delivery->preview(goods_return("R2", "D1")).ok());
    EXPECT_FALSE(delivery->preview(version("D1", "3", "1")).ok());
}

}  // namespace
}  // namespace sage::testing
