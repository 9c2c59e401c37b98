// SPDX-License-Identifier: Apache-2.0
// Segment by segment; what a segment is about goes by what stands before it: the head, the party of
// an N1, the pack of an LX, the line of a W12. Codes of the elements: ASC X12 004010, data elements
// 368 (W12-01), 514 (W06-01), 88 (MAN), 128 (N9), 432 (G62), 98 (N1), 235 (W12-07).
#include "mock-host/imports/x12_945.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "mock-host/imports/imported_document.h"
#include "mock-host/imports/x12_units.h"

namespace wms {

namespace {

using Codes = std::initializer_list<std::string_view>;

bool is_one_of(std::string_view code, Codes codes) {
    return std::find(codes.begin(), codes.end(), code) != codes.end();
}

/// The rest of the line will not be delivered any more.
bool is_cancelled(std::string_view status) {
    return is_one_of(status, {"CK", "CP", "CU", "DE", "DI", "IC"});
}

bool is_sellers_code(std::string_view qualifier) {
    return is_one_of(qualifier, {"SK", "VN", "VP"});
}

bool is_gtin_code(std::string_view qualifier) {
    return is_one_of(qualifier, {"EN", "UA", "UK", "UP"});
}

bool is_digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char letter) { return letter >= '0' && letter <= '9'; });
}

/// "20261127" as "2026-11-27"; not looked at any further.
std::string date_of(std::string_view text) {
    constexpr std::size_t kDigits = 8;
    return text.size() == kDigits && is_digits(text)
               ? fmt::format("{}-{}-{}", text.substr(0, 4), text.substr(4, 2), text.substr(6))
               : std::string(text);
}

std::int64_t minutes_of(std::string_view time) {
    if (time.size() < 4 || !is_digits(time)) {
        return 0;
    }
    const auto hours = (time[0] - '0') * 10 + (time[1] - '0');
    const auto minutes = (time[2] - '0') * 10 + (time[3] - '0');
    return hours < 24 && minutes < 60 ? hours * 60 + minutes : 0;
}

/// Eighteen digits; the application identifier 00 before them is none of it.
std::string sscc_of(std::string_view mark) {
    constexpr std::size_t kWithIdentifier = 20;
    return std::string(mark.size() == kWithIdentifier && mark.starts_with("00") ? mark.substr(2)
                                                                                : mark);
}

template <class Value>
void add_once(std::vector<Value>& list, const Value& value) {
    if (std::find(list.begin(), list.end(), value) == list.end()) {
        list.push_back(value);
    }
}

class Advice {
  public:
    Advice(const X12TransactionSet& set, const std::function<void(const Problem&)>& remark)
        : set_(set), remark_(remark) {}

    Result<Despatch> read() {
        for (const X12Segment& segment : set_.segments) {
            if (!problem_.has_value()) {
                take(segment);
            }
        }
        finish();
        if (problem_.has_value()) {
            return *problem_;
        }
        return std::move(despatch_);
    }

  private:
    void refuse(const X12Segment& segment, std::string_view cause) {
        if (!problem_.has_value()) {
            problem_ = {
                "import.x12_945", where_in_x12(segment),
                fmt::format("The transaction set {} is left out: {}", set_.control_number(), cause),
                "Ask the sender to correct it and to send it again.", "warehouse"};
        }
    }
    void tell(const X12Segment& segment, std::string cause, std::string fix) const {
        remark_({"import.x12_945", where_in_x12(segment), std::move(cause), std::move(fix),
                 "warehouse"});
    }

    void take(const X12Segment& segment) {
        const std::string_view name = segment.name();
        if (name == "W06") {
            take_w06(segment);
        } else if (is_one_of(name, {"N1", "N2", "N3", "N4"})) {
            take_party(segment);
        } else if (name == "N9") {
            take_n9(segment);
        } else if (name == "G62") {
            take_g62(segment);
        } else if (name == "W27") {
            despatch_.carrier = segment.element(2);
        } else if (name == "LX") {
            ssccs_.clear();
            pack_ = despatch_.lines.size();
            line_ = false;
        } else if (name == "MAN") {
            take_mark(segment, segment.element(1), segment.element(2), segment.element(3));
            take_mark(segment, segment.element(4), segment.element(5), segment.element(6));
        } else if (name == "W12") {
            take_w12(segment);
        } else if (name == "G69" && line_) {
            despatch_.lines.back().item_name = segment.element(1);
        } else if (name == "W03") {
            take_w03(segment);
        } else if (name == "G72") {
            tell(segment, "An allowance or charge of the advice is not taken.",
                 "Name it in the order: what its order says is charged, once.");
        }
    }

