// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/bridge/authorize.h"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "sage-adapter/bridge/border.h"
#include "sage-adapter/delivery/record.h"

namespace sage {

const wms_authorize& authorize_table() {
    static constexpr wms_authorize table = {sizeof(wms_authorize), 0, bridge_begin_authorization,
                                            bridge_complete_authorization};
    return table;
}

wms_status WMS_CALL bridge_begin_authorization(wms_instance* self, wms_str redirect_uri,
                                               wms_doc* out, wms_error* error) {
    return guard(error, [&]() -> Result<wms_status> {
        if (self == nullptr) {
            return null_instance();
        }
        const std::optional<std::string_view> address = view_of(redirect_uri);
        if (!address.has_value()) {
            return bad_text("The redirect address");
        }
        if (out == nullptr || out->struct_size < sizeof(wms_doc)) {
            return wrong_call(Status::invalid, "call.no_out",
                              "There is nowhere to put the address to open.",
                              "Pass a wms_doc with its struct_size set.");
        }
        const Result<Authorization::Begun> begun = self->instance->authorization.begin(*address);
        if (!begun.ok()) {
            return begun.error();
        }
        give(out, boost::json::serialize(
                      boost::json::object{{"url", begun.value().url},
                                          {"expiresAt", instant_text(begun.value().expires_ms)}}));
        return WMS_OK;
    });
}

wms_status WMS_CALL bridge_complete_authorization(wms_instance* self, const wms_op* op,
                                                  wms_str redirect, wms_error* error) {
    return guard(error, [&]() -> Result<wms_status> {
        if (self == nullptr) {
            return null_instance();
        }
        const std::optional<std::string_view> text = view_of(redirect);
        if (!text.has_value()) {
            return bad_text("The redirect");
        }
        Instance& instance = *self->instance;
        if (std::optional<Error> back = called_back(op, instance)) {
            return *back;
        }
        const Result<void> done =
            instance.authorization.complete(*text, instance.company->connection().reply_ms_max);
        if (!done.ok()) {
            return done.error();
        }
        // Whoever waits for a token has one now.
        instance.services.wake();
        return WMS_OK;
    });
}

}  // namespace sage
