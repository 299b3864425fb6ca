#include "registry/keys/left_out.h"

#include <algorithm>
#include <string>

#include "src/base/text.h"

namespace apisql {
namespace {

constexpr std::string_view kCookies =
    "cookies are not supported: a session in a cookie is a credential that no document can renew";
constexpr std::string_view kBatch =
    "batch writes are not supported: each row is a request of its own, so that each has an outcome "
    "of its own";
constexpr std::string_view kSteps =
    "two requests for one row are not supported: the second may fail where the first was done. "
    "Make the second an exec method";
constexpr std::string_view kBinary =
    "multipart and binary bodies are not supported: a body is JSON or a form";

struct LeftOut {
  std::string_view word;
  std::string_view why;
};

constexpr LeftOut kLeftOut[] = {
    {"cookie", kCookies},
    {"cookies", kCookies},
    {"session_cookie", kCookies},
    {"batch", kBatch},
    {"batch_size", kBatch},
    {"bulk", kBatch},
    {"then", kSteps},
    {"steps", kSteps},
    {"multipart", kBinary},
    {"multipart/form_data", kBinary},
    {"binary", kBinary},
    {"files", kBinary},
    {"upload", kBinary},
    {"application/octet_stream", kBinary},
};

}  // namespace

std::string_view WhyLeftOut(std::string_view word) {
  std::string name = AsciiLower(word);
  std::ranges::replace(name, '-', '_');
  const auto found = std::ranges::find(kLeftOut, std::string_view(name), &LeftOut::word);
  return found == std::end(kLeftOut) ? "" : found->why;
}

}  // namespace apisql