    void take_w06(const X12Segment& segment) {
        if (seen_w06_) {
            refuse(segment, "it has a second W06.");
        }
        seen_w06_ = true;
        // F full detail, J original transaction, N no exceptions.
        if (!is_one_of(segment.element(1), {"F", "J", "N"})) {
            refuse(segment, fmt::format("its reporting code \"{}\" is none of F, J and N, so that "
                                        "it does not tell a whole shipment.",
                                        segment.element(1)));
        }
        despatch_.order_id = segment.element(2);
        w06_date_ = date_of(segment.element(3));
        despatch_.id = segment.element(segment.element(4).empty() ? 5 : 4);
        despatch_.buyer_order_id = segment.element(6);
        if (despatch_.order_id.empty() || despatch_.id.empty()) {
            refuse(segment, "its W06 names no depositor order number or no shipment.");
        }
    }

    void take_party(const X12Segment& segment) {
        if (segment.name() == "N1") {
            party_ = segment.element(1);
            if (party_ == "WH" || (party_ == "SF" && despatch_.site.empty())) {
                despatch_.site = segment.element(4);
            } else if (party_ == "ST") {
                despatch_.delivery.name = segment.element(2);
            }
            return;
        }
        if (party_ != "ST") {
            return;
        }
        std::vector<std::string>& lines = despatch_.delivery.address_lines;
        const auto add = [&](std::string_view line) {
            if (!line.empty()) {
                lines.emplace_back(line);
            }
        };
        add(segment.element(1));
        add(segment.element(2));
        if (segment.name() == "N4") {
            add(segment.element(3));
            const std::string_view country = segment.element(4);
            despatch_.delivery.country_code = country.size() == 2 ? country : std::string_view{};
        }
    }

    void take_n9(const X12Segment& segment) {
        const std::string_view qualifier = segment.element(1);
        const std::string value(segment.element(2));
        if (value.empty()) {
            return;
        }
        if (qualifier == "2I") {
            add_once(despatch_.tracking_numbers, value);
        } else if (line_ && qualifier == "LI") {
            despatch_.lines.back().order_line_id = value;
        } else if (line_ && qualifier == "LT") {
            set_lot(segment, value);
        } else if (line_ && qualifier == "SE") {
            despatch_.lines.back().serials.push_back(value);
        }
    }

    void take_g62(const X12Segment& segment) {
        const std::string date = date_of(segment.element(2));
        if (!line_ && segment.element(1) == "11") {
            despatch_.date = date;
            left_minutes_ = minutes_of(segment.element(4));
        } else if (line_ && segment.element(1) == "36" && !despatch_.lines.back().lots.empty()) {
            despatch_.lines.back().lots.front().expiry_date = date;
        }
    }

    void take_mark(const X12Segment& segment, std::string_view qualifier, std::string_view mark,
                   std::string_view last) {
        if (!last.empty()) {
            tell(segment, fmt::format("A range of marks is not read, only its first, {}.", mark),
                 "Ask the sender for a MAN of each pack.");
        }
        if (is_one_of(qualifier, {"GM", "AA"}) && !mark.empty()) {
            const std::string sscc = sscc_of(mark);
            add_once(ssccs_, sscc);
            add_once(despatch_.ssccs, sscc);
            for (std::size_t index = pack_; index < despatch_.lines.size(); ++index) {
                add_once(despatch_.lines[index].ssccs, sscc);
            }
        } else if (qualifier == "CP" && !mark.empty()) {
            add_once(despatch_.tracking_numbers, std::string(mark));
        }
    }

    void take_w12(const X12Segment& segment) {
        DespatchLine line;
        line.id = std::to_string(despatch_.lines.size() + 1);
        line.ssccs = ssccs_;
        take_item(segment, line);
        const auto unit = unit_of_x12(segment.element(5));
        if (!unit.has_value()) {
            refuse(segment, fmt::format("the unit \"{}\" is not known.", segment.element(5)));
            return;
        }
        line.unit_code = *unit;
        if (!take_quantities(segment, line)) {
            return;
        }
        units_ += line.delivered;
        mixed_ = mixed_ ||
                 (!despatch_.lines.empty() && despatch_.lines.front().unit_code != line.unit_code);
        despatch_.lines.push_back(std::move(line));
        line_ = true;
        if (!segment.element(9).empty()) {
            set_lot(segment, std::string(segment.element(9)));
        }
    }

