#include "src/base/redactor.h"

#include <algorithm>
#include <span>
#include <utility>

#include "src/base/escapes.h"

namespace apisql {
namespace {

constexpr size_t kLong = 4;       // From here on a secret is hidden within a word, too.
constexpr int kMostReadings = 3;  // How often a text is read with its escapes replaced.
constexpr std::string_view kCut = "...";

bool IsWordByte(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// True when `text` from `begin` to `end` is not the part of a longer word.
bool IsWholeWord(std::string_view text, size_t begin, size_t end) {
  const bool joined_before = begin > 0 && IsWordByte(text[begin - 1]) && IsWordByte(text[begin]);
  const bool joined_behind =
      end < text.size() && IsWordByte(text[end - 1]) && IsWordByte(text[end]);
  return !joined_before && !joined_behind;
}

// Where `secret` ends, when it starts at `at`; 0: it does not. Where the text can be read in two
// ways (the secret itself has a '%'), both are tried, though not without end.
size_t EndOf(std::string_view secret, std::string_view text, size_t at) {
  struct Place {
    size_t in_secret;
    size_t in_text;
  };
  constexpr size_t kMostTries = 64;
  std::vector<Place> others;
  size_t tries = 0;
  for (Place place{0, at}; place.in_secret < secret.size();) {
    const std::string_view rest = text.substr(place.in_text);
    const std::string_view wanted = secret.substr(place.in_secret);
    if (place.in_secret >= kLong && rest.starts_with(kCut)) return place.in_text;
    const Escape escape = EscapeAt(rest);
    const bool escaped = escape.count > 0 && wanted.starts_with(escape.text());
    // '+' for a blank; and a blank for a '+' that was not encoded and then decoded.
    const bool blank = !rest.empty() && ((rest[0] == '+' && wanted[0] == ' ') ||
                                         (rest[0] == ' ' && wanted[0] == '+'));
    const bool escaped_blank = escape.text() == " " && wanted[0] == '+';
    if (!rest.empty() && rest[0] == wanted[0]) {
      if (escaped && ++tries < kMostTries) {
        others.push_back({place.in_secret + escape.count, place.in_text + escape.length});
      }
      place = {place.in_secret + 1, place.in_text + 1};
    } else if (escaped) {
      place = {place.in_secret + escape.count, place.in_text + escape.length};
    } else if (blank || escaped_blank) {
      place = {place.in_secret + 1, place.in_text + (blank ? 1 : escape.length)};
    } else if (!others.empty()) {
      place = others.back();
      others.pop_back();
    } else {
      return 0;
    }
    if (place.in_secret == secret.size()) return place.in_text;
  }
  return 0;
}

// The bytes that a text can begin with, as it stands and as it is meant.
std::array<unsigned char, 3> FirstBytes(std::string_view text) {
  const auto first = static_cast<unsigned char>(text[0]);
  std::array<unsigned char, 3> bytes = {first, first, first};
  if (first == '+') bytes[1] = ' ';
  const Escape escape = EscapeAt(text);
  if (escape.count > 0) bytes[2] = static_cast<unsigned char>(escape.bytes[0]);
  return bytes;
}

}  // namespace

// Which bytes of a text belong to secrets, told by their places in one reading of it. Most texts
// have none, and are read once: nothing is kept for those.
struct Redactor::Found {
  explicit Found(size_t text_size) : size(text_size) {}

  size_t size;
  std::vector<bool> hidden;  // Of the text itself; empty: none is.
  std::vector<size_t> begin,
      end;  // Of each byte of the reading, in the text; empty: it is the text.

  size_t BeginOf(size_t at) const { return begin.empty() ? at : begin[at]; }
  size_t EndOf(size_t at) const { return end.empty() ? at + 1 : end[at]; }

  void Hide(size_t from, size_t to) {
    hidden.resize(size);
    std::fill(hidden.begin() + static_cast<std::ptrdiff_t>(BeginOf(from)),
              hidden.begin() + static_cast<std::ptrdiff_t>(EndOf(to - 1)), true);
  }

