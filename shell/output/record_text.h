// A row as a block of `name = value` lines.
#ifndef APISQL_SHELL_OUTPUT_RECORD_TEXT_H_
#define APISQL_SHELL_OUTPUT_RECORD_TEXT_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "vtab/prepared/result.h"

namespace apisql {

class RecordText {
 public:
  // `width` is the terminal's: longer values go on below their own beginning. 0: never.
  // `attributes`: NULL is dim.
  RecordText(std::span<const ResultColumn> columns, size_t width, bool attributes);

  // Appends the line of the column at `index`; `value` is free of control characters.
  void Append(size_t index, std::string_view value, bool is_null, std::string* out) const;
  size_t columns() const { return names_.size(); }

 private:
  std::vector<std::string> names_;  // All of one width, with " = ".
  size_t indent_ = 0;
  size_t room_ = 0;  // For a value; 0: unlimited.
  bool attributes_;
};

}  // namespace apisql

#endif  // APISQL_SHELL_OUTPUT_RECORD_TEXT_H_
