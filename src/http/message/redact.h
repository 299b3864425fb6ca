// Which secrets a request and the environment hold, for a Redactor.
#ifndef APISQL_SRC_HTTP_MESSAGE_REDACT_H_
#define APISQL_SRC_HTTP_MESSAGE_REDACT_H_

#include <span>
#include <string>
#include <string_view>

#include "src/base/redactor.h"
#include "src/http/message/request.h"

namespace apisql {

// Adds what `secrets` hold: each as it is, without the scheme word before it ("Basic ..."), and the
// password in that. The user's name beside a password is no secret.
void AddSecrets(std::span<const SecretField> secrets, Redactor* redactor);

// Adds the passwords in the variables that name proxies, as they are now: libcurl's errors quote
// such a URL, above all one that it cannot read because the password is not encoded.
void AddProxyPasswords(Redactor* redactor);

// Takes the secrets out of what errors quote of an answer: a body that holds no rows, and the
// headers that are shown.
void RedactAnswer(const Redactor& redactor, Response* response);

// `text` without these secrets. For texts that are made where no Client is at hand.
std::string Redact(std::string text, std::span<const SecretField> secrets);

}  // namespace apisql

#endif  // APISQL_SRC_HTTP_MESSAGE_REDACT_H_
