// FindXmlRows: the rows of an answer whose document tells what they have, and not where they stand.
//
// AWS's services answer in one of these forms, and in which one StackQL's documents do not say:
//   <ListUsersResponse><ListUsersResult><Users><member>...     the query protocol
//   <DescribeVpcsResponse><vpcSet><item>...                    that of EC2
//   <ListBucketsResult><Buckets><Bucket>...                    REST; or <Contents> several times
//   <GetUserResponse><GetUserResult><User>...                  one row
//   <GetZoneResponse><HostedZone>...<VPCs>...                  the answer is the row
#ifndef APISQL_SRC_XML_FIND_ROWS_H_
#define APISQL_SRC_XML_FIND_ROWS_H_

#include <span>
#include <string>
#include <vector>

#include "src/base/status.h"
#include "src/xml/xml_tree.h"

namespace apisql {

// What stands around the rows: the root, or in the query protocol the Result within the Response.
XmlElement XmlPayload(const XmlElement& root);

// Of the payload itself, its elements and theirs, by their names, those that have most of
// `members`. kDataLoss where it cannot be told which are meant:
// - two have as many;
// - those that have most are no list, have some of the members beside names that are none, and the
//   rows may stand elsewhere, such as in a list that is empty;
// - no element has any, and there is a list, or an element with others in it and no empty list:
//   what is not understood is no empty list.
StatusOr<std::vector<XmlElement>> FindXmlRows(const XmlElement& payload,
                                              std::span<const std::string> members);

}  // namespace apisql

#endif  // APISQL_SRC_XML_FIND_ROWS_H_
