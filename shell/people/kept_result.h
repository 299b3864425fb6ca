// KeptResult: the last result, so that .last can show it again in another way.
#ifndef APISQL_SHELL_PEOPLE_KEPT_RESULT_H_
#define APISQL_SHELL_PEOPLE_KEPT_RESULT_H_

#include <cstddef>
#include <span>
#include <string>

#include "src/base/status.h"
#include "vtab/prepared/result_table.h"

namespace apisql {

class KeptResult {
 public:
  static constexpr size_t kMostRows = 10'000;
  static constexpr size_t kMostBytes = size_t{16} << 20;

  // A result begins: what was kept is forgotten.
  void Begin(std::span<const ResultColumn> columns);
  // Keeps a copy, as long as the bounds hold.
  void Add(std::span<const Value> values);
  // From here on there is none, and Replay() says why: "the last statement failed".
  void Forget(std::string why);

  // Shows it. kNotFound: there is none.
  Status Replay(RowSink& sink) const;
  size_t rows() const { return table_.rows.size(); }
  // False where the result had more rows than were kept.
  bool whole() const { return whole_; }

 private:
  ResultTable table_;
  size_t bytes_ = 0;
  bool whole_ = true;
  std::string why_not_ = "no statement has given a result yet";
};

// Takes rows to `sink`, and copies of them to `kept`. Both must outlive it.
class KeepingSink final : public RowSink {
 public:
  KeepingSink(RowSink& sink, KeptResult& kept) : sink_(sink), kept_(kept) {}
  Status Begin(std::span<const ResultColumn> columns) override;
  Status Row(std::span<const Value> values) override;
  Status End() override { return sink_.End(); }

 private:
  RowSink& sink_;
  KeptResult& kept_;
};

// True where `statement` may give what its server shows but once, such as the secret of a new key:
// it has RETURNING, or is EXEC. Nothing of its result is kept.
bool ShowsOnce(std::string_view statement);

}  // namespace apisql

#endif  // APISQL_SHELL_PEOPLE_KEPT_RESULT_H_
