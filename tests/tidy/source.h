// SPDX-License-Identifier: Apache-2.0
// What the rules of the house look at: a file's path and text, its code without comments and
// strings, its words and its includes. Everything is a function of a text, so that a breach can be
// planted in a test without a file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tidy {

struct Source {
    std::string path;  ///< from the top folder: "sage-adapter/base/json.cpp"
    std::string text;
};

/// One place that breaks a rule, in words for whoever wrote it.
struct Breach {
    std::string path;
    int line = 0;
    std::string what;
};
using Breaches = std::vector<Breach>;

struct Include {
    std::string path;
    int line = 0;
};

/// An identifier, a number or one character of punctuation.
struct Word {
    std::string text;
    int line = 0;
};

/// The text with comments replaced by blanks; line numbers and strings stay.
std::string without_comments(std::string_view text);
/// The text with comments and the contents of strings replaced by blanks; line numbers stay.
std::string code_of(std::string_view text);

std::vector<Word> words_of(std::string_view code);
std::vector<Include> includes_of(std::string_view text);
std::vector<std::string_view> lines_of(std::string_view text);

/// "sage-adapter/base/json.cpp": folder "sage-adapter/base/", name "json.cpp", stem "json".
std::string_view folder_of(std::string_view path);
std::string_view name_of(std::string_view path);
std::string_view stem_of(std::string_view path);
bool is_header(const Source& source);
/// A C or C++ source or header.
bool is_code(const Source& source);

/// The words of a name, lower case: "OutboxState" and "outbox_state" are outbox, state.
std::vector<std::string> parts_of_name(std::string_view name);

/// Every text file below the folder but what a build or git made.
std::vector<Source> read_tree(const std::string& folder);

/// For a test's message: one line for each breach.
std::string text_of(const Breaches& breaches);

}  // namespace tidy
