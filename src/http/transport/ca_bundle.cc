#include "src/http/transport/ca_bundle.h"

#include <cstdlib>

namespace apisql {

std::string ChooseCaFile(const std::string& ca_file) {
  if (!ca_file.empty()) return ca_file;
  for (const char* name : {"SSL_CERT_FILE", "CURL_CA_BUNDLE"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') return value;
  }
  return {};
}

}  // namespace apisql
