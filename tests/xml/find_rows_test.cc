#include "src/xml/find_rows.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "src/xml/xml_form.h"
#include "src/xml/xml_json.h"

namespace apisql {
namespace {

class FindXmlRowsTest : public ::testing::Test {
 protected:
  static std::string Found(std::string_view xml,
                           const std::vector<std::string>& members = {"Id", "Name", "Size"}) {
    XmlForm form;
    form.find_rows = true;
    form.members = members;
    const StatusOr<std::string> json = XmlToJson(xml, form);
    return json.ok() ? *json : json.status().message();
  }
};

TEST_F(FindXmlRowsTest, TheListOfTheQueryProtocol) {
  const auto answer = [](const std::string& users) {
    return "<ListUsersResponse><ListUsersResult>" + users +
           "<Marker>m</Marker></ListUsersResult><ResponseMetadata><RequestId>r</RequestId>"
           "</ResponseMetadata></ListUsersResponse>";
  };
  EXPECT_EQ(Found(answer("<Users/>")),
            R"({"rows":[],"answer":{"Users":"","Marker":"m"},"truncated":true})");
  EXPECT_EQ(Found(answer("<Users><member><Id>1</Id></member></Users>")),
            R"({"rows":[{"Id":"1"}],"answer":{"Marker":"m"},"truncated":true})");
  EXPECT_EQ(
      Found(answer("<Users><member><Id>1</Id></member><member><Name>b</Name></member></Users>")),
      R"({"rows":[{"Id":"1"},{"Name":"b"}],"answer":{"Marker":"m"},"truncated":true})");
}

TEST_F(FindXmlRowsTest, ListsOfOtherProtocols) {
  EXPECT_EQ(Found("<ListResponse><requestId>r</requestId><set><item><Id>1</Id></item></set>"
                  "<nextToken>t</nextToken></ListResponse>"),
            R"({"rows":[{"Id":"1"}],"answer":{"requestId":"r","nextToken":"t"},"truncated":true})");
  EXPECT_EQ(Found("<ListResult><Owner><Key>me</Key></Owner><Things><Thing><Id>1</Id></Thing>"
                  "</Things></ListResult>"),
            R"({"rows":[{"Id":"1"}],"answer":{},"truncated":false})");
  // Elements without one around them, one and two.
  EXPECT_EQ(Found("<ListResult><Max>9</Max><Thing><Id>1</Id></Thing></ListResult>"),
            R"({"rows":[{"Id":"1"}],"answer":{"Max":"9"},"truncated":false})");
  EXPECT_EQ(Found("<ListResult><Thing><Id>1</Id></Thing><Thing><Id>2</Id></Thing></ListResult>"),
            R"({"rows":[{"Id":"1"},{"Id":"2"}],"answer":{},"truncated":false})");
}

TEST_F(FindXmlRowsTest, OneRow) {
  EXPECT_EQ(Found("<GetUserResponse><GetUserResult><User><Id>1</Id><Tags><member><Key>k</Key>"
                  "</member></Tags></User></GetUserResult></GetUserResponse>"),
            R"({"rows":[{"Id":"1","Tags":{"member":{"Key":"k"}}}],"answer":{},"truncated":false})");
  EXPECT_EQ(
      Found("<GetZoneResponse><Zone><Id>1</Id></Zone><VPCs><VPC><Id>2</Id></VPC></VPCs>"
            "</GetZoneResponse>",
            {"Zone", "VPCs"}),
      R"({"rows":[{"Zone":{"Id":"1"},"VPCs":{"VPC":{"Id":"2"}}}],"answer":{},"truncated":false})");
  EXPECT_EQ(Found("<Answer><Any>1</Any></Answer>", {}),
            R"({"rows":[{"Any":"1"}],"answer":{"Any":"1"},"truncated":false})");
}

TEST_F(FindXmlRowsTest, AListMayStandBesideAnEchoOfWhatWasAsked) {
  EXPECT_EQ(Found("<ListResult><Name>bucket</Name><Thing><Id>1</Id><Name>a</Name></Thing>"
                  "</ListResult>"),
            R"({"rows":[{"Id":"1","Name":"a"}],"answer":{"Name":"bucket"},"truncated":false})");
  EXPECT_EQ(Found("<ListResult><Name>b</Name><Things><Thing><Name>a</Name></Thing></Things>"
                  "</ListResult>"),
            "rows: it cannot be told which elements they are: ListResult and "
            "ListResult/Things/Thing both have what a row has");
}

TEST_F(FindXmlRowsTest, WhatStandsBesideTheRowsIsNoRow) {
  const auto beside = [](const std::string& place) {
    return "rows: it cannot be told which elements they are: " + place +
           " has some of what a row has and not the rest, and may stand beside the rows";
  };
  const std::vector<std::string> members = {"Path", "UserName", "UserId", "Arn", "CreateDate"};
  const std::string group =
      "<Group><Path>/</Path><GroupName>g</GroupName><GroupId>1</GroupId><Arn>a</Arn>"
      "<CreateDate>d</CreateDate></Group>";
  const auto answer = [&](const std::string& users) {
    return "<GetGroupResponse><GetGroupResult>" + group + users +
           "</GetGroupResult><ResponseMetadata/></GetGroupResponse>";
  };
  EXPECT_EQ(Found(answer("<Users/>"), members), beside("GetGroupResult/Group"));
  // A list that has fewer of the members than the group has.
  EXPECT_EQ(Found(answer("<Users><member><UserName>u</UserName></member></Users>"), members),
            beside("GetGroupResult/Group"));
  EXPECT_EQ(Found(answer("<Users><member><Path>/</Path><UserName>u</UserName><UserId>2</UserId>"
                         "<Arn>b</Arn></member></Users>"),
                  members),
            R"({"rows":[{"Path":"/","UserName":"u","UserId":"2","Arn":"b"}],"answer":{},)"
            R"("truncated":false})");
  // What was asked for, and what is hardly a row.
  EXPECT_EQ(Found("<ListResult><Name>b</Name><Things/></ListResult>"), beside("ListResult"));
  EXPECT_EQ(Found("<R><Owner><Id>1</Id><Kind>k</Kind><Mail>m</Mail></Owner></R>"),
            beside("R/Owner"));
}

TEST_F(FindXmlRowsTest, ARowMayHaveMoreThanTheDocumentKnows) {
  EXPECT_EQ(Found("<R><Prefix/><Marker/><NextToken/><Thing><Id>1</Id><New>n</New></Thing></R>"),
            R"({"rows":[{"Id":"1","New":"n"}],"answer":{"Prefix":"","Marker":"","NextToken":""},)"
            R"("truncated":false})");
  EXPECT_EQ(Found("<R><requestId>r</requestId><Id>1</Id><Warnings>w</Warnings></R>"),
            R"({"rows":[{"requestId":"r","Id":"1","Warnings":"w"}],)"
            R"("answer":{"requestId":"r","Id":"1","Warnings":"w"},"truncated":false})");
  EXPECT_EQ(Found("<R><Set><requestId>1</requestId></Set></R>", {"requestId", "Id"}),
            R"({"rows":[{"requestId":"1"}],"answer":{},"truncated":false})");
  // All that a row has is there.
  EXPECT_EQ(Found("<R><Thing><Id>1</Id><New>n</New></Thing><Warnings/></R>", {"Id"}),
            R"({"rows":[{"Id":"1","New":"n"}],"answer":{"Warnings":""},"truncated":false})");
  EXPECT_EQ(Found("<R><Thing><Id>1</Id></Thing><Warnings/></R>"),
            R"({"rows":[{"Id":"1"}],"answer":{"Warnings":""},"truncated":false})");
}

TEST_F(FindXmlRowsTest, AnElementThatIsNotUnderstoodIsNoEmptyList) {
  EXPECT_EQ(Found("<R><Thing><other>a</other></Thing></R>"),
            "rows: it cannot be told which elements they are: those of R/Thing have no member that "
            "the document knows");
  EXPECT_EQ(Found("<R><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></R>"),
            R"({"rows":[],"answer":{},"truncated":false})");
  EXPECT_EQ(Found("<R><Bucket>b</Bucket><Initiator><Key>1</Key></Initiator></R>"),
            R"({"rows":[],"answer":{"Bucket":"b"},"truncated":false})");
}

TEST_F(FindXmlRowsTest, AListThatIsNotUnderstoodIsNoEmptyOne) {
  EXPECT_EQ(Found("<R><Things><Thing><Other>1</Other></Thing></Things></R>"),
            "rows: it cannot be told which elements they are: those of R/Things/Thing have no "
            "member that the document knows");
  EXPECT_EQ(Found("<R><Thing><Other>1</Other></Thing><Thing/></R>"),
            "rows: it cannot be told which elements they are: those of R/Thing have no member that "
            "the document knows");
  EXPECT_EQ(Found("<R><Keys><member>a</member></Keys></R>"),
            "rows: it cannot be told which elements they are: those of R/Keys/member have no "
            "member that the document knows");
  EXPECT_EQ(Found("<R><Owner><Key>1</Key></Owner><Things/></R>"),
            R"({"rows":[],"answer":{"Things":""},"truncated":false})");
}

TEST_F(FindXmlRowsTest, TheAnswerTellsWhetherThereIsMore) {
  const auto tells = [](const std::string& texts) {
    const std::string found = Found("<R><Set/>" + texts + "</R>");
    return found.ends_with("\"truncated\":true}") ? "true" : found.substr(found.rfind(':') + 1);
  };
  EXPECT_EQ(tells(""), "false}");
  EXPECT_EQ(tells("<IsTruncated>true</IsTruncated>"), "true");
  EXPECT_EQ(tells("<NextPart>9</NextPart><IsTruncated>false</IsTruncated>"), "false}");
  EXPECT_EQ(tells("<nextToken>t</nextToken>"), "true");
  EXPECT_EQ(tells("<NextRecordName/>"), "false}");
  EXPECT_EQ(tells("<Marker>m</Marker>"), "true");
}

TEST_F(FindXmlRowsTest, ListsWithinRowsAreThoseOfTheForm) {
  XmlForm form;
  form.find_rows = true;
  form.members = {"Id"};
  form.places.At(*JsonPath::Parse("/Tags/*")).is_list = true;
  const StatusOr<std::string> json = XmlToJson(
      "<R><Set><item><Id>1</Id><Tags><Tag>a</Tag></Tags></item><item><Id>2</Id><Tags/></item>"
      "</Set></R>",
      form);
  ASSERT_TRUE(json.ok()) << json.status().message();
  EXPECT_EQ(
      *json,
      R"({"rows":[{"Id":"1","Tags":["a"]},{"Id":"2","Tags":[]}],"answer":{},"truncated":false})");
}

}  // namespace
}  // namespace apisql
