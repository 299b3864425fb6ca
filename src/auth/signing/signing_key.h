// SigningKey: signs what a server checks with the public half of the key.
#ifndef APISQL_SRC_AUTH_SIGNING_SIGNING_KEY_H_
#define APISQL_SRC_AUTH_SIGNING_SIGNING_KEY_H_

#include <memory>
#include <string>
#include <string_view>

#include "src/base/secret.h"
#include "src/base/status.h"

struct evp_pkey_st;

namespace apisql::auth {

// An RSA key of 2,048 bits or more, as RS256 wants it (RFC 7518, 3.3). Copies share it.
class SigningKey {
 public:
  // `pem` is a private key without a password. Errors say what is wrong with it, and quote nothing.
  static StatusOr<SigningKey> Read(const Secret& pem);

  // The bytes of the signature: RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017, 8.2).
  StatusOr<std::string> Sign(std::string_view text) const;

 private:
  explicit SigningKey(std::shared_ptr<evp_pkey_st> key) : key_(std::move(key)) {}

  std::shared_ptr<evp_pkey_st> key_;
};

}  // namespace apisql::auth

#endif  // APISQL_SRC_AUTH_SIGNING_SIGNING_KEY_H_
