// SPDX-License-Identifier: Apache-2.0
#include "plugins/sage50/simulator_shape.h"

#include <algorithm>
#include <array>

#include "plugins/sage50/simulator_values.h"
#include "plugins/sage50/simulator_words.h"
#include "sage-adapter/base/json.h"

namespace sage::simulated_sage50 {
namespace {

struct Form {
    std::string_view word;
    MemberForm form;
};
constexpr auto forms = std::to_array<Form>({
    {"s", MemberForm::text},
    {"n", MemberForm::number},
    {"ns", MemberForm::number_text},
    {"d", MemberForm::day},
    {"dt", MemberForm::moment},
    {"b", MemberForm::truth},
    {"tx", MemberForm::tax_number},
    {"unsigned", MemberForm::unsigned_number},
    {"discount", MemberForm::discount},
    {"status", MemberForm::status},
    {"line", MemberForm::line},
    {"lineText", MemberForm::line_text},
    {"item", MemberForm::item},
    {"outstanding", MemberForm::outstanding},
    {"movement", MemberForm::movement},
    {"version", MemberForm::version},
    {"minor", MemberForm::minor},
});

/// What a discount of nothing looked like in a reply of a live installation.
constexpr std::string_view nothing_left_over = "-5.6843418860808015e-14";

constexpr std::array<std::string_view, 10> movements = {"AI", "AO", "GI", "GO", "MI",
                                                        "MO", "GR", "DI", "DO", "WO"};

std::string quoted(std::string_view text) {
    std::string out;
    append_json_text(out, text);
    return out;
}

std::string integer(const Row& row, std::string_view column) {
    return std::to_string(row.integer(column));
}

std::string shown_discount(const Company& company, const Row& row, const Member& member) {
    const Decimal amount = row.number(member.column);
    const bool left_over =
        company.behaviours.binary_noise && amount.sign() == 0 && !row.number("UNIT_PRICE").fits(1);
    return left_over ? std::string(nothing_left_over) : number_text(company, member.column, amount);
}

std::string shown_truth(const Row& row, std::string_view column) {
    const std::string_view text = row.text(column);
    return text.empty() || text == "0" ? "false" : "true";
}

std::string shown_column(const Company& company, const Row& row, const Member& member) {
    const std::string_view text = row.text(member.column);
    switch (member.form) {
        case MemberForm::number:
            return number_text(company, member.column, row.number(member.column));
        case MemberForm::number_text:
            return quoted(plain(row.number(member.column)));
        case MemberForm::day:
            return text.empty() ? "null" : quoted(shown_date(text));
        case MemberForm::moment:
            return quoted(shown_date_time(text));
        case MemberForm::truth:
            return shown_truth(row, member.column);
        case MemberForm::tax_number:
            return std::to_string(number_in(text.substr(std::min<std::size_t>(1, text.size()))));
        case MemberForm::unsigned_number: {
            const Decimal amount = row.number(member.column);
            return plain(amount.sign() < 0 ? -amount : amount);
        }
        case MemberForm::discount:
            return shown_discount(company, row, member);
        default:
            return quoted(trimmed(text));
    }
}

std::string shown_member(const Company& company, const Row& row, const Member& member) {
    switch (member.form) {
        case MemberForm::constant:
            return member.constant;
        case MemberForm::status:
            return std::to_string(order_status(row));
        case MemberForm::line:
            return std::to_string(row.integer("ITEM_NUMBER") - 1);
        case MemberForm::line_text:
            return quoted(std::to_string(row.integer("ITEM_NUMBER") - 1));
        case MemberForm::item:
            return integer(row, "ITEMID");
        case MemberForm::outstanding:
            return row.integer("SERVICE_FLAG") != 0
                       ? "0"
                       : plain(row.number("QTY_ORDER") - row.number("QTY_DELIVERED"));
        case MemberForm::movement:
            return std::to_string(movement_number(row.text("TYPE")));
        case MemberForm::version:
            return std::to_string(company.installation.sage_version);
        case MemberForm::minor:
            return std::to_string(company.installation.sage_minor);
        default:
            return shown_column(company, row, member);
    }
}

void add_member(Shape& shape, std::string_view word) {
    const std::size_t colon = word.find(':');
    const std::string_view rest = word.substr(colon + 1);
    Member member;
    if (rest.starts_with('=')) {
        member.form = MemberForm::constant;
        member.constant = rest.substr(1);
    } else {
        const std::size_t second = rest.find(':');
        const auto* const found = std::find_if(forms.begin(), forms.end(), [&](const Form& one) {
            return one.word == rest.substr(0, second);
        });
        member.form = found == forms.end() ? MemberForm::text : found->form;
        member.column = second == std::string_view::npos ? "" : rest.substr(second + 1);
    }
    const std::string column = member.column;
    std::size_t number = 0;
    for (const std::string& name : names_in(word.substr(0, colon))) {
        ++number;
        member.name = name;
        if (const std::size_t at = column.find('#'); at != std::string::npos) {
            member.column = column.substr(0, at) + std::to_string(number);
        }
        shape.members.push_back(member);
    }
}

}  // namespace

Shape read_shape(std::string_view table, std::string_view words) {
    Shape shape;
    shape.table = table;
    for (const std::string_view word : words_in(words)) {
        add_member(shape, word);
    }
    return shape;
}

const Shapes& all_shapes() {
    static const Shapes all = [] {
        Shapes shapes;
        add_master_shapes(shapes);
        add_document_shapes(shapes);
        return shapes;
    }();
    return all;
}

std::int64_t order_status(const Row& order) {
    const std::int64_t allocated = order.integer("ALLOCATED_STATUS_CODE");
    const std::int64_t despatched = order.integer("DESPATCH_STATUS_CODE");
    if (despatched == 2) {
        return 8;
    }
    if (allocated == 3) {
        return despatched == 1 ? 7 : 3;
    }
    if (allocated == 4) {
        return despatched == 1 ? 9 : 10;
    }
    return despatched == 1 ? 4 + allocated : allocated;
}

std::int64_t movement_number(std::string_view type) {
    const auto* const found = std::find(movements.begin(), movements.end(), type);
    return found == movements.end() ? 0 : found - movements.begin() + 1;
}

bool is_computed(std::string_view column) {
    return column.ends_with("_TAX") || column.ends_with("TAX_AMOUNT") ||
           column.ends_with("_GROSS") || column.ends_with("GROSS_AMOUNT") ||
           column == "COST_PRICE" || column == "AVERAGE_COST_PRICE";
}

std::string number_text(const Company& company, std::string_view column, const Decimal& number) {
    return company.behaviours.binary_noise && is_computed(column) ? with_binary_noise(number)
                                                                  : plain(number);
}

std::string members_of(const Company& company, std::string_view shape, const Row& row) {
    std::string out;
    for (const Member& member : all_shapes().find(shape)->second.members) {
        out += out.empty() ? "" : ",";
        append_json_text(out, member.name);
        out += ':' + shown_member(company, row, member);
    }
    return out;
}

}  // namespace sage::simulated_sage50
