// Any bytes as a Link header (src/paging/link_header.h), and as what ends a list.
#include <algorithm>

#include "src/http/message/request.h"
#include "src/http/message/url.h"
#include "src/paging/link_header.h"
#include "src/paging/paginator.h"
#include "tests/fuzz/fuzz_target.h"

namespace apisql {
namespace {

// A header that means `links`, however they were written.
std::string HeaderOf(const std::vector<Link>& links) {
  std::string text;
  for (const Link& link : links) {
    text += (text.empty() ? "<" : ", <") + link.url + ">; rel=\"";
    for (const std::string& relation : link.relations) {
      for (const char c : relation) text += (c == '"' || c == '\\' ? "\\" : "") + std::string(1, c);
      text += ' ';
    }
    text += link.has_anchor ? "\"; anchor=\"#x\"" : "\"";
  }
  return text;
}

bool Same(const Link& a, const Link& b) {
  return a.url == b.url && a.relations == b.relations && a.has_anchor == b.has_anchor;
}

void CheckLink(const Link& link) {
  Require(link.url.find('>') == std::string::npos, "a URL ends at '>'", link.url);
  for (const std::string& relation : link.relations) {
    Require(!relation.empty() && relation.find(' ') == std::string::npos, "a relation is one word",
            relation);
    Require(std::ranges::none_of(relation, [](char c) { return c >= 'A' && c <= 'Z'; }),
            "a relation is in lower case", relation);
  }
}

// Asks a paginator twice for what comes after the same page.
void CheckPaging(std::string_view input, const StatusOr<std::vector<Link>>& links) {
  Response response;
  response.url = "https://api.example.com/r";
  response.headers = {{"Link", std::string(input)}};
  PageFacts page;
  page.response = &response;
  page.rows = 1;
  PagingSpec spec;
  spec.style = "link_header";
  spec.token_parameter = "page";
  const auto paginator = MakePaginator(spec);
  (*paginator)->First(0);
  const auto next = (*paginator)->Next(page);
  Require(links.ok() || !next.ok(), "a header that is not understood is no end of the list");
  if (!next.ok() || !*next) return;
  const QueryParameters asked = (*next)->url.empty() ? (*next)->parameters : QueryOf((*next)->url);
  const auto token = std::ranges::find_if(asked, [](const auto& parameter) {
    return parameter.first == "page" && !parameter.second.empty();
  });
  Require(token != asked.end(), "the next page has a token");
  if ((*next)->url.empty()) {
    Require(asked.size() == 1, "of the next URL only the token is used");
  } else {
    const StatusOr<std::string> origin = OriginOf((*next)->url);
    Require(origin.ok() && *origin == "https://api.example.com:443",
            "a URL is followed on the same server only", (*next)->url);
  }
  const bool found = std::ranges::any_of(*links, [&](const Link& link) {
    const QueryParameters query = QueryOf(link.url);
    return std::ranges::find(query, *token) != query.end();
  });
  Require(found, "the token is of a link");
  Require(!(*paginator)->Next(page).ok(), "a token given twice is an error");
}

void FuzzLinkHeader(std::string_view input) {
  const StatusOr<std::vector<Link>> links = ParseLinkHeader(input);
  CheckPaging(input, links);
  if (!links.ok()) {
    Require(links.status().code() == StatusCode::kDataLoss, "a broken header is kDataLoss");
    return;
  }
  std::ranges::for_each(*links, CheckLink);
  const std::string written = HeaderOf(*links);
  const StatusOr<std::vector<Link>> again = ParseLinkHeader(written);
  Require(again.ok() && std::ranges::equal(*links, *again, Same),
          "links are the same when written out and read again", written);
}

const FuzzRegistration kLinkHeader("link_header", FuzzLinkHeader);

}  // namespace
}  // namespace apisql
