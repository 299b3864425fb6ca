#include "vtab/functions/regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <array>
#include <optional>
#include <utility>

#include "src/base/text.h"

namespace apisql {
namespace {

// A step is an item of the pattern that is tried, or a byte that it passes over. PCRE2's own limit
// counts anew at each place of the text where a match could begin, so that a long text could still
// take hours.
constexpr uint64_t kStepsOfSearch = 20'000'000;
constexpr uint64_t kStepsOfByte = 100;
constexpr uint32_t kMaxHeapKibibytes = 64 * 1024;
constexpr size_t kMaxPatternBytes = size_t{64} * 1024;
constexpr size_t kShownPatternBytes = 200;

struct Steps {
  uint64_t left = 0;
  size_t position = 0;  // Where the last one stood.
};

// Called by PCRE2 before each item. What is returned other than 0 ends the search.
int CountStep(pcre2_callout_block* block, void* data) {
  auto* steps = static_cast<Steps*>(data);
  const size_t now = block->current_position;
  const uint64_t cost = 1 + (now > steps->position ? now - steps->position : 0);
  steps->position = now;
  if (cost > steps->left) return PCRE2_ERROR_CALLOUT;
  steps->left -= cost;
  return 0;
}

std::string MessageOf(int code) {
  std::array<PCRE2_UCHAR, 256> text{};
  pcre2_get_error_message(code, text.data(), text.size());
  return reinterpret_cast<const char*>(text.data());
}

std::string Shown(std::string_view pattern) {
  if (pattern.size() <= kShownPatternBytes) return "'" + std::string(pattern) + "'";
  return "'" + std::string(pattern.substr(0, kShownPatternBytes)) + "...'";
}

struct CodeFreer {
  void operator()(pcre2_code* code) const { pcre2_code_free(code); }
};
struct MatchDataFreer {
  void operator()(pcre2_match_data* data) const { pcre2_match_data_free(data); }
};
struct MatchContextFreer {
  void operator()(pcre2_match_context* context) const { pcre2_match_context_free(context); }
};

// The character at `at` of valid UTF-8, in bytes.
size_t CharacterSize(std::string_view text, size_t at) {
  size_t size = 1;
  while (at + size < text.size() && (static_cast<unsigned char>(text[at + size]) & 0xC0) == 0x80) {
    ++size;
  }
  return size;
}

}  // namespace

struct Regex::Compiled {
  std::unique_ptr<pcre2_code, CodeFreer> code;
  std::unique_ptr<pcre2_match_data, MatchDataFreer> match;
  std::unique_ptr<pcre2_match_context, MatchContextFreer> context;
  uint32_t groups = 0;
  bool checked = false;  // The text is known to be UTF-8.
  Steps steps;
};

Regex::Regex(std::string_view pattern, std::unique_ptr<Compiled> compiled)
    : pattern_(pattern), compiled_(std::move(compiled)) {}

Regex::~Regex() = default;

StatusOr<std::unique_ptr<Regex>> Regex::Compile(std::string_view pattern) {
  if (pattern.size() > kMaxPatternBytes) {
    return Status(StatusCode::kInvalidArgument, "the regular expression " + Shown(pattern) +
                                                    " is longer than " +
                                                    std::to_string(kMaxPatternBytes) + " bytes");
  }
  constexpr uint32_t kOptions = PCRE2_UTF | PCRE2_DOTALL | PCRE2_DOLLAR_ENDONLY |
                                PCRE2_NEVER_BACKSLASH_C | PCRE2_AUTO_CALLOUT;
  int error = 0;
  size_t at = 0;
  auto compiled = std::make_unique<Compiled>();
  compiled->code.reset(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(),
                                     kOptions, &error, &at, nullptr));
  if (compiled->code == nullptr) {
    return Status(StatusCode::kInvalidArgument, "the regular expression " + Shown(pattern) +
                                                    " is wrong at byte " + std::to_string(at) +
                                                    ": " + MessageOf(error));
  }
  compiled->match.reset(pcre2_match_data_create_from_pattern(compiled->code.get(), nullptr));
  compiled->context.reset(pcre2_match_context_create(nullptr));
  if (compiled->match == nullptr || compiled->context == nullptr) {
    return Status(StatusCode::kInternal, "no memory for a regular expression");
  }
  pcre2_pattern_info(compiled->code.get(), PCRE2_INFO_CAPTURECOUNT, &compiled->groups);
  pcre2_set_heap_limit(compiled->context.get(), kMaxHeapKibibytes);
  pcre2_set_callout(compiled->context.get(), CountStep, &compiled->steps);
  return std::unique_ptr<Regex>(new Regex(pattern, std::move(compiled)));
}

