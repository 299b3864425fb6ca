#include "src/auth/signing/signing_key.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <limits>
#include <utility>

namespace apisql::auth {
namespace {

constexpr int kLeastBits = 2048;

struct BioFree {
  void operator()(BIO* bio) const { BIO_free(bio); }
};
struct ContextFree {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

// OpenSSL asks at the terminal for the password of a key that has one, unless it is told otherwise.
int NoPassword(char* /*buffer*/, int /*size*/, int /*writing*/, void* /*data*/) { return -1; }

Status Fault(std::string text) {
  // What OpenSSL has noted would turn up in the next error of whoever asks it, such as libcurl.
  ERR_clear_error();
  return {StatusCode::kInvalidArgument, std::move(text)};
}

}  // namespace

StatusOr<SigningKey> SigningKey::Read(const Secret& pem) {
  const std::string& text = pem.Reveal();
  if (text.size() > std::numeric_limits<int>::max()) return Fault("the private key is too long");
  const std::unique_ptr<BIO, BioFree> bio(
      BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
  EVP_PKEY* const read =
      bio == nullptr ? nullptr : PEM_read_bio_PrivateKey(bio.get(), nullptr, NoPassword, nullptr);
  if (read == nullptr) return Fault("the private key is none in PEM without a password");
  std::shared_ptr<EVP_PKEY> key(read, EVP_PKEY_free);
  if (EVP_PKEY_get_base_id(read) != EVP_PKEY_RSA) return Fault("the private key is none of RSA");
  if (EVP_PKEY_get_bits(read) < kLeastBits) {
    return Fault("the private key has less than " + std::to_string(kLeastBits) + " bits");
  }
  return SigningKey(std::move(key));
}

StatusOr<std::string> SigningKey::Sign(std::string_view text) const {
  const std::unique_ptr<EVP_MD_CTX, ContextFree> context(EVP_MD_CTX_new());
  const auto* const bytes = reinterpret_cast<const unsigned char*>(text.data());
  size_t size = 0;
  const bool begun =
      context != nullptr &&
      EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) == 1 &&
      EVP_DigestSign(context.get(), nullptr, &size, bytes, text.size()) == 1;
  std::string signature(size, '\0');
  auto* const out = reinterpret_cast<unsigned char*>(signature.data());
  if (!begun || EVP_DigestSign(context.get(), out, &size, bytes, text.size()) != 1) {
    return Fault("OpenSSL could not sign with the private key");
  }
  signature.resize(size);
  return signature;
}

}  // namespace apisql::auth
