# Writes the files of a folder as a source, so that the program has them wherever it is:
# cmake -DFOLDER=… -DPATTERNS=*.json,documents/*.json -DNAMESPACE=… -DHEADER=… -DOUTPUT=… -P built_in_texts.cmake
string(REPLACE "," ";" patterns "${PATTERNS}")
list(TRANSFORM patterns PREPEND "${FOLDER}/")
file(GLOB texts RELATIVE ${FOLDER} ${patterns})
list(SORT texts)
set(rows "")
foreach(text IN LISTS texts)
  file(READ ${FOLDER}/${text} content)
  string(APPEND rows "        {\"${text}\", R\"built_in(${content})built_in\"},\n")
endforeach()
file(WRITE ${OUTPUT} "// SPDX-License-Identifier: Apache-2.0
// Written by mock-host/built_in_texts.cmake.
#include \"${HEADER}\"

#include <map>

namespace ${NAMESPACE} {

std::string_view built_in_text(const std::string& name) {
    static const std::map<std::string, std::string_view> all = {
${rows}    };
    const auto found = all.find(name);
    return found == all.end() ? std::string_view() : found->second;
}

}  // namespace ${NAMESPACE}
")
