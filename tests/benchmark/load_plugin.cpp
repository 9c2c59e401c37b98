// SPDX-License-Identifier: Apache-2.0
// Loads one library as a host does and asks for its table; for border_benchmark.cpp.
#include <dlfcn.h>

#include "wms/wms_plugin.h"

int main(int count, char** arguments) {
    void* library =
        count == 2 ? ::dlopen(arguments[1], RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE) : nullptr;
    if (library == nullptr) {
        return 1;
    }
    const auto entry = reinterpret_cast<wms_plugin_entry_fn>(::dlsym(library, WMS_ENTRY_SYMBOL));
    return entry != nullptr && entry()->struct_size != 0 ? 0 : 1;
}
