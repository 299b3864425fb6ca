// A small answer that unpacks to a large one, through a session.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <zlib.h>

#include <cstdlib>

#include "tests/faults/fault_case.h"

namespace apisql {
namespace {

// Zeros, packed more than a hundredfold.
std::string PackedZeros(size_t megabytes) {
  constexpr int kGzipFormat = 15 + 16;
  z_stream stream{};
  deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, kGzipFormat, 9, Z_DEFAULT_STRATEGY);
  const std::string block(1 << 20, '\0');
  std::string packed(megabytes << 13, '\0');
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  for (size_t i = 0; i < megabytes; ++i) {
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(block.data()));
    stream.avail_in = static_cast<uInt>(block.size());
    deflate(&stream, i + 1 == megabytes ? Z_FINISH : Z_NO_FLUSH);
  }
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

long PeakKilobytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

// What `operation` of a sandbox comes to when its answer is a bomb.
class GzipBombTest : public testing::Test {
 protected:
  GzipBombTest() {
    SandboxOptions options;
    options.keys = 10;
    sandbox_ = *Sandbox::Start(options);
    operation_ = FaultOperations(*sandbox_)[0];
  }

  std::string ErrorUnderBomb(size_t megabytes, FaultRunOptions run) {
    SandboxFault fault;
    fault.path_prefix = "/iam/v2/api-keys";
    fault.status = 200;
    fault.content_type = "application/octet-stream";  // Else the server would pack it once more.
    fault.headers = {{"Content-Encoding", "gzip"}};
    fault.body = PackedZeros(megabytes);
    sandbox_->AddFault(fault);
    // On loopback no gzip is asked for; this address leads there and is not called so.
    run.confluent_url = "http://0.0.0.0:" + std::to_string(sandbox_->port()) + "/confluent";
    setenv("no_proxy", "*", 1);
    url_ = run.confluent_url + operation_.first_page;
    const FaultResult result = RunUnderFault(*sandbox_, operation_, run);
    EXPECT_THAT(result.requests,
                testing::ElementsAre(testing::Pair("GET " + operation_.first_page, 1)));
    return result.status.message();
  }

  std::unique_ptr<Sandbox> sandbox_;
  FaultOperation operation_;
  std::string url_;
};

TEST_F(GzipBombTest, IsStoppedAtTheBoundThatTheUserSets) {
  FaultRunOptions run;
  run.settings = {{"max_response_bytes", "1000000"}};
  const long before = PeakKilobytes();
  const std::string error = ErrorUnderBomb(200, run);
  EXPECT_EQ(error, "confluent.iam.api_keys: GET " + url_ +
                       ": the answer is larger than 1000000 bytes. SET max_response_bytes allows "
                       "larger ones");
  EXPECT_LT(PeakKilobytes() - before, 50'000);
}

TEST_F(GzipBombTest, IsStoppedAtTheUsualBound) {
  const std::string error = ErrorUnderBomb(300, {});
  EXPECT_EQ(error, "confluent.iam.api_keys: GET " + url_ +
                       ": the answer is larger than 268435456 bytes. SET max_response_bytes allows "
                       "larger ones");
}

}  // namespace
}  // namespace apisql
