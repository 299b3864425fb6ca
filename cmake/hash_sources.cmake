# Writes registry/pack/importer_version.h's function into OUT: a hash of all sources below
# ROOT/registry and ROOT/src, on which an import stands.
#   cmake -DROOT=<absolute folder> -DOUT=<file.cc> -P hash_sources.cmake
cmake_minimum_required(VERSION 3.25)

file(GLOB_RECURSE sources RELATIVE ${ROOT} ${ROOT}/registry/*.cc ${ROOT}/registry/*.h
  ${ROOT}/src/*.cc ${ROOT}/src/*.h)
list(SORT sources)
set(hashes "")
foreach(source IN LISTS sources)
  file(SHA256 "${ROOT}/${source}" hash)
  string(APPEND hashes "${source} ${hash}\n")
endforeach()
string(SHA256 hash "${hashes}")

file(WRITE "${OUT}" "// Made by cmake/hash_sources.cmake.
#include \"registry/pack/importer_version.h\"

namespace apisql {

std::string_view ImporterVersion() { return \"${hash}\"; }

}  // namespace apisql
")
