// SPDX-License-Identifier: Apache-2.0
// A parser by recursive descent: "or" binds weaker than "and".
#include "plugins/sage200/simulator_filter.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "plugins/sage_simulator/wire.h"

namespace sage::simulated_sage200 {

enum class Operation : std::uint8_t {
    both,
    either,
    equal,
    unequal,
    greater,
    less,
    contains,
    starts_with,
    ends_with,
};

struct Filter::Condition {
    Operation operation = Operation::equal;
    std::unique_ptr<Condition> left;
    std::unique_ptr<Condition> right;
    Path path;
    std::string literal;
};

namespace {

using Node = std::unique_ptr<Filter::Condition>;

constexpr int depth_max = 32;

struct Word {
    std::string_view name;
    Operation operation;
};
constexpr auto comparisons = std::to_array<Word>({{"eq", Operation::equal},
                                                  {"ne", Operation::unequal},
                                                  {"gt", Operation::greater},
                                                  {"lt", Operation::less}});
constexpr auto functions = std::to_array<Word>({{"contains", Operation::contains},
                                                {"startswith", Operation::starts_with},
                                                {"endswith", Operation::ends_with}});

template <class Words>
const Word* word_of(const Words& words, std::string_view name) {
    const auto found = std::find_if(words.begin(), words.end(),
                                    [name](const Word& word) { return word.name == name; });
    return found == words.end() ? nullptr : &*found;
}

struct Token {
    std::string text;
    bool quoted = false;
};

/// Nothing if a quote is not closed.
std::optional<std::vector<Token>> tokens_of(std::string_view text) {
    std::vector<Token> tokens;
    std::size_t at = 0;
    while (at < text.size()) {
        const char character = text[at];
        if (character == ' ') {
            ++at;
        } else if (character == '(' || character == ')' || character == ',') {
            tokens.push_back({std::string(1, character), false});
            ++at;
        } else if (character == '\'') {
            Token token{"", true};
            for (++at; at < text.size(); ++at) {
                if (text[at] == '\'' && text.substr(at, 2) != "''") {
                    break;
                }
                at += text[at] == '\'' ? 1U : 0U;
                token.text += text[at];
            }
            if (at >= text.size()) {
                return std::nullopt;
            }
            tokens.push_back(std::move(token));
            ++at;
        } else {
            const std::size_t end = std::min(text.find_first_of(" (),'", at), text.size());
            tokens.push_back({std::string(text.substr(at, end - at)), false});
            at = end;
        }
    }
    return tokens;
}

class Reader {
  public:
    Reader(const Company& company, std::string_view model, const std::vector<Token>& tokens)
        : company_(company), model_(model), tokens_(tokens) {}

    Node read() {
        Node node = either(0);
        if (at_ != tokens_.size()) {
            return nullptr;
        }
        return node;
    }

  private:
    // NOLINTBEGIN(misc-no-recursion): no deeper than depth_max.
    Node either(int depth) { return joined(depth, "or", Operation::either); }
    Node both(int depth) { return joined(depth, "and", Operation::both); }

    Node joined(int depth, std::string_view word, Operation operation) {
        Node left = operation == Operation::either ? both(depth) : one(depth);
        while (left && accept(word)) {
            Node right = operation == Operation::either ? both(depth) : one(depth);
            if (!right) {
                return nullptr;
            }
            auto node = std::make_unique<Filter::Condition>();
            node->operation = operation;
            node->left = std::move(left);
            node->right = std::move(right);
            left = std::move(node);
        }
        return left;
    }

    Node one(int depth) {
        if (depth == depth_max) {
            return nullptr;
        }
        if (accept("(")) {
            Node inner = either(depth + 1);
            if (!inner || !accept(")")) {
                return nullptr;
            }
            return inner;
        }
        const Token* const first = next();
        if (first == nullptr || first->quoted) {
            return nullptr;
        }
        const Word* const function = word_of(functions, first->text);
        if (function != nullptr && accept("(")) {
            const Token* const path = next();
            Node node =
                path != nullptr && accept(",") ? condition(*path, function->operation) : nullptr;
            return node && node->path.field->type == FieldType::text && accept(")")
                       ? std::move(node)
                       : nullptr;
        }
        const Token* const word = next();
        const Word* const comparison =
            word == nullptr || word->quoted ? nullptr : word_of(comparisons, word->text);
        return comparison == nullptr ? nullptr : condition(*first, comparison->operation);
    }
    // NOLINTEND(misc-no-recursion)

    /// The literal comes next.
    Node condition(const Token& path_text, Operation operation) {
        const auto path = read_path(company_, model_, path_text.text);
        const Token* const literal = next();
        if (!path || path_text.quoted || literal == nullptr ||
            !literal_fits(*path->field, *literal)) {
            return nullptr;
        }
        auto node = std::make_unique<Filter::Condition>();
        node->operation = operation;
        node->path = *path;
        node->literal = literal->text;
        return node;
    }

