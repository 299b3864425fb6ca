#include "tests/generated/writes/resource_maker.h"

#include <algorithm>
#include <string>
#include <utility>

#include "tests/generated/values.h"

namespace apisql::generated::writes {
namespace {

// A form says texts, and lists and objects of them that are not empty.
const std::vector<std::string>& FormJsons(Resource::Arrays arrays) {
  static const std::vector<std::string> kDeep = {
      R"({"a":"b"})",         R"(["x","y z"])",          R"({"a":{"b":"c&d=e"},"f":"%41+"})",
      R"([{"k":"ü"},["1"]])", R"({"a=b":["true","#"]})", R"("text")"};
  static const std::vector<std::string> kFlat = {R"({"a":"b"})", R"(["x","y z","x"])",
                                                 R"({"a":{"b":"c&d=e"},"f":"%41+"})", R"(["1"])",
                                                 R"("text")"};
  // A list of one name is told from a text by its second value.
  static const std::vector<std::string> kRepeated = {
      R"({"a":"b"})", R"(["x","y z","x"])", R"({"a":{"b":"c&d=e"},"f":"%41+"})", R"("text")"};
  if (arrays == Resource::Arrays::kIndexes) return kDeep;
  return arrays == Resource::Arrays::kBrackets ? kFlat : kRepeated;
}

class ResourceMaker {
 public:
  ResourceMaker(Random& random, Resource& resource) : random_(random), resource_(resource) {}

  void Make() {
    resource_.makes_key = random_.Chance(60);
    ChoosePlaces();
    ChooseBodies();
    const size_t members = 2 + random_.Below(4);
    for (size_t i = 0; i < members; ++i) AddMember(i);
    ChooseSecret();
    ChooseAnswers();
    ChooseBases();
    const size_t rows = 2 + random_.Below(5);
    for (size_t i = 0; i < rows; ++i) AddRow();
  }

 private:
  void ChoosePlaces() {
    using Boxes = Resource::Boxes;
    using Areas = Resource::Areas;
    resource_.boxes = static_cast<Boxes>(random_.Weighted({40, 25, 35}));
    if (resource_.boxes != Boxes::kNone) {
      resource_.box_names = {"a/b", "c", "50% ü/x y", "q?x=1#y"};
      resource_.box_names.resize(2 + random_.Below(3));
      resource_.box_from_parent = random_.Chance(60);
      resource_.box_in_key = random_.Chance(70);
    }
    if (!resource_.box_from_parent) {
      resource_.areas = static_cast<Areas>(random_.Weighted({50, 30, 20}));
    }
    if (resource_.areas == Areas::kSegment) resource_.area_names = {"n/1", "south"};
    if (resource_.areas == Areas::kVariable) resource_.area_names = {"v2"};
  }

  void ChooseBodies() {
    using Body = Resource::Body;
    resource_.form = random_.Chance(35);
    resource_.arrays = static_cast<Resource::Arrays>(random_.Below(3));
    resource_.empty_is_null = resource_.form && random_.Chance(40);
    if (!resource_.form && random_.Chance(40)) resource_.json_kind = "application/vnd.gen.v1+json";
    resource_.body =
        static_cast<Body>(resource_.form ? random_.Weighted({70, 30, 0}) : random_.Below(3));
    const bool whole = resource_.body != Body::kChanged;
    resource_.update_verb = whole ? "put" : random_.Word({"patch", "post"});
    resource_.guard = static_cast<Resource::Guard>(random_.Weighted({50, 20, 30}));
    resource_.has_get = resource_.body == Body::kMerged ||
                        resource_.guard == Resource::Guard::kHeader || random_.Chance(70);
  }

  void AddMember(size_t number) {
    constexpr Type kTypes[] = {Type::kText,    Type::kInteger,   Type::kReal,
                               Type::kBoolean, Type::kTimestamp, Type::kJson};
    constexpr TimeForm kForms[] = {TimeForm::kText, TimeForm::kSeconds, TimeForm::kMilliseconds};
    Member& member = resource_.members.emplace_back();
    Column& column = member.column;
    column.name = "c" + std::to_string(number);
    column.type = kTypes[random_.Weighted({35, 15, 10, 10, 15, 15})];
    if (column.type == Type::kTimestamp) column.time = kForms[random_.Below(3)];
    const bool deep = random_.Chance(35);
    column.path = deep ? std::vector<std::string>{"spec", column.name}
                       : std::vector<std::string>{column.name};
    column.two_places = random_.Chance(20);
    member.creates = random_.Chance(80);
    // The first one always, so that each resource has an update.
    member.updates = number == 0 || random_.Chance(75);
    member.clears =
        member.updates && resource_.body == Resource::Body::kChanged && random_.Chance(15);
  }

  void ChooseSecret() {
    // A whole body would have to have what nobody can read.
    if (resource_.body == Resource::Body::kWhole || !random_.Chance(40)) return;
    Member& member = resource_.members.emplace_back();
    member.column.name = "word";
    member.column.path = {"login", "word"};
    member.creates = true;
    member.updates = random_.Chance(60);
    member.secret = true;
  }

  void ChooseAnswers() {
    resource_.has_delete = random_.Chance(80);
    resource_.answers_row = random_.Chance(60);
    resource_.wraps = random_.Chance(30);
    resource_.keyed = random_.Chance(35);
    const bool row = resource_.has_get && (resource_.answers_row || !resource_.makes_key);
    resource_.watch =
        static_cast<Resource::Watch>(random_.Weighted({55, 15, 15, row ? size_t{15} : 0}));
    resource_.tombstones = random_.Chance(25);
    resource_.has_account = random_.Chance(25);
    resource_.table_header = random_.Chance(40);
    resource_.paged = random_.Chance(40);
  }

  void ChooseBases() {
    const bool form = resource_.form;
    const auto base = [&] {
      Json json = {{"kind", resource_.name}};
      if (random_.Chance(50)) json["spec"] = {{"fixed", "yes"}};
      if (form && random_.Chance(50)) json["tags"] = {"a", "b c"};
      if (!form && random_.Chance(50)) json["tags"] = {1, true};
      return json;
    };
    if (random_.Chance(35)) resource_.create_base = base();
    if (resource_.body == Resource::Body::kChanged && random_.Chance(25)) {
      resource_.update_base = base();
    }
  }

  void AddRow() {
    StoredRow row;
    row.number = static_cast<int64_t>(resource_.rows.size()) + 1;
    row.id = "k" + std::to_string(row.number);
    row.name = "row " + std::to_string(row.number);
    if (!resource_.box_names.empty()) row.box = random_.Pick(resource_.box_names);
    if (!resource_.area_names.empty() && random_.Chance(50)) {
      row.area = random_.Pick(resource_.area_names);
    }
    for (const Member& member : resource_.members) {
      if (random_.Chance(25)) continue;
      Datum& datum = row.values[member.column.name];
      datum.value = NewValueOf(random_, resource_, member);
      datum.json = RandomSpelling(random_, member.column, datum.value);
    }
    resource_.rows.push_back(std::move(row));
  }

  Random& random_;
  Resource& resource_;
};

}  // namespace

Value NewValueOf(Random& random, const Resource& resource, const Member& member) {
  if (member.secret) return kSecretWord + std::to_string(random.Below(1000)) + "\"&=x";
  const Type type = member.column.type;
  if (type == Type::kJson && resource.form) return random.Pick(FormJsons(resource.arrays));
  // No integer with a fraction, which a column of integers shows and does not take; and no empty
  // text where it means NULL.
  const bool narrow = type == Type::kInteger || resource.empty_is_null;
  return RandomValue(random, type, narrow);
}

Api MakeApi(uint64_t seed) {
  Random random(seed);
  Api api;
  api.seed = seed;
  const size_t resources = 2 + random.Below(2);
  for (size_t i = 0; i < resources; ++i) {
    Resource& resource = api.resources.emplace_back();
    resource.name = "t" + std::to_string(i);
    ResourceMaker(random, resource).Make();
  }
  return api;
}

}  // namespace apisql::generated::writes
