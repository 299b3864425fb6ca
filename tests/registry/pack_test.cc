// Packs: what is believed of one, and what is not.
#include "registry/pack/pack.h"

#include <gmock/gmock.h>

#include "registry/pack/importer_version.h"
#include "src/base/sha256.h"

namespace apisql {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

PackContent LibraryContent() {
  return {
      .sources = {{.size = 12, .modified_ns = -1, .changed_ns = 2, .inode = 3}},
      .provider = "library",
      .service = "books",
      .provider_document = "provider: library\n",
      .tables = {{"library.books.loans", {"table: library.books.loans\n", {"Who has\nwhich.", {}}}},
                 {"library.books.books",
                  {"table: library.books.books\n", {"All.", {"isbn", "a copy"}}}}},
      .refused = {{"library.books.covers.get", "a\tb.yaml", 4, "its answer\nis a picture"}},
      .changed = {}};
}

std::string ParseMessage(std::string bytes) {
  return Pack::Parse(std::move(bytes)).status().message();
}

TEST(PackTest, HasWhatItWasMadeOf) {
  const auto pack = Pack::Parse(PackBytes(LibraryContent()));
  ASSERT_TRUE(pack.ok()) << pack.status().message();
  EXPECT_EQ(pack->provider(), "library");
  EXPECT_EQ(pack->service(), "books");
  EXPECT_EQ(pack->sources(), LibraryContent().sources);
  EXPECT_THAT(pack->TableNames(), ElementsAre("library.books.books", "library.books.loans"));
  EXPECT_EQ(*pack->ProviderDocument(), "provider: library\n");
  EXPECT_EQ(*pack->TableDocument("library.books.loans"), "table: library.books.loans\n");
  EXPECT_EQ(*pack->Summary("library.books.loans"), (TableSummary{"Who has which.", {}}));
  EXPECT_EQ(*pack->Summary("library.books.books"), (TableSummary{"All.", {"isbn", "a copy"}}));
  EXPECT_EQ(pack->Summary("library.books.none"), nullptr);
  EXPECT_EQ(pack->TableDocument("library.books.none").status().code(), StatusCode::kNotFound);
  ASSERT_EQ(pack->refused().size(), 1U);
  EXPECT_EQ(pack->refused()[0].name, "library.books.covers.get");
  EXPECT_EQ(pack->refused()[0].file, "a b.yaml") << "a tab parts the fields of a note";
  EXPECT_EQ(pack->refused()[0].line, 4);
  EXPECT_EQ(pack->refused()[0].reason, "its answer is a picture");
}

TEST(PackTest, TheSameContentIsTheSameBytes) {
  EXPECT_EQ(PackBytes(LibraryContent()), PackBytes(LibraryContent()));
}

TEST(PackTest, IsNotBelievedWhereItWasCut) {
  const std::string bytes = PackBytes(LibraryContent());
  for (size_t length = 0; length < bytes.size(); ++length) {
    EXPECT_EQ(Pack::Parse(bytes.substr(0, length)).status().code(), StatusCode::kDataLoss)
        << length;
  }
  EXPECT_EQ(Pack::Parse(bytes + "x").status().code(), StatusCode::kDataLoss);
}

// Each byte counts: of the head when the pack is opened, of a document when it is read.
TEST(PackTest, IsNotBelievedWhereAByteWasChanged) {
  const std::string bytes = PackBytes(LibraryContent());
  for (size_t at = 0; at < bytes.size(); ++at) {
    std::string changed = bytes;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    const auto pack = Pack::Parse(changed);
    if (!pack.ok()) continue;
    const bool told = !pack->ProviderDocument().ok() ||
                      !pack->TableDocument("library.books.books").ok() ||
                      !pack->TableDocument("library.books.loans").ok();
    EXPECT_TRUE(told) << "byte " << at;
  }
}

// The pack is sound in itself, so that its checksum does not tell.
TEST(PackTest, IsNotBelievedWhereAnotherVersionHasMadeIt) {
  const std::string bytes = PackBytes(LibraryContent());
  const size_t head_length = bytes.find("\nend ") + 1;
  std::string head = bytes.substr(0, head_length);
  head[head.find(ImporterVersion())] = 'x';
  const std::string checksum_line = "end " + Sha256Hex(head) + "\n";
  const Status status =
      Pack::Parse(head + checksum_line + bytes.substr(head_length + checksum_line.size())).status();
  EXPECT_EQ(status.code(), StatusCode::kFailedPrecondition);
  EXPECT_EQ(status.message(), "another version of apisql has made this pack");
}

TEST(PackTest, SaysWhatIsNoPack) {
  EXPECT_THAT(ParseMessage("provider: library\n"),
              HasSubstr("its first line is not apisql pack 1"));
  EXPECT_THAT(ParseMessage("apisql pack 1\nimporter x\n"), HasSubstr("its head has no end"));
}

TEST(ImporterVersionTest, IsAHash) {
  EXPECT_EQ(ImporterVersion().size(), 64U);
  EXPECT_EQ(ImporterVersion().find_first_not_of("0123456789abcdef"), std::string_view::npos);
}

}  // namespace
}  // namespace apisql
