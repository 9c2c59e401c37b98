// SPDX-License-Identifier: Apache-2.0
// A scanner that goes once over the text; recursion is bounded by the depth it allows.
#include "plugin_v1_0_json.h"

#include <stdint.h>
#include <string.h>

enum { depth_max = 32, members_max = 256, integer_digits_max = 15 };

static const char* skip_blanks(const char* at, const char* end) {
    while (at < end && (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r')) {
        ++at;
    }
    return at;
}

static bool hexadecimal(const char** at, const char* end, uint32_t* out) {
    *out = 0;
    for (int digit = 0; digit < 4; ++digit) {
        if (*at == end) {
            return false;
        }
        const char* digits = "0123456789abcdef0123456789ABCDEF";
        const char* found = **at == '\0' ? NULL : strchr(digits, **at);
        if (found == NULL) {
            return false;
        }
        *out = *out * 16U + (uint32_t)(found - digits) % 16U;
        ++*at;
    }
    return true;
}

/* After a backslash. */
static bool escaped(const char** at, const char* end, uint32_t* out) {
    const char* simple = "\"\\/bfnrt";
    const char* meaning = "\"\\/\b\f\n\r\t";
    if (*at == end || **at == '\0') {
        return false;
    }
    const char* found = strchr(simple, **at);
    if (found != NULL) {
        *out = (uint32_t)(unsigned char)meaning[found - simple];
        ++*at;
        return true;
    }
    uint32_t low = 0;
    if (*(*at)++ != 'u' || !hexadecimal(at, end, out)) {
        return false;
    }
    if (*out < 0xD800U || *out > 0xDFFFU) {
        return *out != 0;
    }
    if (*out > 0xDBFFU || end - *at < 2 || memcmp(*at, "\\u", 2) != 0) {
        return false;
    }
    *at += 2;
    if (!hexadecimal(at, end, &low) || low < 0xDC00U || low > 0xDFFFU) {
        return false;
    }
    *out = 0x10000U + ((*out - 0xD800U) << 10U) + (low - 0xDC00U);
    return true;
}

/* The next character inside a string. */
static bool character(const char** at, const char* end, uint32_t* out) {
    const unsigned char first = (unsigned char)*(*at)++;
    if (first == '\\') {
        return escaped(at, end, out);
    }
    if (first < 0x80U) {
        *out = first;
        return first >= 0x20U;
    }
    const int more = first >= 0xF0U ? 3 : first >= 0xE0U ? 2 : 1;
    const uint32_t smallest[] = {0, 0x80U, 0x800U, 0x10000U};
    if (first < 0xC2U || first > 0xF4U || end - *at < more) {
        return false;
    }
    *out = first & (0x3FU >> (unsigned)more);
    for (int byte = 0; byte < more; ++byte) {
        const unsigned char next = (unsigned char)*(*at)++;
        if ((next & 0xC0U) != 0x80U) {
            return false;
        }
        *out = *out << 6U | (next & 0x3FU);
    }
    return *out >= smallest[more] && *out <= 0x10FFFFU && (*out < 0xD800U || *out > 0xDFFFU);
}

static const char* skip_string(const char* at, const char* end) {
    uint32_t ignored = 0;
    if (at == end || *at++ != '"') {
        return NULL;
    }
    while (at < end && *at != '"') {
        if (!character(&at, end, &ignored)) {
            return NULL;
        }
    }
    return at < end ? at + 1 : NULL;
}

static const char* skip_number(const char* at, const char* end) {
    at += at < end && *at == '-';
    const char* digits = at;
    while (at < end && *at >= '0' && *at <= '9') {
        ++at;
    }
    const bool other = at < end && (*at == '.' || *at == 'e' || *at == 'E');
    const bool padded = at - digits > 1 && *digits == '0';
    return at == digits || at - digits > integer_digits_max || padded || other ? NULL : at;
}

static const char* skip_word(const char* at, const char* end, const char* word) {
    const size_t length = strlen(word);
    return (size_t)(end - at) >= length && memcmp(at, word, length) == 0 ? at + length : NULL;
}

static const char* skip_value(const char* at, const char* end, int depth);

/* `at` stands behind the opening bracket. */
static const char* skip_container(const char* at, const char* end, bool object, int depth) {
    const char close = object ? '}' : ']';
    json_span keys[members_max];
    int members = 0;
    at = skip_blanks(at, end);
    if (at < end && *at == close) {
        return at + 1;
    }
    while (at != NULL && at < end) {
        if (object) {
            const json_span key = {at, skip_string(at, end)};
            if (key.end == NULL || members == members_max) {
                return NULL;
            }
            for (int other = 0; other < members; ++other) {
                if (json_equal(keys[other], key)) {
                    return NULL;
                }
            }
            keys[members++] = key;
            at = skip_blanks(key.end, end);
            if (at == end || *at++ != ':') {
                return NULL;
            }
        }
        at = skip_value(at, end, depth);
        if (at == NULL || at == end) {
            return NULL;
        }
        if (*at == close) {
            return at + 1;
        }
        at = *at == ',' ? skip_blanks(at + 1, end) : NULL;
    }
    return NULL;
}

/* Behind the value and the blanks that follow it; NULL if there is none. */
static const char* skip_value(const char* at, const char* end, int depth) {
    at = skip_blanks(at, end);
    if (at == end || depth == 0) {
        return NULL;
    }
    if (*at == '{' || *at == '[') {
        at = skip_container(at + 1, end, *at == '{', depth - 1);
    } else if (*at == '"') {
        at = skip_string(at, end);
    } else if (*at == 't') {
        at = skip_word(at, end, "true");
    } else if (*at == 'f') {
        at = skip_word(at, end, "false");
    } else if (*at == 'n') {
        at = skip_word(at, end, "null");
    } else {
        at = skip_number(at, end);
    }
    return at == NULL ? NULL : skip_blanks(at, end);
}

bool json_is_valid(json_span text) {
    return text.at != NULL && skip_value(text.at, text.end, depth_max) == text.end;
}

bool json_is_object(json_span value) {
    return value.at != NULL && *skip_blanks(value.at, value.end) == '{';
}

bool json_is_string(json_span value) {
    return value.at != NULL && *value.at == '"';
}

bool json_next(json_span container, const char** cursor, json_span* key, json_span* value) {
    const char* at = skip_blanks(container.at, container.end);
    const bool object = *at == '{';
    if (*cursor != NULL && **cursor != ',') {
        return false;
    }
    at = skip_blanks((*cursor == NULL ? at : *cursor) + 1, container.end);
    if (*at == '}' || *at == ']') {
        return false;
    }
    *key = (json_span){NULL, NULL};
    if (object) {
        *key = (json_span){at, skip_string(at, container.end)};
        at = skip_blanks(skip_blanks(key->end, container.end) + 1, container.end);
    }
    *cursor = skip_value(at, container.end, depth_max);
    *value = (json_span){at, *cursor};
    while (strchr(" \t\r\n", value->end[-1]) != NULL) {
        --value->end;
    }
    return true;
}

json_span json_member(json_span object, const char* name) {
    const char* cursor = NULL;
    json_span key;
    json_span value;
    while (json_is_object(object) && json_next(object, &cursor, &key, &value)) {
        if (json_text_is(key, name)) {
            return value;
        }
    }
    return (json_span){NULL, NULL};
}

bool json_text_is(json_span value, const char* text) {
    if (!json_is_string(value)) {
        return false;
    }
    const char* at = value.at + 1;
    const char* end = value.end - 1;
    uint32_t found = 0;
    while (at < end && character(&at, end, &found)) {
        if (found != (unsigned char)*text || *text == '\0') {
            return false;
        }
        ++text;
    }
    return *text == '\0';
}

static bool equal_strings(json_span left, json_span right) {
    const char* one = left.at + 1;
    const char* other = right.at + 1;
    uint32_t first = 0;
    uint32_t second = 0;
    while (one < left.end - 1 && other < right.end - 1) {
        if (!character(&one, left.end - 1, &first) || !character(&other, right.end - 1, &second) ||
            first != second) {
            return false;
        }
    }
    return one == left.end - 1 && other == right.end - 1;
}

static int count_of(json_span container) {
    const char* cursor = NULL;
    json_span key;
    json_span value;
    int count = 0;
    while (json_next(container, &cursor, &key, &value)) {
        ++count;
    }
    return count;
}

/* The member of `object` with the same name, however either spells it. */
static json_span same_member(json_span object, json_span name) {
    const char* cursor = NULL;
    json_span key;
    json_span value;
    while (json_next(object, &cursor, &key, &value)) {
        if (equal_strings(key, name)) {
            return value;
        }
    }
    return (json_span){NULL, NULL};
}

bool json_equal(json_span left, json_span right) {
    if (left.at == NULL || right.at == NULL || *left.at != *right.at) {
        return left.at == right.at;
    }
    if (*left.at == '"') {
        return equal_strings(left, right);
    }
    if (*left.at != '{' && *left.at != '[') {
        return left.end - left.at == right.end - right.at &&
               memcmp(left.at, right.at, (size_t)(left.end - left.at)) == 0;
    }
    const bool object = *left.at == '{';
    const char* cursor = NULL;
    const char* other_cursor = NULL;
    json_span key;
    json_span value;
    json_span other_key;
    json_span other;
    while (json_next(left, &cursor, &key, &value)) {
        if (object) {
            other = same_member(right, key);
        } else if (!json_next(right, &other_cursor, &other_key, &other)) {
            return false;
        }
        if (!json_equal(value, other)) {
            return false;
        }
    }
    return count_of(left) == count_of(right);
}

/* -?(0|[1-9][0-9]*)(\.[0-9]+)? */
static bool is_decimal(json_span value) {
    if (!json_is_string(value)) {
        return false;
    }
    const char* at = value.at + 1;
    const char* end = value.end - 1;
    at += at < end && *at == '-';
    const char* digits = at;
    while (at < end && *at >= '0' && *at <= '9') {
        ++at;
    }
    if (at == digits || (at - digits > 1 && *digits == '0')) {
        return false;
    }
    if (at < end && *at == '.') {
        digits = ++at;
        while (at < end && *at >= '0' && *at <= '9') {
            ++at;
        }
        return at == end && at > digits;
    }
    return at == end;
}

bool json_decimals_are_text(json_span value) {
    if (*value.at != '{' && *value.at != '[') {
        return true;
    }
    if (*value.at == '{') {
        const json_span amount = json_member(value, "amount");
        const json_span number = json_member(value, "value");
        const bool money = json_member(value, "currencyId").at != NULL && amount.at != NULL;
        const bool quantity = json_member(value, "unitCode").at != NULL && number.at != NULL;
        if ((money && !is_decimal(amount)) || (quantity && !is_decimal(number))) {
            return false;
        }
    }
    const char* cursor = NULL;
    json_span key;
    json_span member;
    while (json_next(value, &cursor, &key, &member)) {
        if (!json_decimals_are_text(member)) {
            return false;
        }
    }
    return true;
}