    static void take_item(const X12Segment& segment, DespatchLine& line) {
        line.gtin = segment.element(6);
        for (const std::size_t at : {std::size_t{7}, std::size_t{17}}) {
            const std::string_view qualifier = segment.element(at);
            const std::string_view code = segment.element(at + 1);
            if (is_sellers_code(qualifier) && line.item.empty()) {
                line.item = code;
            } else if (is_gtin_code(qualifier) && line.gtin.empty()) {
                line.gtin = code;
            }
        }
    }

    bool take_quantities(const X12Segment& segment, DespatchLine& line) {
        const auto number = [&](std::size_t at) -> std::optional<Decimal> {
            const std::string_view text = segment.element(at);
            const auto value = text.empty() ? Decimal{} : lexical_decimal(text);
            if (!value.has_value()) {
                refuse(segment, fmt::format("W12-{:02} \"{}\" is no number.", at, text));
            }
            return value;
        };
        const auto ordered = number(2);
        const auto shipped = number(3);
        const auto difference = number(4);
        if (!ordered.has_value() || !shipped.has_value() || !difference.has_value()) {
            return false;
        }
        if (ordered->is_negative() || shipped->is_negative()) {
            refuse(segment, "a quantity is negative.");
            return false;
        }
        line.ordered = *ordered;
        line.delivered = *shipped;
        const bool stated = !segment.element(2).empty();
        const Decimal open = stated ? *ordered - *shipped : difference->magnitude();
        if (stated && !segment.element(4).empty() && difference->magnitude() != open.magnitude()) {
            refuse(segment, fmt::format("{} ordered, {} shipped and a difference of {} contradict "
                                        "each other.",
                                        ordered->text(), shipped->text(), difference->text()));
            return false;
        }
        if (is_cancelled(segment.element(1)) && !open.is_negative()) {
            line.cancelled = open;
        } else {
            line.outstanding = open.is_negative() ? Decimal{} : open;
        }
        return true;
    }

    void set_lot(const X12Segment& segment, const std::string& number) {
        DespatchLine& line = despatch_.lines.back();
        if (!line.lots.empty() && line.lots.front().number != number) {
            refuse(segment, "a line has two lots, and does not say how many are of each.");
            return;
        }
        line.lots = {{number, "", line.delivered}};
    }

    void take_w03(const X12Segment& segment) {
        const auto total = lexical_decimal(segment.element(1));
        if (!mixed_ && (!total.has_value() || *total != units_)) {
            refuse(segment, fmt::format("its lines have {} units, and its W03 says {}.",
                                        units_.text(), segment.element(1)));
        }
        line_ = false;
    }

    void finish() {
        const X12Segment& first = set_.segments.front();
        if (!seen_w06_) {
            refuse(first, "it has no W06.");
        }
        if (despatch_.lines.empty()) {
            refuse(first, "it has no line.");
        }
        if (despatch_.date.empty()) {
            despatch_.date = w06_date_;
        }
        const auto day = day_of(despatch_.date);
        if (!day.has_value()) {
            refuse(first, fmt::format("\"{}\" is no day.", despatch_.date));
        }
        constexpr std::int64_t kMinuteMs = 60'000;
        despatch_.left_ms = day.value_or(0) + left_minutes_ * kMinuteMs;
        despatch_.last =
            std::all_of(despatch_.lines.begin(), despatch_.lines.end(),
                        [](const DespatchLine& line) { return line.outstanding.is_zero(); });
    }

    const X12TransactionSet& set_;
    const std::function<void(const Problem&)>& remark_;
    Despatch despatch_;
    std::optional<Problem> problem_;
    bool seen_w06_ = false;
    bool line_ = false;  ///< a W12 stands before, and no LX behind it
    std::string w06_date_;
    std::int64_t left_minutes_ = 0;
    std::string party_;
    std::vector<std::string> ssccs_;  ///< of the pack
    std::size_t pack_ = 0;            ///< its first line
    Decimal units_;
    bool mixed_ = false;  ///< units of several kinds, which nobody can add up
};

}  // namespace

Result<Despatch> read_945(const X12TransactionSet& set,
                          const std::function<void(const Problem& remark)>& remark) {
    return Advice(set, remark).read();
}

}  // namespace wms