void Regex::Begin(std::string_view text) {
  compiled_->checked = false;
  compiled_->steps = {kStepsOfSearch + kStepsOfByte * text.size(), 0};
}

Status Regex::Failure(int code) const {
  const std::string what = "the regular expression " + Shown(pattern_);
  switch (code) {
    case PCRE2_ERROR_CALLOUT:
    case PCRE2_ERROR_MATCHLIMIT:
    case PCRE2_ERROR_DEPTHLIMIT:
    case PCRE2_ERROR_HEAPLIMIT:
      return {StatusCode::kResourceExhausted,
              what +
                  " takes too many steps for a text of this size; nested repetitions such as "
                  "(a+)+ cost most"};
    default:
      break;
  }
  if (code <= PCRE2_ERROR_UTF8_ERR1 && code >= PCRE2_ERROR_UTF8_ERR21) {
    return {StatusCode::kInvalidArgument, what + " is searched for in a text that is no UTF-8"};
  }
  return {StatusCode::kInvalidArgument, what + " failed: " + MessageOf(code)};
}

StatusOr<Regex::Match> Regex::FindFrom(std::string_view text, size_t from, uint32_t options) {
  compiled_->steps.position = from;
  const char* bytes = text.data() == nullptr ? "" : text.data();
  const int code =
      pcre2_match(compiled_->code.get(), reinterpret_cast<PCRE2_SPTR>(bytes), text.size(), from,
                  options | (compiled_->checked ? PCRE2_NO_UTF_CHECK : 0), compiled_->match.get(),
                  compiled_->context.get());
  if (code == PCRE2_ERROR_NOMATCH) return Match();
  if (code < 0) return Failure(code);
  compiled_->checked = true;
  const size_t* places = pcre2_get_ovector_pointer(compiled_->match.get());
  return Match{true, places[0], places[1]};
}

StatusOr<Regex::Match> Regex::Find(std::string_view text) {
  Begin(text);
  return FindFrom(text, 0, 0);
}

std::string_view Regex::Group(std::string_view text, size_t number) const {
  const size_t* places = pcre2_get_ovector_pointer(compiled_->match.get());
  const size_t begin = places[2 * number];
  const size_t end = places[2 * number + 1];
  return begin == PCRE2_UNSET || end < begin ? "" : text.substr(begin, end - begin);
}

void Regex::AppendReplacement(std::string_view text, std::string_view replacement,
                              std::string* result) {
  for (size_t i = 0; i < replacement.size(); ++i) {
    const char digit = i + 1 < replacement.size() ? replacement[i + 1] : ' ';
    const bool group = replacement[i] == '$' && digit >= '0' && digit <= '9' &&
                       static_cast<uint32_t>(digit - '0') <= compiled_->groups;
    if (!group) {
      *result += replacement[i];
      continue;
    }
    *result += Group(text, static_cast<size_t>(digit - '0'));
    ++i;
  }
}

StatusOr<std::string> Regex::Replace(std::string_view text, std::string_view replacement) {
  // Behind an empty match, what stands there may still match with at least one character.
  constexpr uint32_t kNotEmptyHere = PCRE2_NOTEMPTY_ATSTART | PCRE2_ANCHORED;
  Begin(text);
  std::string result;
  bool was_empty = false;
  for (size_t from = 0;;) {
    ASSIGN_OR_RETURN(const Match match, FindFrom(text, from, was_empty ? kNotEmptyHere : 0));
    if (match.found && match.begin > match.end) {
      return Status(StatusCode::kInvalidArgument, "\\K moves the start of a match behind its end");
    }
    if (!match.found && !was_empty) return result.append(text.substr(from));
    if (!match.found) {
      if (from == text.size()) return result;
      const size_t size = CharacterSize(text, from);
      result += text.substr(from, size);
      from += size;
      was_empty = false;
      continue;
    }
    result += text.substr(from, match.begin - from);
    AppendReplacement(text, replacement, &result);
    was_empty = match.begin == match.end;
    from = match.end;
  }
}

}  // namespace apisql
