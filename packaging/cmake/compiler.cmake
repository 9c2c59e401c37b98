# How everything of ours is compiled. Third-party headers are system headers: their warnings are not ours.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 11)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 12)
  message(FATAL_ERROR "g++ ${CMAKE_CXX_COMPILER_VERSION} is too old: g++ 12 or newer is needed.\n"
                      "What to do: apt-get install g++ (Debian 12 has 12.2).")
endif()

find_program(CCACHE_PROGRAM ccache)
# A precompiled header names the folder that it was made in, so that nothing compiled with it is found again in another
# copy of the project; and to look for it takes as long as to compile it.
if(CCACHE_PROGRAM AND NOT SAGE_PRECOMPILE)
  # A source that is new to the cache is not preprocessed twice, which is a quarter of the time it takes.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_DEPEND=1 CCACHE_SLOPPINESS=pch_defines,time_macros
                                  ${CCACHE_PROGRAM})
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()

# The warnings every target of ours is built with; a third-party source file does without.
add_library(sage_warnings INTERFACE)
target_compile_options(
  sage_warnings
  INTERFACE -Wall -Wextra -Wshadow -Wconversion -Wsign-conversion -Wcast-qual -Werror
            $<$<COMPILE_LANGUAGE:CXX>:-Wnon-virtual-dtor>
            $<$<COMPILE_LANG_AND_ID:CXX,Clang>:-Wexit-time-destructors>)

option(SAGE_FUZZ "Build the fuzzers as libFuzzer programs: clang only, preset fuzz" OFF)
if(SAGE_FUZZ)
  # The compiler that ships decides about warnings; this one only looks for what breaks.
  target_compile_options(sage_warnings INTERFACE -w)
endif()

# Two warnings that g++ 12 gets wrong in optimised builds: it takes the length of a short string for
# unbounded and sees an overlap (GCC bug 105651), and it follows destructors of std::optional into a value
# that is not there (GCC bug 80635). clang-tidy and the sanitizers look for what they are about.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(sage_warnings INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-Wno-restrict -Wno-maybe-uninitialized>)
endif()

add_compile_options(-fstack-protector-strong)
if(CMAKE_BUILD_TYPE MATCHES "Release|RelWithDebInfo" AND NOT SAGE_SANITIZE)
  add_compile_definitions(_FORTIFY_SOURCE=2)
endif()

# Test files are compiled without optimisation: they drive the code and are not what is measured or
# shipped, and the optimiser costs more than half of their compile time.
add_library(sage_test_code INTERFACE)
target_compile_options(sage_test_code INTERFACE -O0 -U_FORTIFY_SOURCE)

# A host refuses a plugin that others than its owner may change, or whose folder they may: neither is
# left to the umask of whoever builds.
function(sage_only_owner_writes target folder)
  add_custom_command(TARGET ${target} POST_BUILD COMMAND chmod go-w $<TARGET_FILE:${target}> ${folder} VERBATIM)
endfunction()
set(SAGE_OWNER_WRITES OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)

set(SAGE_SANITIZE "" CACHE STRING "Sanitizers to build with: address+undefined, thread or what the preset fuzz says")
if(SAGE_SANITIZE)
  # With a plus sign, because a comma ends an argument of a generator expression.
  string(REPLACE "+" "," sanitizers "${SAGE_SANITIZE}")
  add_compile_options(-fsanitize=${sanitizers} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${sanitizers})
endif()

# Everything that is linked: tables that cannot be written once the program runs, no executable stack.
add_link_options(-Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack)

find_program(MOLD_PROGRAM mold)
if(MOLD_PROGRAM)
  add_link_options(-fuse-ld=mold)
endif()
