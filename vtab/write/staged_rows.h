// StagedRows: the rows of one table as an open transaction has them, where it has written them.
#ifndef APISQL_VTAB_WRITE_STAGED_ROWS_H_
#define APISQL_VTAB_WRITE_STAGED_ROWS_H_

#include <cstddef>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "registry/request/write_builder.h"
#include "vtab/rows/row_image.h"
#include "vtab/write/mutation.h"

namespace apisql {

struct StagedRow {
  enum class Kind { kInserted, kUpdated, kDeleted };
  Kind kind = Kind::kUpdated;
  RowImage image;  // As the transaction has it.
  // What UPDATEs have changed, the last of a column last: to be laid over the row as it is read.
  std::vector<ColumnChange> changes;

  // Every column is known.
  bool IsWhole() const;
};

// A snapshot: what is staged later does not show in it. In the order in which rows were first
// staged, one row a key.
class StagedRows {
 public:
  StagedRows() = default;
  // Of those of `mutations` that belong to `resource` and wait to be sent.
  StagedRows(const Resource& resource, std::span<const Mutation> mutations);

  const std::vector<StagedRow>& rows() const { return rows_; }
  // One that was named by the inputs of its method, so that no row of an answer can be told for it;
  // null: none was.
  const StagedRow* ByInputs() const;
  // By RowImage::KeyText(); null where nothing is staged for it.
  const StagedRow* Find(const std::string& key) const;
  // Those whose `column` is `text`, and those of which it is not known or no text, in their order.
  std::vector<const StagedRow*> OfText(size_t column, const std::string& text) const;

 private:
  struct TextIndex {
    std::unordered_map<std::string, std::vector<size_t>> by_text;
    std::vector<size_t> others;
  };

  const TextIndex& IndexOf(size_t column) const;
  StagedRow& RowOf(const Mutation& mutation);

  std::vector<StagedRow> rows_;
  std::unordered_map<std::string, size_t> by_key_;
  std::unordered_map<int64_t, size_t> by_insert_;
  mutable std::unordered_map<size_t, TextIndex> by_text_;  // By column, made when first asked for.
};

}  // namespace apisql

#endif  // APISQL_VTAB_WRITE_STAGED_ROWS_H_
