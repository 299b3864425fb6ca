// ViewShape: what SQLite says of the columns of a document's view, as it would of those of a
// CREATE VIEW: their names, affinities and collations.
//
// It is learnt in a database in memory that has the view's tables, all of them empty, so nothing is
// asked of an API and nothing is written to the host's database. There
// CREATE TABLE shape AS SELECT * FROM (view) tells the affinities, and a comparison with the column
// of a table of ours tells the collation (https://sqlite.org/c3ref/vtab_collation.html).
#ifndef APISQL_VTAB_VIEWS_VIEW_SHAPE_H_
#define APISQL_VTAB_VIEWS_VIEW_SHAPE_H_

#include <string>
#include <vector>

#include "registry/model/resource.h"
#include "registry/source/catalog.h"
#include "src/base/status.h"

namespace apisql {

struct ViewColumn {
  std::string name;
  std::string type;  // TEXT, INTEGER, REAL, NUM; "" for an expression without one.
  std::string collation = "BINARY";
  // A SELECT of the view, such as the second of a UNION, may give the column another affinity:
  // what it compares equal with inside is then not what `type` compares equal with outside.
  bool mixed = false;
};

struct ViewShape {
  std::string sql;  // One SELECT, its tables' names quoted; without a semicolon.
  std::vector<ViewColumn> columns;
  // What it reads: tables of providers, of apisql, and what SQLite tells of the database itself.
  std::vector<std::string> tables = {};
};

// CREATE TABLE for sqlite3_declare_vtab.
std::string DeclarationOf(const ViewShape& shape);

// Reads the documents of the tables that the view names. kInvalidArgument "FILE:LINE: the view
// NAME: fault" for what is not one SELECT, names what is not there, has two columns of one name, or
// reads itself.
StatusOr<ViewShape> ReadViewShape(const Resource& view, Catalog& catalog);

}  // namespace apisql

#endif  // APISQL_VTAB_VIEWS_VIEW_SHAPE_H_
