// SPDX-License-Identifier: Apache-2.0
// The consent of a person, through the extension of the contract: begin, the browser, complete.
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include "mock-host/host.h"
#include "mock-host/json_members.h"
#include "mock-host/plugin_call.h"
#include "wms/wms_authorize.h"

namespace wms {

namespace {

namespace json = boost::json;

Problem no_consent() {
    return {"host.no_consent", "", "This plugin has no consent in a browser.",
            "Authorise it by its settings and secrets.", "it"};
}

}  // namespace

Done Host::authorise(std::string_view redirect_address,
                     const std::function<Result<std::string>(const std::string& url)>& browse) {
    const auto* const table =
        static_cast<const wms_authorize*>(table_.get_extension(view_of(WMS_AUTHORIZE_ID)));
    if (table == nullptr || !WMS_HAS(table, wms_authorize, complete)) {
        return no_consent();
    }
    PluginDocument begun;
    PluginError begin_error;
    const wms_status started =
        table->begin(instance_, view_of(redirect_address), begun.out(), begin_error.out());
    if (started != WMS_OK) {
        return begin_error.problem("begin", started);
    }
    boost::system::error_code malformed;
    const std::string url = text_at(json::parse(begun.text(), malformed), "url");
    if (malformed || url.empty()) {
        return Problem{"host.authorize_malformed", "",
                       "The plugin's answer to begin holds no address to open.",
                       "Report this to the vendor of the plugin.", "vendor"};
    }
    const Result<std::string> redirect = browse(url);
    if (!redirect.ok()) {
        return redirect.problem();
    }
    const Operation operation(cancelled_);
    PluginError error;
    const wms_status completed =
        table->complete(instance_, operation.get(), view_of(redirect.value()), error.out());
    return completed == WMS_OK ? Done(Nothing{}) : Done(error.problem("complete", completed));
}

}  // namespace wms
