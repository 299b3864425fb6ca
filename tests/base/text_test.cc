#include "src/base/text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "src/base/hash.h"

namespace apisql {
namespace {

TEST(CountNulsTest, CountsThoseOfTextsOfEachLength) {
  std::string text;
  for (size_t length = 0; length < 1000; ++length) {
    EXPECT_EQ(CountNuls(text), static_cast<size_t>(std::ranges::count(text, '\0'))) << length;
    text += length % 3 == 0 || length > 500 ? '\0' : 'x';
  }
}

TEST(HashBytesTest, EveryByteAndTheLengthCount) {
  for (size_t length = 0; length < 70; ++length) {
    const std::string text(length, '\0');
    EXPECT_EQ(HashBytes(text), HashBytes(std::string(text)));
    EXPECT_NE(HashBytes(text), HashBytes(text + '\0')) << length;
    EXPECT_NE(HashBytes(text), HashBytes(text, 2)) << length;
    for (size_t i = 0; i < length; ++i) {
      std::string other = text;
      other[i] = 1;
      EXPECT_NE(HashBytes(text), HashBytes(other)) << length << " " << i;
    }
  }
}

}  // namespace
}  // namespace apisql
