// A small answer that unpacks to a large one, through a session.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <zlib.h>

#include <cstdlib>

#include "tests/faults/fault_case.h"

namespace apisql {
namespace {

// Zeros, packed a thousandfold.
std::string PackedZeros(size_t megabytes) {
  constexpr int kGzipFormat = 15 + 16;
  z_stream stream{};
  deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, kGzipFormat, 9, Z_DEFAULT_STRATEGY);
  const std::string block(1 << 20, '\0');
  std::string packed(megabytes << 12, '\0');
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

TEST(GzipBombTest, IsStoppedAtTheBoundAndIsAnErrorThatNamesIt) {
  SandboxOptions options;
  options.keys = 10;
  const auto sandbox = *Sandbox::Start(options);
  SandboxFault fault;
  fault.path_prefix = "/iam/v2/api-keys";
  fault.status = 200;
  fault.content_type = "application/octet-stream";  // Else the server would pack it once more.
  fault.headers = {{"Content-Encoding", "gzip"}};
  fault.body = PackedZeros(300);
  ASSERT_LT(fault.body.size(), size_t{2} << 20);
  sandbox->AddFault(fault);
  // On loopback no gzip is asked for; this address leads there and is not called so.
  FaultRunOptions run;
  run.max_retries = 0;
  run.confluent_url = "http://0.0.0.0:" + std::to_string(sandbox->port()) + "/confluent";
  setenv("no_proxy", "*", 1);
  const FaultOperation list = FaultOperations(*sandbox)[0];
  const FaultResult result = RunUnderFault(*sandbox, list, run);
  EXPECT_EQ(result.status.message(), "confluent.iam.api_keys: GET " + run.confluent_url +
                                         "/iam/v2/api-keys?page_size=100: the answer is larger "
                                         "than 268435456 bytes");
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  EXPECT_LT(usage.ru_maxrss, 1'500'000) << "kilobytes";
}

}  // namespace
}  // namespace apisql
