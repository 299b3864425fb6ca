// Key files of service accounts, and what a server does with a JWT that such a key has signed.
#ifndef APISQL_TESTS_SUPPORT_KEYS_KEY_FILES_H_
#define APISQL_TESTS_SUPPORT_KEYS_KEY_FILES_H_

#include <memory>
#include <string>

struct evp_pkey_st;

namespace apisql {

using PrivateKey = std::shared_ptr<evp_pkey_st>;

// Of 2,048 bits, the same for the whole program: it takes a tenth of a second to make.
const PrivateKey& RsaKey();
PrivateKey OtherRsaKey();  // As long as RsaKey(), and another one with each call.
PrivateKey SmallRsaKey();  // Of 1,024 bits.
PrivateKey CurveKey();     // Of no RSA.

// In PEM; under a password unless that is null.
std::string PemOf(const PrivateKey& key, const char* password = nullptr);
// As Google writes it, but on one line, as secrets are read.
std::string KeyFileOf(const std::string& pem);

// The claims of a JWT that RsaKey() has signed, as RFC 7515 says; else what is wrong with it.
std::string ClaimsOf(const std::string& jwt);

}  // namespace apisql

#endif  // APISQL_TESTS_SUPPORT_KEYS_KEY_FILES_H_
