// SPDX-License-Identifier: Apache-2.0
// Where the project's own files are for the tests that read them. One source file knows, so that
// the objects of all others are the same in any copy of the project, and the compiler cache has
// them.
#pragma once

#include <string>

namespace sage {

/// The folder of the README, without a slash at its end.
std::string source_folder();

}  // namespace sage
