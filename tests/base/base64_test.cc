#include "src/base/base64.h"

#include <gtest/gtest.h>

namespace apisql {
namespace {

TEST(Base64Test, GivesTheTestVectorsOfTheRfc) {
  EXPECT_EQ(EncodeBase64(""), "");
  EXPECT_EQ(EncodeBase64("f"), "Zg==");
  EXPECT_EQ(EncodeBase64("fo"), "Zm8=");
  EXPECT_EQ(EncodeBase64("foo"), "Zm9v");
  EXPECT_EQ(EncodeBase64("foob"), "Zm9vYg==");
  EXPECT_EQ(EncodeBase64("fooba"), "Zm9vYmE=");
  EXPECT_EQ(EncodeBase64("foobar"), "Zm9vYmFy");
}

TEST(Base64Test, KeepsBytesBeyondAscii) {
  EXPECT_EQ(EncodeBase64("\xff\xfe\xfd"), "//79");
  EXPECT_EQ(EncodeBase64(std::string_view("\0\0", 2)), "AAA=");
}

TEST(Base64Test, DecodesWhatItEncodes) {
  std::string bytes;
  for (int i = 0; i < 300; ++i) {
    EXPECT_EQ(DecodeBase64(EncodeBase64(bytes)), bytes);
    bytes += static_cast<char>(i * 7);
  }
}

TEST(Base64Test, OtherTextIsNotDecoded) {
  for (const std::string_view text : {"=", "==", "====", "A", "AA", "AAA", "AAAA=", "Z===", "Zh==",
                                      "Zg==Zg==", "Zm9v\n", "Zm9-", "Zg=A", "=g=="}) {
    EXPECT_EQ(DecodeBase64(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace apisql
