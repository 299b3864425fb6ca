// The one door to SQLite: the library's own header in programs, the extension's in apisql.so.
#ifndef APISQL_VTAB_SQLITE_H_
#define APISQL_VTAB_SQLITE_H_

#ifdef APISQL_EXTENSION
#include <sqlite3ext.h>
#ifndef APISQL_EXTENSION_MAIN
SQLITE_EXTENSION_INIT3
#endif
#else
#include <sqlite3.h>
#endif

#endif  // APISQL_VTAB_SQLITE_H_
