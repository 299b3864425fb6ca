#include "registry/pack/pack.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "registry/model/names.h"
#include "registry/pack/importer_version.h"
#include "src/base/sha256.h"
#include "src/base/text.h"

namespace apisql {
namespace {

constexpr std::string_view kMagic = "apisql pack 1";
constexpr std::string_view kEnd = "end ";

// A note is one line, in which tabs part its fields.
std::string OneLine(std::string text) {
  std::ranges::replace_if(text, [](char c) { return c == '\n' || c == '\t' || c == '\r'; }, ' ');
  return text;
}

void AddPart(std::string_view word, std::string_view text, std::string& head, std::string& rest) {
  head.append(word).append(" ").append(std::to_string(text.size())).append(" ");
  head.append(Sha256Hex(text));
  rest.append(text);
}

void AddTable(const std::string& name, const PackedTable& table, std::string& head,
              std::string& rest) {
  AddPart("table", table.document, head, rest);
  head.append("\t").append(name).append("\t").append(OneLine(table.summary.description));
  for (const std::string& column : table.summary.key) head.append("\t").append(OneLine(column));
  head.append("\n");
}

void AddNotes(std::string_view word, const std::vector<ImportNote>& notes, std::string& head) {
  for (const ImportNote& note : notes) {
    head.append(word).append(std::to_string(note.line)).append("\t").append(OneLine(note.name));
    head.append("\t").append(OneLine(note.file)).append("\t").append(OneLine(note.reason));
    head.append("\n");
  }
}

template <typename Number>
std::optional<Number> NumberOf(std::string_view text) {
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole ? std::optional(number) : std::nullopt;
}

Status Broken(std::string_view what) {
  return {StatusCode::kDataLoss, "this is no pack, or it was changed: " + std::string(what)};
}

}  // namespace

std::string PackBytes(const PackContent& content) {
  std::string head(kMagic);
  head.append("\nimporter ").append(ImporterVersion()).append("\n");
  for (const FileStamp& source : content.sources) {
    head += "source " + std::to_string(source.size) + " " + std::to_string(source.modified_ns) +
            " " + std::to_string(source.changed_ns) + " " + std::to_string(source.inode) + "\n";
  }
  head += "service " + content.provider + " " + content.service + "\n";
  std::string rest;
  AddPart("document", content.provider_document, head, rest);
  head.append("\n");
  for (const auto& [name, table] : content.tables) AddTable(name, table, head, rest);
  AddNotes("refused ", content.refused, head);
  AddNotes("changed ", content.changed, head);
  const std::string checksum = Sha256Hex(head);
  return head.append(kEnd).append(checksum).append("\n").append(rest);
}

// Reads the head line by line. What comes from a file may be anything.
class PackReader {
 public:
  explicit PackReader(Pack& pack) : pack_(pack) {}

  Status Read() {
    const std::string_view bytes = pack_.bytes_;
    if (!bytes.starts_with(kMagic) || !bytes.substr(kMagic.size()).starts_with('\n')) {
      return Broken("its first line is not " + std::string(kMagic));
    }
    const size_t end = bytes.find("\nend ");
    if (end == std::string_view::npos) return Broken("its head has no end");
    const std::string_view head = bytes.substr(0, end + 1);
    const size_t documents = head.size() + kEnd.size() + kChecksumDigits + 1;
    if (bytes.size() < documents || bytes[documents - 1] != '\n' ||
        bytes.substr(head.size() + kEnd.size(), kChecksumDigits) != Sha256Hex(head)) {
      return Broken("the checksum of its head is another");
    }
    offset_ = documents;
    for (std::string_view rest = head.substr(kMagic.size() + 1); !rest.empty();) {
      const size_t line_end = rest.find('\n');
      RETURN_IF_ERROR(ReadLine(rest.substr(0, line_end)));
      rest.remove_prefix(line_end + 1);
    }
    if (!has_importer_) return Broken("its importer is not named");
    if (pack_.provider_.empty()) return Broken("its service is not named");
    if (offset_ != bytes.size()) return Broken("its documents were cut, or are longer");
    return OkStatus();
  }

 private:
  static constexpr size_t kChecksumDigits = 64;

