// What every output format has to show, and what it prints of it.
#ifndef APISQL_TESTS_FORMATS_FORMAT_CASES_H_
#define APISQL_TESTS_FORMATS_FORMAT_CASES_H_

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shell/output/renderer.h"
#include "src/http/transport/transport.h"
#include "vtab/session/session.h"

namespace apisql {

struct FormatCase {
  std::string name;
  std::string sql;
  // A reader of the format gets the same values, as far as the format can hold them.
  bool reads_back = true;
};
std::span<const FormatCase> FormatCases();

struct Printed {
  std::string out;
  std::string errors;
};

// A session with the tables of the cases. It sends nothing.
class FormatSession {
 public:
  FormatSession();

  Session& session() { return *session_; }
  // As a script prints it into a file or, where `width` is not 0, on a terminal.
  Printed Print(const std::string& sql, const Format& format, size_t width = 0);
  // Runs statements that give no rows.
  void Run(const std::string& sql);

 private:
  std::unique_ptr<Transport> transport_;
  std::unique_ptr<Session> session_;
};

}  // namespace apisql

#endif  // APISQL_TESTS_FORMATS_FORMAT_CASES_H_
