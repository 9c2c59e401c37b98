# sage_add_edition(NAME intacct [ODBC]): builds the edition in the current folder. ODBC: its entry.cpp opens
# databases (sage-adapter/transport/odbc.h).
#   sage_<name>            the plugin: one shared library that exports one symbol, its manifest beside it
#   <name>_edition         the edition's pure code, for tests and benchmarks
#   <name>_parts           instead of both, as long as there is no entry.cpp: what there is of an edition
#   <name>_simulator       this Sage, simulated; never part of the plugin
function(sage_add_simulator name simulator_sources)
  if(simulator_sources)
    add_library(${name}_simulator STATIC ${simulator_sources})
    target_include_directories(${name}_simulator PUBLIC ${CMAKE_SOURCE_DIR})
    target_link_libraries(${name}_simulator PRIVATE sage_simulated sage_base sage_document sage_transport sage_warnings sage_json fmt::fmt)
    set_property(GLOBAL APPEND PROPERTY SAGE_SIMULATORS ${name})
  endif()
endfunction()

# Stops unless the manifest has the setting with the text that all editions share. An edition that finds no items
# in its Sage has no setting that says how, instead of one without effect.
function(sage_check_common_setting manifest setting shared shared_file)
  string(JSON own ERROR_VARIABLE none GET "${manifest}" config_schema properties ${setting})
  if(none AND setting MATCHES "^(itemMatching|unitConversion)$")
    return()
  endif()
  set(same OFF)
  if(NOT none)
    string(JSON same EQUAL "${own}" "${shared}")
  endif()
  if(NOT same)
    message(FATAL_ERROR "${CMAKE_CURRENT_SOURCE_DIR}/manifest.json: /config_schema/properties/${setting} is not the"
                        " text of ${shared_file}.\nWhat to do: copy that text there.")
  endif()
endfunction()

function(sage_add_edition)
  cmake_parse_arguments(EDITION "ODBC" "NAME" "" ${ARGN})
  set(name ${EDITION_NAME})
  file(GLOB sources CONFIGURE_DEPENDS *.cpp)
  set(simulator_sources ${sources})
  list(FILTER simulator_sources INCLUDE REGEX "/simulator[^/]*\\.cpp$")
  list(FILTER sources EXCLUDE REGEX "/(simulator[^/]*|entry|[^/]*_test)\\.cpp$")

  if(NOT sources)
    sage_add_simulator(${name} "${simulator_sources}")
    return()
  endif()
  set(library ${name}_edition)
  if(NOT EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/entry.cpp)
    set(library ${name}_parts)
  endif()
  add_library(${library} STATIC ${sources})
  target_include_directories(${library} PUBLIC ${CMAKE_SOURCE_DIR} PRIVATE ${CMAKE_CURRENT_BINARY_DIR})
  target_link_libraries(${library} PUBLIC sage_edition PRIVATE sage_warnings sage_json fmt::fmt)
  sage_add_simulator(${name} "${simulator_sources}")
  if(NOT EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/entry.cpp)
    return()
  endif()
  file(READ ${CMAKE_CURRENT_SOURCE_DIR}/manifest.json manifest)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/manifest.json)
  # Settings that are the same for every edition, word for word.
  foreach(common "environment=bridge/environment.json" "outbox=bridge/outbox_settings.json" "schedule=bridge/schedule_settings.json"
          "stockDrift=bridge/stock_drift_settings.json"
          "texts=mapping/text_rules.json" "fieldLimits=mapping/field_limits.json"
          "customerMatching=mapping/customer_matching.json" "itemMatching=mapping/item_matching.json"
          "unitConversion=mapping/unit_conversion.json" "kits=mapping/kits.json"
          "dimensions=mapping/dimension_rules.json" "dates=mapping/date_rules.json"
          "partialDespatch=mapping/partial_despatch.json" "shadow=mapping/shadow_rules.json")
    string(REPLACE "=" ";" common "${common}")
    list(GET common 0 setting)
    list(GET common 1 shared_file)
    set(shared_file ${CMAKE_SOURCE_DIR}/sage-adapter/${shared_file})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${shared_file})
    file(READ ${shared_file} shared)
    sage_check_common_setting("${manifest}" ${setting} "${shared}" ${shared_file})
  endforeach()
  # Files whose members are settings, each of them the same.
  foreach(shared_file mapping/tax_settings.json mapping/totals_settings.json)
    set(shared_file ${CMAKE_SOURCE_DIR}/sage-adapter/${shared_file})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${shared_file})
    file(READ ${shared_file} shared)
    string(JSON last LENGTH "${shared}")
    math(EXPR last "${last} - 1")
    foreach(index RANGE ${last})
      string(JSON setting MEMBER "${shared}" ${index})
      string(JSON text GET "${shared}" ${setting})
      sage_check_common_setting("${manifest}" ${setting} "${text}" ${shared_file})
    endforeach()
  endforeach()
  string(JSON plugin_id GET "${manifest}" id)
  string(JSON plugin_version GET "${manifest}" version)
  file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/manifest.inc @ONLY CONTENT
