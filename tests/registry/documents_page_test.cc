// docs/documents.md has every key that the readers know, below what is written by hand.
#include "registry/reference/documents_page.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace apisql {
namespace {

constexpr char kDocumentsPage[] = APISQL_SOURCE_DIR "/docs/documents.md";

TEST(DocumentsPageTest, DocsDocumentsMdIsWhatTheKeysSay) {
  std::ostringstream text;
  text << std::ifstream(kDocumentsPage).rdbuf();
  const std::string page = text.str();
  const size_t mark = page.find(kGeneratedMark);
  ASSERT_NE(mark, std::string::npos) << "docs/documents.md has lost its mark";
  const std::string head = page.substr(0, mark + kGeneratedMark.size());
  if (std::getenv("APISQL_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(kDocumentsPage) << head << DocumentsPage();
    return;
  }
  EXPECT_TRUE(page == head + DocumentsPage())
      << "docs/documents.md is not up to date: ./dev docs writes it";
}

}  // namespace
}  // namespace apisql
