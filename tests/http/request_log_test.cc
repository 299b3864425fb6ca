#include "src/http/request_log.h"

#include <gmock/gmock.h>

namespace apisql {
namespace {

using ::testing::ElementsAre;

TEST(RequestLogTest, NumbersGoOnWhenOldRecordsAreDropped) {
  RequestLog log(2);
  EXPECT_EQ(log.Add({}), 1);
  EXPECT_EQ(log.Add({}), 2);
  EXPECT_EQ(log.Add({}), 3);
  EXPECT_EQ(log.records().size(), 2U);
  EXPECT_EQ(log.Find(1), nullptr);
  ASSERT_NE(log.Find(2), nullptr);
  EXPECT_EQ(log.Find(2)->number, 2);
  EXPECT_EQ(log.Find(3)->number, 3);
  EXPECT_EQ(log.Find(4), nullptr);
  EXPECT_EQ(log.Find(-1), nullptr);
}

TEST(RequestLogTest, TheListenerHearsOfCompletedRecordsOnly) {
  RequestLog log(2);
  std::vector<int64_t> heard;
  log.set_listener([&](const RequestRecord& record) { heard.push_back(record.number); });
  log.Add({});
  log.Add({});
  log.Complete(2);
  log.Complete(9);
  EXPECT_THAT(heard, ElementsAre(2));
}

TEST(RequestLogTest, AnEmptyLogHasNoRecord) {
  RequestLog log;
  EXPECT_EQ(log.Find(0), nullptr);
  log.Complete(1);
}

}  // namespace
}  // namespace apisql
