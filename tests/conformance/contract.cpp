// SPDX-License-Identifier: Apache-2.0
#include "tests/conformance/contract.h"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <map>

#include "tests/unit/host_api/schema_checker.h"

namespace sage::testing {
namespace {

namespace files = std::filesystem;
namespace json = boost::json;

constexpr std::string_view customer = "CUST-001";

}  // namespace

BoxOptions Conformance::options() {
    BoxOptions options;
    options.edition = GetParam().edition;
    if (GetParam().by_files) {
        // Codes that can be imported are of capitals and digits.
        options.seed = small_company();
        options.seed.replace(options.seed.find(customer), customer.size(), "CUST001");
    }
    return options;
}

Conformance::Conformance()
    : box_(options()),
      imports_(GetParam().by_files
                   ? std::make_unique<Imports>(box_.folder() / "import", box_.control())
                   : nullptr),
      folder_(box_.folder() / "probe"),
      host_(*box_.plugin().table, settings(), folder_) {
    files::create_directories(folder_);
    files::permissions(folder_, files::perms::owner_all);
    for (const auto& [name, value] : box_.settings().secrets) {
        host_.secrets[name] = value;
    }
    host_.moved = [this](std::int64_t now) {
        EXPECT_TRUE(wms::set_clock(box_.control(), now).ok());
    };
}

std::string Conformance::settings() const {
    const std::string made = merged(box_.settings().configuration, GetParam().settings);
    return imports_ == nullptr
               ? made
               : merged(made,
                        json::serialize(json::object{{"dropFolder", imports_->folder().string()}}));
}

void Conformance::start() {
    ASSERT_EQ(host_.create(), WMS_OK) << host_.last_error;
    ASSERT_EQ(host_.connect(), WMS_OK) << host_.last_error;
}

std::vector<std::string> Conformance::declared(std::string_view list) const {
    const json::value manifest = json::parse(view(box_.plugin().table->manifest));
    std::vector<std::string> names;
    for (const json::value& name : manifest.at(list).as_array()) {
        names.emplace_back(name.as_string());
    }
    return names;
}

std::string Conformance::request(const std::string& query) const {
    const wms::Message document = despatch_of("DN-1", 1);
    const std::map<std::string, std::string> more = {
        {"status", ""},
        {"held", ""},
        {"discover", ""},
        {"document", R"(,"messageId":")" + document.id + "\""},
        {"heldLines", R"(,"rootCause":"item:SKU-404")"},
        {"catalogue", R"(,"kind":"item")"},
        {"preview", R"(,"document":)" + document.json},
        {"reconcile", R"(,"from":"2025-11-01","to":"2025-11-30")"},
        {"shadow", R"(,"documents":[)" + document.json + "]"},
        {"dashboard", R"(,"sinceMs":0)"},
        {"notYetPosted", R"(,"from":"2025-11-01","to":"2025-11-30")"},
        {"export", R"(,"what":"documents")"},
        {"receipt", R"(,"messageId":")" + document.id + "\""},
        {"journal", ""},
        {"verify", ""},
        {"stockDrift",
         R"(,"positions":[{"item":"LANTERN","site":"MAIN","quantity":"1","unitCode":"C62"}])"},
    };
    const auto known = more.find(query);
    return known == more.end() ? "" : R"({"query":")" + query + "\"" + known->second + "}";
}

wms_status Conformance::ask(const std::string& request, std::string& answer) {
    Out<wms_doc> document;
    Out<wms_error> error;
    const wms_status status =
        host_.plugin.query(host_.instance, nullptr, str(request), &document.value, &error.value);
    answer = status == WMS_OK ? view(document.value.json) : view(error.value.detail);
    return status;
}

std::size_t Conformance::posted() {
    if (imports_ != nullptr) {
        return imports_->names().size();
    }
    const auto found = wms::documents(box_.control(), 0);
    EXPECT_TRUE(found.ok());
    return found.ok() ? found.value().size() : 0;
}

std::int64_t Conformance::in_state(const std::string& state) {
    std::string answer;
    EXPECT_EQ(ask(R"({"query":"status"})", answer), WMS_OK);
    return json::parse(answer).at("counts").at(state).to_number<std::int64_t>();
}

wms::Message Conformance::next_message() {
    return despatch_of("DN-" + std::to_string(++numbers_), 1);
}

void expect_valid(std::string_view schema, std::string_view text) {
    for (const std::string& violation : contract::violations(schema, text)) {
        ADD_FAILURE() << schema << ": " << violation << "\n" << text;
    }
}

}  // namespace sage::testing
