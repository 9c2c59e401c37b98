// SPDX-License-Identifier: Apache-2.0
// Functions and statements of a source by counting braces: enough to measure functions and to find
// variables that outlive a call.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tidy {

enum class Scope { file, type, function };

/// What stands before a semicolon, an opening brace or an initialiser, in the scope it stands in.
struct Statement {
    Scope scope = Scope::file;
    std::string text;  ///< blanks folded to one
    int line = 0;
};

struct Function {
    std::string header;  ///< what stands before its opening brace
    int line = 0;
    int lines = 0;  ///< from the opening brace to the closing one
};

struct Scopes {
    std::vector<Statement> statements;
    std::vector<Function> functions;  ///< outermost only: lambdas belong to the function around
};

/// @param code  what code_of() returned
Scopes scopes_of(std::string_view code);

}  // namespace tidy
