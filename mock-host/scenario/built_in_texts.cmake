# Writes the texts that scenarios need as a source: cmake -DFOLDER=… -DOUTPUT=… -P built_in_texts.cmake
file(GLOB texts RELATIVE ${FOLDER} ${FOLDER}/*.json ${FOLDER}/documents/*.json)
list(SORT texts)
set(rows "")
foreach(text IN LISTS texts)
  file(READ ${FOLDER}/${text} content)
  string(APPEND rows "        {\"${text}\", R\"built_in(${content})built_in\"},\n")
endforeach()
file(WRITE ${OUTPUT} "// SPDX-License-Identifier: Apache-2.0
// Written by mock-host/scenario/built_in_texts.cmake.
#include \"mock-host/scenario/texts.h\"

#include <map>

namespace wms::scenarios {

std::string_view built_in_text(const std::string& name) {
    static const std::map<std::string, std::string_view> all = {
${rows}    };
    const auto found = all.find(name);
    return found == all.end() ? std::string_view() : found->second;
}

}  // namespace wms::scenarios
")
