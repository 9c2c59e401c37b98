// SPDX-License-Identifier: Apache-2.0
// Each field of a packed record: two bytes of name and kind, the length in groups of seven bits,
// the text.
#include "plugins/intacct/simulator_record.h"

namespace sage::simulated_intacct {
namespace {

constexpr unsigned kind_shift = 14;
constexpr std::size_t name_mask = (std::size_t{1} << kind_shift) - 1;

char low_byte(std::size_t value) {
    return static_cast<char>(static_cast<unsigned char>(value & 0xFFU));
}

std::size_t byte_at(const std::string& bytes, std::size_t at) {
    return static_cast<unsigned char>(bytes[at]);
}

}  // namespace

FieldId FieldNames::id(std::string_view name) {
    const auto known = ids_.find(name);
    if (known != ids_.end()) {
        return known->second;
    }
    const auto fresh = static_cast<FieldId>(names_.size());
    names_.emplace_back(name);
    ids_.emplace(names_.back(), fresh);
    return fresh;
}

std::optional<FieldId> FieldNames::find(std::string_view name) const {
    const auto known = ids_.find(name);
    return known == ids_.end() ? std::nullopt : std::optional<FieldId>(known->second);
}

void Record::add(FieldId field, std::string_view text, ValueKind kind) {
    const std::size_t head = field | static_cast<std::size_t>(kind) << kind_shift;
    bytes_ += low_byte(head);
    bytes_ += low_byte(head >> 8U);
    std::size_t size = text.size();
    for (; size >= 0x80U; size >>= 7U) {
        bytes_ += low_byte(size | 0x80U);
    }
    bytes_ += low_byte(size);
    bytes_.append(text);
}

Record::Position Record::at(std::size_t begin) const {
    const std::size_t head = byte_at(bytes_, begin) | byte_at(bytes_, begin + 1) << 8U;
    std::size_t text = begin + 2;
    std::size_t size = byte_at(bytes_, text++);
    if (size >= 0x80U) {
        size &= 0x7FU;
        for (unsigned shift = 7;; shift += 7) {
            const std::size_t group = byte_at(bytes_, text++);
            size |= (group & 0x7FU) << shift;
            if (group < 0x80U) {
                break;
            }
        }
    }
    return {begin, text + size, static_cast<FieldId>(head & name_mask),
            Value{static_cast<ValueKind>(head >> kind_shift),
                  std::string_view(bytes_).substr(text, size)}};
}

std::optional<Record::Position> Record::position(FieldId field) const {
    for (std::size_t begin = 0; begin < bytes_.size();) {
        const Position found = at(begin);
        if (found.field == field) {
            return found;
        }
        begin = found.end;
    }
    return std::nullopt;
}

void Record::set(FieldId field, std::string_view text, ValueKind kind) {
    const std::string kept(text);  // the text may be a part of this record
    erase(field);
    add(field, kept, kind);
}

void Record::erase(FieldId field) {
    if (const auto found = position(field)) {
        bytes_.erase(found->begin, found->end - found->begin);
    }
}

std::optional<Value> Record::find(FieldId field) const {
    const auto found = position(field);
    return found ? std::optional<Value>(found->value) : std::nullopt;
}

std::string_view Record::text(FieldId field) const {
    const auto found = position(field);
    return found ? found->value.text : std::string_view();
}

void Record::each(const std::function<void(FieldId, const Value&)>& visit) const {
    for (std::size_t begin = 0; begin < bytes_.size();) {
        const Position found = at(begin);
        visit(found.field, found.value);
        begin = found.end;
    }
}

}  // namespace sage::simulated_intacct
