// TokenDesk: which tokens are being asked for, and which call was sent with which.
#ifndef APISQL_SRC_HTTP_TOKEN_DESK_H_
#define APISQL_SRC_HTTP_TOKEN_DESK_H_

#include <cstdint>
#include <map>
#include <set>

#include "src/http/authenticator.h"

namespace apisql {

// Each token of an Authenticator has a number, so that of several calls that were refused with one
// token the first has it replaced, and the others only wait for the new one.
class TokenDesk {
 public:
  // The number of the token that Apply() adds now.
  int64_t number(const Authenticator* authenticator) const {
    const auto found = numbers_.find(authenticator);
    return found == numbers_.end() ? 0 : found->second;
  }
  bool IsAsking(const Authenticator* authenticator) const {
    return asking_.contains(authenticator);
  }
  void Ask(const Authenticator* authenticator) { asking_.insert(authenticator); }
  // The asking has ended, one way or the other.
  void Answered(const Authenticator* authenticator) {
    asking_.erase(authenticator);
    ++numbers_[authenticator];
  }
  // The server has refused token `number`. True when another can be had.
  bool Refused(Authenticator* authenticator, int64_t number) {
    if (number != this->number(authenticator)) return true;
    if (!authenticator->ForgetToken()) return false;
    ++numbers_[authenticator];
    return true;
  }

 private:
  std::set<const Authenticator*> asking_;
  std::map<const Authenticator*, int64_t> numbers_;
};

}  // namespace apisql

#endif  // APISQL_SRC_HTTP_TOKEN_DESK_H_
