#include "src/paging/shapes/paging_shapes.h"

#include <algorithm>

#include "src/base/text.h"

namespace apisql {
namespace {

using ShapeKind = PagingShape::Kind;

constexpr PagingShape kShapes[] = {
    {"nextpagetoken", "pagetoken", ShapeKind::kToken},
    {"nextpagetoken", "nextpagetoken", ShapeKind::kToken},
    {"nexttoken", "nexttoken", ShapeKind::kToken},
    {"nexttoken", "token", ShapeKind::kToken},
    {"nextcursor", "cursor", ShapeKind::kToken},
    {"nextcursor", "nextcursor", ShapeKind::kToken},
    {"nextcursor", "pagecursor", ShapeKind::kToken},
    {"nextpagecursor", "pagecursor", ShapeKind::kToken},
    {"cursor", "cursor", ShapeKind::kToken},
    {"continue", "continue", ShapeKind::kToken},
    {"continuationtoken", "continuationtoken", ShapeKind::kToken},
    {"nextmarker", "marker", ShapeKind::kToken},
    {"endcursor", "after", ShapeKind::kToken},
    {"after", "after", ShapeKind::kToken},
    {"after", "pagecursor", ShapeKind::kToken},
    {"lastid", "after", ShapeKind::kToken},
    {"lastid", "afterid", ShapeKind::kToken},
    {"next", "token", ShapeKind::kToken},
    {"next", "until", ShapeKind::kToken},
    {"nextpage", "page", ShapeKind::kToken},
    {"nextpage", "pagenumber", ShapeKind::kToken},
    {"next", "pagetoken", ShapeKind::kUrl},
    {"nextlink", "", ShapeKind::kUrl},
    {"odatanextlink", "", ShapeKind::kUrl},
    {"nextpagelink", "", ShapeKind::kUrl},
    {"nextpageurl", "", ShapeKind::kUrl},
    {"nextpageuri", "", ShapeKind::kUrl},
    {"nexturl", "", ShapeKind::kUrl},
    {"totalpages", "page", ShapeKind::kPages},
    {"totalpages", "pagenumber", ShapeKind::kPages},
    {"pages", "page", ShapeKind::kPages},
    {"pagecount", "page", ShapeKind::kPages},
    {"more", "offset", ShapeKind::kMore},
    {"hasmore", "offset", ShapeKind::kMore},
    {"hasmore", "skip", ShapeKind::kMore},
    {"hasmore", "afterid", ShapeKind::kLast},
    {"hasmore", "startingafter", ShapeKind::kLast},
};

// Signs that no shape has: there is no one parameter that goes with them.
struct Sign {
  std::string_view name;
  PagingSign sign;
};
constexpr Sign kOtherSigns[] = {
    {"hasnextpage", PagingSign::kMore},    {"hasnext", PagingSign::kMore},
    {"hasmoreresults", PagingSign::kMore}, {"hasmoreitems", PagingSign::kMore},
    {"hasmorepages", PagingSign::kMore},   {"hasmoredata", PagingSign::kMore},
    {"hasmorerecords", PagingSign::kMore}, {"hasmorerows", PagingSign::kMore},
    {"hasmoreentries", PagingSign::kMore}, {"istruncated", PagingSign::kMore},
    {"truncated", PagingSign::kMore},      {"moreresults", PagingSign::kMore},
    {"moreitems", PagingSign::kMore},      {"morerecords", PagingSign::kMore},
    {"moreavailable", PagingSign::kMore},  {"ismore", PagingSign::kMore},
    {"nextrecordsurl", PagingSign::kNext}, {"nextpageid", PagingSign::kNext},
    {"nexturi", PagingSign::kNext},        {"nexthref", PagingSign::kNext},
    {"nextpagenumber", PagingSign::kNext}, {"islast", PagingSign::kLast},
    {"islastpage", PagingSign::kLast},     {"lastpage", PagingSign::kLast},
    {"last", PagingSign::kLast},           {"done", PagingSign::kLast},
    {"total", PagingSign::kTotal},         {"totalcount", PagingSign::kTotal},
    {"totalresults", PagingSign::kTotal},  {"totalitems", PagingSign::kTotal},
    {"totalrecords", PagingSign::kTotal},  {"totalrows", PagingSign::kTotal},
    {"totalsize", PagingSign::kTotal},     {"totalelements", PagingSign::kTotal},
    {"totalentries", PagingSign::kTotal},  {"totalhits", PagingSign::kTotal},
    {"totalobjects", PagingSign::kTotal},  {"odatacount", PagingSign::kTotal},
};

// A cursor by another name may be that of the page itself, and stands on the last one, too.
bool NamesTheNext(std::string_view member) {
  return member.starts_with("next") || member.starts_with("continu") || member == "odatanextlink";
}

constexpr std::string_view kGroups[] = {
    "meta",    "metadata", "pagination",       "paging",     "links", "page",         "pageinfo",
    "cursors", "cursor",   "responsemetadata", "resultinfo", "pages", "listmetadata",
};

constexpr std::string_view kPageNames[] = {
    "href", "url", "uri", "link", "after", "cursor", "token", "page",
};

struct Name {
  std::string_view name;
  PagingParameter meaning;
};
constexpr Name kParameters[] = {
    {"limit", PagingParameter::kSize},          {"pagesize", PagingParameter::kSize},
    {"perpage", PagingParameter::kSize},        {"maxresults", PagingParameter::kSize},
    {"pagelimit", PagingParameter::kSize},      {"top", PagingParameter::kSize},
    {"page", PagingParameter::kPage},           {"pagenumber", PagingParameter::kPage},
    {"offset", PagingParameter::kOffset},       {"skip", PagingParameter::kOffset},
    {"pageoffset", PagingParameter::kOffset},   {"cursor", PagingParameter::kToken},
    {"pagetoken", PagingParameter::kToken},     {"nexttoken", PagingParameter::kToken},
    {"nextpagetoken", PagingParameter::kToken}, {"pagecursor", PagingParameter::kToken},
    {"nextcursor", PagingParameter::kToken},    {"continuationtoken", PagingParameter::kToken},
    {"continue", PagingParameter::kToken},      {"marker", PagingParameter::kToken},
    {"startingafter", PagingParameter::kToken}, {"afterid", PagingParameter::kToken},
    {"after", PagingParameter::kToken},         {"pageafter", PagingParameter::kToken},
    {"startcursor", PagingParameter::kToken},   {"skiptoken", PagingParameter::kToken},
    {"startat", PagingParameter::kOffset},
};

}  // namespace

std::span<const PagingShape> PagingShapes() { return kShapes; }

PagingSign PagingSignOf(std::string_view plain_name) {
  for (const PagingShape& shape : kShapes) {
    if (shape.member != plain_name) continue;
    switch (shape.kind) {
      case ShapeKind::kToken:
      case ShapeKind::kUrl:
        return NamesTheNext(plain_name) ? PagingSign::kNext : PagingSign::kNone;
      case ShapeKind::kPages:
        return PagingSign::kPages;
      case ShapeKind::kMore:
      case ShapeKind::kLast:
        return PagingSign::kMore;
    }
  }
  const auto* const found = std::ranges::find(kOtherSigns, plain_name, &Sign::name);
  return found == std::end(kOtherSigns) ? PagingSign::kNone : found->sign;
}

bool IsPagingGroup(std::string_view plain_name) {
  return std::ranges::find(kGroups, plain_name) != std::end(kGroups);
}

bool NamesPage(std::string_view plain_name) {
  return std::ranges::find(kPageNames, plain_name) != std::end(kPageNames);
}

PagingParameter PagingParameterOf(std::string_view plain_name) {
  const auto found = std::ranges::find(kParameters, plain_name, &Name::name);
  return found == std::end(kParameters) ? PagingParameter::kNone : found->meaning;
}

std::string PlainName(std::string_view name) {
  std::string plain;
  for (const char c : name) {
    const char lower = AsciiLower(c);
    const bool kept = (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9');
    if (kept) plain += lower;
  }
  return plain;
}

}  // namespace apisql