  Status ReadLine(std::string_view line) {
    const size_t blank = line.find(' ');
    const std::string_view word = line.substr(0, blank);
    const std::string_view rest =
        blank == std::string_view::npos ? std::string_view() : line.substr(blank + 1);
    if (word == "refused") return ReadNote(rest, pack_.refused_);
    if (word == "changed") return ReadNote(rest, pack_.changed_);
    if (word == "table") return ReadTable(rest);
    const std::vector<std::string> fields = Split(rest, ' ');
    if (word == "importer") {
      has_importer_ = true;
      if (rest == ImporterVersion()) return OkStatus();
      return {StatusCode::kFailedPrecondition, "another version of apisql has made this pack"};
    }
    if (word == "source") return ReadSource(fields);
    const bool first = pack_.provider_.empty();
    if (word == "service" && first && fields.size() == 2 && IsName(fields[0]) &&
        IsName(fields[1])) {
      pack_.provider_ = fields[0];
      pack_.service_ = fields[1];
      return OkStatus();
    }
    if (word == "document" && fields.size() == 2) {
      return ReadPart(fields[0], fields[1], pack_.document_);
    }
    return Broken("a line of its head is " + std::string(word));
  }

  Status ReadTable(std::string_view text) {
    std::vector<std::string> fields = Split(text, '\t');
    const std::vector<std::string> part = Split(fields[0], ' ');
    if (fields.size() < 3 || part.size() != 2 || !IsOfService(fields[1])) {
      return Broken("a table of its head is none of the service");
    }
    Pack::Part& table = pack_.tables_[fields[1]];
    RETURN_IF_ERROR(ReadPart(part[0], part[1], table));
    table.summary.description = std::move(fields[2]);
    fields.erase(fields.begin(), fields.begin() + 3);
    table.summary.key = std::move(fields);
    return OkStatus();
  }

  bool IsOfService(const std::string& table) const {
    return IsTableName(table) && table.starts_with(pack_.provider_ + "." + pack_.service_ + ".");
  }

  Status ReadSource(const std::vector<std::string>& fields) {
    if (fields.size() != 4) return Broken("a source has four numbers");
    const auto size = NumberOf<int64_t>(fields[0]);
    const auto modified = NumberOf<int64_t>(fields[1]);
    const auto changed = NumberOf<int64_t>(fields[2]);
    const auto inode = NumberOf<uint64_t>(fields[3]);
    if (!size || !modified || !changed || !inode) return Broken("a source has four numbers");
    pack_.sources_.push_back({*size, *modified, *changed, *inode});
    return OkStatus();
  }

  Status ReadPart(const std::string& length, const std::string& checksum, Pack::Part& part) {
    const auto bytes = NumberOf<size_t>(length);
    if (!bytes || *bytes > pack_.bytes_.size() - offset_) return Broken("a document was cut");
    part.offset = offset_;
    part.length = *bytes;
    part.checksum = checksum;
    offset_ += *bytes;
    return OkStatus();
  }

  Status ReadNote(std::string_view text, std::vector<ImportNote>& notes) {
    std::vector<std::string> fields = Split(text, '\t');
    const auto line = fields.size() == 4 ? NumberOf<int>(fields[0]) : std::nullopt;
    if (!line) return Broken("a note has four fields");
    notes.push_back({std::move(fields[1]), std::move(fields[2]), *line, std::move(fields[3])});
    return OkStatus();
  }

  Pack& pack_;
  bool has_importer_ = false;
  size_t offset_ = 0;  // Behind the documents that are known so far.
};

StatusOr<Pack> Pack::Parse(std::string bytes) {
  Pack pack;
  pack.bytes_ = std::move(bytes);
  RETURN_IF_ERROR(PackReader(pack).Read());
  return pack;
}

std::vector<std::string> Pack::TableNames() const {
  std::vector<std::string> names;
  names.reserve(tables_.size());
  for (const auto& [name, part] : tables_) names.push_back(name);
  return names;
}

const TableSummary* Pack::Summary(std::string_view table) const {
  const auto found = tables_.find(table);
  return found == tables_.end() ? nullptr : &found->second.summary;
}

StatusOr<std::string_view> Pack::TextOf(const Part& part, std::string_view name) const {
  const std::string_view text = std::string_view(bytes_).substr(part.offset, part.length);
  if (Sha256Hex(text) == part.checksum) return text;
  return Broken("the checksum of " + std::string(name) + " is another");
}

StatusOr<std::string_view> Pack::ProviderDocument() const { return TextOf(document_, provider_); }

StatusOr<std::string_view> Pack::TableDocument(std::string_view table) const {
  const auto found = tables_.find(table);
  if (found == tables_.end()) {
    return Status(StatusCode::kNotFound, "there is no table " + std::string(table));
  }
  return TextOf(found->second, table);
}

}  // namespace apisql
