# Writes the YAML documents below ROOT as C++ raw string literals into OUT.
#   cmake -DROOT=<absolute folder> -DOUT=<file.cc> -P embed_documents.cmake
# The names that documents declare are extracted here, so that the program knows them unparsed.
cmake_minimum_required(VERSION 3.25)

# Sets `result` to the text after "KEY:" at the start of a line, "" when there is none.
function(declared key body result)
  set(${result} "" PARENT_SCOPE)
  if(body MATCHES "(^|\n)${key}:[ \t]*['\"]?([a-z0-9_.]+)")
    set(${result} "${CMAKE_MATCH_2}" PARENT_SCOPE)
  endif()
endfunction()

# Sets `result` to the names in "aliases: [a, b]" at the start of a line, "a, b".
function(declared_aliases body result)
  set(${result} "" PARENT_SCOPE)
  if(body MATCHES "(^|\n)aliases:[ \t]*\\[([a-z0-9_., ]*)\\]")
    set(${result} "${CMAKE_MATCH_2}" PARENT_SCOPE)
  endif()
endfunction()

file(GLOB_RECURSE documents RELATIVE ${ROOT} ${ROOT}/*.yaml)
list(SORT documents)
set(entries "")
foreach(document IN LISTS documents)
  file(READ "${ROOT}/${document}" body)
  declared(provider "${body}" provider)
  declared(table "${body}" table)
  declared_aliases("${body}" aliases)
  if("${provider}${table}" STREQUAL "")
    message(FATAL_ERROR "${ROOT}/${document}: declares neither a provider nor a table")
  endif()
  # A delimiter that the document does not hold, so that no document can end its own literal.
  set(delimiter "doc")
  string(FIND "${body}" ")${delimiter}\"" found)
  while(NOT found EQUAL -1)
    string(APPEND delimiter "_")
    string(FIND "${body}" ")${delimiter}\"" found)
  endwhile()
  string(APPEND entries "    {\"${document}\", \"${provider}\", \"${table}\", \"${aliases}\",\n"
    "     R\"${delimiter}(${body})${delimiter}\"},\n")
endforeach()

file(WRITE "${OUT}" "// Made by cmake/embed_documents.cmake.
#include \"registry/source/embedded_documents.h\"

namespace apisql {

std::span<const EmbeddedDocument> EmbeddedDocuments() {
  static const EmbeddedDocument kDocuments[] = {
${entries}  };
  return kDocuments;
}

}  // namespace apisql
")
