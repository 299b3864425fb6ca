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

// What an operation comes to when its answer is a bomb.
class GzipBombTest : public testing::Test {
 protected:
  GzipBombTest() {
    SandboxOptions options;
    options.keys = 10;
    sandbox_ = *Sandbox::Start(options);
    // On loopback no gzip is asked for; this address leads there and is not called so.
    run_.confluent_url = "http://0.0.0.0:" + std::to_string(sandbox_->port()) + "/confluent";
    setenv("no_proxy", "*", 1);
  }

  FaultResult RunUnderBomb(const FaultOperation& operation, size_t megabytes) {
    SandboxFault fault;
    fault.method = operation.method;
    fault.path_prefix = operation.first_page;
    fault.status = 200;
    fault.content_type = "application/octet-stream";  // Else the server would pack it once more.
    fault.headers = {{"Content-Encoding", "gzip"}};
    fault.body = PackedZeros(megabytes);
    sandbox_->AddFault(fault);
    FaultResult result = RunUnderFault(*sandbox_, operation, run_);
    sandbox_->ClearFaults();
    return result;
  }

  static std::string Words(const std::string& bytes) {
    return ": the answer is larger than " + bytes +
           " bytes. SET max_response_bytes allows larger ones";
  }

  std::unique_ptr<Sandbox> sandbox_;
  FaultRunOptions run_;
};

TEST_F(GzipBombTest, IsStoppedAtTheBoundThatTheUserSetsWhateverTheOperation) {
  run_.settings = {{"max_response_bytes", "1000000"}};
  for (const FaultOperation& operation : FaultOperations(*sandbox_)) {
    SCOPED_TRACE(operation.name);
    const long before = PeakKilobytes();
    const FaultResult result = RunUnderBomb(operation, 60);
    EXPECT_LT(PeakKilobytes() - before, 50'000);
    const std::string& error = result.status.message();
    EXPECT_THAT(error, testing::StartsWith(operation.table + ": "));
    EXPECT_THAT(error, testing::HasSubstr(": " + operation.method + " " + run_.confluent_url +
                                          operation.first_page));
    EXPECT_THAT(error, testing::HasSubstr(Words("1000000")));
    for (const auto& [request, times] : result.requests) EXPECT_EQ(times, 1) << request;
    EXPECT_EQ(result.outcome, operation.is_write ? "unknown" : "");
  }
}

TEST_F(GzipBombTest, IsStoppedAtTheUsualBound) {
  const FaultOperation list = FaultOperations(*sandbox_)[0];
  EXPECT_EQ(RunUnderBomb(list, 300).status.message(),
            list.table + ": GET " + run_.confluent_url + list.first_page + Words("268435456"));
}

}  // namespace
}  // namespace apisql
