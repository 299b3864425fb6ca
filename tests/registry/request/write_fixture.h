// Writes on tables of the program's own documents, and on made-up ones, shown as text.
#ifndef APISQL_TESTS_REGISTRY_REQUEST_WRITE_FIXTURE_H_
#define APISQL_TESTS_REGISTRY_REQUEST_WRITE_FIXTURE_H_

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "registry/request/write_builder.h"
#include "registry/source/catalog.h"

namespace apisql {

class WriteTest : public ::testing::Test {
 protected:
  using Named = std::vector<std::pair<std::string, ColumnValue>>;
  static constexpr const char* kBase = "https://h";

  // The table to write on.
  void Use(const std::string& table) {
    const auto found = catalog_->Find(table);
    ASSERT_TRUE(found.ok()) << found.status().message();
    resource_ = **found;
  }

  Column& ColumnOf(const std::string& name) {
    const int column = resource_.FindColumn(name);
    EXPECT_GE(column, 0) << name;
    return resource_.columns.at(static_cast<size_t>(column));
  }
  Method& MethodOf(Verb verb) {
    for (Method& method : resource_.methods) {
      if (method.verb == verb) return method;
    }
    ADD_FAILURE() << resource_.name << " has no " << VerbName(verb);
    return resource_.methods.at(0);
  }

  std::vector<ColumnChange> Changes(const Named& named) {
    std::vector<ColumnChange> changes;
    for (const auto& [name, value] : named) {
      const int column = resource_.FindColumn(name);
      EXPECT_GE(column, 0) << name;
      changes.push_back({column, value});
    }
    return changes;
  }
  KnownRow Row(const Named& named) {
    KnownRow row(resource_.columns.size());
    for (const ColumnChange& change : Changes(named)) {
      row[static_cast<size_t>(change.column)] = change.value;
    }
    return row;
  }

  // "POST /path body", or "error: ..."; other codes than kInvalidArgument are shown.
  static std::string Shown(const StatusOr<Request>& request) {
    if (!request.ok()) {
      const bool expected = request.status().code() == StatusCode::kInvalidArgument;
      return (expected ? "error: " : "other error: ") + request.status().message();
    }
    const std::string base = kBase;
    EXPECT_EQ(request->url.substr(0, base.size()), base);
    const std::string body = request->body.empty() ? "" : " " + request->body;
    return request->method + " " + request->url.substr(base.size()) + body;
  }

  StatusOr<Request> InsertRequest(const Named& given) {
    return BuildInsert(resource_, MethodOf(Verb::kInsert), kBase, Changes(given));
  }
  std::string Insert(const Named& given) { return Shown(InsertRequest(given)); }
  std::string Update(const Named& row, const Named& changed) {
    return Shown(
        BuildUpdate(resource_, MethodOf(Verb::kUpdate), kBase, Row(row), Changes(changed)));
  }
  std::string Delete(const Named& row) {
    return Shown(BuildDelete(resource_, MethodOf(Verb::kDelete), kBase, Row(row)));
  }
  std::string Exec(const std::string& name, const Named& arguments) {
    const Method* method = resource_.FindMethod(name);
    EXPECT_NE(method, nullptr) << name;
    return method == nullptr ? "" : Shown(BuildExec(resource_, *method, kBase, arguments));
  }

  std::vector<std::string> Needed(Verb verb) {
    std::vector<std::string> names;
    for (const int column : ColumnsNeeded(resource_, MethodOf(verb))) {
      names.push_back(resource_.columns.at(static_cast<size_t>(column)).name);
    }
    return names;
  }

  std::unique_ptr<Catalog> catalog_ = Catalog::Builtin();
  Resource resource_;  // A copy that a test may change.
};

}  // namespace apisql

#endif  // APISQL_TESTS_REGISTRY_REQUEST_WRITE_FIXTURE_H_
