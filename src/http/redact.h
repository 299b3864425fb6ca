// Redact: takes the secrets of a request out of a text that will be shown.
#ifndef APISQL_SRC_HTTP_REDACT_H_
#define APISQL_SRC_HTTP_REDACT_H_

#include <span>
#include <string>

#include "src/http/request.h"

namespace apisql {

// `text` with "***" in place of every secret: as it is, percent-encoded, without the scheme word
// before it ("Basic ..."), or the password in that. For texts that a server or libcurl wrote and
// that may quote what we sent.
std::string Redact(std::string text, std::span<const SecretField> secrets);

}  // namespace apisql

#endif  // APISQL_SRC_HTTP_REDACT_H_
