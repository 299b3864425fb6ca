#include "registry/trust/grant_file.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <optional>
#include <system_error>
#include <vector>

#include "registry/yaml/yaml_tree.h"
#include "src/base/text.h"
#include "src/files/file_text.h"
#include "src/files/private_folder.h"
#include "src/files/replace_file.h"

namespace apisql {
namespace {

namespace fs = std::filesystem;

constexpr const char* kName = "the config file";

Status CannotAdd(const std::string& reason) {
  return {StatusCode::kFailedPrecondition, "cannot add lines: " + reason};
}

size_t IndentOf(std::string_view line) {
  const size_t indent = line.find_first_not_of(' ');
  return indent == std::string_view::npos ? line.size() : indent;
}

bool HasContent(std::string_view line) {
  const std::string_view rest = StripBlanks(line);
  return !rest.empty() && rest.front() != '#';
}

// Lines of a YAML text, and others that are to stand between them.
class Insertions {
 public:
  explicit Insertions(std::string_view text) : lines_(Split(text, '\n')) {
    if (lines_.back().empty()) lines_.pop_back();  // The text ends with a line end.
  }

  // True when `key` begins its line. Lines count from 1.
  bool BeginsLine(const YamlKey& key) const {
    const auto index = static_cast<size_t>(key.line - 1);
    return index < lines_.size() && IndentOf(lines_[index]) + 1 == static_cast<size_t>(key.column);
  }

  // The last line of what stands below `key`; that of `key` where nothing does.
  size_t EndOf(const YamlKey& key) const {
    auto end = static_cast<size_t>(key.line);
    for (size_t i = end; i < lines_.size(); ++i) {
      if (!HasContent(lines_[i])) continue;
      if (IndentOf(lines_[i]) < static_cast<size_t>(key.column)) break;
      end = i + 1;
    }
    return end;
  }

  size_t size() const { return lines_.size(); }
  bool is_empty() const { return std::ranges::none_of(lines_, HasContent); }

  // Behind the line `after`; what is added there first stands first.
  void Add(size_t after, const std::vector<std::string>& lines, size_t indent) {
    for (const std::string& line : lines) {
      added_[after].push_back(std::string(indent, ' ') + line);
    }
  }

  std::string Text() const {
    std::string text;
    for (size_t i = 0; i <= lines_.size(); ++i) {
      if (i > 0) text += lines_[i - 1] + "\n";
      const auto added = added_.find(i);
      if (added == added_.end()) continue;
      for (const std::string& line : added->second) text += line + "\n";
    }
    return text;
  }

 private:
  std::vector<std::string> lines_;
  std::map<size_t, std::vector<std::string>> added_;
};

// A key of the lines to be added, and the lines below it without their common indentation.
struct Group {
  std::string key;
  std::vector<std::string> lines;

  std::vector<std::string> Below() const {
    std::vector<std::string> below;
    for (size_t i = 1; i < lines.size(); ++i) {
      below.push_back(lines[i].substr(std::min<size_t>(2, lines[i].size())));
    }
    return below;
  }
};

std::vector<Group> GroupsOf(const std::vector<std::string>& lines) {
  std::vector<Group> groups;
  for (const std::string& line : lines) {
    if (line.starts_with('#')) {
      groups.push_back({"", {line}});
    } else if (IndentOf(line) == 0) {
      groups.push_back({line.substr(0, line.find(':')), {line}});
    } else if (!groups.empty()) {
      groups.back().lines.push_back(line);
    }
  }
  return groups;
}

// `groups` go into the map `node`, whose keys stand `indent` deep and which ends at the line `end`.
// What goes deeper is added first: both may end at one line.
Status Merge(const YamlNode& node, std::string_view place, const std::vector<Group>& groups,
             size_t indent, size_t end, Insertions* insertions) {
  for (const Group& group : groups) {
    const YamlKey* key = node.FindKey(group.key);
    if (key == nullptr) continue;
    const std::string name = (place.empty() ? "" : std::string(place) + ".") + group.key;
    const YamlNode& value = *node.Find(group.key);
    const bool map = value.is(YamlNode::Kind::kMap) && !value.keys.empty();
    if (!map || group.lines.size() == 1 || !insertions->BeginsLine(*key) ||
        !insertions->BeginsLine(value.keys.front())) {
      return CannotAdd(name + " is there already, in line " + std::to_string(key->line));
    }
    RETURN_IF_ERROR(Merge(value, name, GroupsOf(group.Below()),
                          static_cast<size_t>(value.keys.front().column - 1),
                          insertions->EndOf(*key), insertions));
  }
  for (const Group& group : groups) {
    if (node.FindKey(group.key) == nullptr) insertions->Add(end, group.lines, indent);
  }
  return OkStatus();
}

// True when all of `before` is in `after`, where maps may have more keys.
bool IsKept(const YamlNode& before, const YamlNode& after) {
  using Kind = YamlNode::Kind;
  if (before.is(Kind::kNull)) return after.is(Kind::kNull);
  if (before.kind != after.kind || before.text != after.text) return false;
  if (!before.is(Kind::kMap)) return std::ranges::equal(before.items, after.items, IsKept);
  for (size_t i = 0; i < before.keys.size(); ++i) {
    const YamlNode* kept = after.Find(before.keys[i].text);
    if (kept == nullptr || !IsKept(before.items[i], *kept)) return false;
  }
  return true;
}

}  // namespace

StatusOr<std::string> WithGrants(std::string_view text, const std::string& provider,
                                 const Wants& wants) {
  Insertions insertions(text);
  YamlNode before;
  if (!insertions.is_empty()) {
    ASSIGN_OR_RETURN(before, ParseYaml(text, kName));
  }
  RETURN_IF_ERROR(
      Merge(before, "", GroupsOf(GrantLines(provider, wants)), 0, insertions.size(), &insertions));
  const std::string result = insertions.Text();
  const auto after = ParseYaml(result, kName);
  const bool kept = insertions.is_empty() || (after.ok() && IsKept(before, *after));
  if (kept && Config::Read(result, kName).ok()) return result;
  return CannotAdd("the file is not written a key to a line");
}

Status AddGrants(const std::string& file, const std::string& provider, const Wants& wants) {
  std::error_code absent;
  const fs::path real = fs::weakly_canonical(file, absent);
  const std::string name = absent ? file : real.string();
  const auto read = ReadFileText(name, kMaxYamlBytes);
  if (!read.ok() && read.status().code() != StatusCode::kNotFound) return read.status();
  ASSIGN_OR_RETURN(const std::string text,
                   WithGrants(read.ok() ? read->text : "", provider, wants));
  if (!read.ok()) RETURN_IF_ERROR(MakePrivateFolder(fs::path(name).parent_path()));
  struct stat facts = {};
  const bool known = read.ok() && stat(name.c_str(), &facts) == 0;
  return ReplaceFile(
      name, text,
      {.mode = known ? std::optional(facts.st_mode & 07777) : std::nullopt, .durable = true});
}

}  // namespace apisql
