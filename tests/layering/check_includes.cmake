# Fails for each #include that points up, or that names a library's header outside of its one place.
# Link lines cannot show this: all headers share one root.
#   cmake -DROOT=tree -P check_includes.cmake
cmake_minimum_required(VERSION 3.25)

# Folder -> what it may include beside itself. An entry covers the folders below it too.
set(floor_src/base "")
set(floor_src/json src/base)
set(floor_src/http src/base)
set(floor_src/auth src/base src/json src/http)
set(floor_src/paging src/base src/json src/http)
set(floor_src/rows src/base src/json)
set(floor_registry src)
set(floor_vtab/plan registry src)
set(floor_vtab/scan vtab/plan registry src)
set(floor_vtab/table vtab/scan vtab/plan vtab/sqlite.h registry src)
set(floor_vtab/session vtab/table vtab/scan vtab/plan vtab/sqlite.h registry src)
set(floor_vtab vtab registry src)  # Only sqlite.h and the extension's entry stand right in it.
set(floor_sandbox src/base)
set(floor_shell sandbox vtab registry src)

# Library header -> the files that may include it.
set(libraries curl/ sqlite3 nlohmann/ simdjson yaml-cpp/ httplib CLI/ histedit utf8proc)
set(home_curl/ "^src/http/curl_transport\\.cc$")
set(home_sqlite3 "^vtab/sqlite\\.h$")
set(home_nlohmann/ "^(src/json|src/rows|sandbox)/[a-z_]+\\.cc$")
set(home_simdjson "^src/rows/[a-z_]+\\.cc$")
set(home_yaml-cpp/ "^registry/[a-z_]+\\.cc$")
set(home_httplib "^sandbox/[a-z_]+\\.cc$")
set(home_CLI/ "^shell/[a-z_]+\\.cc$")
set(home_histedit "^shell/[a-z_]+\\.cc$")
set(home_utf8proc "^shell/[a-z_]+\\.(cc|h)$")
set(only_once CLI/ histedit)  # One file, whichever it is.

file(GLOB_RECURSE files RELATIVE ${ROOT} ${ROOT}/src/*.h ${ROOT}/src/*.cc ${ROOT}/registry/*.h
  ${ROOT}/registry/*.cc ${ROOT}/vtab/*.h ${ROOT}/vtab/*.cc ${ROOT}/sandbox/*.h
  ${ROOT}/sandbox/*.cc ${ROOT}/shell/*.h ${ROOT}/shell/*.cc)
if(NOT files)
  message(SEND_ERROR "no sources below ${ROOT}")
endif()

foreach(file IN LISTS files)
  cmake_path(GET file PARENT_PATH folder)
  if(NOT DEFINED floor_${folder})
    message(SEND_ERROR "${file}: its folder has no floor in check_includes.cmake")
    continue()
  endif()
  file(STRINGS ${ROOT}/${file} lines REGEX "^[ \t]*#[ \t]*include")
  foreach(line IN LISTS lines)
    if(line MATCHES "\"([^\"]+)\"")
      set(header ${CMAKE_MATCH_1})
      set(allowed FALSE)
      foreach(floor IN LISTS floor_${folder} ITEMS ${folder})
        string(FIND "${header}/" "${floor}/" at)
        if(at EQUAL 0)
          set(allowed TRUE)
        endif()
      endforeach()
      if(NOT allowed)
        message(SEND_ERROR "${file} must not include ${header}: ${folder} may use only itself, "
          "${floor_${folder}}")
      endif()
    elseif(line MATCHES "<([^>]+)>")
      set(header ${CMAKE_MATCH_1})
      foreach(library IN LISTS libraries)
        string(FIND "${header}" "${library}" at)
        if(at EQUAL 0 AND NOT file MATCHES "${home_${library}}")
          message(SEND_ERROR "${file} must not include <${header}>: its place is "
            "${home_${library}}")
        elseif(at EQUAL 0)
          list(APPEND users_${library} ${file})
        endif()
      endforeach()
    endif()
  endforeach()
endforeach()

foreach(library IN LISTS only_once)
  list(REMOVE_DUPLICATES users_${library})
  list(LENGTH users_${library} count)
  if(count GREATER 1)
    message(SEND_ERROR "only one file may include <${library}...>: ${users_${library}}")
  endif()
endforeach()
