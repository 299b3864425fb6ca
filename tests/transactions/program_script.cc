#include "tests/transactions/program_script.h"

#include <memory>
#include <optional>
#include <utility>

#include "tests/support/sides/api_side.h"
#include "tests/support/sides/copy_side.h"
#include "tests/transactions/generator.h"
#include "tests/transactions/written_table.h"

namespace apisql::transactions {
namespace {

constexpr std::string_view kDone = "step done: ";

// As the generator makes it, from a copy of the sandbox's state. None when it writes nothing, or
// plain SQLite has an error for a step.
StatusOr<std::optional<Script>> MakeTransaction(const std::vector<SandboxTable>& tables,
                                                uint64_t seed) {
  ASSIGN_OR_RETURN(const std::unique_ptr<CopySide> copy,
                   CopySide::Open(tables, {.max_operations = 3'000'000}));
  Generator generator(seed, false);
  Script script;
  std::vector<SandboxTable> now = tables;
  do {
    script.push_back(generator.Next({now, tables, copy->in_transaction()}));
    if (!copy->Run(PlainSql(script.back().sql)).ok()) return std::optional<Script>();
    for (SandboxTable& table : now) {
      if (FindWritten(table.name) == nullptr) continue;
      ASSIGN_OR_RETURN(table, copy->Read(table));
    }
  } while (copy->in_transaction());
  if (script.back().sql == "ROLLBACK") return std::optional<Script>();
  return script;
}

// A row of what dry_run shows: table, method, URL, body.
Sending SendingOf(const TextRow& row, const SandboxAccess& access) {
  std::string url = TextIn(row[2]);
  for (const std::string& base : {access.confluent_url, access.rockset_url}) {
    if (url.starts_with(base)) url.erase(0, base.size());
  }
  return {TextIn(row[1]), std::move(url), TextIn(row[3])};
}

StatusOr<ProgramScript> DryRun(const Sandbox& sandbox, Script steps) {
  SessionOptions options;
  options.dry_run = true;
  ASSIGN_OR_RETURN(const std::unique_ptr<ApiSide> api, ApiSide::Open(sandbox, std::move(options)));
  ProgramScript script;
  script.steps = std::move(steps);
  for (const Step& step : script.steps) {
    ASSIGN_OR_RETURN(const TextRows rows, api->Run(step.sql));
    ASSIGN_OR_RETURN(const TextRows staged,
                     api->Run("SELECT count(*) FROM apisql.mutations WHERE outcome = 'staged'"));
    script.staged.push_back(std::stoll(staged[0][0]));
    if (&step != &script.steps.back()) continue;
    for (const TextRow& row : rows) script.sendings.push_back(SendingOf(row, sandbox.access()));
  }
  script.requests = api->requests().records().size() + script.sendings.size();
  return script;
}

}  // namespace

std::string ProgramScript::Text() const {
  std::string text;
  for (size_t i = 0; i < steps.size(); ++i) {
    text += steps[i].sql + ";\nSELECT '" + std::string(kDone) + std::to_string(i + 1) + "';\n";
  }
  return text;
}

size_t ProgramScript::StepsDone(const std::string& printed) {
  const size_t last = printed.rfind(std::string(kDone));
  return last == std::string::npos ? 0 : std::stoul(printed.substr(last + kDone.size()));
}

StatusOr<ProgramScript> MakeProgramScript(const Sandbox& sandbox, uint64_t seed) {
  constexpr int kTries = 40;
  const std::vector<SandboxTable> tables = sandbox.Dump();
  differential::Random random(seed);
  for (int i = 0; i < kTries; ++i) {
    ASSIGN_OR_RETURN(std::optional<Script> steps, MakeTransaction(tables, random.Next()));
    if (!steps || steps->size() < 2) continue;
    StatusOr<ProgramScript> script = DryRun(sandbox, *std::move(steps));
    // The engine may refuse a step that it cannot stage.
    if (script.ok() && !script->sendings.empty()) return script;
  }
  return Status(StatusCode::kInternal, "no transaction was made that writes");
}

}  // namespace apisql::transactions
