/* SPDX-License-Identifier: Apache-2.0 */
/* wms_authorize.h - a person's consent in a browser: the plugin extension "wms.plugin.authorize/1".
 *
 * Some accounting systems let a program in only after a person has consented on a page of theirs
 * (OAuth 2.0, authorization code with PKCE). With this extension a WMS offers a button for it:
 *
 *   1. begin gives an address. The WMS opens it in the person's browser.
 *   2. The person signs in there and consents; the browser is sent back to the WMS's own address.
 *   3. complete takes what the browser was sent back with. The plugin exchanges it, stores the
 *      long-lived secret with wms_host.secret_put, and is authorised from then on.
 *
 * The WMS needs one https address that is registered with the accounting system; it keeps nothing.
 * A plugin that is not authorised, or no longer, answers connect with WMS_E_AUTH; one that is
 * running raises an "attention" event and goes on once complete has succeeded. Documents wait.
 *
 * Everything that wms_plugin.h says about memory, text, errors and threads holds here, too. Neither
 * the address of begin nor the redirect belongs into a log: they are of use to a thief for minutes.
 */
#ifndef WMS_AUTHORIZE_H
#define WMS_AUTHORIZE_H

#include "wms/wms_plugin.h"

#ifdef __cplusplus
extern "C" {
#endif

/* wms_plugin.get_extension gives a `const wms_authorize*` for it, or NULL: then this plugin is
 * authorised by its settings and secrets alone. */
#define WMS_AUTHORIZE_ID "wms.plugin.authorize/1"

typedef struct wms_authorize {
    uint32_t struct_size;
    uint32_t flags; /* 0 */

    /* Begins one authorisation; it is held in memory for ten minutes and forgotten by destroy.
     * redirect_uri: the WMS's own https address, letter for letter as it is registered. out
     * (required): schemas/authorize.begin.answer.schema.json. No network. Every state. [any]
     * WMS_E_INVALID: redirect_uri is no https address. WMS_E_CONFIG: the settings chose another way
     * to authorise. WMS_E_AUTH: the host has no client id. */
    wms_status(WMS_CALL* begin)(wms_instance* self, wms_str redirect_uri, wms_doc* out,
                                wms_error* err);

    /* redirect: the address that the browser was sent back to, or all of it behind the question
     * mark, unchanged. WMS_OK: the secret is stored with the host and the plugin is authorised.
     * Every state. [worker]
     * WMS_E_INVALID: not readable. WMS_E_NOT_ACCEPTED: not begun by this instance, expired,
     * completed before, or led to another address. WMS_E_AUTH: the person or the accounting system
     * refused. Nothing was changed then, and whoever had been authorised before still is.
     * WMS_E_BUSY: the same call may succeed later. WMS_E_STORAGE: the host did not store the
     * secret; it is kept in memory, and the same call tries to store it again. WMS_E_REMOTE: with
     * code "auth.token.unreachable" the same call may succeed later; with any other, begin
     * again. */
    wms_status(WMS_CALL* complete)(wms_instance* self, const wms_op* op, wms_str redirect,
                                   wms_error* err);
} wms_authorize;

#ifdef __cplusplus
}
#endif
#endif /* WMS_AUTHORIZE_H */