    static bool literal_fits(const Field& field, const Token& literal) {
        switch (field.type) {
            case FieldType::text:
                return literal.quoted;
            case FieldType::boolean:
                return !literal.quoted && (literal.text == "true" || literal.text == "false");
            case FieldType::date:
                return !literal.quoted &&
                       (simulated::is_date_time(literal.text) || simulated::is_date(literal.text));
            default:
                return !literal.quoted && Decimal::parse(literal.text).has_value();
        }
    }

    const Token* next() { return at_ < tokens_.size() ? &tokens_[at_++] : nullptr; }
    bool accept(std::string_view text) {
        if (at_ == tokens_.size() || tokens_[at_].quoted || tokens_[at_].text != text) {
            return false;
        }
        ++at_;
        return true;
    }

    const Company& company_;
    std::string_view model_;
    const std::vector<Token>& tokens_;
    std::size_t at_ = 0;
};

bool holds(const Filter::Condition& condition, const Company& company, const Row& row) {
    const Value* const value = value_at(company, condition.path, row);
    const Field& field = *condition.path.field;
    if (value == nullptr && field.type != FieldType::text) {
        return condition.operation == Operation::unequal;
    }
    std::string text = value == nullptr ? "" : value->text;
    std::string literal = condition.literal;
    if (company.behaviours.ignore_case && field.type == FieldType::text) {
        text = simulated::lower_case(text);
        literal = simulated::lower_case(literal);
    }
    switch (condition.operation) {
        case Operation::equal:
            return compare(field, text, literal) == 0;
        case Operation::unequal:
            return compare(field, text, literal) != 0;
        case Operation::greater:
            return compare(field, text, literal) > 0;
        case Operation::less:
            return compare(field, text, literal) < 0;
        case Operation::contains:
            return text.find(literal) != std::string::npos;
        case Operation::starts_with:
            return text.starts_with(literal);
        default:
            return text.ends_with(literal);
    }
}

// NOLINTNEXTLINE(misc-no-recursion): no deeper than depth_max.
bool holds_all(const Filter::Condition& condition, const Company& company, const Row& row) {
    if (condition.operation == Operation::both) {
        return holds_all(*condition.left, company, row) &&
               holds_all(*condition.right, company, row);
    }
    if (condition.operation == Operation::either) {
        return holds_all(*condition.left, company, row) ||
               holds_all(*condition.right, company, row);
    }
    return holds(condition, company, row);
}

}  // namespace

std::optional<Path> read_path(const Company& company, std::string_view model,
                              std::string_view text) {
    const std::size_t dot = text.find('.');
    Path path;
    const Model* fields = &company.models.find(model)->second;
    if (dot != std::string_view::npos) {
        path.object = fields->find(company.site, text.substr(0, dot));
        if (path.object == nullptr || path.object->source.empty()) {
            return std::nullopt;
        }
        fields = &company.models.find(path.object->model)->second;
        text = text.substr(dot + 1);
    }
    path.field = fields->find(company.site, text);
    return path.field == nullptr || path.field->is_part() || path.field->write_only
               ? std::nullopt
               : std::optional<Path>(path);
}

const Value* value_at(const Company& company, const Path& path, const Row& row) {
    const Row* record = &row;
    if (path.object != nullptr) {
        record = company.find(path.object->model, row.integer(path.object->source));
    }
    if (record == nullptr) {
        return nullptr;
    }
    const auto found = record->values.find(path.field->name);
    return found == record->values.end() ? nullptr : &found->second;
}

int compare(const Field& field, std::string_view left, std::string_view right) {
    if (field.type == FieldType::integer || field.type == FieldType::decimal) {
        const Decimal one = Decimal::parse(left).value_or(Decimal());
        const Decimal other = Decimal::parse(right).value_or(Decimal());
        return one < other ? -1 : other < one ? 1 : 0;
    }
    if (field.type == FieldType::date) {
        // A bare date is its midnight.
        constexpr std::string_view midnight = "T00:00:00Z";
        const auto full = [&](std::string_view text) {
            return text.size() == 10 ? fmt::format("{}{}", text, midnight) : std::string(text);
        };
        return full(left).compare(full(right));
    }
    return left.compare(right);
}

Filter::Filter() = default;
Filter::~Filter() = default;
Filter::Filter(Filter&& other) noexcept = default;
Filter& Filter::operator=(Filter&& other) noexcept = default;

std::optional<Refusal> Filter::read(const Company& company, std::string_view model,
                                    std::string_view text) {
    const auto tokens = tokens_of(text);
    root_.reset();
    if (tokens) {
        root_ = Reader(company, model, *tokens).read();
    }
    return root_ ? std::nullopt : std::optional<Refusal>(bad_field("$filter", "Cannot be read."));
}

bool Filter::matches(const Company& company, const Row& row) const {
    return !root_ || holds_all(*root_, company, row);
}

}  // namespace sage::simulated_sage200
