// How lists are paged that nothing is configured for, and what is configured.
#include "registry/stackql/methods/paging_reader.h"

#include <gtest/gtest.h>

#include "registry/print/yaml_text.h"

namespace apisql {
namespace {

struct PagingCase {
  const char* name;
  const char* parameters;  // Of the operation, beside their place: "cursor: {type: string}".
  const char* members;     // Of the answer, beside its rows.
  const char* pagination;  // What is configured; "" for nothing.
  const char* expected;    // The paging, or the error.
};

void PrintTo(const PagingCase& one, std::ostream* out) { *out << one.name; }

class PagingReaderTest : public ::testing::TestWithParam<PagingCase> {
 protected:
  static std::string TextOf(const PagingCase& one, const std::string& verb) {
    std::string text = "openapi: 3.0.3\npaths:\n  /things:\n    " + verb + ":\n      parameters:\n";
    const auto parameters = ParseYaml(std::string("{") + one.parameters + "}", "parameters");
    for (size_t i = 0; i < parameters->keys.size(); ++i) {
      text += "        - {name: \"" + parameters->keys[i].text +
              "\", in: query, schema: " + FlowText(parameters->items[i]) + "}\n";
    }
    return text +
           "        - {name: other, in: query, schema: {type: string}}\n"
           "      responses: {\"200\": {content: {application/json: {schema: {type: object, "
           "properties: {data: {type: array, items: {type: object, properties: "
           "{id: {type: string}}}}" +
           std::string(*one.members == '\0' ? "" : ", ") + one.members + "}}}}}}\n";
  }

  // A map on one line.
  static std::string FlowText(const YamlNode& node) {
    std::string text = "{";
    for (size_t i = 0; i < node.keys.size(); ++i) {
      text += (i > 0 ? ", " : "") + node.keys[i].text + ": " + node.items[i].text;
    }
    return text + "}";
  }

