// OutputFile: results on their way into a file, which is there under its name when they are whole.
#ifndef APISQL_SHELL_FILES_OUTPUT_FILE_H_
#define APISQL_SHELL_FILES_OUTPUT_FILE_H_

#include <memory>
#include <string>

#include "shell/output/output.h"
#include "shell/output/renderer.h"
#include "src/base/status.h"

namespace apisql {

// Writes to FILE.part, which gets the name FILE in Finish() and not before; without that, FILE is
// as it was. What is no regular file, such as a pipe or /dev/null, is written to as it is.
class OutputFile {
 public:
  // An error says why the file cannot be written.
  static StatusOr<std::unique_ptr<OutputFile>> Open(const std::string& file);
  // Removes what was not finished.
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  Output& out() { return *out_; }
  const std::string& name() const { return name_; }

  // From here on everything belongs to one result, until TakeBack() removes what there is of it.
  void BeginResult();
  void TakeBack();

  // Writes the rest and gives the file its name. Once.
  Status Finish();

 private:
  OutputFile(std::string name, std::string target, std::string part, int descriptor);

  std::string name_;    // As the user wrote it.
  std::string target_;  // The same behind links.
  std::string part_;    // Empty: it is written to as it is.
  int descriptor_;
  std::unique_ptr<Output> out_;
  int64_t result_begin_ = 0;
};

// The format that the ending of a file's name stands for; null where it tells nothing.
const Format* FormatOfFile(std::string_view file);

}  // namespace apisql

#endif  // APISQL_SHELL_FILES_OUTPUT_FILE_H_
