#include "vtab/views/view_plan.h"

#include <charconv>

#include "src/base/text.h"

namespace apisql {
namespace {

constexpr ViewTerm::Kind kKinds[] = {ViewTerm::Kind::kEqual, ViewTerm::Kind::kIs,
                                     ViewTerm::Kind::kIn};
constexpr char kUnanswered[] = "unanswered";

Status NoPlan(std::string_view text) {
  return {StatusCode::kInternal, "no plan of a view: " + std::string(text)};
}

StatusOr<ViewTerm> ParseTerm(std::string_view word) {
  ViewTerm term;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), term.column);
  if (error != std::errc()) return NoPlan(word);
  const std::string_view rest = word.substr(static_cast<size_t>(end - word.data()));
  for (const ViewTerm::Kind kind : kKinds) {
    term.kind = kind;
    if (rest == KindText(kind)) return term;
  }
  return NoPlan(word);
}

}  // namespace

std::string_view KindText(ViewTerm::Kind kind) {
  switch (kind) {
    case ViewTerm::Kind::kIs:
      return "IS";
    case ViewTerm::Kind::kIn:
      return "IN";
    case ViewTerm::Kind::kEqual:
      break;
  }
  return "=";
}

std::string ViewPlan::Serialize() const {
  std::string text = "view";
  if (unanswered) text += std::string(" ") + kUnanswered;
  for (const ViewTerm& term : terms) {
    text += " " + std::to_string(term.column) + std::string(KindText(term.kind));
  }
  return text;
}

StatusOr<ViewPlan> ViewPlan::Parse(std::string_view text) {
  const std::vector<std::string> words = Split(text, ' ');
  if (words[0] != "view") return NoPlan(text);
  ViewPlan plan;
  for (size_t i = 1; i < words.size(); ++i) {
    if (i == 1 && words[i] == kUnanswered) {
      plan.unanswered = true;
      continue;
    }
    ASSIGN_OR_RETURN(const ViewTerm term, ParseTerm(words[i]));
    plan.terms.push_back(term);
  }
  return plan;
}

}  // namespace apisql
