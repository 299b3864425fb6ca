// No credential: for APIs that are open to all.
#include "src/auth/schemes.h"

namespace apisql::auth {
namespace {

class NoCredential final : public Authenticator {
 public:
  Status Apply(Request*, Clock::WallTime) const override { return OkStatus(); }
};

}  // namespace

Made MakeNone(const Inputs&) { return std::make_unique<NoCredential>(); }

}  // namespace apisql::auth
