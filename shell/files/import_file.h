// ImportFile: the rows of a file into a table of the workspace.
#ifndef APISQL_SHELL_FILES_IMPORT_FILE_H_
#define APISQL_SHELL_FILES_IMPORT_FILE_H_

#include <cstdint>
#include <string>

#include "src/base/status.h"
#include "vtab/session/session.h"

namespace apisql {

struct ImportRequest {
  std::string file;
  std::string table;   // Its name without quotes; "temp." and "main." may stand before it.
  std::string format;  // csv, tsv, json or ndjson; empty: by the file's name.
};

struct ImportedFile {
  int64_t rows = 0;
  bool is_new = false;  // The table was made for them.
};

// All rows or none. Where there is no such table it is made, with the file's columns and the types
// that hold their values; else the file's columns go to those of their names. An API table is an
// error that names the statement to write instead.
StatusOr<ImportedFile> ImportFile(Session& session, const ImportRequest& request);

}  // namespace apisql

#endif  // APISQL_SHELL_FILES_IMPORT_FILE_H_
