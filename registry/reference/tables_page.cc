#include "registry/reference/tables_page.h"

#include <algorithm>
#include <memory>
#include <string_view>
#include <vector>

#include "registry/model/api_words.h"
#include "registry/model/choices.h"
#include "registry/model/filter_use.h"
#include "registry/reference/markdown.h"
#include "registry/request/member_changes.h"
#include "src/base/text.h"

namespace apisql {
namespace {

// Whose APIs `apisql --sandbox` serves, so that their examples run.
constexpr std::string_view kInSandbox[] = {"confluent", "rockset"};

// The parameter as it is sent: `spec.owner`; {id} in a path.
std::string FilterText(const Parameter& parameter) {
  std::string text = Code(ParameterText(parameter));
  if (parameter.match == Parameter::Match::kPartial) text += " (partial)";
  if (parameter.repeatable) text += " (IN in one request)";
  return text;
}

// What a WHERE about the column becomes; "" where SQLite alone looks at it.
std::string FilterText(const Resource& resource, const Column& column) {
  std::vector<std::string> texts;
  for (const Method& method : resource.methods) {
    const Parameter* const parameter =
        method.verb == Verb::kSelect ? method.ParameterOf(column.name) : nullptr;
    if (parameter == nullptr) continue;
    std::string text = FilterText(*parameter);
    if (std::ranges::find(texts, text) == texts.end()) texts.push_back(std::move(text));
  }
  for (const Parameter* parameter : NarrowingOf(resource, column)) {
    texts.push_back(Code(parameter->name) + " (" + std::string(OperatorWord(*parameter)) + ")");
  }
  return Join(texts, ", ");
}

std::string WriteText(const Resource& resource, const Column& column) {
  std::vector<std::string> verbs;
  if (column.on_create)
    verbs.emplace_back(column.required_on_create ? "INSERT (required)" : "INSERT");
  if (!column.create_only.empty()) {
    verbs.push_back("INSERT (" + Join(column.create_only, ", ") + ")");
  }
  if (column.on_update) verbs.emplace_back("UPDATE");
  if (IsChangedByMembers(resource, resource.FindColumn(column.name), RowStage::kMade)) {
    verbs.emplace_back("UPDATE (members)");
  }
  return Join(verbs, ", ");
}

std::string NotesText(const Resource& resource, const Column& column) {
  std::string text = column.description;
  if (!column.values.empty()) text += " Values: " + Join(column.values, ", ") + ".";
  if (std::ranges::find(resource.key, column.name) != resource.key.end()) text = "Key. " + text;
  if (column.secret) return "Secret. " + text;
  return column.hidden ? "Hidden. " + text : text;
}

std::string ColumnsText(const Resource& resource) {
  std::string text = MarkdownHead({"column", "type", "filter", "written by", ""});
  for (const Column& column : resource.columns) {
    text += MarkdownRow(
        {Code(column.name), std::string(kTypeNames[static_cast<size_t>(column.type)]),
         FilterText(resource, column), WriteText(resource, column), NotesText(resource, column)});
  }
  return text;
}

// Lines of at most 100 columns, broken between words that no text of SQL holds.
std::string Wrapped(std::string_view text) {
  constexpr size_t kColumns = 100;
  std::string lines;
  size_t column = 0;
  bool quoted = false;
  for (const std::string& word : Split(text, ' ')) {
    if (column > 0 && !quoted && column + 1 + word.size() > kColumns) {
      lines += "\n  ";
      column = 2;
    } else if (column > 0) {
      lines += ' ';
      ++column;
    }
    lines += word;
    column += word.size();
    if (std::ranges::count(word, '\'') % 2 == 1) quoted = !quoted;
  }
  return lines;
}

std::string MethodsText(const Resource& resource) {
  std::string text = MarkdownHead({"method", "by", "request", ""});
  std::string examples;
  for (const Method& method : resource.methods) {
    text += MarkdownRow({Code(method.name), AsciiUpper(VerbName(method.verb)),
                         Code(method.http_method + " " + method.path), method.description});
    if (!method.example.empty()) examples += Wrapped(method.example) + ";\n";
  }
  if (examples.empty()) return text;
  const bool runs = std::ranges::find(kInSandbox, resource.provider->name) != std::end(kInSandbox);
  return text + "\n```sql" + (runs ? "" : " not-run") + "\n" + examples + "```\n";
}

// What a status means to one method, beside what it means to all of them.
std::string OwnMeanings(const Resource& resource, int status) {
  std::string text;
  for (const Method& method : resource.methods) {
    const auto own = method.statuses.find(status);
    if (own != method.statuses.end()) text += " " + Code(method.name) + ": " + own->second + ".";
  }
  std::vector<std::string> absent;
  for (const Method& method : resource.methods) {
    for (const AbsentRule& rule : method.absent) {
      if (rule.status != status) continue;
      absent.push_back(Code(method.name) + (rule.code.empty() ? "" : " (code " + rule.code + ")"));
    }
  }
  if (!absent.empty()) {
    text += " There is no such row, in the API's own words: " + Join(absent, ", ") + ".";
  }
  return text;
}

std::string StatusesText(const Resource& resource) {
  Statuses all = resource.provider->statuses;
  for (const auto& [status, meaning] : resource.statuses) all[status] = meaning;
  for (const Method& method : resource.methods) {
    for (const auto& [status, meaning] : method.statuses) all.try_emplace(status);
    for (const AbsentRule& rule : method.absent) all.try_emplace(rule.status);
  }
  if (all.empty()) return "";
  std::string text = "\n" + MarkdownHead({"status", "means"});
  for (const auto& [status, meaning] : all) {
    std::string means = meaning.empty() ? "" : meaning + ".";
    means += OwnMeanings(resource, status);
    text += MarkdownRow({std::to_string(status), std::string(StripBlanks(means))});
  }
  return text;
}

// Names beside the first, and how far the vendor has come.
std::string FactsText(const Resource& resource) {
  std::string text;
  if (!resource.aliases.empty()) text += "Also " + Join(resource.aliases, ", ") + ". ";
  if (resource.stage != Stage::kUnknown) {
    text += "Stage: " + std::string(StageName(resource.stage)) + ". ";
  }
  for (const Method& method : resource.methods) {
    if (!method.quota) continue;
    text += "Quota " + Code(method.quota->code) + " of " + Code(method.name);
    // A sentence has its own full stop.
    text += method.quota->description.empty() ? ". " : ": " + method.quota->description + " ";
  }
  return text.empty() ? text : std::string(StripBlanks(text)) + "\n\n";
}

std::string TableText(const Resource& resource) {
  std::string text = "## " + resource.name + "\n\n" + resource.description + "\n\n";
  if (!resource.view_sql.empty()) return text + "A view over other tables.\n";
  return text + FactsText(resource) + ColumnsText(resource) + "\n" + MethodsText(resource) +
         StatusesText(resource);
}

}  // namespace

StatusOr<std::string> TablesPage(Catalog& catalog) {
  std::string text =
      "# The tables\n\n"
      "Made from the documents below `registry/providers`; `./dev docs` writes it anew. What a\n"
      "column is filtered by is the API's parameter; all else SQLite compares itself. Of a filter\n"
      "that is partial SQLite leaves out what the API found too much. Hidden columns are not in\n"
      "`SELECT *`. The examples of confluent and rockset run as they are with\n"
      "`apisql --sandbox`.\n";
  for (const std::string& name : catalog.TableNames()) {
    ASSIGN_OR_RETURN(const std::shared_ptr<const Resource> resource, catalog.Find(name));
    text += "\n" + TableText(*resource);
  }
  return text;
}

}  // namespace apisql
