// StaticField: the schemes whose credential is one field that never changes.
#ifndef APISQL_SRC_AUTH_STATIC_FIELD_H_
#define APISQL_SRC_AUTH_STATIC_FIELD_H_

#include <memory>
#include <utility>

#include "src/http/authenticator.h"

namespace apisql::auth {

class StaticField final : public Authenticator {
 public:
  explicit StaticField(SecretField field) : field_(std::move(field)) {}

  Status Apply(Request* request, Clock::WallTime /*now*/) const override {
    request->secrets.push_back(field_);
    return OkStatus();
  }

 private:
  SecretField field_;
};

inline std::unique_ptr<Authenticator> MakeStaticHeader(const std::string& name, std::string value) {
  return std::make_unique<StaticField>(
      SecretField{SecretField::Place::kHeader, name, Secret(std::move(value))});
}

}  // namespace apisql::auth

#endif  // APISQL_SRC_AUTH_STATIC_FIELD_H_
