// RowWriter: a row from xUpdate to a staged mutation.
#ifndef APISQL_VTAB_TABLE_ROW_WRITER_H_
#define APISQL_VTAB_TABLE_ROW_WRITER_H_

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "registry/model/resource.h"
#include "registry/request/write_builder.h"
#include "src/base/status.h"
#include "vtab/connection/connection.h"
#include "vtab/overlay/row_by_key.h"
#include "vtab/rows/row_image.h"
#include "vtab/sqlite.h"

namespace apisql {

// Lives for one call of xUpdate. All arguments must outlive it.
class RowWriter {
 public:
  // `statement` is the number of the statement that writes.
  RowWriter(Connection& connection, std::shared_ptr<const Resource> resource, int64_t statement,
            const RowByKey& rows)
      : connection_(connection),
        resource_(std::move(resource)),
        statement_(statement),
        rows_(rows) {}

  // `values` has one value per column of the resource.
  Status Insert(std::span<sqlite3_value*> values);
  // A row that has the values already counts, and nothing is sent for it. One whose INSERT is still
  // staged changes what that will send. An object of which only members can be changed changes
  // those; see member_changes.h.
  Status Update(int64_t row_id, std::span<sqlite3_value*> values);
  // A row whose INSERT is still staged is not made at all.
  Status Delete(int64_t row_id);

 private:
  StatusOr<RowImage> ImageOf(int64_t row_id) const;
  StatusOr<std::vector<ColumnChange>> ChangesOf(const RowImage& image,
                                                std::span<sqlite3_value*> values) const;
  Status SpreadObjects(std::span<sqlite3_value*> values, RowImage* image,
                       std::vector<ColumnChange>* changes);
  StatusOr<std::vector<ColumnChange>> MembersOf(const ColumnChange& object, RowImage* image);
  // Where the request for a row goes, of which these columns are known.
  StatusOr<std::shared_ptr<const Endpoint>> EndpointOf(const Method& method,
                                                       const KnownRow& row) const;
  StatusOr<KnownRow> KnownOf(const Method& method, const RowImage& image) const;
  Status AddParentValues(const Method& method, std::vector<ColumnChange>* given) const;
  Status ReadOwnRow(const Method& method, RowImage* image) const;
  Status CheckNamed(const Method& method, const RowImage& image) const;
  Status CheckIfMatch(const Method& method, const RowImage& image) const;
  void LearnSecrets(std::span<const ColumnChange> changes);
  Status UpdateInserted(RowImage image, std::span<const ColumnChange> changes);
  Status Stage(Mutation mutation, const Method& method, Request request);
  void WarnOfUnknownValues(std::span<const ColumnChange> changes);

  Connection& connection_;
  std::shared_ptr<const Resource> resource_;
  int64_t statement_;
  const RowByKey& rows_;  // For what is not known of the row to write.
};

}  // namespace apisql

#endif  // APISQL_VTAB_TABLE_ROW_WRITER_H_
