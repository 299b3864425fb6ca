#include "shell/program/options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <span>

#include "registry/keys/schema.h"
#include "shell/output/renderer.h"
#include "shell/program/command_line.h"
#include "shell/program/version.h"
#include "shell/registry/import_command.h"
#include "shell/registry/registry_command.h"
#include "src/base/text.h"
#include "vtab/sql/tokens.h"

namespace apisql {
namespace {

constexpr const char* kDescription = "Query cloud APIs with SQL.";
constexpr const char* kFooter =
    "\nWithout SQL, -c, -f or piped input it is an interactive shell.\n"
    "Exit codes: 0 done, 1 a statement failed, 2 wrong usage or configuration,\n"
    "3 an incomplete result that --allow-partial let pass, 130 interrupted "
    "(143 by SIGTERM, 129 by SIGHUP).";

// What CLI11 stores before it is checked.
struct RawPairs {
  std::vector<std::string> base_urls;
  std::vector<std::string> secrets;
  std::vector<std::string> settings;
  std::vector<std::string> variables;
  std::vector<std::string> files;
  std::vector<std::string> statements;
};

// CLI11 lets a repeatable option swallow every word that follows, the SQL too, unless told.
void AddRepeatable(CLI::App& app, const std::string& name, std::vector<std::string>& values,
                   const std::string& help, const std::string& type) {
  app.add_option(name, values, help)
      ->type_name(type)
      ->allow_extra_args(false)
      ->expected(1)
      ->take_all();
}

// Without the description, which would stand in the help text as a type.
CLI::Validator Between(int least, int most) { return CLI::Range(least, most).description(""); }

void AddInput(CLI::App& app, Options& options, RawPairs& raw) {
  // A plain string: CLI11 splits what it stores in a vector at brackets and commas.
  app.add_option("sql", options.sql, "Statements to run")->type_name("SQL");
  AddRepeatable(app, "-c,--command", raw.statements,
                "Run these statements; -c and -f run in the order given", "SQL");
  AddRepeatable(app, "-f,--file", raw.files, "Run the statements in FILE; - is standard input",
                "FILE");
  AddRepeatable(app, "--var", raw.variables, "Give the parameter :NAME of statements a value",
                "NAME=VALUE");
  app.add_flag("--no-rc", options.no_rc, "Do not run rc.sql when the prompt starts");
  app.add_flag("--continue-on-error", options.continue_on_error,
               "Run what follows a failed statement");
}

void AddOutput(CLI::App& app, Options& options) {
  app.add_option("--format", options.format, "Output: " + Join(FormatNames(), ", "))
      ->type_name("FORMAT");
  app.add_option("-o,--output", options.output,
                 "Write results to FILE, in the format of its name; kept where all succeeds")
      ->type_name("FILE");
  app.add_flag("--mark-end", options.mark_end,
               "End the output with a line that says complete or error");
  app.add_flag("--no-header", options.no_header, "Leave the column names out");
  app.add_option("--errors", options.errors, "Errors and warnings: text, or json for programs")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"text", "json"}).description(""));
  app.add_flag("-q,--quiet", options.quiet, "No notes and no greeting; errors and warnings stay");
  app.add_flag("--trace", options.trace, "Show each request on standard error");
  app.add_flag("--allow-partial", options.allow_partial,
               "Keep what a failing scan found; exit code 3");
}

// What says which documents there are, and what they are granted.
void AddDocuments(CLI::App& app, Options& options) {
  app.add_option("--config", options.config, "Instead of $XDG_CONFIG_HOME/apisql/config.yaml")
      ->type_name("FILE");
  AddRepeatable(app, "--provider-dir", options.provider_directories,
                "Documents of a provider or of many; they get what the config grants", "DIR");
  AddRepeatable(app, "--replace", options.replaced,
                "Let such a document take the place of this built-in table or provider", "NAME");
}

