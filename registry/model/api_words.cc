#include "registry/model/api_words.h"

#include <algorithm>
#include <span>
#include <vector>

#include "src/base/text.h"

namespace apisql {
namespace {

using Columns = std::vector<std::string>;

// Words that differ in letter case, and in _ for a dot, are the same.
std::string Spelling(std::string_view word) {
  std::string spelling = AsciiLower(word);
  std::ranges::replace(spelling, '.', '_');
  return spelling;
}

void AddOnce(const std::string& name, Columns* columns) {
  if (std::ranges::find(*columns, name) == columns->end()) columns->push_back(name);
}

std::string LastPart(std::string_view name) {
  return std::string(name.substr(name.find_last_of('.') + 1));
}

// Of a member of a body, or a header: its name alone.
std::string_view BareName(std::string_view parameter) {
  return parameter.substr(parameter.find_last_of("/:") + 1);
}

class WordFinder {
 public:
  WordFinder(const Resource& resource, std::string_view word)
      : resource_(resource), word_(word), spelling_(Spelling(word)) {}

  std::string Find() const {
    for (const auto find : {&WordFinder::FindParameter, &WordFinder::FindPaging,
                            &WordFinder::FindMember, &WordFinder::FindMemberOfBody,
                            &WordFinder::FindLastOfParameter, &WordFinder::FindObject}) {
      std::string meaning = (this->*find)();
      if (!meaning.empty()) return meaning;
    }
    return "";
  }

 private:
  // "X is the column a" or "X is in the columns a, b".
  static std::string Sentence(const std::string& what, const Columns& columns) {
    if (columns.empty()) return "";
    return "The API's " + what + (columns.size() == 1 ? " is the column " : " is in the columns ") +
           Join(columns, ", ");
  }

  bool IsWord(std::string_view name) const { return Spelling(name) == spelling_; }

  // The parameter of which this part of its name is the word. Several columns may share it.
  std::string FindParameterBy(std::string (*part_of)(std::string_view name)) const {
    const Parameter* first = nullptr;
    Columns columns;
    for (const Method& method : resource_.methods) {
      for (const Parameter& parameter : method.parameters) {
        if (parameter.column.empty() || !IsWord(part_of(parameter.name))) continue;
        if (first == nullptr) first = &parameter;
        if (parameter.name == first->name) AddOnce(parameter.column, &columns);
      }
    }
    return first == nullptr ? "" : Sentence("parameter " + ParameterText(*first), columns);
  }
  std::string FindParameter() const {
    return FindParameterBy([](std::string_view name) { return std::string(name); });
  }
  std::string FindLastOfParameter() const { return FindParameterBy(LastPart); }

  std::string FindPaging() const {
    for (const Method& method : resource_.methods) {
      const PagingSpec& paging = method.paging;
      for (const std::string& name : {paging.page_size_parameter, paging.token_parameter,
                                      paging.offset_parameter, paging.page_parameter}) {
        const std::string_view bare = BareName(name);
        if (bare.empty() || !IsWord(bare)) continue;
        return std::string(bare) +
               " is how the API pages, which is done for you; LIMIT says how many rows you " +
               "want";
      }
    }
    return "";
  }

  // A whole path goes before the ends of others.
  std::string FindMember() const {
    Columns ends;
    for (const Column& column : resource_.columns) {
      const std::span<const std::string> keys(column.path.keys);
      for (size_t from = 0; from < keys.size(); ++from) {
        if (!IsWord(Join(keys.subspan(from), "."))) continue;
        if (from == 0) return Sentence("member " + std::string(word_), {column.name});
        ends.push_back(column.name);
      }
    }
    return Sentence("member " + std::string(word_), ends);
  }

  std::string FindMemberOfBody() const {
    constexpr std::string_view kBefore = "data__";
    if (!spelling_.starts_with(kBefore)) return "";
    const std::string_view rest = word_.substr(kBefore.size());
    const int column = resource_.FindColumn(rest);
    if (column < 0) return MeaningOfApiWord(resource_, rest);
    return Sentence("member " + std::string(rest),
                    {resource_.columns[static_cast<size_t>(column)].name});
  }

  // True for a column within the object of that name: /spec/owner/id for owner and spec.owner.
  bool IsWithin(const Column& column) const {
    const std::span<const std::string> keys(column.path.keys);
    for (size_t end = 1; end < keys.size(); ++end) {
      for (size_t from = 0; from < end; ++from) {
        if (IsWord(Join(keys.subspan(from, end - from), "."))) return true;
      }
    }
    return false;
  }

  std::string FindObject() const {
    Columns within;
    Columns asked_for;
    for (const Column& column : resource_.columns) {
      if (!IsWithin(column)) continue;
      within.push_back(column.name);
      if (!ParameterText(resource_, column).empty()) asked_for.push_back(column.name);
    }
    return Sentence("object " + std::string(word_), asked_for.empty() ? within : asked_for);
  }

  const Resource& resource_;
  std::string_view word_;
  std::string spelling_;
};

}  // namespace

std::string MeaningOfApiWord(const Resource& resource, std::string_view word) {
  return WordFinder(resource, word).Find();
}

std::string ColumnOfApiName(const Resource& resource, std::string_view name) {
  constexpr std::string_view kMember = "data__";
  if (EqualsIgnoreCase(name.substr(0, kMember.size()), kMember)) {
    const int column = resource.FindColumn(name.substr(kMember.size()));
    return column < 0 ? "" : resource.columns[static_cast<size_t>(column)].name;
  }
  if (name.find('.') == std::string_view::npos) return "";
  Columns columns;
  for (const Method& method : resource.methods) {
    for (const Parameter& parameter : method.parameters) {
      const bool named = !parameter.column.empty() && EqualsIgnoreCase(parameter.name, name);
      if (named) AddOnce(parameter.column, &columns);
    }
  }
  return columns.size() == 1 ? columns[0] : "";
}

std::string ParameterText(const Parameter& parameter) {
  return parameter.place == Parameter::Place::kPath ? "{" + parameter.name + "}" : parameter.name;
}

bool HasPartialFilter(const Resource& resource) {
  return std::ranges::any_of(resource.methods, [](const Method& method) {
    return method.verb == Verb::kSelect &&
           std::ranges::any_of(method.parameters, [](const Parameter& parameter) {
             return !parameter.column.empty() && parameter.match == Parameter::Match::kPartial &&
                    parameter.comparison == Parameter::Comparison::kEqual;
           });
  });
}

std::string ParameterText(const Resource& resource, const Column& column) {
  for (const Method& method : resource.methods) {
    const Parameter* parameter = method.ParameterOf(column.name);
    if (method.verb == Verb::kSelect && parameter != nullptr) return ParameterText(*parameter);
  }
  return "";
}

}  // namespace apisql
