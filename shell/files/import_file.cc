#include "shell/files/import_file.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "registry/source/catalog.h"
#include "src/base/text.h"
#include "vtab/files/table_file.h"
#include "vtab/sql/tokens.h"

namespace apisql {
namespace {

class NoRows final : public RowSink {
 public:
  Status Begin(std::span<const ResultColumn>) override { return OkStatus(); }
  Status Row(std::span<const Value>) override { return OkStatus(); }
  Status End() override { return OkStatus(); }
};

StatusOr<StatementSummary> RunOne(Session& session, const std::string& sql) {
  NoRows sink;
  std::string_view rest = sql;
  return session.RunNext(&rest, sink);
}

StatusOr<std::string> ReadCall(const ImportRequest& request) {
  const std::string file = "(" + QuoteText(request.file) + ")";
  const std::string format = AsciiLower(request.format);
  if (format == "csv") return "read_csv" + file;
  if (format == "tsv") return "read_tsv" + file;
  if (format == "json" || format == "ndjson") return "read_json" + file;
  if (!format.empty()) {
    return Status(StatusCode::kInvalidArgument,
                  "cannot read the format " + request.format + ", only csv, tsv, json and ndjson");
  }
  const std::optional<FileFormat> known = FileFormatOf(request.file);
  if (!known) {
    return Status(StatusCode::kInvalidArgument,
                  "the name " + request.file +
                      " does not tell what the file is; --format csv, tsv, json or ndjson does");
  }
  return (*known == FileFormat::kJson ? "read_json" : "read_csv") + file;
}

// temp.keys as "temp"."keys".
std::string QualifiedName(const std::string& table) {
  for (const std::string_view schema : {"temp.", "main."}) {
    if (!AsciiLower(table).starts_with(schema)) continue;
    return std::string(schema) + QuoteName(table.substr(schema.size()));
  }
  return QuoteName(table);
}

Status CheckTarget(Session& session, const std::string& table, const std::string& call) {
  if (!session.catalog().Has(table)) return OkStatus();
  return {StatusCode::kInvalidArgument,
          table + " is an API table; its rows are written by INSERT INTO " + table +
              " (...) SELECT ... FROM " + call};
}

bool IsThere(Session& session, const std::string& table) {
  std::vector<std::string> names = session.TablesFrom(table);
  std::ranges::move(session.TablesFrom(table.substr(table.rfind('.') + 1)),
                    std::back_inserter(names));
  return std::ranges::any_of(names, [&](const std::string& name) {
    return EqualsIgnoreCase(name, table) || EqualsIgnoreCase("main." + name, table) ||
           EqualsIgnoreCase("temp." + name, table);
  });
}

struct FileShape {
  std::string names;         // "id", "name"
  std::string declarations;  // "id" INTEGER, "name" TEXT
};

StatusOr<FileShape> ShapeOf(Session& session, const std::string& call) {
  ASSIGN_OR_RETURN(const std::unique_ptr<Prepared> prepared,
                   session.Prepare("SELECT * FROM " + call));
  FileShape shape;
  for (const ResultColumn& column : prepared->columns()) {
    const std::string_view comma = shape.names.empty() ? "" : ", ";
    shape.names += std::string(comma) + QuoteName(column.name);
    shape.declarations += std::string(comma) + QuoteName(column.name) + " " + column.declared_type;
  }
  return shape;
}

// SQLite plans joins by what ANALYZE has counted.
StatusOr<int64_t> FillTable(Session& session, const std::string& table, const std::string& call,
                            bool is_new) {
  ASSIGN_OR_RETURN(const FileShape shape, ShapeOf(session, call));
  if (is_new) {
    RETURN_IF_ERROR(
        RunOne(session, "CREATE TABLE " + table + " (" + shape.declarations + ")").status());
  }
  ASSIGN_OR_RETURN(const StatementSummary inserted,
                   RunOne(session, "INSERT INTO " + table + " (" + shape.names + ") SELECT " +
                                       shape.names + " FROM " + call));
  RETURN_IF_ERROR(RunOne(session, "ANALYZE " + table).status());
  return inserted.changes;
}

}  // namespace

StatusOr<ImportedFile> ImportFile(Session& session, const ImportRequest& request) {
  ASSIGN_OR_RETURN(const std::string call, ReadCall(request));
  RETURN_IF_ERROR(CheckTarget(session, request.table, call));
  const std::string table = QualifiedName(request.table);
  const bool is_new = !IsThere(session, request.table);
  RETURN_IF_ERROR(RunOne(session, "SAVEPOINT \"apisql import\"").status());
  StatusOr<int64_t> rows = FillTable(session, table, call, is_new);
  // An interrupted INSERT has taken the whole transaction with it: then there is nothing to undo,
  // and what is told is the interruption.
  const Status undone =
      rows.ok() ? OkStatus() : RunOne(session, "ROLLBACK TO \"apisql import\"").status();
  const Status released = RunOne(session, "RELEASE \"apisql import\"").status();
  // The places in it are those of statements that nobody typed.
  if (!rows.ok()) return Status(rows.status().code(), std::string(rows.status().message()));
  RETURN_IF_ERROR(undone);
  RETURN_IF_ERROR(released);
  return ImportedFile{*rows, is_new};
}

}  // namespace apisql
