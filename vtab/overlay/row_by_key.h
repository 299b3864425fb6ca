// RowByKey: reads a row of an API by what is known of it, where SQLite has asked for no scan: a row
// that only its key is known of, and the rows of parents that a write needs a value of.
#ifndef APISQL_VTAB_OVERLAY_ROW_BY_KEY_H_
#define APISQL_VTAB_OVERLAY_ROW_BY_KEY_H_

#include <memory>
#include <utility>

#include "registry/model/resource.h"
#include "registry/request/write_builder.h"
#include "src/base/status.h"
#include "vtab/connection/connection.h"
#include "vtab/rows/row_image.h"
#include "vtab/rows/row_source.h"
#include "vtab/sqlite.h"

namespace apisql {

// `db` and `connection` must outlive it.
class RowByKey {
 public:
  RowByKey(sqlite3* db, Connection& connection, std::shared_ptr<const Resource> resource)
      : db_(db), connection_(connection), resource_(std::move(resource)) {}

  // The scan that reads the row as the API has it; null where no method reads the table. Its
  // requests are those of the statement of `place`, which the scan must not outlive.
  StatusOr<std::unique_ptr<RowSource>> Open(const StatementPlace& place,
                                            const RowImage& image) const;
  // Makes known what is not of a row that was named by its key, as the transaction has it, or that
  // there is no such row. An error for a row that is told by inputs: it is never read.
  Status Read(RowImage* image) const;
  // Makes known what the method takes from rows of parents; see ParentValues.
  Status FillFromParents(const Method& method, KnownRow* known) const;

 private:
  sqlite3* db_;
  Connection& connection_;
  std::shared_ptr<const Resource> resource_;
};

}  // namespace apisql

#endif  // APISQL_VTAB_OVERLAY_ROW_BY_KEY_H_
