#include "registry/document/document.h"

#include <gmock/gmock.h>

#include "tests/registry/documents.h"

namespace apisql {
namespace {

using ::testing::ElementsAre;

std::shared_ptr<const Provider> Acme(std::string_view text = kAcmeProvider) {
  const auto document = OpenDocument(text, "provider.yaml");
  EXPECT_TRUE(document.ok()) << document.status().message();
  auto provider = ReadProviderDocument(*document);
  EXPECT_TRUE(provider.ok()) << provider.status().message();
  return *provider;
}

std::shared_ptr<const Resource> Table(std::string_view text) {
  const auto document = OpenDocument(text, "t.yaml");
  EXPECT_TRUE(document.ok()) << document.status().message();
  auto table = ReadTableDocument(*document, Acme());
  EXPECT_TRUE(table.ok()) << table.status().message();
  return table.ok() ? *table : std::make_shared<const Resource>();
}

// Everything that a table document can say.
constexpr std::string_view kOrders = R"(table: acme.shop.orders
description: Orders.
key: [shop, day, id]
rows: 5000
server: main
columns:
  id: {type: text, path: /id, description: "Its number."}
  state: {path: /spec/state, distinct: 3, values: [open, sent, 3], write: [update]}
  total: {type: real, path: /spec/total, write: [create], required: true, write_path: /amount}
  paid: {type: boolean, path: /spec/paid}
  made_at: {type: timestamp, path: /metadata/created_at}
  due: {type: timestamp, time: epoch_seconds, path: /spec/due, write: [create, update]}
  lines: {type: integer, path: /spec/lines, hidden: true}
  token: {type: text, path: /spec/token, secret: true}
  shop: {type: text, source: parameter}
  day: {type: text, source: parameter, hidden: true}
  spec: {type: json, path: /spec, hidden: true}
methods:
  list_orders:
    verb: select
    description: All orders of a shop.
    post: /shops/{shop_id}/orders
    path_parameters:
      shop_id: {column: shop, from: {table: acme.shop.shops, column: id}}
    filters:
      state: {parameter: spec.state, repeatable: true}
      total: {match: partial}
      day: {in: body, body_path: /range/day, required: true, from:
        {table: acme.shop.days, column: day, format: "day={}"}}
      paid: {in: header, parameter: X-Paid}
    body_parameters:
      aggregation: {path: /aggregations, value: [{metric: "sum", by: 1}]}
    constants: {expand: "lines,items", limit: 5, deep: true}
    rows: /orders
    paging: {style: next_url, next: /links/next, page_size: {maximum: 50}}
    budgets: [reads]
  get_order:
    verb: select
    get: /shops/{shop}/orders/{id}
    row: /order
    absent: [404, {status: 403, code: 40301}]
  create_order:
    verb: insert
    post: /shops/{shop}/orders
    returns: /order
    await: {method: get_order, field: /state, done: [READY], failed: [FAILED], reason: /why,
      interval: 2, timeout: 60}
  update_order:
    verb: update
    put: /orders/{id}
    body: whole
    idempotent: true
    body_parameters: {shop: {path: /spec/shop/id}}
    nulls: {due: {path: /clear_due, value: true}}
  delete_order: {verb: delete, delete: "/orders/{id}", server: shard,
    filters: {shop: {parameter: shop}}, path_parameters: {endpoint: {column: spec}}}
  pay_order: {verb: exec, post: "/orders/{id}:pay", returns: /}
)";

TEST(ProviderDocumentTest, SaysWhatTheStructHolds) {
  const auto acme = Acme();
  EXPECT_EQ(acme->name, "acme");
  EXPECT_EQ(acme->description, "A company.");
  EXPECT_EQ(acme->max_concurrency, 4);
  EXPECT_EQ(acme->rows.ToString(), "/data");
  ASSERT_EQ(acme->servers.size(), 2U);
  EXPECT_EQ(acme->servers[0].name, "main");
  EXPECT_EQ(acme->servers[0].base_url, "https://api.acme.example");
  EXPECT_EQ(acme->servers[0].auth.scheme, "basic");
  ASSERT_EQ(acme->servers[0].secrets.size(), 2U);
  EXPECT_EQ(acme->servers[0].secrets[1].name, "password");
  EXPECT_EQ(acme->servers[0].secrets[1].environment, "ACME_PASSWORD");
  EXPECT_EQ(acme->servers[1].host_suffix, ".acme.example");
  EXPECT_EQ(acme->paging.style, "token");
  EXPECT_EQ(acme->paging.next.path.ToString(), "/next");
  EXPECT_EQ(acme->paging.token_parameter, "page_token");
  EXPECT_EQ(acme->paging.page_size_parameter, "page_size");
  EXPECT_EQ(acme->paging.default_page_size, 10);
  EXPECT_EQ(acme->paging.max_page_size, 100);
  ASSERT_EQ(acme->errors.size(), 1U);
  EXPECT_EQ(acme->errors[0].list.ToString(), "/errors");
  EXPECT_EQ(acme->errors[0].message.ToString(), "/detail");
  EXPECT_EQ(acme->errors[0].code.ToString(), "/code");
  EXPECT_EQ(acme->remaining_header, "X-Remaining");
  ASSERT_EQ(acme->budgets.size(), 1U);
  EXPECT_EQ(acme->budgets[0].name, "reads");
  EXPECT_EQ(acme->budgets[0].requests, 50);
  EXPECT_EQ(acme->budgets[0].seconds, 60);
}

TEST(ProviderDocumentTest, TheFirstServerIsTheDefault) {
  const auto acme = Acme();
  EXPECT_EQ(acme->FindServer("")->name, "main");
  EXPECT_EQ(acme->FindServer("shard")->name, "shard");
  EXPECT_EQ(acme->FindServer("none"), nullptr);
}

TEST(TableDocumentTest, TableAndColumns) {
  const auto orders = Table(kOrders);
  EXPECT_EQ(orders->name, "acme.shop.orders");
  EXPECT_EQ(orders->document, "t.yaml");
  EXPECT_THAT(orders->key, ElementsAre("shop", "day", "id"));
  EXPECT_EQ(orders->estimated_rows, 5000);
  EXPECT_EQ(orders->provider->name, "acme");
  ASSERT_EQ(orders->columns.size(), 12U);
  const Column& id = orders->columns[0];
  EXPECT_EQ(id.description, "Its number.");
  EXPECT_FALSE(id.on_create || id.on_update || id.hidden || id.secret);
  const Column& state = orders->columns[1];
  EXPECT_EQ(state.type, ColumnType::kText);
  EXPECT_EQ(state.distinct, 3);
  EXPECT_THAT(state.values, ElementsAre("open", "sent", "3"));
  EXPECT_TRUE(state.on_update);
  EXPECT_EQ(state.write_path.ToString(), "/spec/state");
  const Column& total = orders->columns[2];
  EXPECT_EQ(total.type, ColumnType::kReal);
  EXPECT_TRUE(total.on_create && total.required_on_create);
  EXPECT_EQ(total.write_path.ToString(), "/amount");
  EXPECT_EQ(orders->columns[4].type, ColumnType::kTimestamp);
  EXPECT_EQ(orders->columns[4].time, TimeForm::kText);
  EXPECT_EQ(orders->columns[static_cast<size_t>(orders->FindColumn("due"))].time,
            TimeForm::kEpochSeconds);
  EXPECT_EQ(orders->columns[8].source, Column::Source::kParameter);
  EXPECT_EQ(orders->columns[10].type, ColumnType::kJson);
  const Column& whole = orders->columns[11];
  EXPECT_EQ(whole.name, "_row");
  EXPECT_TRUE(whole.hidden && whole.path.empty() && whole.type == ColumnType::kJson);
}

TEST(TableDocumentTest, ASecretColumnIsHidden) {
  const auto orders = Table(kOrders);
  const Column& token = orders->columns[static_cast<size_t>(orders->FindColumn("token"))];
  EXPECT_TRUE(token.secret && token.hidden);
}

TEST(TableDocumentTest, NamesAreFoundInAnyLetterCase) {
  const auto orders = Table(kOrders);
  EXPECT_EQ(orders->FindColumn("TOTAL"), 2);
  EXPECT_EQ(orders->FindColumn("none"), -1);
  EXPECT_NE(orders->FindMethod("Get_Order"), nullptr);
  EXPECT_EQ(orders->FindMethod("get"), nullptr);
}

TEST(TableDocumentTest, ParametersComeAsPathFiltersBodyAndConstants) {
  const auto orders = Table(kOrders);
  const Method* list = orders->FindMethod("list_orders");
  ASSERT_NE(list, nullptr);
  std::vector<std::string> names;
  names.reserve(list->parameters.size());
  for (const Parameter& parameter : list->parameters) names.push_back(parameter.name);
  EXPECT_THAT(names, ElementsAre("shop_id", "spec.state", "total", "day", "X-Paid", "aggregation",
                                 "expand", "limit", "deep"));
}

TEST(TableDocumentTest, APlaceholderIsARequiredParameter) {
  const auto orders = Table(kOrders);
  const Parameter* shop = orders->FindMethod("list_orders")->FindParameter("shop_id");
  ASSERT_NE(shop, nullptr);
  EXPECT_EQ(shop->place, Parameter::Place::kPath);
  EXPECT_EQ(shop->column, "shop");
  EXPECT_TRUE(shop->required);
  ASSERT_TRUE(shop->parent.has_value());
  EXPECT_EQ(shop->parent->table, "acme.shop.shops");
  EXPECT_EQ(shop->parent->column, "id");
  EXPECT_EQ(shop->parent->format, "{}");
}

TEST(TableDocumentTest, APlaceholderOfTheServerComesFirst) {
  const auto orders = Table(kOrders);
  const Method* remove = orders->FindMethod("delete_order");
  EXPECT_EQ(remove->server, "shard");
  ASSERT_EQ(remove->parameters.size(), 3U);
  EXPECT_EQ(remove->parameters[0].name, "endpoint");
  EXPECT_EQ(remove->parameters[0].column, "spec");
  EXPECT_EQ(remove->parameters[1].name, "id");
}

TEST(TableDocumentTest, FiltersSayPlaceMatchAndParent) {
  const auto orders = Table(kOrders);
  const Method* list = orders->FindMethod("list_orders");
  const Parameter* state = list->ParameterOf("STATE");
  ASSERT_NE(state, nullptr);
  EXPECT_EQ(state->place, Parameter::Place::kQuery);
  EXPECT_EQ(state->match, Parameter::Match::kExact);
  EXPECT_TRUE(state->repeatable);
  EXPECT_EQ(list->ParameterOf("total")->match, Parameter::Match::kPartial);
  const Parameter* day = list->ParameterOf("day");
  EXPECT_EQ(day->place, Parameter::Place::kBody);
  EXPECT_EQ(day->body_path.ToString(), "/range/day");
  EXPECT_TRUE(day->required);
  EXPECT_EQ(day->parent->format, "day={}");
  EXPECT_EQ(list->ParameterOf("paid")->place, Parameter::Place::kHeader);
  EXPECT_EQ(list->ParameterOf(""), nullptr);
}

TEST(TableDocumentTest, ConstantsAreTextAndInABodyJson) {
  const auto orders = Table(kOrders);
  const Method* list = orders->FindMethod("list_orders");
  EXPECT_EQ(list->FindParameter("expand")->constant, "lines,items");
  EXPECT_EQ(list->FindParameter("limit")->constant, "5");
  EXPECT_EQ(list->FindParameter("deep")->constant, "true");
  EXPECT_EQ(list->FindParameter("aggregation")->constant, R"([{"metric":"sum","by":1}])");
  EXPECT_EQ(list->FindParameter("aggregation")->column, "");
}

TEST(TableDocumentTest, PagingIsMergedOverTheProviders) {
  const PagingSpec paging = Table(kOrders)->FindMethod("list_orders")->paging;
  EXPECT_EQ(paging.style, "next_url");
  EXPECT_EQ(paging.next.path.ToString(), "/links/next");
  EXPECT_EQ(paging.token_parameter, "page_token");
  EXPECT_EQ(paging.page_size_parameter, "page_size");
  EXPECT_EQ(paging.default_page_size, 10);
  EXPECT_EQ(paging.max_page_size, 50);
}

TEST(TableDocumentTest, PagingSaysHowAListEnds) {
  const auto table = Table(With(kPeopleTable, "    filters: {name: {match: partial}}\n",
                                "    paging: {style: offset, offset_parameter: skip, total: /n, "
                                "exact_total: true, more: /more, page_size: {minimum: 5}}\n"));
  const PagingSpec paging = table->FindMethod("list_people")->paging;
  EXPECT_TRUE(paging.exact_total);
  EXPECT_EQ(paging.more.path.ToString(), "/more");
  EXPECT_EQ(paging.min_page_size, 5);
  EXPECT_EQ(paging.max_page_size, 100);
}

TEST(TableDocumentTest, WhatIsEmptyAndWhatIsASuccessIsTheProvidersWhereAMethodDoesNotSay) {
  const auto provider =
      OpenDocument(With(kAcmeProvider, "max_concurrency: 4\n",
                        "empty: [204]\nsuccess: [{path: /ok, values: [true, 1]}]\n"),
                   "provider.yaml");
  const auto acme = ReadProviderDocument(*provider);
  ASSERT_TRUE(acme.ok()) << acme.status().message();
  const auto table = OpenDocument(
      With(kPeopleTable, "    row: /\n",
           "    row: /\n    empty: [null, absent]\n    success: [{path: /errors, absent: true}]\n"),
      "t.yaml");
  const auto people = ReadTableDocument(*table, *acme);
  ASSERT_TRUE(people.ok()) << people.status().message();
  const Method* list = (*people)->FindMethod("list_people");
  EXPECT_TRUE(list->empty.no_content && !list->empty.null && !list->empty.absent);
  ASSERT_EQ(list->success.size(), 1U);
  EXPECT_EQ(list->success[0].path.ToString(), "/ok");
  EXPECT_THAT(list->success[0].values, ElementsAre("true", "1"));
  const Method* get = (*people)->FindMethod("get_person");
  EXPECT_TRUE(!get->empty.no_content && get->empty.null && get->empty.absent);
  ASSERT_EQ(get->success.size(), 1U);
  EXPECT_TRUE(get->success[0].absent);
}

TEST(TableDocumentTest, AMethodWithRowNeverPages) {
  const auto orders = Table(kOrders);
  const Method* get = orders->FindMethod("get_order");
  EXPECT_EQ(get->rows_kind, RowsKind::kObject);
  EXPECT_EQ(get->rows.ToString(), "/order");
  EXPECT_EQ(get->paging.style, "none");
}

TEST(TableDocumentTest, WithoutRowsTheProvidersRowsCount) {
  const auto people = Table(kPeopleTable);
  const Method* list = people->FindMethod("list_people");
  EXPECT_EQ(list->rows_kind, RowsKind::kArray);
  EXPECT_EQ(list->rows.ToString(), "/data");
  EXPECT_EQ(list->paging.style, "token");
  EXPECT_EQ(list->http_method, "GET");
}

TEST(TableDocumentTest, RowsMayBeAMapOrLines) {
  for (const auto& [key, kind] :
       {std::pair{"map", RowsKind::kMap}, {"ndjson", RowsKind::kNdjson}}) {
    const auto table = Table(With(kPeopleTable, "    filters: {name: {match: partial}}\n",
                                  "    " + std::string(key) + ": /people\n    paging: none\n"));
    const Method* list = table->FindMethod("list_people");
    ASSERT_NE(list, nullptr);
    EXPECT_EQ(list->rows_kind, kind);
    EXPECT_EQ(list->rows.ToString(), "/people");
    EXPECT_EQ(list->paging.style, "none");
  }
}

TEST(TableDocumentTest, PageSizeNoneTakesTheParameterAway) {
  const auto table = Table(With(kPeopleTable, "    filters: {name: {match: partial}}\n",
                                "    paging: {page_size: none}\n"));
  const PagingSpec paging = table->FindMethod("list_people")->paging;
  EXPECT_EQ(paging.style, "token");
  EXPECT_EQ(paging.page_size_parameter, "");
  EXPECT_EQ(paging.max_page_size, 0);
}

TEST(TableDocumentTest, AbsentTakesAStatusOrAStatusWithACode) {
  const auto absent = Table(kOrders)->FindMethod("get_order")->absent;
  ASSERT_EQ(absent.size(), 2U);
  EXPECT_EQ(absent[0].status, 404);
  EXPECT_EQ(absent[0].code, "");
  EXPECT_EQ(absent[1].status, 403);
  EXPECT_EQ(absent[1].code, "40301");
}

TEST(TableDocumentTest, OnlySelectsAreIdempotentUnlessTheDocumentSaysMore) {
  const auto orders = Table(kOrders);
  EXPECT_TRUE(orders->FindMethod("list_orders")->idempotent);  // A POST that reads.
  EXPECT_TRUE(orders->FindMethod("get_order")->idempotent);
  EXPECT_FALSE(orders->FindMethod("create_order")->idempotent);
  EXPECT_TRUE(orders->FindMethod("update_order")->idempotent);
  EXPECT_FALSE(orders->FindMethod("delete_order")->idempotent);
  EXPECT_FALSE(orders->FindMethod("pay_order")->idempotent);
}

TEST(TableDocumentTest, WritesSayBodyAnswerNullsAndWhatToAwait) {
  const auto orders = Table(kOrders);
  const Method* create = orders->FindMethod("create_order");
  EXPECT_TRUE(create->returns_row);
  EXPECT_EQ(create->returns.ToString(), "/order");
  ASSERT_TRUE(create->await.has_value());
  EXPECT_EQ(create->await->method, "get_order");
  EXPECT_EQ(create->await->field.ToString(), "/state");
  EXPECT_THAT(create->await->done, ElementsAre("READY"));
  EXPECT_THAT(create->await->failed, ElementsAre("FAILED"));
  EXPECT_EQ(create->await->reason.ToString(), "/why");
  EXPECT_EQ(create->await->interval_seconds, 2);
  EXPECT_EQ(create->await->timeout_seconds, 60);
  const Method* update = orders->FindMethod("update_order");
  EXPECT_EQ(update->http_method, "PUT");
  EXPECT_TRUE(update->whole_body);
  EXPECT_FALSE(update->returns_row);
  ASSERT_EQ(update->nulls.size(), 1U);
  EXPECT_EQ(update->nulls[0].column, "due");
  EXPECT_EQ(update->nulls[0].body_path.ToString(), "/clear_due");
  EXPECT_EQ(update->nulls[0].json, "true");
  const Parameter* shop = update->ParameterOf("shop");
  ASSERT_NE(shop, nullptr);
  EXPECT_EQ(shop->place, Parameter::Place::kBody);
  EXPECT_EQ(shop->body_path.ToString(), "/spec/shop/id");
  EXPECT_TRUE(orders->FindMethod("pay_order")->returns.empty());
  EXPECT_EQ(orders->FindMethod("pay_order")->verb, Verb::kExec);
  EXPECT_EQ(VerbName(Verb::kExec), "exec");
}

TEST(TableDocumentTest, AViewHasNeitherColumnsNorMethods) {
  const auto view = Table("table: acme.crm.all_keys\ndescription: Keys.\nview: |\n  SELECT 1\n");
  EXPECT_EQ(view->view_sql, "SELECT 1\n");
  EXPECT_TRUE(view->columns.empty());
  EXPECT_TRUE(view->methods.empty());
}

TEST(DocumentTest, NamesStagesAndQuotasAreRead) {
  std::string text = With(kPeopleTable, "key: [team, id]",
                          "key: [team, id]\naliases: [acme.old.people]\nstage: preview");
  text = With(text, "{type: text, path: /id}", "{type: text, path: /id, aliases: [_id]}");
  text = With(text, "    row: /\n",
              "    row: /\n    aliases: [find]\n    stage: deprecated\n"
              "    quota: {code: people_per_team, description: People.}\n");
  const auto table = Table(text);
  EXPECT_THAT(table->aliases, ElementsAre("acme.old.people"));
  EXPECT_EQ(table->stage, Stage::kPreview);
  EXPECT_EQ(table->FindColumn("_ID"), 0);
  EXPECT_EQ(table->FindMethod("list_people")->stage, Stage::kPreview);
  const Method* find = table->FindMethod("FIND");
  ASSERT_NE(find, nullptr);
  EXPECT_EQ(find->name, "get_person");
  EXPECT_EQ(StageName(find->stage), "deprecated");
  ASSERT_TRUE(find->quota.has_value());
  EXPECT_EQ(find->quota->code, "people_per_team");
  EXPECT_EQ(find->quota->description, "People.");
}

}  // namespace
}  // namespace apisql
