// XmlToJson: an XML answer as JSON, so that paths, types and paging are those of every answer.
//
//   <Answer><Size unit="kB">7</Size><Tag>a</Tag><Tag>b</Tag><Owner/></Answer>
//   {"Answer":{"Size":"7","Tag":["a","b"],"Owner":""}}
//
// - An element with elements in it is an object, with a member for each name; several of one name,
//   and those of a place that is a list, are an array.
// - An element with text alone is a string, one with nothing "", or an object where places below it
//   are known. What stands in no element but an object is its member "#text".
// - Attributes of an element that is an object are members, unless an element has the name; those
// of
//   a string are left out, so that a value looks the same with and without them. Prefixes of
//   namespaces are left out, and so is a text of blanks and line ends alone.
// - A place P whose elements are a list of whatever name (P/*) is an array: of what stands in P,
// or,
//   where P comes several times or has elements of different names, of the P themselves.
#ifndef APISQL_SRC_XML_XML_JSON_H_
#define APISQL_SRC_XML_XML_JSON_H_

#include <string>
#include <string_view>

#include "src/base/status.h"
#include "src/xml/xml_form.h"

namespace apisql {

// kDataLoss for what XmlTree refuses, and with find_rows where rows are not to be told apart. With
// find_rows the answer is {"rows": [...], "answer": {...}, "truncated": false}: the rows, the texts
// beside them, and whether those tell of more rows.
StatusOr<std::string> XmlToJson(std::string_view xml, const XmlForm& form);

}  // namespace apisql

#endif  // APISQL_SRC_XML_XML_JSON_H_
