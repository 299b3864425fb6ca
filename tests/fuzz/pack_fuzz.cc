// Any bytes as a pack (registry/pack/pack.h), and as the lines of one whose head has a sound
// checksum: what is believed of a pack is within it, and is what its checksums were taken of.
#include "registry/pack/importer_version.h"
#include "registry/pack/pack.h"
#include "src/base/sha256.h"
#include "tests/fuzz/fuzz_target.h"

namespace apisql {
namespace {

void CheckPack(std::string_view bytes) {
  const auto pack = Pack::Parse(std::string(bytes));
  if (!pack.ok()) {
    const StatusCode code = pack.status().code();
    Require(code == StatusCode::kDataLoss || code == StatusCode::kFailedPrecondition,
            "what is no pack is kDataLoss, or of another version");
    return;
  }
  Require(!pack->provider().empty() && !pack->service().empty(), "a pack names its service");
  for (const std::string& table : pack->TableNames()) {
    Require(table.starts_with(pack->provider() + "." + pack->service() + "."),
            "a table is the service's", table);
    const auto text = pack->TableDocument(table);
    if (!text.ok()) continue;
    Require(bytes.find(*text) != std::string_view::npos, "a document is within the pack");
    Require(bytes.find(Sha256Hex(*text)) != std::string_view::npos, "its checksum is in the head");
  }
  const auto provider = pack->ProviderDocument();
  if (provider.ok()) {
    Require(bytes.find(*provider) != std::string_view::npos, "a document is within the pack");
  }
}

// The lines of a head, an empty line, and the documents.
void FuzzPack(std::string_view input) {
  CheckPack(input);
  const size_t end = input.find("\n\n");
  if (end == std::string_view::npos) return;
  std::string pack = "apisql pack 1\nimporter " + std::string(ImporterVersion()) + "\n";
  pack.append(input.substr(0, end + 1));
  pack.append("end ").append(Sha256Hex(pack)).append("\n").append(input.substr(end + 2));
  CheckPack(pack);
}

const FuzzRegistration kPack("pack", FuzzPack);

}  // namespace
}  // namespace apisql
