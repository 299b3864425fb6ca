#include "vtab/sizes/size_files.h"

#include <utility>

namespace apisql {

SizeFiles::SizeFiles(Catalog& catalog, const Config& config, std::string folder)
    : catalog_(catalog), config_(config), folder_(std::move(folder)) {}

const TableStatistics& SizeFiles::Earlier() {
  for (const std::string& provider : catalog_.KnownProviders()) {
    if (!read_.insert(provider).second) continue;
    const auto file = FileOf(provider);
    if (!file) continue;
    for (const auto& [table, size] : file->Read()) {
      earlier_.LearnScan(table, size.rows, size.requests);
    }
  }
  return earlier_;
}

void SizeFiles::Keep(const TableStatistics& seen) const {
  for (const std::string& provider : catalog_.KnownProviders()) {
    SizeFile::Sizes of_provider;
    for (const auto& [table, size] : seen.scans()) {
      if (table.starts_with(provider + ".")) of_provider[table] = size;
    }
    if (of_provider.empty()) continue;
    const auto file = FileOf(provider);
    if (!file) continue;
    of_provider.merge(file->Read());  // What is there already stays.
    (void)file->Write(of_provider);
  }
}

std::optional<SizeFile> SizeFiles::FileOf(const std::string& provider) const {
  const auto declared = catalog_.FindProvider(provider);
  const Server* server = declared.ok() ? config_.FindServer(**declared, "") : nullptr;
  if (server == nullptr) return std::nullopt;
  return SizeFile(folder_, provider, config_.ShownUrl(**declared, *server, {}));
}

}  // namespace apisql
