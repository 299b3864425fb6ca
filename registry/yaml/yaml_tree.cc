#include "registry/yaml/yaml_tree.h"

#include <algorithm>
#include <optional>

#include "registry/yaml/yaml_builder.h"
#include "registry/yaml/yaml_events.h"

namespace apisql {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// libyaml ends lines at these characters, which editors and YAML 1.2 do not.
std::optional<YamlFault> FindLineSeparator(std::string_view text) {
  size_t first = std::string_view::npos;
  for (const std::string_view separator : {"\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9"}) {
    first = std::min(first, text.find(separator));
  }
  if (first == std::string_view::npos) return std::nullopt;
  return YamlFault{LineOfByte(text, first),
                   "the line separators U+0085, U+2028 and U+2029 are not allowed"};
}

std::optional<YamlFault> BuildTree(std::string_view text, YamlBuilder& builder) {
  YamlEvents events(text);
  do {
    if (auto fault = events.Next()) return fault;
    if (auto fault = builder.Take(events.event())) return fault;
  } while (events.event().type != YAML_STREAM_END_EVENT);
  if (builder.empty()) return YamlFault{1, "the document is empty"};
  return std::nullopt;
}

}  // namespace

const YamlNode* YamlNode::Find(std::string_view key) const {
  const YamlKey* found = FindKey(key);
  return found == nullptr ? nullptr : &items[static_cast<size_t>(found - keys.data())];
}

const YamlKey* YamlNode::FindKey(std::string_view key) const {
  const auto found = std::ranges::find(keys, key, &YamlKey::text);
  return found == keys.end() ? nullptr : &*found;
}

StatusOr<YamlNode> ParseYaml(std::string_view text, const std::string& name,
                             const YamlLimits& limits) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  YamlBuilder builder(limits);
  std::optional<YamlFault> fault;
  if (text.empty()) fault = YamlFault{1, "the document is empty"};
  if (text.size() > limits.bytes) {
    fault = YamlFault{1, "larger than " + std::to_string(limits.bytes) + " bytes"};
  }
  if (!fault && !limits.lenient) fault = FindLineSeparator(text);
  if (!fault) fault = BuildTree(text, builder);
  if (!fault) return builder.TakeRoot();
  return Status(StatusCode::kInvalidArgument,
                name + ":" + std::to_string(fault->line) + ": " + fault->rule);
}

}  // namespace apisql
