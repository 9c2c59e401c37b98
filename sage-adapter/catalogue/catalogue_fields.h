// SPDX-License-Identifier: Apache-2.0
// The fields of a record of Sage: texts by name, as a map would hold them, and all of them in one
// block of memory. A company may have a hundred thousand items with a few short fields each, which
// in a tree take several times the room of their texts. Adding a field costs a look at all; records
// are made once and asked often.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace sage {

class CatalogueFields {
  public:
    /// Name and text. Both live until the fields are changed or destroyed.
    using Field = std::pair<std::string_view, std::string_view>;

    class Iterator {
      public:
        using iterator_category = std::forward_iterator_tag;
        using value_type = Field;
        using difference_type = std::ptrdiff_t;
        using pointer = const Field*;
        using reference = const Field&;

        Iterator() = default;
        reference operator*() const { return field_; }
        pointer operator->() const { return &field_; }
        Iterator& operator++();
        bool operator==(const Iterator& other) const { return at_ == other.at_; }

      private:
        friend class CatalogueFields;
        Iterator(std::string_view rest);
        void read();

        const char* at_ = nullptr;  ///< of the field that is read
        std::string_view rest_;     ///< behind it
        Field field_;
    };

    /// What `fields[name] = text` assigns to.
    class Place {
      public:
        Place& operator=(std::string_view text) {
            fields_.insert_or_assign(name_, text);
            return *this;
        }

      private:
        friend class CatalogueFields;
        Place(CatalogueFields& fields, std::string_view name) : fields_(fields), name_(name) {}
        CatalogueFields& fields_;
        std::string_view name_;
    };

    CatalogueFields() = default;
    CatalogueFields(std::initializer_list<Field> fields);
    CatalogueFields(const std::map<std::string, std::string, std::less<>>& fields);

    /// In the order of the names.
    Iterator begin() const { return {std::string_view(packed_)}; }
    Iterator end() const;
    Iterator find(std::string_view name) const;
    bool contains(std::string_view name) const { return find(name) != end(); }
    /// Empty, too, where there is no field of that name.
    std::string_view text(std::string_view name) const;
    bool empty() const { return packed_.empty(); }

    void insert_or_assign(std::string_view name, std::string_view text);
    /// Leaves a field that is there as it is.
    void emplace(std::string_view name, std::string_view text);
    void erase(std::string_view name);
    Place operator[](std::string_view name) { return {*this, name}; }
    /// Gives back room that was kept for growth.
    void shrink() { packed_.shrink_to_fit(); }

    bool operator==(const CatalogueFields& other) const { return packed_ == other.packed_; }

  private:
    std::size_t offset(const Iterator& of) const;

    /// For each field: length of the name, name, length of the text, text.
    std::string packed_;
};

}  // namespace sage