"constexpr char plugin_id[] = \"@plugin_id@\";
constexpr char plugin_version[] = \"@plugin_version@\";
constexpr char plugin_manifest[] = R\"manifest(@manifest@)manifest\";
")

  add_library(sage_${name} MODULE entry.cpp)
  target_include_directories(sage_${name} PRIVATE ${CMAKE_CURRENT_BINARY_DIR})
  target_link_libraries(sage_${name} PRIVATE ${name}_edition sage_bridge sage_warnings)
  if(EDITION_ODBC)
    target_link_libraries(sage_${name} PRIVATE sage_odbc)
  endif()
  set_target_properties(sage_${name} PROPERTIES PREFIX "" LIBRARY_OUTPUT_DIRECTORY ${SAGE_PLUGIN_DIRECTORY})
  target_link_options(
    sage_${name} PRIVATE -Wl,--version-script=${CMAKE_SOURCE_DIR}/plugins/exports.map -Wl,--exclude-libs,ALL
    -Wl,-z,now -Wl,-z,relro -Wl,-z,nodelete $<$<NOT:$<BOOL:${SAGE_SANITIZE}>>:-Wl,-z,defs>)
  file(MAKE_DIRECTORY ${SAGE_PLUGIN_DIRECTORY})
  configure_file(${CMAKE_CURRENT_SOURCE_DIR}/manifest.json ${SAGE_PLUGIN_DIRECTORY}/sage_${name}.json
                 FILE_PERMISSIONS ${SAGE_OWNER_WRITES} COPYONLY)
  sage_only_owner_writes(sage_${name} ${SAGE_PLUGIN_DIRECTORY})
  # A package of its own (packaging/CMakeLists.txt).
  set_property(GLOBAL APPEND PROPERTY SAGE_EDITIONS ${name})
  set(component sage_${name})
  install(TARGETS sage_${name} LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}/wms-plugins COMPONENT ${component})
  install(FILES ${CMAKE_CURRENT_SOURCE_DIR}/manifest.json DESTINATION ${CMAKE_INSTALL_LIBDIR}/wms-plugins
          RENAME sage_${name}.json COMPONENT ${component})
  # What this Sage can and cannot do, for people and for `mock-host scenario`.
  set(pages ${CMAKE_INSTALL_DATADIR}/doc/sage-connector/editions)
  configure_file(${CMAKE_CURRENT_SOURCE_DIR}/README.md ${CMAKE_BINARY_DIR}/${pages}/${name}.md COPYONLY)
  install(FILES ${CMAKE_CURRENT_SOURCE_DIR}/README.md DESTINATION ${pages} RENAME ${name}.md COMPONENT ${component})
endfunction()
