// SPDX-License-Identifier: Apache-2.0
// A library that is no plugin.
__attribute__((visibility("default"))) int unrelated(void);
int unrelated(void) {
    return 0;
}