  static std::string Read(const PagingCase& one, const std::string& verb = "get") {
    const auto document = OpenApiDocument::Parse(TextOf(one, verb), "things.yaml");
    if (!document.ok()) return document.status().message();
    const auto operation = FindOperation(*document, "#/paths/~1things/" + verb);
    if (!operation.ok()) return operation.status().message();
    const auto response = ParseYaml("{openAPIDocKey: \"200\", objectKey: $.data}", "response");
    const auto answer = ReadAnswerShape(*document, *operation, &*response);
    if (!answer.ok()) return answer.status().message();
    const auto pagination = ParseYaml(std::string("{a: {") + one.pagination + "}}", "pagination");
    if (!pagination.ok()) return pagination.status().message();
    const bool configured = *one.pagination != '\0';
    const auto paging = ReadListPaging(*document, *operation, *answer,
                                       configured ? pagination->Find("a") : nullptr, nullptr);
    if (!paging.ok()) return paging.status().message();
    std::string text = PrintYaml(paging->paging);
    return text;
  }
};

constexpr PagingCase kPagingCases[] = {
    {"TokenByName", "pageToken: {type: string}, maxResults: {type: integer, maximum: 500}",
     "nextPageToken: {type: string}", "",
     "style: token\npage_size:\n  parameter: maxResults\n  maximum: 500\nnext: /nextPageToken\n"
     "token_parameter: pageToken\nrecognised: true\n"},
    {"TokenInAGroup", "\"page[cursor]\": {type: string}",
     "meta: {type: object, properties: {page: {type: object, properties: {after: {type: "
     "string}}}}}",
     "",
     "style: token\nnext: /meta/page/after\ntoken_parameter: \"page[cursor]\"\nrecognised: true\n"},
    {"TokenWithMore", "after: {type: string}", "last_id: {type: string}, has_more: {type: boolean}",
     "",
     "style: token\nnext: /last_id\ntoken_parameter: after\nmore: /has_more\nrecognised: true\n"},
    {"LastRow", "after_id: {type: string}", "has_more: {type: boolean}", "",
     "style: token\nnext: /data/-1/id\ntoken_parameter: after_id\nmore: /has_more\nrecognised: "
     "true\n"},
    {"UrlWithoutParameter", "", "nextLink: {type: string}", "",
     "style: next_url\nnext: /nextLink\nrecognised: true\n"},
    {"UrlWithItsToken", "page_token: {type: string}",
     "metadata: {type: object, properties: {next: {type: string}}}", "",
     "style: next_url\nnext: /metadata/next\ntoken_parameter: page_token\nrecognised: true\n"},
    {"PagesFromOne", "page: {type: integer, default: 1}, per_page: {type: integer, maximum: 50}",
     "result_info: {type: object, properties: {total_pages: {type: integer}}}", "",
     "style: page_number\npage_size:\n  parameter: per_page\n  maximum: 50\npage_parameter: page\n"
     "pages: /result_info/total_pages\nrecognised: true\n"},
    {"PagesFromZero", "page: {type: integer, minimum: 0}", "", "",
     "style: page_number\npage_parameter: page\nfirst_page: 0\nrecognised: true\n"},
    {"PagesFromNobodyKnows", "page: {type: integer}", "total_pages: {type: integer}", "",
     "its pages are numbered by page, and the document does not say whether from 0 or from 1"},
    {"OffsetWithMore", "offset: {type: integer}", "more: {type: boolean}", "",
     "style: offset\noffset_parameter: offset\nmore: /more\nrecognised: true\n"},
    {"OffsetAlone", "skip: {type: integer}", "", "",
     "style: offset\noffset_parameter: skip\nrecognised: true\n"},
    {"TokenFromNowhere", "cursor: {type: string}", "", "",
     "it takes cursor for a next page, and the document does not say where answers name it"},
    {"TokenByTheNameAfter", "after: {type: string}", "", "",
     "it takes after for a next page, and the document does not say where answers name it"},
    {"TokenByANameInBrackets", "\"page[after]\": {type: string}", "", "",
     "it takes page[after] for a next page, and the document does not say where answers name it"},
    {"StartIsAnOffset", "startAt: {type: integer}", "", "",
     "style: offset\noffset_parameter: startAt\nrecognised: true\n"},
    {"OffsetOfTypeNumber", "offset: {type: number}", "", "",
     "style: offset\noffset_parameter: offset\nrecognised: true\n"},
    {"StartThatIsNoNumber", "startAt: {type: string}", "", "",
     "it takes startAt for a next page, and the document does not say where answers name it"},
    {"TokenToNowhere", "", "next_cursor: {type: string}, has_more: {type: boolean}", "",
     "style: unknown\n"},
    {"NothingKnown", "limit: {type: integer, maximum: 10}", "total: {type: integer}", "",
     "style: unknown\npage_size:\n  parameter: limit\n  maximum: 10\n"},
    {"NothingKnownButTheUsualSize", "per_page: {type: integer, default: 30}", "", "",
     "style: unknown\npage_size:\n  default: 30\n"},
    {"ConfiguredToken", "cursor: {type: string}", "",
     "requestToken: {key: cursor, location: query}, responseToken: {key: $.a.b, location: body}",
     "style: token\nnext: /a/b\ntoken_parameter: cursor\n"},
    {"ConfiguredTokenOfOtherLists", "cursor: {type: string}", "next_cursor: {type: string}",
     "requestToken: {key: page_token, location: query}, responseToken: {key: $.next_page_token, "
     "location: body}",
     "style: token\nnext: /next_cursor\ntoken_parameter: cursor\nrecognised: true\n"},
    {"ConfiguredTokenThatNothingDeclares", "", "",
     "requestToken: {key: page_token, location: query}, responseToken: {key: $.next_page_token, "
     "location: body}",
     "style: token\nnext: /next_page_token\ntoken_parameter: page_token\n"},
    {"ConfiguredLink", "", "",
     "requestToken: {key: \"\", location: request}, responseToken: {key: Link, location: header}",
     "style: link_header\n"},
    {"ConfiguredUrl", "", "",
     "requestToken: {key: \"\", location: request}, responseToken: {key: $.links.next, location: "
     "body}",
     "style: next_url\nnext: /links/next\n"},
    {"ConfiguredPages", "page: {type: integer}", "pages: {type: integer}",
     "algorithm: page_number, requestToken: {key: page}, responseTerminator: {key: $.pages}",
     "style: page_number\npage_parameter: page\npages: /pages\n"},
    {"ConfiguredPagesOfOtherLists", "", "",
     "algorithm: page_number, requestToken: {key: page}, responseTerminator: {key: $.pages}",
     "style: unknown\n"},
    {"ConfiguredInAHeader", "", "",
     "requestToken: {key: X-Next, location: header}, responseToken: {key: X-Next, location: "
     "header}",
     "style: token\nnext: \"header:X-Next\"\ntoken_parameter: \"header:X-Next\"\n"},
    {"ConfiguredInTheBodyOfAGet", "", "",
     "requestToken: {key: token, location: body}, responseToken: {key: token, location: body}",
     "its pagination puts the token into the body of a GET"},
    {"UnknownAlgorithm", "", "", "algorithm: guess", "it pages by the algorithm guess"},
};

TEST_P(PagingReaderTest, IsReadAsWritten) { EXPECT_EQ(Read(GetParam()), GetParam().expected); }

INSTANTIATE_TEST_SUITE_P(Cases, PagingReaderTest, ::testing::ValuesIn(kPagingCases),
                         [](const auto& one) { return std::string(one.param.name); });

TEST_F(PagingReaderTest, PutsTheTokenIntoTheBodyOfAPost) {
  const PagingCase post = {
      "", "", "", "requestToken: {key: $.page.token, location: body}, responseToken: {key: next}",
      ""};
  EXPECT_EQ(Read(post, "post"), "style: token\nnext: /next\ntoken_parameter: /page/token\n");
}

// Each of the 100 members is a group with 100 groups in it, and so on: too many on five levels.
TEST_F(PagingReaderTest, ASchemaThatNamesItselfInManyGroupsIsReadToABound) {
  std::string members = "next_cursor: {type: string}";
  for (size_t i = 0; i < 100; ++i) {
    members += ", meta" + std::string(i, '_') +
               ": {$ref: \"#/paths/~1things/get/responses/200/content/application~1json/schema\"}";
  }
  const PagingCase one = {"", "cursor: {type: string}", members.c_str(), "", ""};
  EXPECT_EQ(Read(one),
            "style: token\nnext: /next_cursor\ntoken_parameter: cursor\nrecognised: true\n");
}

}  // namespace
}  // namespace apisql
