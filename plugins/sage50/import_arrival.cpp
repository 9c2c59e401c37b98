// SPDX-License-Identifier: Apache-2.0
// What Sage's tables show of a file that a person has imported. Whether rows with one reference
// become one header of the audit trail or one each is the person's choice in the wizard, so that
// sums are compared; amounts out, and of credits, stand there below zero or above it.
#include <fmt/format.h>

#include <map>

#include "plugins/sage50/import_file.h"
#include "plugins/sage50/wire_document.h"
#include "plugins/sage50/wire_values.h"

namespace sage::sage50 {
namespace {

constexpr int times_max = 9;
using Values = std::vector<QueryValue>;

std::string text_in(const Values& row, std::size_t at) {
    return at < row.size() ? std::string(trimmed(row[at].value_or(""))) : std::string();
}

Decimal size_in(const Values& row, std::size_t at) {
    const auto value = Decimal::parse(magnitude(text_in(row, at)));
    return value.value_or(Decimal());
}

bool is_deleted(const std::string& flag) {
    return !flag.empty() && flag != "0";
}

/// What the rows come to, and the first of them.
struct Shown {
    std::string key;
    Facts facts;  ///< texts: all values of a column, each once
    std::map<std::string, Decimal, std::less<>> sums;
};

void add_text(Facts& facts, std::string_view name, const std::string& value) {
    std::string& text = facts[std::string(name)];
    if (text.empty()) {
        text = value;
    } else if (text != value) {
        text += ", " + value;
    }
}

/// The columns of both queries begin with: number, type, date, flag of what was deleted.
bool begin(Shown& shown, const Values& row) {
    if (is_deleted(text_in(row, 3))) {
        return false;
    }
    if (shown.key.empty()) {
        shown.key = text_in(row, 0);
    }
    add_text(shown.facts, "date", text_in(row, 2));
    return true;
}

Shown stock_shown(std::string_view external_reference, const QueryAnswer& answer) {
    Shown shown;
    for (const Values& row : answer.rows) {
        // Another document's short reference may be the same; its details are not.
        if (!text_in(row, 5).starts_with(external_reference) || !begin(shown, row)) {
            continue;
        }
        Decimal& sum = shown.sums[fmt::format("{} {}", text_in(row, 1), text_in(row, 4))];
        sum = sum + size_in(row, 6);
    }
    return shown;
}

Shown ledger_shown(const Send& sent, std::string_view external_reference,
                   const QueryAnswer& answer) {
    const std::string_view type = fact_in(sent.facts, "type");
    Shown shown;
    for (const Values& row : answer.rows) {
        if (!begin(shown, row)) {
            continue;
        }
        add_text(shown.facts, "accountRef", text_in(row, 4));
        const bool same_way = text_in(row, 1) == type;
        for (const auto& [name, at] :
             {std::pair("netAmount", std::size_t{5}), std::pair("taxAmount", std::size_t{6})}) {
            Decimal& sum = shown.sums[name];
            sum = same_way ? sum + size_in(row, at) : sum - size_in(row, at);
        }
    }
    shown.facts["type"] = type;
    shown.facts["reference"] = external_reference;
    return shown;
}

/// The file was imported so many times; 1 where the sums are no multiple of what was sent.
int times_of(const Shown& shown, const Facts& sent) {
    std::map<std::string, Decimal, std::less<>> several;
    for (int times = 1; times <= times_max; ++times) {
        bool all = true;
        for (const auto& [name, sum] : shown.sums) {
            const auto once = Decimal::parse(fact_in(sent, name));
            several[name] = several[name] + once.value_or(Decimal());
            all = all && once && several[name] == sum;
        }
        // What comes to nothing at once does so however often.
        if (all) {
            return times;
        }
    }
    return 1;
}

}  // namespace

Query import_query(const Send& sent, std::string_view external_reference) {
    const auto number = ValueKind::number;
    const auto date = ValueKind::date;
    if (sent.sage_type == stock_import_type) {
        return {"STOCK_TRAN",
                {{"TRAN_NUMBER", number},
                 {"TYPE"},
                 {"DATE", date},
                 {"RECORD_DELETED", number},
                 {"STOCK_CODE"},
                 {"DETAILS"},
                 {"QUANTITY", number}},
                "WHERE REFERENCE = ? ORDER BY TRAN_NUMBER",
                {{short_reference(external_reference)}}};
    }
    return {"AUDIT_HEADER",
            {{"TRAN_NUMBER", number},
             {"TYPE"},
             {"DATE", date},
             {"DELETED_FLAG", number},
             {"ACCOUNT_REF"},
             {"NET_AMOUNT", number},
             {"TAX_AMOUNT", number}},
            "WHERE INV_REF = ? ORDER BY TRAN_NUMBER",
            {{std::string(external_reference)}}};
}

LookUp read_import(const Send& sent, std::string_view external_reference,
                   const QueryAnswer& answer) {
    LookUp seen;
    if (answer.more) {
        seen.why = "there are more rows than were read";
        return seen;
    }
    seen.usable = true;
    const bool stock = sent.sage_type == stock_import_type;
    Shown shown = stock ? stock_shown(external_reference, answer)
                        : ledger_shown(sent, external_reference, answer);
    if (shown.key.empty()) {
        return seen;
    }
    const int times = times_of(shown, sent.facts);
    Found found;
    found.sage_document.type = sent.sage_type;
    found.sage_document.key = shown.key;
    found.sage_document.number = shown.key;
    found.external_reference = external_reference;
    found.facts = std::move(shown.facts);
    for (const auto& [name, sum] : shown.sums) {
        found.facts[name] = times > 1 ? std::string(fact_in(sent.facts, name))
                            : stock   ? plain_number(sum)
                                      : money(sum);
    }
    seen.found.assign(static_cast<std::size_t>(times), found);
    return seen;
}

}  // namespace sage::sage50
