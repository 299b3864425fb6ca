// SqlEditor: writes a statement anew from pieces of it, and keeps the places of what was typed.
#ifndef APISQL_VTAB_SQL_SQL_EDITOR_H_
#define APISQL_VTAB_SQL_SQL_EDITOR_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "vtab/sql/sql_text.h"

namespace apisql {

// Offsets are those of the text that is edited. `sql` must outlive it.
class SqlEditor {
 public:
  explicit SqlEditor(const SqlText& sql) : sql_(sql) {}

  // Keeps the text up to `offset`, as far as it has neither been kept nor skipped.
  void KeepUntil(size_t offset) {
    Copy(next_, offset);
    next_ = offset;
  }
  void SkipUntil(size_t offset) { next_ = offset; }
  // Text from elsewhere in the statement.
  void Copy(size_t begin, size_t end) {
    places_.AddSlice(sql_.places, begin, end, text_.size());
    text_.append(sql_.text, begin, end - begin);
  }
  // New text, all of which stands for what is at `offset`.
  void Write(std::string_view text, size_t offset) {
    places_.AddReplacement(text_.size(), sql_.places.ToOriginal(offset));
    text_ += text;
  }

  // Keeps the rest. Ends its use.
  SqlText Finish() {
    // Errors may be about the end of the text.
    places_.AddSlice(sql_.places, next_, sql_.text.size() + 1, text_.size());
    text_.append(sql_.text, next_);
    return {sql_.typed, std::move(text_), std::move(places_), sql_.tables};
  }

 private:
  const SqlText& sql_;
  std::string text_;
  OffsetMap places_;
  size_t next_ = 0;
};

}  // namespace apisql

#endif  // APISQL_VTAB_SQL_SQL_EDITOR_H_
