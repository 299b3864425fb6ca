#include "tests/support/keys/key_files.h"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "src/base/base64.h"
#include "src/base/text.h"
#include "src/json/writer.h"

namespace apisql {
namespace {

constexpr size_t kPartsOfAJwt = 3;

std::string BytesOf(std::string base64url) {
  std::ranges::replace(base64url, '-', '+');
  std::ranges::replace(base64url, '_', '/');
  while (base64url.size() % 4 != 0) base64url += '=';
  return DecodeBase64(base64url).value_or("no Base64");
}

bool IsSigned(const std::string& text, const std::string& signature) {
  const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(EVP_MD_CTX_new(),
                                                                   EVP_MD_CTX_free);
  EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, RsaKey().get());
  return EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(signature.data()),
                          signature.size(), reinterpret_cast<const unsigned char*>(text.data()),
                          text.size()) == 1;
}

}  // namespace

const PrivateKey& RsaKey() {
  static const PrivateKey kKey(EVP_RSA_gen(2048), EVP_PKEY_free);
  return kKey;
}

PrivateKey OtherRsaKey() { return {EVP_RSA_gen(2048), EVP_PKEY_free}; }

PrivateKey SmallRsaKey() { return {EVP_RSA_gen(1024), EVP_PKEY_free}; }

PrivateKey CurveKey() { return {EVP_EC_gen("P-256"), EVP_PKEY_free}; }

std::string PemOf(const PrivateKey& key, const char* password) {
  const std::unique_ptr<BIO, int (*)(BIO*)> bio(BIO_new(BIO_s_mem()), BIO_free);
  const EVP_CIPHER* const cipher = password == nullptr ? nullptr : EVP_aes_256_cbc();
  const std::string_view word = password == nullptr ? "" : password;
  PEM_write_bio_PrivateKey(bio.get(), key.get(), cipher,
                           reinterpret_cast<const unsigned char*>(word.data()),
                           static_cast<int>(word.size()), nullptr, nullptr);
  char* data = nullptr;
  const auto length = BIO_get_mem_data(bio.get(), &data);
  return {data, static_cast<size_t>(length)};
}

std::string KeyFileOf(const std::string& pem) {
  return R"({"type": "service_account", "client_email": "robot@example.com", "private_key_id": "k1", )"
         R"("private_key": )" +
         QuoteJson(pem) + "}";
}

std::string ClaimsOf(const std::string& jwt) {
  const std::vector<std::string> parts = Split(jwt, '.');
  if (parts.size() != kPartsOfAJwt) return "no JWT";
  if (BytesOf(parts[0]) != R"({"alg":"RS256","typ":"JWT","kid":"k1"})") {
    return "another header: " + BytesOf(parts[0]);
  }
  const bool is_signed = IsSigned(parts[0] + "." + parts[1], BytesOf(parts[2]));
  return is_signed ? BytesOf(parts[1]) : "another signature";
}

}  // namespace apisql
