#include "tests/generated/writes/script_maker.h"

#include <algorithm>

#include "src/base/text.h"
#include "tests/generated/writes/resource_maker.h"

namespace apisql::generated::writes {

Step ScriptMaker::Next() {
  if (in_transaction_ && steps_left_-- == 0) {
    in_transaction_ = false;
    return {.kind = Step::Kind::kEnd, .sql = random_.Chance(75) ? "COMMIT" : "ROLLBACK"};
  }
  if (!in_transaction_ && random_.Chance(20)) {
    in_transaction_ = true;
    steps_left_ = 2 + random_.Below(5);
    return {.kind = Step::Kind::kBegin, .sql = "BEGIN"};
  }
  return random_.Chance(35) ? Select() : Write();
}

ScriptMaker::Ref ScriptMaker::NewRef() {
  Ref ref{.resource = &random_.Pick(api_.resources)};
  ref.in_area = ref.resource->areas != Resource::Areas::kNone && random_.Chance(50);
  return ref;
}

// Columns that every way to read the table gives, and that are no secret.
std::vector<std::string> ScriptMaker::Readable(const Ref& ref) const {
  const Resource& resource = *ref.resource;
  std::vector<std::string> columns = {"name"};
  if (resource.makes_key) columns.emplace_back("id");
  if (resource.boxes != Resource::Boxes::kNone) columns.emplace_back("box");
  if (ref.in_area) columns.push_back(resource.area());
  for (const Member& member : resource.members) columns.push_back(member.column.name);
  if (resource.watch == Resource::Watch::kRow) columns.emplace_back("state");
  // What a row's ETag is once it has been changed, only the server knows.
  if (resource.guard == Resource::Guard::kMember && !in_transaction_) columns.emplace_back("etag");
  if (resource.has_account && !in_transaction_) columns.emplace_back("account");
  return columns;
}

Step ScriptMaker::Select() {
  const Ref ref = NewRef();
  std::vector<std::string> columns;
  const std::vector<std::string> readable = Readable(ref);
  const size_t count = 1 + random_.Below(5);
  for (size_t i = 0; i < count; ++i) columns.push_back(random_.Pick(readable));
  const std::string from = " FROM " + FullNameOf(*ref.resource) + Where(ref, /*write=*/false);
  if (random_.Chance(15)) return {.sql = "SELECT count(*), min(name)" + from};
  return {.sql = "SELECT " + Join(columns, ", ") + from};
}

Step ScriptMaker::Write() {
  const Ref ref = NewRef();
  Step step{.kind = Step::Kind::kWrite,
            .resource = static_cast<size_t>(ref.resource - api_.resources.data())};
  const size_t deletes = ref.resource->has_delete ? 20 : 0;
  switch (random_.Weighted({35, 45, deletes})) {
    case 0:
      step.sql = Insert(ref);
      break;
    case 1:
      step.sql = Update(ref);
      break;
    default:
      step.sql = Delete(ref);
  }
  return step;
}

std::string ScriptMaker::NewName() {
  return "n" + std::to_string(++names_) + random_.Word({"", "", "/x", " &=[]", "ü", "%41", "?#"});
}

std::string ScriptMaker::NewLiteral(const Resource& resource, const Member& member) {
  return SqlLiteral(NewValueOf(random_, resource, member));
}

std::string ScriptMaker::Insert(const Ref& ref) {
  const Resource& resource = *ref.resource;
  std::vector<const Member*> given;
  std::vector<std::string> names = {"name"};
  if (resource.boxes != Resource::Boxes::kNone) names.emplace_back("box");
  if (ref.in_area) names.push_back(resource.area());
  for (const Member& member : resource.members) {
    if (!member.creates || random_.Chance(30)) continue;
    given.push_back(&member);
    names.push_back(member.column.name);
  }
  const std::string head = "INSERT INTO " + FullNameOf(resource) + " (" + Join(names, ", ") + ") ";
  if (random_.Chance(25)) return head + InsertSelect(ref, given);
  std::vector<std::string> rows;
  const size_t count = random_.Chance(65) ? 1 : 2 + random_.Below(2);
  const std::string area = ref.in_area ? SqlLiteral(random_.Pick(resource.area_names)) : "";
  for (size_t i = 0; i < count; ++i) {
    std::vector<std::string> values = {SqlLiteral(NewName())};
    if (!resource.box_names.empty()) values.push_back(SqlLiteral(random_.Pick(resource.box_names)));
    if (ref.in_area) values.push_back(area);
    for (const Member* member : given) {
      values.push_back(random_.Chance(15) ? "NULL" : NewLiteral(resource, *member));
    }
    rows.push_back("(" + Join(values, ", ") + ")");
  }
  return head + "VALUES " + Join(rows, ", ") + (in_transaction_ ? "" : Returning(ref));
}

// From rows of any table, with their values where these are of the same type.
std::string ScriptMaker::InsertSelect(const Ref& ref, const std::vector<const Member*>& given) {
  const Resource& resource = *ref.resource;
  const Ref from = NewRef();
  std::vector<std::string> values = {"name || " + SqlLiteral("-" + NewName())};
  if (!resource.box_names.empty()) values.push_back(SqlLiteral(random_.Pick(resource.box_names)));
  if (ref.in_area) values.push_back(SqlLiteral(random_.Pick(resource.area_names)));
  for (const Member* member : given) {
    const Type type = member->column.type;
    const auto other = std::ranges::find_if(from.resource->members, [&](const Member& one) {
      return one.column.type == type && !one.secret;
    });
    // A form cannot say each JSON, and some take an empty text for none.
    const bool unsaid = resource.form && (type == Type::kJson || resource.empty_is_null);
    const bool own = member->secret || unsaid || other == from.resource->members.end();
    values.push_back(own ? NewLiteral(resource, *member) : other->column.name);
  }
  return "SELECT " + Join(values, ", ") + " FROM " + FullNameOf(*from.resource) +
         Where(from, /*write=*/true);
}

std::string ScriptMaker::Assignment(const Resource& resource, const Member& member) {
  const std::string& name = member.column.name;
  if (member.secret) return name + " = " + NewLiteral(resource, member);
  if (random_.Chance(15)) return name + " = NULL";
  if (random_.Chance(30) && member.column.type == Type::kText)
    return name + " = " + name + " || 'x'";
  if (random_.Chance(30) && member.column.type == Type::kInteger) {
    return name + " = abs(" + name + " % 100) + 1";
  }
  return name + " = " + NewLiteral(resource, member);
}

std::string ScriptMaker::Update(const Ref& ref) {
  const Resource& resource = *ref.resource;
  std::vector<std::string> sets;
  for (const Member& member : resource.members) {
    if (!member.updates || (!sets.empty() && random_.Chance(60))) continue;
    sets.push_back(Assignment(resource, member));
  }
  return "UPDATE " + FullNameOf(resource) + " SET " + Join(sets, ", ") +
         Where(ref, /*write=*/true) + Returning(ref);
}

std::string ScriptMaker::Delete(const Ref& ref) {
  return "DELETE FROM " + FullNameOf(*ref.resource) + Where(ref, /*write=*/true) + Returning(ref);
}

std::string ScriptMaker::Returning(const Ref& ref) {
  if (!random_.Chance(15)) return "";
  std::vector<std::string> names = {"name"};
  for (const Member& member : ref.resource->members) {
    // SQLite itself returns a real without a fraction as an integer.
    const bool shown = !member.secret && member.column.type != Type::kReal;
    if (shown && random_.Chance(50)) names.push_back(member.column.name);
  }
  return " RETURNING " + Join(names, ", ");
}

std::string ScriptMaker::Where(const Ref& ref, bool write) {
  const Resource& resource = *ref.resource;
  std::string where = " WHERE ";
  if (ref.in_area) {
    where += resource.area() + " = " + SqlLiteral(random_.Pick(resource.area_names)) + " AND ";
  } else if (resource.areas != Resource::Areas::kNone) {
    where += "/*[" + resource.area() + " IS NULL AND ]*/ ";
  }
  const bool boxes = resource.boxes != Resource::Boxes::kNone;
  if (boxes && (!resource.box_from_parent || random_.Chance(30))) {
    where += "box = " + SqlLiteral(random_.Pick(resource.box_names)) + " AND ";
  }
  if (!write && random_.Chance(30)) return where + "1";
  std::string predicate = Predicate(ref);
  if (random_.Chance(15)) predicate += " AND " + Predicate(ref);
  if (random_.Chance(15)) predicate = "(" + predicate + " OR " + Predicate(ref) + ")";
  return where + predicate;
}

std::string ScriptMaker::Predicate(const Ref& ref) {
  const std::string key = ref.resource->key();
  switch (random_.Weighted({40, 15, 35, 10})) {
    case 0:
      return key + " = " + Literal(ref, key);
    case 1:
      return key + " IN (" + Literal(ref, key) + ", " + Literal(ref, key) + ")";
    case 2:
      return Compared(ref, random_.Pick(ref.resource->members).column.name);
    default:
      return Compared(ref, "name");
  }
}

std::string ScriptMaker::Compared(const Ref& ref, const std::string& column) {
  const Member* member = ref.resource->Find(column);
  if (member != nullptr && member->secret) return Compared(ref, "name");
  switch (random_.Weighted({40, 15, 15, 15, 15})) {
    case 0:
      return column + " = " + Literal(ref, column);
    case 1:
      return column + " IS NULL";
    case 2:
      return column + " IS NOT NULL";
    case 3:
      return column + " <= " + Literal(ref, column);
    default:
      return column + " <> " + Literal(ref, column);
  }
}

std::string ScriptMaker::Literal(const Ref& ref, const std::string& column) {
  const StatusOr<std::vector<std::string>> literals = plain_.Literals(*ref.resource, column);
  // Of a key that no row has: it may have been another's.
  if (!literals.ok() || literals->empty() || random_.Chance(6)) return "'row 3'";
  return random_.Pick(*literals);
}

}  // namespace apisql::generated::writes
