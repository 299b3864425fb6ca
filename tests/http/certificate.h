// TestCertificate: a self-signed TLS certificate, made for one test run.
#ifndef APISQL_TESTS_HTTP_CERTIFICATE_H_
#define APISQL_TESTS_HTTP_CERTIFICATE_H_

#include <string>

namespace apisql {

// Two PEM files in a folder of their own, removed at the end.
class TestCertificate {
 public:
  // `names` in OpenSSL's form: "DNS:localhost,IP:127.0.0.1".
  explicit TestCertificate(const std::string& names);
  ~TestCertificate();
  TestCertificate(const TestCertificate&) = delete;
  TestCertificate& operator=(const TestCertificate&) = delete;

  std::string certificate_file() const { return folder_ + "/certificate.pem"; }
  std::string key_file() const { return folder_ + "/key.pem"; }

 private:
  std::string folder_;
};

}  // namespace apisql

#endif  // APISQL_TESTS_HTTP_CERTIFICATE_H_
