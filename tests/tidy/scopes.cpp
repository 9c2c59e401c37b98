// SPDX-License-Identifier: Apache-2.0
// The brace counter. It decides by what stands before a brace whether a namespace, a type, a
// function or an initialiser opens.
#include "tests/tidy/scopes.h"

#include <cctype>
#include <regex>

namespace tidy {
namespace {

struct Open {
    Scope inside = Scope::file;
    bool is_function = false;
    std::string header;
    int line = 0;
    int parentheses = 0;  ///< open around it, as around a lambda that is an argument
};

class Counter {
  public:
    Scopes count(std::string_view code) {
        for (at_ = 0; at_ < code.size(); ++at_) {
            take(code);
        }
        return std::move(result_);
    }

  private:
    void take(std::string_view code) {
        const char character = code[at_];
        if (character == '\n') {
            ++line_;
        }
        if (character == '#' && header_.empty()) {
            skip_directive(code);
        } else if (character == '{') {
            open(code);
        } else if (character == '}') {
            close();
        } else if (character == ';' && parentheses_ == 0) {
            end_statement();
        } else {
            parentheses_ += character == '(' ? 1 : character == ')' ? -1 : 0;
            add(character);
        }
    }

    void add(char character) {
        if (std::isspace(static_cast<unsigned char>(character)) == 0) {
            if (header_.empty()) {
                header_line_ = line_;
            }
            header_.push_back(character);
        } else if (!header_.empty() && header_.back() != ' ') {
            header_.push_back(' ');
        }
    }

    /// A directive ends with its line; what it defines is no statement.
    void skip_directive(std::string_view code) {
        while (at_ < code.size() && code[at_] != '\n') {
            const bool continued = code.substr(at_, 2) == "\\\n";
            line_ += continued ? 1 : 0;
            at_ += continued ? 2U : 1U;
        }
        --at_;
    }

    void open(std::string_view code) {
        const Scope around = scope();
        if (around == Scope::function) {
            push({Scope::function, false, {}, line_, parentheses_});
            return;
        }
        if (parentheses_ > 0 || initialises()) {
            skip_braces(code);
            return;
        }
        static const std::regex type("(^|[ >])(class|struct|union|enum)( |$)");
        static const std::regex space("^(inline )?namespace|^extern \" \" $");
        if (!std::regex_search(header_, space) && std::regex_search(header_, type) &&
            !ends_like_function()) {
            push({Scope::type, false, {}, line_, 0});
        } else if (header_.find('(') != std::string::npos) {
            push({Scope::function, true, header_, line_, 0});
        } else {
            push({Scope::file, false, {}, line_, 0});
        }
    }

    void push(Open open) {
        end_statement();
        while (open.header.ends_with(' ')) {
            open.header.pop_back();
        }
        stack_.push_back(std::move(open));
        parentheses_ = 0;
    }

    /// `struct Result f() {` is a function, `struct alignas(8) Pair {` is a type.
    bool ends_like_function() const {
        static const std::regex function("\\)( const| noexcept| override| final| mutable)* ?$");
        return std::regex_search(header_, function) && header_.find("alignas") == std::string::npos;
    }

    /// The brace belongs to the statement: `int x{1}`, `a = {1}`, `X() : a_{1}`.
    bool initialises() const {
        static const std::regex members("\\)[^:]*[^:]:[^:].*[A-Za-z0-9_>] ?$");
        static const std::regex assigned("= ?$|= ?[A-Za-z0-9_:<>, ]+$");
        static const std::regex lambda("\\[[^\\]]*\\] ?(\\([^)]*\\))?[^=]*$");
        if (std::regex_search(header_, members)) {
            return true;
        }
        if (header_.find("operator") == std::string::npos && !header_.starts_with("template") &&
            std::regex_search(header_, assigned) && !std::regex_search(header_, lambda)) {
            return true;
        }
        static const std::regex declares(
            "^(?!.*\\b(class|struct|union|enum|namespace|extern|do|else|try)\\b)[^()]*[A-Za-z0-9_>]"
            " ?$");
        return std::regex_search(header_, declares);
    }

    void skip_braces(std::string_view code) {
        int depth = 0;
        for (; at_ < code.size(); ++at_) {
            line_ += code[at_] == '\n' ? 1 : 0;
            depth += code[at_] == '{' ? 1 : code[at_] == '}' ? -1 : 0;
            if (depth == 0) {
                header_ += "{}";
                return;
            }
        }
    }

    void close() {
        end_statement();
        if (stack_.empty()) {
            return;
        }
        const Open open = stack_.back();
        stack_.pop_back();
        parentheses_ = open.parentheses;
        if (open.is_function) {
            result_.functions.push_back({open.header, open.line, line_ - open.line + 1});
        }
    }

    void end_statement() {
        while (!header_.empty() && header_.back() == ' ') {
            header_.pop_back();
        }
        if (!header_.empty()) {
            result_.statements.push_back({scope(), header_, header_line_});
        }
        header_.clear();
    }

    Scope scope() const { return stack_.empty() ? Scope::file : stack_.back().inside; }

    Scopes result_;
    std::vector<Open> stack_;
    std::string header_;
    std::size_t at_ = 0;
    int parentheses_ = 0;
    int line_ = 1;
    int header_line_ = 1;
};

}  // namespace

Scopes scopes_of(std::string_view code) {
    return Counter().count(code);
}

}  // namespace tidy
