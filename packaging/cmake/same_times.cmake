# Runs before a package is written: every file in it gets the time of the sources, not that of the build.
#   SOURCE_DATE_EPOCH   seconds since 1970; unless set, the last commit's; without git, the start of 2026
if(NOT DEFINED ENV{SOURCE_DATE_EPOCH})
  execute_process(COMMAND git -C ${CMAKE_CURRENT_LIST_DIR} log -1 --format=%ct OUTPUT_VARIABLE seconds
                  OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  if(NOT seconds)
    set(seconds 1767225600)
  endif()
  set(ENV{SOURCE_DATE_EPOCH} ${seconds})
endif()
execute_process(COMMAND find ${CPACK_TEMPORARY_DIRECTORY} -exec touch --no-dereference --date=@$ENV{SOURCE_DATE_EPOCH} {} +
                COMMAND_ERROR_IS_FATAL ANY)
