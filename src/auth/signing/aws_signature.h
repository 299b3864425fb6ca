// SignAwsRequest: Signature Version 4, by which servers of AWS know who asks.
//
// Source: AWS Identity and Access Management, User Guide, "Create a signed AWS API request" and
// "Elements of an AWS API request signature".
#ifndef APISQL_SRC_AUTH_SIGNING_AWS_SIGNATURE_H_
#define APISQL_SRC_AUTH_SIGNING_AWS_SIGNATURE_H_

#include <string>

#include "src/base/clock.h"
#include "src/base/secret.h"
#include "src/base/status.h"
#include "src/http/message/request.h"

namespace apisql::auth {

struct AwsCredential {
  std::string access_key_id;
  Secret secret_access_key;
  Secret session_token;  // Of a credential of short life; empty: it is none.
};

// Where the signature holds: "sns" in "eu-west-1". Letters, digits, '-', '_' and '.' alone.
struct AwsScope {
  std::string service;
  std::string region;
};

// Signs the request as it is: method, URL, body, and of its headers Content-Type and those whose
// names begin with X-Amz-. Adds X-Amz-Date, X-Amz-Security-Token where there is such a token, and
// Authorization; for S3 X-Amz-Content-Sha256, too. `now` is the time by the caller's clock, which
// the server takes for five minutes or, at S3, fifteen. A header of an earlier signature gives way;
// secrets of one are the caller's to remove. kInternal when OpenSSL fails.
Status SignAwsRequest(const AwsCredential& credential, const AwsScope& scope, Clock::WallTime now,
                      Request* request);

}  // namespace apisql::auth

#endif  // APISQL_SRC_AUTH_SIGNING_AWS_SIGNATURE_H_
