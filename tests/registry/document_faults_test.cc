// One case per fault that a document can have: what is changed in a sound one, and what is said.
#include <gmock/gmock.h>

#include <ostream>

#include "registry/document/document.h"
#include "src/base/text.h"
#include "tests/registry/documents.h"

namespace apisql {
namespace {

using ::testing::ElementsAreArray;
using ::testing::Matcher;
using ::testing::StartsWith;

struct FaultCase {
  std::string fact;  // The test's name.
  std::string_view replace;
  std::string_view with;
  std::vector<std::string> faults;
};

void PrintTo(const FaultCase& fault_case, std::ostream* stream) { *stream << fault_case.with; }

std::vector<std::string> FaultsOf(const Status& status) {
  if (status.ok()) return {};
  return Split(status.message(), '\n');
}

// A "*" at the end stands for any text: that wording belongs to another folder.
std::vector<Matcher<std::string>> Expected(const std::vector<std::string>& faults) {
  std::vector<Matcher<std::string>> matchers;
  for (const std::string& fault : faults) {
    if (fault.ends_with('*')) {
      matchers.emplace_back(StartsWith(fault.substr(0, fault.size() - 1)));
    } else {
      matchers.emplace_back(fault);
    }
  }
  return matchers;
}

std::string NameOf(const ::testing::TestParamInfo<FaultCase>& info) { return info.param.fact; }

class TableFaultTest : public ::testing::TestWithParam<FaultCase> {};

TEST_P(TableFaultTest, IsSaidWithFileAndLine) {
  const auto provider = OpenDocument(kAcmeProvider, "provider.yaml");
  ASSERT_TRUE(provider.ok()) << provider.status().message();
  auto acme = ReadProviderDocument(*provider);
  ASSERT_TRUE(acme.ok()) << acme.status().message();
  const auto table =
      OpenDocument(With(kPeopleTable, GetParam().replace, GetParam().with), "t.yaml");
  ASSERT_TRUE(table.ok()) << table.status().message();
  EXPECT_THAT(FaultsOf(ReadTableDocument(*table, *acme).status()),
              ElementsAreArray(Expected(GetParam().faults)));
}

const FaultCase kTableFaults[] = {
    {"NothingIsWrong", "People.", "Persons.", {}},
    {"UnknownKeyOfTable",
     "key: [team, id]",
     "kye: [team, id]",
     {"t.yaml:1: key: delete needs a key that tells rows apart",
      "t.yaml:1: key: update needs a key that tells rows apart",
      "t.yaml:3: unknown key kye; did you mean key?"}},
    {"CreateOnlyAndAnswered",
     "id: {type: text, path: /id}",
     "id: {type: text, path: /id, create_only: {values: [me], reason: x}}\n"
     "  who: {source: parameter, answered: /who, write: [create], write_path: /who}",
     {}},
    {"CreateOnlyWithoutReason",
     "id: {type: text, path: /id}",
     "id: {type: text, path: /id, create_only: {values: []}}",
     {"t.yaml:5: columns.id.create_only.values: needs a text",
      "t.yaml:5: columns.id.create_only: the key reason is missing"}},
    {"CreateOnlyOfWhatCreateWrites",
     "write: [create, update]",
     "write: [create, update], create_only: {values: [x], reason: y}",
     {"t.yaml:6: columns.name.create_only: means nothing beside write: [create]"}},
    {"CreateOnlyOfAParameterOfTheInsert",
     "team: {type: text, source: parameter}",
     "team: {type: text, source: parameter, create_only: {values: [x], reason: y}}",
     {"t.yaml:7: columns.team.create_only: create_person sends the column as it is"}},
    {"CreateOnlyWithoutAnInsert",
     "  create_person: {verb: insert, post: \"/teams/{team}/people\", returns: /}\n",
     "  # name: create\n",
     {"t.yaml:6: columns.name.write: create needs an insert method"}},
    {"AnsweredOfAColumnOfTheRow",
     "id: {type: text, path: /id}",
     "id: {type: text, path: /id, answered: /other}",
     {"t.yaml:5: columns.id.answered: needs source: parameter"}},
    {"UnknownKeyOfColumn",
     "{type: text, path: /id}",
     "{typ: text, path: /id}",
     {"t.yaml:5: columns.id: unknown key typ; did you mean type?"}},
    {"UnknownKeyOfMethod",
     "    row: /\n",
     "    row: /\n    absnt: [404]\n",
     {"t.yaml:18: methods.get_person: unknown key absnt; did you mean absent?"}},
    {"StatusThatIsNoError",
     "    row: /\n",
     "    row: /\n    statuses: {404: gone, 200: fine, x: y}\n",
     {"t.yaml:18: methods.get_person.statuses.200: expected a status from 400 to 599",
      "t.yaml:18: methods.get_person.statuses.x: expected a status from 400 to 599"}},
    {"StatusWithoutMeaning",
     "key: [team, id]",
     "key: [team, id]\nstatuses: {404: , 409: \" \", 410: [a], 411: \"a\\nb\"}",
     {"t.yaml:4: statuses.404: expected what the status means, in one line",
      "t.yaml:4: statuses.409: expected what the status means, in one line",
      "t.yaml:4: statuses.410: expected what the status means, in one line",
      "t.yaml:4: statuses.411: expected what the status means, in one line"}},
    {"AbsenceThatIsNotOfARow",
     "    row: /\n",
     "    row: /\n    absent: [404, 405, {status: 405, code: x}]\n",
     {"t.yaml:18: methods.get_person.absent: 405 tells of the operation, and not of a row"}},
    {"UnknownKeyOfFilter",
     "{match: partial}",
     "{mach: partial}",
     {"t.yaml:13: methods.list_people.filters.name: unknown key mach; did you mean match?"}},
    {"DescriptionMissing",
     "description: People.\n",
     "",
     {"t.yaml:1: the key description is missing"}},
    {"TableNameOfTwoParts",
     "acme.crm.people",
     "acme.people",
     {"t.yaml:1: table: acme.people is not provider.service.table, each of lower-case letters, "
      "digits and _"}},
    {"TableNameInUpperCase",
     "acme.crm.people",
     "acme.crm.People",
     {"t.yaml:1: table: acme.crm.People is not provider.service.table, each of lower-case letters, "
      "digits and _"}},
    {"TableOfAnotherProvider",
     "acme.crm.people",
     "ajax.crm.people",
     {"t.yaml:1: table: the provider beside it is acme"}},
    {"UnknownType",
     "name: {type: text",
     "name: {type: string",
     {"t.yaml:6: columns.name.type: expected one of text, integer, real, boolean, timestamp, "
      "json"}},
    {"BooleanAsText",
     "secret: true",
     "secret: yes",
     {"t.yaml:8: columns.token.secret: expected true or false"}},
    {"QuotedBoolean",
     "secret: true",
     "secret: \"true\"",
     {"t.yaml:8: columns.token.secret: expected true or false"}},
    {"NumberAsText",
     "key: [team, id]",
     "key: [team, id]\nrows: many",
     {"t.yaml:4: rows: expected a whole number from 0 to 1000000000000"}},
    {"NumberTooLarge",
     "key: [team, id]",
     "key: [team, id]\nrows: 99999999999999999999",
     {"t.yaml:4: rows: expected a whole number from 0 to 1000000000000"}},
    {"ListWhereTextIsExpected",
     "description: People.",
     "description: [People]",
     {"t.yaml:2: description: expected text, found a list"}},
    {"TextWhereListIsExpected",
     "key: [team, id]",
     "key: id",
     {"t.yaml:3: key: expected a list, found a single value"}},
    {"ColumnThatIsNoMap",
     "{type: text, path: /id}",
     "text",
     {"t.yaml:5: columns.id: expected a map, found a single value"}},
    {"PathWithoutSlash",
     "path: /name",
     "path: name",
     {"t.yaml:6: columns.name.path: expected a path such as /spec/owner/id, or / for the whole",
      "t.yaml:6: columns.name.write: needs a write_path, for the column has no path"}},
    {"ColumnWithoutPath",
     "{type: text, path: /id}",
     "{type: text}",
     {"t.yaml:5: columns.id.path: is missing: where does a row have it?"}},
    {"PathOfAParameter",
     "source: parameter",
     "source: parameter, path: /team",
     {"t.yaml:7: columns.team.path: means nothing for a column that no row has (source)"}},
    {"NeverANumberThoughAnInteger",
     "{type: text, path: /id}",
     "{type: integer, path: /id, never_number: true}",
     {"t.yaml:5: columns.id.never_number: says something of texts only"}},
    {"TimeOfAnInteger",
     "{type: text, path: /id}",
     "{type: integer, path: /id, time: epoch_seconds}",
     {"t.yaml:5: columns.id.time: means nothing for integer"}},
    {"TimeInNoKnownForm",
     "{type: text, path: /id}",
     "{type: timestamp, path: /id, time: epoch_days}",
     {"t.yaml:5: columns.id.time: expected one of rfc3339, epoch_seconds, epoch_milliseconds, "
      "epoch_microseconds, epoch_nanoseconds"}},
    {"PrefixOfAnInteger",
     "{type: text, path: /id}",
     "{type: integer, path: /id, prefix: 6}",
     {"t.yaml:5: columns.id.prefix: a key is needed whole",
      "t.yaml:5: columns.id.prefix: says something of texts only"}},
    {"PrefixOfNothing",
     "{type: text, path: /id}",
     "{type: text, path: /id, prefix: 0}",
     {"t.yaml:5: columns.id.prefix: expected a whole number from 1 to 1000"}},
    {"PrefixOfAKey",
     "{type: text, path: /id}",
     "{type: text, path: /id, prefix: 6}",
     {"t.yaml:5: columns.id.prefix: a key is needed whole"}},
    {"PrefixOfWhatUpdateWrites",
     "write: [create, update]",
     "write: [create, update], prefix: 6",
     {"t.yaml:6: columns.name.prefix: UPDATE needs the whole value"}},
    {"SecretUnderAnotherName",
     "{type: text, path: /token, secret: true}",
     "{type: text, path: /token, secret: true}\n  shown: {type: text, path: /token}\n"
     "  within: {type: text, path: /token/value}\n  start: {type: text, path: /token, prefix: 6}",
     {"t.yaml:9: columns.shown.path: shows the secret token",
      "t.yaml:10: columns.within.path: shows the secret token"}},
    {"VisibleInputOfSomeSelects",
     "get: /teams/{team}/people/{id}",
     "get: /people/{id}",
     {"t.yaml:7: columns.team.source: must be hidden, since get_person can do without it"}},
    {"RevealingByAColumnOfTheRow",
     "filters: {name: {match: partial}}",
     "filters: {name: {match: partial, reveals: true}}",
     {"t.yaml:13: methods.list_people.filters.name: reveals: the column name must be hidden, with "
      "source: parameter"}},
    {"RevealingAlways",
     "filters: {name: {match: partial}}",
     "filters: {name: {required: true, reveals: true}}",
     {"t.yaml:13: methods.list_people.filters.name.reveals: means nothing for what is always sent "
      "(required)",
      "t.yaml:13: methods.list_people.filters.name: reveals: the column name must be hidden, with "
      "source: parameter"}},
    {"ColumnNameInUpperCase",
     "  token:",
     "  Token:",
     {"t.yaml:8: columns.Token: a name is lower-case letters, digits and _"}},
    {"ColumnNameThatIsSqlites",
     "  token:",
     "  rowid:",
     {"t.yaml:8: columns.rowid: is SQLite's own name for the row number"}},
    {"KeyWithoutColumn",
     "key: [team, id]",
     "key: [idd]",
     {"t.yaml:3: key: there is no column idd; did you mean id?"}},
    {"SecretKey", "key: [team, id]", "key: [id, token]", {"t.yaml:3: key: token is secret"}},
    {"KeyTwice", "key: [team, id]", "key: [id, id]", {"t.yaml:3: key: id stands twice"}},
    {"ParameterColumnThatNothingBinds",
     "path: /id}",
     "path: /id}\n  extra: {source: parameter}",
     {"t.yaml:6: columns.extra.source: no method has a parameter that binds it"}},
    {"MapKeyWithoutMap",
     "path: /id}",
     "path: /id}\n  extra: {source: map_key}",
     {"t.yaml:6: columns.extra.source: no method reads a map"}},
    {"UnknownWrite",
     "write: [create, update]",
     "write: [create, change]",
     {"t.yaml:6: columns.name.write: expected one of create, update"}},
    {"WriteWithoutMethod",
     "  update_person: {verb: update, patch: \"/teams/{team}/people/{id}\"}\n",
     "",
     {"t.yaml:6: columns.name.write: update needs an update method"}},
    {"RequiredButNotWritable",
     "{type: text, path: /id}",
     "{type: text, path: /id, required: true}",
     {"t.yaml:5: columns.id.required: needs write: [create]"}},
    {"TwoColumnsWriteOnePlace",
     "{type: text, path: /id}",
     "{type: text, path: /name, write: [update]}",
     {"t.yaml:6: columns.name.write: writes the same place as id"}},
    {"FilterWithoutColumn",
     "filters: {name:",
     "filters: {nme:",
     {"t.yaml:13: methods.list_people.filters.nme: there is no column nme; did you mean name?"}},
    {"SecretFilter",
     "filters: {name:",
     "filters: {token:",
     {"t.yaml:13: methods.list_people.filters.token: token is secret: in a URL or a header it "
      "would be logged"}},
    {"PlaceholderWithoutColumn",
     "get: /teams/{team}/people\n",
     "get: /teams/{teem}/people\n",
     {"t.yaml:12: methods.list_people.get: there is no column teem; did you mean team?"}},
    {"PathParameterOfUnknownColumn",
     "filters: {name: {match: partial}}",
     "path_parameters: {team: {column: tam}}",
     {"t.yaml:13: methods.list_people.path_parameters.team: there is no column tam; did you mean "
      "team or name?"}},
    {"PathParameterWithoutPlaceholder",
     "filters: {name: {match: partial}}",
     "path_parameters: {tem: {column: team}}",
     {"t.yaml:13: methods.list_people.path_parameters.tem: the path has no {tem}; did you mean "
      "team?"}},
    {"BraceWithoutPartner",
     "get: /teams/{team}/people\n",
     "get: /teams/{team/people\n",
     {"t.yaml:12: methods.list_people.get: a brace has no partner"}},
    {"PathWithQuery",
     "get: /teams/{team}/people\n",
     "get: /teams/{team}/people?all=1\n",
     {"t.yaml:12: methods.list_people.get: a path has no query (say it in constants), blank, # or "
      "%"}},
    {"PathThatNamesAHost",
     "get: /teams/{team}/people\n",
     "get: //evil.example/{team}\n",
     {"t.yaml:12: methods.list_people.get: a path starts with one /"}},
    {"NoPath",
     "    get: /teams/{team}/people\n",
     "",
     {"t.yaml:11: methods.list_people.verb: needs a path: get, post, put, patch or delete"}},
    {"TwoPaths",
     "    row: /\n",
     "    row: /\n    post: /teams/{team}\n",
     {"t.yaml:18: methods.get_person.post: a method sends one request: get, post, put, patch or "
      "delete"}},
    {"NoVerb",
     "  list_people:\n    verb: select\n",
     "  list_people:\n",
     {"t.yaml:11: methods.list_people: the key verb is missing"}},
    {"UnknownVerb",
     "verb: insert",
     "verb: create",
     {"t.yaml:6: columns.name.write: create needs an insert method",
      "t.yaml:18: methods.create_person.verb: expected one of select, insert, update, delete, "
      "exec"}},
    {"SelectThatDeletes",
     "verb: delete",
     "verb: select",
     {"t.yaml:20: methods.delete_person.verb: a select sends GET or POST"}},
    {"UpdateByGet",
     "patch: \"/teams",
     "get: \"/teams",
     {"t.yaml:19: methods.update_person.verb: a GET changes nothing"}},
    {"KeyOfAnotherVerb",
     "verb: delete,",
     "verb: delete, row: /,",
     {"t.yaml:20: methods.delete_person.row: means nothing for delete"}},
    {"BodyInGet",
     "{match: partial}",
     "{in: body}",
     {"t.yaml:12: methods.list_people.get: has no body to put name in"}},
    {"RowsAndRow",
     "    row: /\n",
     "    row: /\n    rows: /data\n",
     {"t.yaml:17: methods.get_person.row: only one of rows, row, map and ndjson"}},
    {"PagingOfOneRow",
     "    row: /\n",
     "    row: /\n    paging: none\n",
     {"t.yaml:18: methods.get_person.paging: a method with row never pages"}},
    {"UnknownServer",
     "    row: /\n",
     "    row: /\n    server: mian\n",
     {"t.yaml:18: methods.get_person.server: the provider has no server mian; did you mean "
      "main?"}},
    {"HostColumnMissing",
     "    row: /\n",
     "    row: /\n    server: shard\n",
     {"t.yaml:16: methods.get_person.get: there is no column endpoint"}},
    {"UnknownBudget",
     "    row: /\n",
     "    row: /\n    budgets: [raeds]\n",
     {"t.yaml:18: methods.get_person.budgets: the provider has no budget raeds; did you mean "
      "reads?"}},
    {"AbsentThatIsSuccess",
     "    row: /\n",
     "    row: /\n    absent: [200]\n",
     {"t.yaml:18: methods.get_person.absent: expected a whole number from 400 to 499, or a map"}},
    {"ParameterTwice",
     "{name: {match: partial}}",
     "{name: {parameter: q}, id: {parameter: q}}",
     {"t.yaml:11: methods.list_people.verb: the parameter q is declared twice; *"}},
    {"ParameterThatTwoExactFiltersShare",
     "{name: {match: partial}}",
     "{name: {parameter: q, match: partial}, id: {parameter: q, match: exact}}",
     {"t.yaml:11: methods.list_people.verb: the parameter q is declared twice; *"}},
    {"ParameterThatTwoPartialFiltersShareIsSound",
     "{name: {match: partial}}",
     "{name: {parameter: q, match: partial}, id: {parameter: q, match: partial}}",
     {}},
    {"ConstantThatIsAFilter",
     "filters: {name: {match: partial}}",
     "filters: {name: {}}\n    constants: {name: x}",
     {"t.yaml:11: methods.list_people.verb: the parameter name is declared twice; *"}},
    {"ColumnOfTwoParameters",
     "{name: {match: partial}}",
     "{team: {parameter: other}}",
     {"t.yaml:11: methods.list_people.verb: the column team is bound to two parameters"}},
    {"RepeatableHeader",
     "{match: partial}",
     "{in: header, parameter: X-Name, repeatable: true}",
     {"t.yaml:13: methods.list_people.filters.name.repeatable: is not for headers"}},
    {"HeaderWithBlank",
     "{match: partial}",
     "{in: header, parameter: X Name}",
     {"t.yaml:13: methods.list_people.filters.name.parameter: is no header's name"}},
    {"ParentOfAnOptionalFilter",
     "{match: partial}",
     "{from: {table: acme.crm.names, column: name}}",
     {"t.yaml:13: methods.list_people.filters.name.from: needs required: true"}},
    {"ParentOfTwoParts",
     "{match: partial}",
     "{required: true, from: {table: crm.names, column: name}}",
     {"t.yaml:13: methods.list_people.filters.name.from.table: crm.names is not "
      "provider.service.table, each of lower-case letters, digits and _"}},
    {"ParentWithoutPlaceForTheValue",
     "{match: partial}",
     "{required: true, from: {table: acme.crm.names, column: name, format: x}}",
     {"t.yaml:13: methods.list_people.filters.name.from.format: must hold {} once, where the value "
      "goes"}},
    {"OwnParent",
     "{match: partial}",
     "{required: true, from: {table: acme.crm.people, column: name}}",
     {"t.yaml:13: methods.list_people.filters.name: a table cannot be its own parent"}},
    {"ParentOfAWrite",
     "verb: delete,",
     "verb: delete, path_parameters: {team: {from: {table: acme.crm.teams, column: id}}},",
     {"t.yaml:20: methods.delete_person.verb: only a select can take team from another table"}},
    {"NullOfUnknownColumn",
     "verb: update,",
     "verb: update, nulls: {nam: {path: /clear_name, value: true}},",
     {"t.yaml:19: methods.update_person.nulls.nam: there is no column nam; did you mean name "
      "or team?"}},
    {"NullOfAColumnThatUpdateCannotChange",
     "verb: update,",
     "verb: update, nulls: {id: {path: /clear_id, value: true}},",
     {"t.yaml:19: methods.update_person.nulls.id: means nothing: the column has no write: "
      "[update]"}},
    {"AwaitOfAList",
     "verb: delete,",
     "verb: delete, await: {method: list_people, field: /state, done: [GONE]},",
     {"t.yaml:20: methods.delete_person.await.method: list_people is no select of one row in this "
      "table"}},
    {"IncompletePaging",
     "    filters: {name: {match: partial}}\n",
     "    paging: {style: offset}\n",
     {"t.yaml:13: methods.list_people.paging.style: *"}},
    {"UnknownPagingStyle",
     "    filters: {name: {match: partial}}\n",
     "    paging: {style: scroll}\n",
     {"t.yaml:13: methods.list_people.paging.style: expected one of *"}},
    {"AliasOfATableWithTwoParts",
     "key: [team, id]",
     "key: [team, id]\naliases: [acme.people]",
     {"t.yaml:4: aliases: acme.people is not provider.service.table, each of lower-case letters, "
      "digits and _"}},
    {"AliasOfATableOfAnotherProvider",
     "key: [team, id]",
     "key: [team, id]\naliases: [ajax.crm.people]",
     {"t.yaml:4: aliases: ajax.crm.people is not of the provider acme"}},
    {"AliasThatIsTheTablesName",
     "key: [team, id]",
     "key: [team, id]\naliases: [acme.crm.people]",
     {"t.yaml:4: aliases: acme.crm.people is the table's own name"}},
    {"AliasOfATableTwice",
     "key: [team, id]",
     "key: [team, id]\naliases: [acme.crm.men, acme.crm.men]",
     {"t.yaml:4: aliases: acme.crm.men stands twice"}},
    {"AliasOfAColumnIsSound",
     "{type: text, path: /id}",
     "{type: text, path: /id, aliases: [_id, person]}",
     {}},
    {"AliasThatIsAColumn",
     "{type: text, path: /id}",
     "{type: text, path: /id, aliases: [team]}",
     {"t.yaml:5: columns.id.aliases: team is the name of another already"}},
    {"AliasOfTwoColumns",
     "path: /id}\n  name: {type: text,",
     "path: /id, aliases: [x]}\n  name: {type: text, aliases: [x],",
     {"t.yaml:6: columns.name.aliases: x is the name of another already"}},
    {"AliasThatIsOurOwn",
     "{type: text, path: /id}",
     "{type: text, path: /id, aliases: [_returned]}",
     {"t.yaml:5: columns.id.aliases: _returned: an alias is lower-case letters, digits and _, and "
      "none of SQLite's or our own names"}},
    {"AliasOfAMethodThatIsAnother",
     "    row: /\n",
     "    row: /\n    aliases: [list_people]\n",
     {"t.yaml:18: methods.get_person.aliases: list_people is the name of another already"}},
    {"AliasOfAMethodInUpperCase",
     "    row: /\n",
     "    row: /\n    aliases: [Get]\n",
     {"t.yaml:18: methods.get_person.aliases: Get: an alias is lower-case letters, digits and _"}},
    {"UnknownStage",
     "key: [team, id]",
     "key: [team, id]\nstage: beta",
     {"t.yaml:4: stage: expected one of early_access, preview, limited_availability, "
      "general_availability, deprecated, retired"}},
    {"QuotaWithoutCode",
     "    row: /\n",
     "    row: /\n    quota: {description: People.}\n",
     {"t.yaml:18: methods.get_person.quota: the key code is missing"}},
    {"NoSelect",
     "  list_people:\n    verb: select\n    get: /teams/{team}/people\n    filters: {name: {match: "
     "partial}}\n  get_person:\n    verb: select\n    get: /teams/{team}/people/{id}\n    row: /\n",
     "",
     {"t.yaml:9: methods: a table needs a select, or a view"}},
    {"ViewWithColumns",
     "key: [team, id]\n",
     "view: SELECT 1\n",
     {"t.yaml:4: columns: means nothing for a view",
      "t.yaml:9: methods: means nothing for a view"}},
    {"SeveralFaultsInOrderOfLines",
     "key: [team, id]\ncolumns:\n  id: {type: text,",
     "key: [idd]\ncolumns:\n  id: {type: uuid,",
     {"t.yaml:3: key: there is no column idd; did you mean id?",
      "t.yaml:5: columns.id.type: expected one of text, integer, real, boolean, timestamp, json"}},
};

INSTANTIATE_TEST_SUITE_P(Case, TableFaultTest, ::testing::ValuesIn(kTableFaults), NameOf);

class ProviderFaultTest : public ::testing::TestWithParam<FaultCase> {};

TEST_P(ProviderFaultTest, IsSaidWithFileAndLine) {
  const auto document =
      OpenDocument(With(kAcmeProvider, GetParam().replace, GetParam().with), "p.yaml");
  ASSERT_TRUE(document.ok()) << document.status().message();
  EXPECT_THAT(FaultsOf(ReadProviderDocument(*document).status()),
              ElementsAreArray(Expected(GetParam().faults)));
}

const FaultCase kProviderFaults[] = {
    {"NothingIsWrong", "A company.", "Some company.", {}},
    {"RegionsOfTheDefault", "max_concurrency: 4", "regions: [main]\nmax_concurrency: 4", {}},
    {"RegionThatIsNoServer",
     "max_concurrency: 4",
     "regions: [main, mian]\nmax_concurrency: 4",
     {"p.yaml:11: regions: there is no server mian; did you mean main?"}},
    {"RegionThatIsAFamilyOfHosts",
     "max_concurrency: 4",
     "regions: [main, shard]\nmax_concurrency: 4",
     {"p.yaml:11: regions: shard is a family of hosts, of which rows choose one"}},
    {"RegionsWithoutTheDefault",
     "max_concurrency: 4",
     "regions: [shard]\nmax_concurrency: 4",
     {"p.yaml:11: regions: shard is a family of hosts, of which rows choose one",
      "p.yaml:11: regions: the first server is asked by default, so it is one of them"}},
    {"UnknownKey",
     "max_concurrency: 4",
     "max_concurency: 4",
     {"p.yaml:11: unknown key max_concurency; did you mean max_concurrency?"}},
    {"PointerThatIsNoPath",
     "code: /code}",
     "code: /code, pointer: source}",
     {"p.yaml:15: errors.pointer: *"}},
    {"PointersThatAreNoPaths",
     "code: /code}",
     "code: /code, pointer: [/source, x, [y]]}",
     {"p.yaml:15: errors.pointer: *"}},
    {"StatusesThatAreNoMap", "max_concurrency: 4", "statuses: [404]", {"p.yaml:11: statuses: *"}},
    {"NoServers",
     "description: A company.\nservers:",
     "description: A company.\nserver:",
     {"p.yaml:1: the key servers is missing",
      "p.yaml:3: unknown key server; did you mean servers?"}},
    {"PlainHttp",
     "https://api.acme.example",
     "http://api.acme.example",
     {"p.yaml:5: servers.main.url: must be https: http is for loopback hosts only"}},
    {"LoopbackMayBePlain", "https://api.acme.example", "http://127.0.0.1:8080", {}},
    {"UrlWithPath",
     "https://api.acme.example",
     "https://api.acme.example/v1",
     {"p.yaml:5: servers.main.url: must be scheme and host only: paths belong to the methods"}},
    {"PlaceholderWithoutSuffix",
     "    host_suffix: .acme.example\n",
     "",
     {"p.yaml:8: servers.shard.url: has a {column}, so host_suffix must say how its hosts end"}},
    {"SuffixOfATopLevelDomain",
     "host_suffix: .acme.example",
     "host_suffix: .com",
     {"p.yaml:8: servers.shard.url: needs a host_suffix of at least two parts, such as "
      ".confluent.cloud"}},
    {"SuffixWithoutPlaceholder",
     "url: https://api.acme.example",
     "url: https://api.acme.example\n    host_suffix: .acme.example",
     {"p.yaml:5: servers.main.url: has no {column}, so host_suffix means nothing"}},
    {"TwoPlaceholders",
     "https://{endpoint}",
     "https://{endpoint}.{region}.acme.example",
     {"p.yaml:8: servers.shard.url: may hold one {column} only"}},
    {"UnknownScheme",
     "scheme: basic",
     "scheme: basik",
     {"p.yaml:6: servers.main.auth.scheme: expected one of none, basic, bearer, header, query, "
      "oauth2_client_credentials, token_exchange"}},
    {"SecretMissing",
     ", password: ACME_PASSWORD",
     "",
     {"p.yaml:6: servers.main.auth.secrets: this scheme needs the secret password"}},
    {"SecretThatTheSchemeDoesNotTake",
     "{token: ACME_TOKEN}",
     "{token: ACME_TOKEN, key: ACME_KEY}",
     {"p.yaml:10: servers.shard.auth.secrets: this scheme takes no secret key"}},
    {"SecretOfAnotherProvider",
     "{token: ACME_TOKEN}",
     "{token: CONFLUENT_CLOUD_API_SECRET}",
     {"p.yaml:10: servers.shard.auth.secrets.token: the name of a provider's environment variable "
      "begins with ACME_; others can be given in the user's config file"}},
    {"SecretThatIsAFile",
     "ACME_TOKEN",
     "/etc/passwd",
     {"p.yaml:10: servers.shard.auth.secrets.token: expected the name of an environment "
      "variable"}},
    {"SecretThatIsACommand",
     "ACME_TOKEN",
     "{command: id}",
     {"p.yaml:10: servers.shard.auth.secrets.token: expected text, found a map",
      "p.yaml:10: servers.shard.auth.secrets.token: expected the name of an environment "
      "variable"}},
    {"UnknownOptionOfTheScheme",
     "scheme: bearer,",
     "scheme: bearer, prefx: X,",
     {"p.yaml:10: servers.shard.auth.scheme: authentication scheme bearer: unknown option prefx"}},
    {"OptionOfTheSchemeMissing",
     "scheme: bearer, secrets: {token: ACME_TOKEN}",
     "scheme: header, secrets: {key: ACME_TOKEN}",
     {"p.yaml:10: servers.shard.auth.scheme: authentication scheme header: option name is "
      "missing"}},
    {"PageSizeLargerThanTheMaximum",
     "default: 10, maximum: 100",
     "default: 1000, maximum: 100",
     {"p.yaml:14: paging.page_size.default: is larger than the maximum"}},
    {"IncompletePaging", ", token_parameter: page_token", "", {"p.yaml:13: paging.style: *"}},
    {"ErrorWithoutMessage",
     "message: /detail, ",
     "",
     {"p.yaml:15: errors: the key message is missing"}},
    {"HeaderThatIsNone",
     "limit: X-Limit",
     "limit: \"X-Limit: 1\"",
     {"p.yaml:16: rate_limit.limit: is no header's name"}},
    {"BudgetOfNothing",
     "requests: 50",
     "requests: 0",
     {"p.yaml:17: budgets.reads.requests: expected a whole number from 1 to 1000000"}},
    {"NameInUpperCase",
     "provider: acme",
     "provider: Acme",
     {"p.yaml:1: provider: a name is lower-case letters, digits and _"}},
};

INSTANTIATE_TEST_SUITE_P(Case, ProviderFaultTest, ::testing::ValuesIn(kProviderFaults), NameOf);

TEST(DocumentFaultTest, ADocumentDeclaresAProviderOrATable) {
  EXPECT_EQ(OpenDocument("description: x\n", "t.yaml").status().message(),
            "t.yaml:1: a document declares a provider or a table: provider: NAME or table: "
            "PROVIDER.SERVICE.TABLE");
  EXPECT_FALSE(OpenDocument("provider: a\ntable: a.b.c\n", "t.yaml").ok());
  EXPECT_FALSE(OpenDocument("- 1\n", "t.yaml").ok());
  EXPECT_FALSE(OpenDocument("just text\n", "t.yaml").ok());
}

TEST(DocumentFaultTest, AFloodOfFaultsIsCutOff) {
  std::string text = "provider: acme\n";
  for (int i = 0; i < 5000; ++i) text += "nonsense_" + std::to_string(i) + ": 1\n";
  const auto document = OpenDocument(text, "p.yaml");
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(FaultsOf(ReadProviderDocument(*document).status()).size(), 100U);
}

TEST(DocumentFaultTest, AFaultIsOneLineWhateverTheDocumentSays) {
  const auto document = OpenDocument("provider: acme\n\"x\\ny.yaml:1: z\": 1\n", "p.yaml");
  ASSERT_TRUE(document.ok());
  for (const std::string& fault : FaultsOf(ReadProviderDocument(*document).status())) {
    EXPECT_TRUE(fault.starts_with("p.yaml:")) << fault;
  }
}

}  // namespace
}  // namespace apisql
