#include "shell/people/people_sink.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "shell/people/describe_text.h"
#include "shell/people/explain_text.h"
#include "src/base/text.h"
#include "vtab/prepared/result_table.h"
#include "vtab/sql/tokens.h"

namespace apisql {
namespace {

using MakeText = std::function<std::string(const ResultTable& rows, size_t width)>;

// A statement that has a text; `columns` are the first of its result.
struct TextForm {
  std::string_view words;
  std::string_view columns;
  std::string (*make)(const ResultTable& rows, size_t width);
};
constexpr std::string_view kPreview = "table,method,url,body";
constexpr TextForm kForms[] = {
    {"explain requests", "step,table,method,request", ExplainText},
    {"explain analyze requests", "table,method,estimated_requests", AnalyzeText},
    {"show methods", "name,verb,http_method", MethodsText},
    {"show insert", "sql", PlainLines},
    {kRequestsCommand, "number,method,url", RequestsText},
    {"insert", kPreview, PreviewText},
    {"replace", kPreview, PreviewText},
    {"update", kPreview, PreviewText},
    {"delete", kPreview, PreviewText},
    {"with", kPreview, PreviewText},
    {"exec", kPreview, PreviewText},
    {"commit", kPreview, PreviewText},
    {"end", kPreview, PreviewText},
    {"release", kPreview, PreviewText},
};

bool BeginsWith(std::span<const Token> tokens, std::string_view words) {
  const std::vector<std::string> all = Split(words, ' ');
  for (size_t i = 0; i < all.size(); ++i) {
    if (i >= tokens.size() || !tokens[i].IsWord(all[i])) return false;
  }
  return true;
}

// Results that come from a table were asked for as rows: SELECT * FROM a view with such names.
bool HasColumns(std::span<const ResultColumn> columns, std::string_view names, bool of_table) {
  const std::vector<std::string> all = Split(names, ',');
  for (size_t i = 0; i < all.size(); ++i) {
    if (i >= columns.size() || columns[i].name != all[i]) return false;
    if (!of_table && !columns[i].table.empty()) return false;
  }
  return true;
}

// The table that DESCRIBE names, by its own name or an alias; null where it is none of an API.
std::shared_ptr<const Resource> DescribedTable(std::span<const Token> name, Catalog& catalog) {
  std::string table;
  for (const Token& token : name) {
    if (token.IsOperator(';')) break;
    table += token.IsName() ? Unquote(token) : std::string(token.text);
  }
  const std::string* full_name = catalog.FindName(table);
  if (full_name == nullptr) return nullptr;
  auto found = catalog.Find(*full_name);
  return found.ok() ? *std::move(found) : nullptr;
}

// How many words stand before the name of the table that is described; 0: none is.
size_t WordsBeforeDescribed(std::span<const Token> tokens) {
  constexpr std::string_view kForms[] = {
      "describe extended", "describe",        "desc extended", "desc",
      "show columns from", "show columns in", "show columns"};
  for (const std::string_view form : kForms) {
    if (BeginsWith(tokens, form)) return static_cast<size_t>(std::ranges::count(form, ' ')) + 1;
  }
  return 0;
}

MakeText DescribeOf(std::span<const Token> tokens, Catalog& catalog) {
  const size_t before = WordsBeforeDescribed(tokens);
  if (before == 0) return nullptr;
  auto resource = DescribedTable(tokens.subspan(before), catalog);
  if (resource == nullptr) return nullptr;
  if (!resource->view_sql.empty()) {
    return [resource = std::move(resource)](const ResultTable& rows, size_t width) {
      return DescribeViewText(*resource, rows, width);
    };
  }
  const Hidden hidden = tokens[1].IsWord("extended") ? Hidden::kShown : Hidden::kLeftOut;
  return [resource = std::move(resource), hidden](const ResultTable&, size_t width) {
    return DescribeText(*resource, hidden, width);
  };
}

class PeopleSink final : public RowSink {
 public:
  PeopleSink(std::string_view statement, Catalog& catalog, Output& out,
             const RenderOptions& options, std::unique_ptr<RowSink> table)
      : statement_(statement), out_(out), width_(options.width), table_(std::move(table)) {
    const std::vector<Token> tokens = SignificantTokens(statement_);
    text_ = DescribeOf(tokens, catalog);
  }

  Status Begin(std::span<const ResultColumn> columns) override {
    if (!text_) text_ = FormOf(columns);
    if (!text_) return table_->Begin(columns);
    rows_.columns.assign(columns.begin(), columns.end());
    return out_.status();
  }

  Status Row(std::span<const Value> values) override {
    if (!text_) return table_->Row(values);
    std::vector<SqlValue>& row = rows_.rows.emplace_back();
    for (const Value& value : values) row.push_back(CopyOf(value));
    return OkStatus();
  }

  Status End() override {
    if (!text_) return table_->End();
    constexpr size_t kUsualWidth = 80;
    out_.Write(text_(rows_, width_ > 0 ? width_ : kUsualWidth));
    return out_.Flush();
  }

 private:
  MakeText FormOf(std::span<const ResultColumn> columns) const {
    const std::vector<Token> tokens = SignificantTokens(statement_);
    for (const TextForm& form : kForms) {
      const bool command = form.words == kRequestsCommand;
      const bool is_it = command ? statement_ == kRequestsCommand : BeginsWith(tokens, form.words);
      const bool of_table = command || form.make == MethodsText;
      if (is_it && HasColumns(columns, form.columns, of_table)) return form.make;
    }
    return nullptr;
  }

  std::string statement_;
  Output& out_;
  size_t width_;
  std::unique_ptr<RowSink> table_;
  MakeText text_;
  ResultTable rows_;
};

}  // namespace

std::unique_ptr<RowSink> MakePeopleSink(std::string_view statement, Catalog& catalog, Output& out,
                                        const RenderOptions& options,
                                        std::unique_ptr<RowSink> table) {
  return std::make_unique<PeopleSink>(statement, catalog, out, options, std::move(table));
}

}  // namespace apisql
