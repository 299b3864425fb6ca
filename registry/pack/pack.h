// Pack: the documents that were made of one service of a provider, in one file. To open it costs a
// look at its head; a document is read, and compared with its checksum, when its table is used.
//
//   apisql pack 1
//   importer 6d1f...                                  which program made it
//   source 45122 1764531823000000000 ... 8231         the service's document, by its stamp
//   source 1022 1764531823000000000 ... 8200          the provider.yaml
//   service github repos
//   document 512 9a3b...                              the provider's document: bytes, SHA-256
//   table 1490 77e0...<TAB>github.repos.keys<TAB>Deploy keys.<TAB>id      its name, description,
//   key changed 412<TAB>github.repos.keys.delete<TAB>repos.yaml<TAB>its DELETE has a body end
//   5a0c...                                       the SHA-256 of all above (the documents, as YAML,
//   one behind the other)
#ifndef APISQL_REGISTRY_PACK_PACK_H_
#define APISQL_REGISTRY_PACK_PACK_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "registry/stackql/import_note.h"
#include "src/base/status.h"
#include "src/files/file_stamp.h"

namespace apisql {

inline constexpr size_t kMaxPackBytes = size_t{64} << 20;

// What lists of tables say, which costs no look at the table's document.
struct TableSummary {
  std::string description;
  std::vector<std::string> key;
  friend bool operator==(const TableSummary&, const TableSummary&) = default;
};

struct PackedTable {
  std::string document;
  TableSummary summary;
};

// What a pack is made of.
struct PackContent {
  std::vector<FileStamp> sources;  // None: it is its own source.
  std::string provider;
  std::string service;
  std::string provider_document;              // Empty: nothing of the service can be asked.
  std::map<std::string, PackedTable> tables;  // By full name.
  std::vector<ImportNote> refused;            // Methods that were left out, or tables.
  std::vector<ImportNote> changed;  // Methods that EXEC calls, where StackQL has another verb.
};

// The bytes of a pack. What is not in `content` does not count: the same content is the same bytes.
std::string PackBytes(const PackContent& content);

class Pack {
 public:
  // kDataLoss where the bytes are no pack, or were cut or changed within its head;
  // kFailedPrecondition where another version of the program has made it.
  static StatusOr<Pack> Parse(std::string bytes);

  const std::vector<FileStamp>& sources() const { return sources_; }
  const std::string& provider() const { return provider_; }
  const std::string& service() const { return service_; }
  const std::vector<ImportNote>& refused() const { return refused_; }
  const std::vector<ImportNote>& changed() const { return changed_; }
  std::vector<std::string> TableNames() const;                // Sorted.
  const TableSummary* Summary(std::string_view table) const;  // Null: there is no such table.
  bool has_provider_document() const { return document_.length > 0; }

  // Valid as long as the Pack. kDataLoss where the text is not what its checksum was taken of,
  // kNotFound where there is no such table.
  StatusOr<std::string_view> ProviderDocument() const;
  StatusOr<std::string_view> TableDocument(std::string_view table) const;

 private:
  struct Part {
    size_t offset = 0;
    size_t length = 0;
    std::string checksum;
    TableSummary summary = {};
  };
  friend class PackReader;

  Pack() = default;
  StatusOr<std::string_view> TextOf(const Part& part, std::string_view name) const;

  std::string bytes_;
  std::vector<FileStamp> sources_;
  std::string provider_;
  std::string service_;
  Part document_;
  std::map<std::string, Part, std::less<>> tables_;
  std::vector<ImportNote> refused_;
  std::vector<ImportNote> changed_;
};

}  // namespace apisql

#endif  // APISQL_REGISTRY_PACK_PACK_H_
