// Redactor: knows the secrets of a run by value, and takes them out of texts that will be shown.
#ifndef APISQL_SRC_BASE_REDACTOR_H_
#define APISQL_SRC_BASE_REDACTOR_H_

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "src/base/status.h"

namespace apisql {

// A secret is found however it is written: as it is, with any of its characters escaped as JSON,
// URLs, HTML or headers do (see escapes.h), with '+' for a blank and a blank for '+', escaped up to
// three times over,
// and in Base64 of either alphabet with whatever stands around it. One of fewer than four
// characters would be found everywhere: it is hidden where it is a word of its own. So is the start
// of a secret, from four characters on, that a cut ("...") has left.
//
// There is one in each Client, which all that leaves the program passes:
//   - what servers answered, when it comes in and before anything is cut: bodies that are no rows,
//     and the headers that are shown;
//   - what becomes of a call: its error, and its entry in the log (apisql.requests, --trace);
//   - what becomes of a statement: its error, warnings and notes, and what it has done;
//   - errors that tables hand to SQLite, and what they write into its log;
//   - apisql.requests and apisql.mutations once more, by what has become known since.
// Rows are what was asked for, and pass as they are; so do the requests that EXPLAIN, dry_run and
// the question before a write show: they are made of the statement's own values.
//
// Holds secrets in plain text. Not thread-safe.
class Redactor {
 public:
  // Learns a secret. No effect when it is empty, or known.
  void Add(std::string_view secret);

  // `text` with "***" in place of each secret.
  std::string Redact(std::string text) const;
  // The same error with that in all its texts.
  Status Redact(Status status) const;

 private:
  struct Found;

  void FindIn(std::string_view text, Found* found) const;
  void FindInBase64(std::string_view text, Found* found) const;
  // Where the longest secret that starts at `at` ends; 0: none does.
  size_t EndOfSecretAt(std::string_view text, size_t at, bool short_ones_too) const;

  std::unordered_set<std::string> secrets_;
  // By their first byte.
  std::array<std::vector<const std::string*>, 256> starting_with_;
};

}  // namespace apisql

#endif  // APISQL_SRC_BASE_REDACTOR_H_
