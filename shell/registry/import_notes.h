// What people are told of an import of somebody's documents.
#ifndef APISQL_SHELL_REGISTRY_IMPORT_NOTES_H_
#define APISQL_SHELL_REGISTRY_IMPORT_NOTES_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "registry/stackql/import_note.h"
#include "shell/output/output.h"

namespace apisql {

// "FILE:LINE: NAME: WORD reason", one a line; those of a file in their order.
void WriteImportNotes(const std::vector<ImportNote>& notes, std::string_view word, Output& out);

// How often each reason stands there, the most frequent first: names differ from method to method.
void WriteReasonCounts(const std::vector<ImportNote>& notes, std::string_view title, Output& out);

// "1 table", "2 tables".
std::string CountText(size_t number, const std::string& what);

}  // namespace apisql

#endif  // APISQL_SHELL_REGISTRY_IMPORT_NOTES_H_
