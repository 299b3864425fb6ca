#include "src/base/secret.h"

#include <gtest/gtest.h>

#include <concepts>
#include <ostream>
#include <string>
#include <string_view>

namespace apisql {
namespace {

template <typename T>
concept Streamable = requires(std::ostream& out, const T& value) { out << value; };
template <typename T>
concept Appendable = requires(std::string& text, const T& value) { text += value; };

TEST(SecretTest, IsNoTextUnlessItIsRevealed) {
  static_assert(Streamable<std::string> && !Streamable<Secret>);
  static_assert(Appendable<std::string> && !Appendable<Secret>);
  static_assert(!std::convertible_to<Secret, std::string>);
  static_assert(!std::convertible_to<Secret, std::string_view>);
  static_assert(!std::constructible_from<std::string, Secret>);
  static_assert(!std::equality_comparable<Secret>);
  static_assert(!std::convertible_to<std::string, Secret>);
  EXPECT_EQ(Secret("text").Reveal(), "text");
}

}  // namespace
}  // namespace apisql
