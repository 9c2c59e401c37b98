/* SPDX-License-Identifier: Apache-2.0 */
/* A function of Poco, taken from whoever has it; nobody has to, so that it loads anywhere. */
#include <stddef.h>

__attribute__((weak)) extern int taken_from_poco(void) __asm__("_ZN4Poco5ClockC1Ev");

int mutant_takes(void);

int mutant_takes(void) {
    return taken_from_poco == NULL ? 0 : taken_from_poco();
}
