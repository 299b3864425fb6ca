// Which file of trusted certificates TLS uses.
#ifndef APISQL_SRC_HTTP_TRANSPORT_CA_BUNDLE_H_
#define APISQL_SRC_HTTP_TRANSPORT_CA_BUNDLE_H_

#include <string>

namespace apisql {

// `ca_file`, else $SSL_CERT_FILE, else $CURL_CA_BUNDLE (libcurl reads neither by itself), else ""
// for the one that libcurl was built with. Empty variables count as unset.
std::string ChooseCaFile(const std::string& ca_file);

}  // namespace apisql

#endif  // APISQL_SRC_HTTP_TRANSPORT_CA_BUNDLE_H_
