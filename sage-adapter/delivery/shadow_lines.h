// SPDX-License-Identifier: Apache-2.0
// Lines of a document that others posted against those that we would have sent. The order in which
// somebody typed them says nothing, so a line is compared with the one that is most like it. Pure.
#pragma once

#include <vector>

#include "sage-adapter/edition.h"

namespace sage {

/// The differences of the facts about lines ("line 3 unitPrice"), the number of lines included. A
/// line without counterpart is one difference, with its whole content on the one side. Lines count
/// as in `expected`; those that are in Sage alone by their number there.
std::vector<Difference> line_differences(const Facts& expected, const Facts& found);

}  // namespace sage
