// Several secrets, each in a header of its own: "DD-API-KEY: KEY" and "DD-APPLICATION-KEY: KEY".
#include <utility>
#include <vector>

#include "src/auth/schemes.h"

namespace apisql::auth {
namespace {

class StaticFields final : public Authenticator {
 public:
  explicit StaticFields(std::vector<SecretField> fields) : fields_(std::move(fields)) {}

  Status Apply(Request* request, Clock::WallTime /*now*/) const override {
    request->secrets.insert(request->secrets.end(), fields_.begin(), fields_.end());
    return OkStatus();
  }

 private:
  std::vector<SecretField> fields_;
};

}  // namespace

Made MakeHeaders(const Inputs& inputs) {
  std::vector<SecretField> fields;
  for (const auto& [header, secret] : inputs.spec.headers) {
    fields.push_back({SecretField::Place::kHeader, header, inputs.SecretNamed(secret)});
  }
  return std::make_unique<StaticFields>(std::move(fields));
}

}  // namespace apisql::auth
