// SPDX-License-Identifier: Apache-2.0
// Plan: what the tables show of an import: as sent, one header or one each, signs of either kind;
// another document of the same short reference; deleted rows; a part, other values, twice; half an
// answer.
#include <gtest/gtest.h>

#include "plugins/sage50/import_file.h"
#include "tests/unit/sage50/sample.h"

namespace sage::sage50 {
namespace {

constexpr std::string_view reference = sample::reference;

Send stock() {
    StockFile file{std::string(reference), "2026-11-24", {}};
    file.rows.push_back({false, "MUG", Decimal::of(3), std::nullopt, "x"});
    file.rows.push_back({true, "LAMP", Decimal::of(2), std::nullopt, "x"});
    return encode(file);
}

Send ledger(bool credit) {
    LedgerFile file{credit, std::string(reference), "CUST1", "2026-11-24", "", {}};
    file.rows.push_back({credit, "4000", std::nullopt, "x", Decimal::of(10), 1, Decimal::of(2)});
    file.rows.push_back({credit, "4000", std::nullopt, "x", Decimal::of(5), 1, Decimal::of(1)});
    file.rows.push_back({!credit, "4009", std::nullopt, "x", Decimal::of(1), 0, {}});
    return encode(file);
}

std::vector<QueryValue> movement(const char* number, const char* type, const char* code,
                                 const char* quantity,
                                 std::string details = std::string(reference) + " ADJ-1") {
    return {number, type, "2026-11-24", "0", code, std::move(details), quantity};
}

std::vector<QueryValue> header(const char* number, const char* type, const char* net,
                               const char* tax, const char* deleted = "0") {
    return {number, type, "2026-11-24", deleted, "CUST1 ", net, tax};
}

LookUp seen(const Send& sent, std::vector<std::vector<QueryValue>> rows) {
    return read_import(sent, reference, {std::move(rows), {}, false});
}

bool as_sent(const Send& sent, const LookUp& seen) {
    return seen.usable && seen.found.size() == 1 &&
           differences(sent.facts, seen.found[0].facts).empty();
}

TEST(Sage50ImportArrival, each_kind_is_asked_for_in_its_table_by_its_reference) {
    const Query movements = import_query(stock(), reference);
    EXPECT_EQ(movements.table, "STOCK_TRAN");
    EXPECT_EQ(movements.bindings.at(0).value, short_reference(reference));
    const Query headers = import_query(ledger(false), reference);
    EXPECT_EQ(headers.table, "AUDIT_HEADER");
    EXPECT_EQ(headers.bindings.at(0).value, reference);
}

TEST(Sage50ImportArrival, movements_of_either_sign_are_what_was_sent) {
    EXPECT_TRUE(as_sent(stock(), seen(stock(), {movement("7", "AO", "MUG", "-3"),
                                                movement("8", "AI", "LAMP", "2")})));
    const LookUp split =
        seen(stock(), {movement("7", "AO", "MUG", "1"), movement("8", "AI", "LAMP", "2"),
                       movement("9", "AO", "MUG", "2")});
    EXPECT_TRUE(as_sent(stock(), split)) << "out of two costs, perhaps";
    EXPECT_EQ(split.found[0].sage_document.number, "7");
    EXPECT_EQ(split.found[0].external_reference, reference);
}

TEST(Sage50ImportArrival, another_document_of_the_same_short_reference_is_not_this_one) {
    const LookUp other = seen(stock(), {movement("7", "AO", "MUG", "3", "WOTHER00000000000X A"),
                                        movement("8", "AI", "LAMP", "2", "")});
    EXPECT_TRUE(other.usable);
    EXPECT_TRUE(other.found.empty());
}

TEST(Sage50ImportArrival, transactions_are_what_was_sent_whether_grouped_or_not) {
    for (const bool credit : {false, true}) {
        const char* const way = credit ? "SC" : "SI";
        const char* const back = credit ? "SI" : "SC";
        const Send sent = ledger(credit);
        EXPECT_TRUE(
            as_sent(sent, seen(sent, {header("1", way, "15", "3"), header("2", back, "-1", "0")})));
        EXPECT_TRUE(
            as_sent(sent, seen(sent, {header("1", way, "-10", "-2"), header("2", way, "-5", "-1"),
                                      header("3", back, "1", "0")})));
    }
}

TEST(Sage50ImportArrival, nothing_or_half_an_answer_says_nothing) {
    EXPECT_TRUE(seen(ledger(false), {}).usable);
    EXPECT_TRUE(seen(ledger(false), {}).found.empty());
    EXPECT_TRUE(seen(ledger(false), {header("1", "SI", "14", "3", "1")}).found.empty())
        << "somebody deleted it";
    EXPECT_FALSE(read_import(stock(), reference, {{}, {}, true}).usable);
}

TEST(Sage50ImportArrival, a_part_or_another_value_is_found_with_what_it_is) {
    const LookUp part = seen(stock(), {movement("7", "AO", "MUG", "3")});
    ASSERT_EQ(part.found.size(), 1U);
    const std::vector<Difference> wrong = differences(stock().facts, part.found[0].facts);
    ASSERT_EQ(wrong.size(), 1U);
    EXPECT_EQ(wrong[0].field, "AI LAMP");
    EXPECT_EQ(wrong[0].found, "");
    const LookUp changed =
        seen(ledger(false), {header("1", "SI", "15.5", "3"), header("2", "SC", "-1", "0")});
    ASSERT_EQ(changed.found.size(), 1U);
    EXPECT_EQ(changed.found[0].facts.at("netAmount"), "14.50");
    auto moved = header("1", "SI", "14", "3");
    moved[2] = "2026-11-25";
    moved[4] = "OTHER";
    const LookUp elsewhere = seen(ledger(false), {moved});
    EXPECT_EQ(differences(ledger(false).facts, elsewhere.found.at(0).facts).size(), 2U);
}

TEST(Sage50ImportArrival, what_was_imported_twice_is_found_twice) {
    const auto out = movement("7", "AO", "MUG", "-3");
    const auto in = movement("8", "AI", "LAMP", "2");
    EXPECT_EQ(seen(stock(), {out, in, out, in}).found.size(), 2U);
    const auto all = header("1", "SI", "14", "3");
    EXPECT_EQ(seen(ledger(false), {all, all, all}).found.size(), 3U);
}

}  // namespace
}  // namespace sage::sage50
