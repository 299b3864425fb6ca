// names: what a registry of 36 providers with 18,205 tables costs a program that asks one of them.
//
//   names APISQL FOLDER
//
// Writes the registry into FOLDER/registry, a new folder: documents as a person would write them, a
// file per table. Then it runs whole processes, in turns so that a busy machine slows them alike:
// each statement with the registry, and beside it the same without, or of a built-in table. Prints
// medians, their ratio, and the largest resident memory.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "bench/registry/paired_runs.h"

namespace {

namespace fs = std::filesystem;
using apisql::bench::Command;
using apisql::bench::PrintPairedRuns;

constexpr int kProviders = 36;
constexpr int kTables = 18'205;
constexpr int kLargest = 4'000;  // Tables of the first provider.
constexpr int kTablesPerService = 40;
constexpr int kRuns = 60;

std::string Number(int number, int digits) {
  std::string text = std::to_string(number);
  return std::string(static_cast<size_t>(digits) - text.size(), '0') + text;
}

void Write(const fs::path& file, const std::string& text) {
  std::ofstream stream(file);
  stream << text;
  if (stream.flush()) return;
  std::fprintf(stderr, "names: cannot write %s\n", file.c_str());
  std::exit(1);
}

std::string TableText(const std::string& name) {
  std::string text = "table: " + name +
                     "\ndescription: Things of one kind that a company keeps for its customers.\n"
                     "key: [id]\nrows: 500\ncolumns:\n"
                     "  id: {type: text, path: /id, description: \"Its number.\"}\n";
  for (int i = 0; i < 12; ++i) {
    const std::string column = "member_" + std::to_string(i);
    text += "  " + column + ": {type: text, path: /spec/" + column +
            ", write: [create, update], description: \"One of the things that it is made of.\"}\n";
  }
  return text +
         "methods:\n"
         "  list_things: {verb: select, get: /things, filters: {member_1: {match: partial}}}\n"
         "  get_thing: {verb: select, get: \"/things/{id}\", row: /, absent: [404]}\n"
         "  create_thing: {verb: insert, post: /things, returns: /}\n"
         "  update_thing: {verb: update, patch: \"/things/{id}\"}\n"
         "  delete_thing: {verb: delete, delete: \"/things/{id}\"}\n";
}

void WriteProvider(const fs::path& registry, const std::string& provider, int tables) {
  fs::create_directories(registry / provider);
  Write(registry / provider / "provider.yaml",
        "provider: " + provider + "\ndescription: A company.\nservers: {main: {url: https://" +
            provider + ".example}}\nrows: /data\nerrors: [{message: /message}]\n");
  for (int i = 0; i < tables; ++i) {
    const std::string table =
        "service_" + Number(i / kTablesPerService, 3) + ".things_" + Number(i, 4);
    Write(registry / provider / (table + ".yaml"), TableText(provider + "." + table));
  }
}

void WriteRegistry(const fs::path& registry) {
  int left = kTables - kLargest;
  WriteProvider(registry, "company_00", kLargest);
  for (int i = 1; i < kProviders; ++i) {
    const int tables = left / (kProviders - i);
    WriteProvider(registry, "company_" + Number(i, 2), tables);
    left -= tables;
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: names APISQL FOLDER\n");
    return 2;
  }
  const fs::path registry = fs::path(argv[2]) / "registry";
  if (fs::exists(registry)) {
    std::fprintf(stderr, "names: %s is there already\n", registry.c_str());
    return 2;
  }
  WriteRegistry(registry);
  const auto with = [&](const std::string& name, const std::string& sql) {
    return Command{name, {argv[1], "-q", "--provider-dir", registry.string(), sql}};
  };
  const auto without = [&](const std::string& sql) { return Command{sql, {argv[1], "-q", sql}}; };
  apisql::bench::PrintPairedHead(std::to_string(kTables) + " tables, " + std::to_string(kRuns) +
                                 " runs");
  PrintPairedRuns(with("select 1", "select 1"), without("select 1"), kRuns);
  const std::string plan = "EXPLAIN REQUESTS SELECT id FROM ";
  const std::string builtin = plan + "confluent.iam.users";
  PrintPairedRuns(with("a built-in table", builtin), without(builtin), kRuns);
  PrintPairedRuns(with("a table of 4,000", plan + "company_00.service_050.things_2000"),
                  without(builtin), kRuns);
  PrintPairedRuns(with("a table of 400", plan + "company_07.service_003.things_0123"),
                  without(builtin), kRuns);
  PrintPairedRuns(with("SHOW SERVICES of 4,000", "SHOW SERVICES IN company_00"),
                  without("SHOW SERVICES IN confluent"), kRuns);
  PrintPairedRuns(
      with("SHOW RESOURCES of a service of 40", "SHOW RESOURCES IN company_00.service_050"),
      without("SHOW RESOURCES IN confluent.iam"), kRuns);
  PrintPairedRuns(with("SHOW TABLES, all", "SHOW TABLES"), without("SHOW TABLES"), kRuns / 10);
  fs::remove_all(registry);
}
