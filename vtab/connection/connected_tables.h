// ConnectedTables: the tables of one connection by the names that SQLite's bytecode gives them, and
// the cursors by the marks that their values carry.
#ifndef APISQL_VTAB_CONNECTION_CONNECTED_TABLES_H_
#define APISQL_VTAB_CONNECTION_CONNECTED_TABLES_H_

#include <array>
#include <map>
#include <string>

namespace apisql {

class ApiCursor;
class ApiTable;

// Holds pointers: tables and cursors take themselves out before they go. Not thread-safe.
class ConnectedTables {
 public:
  // `name_in_bytecode` is what NameInBytecode() gives for the table.
  void Add(const std::string& name_in_bytecode, const ApiTable* table);
  void Remove(const std::string& name_in_bytecode);
  // Null when it is none of the API tables.
  const ApiTable* Find(const std::string& name_in_bytecode) const;

  // A number for a cursor, by which the values that it hands to SQLite are known again; 0 when all
  // are taken. Fits into the subtype of a value.
  int TakeSlot(const ApiCursor* cursor);
  void FreeSlot(int slot);
  // Null for a mark that no cursor has.
  const ApiCursor* CursorAt(unsigned slot) const;

 private:
  std::map<std::string, const ApiTable*> tables_;
  std::array<const ApiCursor*, 256> cursors_{};
};

}  // namespace apisql

#endif  // APISQL_VTAB_CONNECTION_CONNECTED_TABLES_H_
