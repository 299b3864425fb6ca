#include "shell/check.h"

#include "registry/catalog.h"
#include "shell/display.h"

namespace apisql {

ExitCode CheckFiles(std::span<const std::string> files, Output& out) {
  size_t faults = 0;
  for (const std::string& file : files) {
    for (const std::string& fault : CheckDocument(file)) {
      out.Write(Visible(fault) + "\n");
      ++faults;
    }
  }
  if (faults > 0) return ExitCode::kFailed;
  out.Write(std::to_string(files.size()) +
            (files.size() == 1 ? " document, no faults\n" : " documents, no faults\n"));
  return ExitCode::kDone;
}

}  // namespace apisql
