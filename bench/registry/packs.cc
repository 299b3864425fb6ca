// packs: what a registry of StackQL with 36 providers and 18,205 tables costs a program that asks
// one of them.
//
//   packs APISQL FOLDER
//
// Writes the registry into FOLDER/registry, a new folder, with the sizes that the public one has: a
// service of 1,952 tables and 4 MB, a provider of 25 services and 5.8 MB. Then it runs whole
// processes, in turns so that a busy machine slows them alike: each statement with the registry,
// and beside it the same without, or of a built-in table. Prints medians, their ratio, and the
// largest resident memory. "first" removes all packs before each run.
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
constexpr int kLargestService = 1'952;
constexpr int kRuns = 40;

void Write(const fs::path& file, const std::string& text) {
  fs::create_directories(file.parent_path());
  std::ofstream stream(file);
  stream << text;
  if (stream.flush()) return;
  std::fprintf(stderr, "packs: cannot write %s\n", file.c_str());
  std::exit(1);
}

// About 2 KB, as a resource with its paths and schema has in the public registry.
struct TableText {
  std::string paths;
  std::string schema;
  std::string resource;
};

TableText TextOf(const std::string& name) {
  TableText text;
  text.paths =
      "  /" + name + ":\n    get:\n      summary: List the " + name +
      " of an organization, the newest first.\n      parameters:\n"
      "        - {name: page_token, in: query, schema: {type: string}}\n"
      "        - {name: state, in: query, description: Those of a state alone., schema: "
      "{type: string, enum: [open, closed]}}\n"
      "      responses:\n        '200':\n          content:\n            application/json:\n"
      "              schema:\n                type: object\n                properties:\n"
      "                  items: {type: array, items: {$ref: '#/components/schemas/" +
      name + "'}}\n                  next_page_token: {type: string}\n  /" + name +
      "/{id}:\n    delete:\n      summary: Remove one for good.\n      parameters: [{name: "
      "id, in: path, required: true, schema: {type: string}}]\n"
      "      responses: {'204': {description: It is gone.}}\n";
  text.schema = "    " + name +
                ":\n      type: object\n      properties:\n"
                "        id: {type: string, description: What it is known by in all calls.}\n";
  for (int i = 0; i < 12; ++i) {
    text.schema += "        member" + std::to_string(i) +
                   ": {type: string, description: One of the things that it is made of.}\n";
  }
  const std::string here = "#/components/x-stackQL-resources/" + name + "/methods/";
  text.resource = "    " + name +
                  ":\n      methods:\n        list: {operation: {$ref: '#/paths/~1" + name +
                  "/get'}, response: {openAPIDocKey: '200', objectKey: $.items}}\n" +
                  "        remove: {operation: {$ref: '#/paths/~1" + name +
                  "~1{id}/delete'}}\n      sqlVerbs:\n        select: [{$ref: '" + here +
                  "list'}]\n        delete: [{$ref: '" + here + "remove'}]\n";
  return text;
}

void WriteService(const fs::path& folder, const std::string& service, int tables) {
  TableText all;
  for (int i = 0; i < tables; ++i) {
    const TableText one = TextOf("things_" + std::to_string(i));
    all.paths += one.paths;
    all.schema += one.schema;
    all.resource += one.resource;
  }
  Write(folder / "services" / (service + ".yaml"),
        "openapi: 3.0.3\nservers: [{url: 'https://" + service + ".example.com'}]\npaths:\n" +
            all.paths + "components:\n  schemas:\n" + all.schema + "  x-stackQL-resources:\n" +
            all.resource);
}

void WriteProvider(const fs::path& registry, const std::string& name,
                   const std::vector<int>& services) {
  const fs::path folder = registry / "src" / name / "v1";
  std::string text = "name: " + name + "\nproviderServices:\n";
  for (size_t i = 0; i < services.size(); ++i) {
    const std::string service = "service_" + std::to_string(i);
    text += "  " + service + ": {service: {$ref: " + name + "/v1/services/" + service + ".yaml}}\n";
    WriteService(folder, service, services[i]);
  }
  Write(folder / "provider.yaml", text + "config: {auth: {type: null_auth}}\n");
}

// The largest service, a provider of many services, and the rest in services of a usual size.
void WriteRegistry(const fs::path& registry) {
  WriteProvider(registry, "company_0", {kLargestService});
  int left = kTables - kLargestService;
  for (int i = 1; i < kProviders; ++i) {
    const int tables = left / (kProviders - i);
    constexpr int kServices = 25;
    std::vector<int> services(kServices, tables / kServices);
    services[0] += tables % kServices;
    WriteProvider(registry, "company_" + std::to_string(i), services);
    left -= tables;
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: packs APISQL FOLDER\n");
    return 2;
  }
  const fs::path registry = fs::path(argv[2]) / "registry";
  const fs::path cache = fs::path(argv[2]) / "cache";
  if (fs::exists(registry) || fs::exists(cache)) {
    std::fprintf(stderr, "packs: %s is there already\n", registry.c_str());
    return 2;
  }
  setenv("XDG_CACHE_HOME", cache.c_str(), 1);
  WriteRegistry(registry);
  const auto with = [&](const std::string& name, const std::string& sql) {
    return Command{name, {argv[1], "-q", "--provider-dir", registry.string(), sql}};
  };
  const auto first = [&](const std::string& name, const std::string& sql) {
    Command command = with(name, sql);
    command.before = [cache] { fs::remove_all(cache / "apisql" / "packs"); };
    return command;
  };
  const auto without = [&](const std::string& sql) { return Command{sql, {argv[1], "-q", sql}}; };
  std::printf(
      "%d tables, %d runs                  ms with  without   ratio    more  MB with  without\n",
      kTables, kRuns);
  const std::string plan = "EXPLAIN REQUESTS SELECT id FROM ";
  const std::string builtin = plan + "confluent.iam.users";
  const std::string usual = plan + "company_7.service_3.things_5";
  const std::string largest = plan + "company_0.service_0.things_1000";
  PrintPairedRuns(with("select 1", "select 1"), without("select 1"), kRuns);
  PrintPairedRuns(with("a built-in table", builtin), without(builtin), kRuns);
  PrintPairedRuns(first("a service of 18 tables, first", usual), without(builtin), kRuns);
  PrintPairedRuns(with("a service of 18 tables, then", usual), without(builtin), kRuns);
  PrintPairedRuns(first("a service of 1,952 tables, first", largest), without(builtin), kRuns);
  PrintPairedRuns(with("a service of 1,952 tables, then", largest), without(builtin), kRuns);
  const std::string all = "SELECT count(*) FROM \"apisql.resources\" WHERE provider = 'company_7'";
  const std::string all_builtin =
      "SELECT count(*) FROM \"apisql.resources\" WHERE provider = 'confluent'";
  PrintPairedRuns(first("25 services at once, first", all), without(all_builtin), kRuns);
  PrintPairedRuns(with("SHOW SERVICES of 25", "SHOW SERVICES IN company_7"),
                  without("SHOW SERVICES IN confluent"), kRuns);
  PrintPairedRuns(with("SHOW TABLES of 1,952", "SHOW TABLES IN company_0.service_0"),
                  without("SHOW TABLES IN confluent.iam"), kRuns);
  PrintPairedRuns(with("SHOW RESOURCES of 1,952", "SHOW RESOURCES IN company_0.service_0"),
                  without("SHOW RESOURCES IN confluent.iam"), kRuns);
  fs::remove_all(registry);
  fs::remove_all(cache);
}
