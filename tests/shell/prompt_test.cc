// The prompt is made from the state of the session and of the text that is typed.
#include "shell/line/prompt.h"

#include "gtest/gtest.h"

namespace apisql {
namespace {

TEST(PromptTest, TellsTheStateOfTheSession) {
  EXPECT_EQ(PromptText({}, ""), "apisql> ");
  EXPECT_EQ(PromptText({.in_transaction = true}, ""), "apisql*> ");
  EXPECT_EQ(PromptText({.in_transaction = true, .staged_rows = 3}, ""), "apisql*[3]> ");
  EXPECT_EQ(PromptText({.read_only = true}, ""), "apisql(read only)> ");
  EXPECT_EQ(PromptText({.in_transaction = true, .read_only = true}, ""), "apisql(read only)*> ");
}

TEST(PromptTest, ShowsWhatIsOpen) {
  EXPECT_EQ(PromptText({}, "SELECT 1"), "   ...> ");
  EXPECT_EQ(PromptText({}, "SELECT 'it"), "     '> ");
  EXPECT_EQ(PromptText({}, "SELECT x'ab"), "     '> ");
  EXPECT_EQ(PromptText({}, "SELECT \"it"), "     \"> ");
  EXPECT_EQ(PromptText({}, "SELECT `it"), "     `> ");
  EXPECT_EQ(PromptText({}, "SELECT [it"), "     [> ");
  EXPECT_EQ(PromptText({}, "SELECT 1 /* ("), "    /*> ");
  EXPECT_EQ(PromptText({}, "/*/"), "    /*> ");
  EXPECT_EQ(PromptText({}, "SELECT (1, (2)"), "     (> ");
}

TEST(PromptTest, WhatIsClosedIsNotShown) {
  for (const char* entry : {"SELECT 'it''s'", "SELECT \"a\"", "SELECT /* ' */ 1", "SELECT (1)",
                            "SELECT 1 -- '(", "SELECT 1)", "SELECT (1; SELECT 2", "SELECT $"}) {
    EXPECT_EQ(PromptText({}, entry), "   ...> ") << entry;
  }
}

TEST(PromptTest, ALineThatGoesOnStandsBelowTheFirst) {
  EXPECT_EQ(PromptText({.in_transaction = true, .staged_rows = 12}, "SELECT ("), "          (> ");
}

TEST(PromptTest, AnOpenCommentIsNoEndOfAnEntry) {
  EXPECT_TRUE(HasOpenPart("/* a"));
  EXPECT_FALSE(HasOpenPart("/* a */"));
  EXPECT_FALSE(HasOpenPart("-- a"));
}

}  // namespace
}  // namespace apisql
