// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/outbox/journal.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "sage-adapter/document/hash.h"

namespace sage {
namespace {

constexpr std::string_view format_name = "sage-journal/1";

std::int64_t number_of(std::string_view digits) {
    std::int64_t number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
}

/// Up to the separator, which goes with it.
std::string_view cut(std::string_view& text, char separator) {
    const std::size_t end = std::min(text.find(separator), text.size());
    const std::string_view first = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return first;
}

}  // namespace

Canonical& Canonical::add(std::string_view text) {
    bytes_ += std::to_string(text.size());
    bytes_ += ':';
    bytes_ += text;
    return *this;
}

std::string Canonical::sha256() const {
    return hexadecimal(sage::sha256(bytes_));
}

JournalHead empty_chain(std::int64_t chain) {
    return {chain, 0, Canonical().add(format_name).add(chain).sha256()};
}

std::string journal_hash(const JournalRow& row, std::string_view before) {
    return Canonical()
        .add(before)
        .add(row.chain)
        .add(row.position)
        .add(row.at_ms)
        .add(row.who)
        .add(row.what)
        .add(row.sequence)
        .add(row.number)
        .add(row.old_value)
        .add(row.new_value)
        .add(row.record_hash)
        .add(row.value_hash)
        .sha256();
}

JournalRow JournalChain::append(JournalRow row) {
    row.chain = head_.chain;
    row.position = head_.position + 1;
    row.hash = journal_hash(row, head_.hash);
    head_.position = row.position;
    head_.hash = row.hash;
    return row;
}

JournalRow catalogue_row(std::string_view old_version, std::int64_t new_version,
                         std::int64_t read_at_ms) {
    JournalRow row;
    row.at_ms = read_at_ms;
    row.who = "connector";
    row.what = told::catalogue;
    row.old_value = old_version;
    row.new_value = std::to_string(new_version);
    return row;
}

JournalRow settings_row(std::string_view old_hash, std::string_view new_hash, std::int64_t now_ms) {
    JournalRow row;
    row.at_ms = now_ms;
    row.who = "settings";
    row.what = told::settings;
    row.old_value = old_hash;
    row.new_value = new_hash;
    return row;
}

JournalRow heads_row(const std::vector<JournalHead>& heads, std::int64_t now_ms) {
    JournalRow row;
    row.at_ms = now_ms;
    row.who = "connector";
    row.what = told::heads;
    for (const JournalHead& head : heads) {
        row.new_value += row.new_value.empty() ? "" : " ";
        row.new_value +=
            std::to_string(head.chain) + ":" + std::to_string(head.position) + ":" + head.hash;
    }
    return row;
}

std::vector<JournalHead> heads_of(const JournalRow& row) {
    std::vector<JournalHead> heads;
    if (row.what != told::heads) {
        return heads;
    }
    std::string_view rest = row.new_value;
    while (!rest.empty()) {
        std::string_view one = cut(rest, ' ');
        const std::int64_t chain = number_of(cut(one, ':'));
        const std::int64_t position = number_of(cut(one, ':'));
        heads.push_back({chain, position, std::string(one)});
    }
    return heads;
}

}  // namespace sage
