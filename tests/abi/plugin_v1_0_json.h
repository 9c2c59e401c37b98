// SPDX-License-Identifier: Apache-2.0
// JSON for the frozen plugin: as much as it takes to keep documents whole, told apart and refused
// when they are none. Values are spans of the text they came from; nothing is copied.
#ifndef PLUGIN_V1_0_JSON_H
#define PLUGIN_V1_0_JSON_H

#include <stdbool.h>
#include <stddef.h>

typedef struct json_span {
    const char* at; /* NULL: there is no such value */
    const char* end;
} json_span;

/* One whole value: strict syntax, valid UTF-8, no NUL, at most 32 levels, at most 256 members in an
 * object and none of them twice, numbers that are integers of at most 15 digits. Every function
 * below needs a span that passed it, or a part of one. */
bool json_is_valid(json_span text);

bool json_is_object(json_span value);
bool json_is_string(json_span value);

/* Walks the members of an object or the elements of an array (these without a key). *cursor begins
 * as NULL; false: that was the last. */
bool json_next(json_span container, const char** cursor, json_span* key, json_span* value);

/* The member of an object; a span with NULL if there is none. */
json_span json_member(json_span object, const char* name);

/* True for a string with exactly this text. */
bool json_text_is(json_span value, const char* text);

/* Equal values: members in any order, escapes in any spelling, blanks wherever. */
bool json_equal(json_span left, json_span right);

/* Money and quantities at every depth: beside a currencyId the amount, beside a unitCode the value
 * is a string of the decimal grammar. */
bool json_decimals_are_text(json_span value);

#endif