  // The next reading: `next` was made of this one.
  void MoveTo(const Unescaped& next) {
    std::vector<size_t> next_begin, next_end;
    for (size_t i = 0; i < next.text.size(); ++i) {
      next_begin.push_back(BeginOf(next.begin[i]));
      next_end.push_back(EndOf(next.end[i] - 1));
    }
    begin = std::move(next_begin);
    end = std::move(next_end);
  }
};

void Redactor::Add(std::string_view secret) {
  if (secret.empty()) return;
  const auto [known, is_new] = secrets_.emplace(secret);
  // Elements of the set do not move.
  if (is_new) starting_with_[static_cast<unsigned char>(secret[0])].push_back(&*known);
}

size_t Redactor::EndOfSecretAt(std::string_view text, size_t at, bool short_ones_too) const {
  size_t longest = 0;
  const auto look_for = [&](unsigned char first) {
    for (const std::string* secret : starting_with_[first]) {
      const bool is_short = secret->size() < kLong;
      if (is_short && !short_ones_too) continue;
      const size_t end = EndOf(*secret, text, at);
      if (end > longest && (!is_short || IsWholeWord(text, at, end))) longest = end;
    }
  };
  const std::array<unsigned char, 3> bytes = FirstBytes(text.substr(at));
  look_for(bytes[0]);
  if (bytes[1] != bytes[0]) look_for(bytes[1]);
  if (bytes[2] != bytes[0]) look_for(bytes[2]);
  return longest;
}

void Redactor::FindIn(std::string_view text, Found* found) const {
  for (size_t at = 0; at < text.size(); ++at) {
    const size_t end = EndOfSecretAt(text, at, true);
    if (end != 0) found->Hide(at, end);
  }
}

// A run of digits need not begin where the Base64 does: four readings see each byte of it.
void Redactor::FindInBase64(std::string_view text, Found* found) const {
  constexpr size_t kShortestRun = 6;  // Of kLong bytes.
  constexpr size_t kDigits = 4;       // Of three bytes.
  for (size_t begin = 0; begin < text.size();) {
    const auto run = std::find_if_not(text.begin() + static_cast<std::ptrdiff_t>(begin), text.end(),
                                      IsBase64Digit);
    const size_t end = static_cast<size_t>(run - text.begin());
    for (size_t skip = 0; end - begin >= kShortestRun && skip < kDigits; ++skip) {
      const size_t first = begin + skip;
      const std::string bytes = DecodeBase64Digits(text.substr(first, end - first));
      for (size_t at = 0; at < bytes.size(); ++at) {
        const size_t stop = EndOfSecretAt(bytes, at, false);
        if (stop == 0) continue;
        found->Hide(first + at * 4 / 3, std::min(end, first + (stop * 4 + 2) / 3));
      }
    }
    begin = end + 1;
  }
}

std::string Redactor::Redact(std::string text) const {
  constexpr std::string_view kMask = "***";
  constexpr std::string_view kEscapes = "%\\&";
  if (secrets_.empty() || text.empty()) return text;
  Found found(text.size());
  FindIn(text, &found);
  FindInBase64(text, &found);
  Unescaped reading;
  for (int i = 0; i < kMostReadings; ++i) {
    const std::string& read = i == 0 ? text : reading.text;
    if (read.find_first_of(kEscapes) == std::string::npos) break;
    Unescaped next = Unescape(read);
    if (next.text.size() == read.size()) break;
    found.MoveTo(next);
    reading = std::move(next);
    FindIn(reading.text, &found);
    FindInBase64(reading.text, &found);
  }
  if (found.hidden.empty()) return text;
  std::string shown;
  for (size_t i = 0; i < text.size(); ++i) {
    if (!found.hidden[i]) {
      shown += text[i];
    } else if (i == 0 || !found.hidden[i - 1]) {
      shown += kMask;
    }
  }
  return shown;
}

Status Redactor::Redact(Status status) const {
  if (status.ok() || secrets_.empty()) return status;
  std::string message = Redact(status.message());
  std::string hint = Redact(status.hint());
  std::string api_code = Redact(status.api_code());
  std::string request_id = Redact(status.request_id());
  const int http_status = status.http_status();
  return std::move(status)
      .WithMessage(std::move(message))
      .WithHint(std::move(hint))
      .WithApiCode(std::move(api_code))
      .WithHttp(http_status, std::move(request_id));
}

}  // namespace apisql
