// SPDX-License-Identifier: Apache-2.0
// The rows that Sage shows of despatches are their lines: those of one despatch make one document.
#include "plugins/sage200/wire_despatch.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "plugins/sage200/wire_values.h"

namespace sage::sage200 {
namespace {

constexpr std::string_view views = "sop_order_despatch_line_views";
constexpr std::string_view midnight = "T00:00:00Z";
constexpr std::size_t reference_characters = 18;
// Lines of despatches of one order, or of a read-back: more than that is asked for again.
constexpr std::size_t lines_max = 5000;
constexpr std::size_t own_page_size = 500;
constexpr std::string_view before_fact = "before";

bool begins_with_reference(std::string_view notes) {
    const auto of_reference = [](char letter) {
        return (letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'Z');
    };
    return notes.starts_with('W') && notes.size() >= reference_characters &&
           std::all_of(notes.begin(), notes.begin() + reference_characters, of_reference) &&
           (notes.size() == reference_characters || notes[reference_characters] == ' ');
}

std::string reference_in(std::string_view notes) {
    return begins_with_reference(notes) ? std::string(notes.substr(0, reference_characters))
                                        : std::string();
}

std::string value(const Facts& facts, std::string_view name) {
    const auto found = facts.find(name);
    return found == facts.end() ? std::string() : found->second;
}

/// Facts of a tracking, by the names of the receipt; those of the views are the same.
void add_tracking(Facts& facts, const Tracking& tracking) {
    const auto add = [&](std::string_view name, std::string text) {
        if (!text.empty()) {
            facts.emplace(name, std::move(text));
        }
    };
    add("consignment_no", tracking.consignment_no);
    add("notes", tracking.notes);
    add("pieces", tracking.pieces ? std::to_string(*tracking.pieces) : std::string());
}

void write_tracking(BodyWriter& body, const Tracking& tracking) {
    body.number("courier_id", tracking.courier_key);
    body.text_unless_empty("consignment_no", tracking.consignment_no);
    body.number("weight", tracking.weight ? tracking.weight->text() : std::string());
    body.number("pieces", tracking.pieces ? std::to_string(*tracking.pieces) : std::string());
    body.text_unless_empty("notes", tracking.notes);
}

void write_item(BodyWriter& body, const DespatchItem& item) {
    body.begin_item();
    body.number("id", item.line_key);
    body.number("quantity", item.quantity.text());
    if (!item.bins.empty()) {
        body.begin_list("bin_items");
        for (const BinItem& bin : item.bins) {
            body.begin_item();
            body.number("id", bin.key);
            body.number("quantity", bin.quantity.text());
            body.end_object();
        }
        body.end_list();
    }
    if (!item.traceable_items.empty()) {
        body.begin_list("traceable_adjustment_items");
        for (const TraceableItem& one : item.traceable_items) {
            body.begin_item();
            body.number("traceable_item_id", one.key);
            body.number("traceable_bin_item_id", one.bin_key);
            body.number("traceable_allocation_balance_id", one.balance_key);
            // The one counts for batches, the other for serial numbers.
            body.number("quantity", one.quantity.text());
            body.truth("is_selected", true);
            body.end_object();
        }
        body.end_list();
    }
    body.end_object();
}

std::string item_fact(std::string_view line_key) {
    return fmt::format("despatched {}", line_key);
}

/// How many lines of the order have something in a despatch: one with more of them is another one.
void count_items(Facts& facts) {
    const auto items = std::count_if(facts.begin(), facts.end(), [](const auto& fact) {
        return fact.first.starts_with("despatched ");
    });
    facts.emplace("despatched", std::to_string(items));
}

/// Adds the quantity of a row to what its despatch has of the line.
void add_row(Found& found, const Row& row) {
    const auto quantity = Decimal::parse(value_in(row, "sop_despatch_line_quantity"));
    std::string& sum = found.facts[item_fact(value_in(row, "sop_order_line_id"))];
    const auto before = Decimal::parse(sum);
    sum = quantity ? plain_number(before ? *before + *quantity : *quantity)
                   : std::string(value_in(row, "sop_despatch_line_quantity"));
}

Found despatch_of(const Row& row) {
    Found found;
    found.sage_document.type = despatch_type;
    found.sage_document.key = value_in(row, "sop_despatch_id");
    found.sage_document.number = value_in(row, "sop_despatch_document_no");
    found.external_reference = reference_in(value_in(row, "sop_despatch_notes"));
    found.facts = {
        {"sop_order_id", std::string(value_in(row, "sop_order_id"))},
        {"despatch_date", plain_value("despatch_date", value_in(row, "sop_despatch_date"))},
        {"consignment_no", std::string(value_in(row, "sop_despatch_consignment_no"))},
        {"pieces", std::string(value_in(row, "sop_despatch_pieces"))},
        {"notes", std::string(value_in(row, "sop_despatch_notes"))}};
    return found;
}

/// The despatches of which the answer holds lines, or why it cannot be used.
LookUp despatches_in(const Reply& reply) {
    LookUp answer;
    const Result<std::vector<Row>> rows = read_rows(reply);
    if (!rows.ok()) {
        answer.why = rows.error().first().cause;
        return answer;
    }
    if (rows.value().size() >= lines_max) {
        answer.why = "Sage 200 shows a full page of despatches: there may be more.";
        return answer;
    }
    std::map<std::string, std::size_t, std::less<>> places;
    for (const Row& row : rows.value()) {
        const std::string key(value_in(row, "sop_despatch_id"));
        if (key.empty() || key == "0") {
            answer.why = "A despatch of Sage 200 has no id.";
            answer.found.clear();
            return answer;
        }
        const auto [place, fresh] = places.emplace(key, answer.found.size());
        if (fresh) {
            answer.found.push_back(despatch_of(row));
        }
        add_row(answer.found[place->second], row);
    }
    for (Found& found : answer.found) {
        count_items(found.facts);
    }
    answer.usable = true;
    return answer;
}

bool was_before(const Facts& sent, std::string_view key) {
    const std::string before = ' ' + value(sent, before_fact) + ' ';
    return before.find(fmt::format(" {} ", key)) != std::string::npos;
}

/// Whether a despatch of the order is the one that was sent: by our reference where it was given
/// one, and otherwise any that has none and was not there before.
bool may_be(const Facts& sent, const Found& found) {
    const std::string reference = reference_in(value(sent, "notes"));
    return found.external_reference == reference &&
           value(found.facts, "sop_order_id") == value(sent, "sop_order_id") &&
           (!reference.empty() || !was_before(sent, found.sage_document.key));
}

/// What was known before is no fact of Sage's.
void take_before(Found& found, const Facts& sent) {
    found.facts[std::string(before_fact)] = value(sent, before_fact);
}

bool is_as_sent(const Facts& sent, Found found) {
    take_before(found, sent);
    return differences(sent, found.facts).empty();
}

/// What was sent but for all of its tracking, our reference among it: Sage may have dropped that.
bool is_without_tracking(const Facts& sent, const Found& found) {
    Facts rest = sent;
    for (const std::string_view field : {"consignment_no", "notes", "pieces"}) {
        rest.erase(std::string(field));
    }
    return value(found.facts, "notes").empty() && value(found.facts, "consignment_no").empty() &&
           is_as_sent(rest, found);
}

bool is_about(const ReadBackSubject& subject, FindBy by, const Found& found) {
    if (by == FindBy::number) {
        return subject.sage_document.number == found.sage_document.number;
    }
    if (subject.sage_document.key.empty() && !subject.facts.contains("sop_order_id")) {
        return subject.external_reference == found.external_reference;
    }
    // Without a reference in Sage every later despatch of the order looks alike: the key tells, or
    // else what left.
    const bool referenced = !reference_in(value(subject.facts, "notes")).empty();
    if (by == FindBy::key || (!referenced && knows_key(subject.sage_document))) {
        return subject.sage_document.key == found.sage_document.key;
    }
    return may_be(subject.facts, found) && (referenced || is_as_sent(subject.facts, found));
}

std::vector<Option> options(std::string filter) {
    return {{"$filter", std::move(filter)},
            {"$orderby", "sop_despatch_line_id"},
            {"$top", std::to_string(lines_max)}};
}

}  // namespace

std::string notes_with(std::string_view external_reference, std::string_view notes) {
    return std::string(external_reference) + (notes.empty() ? "" : " ") + std::string(notes);
}

Send encode_despatch(const Books& books, const Despatch& despatch,
                     std::string_view external_reference) {
    Send send;
    send.sage_type = despatch_type;
    send.facts = {{"sop_order_id", despatch.order_key},
                  {"despatch_date", despatch.date},
                  {std::string(before_fact), fmt::format("{}", fmt::join(despatch.before, " "))}};
    BodyWriter body;
    body.number("sop_order_return_id", despatch.order_key);
    body.day("despatch_receipt_date", despatch.date);
    body.begin_list("items");
    for (const DespatchItem& item : despatch.items) {
        write_item(body, item);
        send.facts[item_fact(item.line_key)] = plain_number(item.quantity);
    }
    count_items(send.facts);
    body.end_list();
    if (despatch.tracking) {
        Tracking tracking = *despatch.tracking;
        tracking.notes = notes_with(external_reference, tracking.notes);
        body.begin_list("tracking_items");
        body.begin_item();
        body.number("sop_order_return_id", despatch.order_key);
        write_tracking(body, tracking);
        body.end_object();
        body.end_list();
        add_tracking(send.facts, tracking);
    }
    send.request = post(books, "sop_confirm_despatch", body.take());
    return send;
}

Request ask_despatches(const Books& books, std::string_view order_key) {
    return get(books, views, options(fmt::format("sop_order_id eq {}", order_key)));
}

Result<std::vector<std::string>> read_despatch_keys(const Reply& reply) {
    const LookUp answer = despatches_in(reply);
    if (!answer.usable) {
        return Error(Status::remote, Problem{"sage200.answer_unreadable", "", answer.why,
                                             "Nothing to do: it is asked again.", Owner::it});
    }
    std::vector<std::string> keys;
    for (const Found& found : answer.found) {
        keys.push_back(found.sage_document.key);
    }
    return keys;
}

Verdict classify_despatch(const Send& sent, const Reply& reply) {
    if (reply.status < 200 || reply.status >= 300) {
        return classify(sent, reply);
    }
    Verdict verdict;
    verdict.problem = {"sage200.despatch_unnamed", "",
                       "Sage 200 confirmed the despatch, as it does without naming it.",
                       "Nothing to do: its number is looked up.", Owner::it};
    return verdict;
}

Request look_up_despatch(const Books& books, const Send& sent) {
    return ask_despatches(books, value(sent.facts, "sop_order_id"));
}

LookUp read_look_up_despatch(const Send& sent, const Reply& reply) {
    LookUp answer = despatches_in(reply);
    const bool seen = std::any_of(answer.found.begin(), answer.found.end(),
                                  [&](const Found& one) { return may_be(sent.facts, one); });
    // With our reference dropped it is shown as one of other content, which a person compares.
    const bool dropped = !seen && !reference_in(value(sent.facts, "notes")).empty();
    std::erase_if(answer.found, [&](const Found& one) {
        return dropped ? !is_without_tracking(sent.facts, one) : !may_be(sent.facts, one);
    });
    for (Found& found : answer.found) {
        take_before(found, sent.facts);
    }
    // Two that left at the same moment are told apart by what left.
    const auto as_sent = [&](const Found& one) { return is_as_sent(sent.facts, one); };
    if (std::any_of(answer.found.begin(), answer.found.end(), as_sent)) {
        std::erase_if(answer.found, [&](const Found& one) {
            return one.external_reference.empty() && !as_sent(one);
        });
    }
    return answer;
}

Request read_back_despatches(const Books& books, const std::vector<ReadBackSubject>& subjects,
                             FindBy by) {
    std::vector<std::string> conditions;
    for (const ReadBackSubject& subject : subjects) {
        conditions.push_back(
            by == FindBy::number ? fmt::format("sop_despatch_document_no eq {}",
                                               quoted(subject.sage_document.number))
            : by == FindBy::reference && subject.facts.contains("sop_order_id")
                ? fmt::format("sop_order_id eq {}", value(subject.facts, "sop_order_id"))
            : subject.sage_document.key.empty()
                ? fmt::format("startswith(sop_despatch_notes,{})",
                              quoted(subject.external_reference))
                : fmt::format("sop_despatch_id eq {}", subject.sage_document.key));
    }
    return get(books, views, options(fmt::format("{}", fmt::join(conditions, " or "))));
}

LookUp read_read_back_despatches(const std::vector<ReadBackSubject>& subjects, FindBy by,
                                 const Reply& reply) {
    LookUp answer = despatches_in(reply);
    std::erase_if(answer.found, [&](Found& one) {
        const auto subject =
            std::find_if(subjects.begin(), subjects.end(),
                         [&](const ReadBackSubject& other) { return is_about(other, by, one); });
        if (subject == subjects.end()) {
            return true;
        }
        take_before(one, subject->facts);
        // Without a reference of its own in Sage it goes by that of the document it was sent for.
        if (one.external_reference.empty()) {
            one.external_reference = subject->external_reference;
        }
        return false;
    });
    return answer;
}

Request list_own_despatches(const Books& books, const OwnList& list) {
    std::string filter = fmt::format(
        "startswith(sop_despatch_notes,'W') and (sop_despatch_date gt {}{} or sop_despatch_date eq "
        "{}{}) and sop_despatch_date lt {}T23:59:59Z",
        list.from, midnight, list.from, midnight, list.to);
    if (!list.after.empty()) {
        filter += fmt::format(" and sop_despatch_line_id gt {}", list.after);
    }
    return get(books, views,
               {{"$filter", std::move(filter)},
                {"$orderby", "sop_despatch_line_id"},
                {"$top", std::to_string(own_page_size)}});
}

Result<OwnPage> read_own_despatches(const OwnList& list, const Reply& reply) {
    const Result<std::vector<Row>> rows = read_rows(reply);
    if (!rows.ok()) {
        return rows.error();
    }
    OwnPage page;
    for (const Row& row : rows.value()) {
        Found found = despatch_of(row);
        const bool again = std::any_of(
            page.found.begin(), page.found.end(),
            [&](const Found& other) { return other.sage_document.key == found.sage_document.key; });
        if (!again && !found.external_reference.empty()) {
            found.facts.clear();
            page.found.push_back(std::move(found));
        }
    }
    if (rows.value().size() >= own_page_size) {
        page.next = value_in(rows.value().back(), "sop_despatch_line_id");
    }
    if (!page.next.empty() && page.next == list.after) {
        return Error(Status::remote, Problem{"sage200.answer_unreadable", "",
                                             "The list of Sage 200 does not go on.",
                                             "Nothing to do: it is asked again.", Owner::it});
    }
    return page;
}

Send change_tracking(const Books& books, std::string_view despatch_key, const Tracking& tracking) {
    Send send;
    send.sage_type = despatch_type;
    send.existing_key = despatch_key;
    BodyWriter body;
    write_tracking(body, tracking);
    send.request = post(books, fmt::format("sop_despatch_receipts/{}", despatch_key), body.take());
    send.request.method = "PUT";
    add_tracking(send.facts, tracking);
    return send;
}

Verdict classify_tracking(const Send& sent, const Reply& reply) {
    if (reply.status < 200 || reply.status >= 300) {
        return classify(sent, reply);
    }
    Verdict verdict;
    Reply read = reply;
    read.status = 200;
    const LookUp shown = read_look_up_tracking(read);
    if (shown.usable && shown.found.size() == 1 &&
        shown.found.front().sage_document.key == sent.existing_key) {
        verdict.judgement = Judgement::done;
        verdict.sage_document = shown.found.front().sage_document;
        return verdict;
    }
    verdict.problem = {"sage200.answer_unclear", "",
                       "Sage 200 took the tracking and does not show the despatch.",
                       "Nothing to do: it is settled by a look-up.", Owner::it};
    return verdict;
}

Request look_up_tracking(const Books& books, const Send& sent) {
    return get(books, fmt::format("sop_despatch_receipts/{}", sent.existing_key), {});
}

LookUp read_look_up_tracking(const Reply& reply) {
    LookUp answer;
    const Result<std::vector<Row>> rows = read_rows(reply);
    if (!rows.ok()) {
        answer.why = rows.error().first().cause;
        return answer;
    }
    answer.usable = true;
    for (const Row& row : rows.value()) {
        Found& found = answer.found.emplace_back();
        found.sage_document.type = despatch_type;
        found.sage_document.key = value_in(row, "id");
        found.sage_document.number = value_in(row, "despatch_no");
        found.external_reference = reference_in(value_in(row, "notes"));
        for (const std::string_view field : {"consignment_no", "notes", "pieces"}) {
            found.facts.emplace(field, value_in(row, field));
        }
    }
    return answer;
}

}  // namespace sage::sage200
