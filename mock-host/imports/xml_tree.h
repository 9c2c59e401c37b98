// SPDX-License-Identifier: Apache-2.0
// XML of somebody else as a tree, by expat: no document type (so no entity but the five that XML
// has), and limits on depth and size. UTF-8, UTF-16, Latin-1 and Windows-1252, as the file says.
// expat and not Poco::XML, because Poco reports a document type only by calling back out of expat's
// C frames, where nothing may be thrown, and reads on; expat stops at once.
#pragma once

#include <cstddef>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

#include "mock-host/result.h"

namespace wms {

struct XmlNode {
    std::string space;  ///< namespace; empty: none
    std::string name;   ///< without prefix
    std::string text;   ///< of its own, blanks around it removed
    std::size_t line = 0;
    std::vector<std::pair<std::string, std::string>> attributes;  ///< those without a namespace
    std::vector<XmlNode> children;

    /// The first child of this name, whatever its namespace; null: none.
    const XmlNode* child(std::string_view child_name) const;
    /// The first at "Shipment/Delivery/TrackingID"; null: none.
    const XmlNode* at(std::string_view path) const;
    /// All of them, in the document's order.
    std::vector<const XmlNode*> all(std::string_view path) const;
    /// Of the first at this path; empty: none.
    std::string text_at(std::string_view path) const;
    std::string attribute(std::string_view attribute_name) const;
};

inline constexpr std::size_t kXmlBytesMax = 64 * 1024 * 1024;
inline constexpr std::size_t kXmlDepthMax = 32;
inline constexpr std::size_t kXmlNodesMax = 1'000'000;

/// The root. The pointer of a Problem is the line.
Result<XmlNode> read_xml(std::istream& stream);

}  // namespace wms
