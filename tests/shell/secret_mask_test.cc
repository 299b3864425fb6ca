#include "shell/script/secret_mask.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace apisql {
namespace {

class SecretMaskTest : public testing::Test {
 protected:
  std::string Mask(const std::string& entry) { return MaskSecrets(entry, *catalog_, credentials_); }
  // What stands behind "... WHERE " of a SELECT from Rockset's keys.
  std::string Where(const std::string& condition) {
    const std::string front = "SELECT name FROM rockset.iam.api_keys k WHERE ";
    const std::string masked = Mask(front + condition);
    return masked.starts_with(front) ? masked.substr(front.size()) : masked;
  }

  std::unique_ptr<Catalog> catalog_ = Catalog::Builtin();
  std::vector<std::string> credentials_;
};

TEST_F(SecretMaskTest, WhatIsComparedWithASecretColumnIsStars) {
  EXPECT_EQ(Where("key = 'abc' AND name = 'n'"), "key = '***' AND name = 'n'");
  EXPECT_EQ(Where("'abc' = k.key AND name = 'n'"), "'***' = k.key AND name = 'n'");
  EXPECT_EQ(Where("KEY IN ('a', lower('B')) OR name = 'n'"),
            "KEY IN ('***', lower('***')) OR name = 'n'");
  EXPECT_EQ(Where("k.\"key\" BETWEEN 'a' AND 'b' AND name = 'n'"),
            "k.\"key\" BETWEEN '***' AND '***' AND name = 'n'");
  EXPECT_EQ(Where("(key LIKE 'a%') AND name = 'n'"), "(key LIKE '***') AND name = 'n'");
  EXPECT_EQ(Where("key = 'it''s' || x'00' || 5"), "key = '***' || '***' || '***'");
  EXPECT_EQ(Where("key = 'not ended"), "key = '***'");
}

TEST_F(SecretMaskTest, WhatIsWrittenToASecretColumnIsStars) {
  EXPECT_EQ(Mask("UPDATE rockset.iam.api_keys SET key = 'a', state = 's' WHERE name = 'n'"),
            "UPDATE rockset.iam.api_keys SET key = '***', state = 's' WHERE name = 'n'");
  EXPECT_EQ(Mask("INSERT INTO rockset.iam.api_keys (name, key, state) VALUES ('n', 'a', 's'), "
                 "('m', lower('B'), 't') RETURNING 'x'"),
            "INSERT INTO rockset.iam.api_keys (name, key, state) VALUES ('n', '***', 's'), "
            "('m', lower('***'), 't') RETURNING 'x'");
  EXPECT_EQ(Mask("INSERT INTO rockset.iam.api_keys (name, key) SELECT 'n', 'a' WHERE 1"),
            "INSERT INTO rockset.iam.api_keys (name, key) SELECT 'n', '***' WHERE 1");
}

TEST_F(SecretMaskTest, EachStatementHasItsOwnSecrets) {
  const char* entry = "SELECT 1; SELECT * FROM t WHERE key = 'a';\n-- a comment\n";
  EXPECT_EQ(Mask(entry), entry);
  EXPECT_EQ(Mask("SELECT 'b'; DELETE FROM confluent.iam.api_keys WHERE secret = 'c'"),
            "SELECT 'b'; DELETE FROM confluent.iam.api_keys WHERE secret = '***'");
}

TEST_F(SecretMaskTest, CredentialsAreStarsWhereverTheyStand) {
  credentials_ = {"s3cr3t", "it's me", "abc"};
  EXPECT_EQ(Mask("SELECT 's3cr3t', 'xs3cr3tx', 'it''s me', 'abc' -- s3cr3t"),
            "SELECT '***', 'x***x', '***', 'abc' -- ***");
  EXPECT_EQ(Mask(".set x s3cr3t"), ".set x ***");
}

TEST_F(SecretMaskTest, AVariableWithATellingNameKeepsItsValueForItself) {
  EXPECT_EQ(Mask(".set db_password x y"), ".set db_password ***");
  EXPECT_EQ(Mask(".set key 'a'"), ".set key ***");
  EXPECT_EQ(Mask(".set owner x"), ".set owner x");
  EXPECT_EQ(Mask(".set"), ".set");
}

}  // namespace
}  // namespace apisql