void AddProviders(CLI::App& app, Options& options, RawPairs& raw) {
  app.add_option("--db", options.database, "Workspace database; made when absent")
      ->type_name("FILE");
  app.add_flag("--read-only", options.read_only, "Make writes to APIs impossible");
  app.add_flag("--dry-run", options.dry_run, "Show the requests of writes, do not send them");
  app.add_option("--max-requests", options.max_requests,
                 "Stop a statement that sends more requests; 0: no limit")
      ->type_name("N")
      ->check(CLI::Validator(CLI::NonNegativeNumber).description(""));
  AddDocuments(app, options);
  AddRepeatable(app, "--secret", raw.secrets,
                "The environment variable of a secret: acme.token=ACME_TOKEN",
                "PROVIDER.SECRET=VARIABLE");
  app.add_option("--auth", options.auth,
                 "Credentials in StackQL's words, which name variables and files")
      ->type_name("JSON");
  AddRepeatable(app, "--base-url", raw.base_urls,
                "Another server for a provider, or a region of it by name", "PROVIDER=URL|REGION");
  AddRepeatable(app, "--set", raw.settings, "As the statement SET does", "NAME=VALUE");
}

void AddSandboxOptions(CLI::App& app, Options& options) {
  CLI::Option* sandbox = app.add_flag("--sandbox", options.sandbox,
                                      "Answer from a built-in imitation: no account, no network");
  app.add_option("--sandbox-size", options.sandbox_keys, "About how many keys it has")
      ->type_name("N")
      ->check(Between(1, 10'000'000))
      ->needs(sandbox);
  app.add_option("--sandbox-latency", options.sandbox_latency_milliseconds,
                 "Delay of each of its answers")
      ->type_name("MS")
      ->check(Between(0, 600'000))
      ->needs(sandbox);
  app.add_option("--sandbox-seed", options.sandbox_seed, "Other seeds, other people and keys")
      ->type_name("N")
      ->check(CLI::Validator(CLI::NonNegativeNumber).description(""))
      ->needs(sandbox);
}

void AddSandboxCommand(CLI::App& app, Options& options) {
  CLI::App* sandbox =
      app.add_subcommand("sandbox", "Serve the imitation of the APIs to other clients");
  sandbox->fallthrough(false);
  sandbox->add_option("--port", options.sandbox_port, "Port on 127.0.0.1; 0 takes a free one")
      ->type_name("N")
      ->check(Between(0, 65'535));
  sandbox->add_option("--size", options.sandbox_keys, "About how many keys it has")
      ->type_name("N")
      ->check(Between(1, 10'000'000));
  sandbox->add_option("--seed", options.sandbox_seed, "Other seeds, other people and keys")
      ->type_name("N")
      ->check(CLI::Validator(CLI::NonNegativeNumber).description(""));
  sandbox->add_option("--latency", options.sandbox_latency_milliseconds, "Delay of each answer")
      ->type_name("MS")
      ->check(Between(0, 600'000));
  sandbox
      ->add_option("--dump", options.sandbox_dump, "Write its state as a SQLite database and end")
      ->type_name("FILE");
  sandbox->callback([&options] { options.action = Action::kSandbox; });
}

void AddCheckCommand(CLI::App& app, Options& options) {
  CLI::App* check = app.add_subcommand("check", "Validate provider documents");
  CLI::Option* files =
      check->add_option("files", options.check_files, "Documents to check")->type_name("FILE...");
  check
      ->add_flag("--schema", options.check_schema,
                 "Print the JSON Schema of documents, for editors, and end")
      ->excludes(files);
  check->callback(
      [&options] { options.action = options.check_schema ? Action::kPrint : Action::kCheck; });
}

void AddRegistryCommand(CLI::App& app, Options& options) {
  CLI::App* registry = app.add_subcommand(
      "registry", "List providers, show what they want, trust them, and build packs");
  const std::vector<std::string> actions(RegistryActions().begin(), RegistryActions().end());
  registry->add_option("action", options.registry_action, Join(actions, ", "))
      ->type_name("ACTION")
      ->check(CLI::IsMember(actions).description(""))
      ->required();
  registry
      ->add_option("subject", options.registry_subject,
                   "The provider of show and trust; of build the folder with StackQL's documents")
      ->type_name("PROVIDER|DIR");
  registry
      ->add_option("--out", options.registry_out,
                   "Of build: a folder for packs that are documents themselves, not the cache")
      ->type_name("DIR");
  AddDocuments(*registry, options);
  registry->add_flag("--yes", options.yes, "Add the lines of trust without asking");
  registry->callback([&options] { options.action = Action::kRegistry; });
}

void AddImportCommand(CLI::App& app, Options& options) {
  CLI::App* import =
      app.add_subcommand("import", "Make provider documents of those that other programs have");
  const std::vector<std::string> formats(ImportFormats().begin(), ImportFormats().end());
  import->add_option("format", options.import_format, Join(formats, ", "))
      ->type_name("FORMAT")
      ->check(CLI::IsMember(formats).description(""))
      ->required();
  import->add_option("directory", options.import_directory, "Where they are")
      ->type_name("DIR")
      ->required();
  import->add_option("--out", options.import_out, "Folder for the documents that are made")
      ->type_name("DIR")
      ->required();
  import->callback([&options] { options.action = Action::kImport; });
}

// Both print, and end.
void AddPrintedCommands(CLI::App& app, Options& options) {
  CLI::App* completion = app.add_subcommand(
      "completion", "Print a script that makes a shell complete this command line");
  const std::vector<std::string> shells(CompletionShells().begin(), CompletionShells().end());
  completion->add_option("shell", options.completion_shell, "The shell: " + Join(shells, ", "))
      ->type_name("SHELL")
      ->check(CLI::IsMember(shells).description(""))
      ->required();
  completion->callback([&options] { options.action = Action::kPrint; });
  CLI::App* manual = app.add_subcommand("man", "Print the manual page: apisql man | man -l -");
  manual->callback([&options] { options.action = Action::kPrint; });
}

// What CLI11 knows no list of.
std::vector<std::string> ValuesOf(const CLI::Option& option) {
  if (option.check_name("--format")) return FormatNames();
  if (option.check_name("--errors")) return {"text", "json"};
  if (option.get_type_name() == "ACTION") {
    return {RegistryActions().begin(), RegistryActions().end()};
  }
  if (option.get_type_name() == "FORMAT" && option.check_name("format")) {
    return {ImportFormats().begin(), ImportFormats().end()};
  }
  if (option.get_type_name() == "SHELL") {
    return {CompletionShells().begin(), CompletionShells().end()};
  }
  return {};
}

CommandLine Describe(const CLI::App& app) {
  CommandLine line{app.get_name(), app.get_description(), {}, {}};
  for (const CLI::Option* option : app.get_options()) {
    OptionRow row;
    for (const std::string& name : option->get_snames()) row.names.push_back("-" + name);
    for (const std::string& name : option->get_lnames()) row.names.push_back("--" + name);
    if (option->get_expected_max() > 0) row.type = option->get_type_name();
    row.help = option->get_description();
    row.values = ValuesOf(*option);
    line.options.push_back(std::move(row));
  }
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    line.commands.push_back(Describe(*command));
  }
  return line;
}

StatusOr<Options::Pairs> ParsePairs(const char* option, const char* form,
                                    const std::vector<std::string>& texts) {
  Options::Pairs pairs;
  for (const std::string& text : texts) {
    const size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0) {
      return Status(StatusCode::kInvalidArgument,
                    std::string(option) + " takes " + form + ", not " + text);
    }
    pairs.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  return pairs;
}

Status CheckFormat(const std::string& name) {
  if (name.empty() || FindFormat(name) != nullptr) return OkStatus();
  return Status(StatusCode::kInvalidArgument, NoFormatText(name));
}

// Before its name a subcommand takes only the options that it has too: others would have no effect.
Status CheckNothingBesideCommand(const CLI::App& app) {
  if (app.get_subcommands().empty()) return OkStatus();
  const CLI::App& command = *app.get_subcommands()[0];
  for (const CLI::Option* option : app.get_options()) {
    const std::string name = option->get_name();
    if (option->count() == 0 || command.get_option_no_throw(name) != nullptr) continue;
    return Status(StatusCode::kInvalidArgument, name + " does not go with " + command.get_name());
  }
  return OkStatus();
}

Status CheckFilesToCheck(const Options& options) {
  if (options.action != Action::kCheck || !options.check_files.empty()) return OkStatus();
  return {StatusCode::kInvalidArgument, "check needs FILE..., or --schema"};
}

// A word alone that is nearly a command is a slip, not SQL.
Status CheckWord(const CLI::App& app, const std::string& sql) {
  std::vector<std::string> words = {"help", "version"};
  if (sql.empty() || !std::ranges::all_of(sql, IsWordByte) || sql == words[0] || sql == words[1]) {
    return OkStatus();
  }
  for (const CLI::App* command : app.get_subcommands(nullptr)) words.push_back(command->get_name());
  const std::string nearest = DidYouMean(sql, words);
  if (nearest.empty()) return OkStatus();
  return Status(StatusCode::kInvalidArgument,
                "no command " + sql + nearest + " SQL is one argument, in quotes");
}

// -c and -f as they stood on the command line.
std::vector<ScriptInput> InputsInOrder(const CLI::App& app, const RawPairs& raw) {
  std::vector<ScriptInput> inputs;
  size_t files = 0;
  size_t statements = 0;
  for (const CLI::Option* option : app.parse_order()) {
    if (option->check_name("--file")) {
      inputs.push_back({ScriptInput::Kind::kFile, raw.files[files++]});
    } else if (option->check_name("--command")) {
      inputs.push_back({ScriptInput::Kind::kSql, raw.statements[statements++]});
    }
  }
  return inputs;
}

std::vector<std::string> LongNames(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

// "no option --frmat; did you mean --format?"; "" where every word that looks like one is known.
std::string UnknownOption(const CLI::App& app, std::span<const char* const> words) {
  const auto commands = app.get_subcommands();
  const std::vector<std::string> known = LongNames(commands.empty() ? app : *commands[0]);
  for (const std::string_view word : words) {
    const std::string name(word.substr(0, word.find('=')));
    const bool looks = name.size() > 2 && name.starts_with("--") && IsWordByte(name[2]);
    if (!looks || std::ranges::find(known, name) != known.end()) continue;
    return "no option " + name + DidYouMean(name, known);
  }
  return "";
}

// Help or version when that was asked for, else the error.
StatusOr<Options> AfterParseError(const CLI::App& app, const CLI::ParseError& error,
                                  std::span<const char* const> words) {
  std::ostringstream out;
  std::ostringstream failure;
  if (app.exit(error, out, failure) != 0) {
    const bool extra = dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr;
    const std::string unknown = extra ? UnknownOption(app, words) : "";
    return Status(StatusCode::kInvalidArgument, unknown.empty() ? error.what() : unknown);
  }
  Options options;
  options.action = Action::kPrint;
  options.text = out.str();
  return options;
}

void AddAll(CLI::App& app, Options& options, RawPairs& raw) {
  app.set_version_flag("--version", std::string("apisql ") + Version());
  app.footer(kFooter);
  app.require_subcommand(0, 1);
  AddInput(app, options, raw);
  AddOutput(app, options);
  AddProviders(app, options, raw);
  AddSandboxOptions(app, options);
  AddSandboxCommand(app, options);
  AddCheckCommand(app, options);
  AddRegistryCommand(app, options);
  AddImportCommand(app, options);
  AddPrintedCommands(app, options);
}

// What `apisql completion` and `apisql man` print, and the words for --help and --version; none for
// all else.
std::optional<std::string> PrintedText(const CLI::App& app, const Options& options) {
  if (options.sql == "help") return app.help();
  if (options.check_schema) return ProviderSchema();
  if (options.sql == "version") return app.version() + "\n";
  if (!options.completion_shell.empty()) {
    return CompletionScript(options.completion_shell, Describe(app));
  }
  if (app.got_subcommand("man")) return ManualPage(Describe(app));
  return std::nullopt;
}

}  // namespace

CommandLine DescribeCommandLine() {
  Options options;
  RawPairs raw;
  CLI::App app(kDescription, "apisql");
  AddAll(app, options, raw);
  return Describe(app);
}

StatusOr<Options> ParseOptions(int argc, const char* const* argv) {
  Options options;
  RawPairs raw;
  CLI::App app(kDescription, "apisql");
  AddAll(app, options, raw);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return AfterParseError(app, error, {argv + 1, static_cast<size_t>(argc > 0 ? argc - 1 : 0)});
  }
  RETURN_IF_ERROR(CheckWord(app, options.sql));
  RETURN_IF_ERROR(CheckNothingBesideCommand(app));
  RETURN_IF_ERROR(CheckFormat(options.format));
  RETURN_IF_ERROR(CheckFilesToCheck(options));
  ASSIGN_OR_RETURN(options.base_urls, ParsePairs("--base-url", "PROVIDER=URL", raw.base_urls));
  ASSIGN_OR_RETURN(options.secrets,
                   ParsePairs("--secret", "PROVIDER.SECRET=VARIABLE", raw.secrets));
  ASSIGN_OR_RETURN(options.settings, ParsePairs("--set", "NAME=VALUE", raw.settings));
  ASSIGN_OR_RETURN(options.variables, ParsePairs("--var", "NAME=VALUE", raw.variables));
  options.inputs = InputsInOrder(app, raw);
  if (const auto text = PrintedText(app, options)) {
    options.action = Action::kPrint;
    options.text = *text;
  }
  return options;
}

}  // namespace apisql
