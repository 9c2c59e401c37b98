// SPDX-License-Identifier: Apache-2.0
// Random histories of documents: of each, what was posted adds up to the last version, by customer,
// site, day, item, lot, penny and tax.
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "sage-adapter/mapping/correction.h"
#include "tests/support/tries.h"
#include "tests/unit/mapping/corrected_documents.h"

namespace sage {
namespace {

// What the books hold: quantity, net and tax by customer, site, date, item, lot and price.
struct Books {
    std::map<std::string, Decimal> held;

    void add(const std::string& name, const Decimal& value) {
        Decimal& sum = held[name];
        sum = sum + value;
        if (sum.sign() == 0) {
            held.erase(name);
        }
    }

    // A line's net and tax are rounded as Sage rounds them, document by document.
    void post(const Document& document) {
        const bool back = document.envelope.message_type == MessageType::return_advice;
        const auto put = [&](const std::string& name, const Decimal& value) {
            add(name, back ? -value : value);
        };
        const std::string place =
            document.buyer.id + '/' + document.location_id + '/' + document.issue_date + '/';
        for (const Line& one : document.lines) {
            const std::string item = place + one.item.sellers_item_id;
            put(item + "/quantity", one.quantity.value);
            for (const Lot& lot : one.lots) {
                put(item + "/lot " + lot.lot_number, lot.quantity.value);
            }
            if (one.price) {
                post_amount(put, place, line_net(one).value(), one.tax);
            }
        }
        for (const AllowanceCharge& charge : document.allowance_charges) {
            post_amount(put, place, charge.amount.amount, charge.tax);
        }
    }

    template <class Put>
    static void post_amount(const Put& put, const std::string& place, const Decimal& net,
                            const Tax& tax) {
        const Decimal percent = tax.percent.value_or(Decimal());
        put(place + "net", net);
        put(place + "tax " + percent.text(),
            Decimal::quotient({net, percent}, {Decimal::of(100)}, 2, Rounding::half_away_from_zero)
                .value());
    }
};

class Histories {
  public:
    explicit Histories(unsigned seed) : random_(seed) {}

    int below(int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(random_); }
    bool one_in(int many) { return below(many) == 0; }

    Document first(MessageType type) {
        std::vector<Line> lines;
        const int count = 1 + below(4);
        for (int index = 0; index < count; ++index) {
            lines.push_back(some_line(type, std::to_string(index)));
        }
        Document made = document(type, "1", std::move(lines));
        if (type != MessageType::inventory_adjustment && one_in(2)) {
            made.allowance_charges.push_back(carriage(amount(500)));
        }
        return made;
    }

    Document next(const Document& before) {
        Document made = before;
        made.envelope.document_version =
            std::to_string(std::stoi(before.envelope.document_version) + 1);
        const MessageType type = made.envelope.message_type;
        for (Line& one : made.lines) {
            if (one_in(3)) {
                const std::string id = one.id;
                const Line other = some_line(type, id);
                if (one_in(2)) {
                    one.quantity = other.quantity;
                    one.lots = other.lots;
                } else {
                    one = other;
                }
            }
        }
        if (one_in(4)) {
            made.lines.push_back(some_line(type, "new" + std::to_string(++lines_made_)));
        }
        if (one_in(4) && made.lines.size() > 1) {
            made.lines.erase(made.lines.begin());
        }
        if (one_in(8)) {
            made.buyer.id = one_in(2) ? "C1" : "C2";
        }
        for (AllowanceCharge& charge : made.allowance_charges) {
            charge.amount.amount = decimal(amount(500));
        }
        return made;
    }

  private:
    std::string amount(int pennies) { return Decimal::of(below(pennies), 2).text(); }

    Line some_line(MessageType type, const std::string& id) {
        const bool adjustment = type == MessageType::inventory_adjustment;
        const bool whole = one_in(2);
        Line made = line(id, Decimal::of(1 + below(20), whole ? 0 : 1).text(),
                         Decimal::of(below(4000), 1 + below(3)).text());
        if (one_in(3)) {
            made.price->discount_rate = Decimal::of(below(500), 1);
        }
        made.tax.percent = one_in(3) ? Decimal() : Decimal::of(20);
        if (one_in(4)) {
            made.lots = {{one_in(2) ? "A" : "B", "", "", made.quantity}};
        }
        if (adjustment) {
            made.price.reset();
            if (one_in(2)) {
                made.quantity.value = -made.quantity.value;
                for (Lot& lot : made.lots) {
                    lot.quantity.value = -lot.quantity.value;
                }
            }
        }
        return made;
    }

    std::mt19937 random_;
    int lines_made_ = 0;
};

TEST(CorrectionHistories, of_every_history_the_books_hold_the_last_version) {
    for (const MessageType type : {MessageType::despatch_advice, MessageType::return_advice,
                                   MessageType::inventory_adjustment}) {
        Histories histories(7);
        int documents = 0;
        for (int history = 0; history < tries(3000, 3000); ++history) {
            Document version = histories.first(type);
            Books books;
            books.post(version);
            const int versions = 1 + histories.below(5);
            for (int index = 0; index < versions; ++index) {
                const Document wanted = histories.next(version);
                const std::vector<Document> made = correction(version, wanted);
                ASSERT_LE(made.size(), type == MessageType::inventory_adjustment ? 4U : 2U);
                for (const Document& one : made) {
                    books.post(one);
                    ++documents;
                }
                Books expected;
                expected.post(wanted);
                ASSERT_EQ(books.held, expected.held) << text_of(type) << " history " << history;
                version = wanted;
            }
        }
        EXPECT_GT(documents, tries(5000, 5000));
    }
}

}  // namespace
}  // namespace sage
