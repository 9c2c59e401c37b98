// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/intacct/gateway_sample.h"

#include <algorithm>

namespace sage::intacct::sample {

Settings gateway_settings(std::string_view changes) {
    json::value all = parsed(all_by_gateway);
    const json::value wanted = parsed(changes);
    for (const json::key_value_pair& change : wanted.as_object()) {
        all.as_object()[change.key()] = change.value();
    }
    return settings(json::serialize(all));
}

XmlElement tree(std::string_view xml) {
    Result<XmlElement> read = parse_xml(xml, 1U << 20U);
    EXPECT_TRUE(read.ok()) << (read.ok() ? "" : read.error().first().cause) << "\n" << xml;
    return read.ok() ? std::move(read).value() : XmlElement{};
}

std::string laid_out(const XmlElement& element, const std::string& margin) {
    std::string out = margin + "<" + element.name;
    for (const auto& [name, value] : element.attributes) {
        out.append(" ").append(name).append("=\"");
        append_xml_text(out, value);
        out += '"';
    }
    if (element.children.empty()) {
        if (element.text.empty()) {
            return out + "/>\n";
        }
        out += '>';
        append_xml_text(out, element.text);
        return out.append("</").append(element.name).append(">\n");
    }
    out += ">\n";
    for (const XmlElement& child : element.children) {
        out += laid_out(child, margin + "  ");
    }
    return out.append(margin).append("</").append(element.name).append(">\n");
}

void expect_golden_xml(const std::string& name, const Request& request) {
    const std::filesystem::path path =
        source() / "plugins/intacct/fixtures" / (name + ".request.xml");
    const std::string body = laid_out(tree(request.body));
    if (!std::filesystem::exists(path)) {
        ADD_FAILURE() << path << " is missing; the request is:\n" << body;
        return;
    }
    EXPECT_EQ(body, laid_out(tree(file(path)))) << name;
}

std::vector<std::string> names_below(const XmlElement& element) {
    std::vector<std::string> names;
    names.reserve(element.children.size());
    for (const XmlElement& child : element.children) {
        names.push_back(child.name);
    }
    return names;
}

XmlElement at_path(const XmlElement& root, std::initializer_list<std::string_view> names) {
    const XmlElement* at = &root;
    for (const std::string_view name : names) {
        at = at == nullptr ? nullptr : at->child(name);
    }
    return at == nullptr ? XmlElement{} : *at;
}

Reply gateway_reply(const std::string& operation, const std::string& control,
                    const std::string& beside) {
    return {200,
            {{"Content-Type", "application/xml"}},
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><response><control>" + control +
                "</control>" + beside + operation + "</response>"};
}

std::string signed_in(const std::string& result) {
    return "<operation><authentication><status>success</status></authentication>" + result +
           "</operation>";
}

Reply succeeded(const std::string& id, const std::string& function, const std::string& control_id) {
    return gateway_reply(signed_in("<result><status>success</status><function>" + function +
                                   "</function><controlid>" + control_id + "</controlid><key>" +
                                   id + "</key></result>"));
}

std::string error_element(const std::string& number, const std::string& text,
                          const std::string& additional) {
    return "<error><errorno>" + number + "</errorno><description></description><description2>" +
           text + "</description2><correction></correction>" + additional + "</error>";
}

Reply failed(const std::string& errors) {
    return gateway_reply(signed_in(
        "<result><status>failure</status><function>create_sotransaction"
        "</function><controlid>" +
        std::string(key) + "</controlid><errormessage>" + errors + "</errormessage></result>"));
}

}  // namespace sage::intacct::sample
