// apisql.so: what a program loads. It opens the engine, apisql_engine.so beside it, and hands over.
//
// A program may export libraries that ours are linked to as well, in other versions: Node has its
// own simdjson, OpenSSL, nghttp2 and zlib. Opened with RTLD_DEEPBIND the engine gets those that it
// was built with. No library can ask this for itself, so this one asks for it; it uses nothing but
// libc, whose functions are the same for all.
#include <dlfcn.h>
#include <gnu/lib-names.h>
#include <limits.h>
#include <link.h>
#include <sqlite3ext.h>
#include <stdlib.h>
#include <string.h>

// NOLINTNEXTLINE(readability-identifier-naming): the name that SQLite looks for.
extern "C" __attribute__((visibility("default"))) int sqlite3_apisql_init(
    sqlite3* db, char** error, const sqlite3_api_routines* sqlite);

namespace {

using Entry = decltype(&sqlite3_apisql_init);

constexpr char kEngine[] = "apisql_engine.so";

// True when the program replaces libc's allocator, as AddressSanitizer does. Then the engine must
// not have libc's: of a text that strdup() made with the one it would be freed with the other.
bool HasOwnAllocator() {
  void* libc = dlopen(LIBC_SO, RTLD_NOW | RTLD_NOLOAD);
  if (libc == nullptr) return true;
  const bool replaced = dlsym(libc, "malloc") != dlsym(RTLD_DEFAULT, "malloc");
  dlclose(libc);
  return replaced;
}

// The full name of this file, as realpath() gives it; null when it is gone. Its folder is asked
// for, since the name that it was loaded by may be relative, and the program elsewhere by now.
char* FindThisFile(const sqlite3_api_routines& sqlite) {
  Dl_info file;
  link_map* map = nullptr;
  char folder[2 * PATH_MAX];
  if (dladdr1(reinterpret_cast<void*>(&sqlite3_apisql_init), &file, reinterpret_cast<void**>(&map),
              RTLD_DL_LINKMAP) == 0 ||
      dlinfo(map, RTLD_DI_ORIGIN, folder) != 0) {
    return nullptr;
  }
  const char* slash = strrchr(file.dli_fname, '/');
  char* name = sqlite.mprintf("%s/%s", folder, slash == nullptr ? file.dli_fname : slash + 1);
  char* found = name == nullptr ? nullptr : realpath(name, nullptr);
  sqlite.free(name);
  return found;
}

// The name of the engine, which lies behind the symbolic links that may lead to this file. To be
// freed by SQLite.
char* EngineFile(const sqlite3_api_routines& sqlite) {
  char* file = FindThisFile(sqlite);
  const char* slash = file == nullptr ? nullptr : strrchr(file, '/');
  char* engine = slash == nullptr
                     ? sqlite.mprintf("%s", kEngine)
                     : sqlite.mprintf("%.*s/%s", static_cast<int>(slash - file), file, kEngine);
  free(file);
  return engine;
}

// Null, and dlerror() says why. What is opened stays open: so does the engine.
Entry OpenEngine(const char* file) {
  const int own_libraries = HasOwnAllocator() ? 0 : RTLD_DEEPBIND;
  void* engine = dlopen(file, RTLD_NOW | RTLD_LOCAL | own_libraries);
  if (engine == nullptr) return nullptr;
  return reinterpret_cast<Entry>(dlsym(engine, "apisql_engine_init"));
}

}  // namespace

int sqlite3_apisql_init(sqlite3* db, char** error, const sqlite3_api_routines* sqlite) {
  char* file = EngineFile(*sqlite);
  if (file == nullptr) return SQLITE_NOMEM;
  const Entry entry = OpenEngine(file);
  if (entry == nullptr) {
    *error =
        sqlite->mprintf("apisql.so cannot open its engine, which must be beside it: %s", dlerror());
  }
  sqlite->free(file);
  return entry == nullptr ? SQLITE_ERROR : entry(db, error, sqlite);
}
