#include "tests/http/certificate.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>

namespace apisql {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using File = std::unique_ptr<FILE, decltype(&std::fclose)>;

// No test can go on without what it checks.
void Require(bool done) {
  if (!done) std::abort();
}

Certificate SelfSigned(EVP_PKEY* key, const std::string& names) {
  constexpr long kDay = 24L * 3600;
  Certificate certificate(X509_new(), X509_free);
  X509* x509 = certificate.get();
  X509_set_version(x509, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(x509), 1);
  X509_gmtime_adj(X509_getm_notBefore(x509), -kDay);
  X509_gmtime_adj(X509_getm_notAfter(x509), kDay);
  X509_set_pubkey(x509, key);
  X509_NAME* name = X509_get_subject_name(x509);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("apisql test"), -1, -1, 0);
  X509_set_issuer_name(x509, name);
  const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> extension(
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, names.c_str()),
      X509_EXTENSION_free);
  Require(extension && X509_add_ext(x509, extension.get(), -1) == 1);
  Require(X509_sign(x509, key, EVP_sha256()) > 0);
  return certificate;
}

}  // namespace

TestCertificate::TestCertificate(const std::string& names) {
  folder_ = std::filesystem::temp_directory_path() / "apisql_test_XXXXXX";
  Require(mkdtemp(folder_.data()) != nullptr);
  const Key key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  Require(key != nullptr);
  const Certificate certificate = SelfSigned(key.get(), names);
  const File certificate_out(std::fopen(certificate_file().c_str(), "w"), std::fclose);
  const File key_out(std::fopen(key_file().c_str(), "w"), std::fclose);
  Require(certificate_out && PEM_write_X509(certificate_out.get(), certificate.get()) == 1);
  Require(key_out && PEM_write_PrivateKey(key_out.get(), key.get(), nullptr, nullptr, 0, nullptr,
                                          nullptr) == 1);
}

TestCertificate::~TestCertificate() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

}  // namespace apisql
