// SPDX-License-Identifier: Apache-2.0
// Lengths are written seven bits to a byte, the lowest first; the highest bit says that more
// follow.
#include "sage-adapter/catalogue/catalogue_fields.h"

namespace sage {
namespace {

constexpr unsigned bits_of_a_byte = 7;
constexpr std::size_t more = 0x80;

void append(std::string& packed, std::string_view text) {
    std::size_t length = text.size();
    for (; length >= more; length >>= bits_of_a_byte) {
        packed += static_cast<char>(length % more | more);
    }
    packed += static_cast<char>(length);
    packed += text;
}

std::string_view take(std::string_view& rest) {
    std::size_t length = 0;
    unsigned shift = 0;
    std::size_t byte = more;
    for (; byte >= more; shift += bits_of_a_byte) {
        byte = static_cast<unsigned char>(rest.front());
        rest.remove_prefix(1);
        length |= byte % more << shift;
    }
    const std::string_view text = rest.substr(0, length);
    rest.remove_prefix(length);
    return text;
}

}  // namespace

CatalogueFields::Iterator::Iterator(std::string_view rest) : at_(rest.data()), rest_(rest) {
    read();
}

CatalogueFields::Iterator& CatalogueFields::Iterator::operator++() {
    at_ = rest_.data();
    read();
    return *this;
}

void CatalogueFields::Iterator::read() {
    if (!rest_.empty()) {
        field_.first = take(rest_);
        field_.second = take(rest_);
    }
}

CatalogueFields::CatalogueFields(std::initializer_list<Field> fields) {
    for (const auto& [name, text] : fields) {
        insert_or_assign(name, text);
    }
}

CatalogueFields::CatalogueFields(const std::map<std::string, std::string, std::less<>>& fields) {
    for (const auto& [name, text] : fields) {
        insert_or_assign(name, text);
    }
}

CatalogueFields::Iterator CatalogueFields::end() const {
    return {std::string_view(packed_).substr(packed_.size())};
}

CatalogueFields::Iterator CatalogueFields::find(std::string_view name) const {
    Iterator field = begin();
    const Iterator none = end();
    while (field != none && field->first != name) {
        ++field;
    }
    return field;
}

std::string_view CatalogueFields::text(std::string_view name) const {
    const Iterator found = find(name);
    return found == end() ? std::string_view() : found->second;
}

std::size_t CatalogueFields::offset(const Iterator& of) const {
    return static_cast<std::size_t>(of.at_ - packed_.data());
}

void CatalogueFields::insert_or_assign(std::string_view name, std::string_view text) {
    Iterator field = begin();
    const Iterator none = end();
    while (field != none && field->first < name) {
        ++field;
    }
    const std::size_t from = offset(field);
    std::size_t until = from;
    if (field != none && field->first == name) {
        until = offset(++field);
    }
    std::string added;
    append(added, name);
    append(added, text);
    packed_.replace(from, until - from, added);
}

void CatalogueFields::emplace(std::string_view name, std::string_view text) {
    if (!contains(name)) {
        insert_or_assign(name, text);
    }
}

void CatalogueFields::erase(std::string_view name) {
    Iterator field = find(name);
    if (field != end()) {
        const std::size_t from = offset(field);
        packed_.erase(from, offset(++field) - from);
    }
}

}  // namespace sage
