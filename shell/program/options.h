// Options: the command line.
#ifndef APISQL_SHELL_PROGRAM_OPTIONS_H_
#define APISQL_SHELL_PROGRAM_OPTIONS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "src/base/status.h"

namespace apisql {

enum class Action {
  kRun,       // Statements from the command line, files, standard input, or a prompt.
  kSandbox,   // `apisql sandbox`
  kCheck,     // `apisql check`
  kRegistry,  // `apisql registry`
  kImport,    // `apisql import`
  kPrint,     // Help or version: print `text` and end.
};

// One -f or -c.
struct ScriptInput {
  enum class Kind { kFile, kSql };
  Kind kind = Kind::kFile;
  std::string text;  // The file's name ("-" is standard input), or the statements.
  friend bool operator==(const ScriptInput&, const ScriptInput&) = default;
};

struct Options {
  using Pairs = std::vector<std::pair<std::string, std::string>>;

  Action action = Action::kRun;
  std::string text;

  std::string sql;
  std::vector<ScriptInput> inputs;  // Run before `sql`, in the order in which they were given.
  Pairs variables;
  bool quiet = false;
  bool no_rc = false;
  std::string database;
  std::vector<std::string> provider_directories;
  std::vector<std::string> replaced;  // Built-in names that documents of those may take.
  Pairs secrets;       // "PROVIDER.SECRET" or "PROVIDER.SERVER.SECRET", and variable.
  std::string auth;    // JSON: providers and their credentials in StackQL's words.
  std::string format;  // One of Formats(); empty: by what standard output is.
  std::string output;  // File for results; empty: standard output.
  bool mark_end = false;
  Pairs base_urls;  // Provider and URL.
  Pairs settings;
  std::string config;
  bool read_only = false;
  bool dry_run = false;
  bool allow_partial = false;
  std::optional<int64_t> max_requests;  // Per statement; 0: no limit.
  bool trace = false;
  bool continue_on_error = false;
  bool no_header = false;
  std::string errors = "text";  // Or "json".

  bool sandbox = false;
  int sandbox_keys = 200;
  uint64_t sandbox_seed = 1;
  int sandbox_port = 0;
  int sandbox_latency_milliseconds = 0;
  std::string sandbox_dump;

  std::vector<std::string> check_files;
  bool check_schema = false;  // Asks for the schema in place of that.
  std::string registry_action;
  std::string registry_subject;  // A provider, or the folder of build.
  std::string registry_out;
  bool yes = false;
  std::string import_format;     // Of ImportFormats().
  std::string import_directory;  // What is read.
  std::string import_out;        // The folder that gets the documents.
  std::string completion_shell;
};

// An error is wrong usage and says what is wrong.
StatusOr<Options> ParseOptions(int argc, const char* const* argv);

}  // namespace apisql

#endif  // APISQL_SHELL_PROGRAM_OPTIONS_H_
