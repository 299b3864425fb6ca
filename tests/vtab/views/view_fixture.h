// A session with people and folders, and with documents' views over them.
#ifndef APISQL_TESTS_VTAB_VIEWS_VIEW_FIXTURE_H_
#define APISQL_TESTS_VTAB_VIEWS_VIEW_FIXTURE_H_

#include <algorithm>
#include <string>
#include <vector>

#include "src/base/text.h"
#include "tests/vtab/session/session_fixture.h"

namespace apisql {

class ViewFixture : public SessionFixture {
 protected:
  struct Person {
    std::string code, dept, age, pay, email;  // As they stand in JSON.
  };

  ViewFixture() {
    Write("hr.people.yaml", R"(table: demo.hr.people
description: People. The API can filter by code and department.
key: [id]
rows: 30
columns:
  id: {type: text, path: /id}
  code: {type: text, path: /code}
  dept_id: {type: integer, path: /dept}
  age: {type: integer, path: /age}
  pay: {type: real, path: /pay}
  email: {type: text, path: /email}
methods:
  list_people:
    verb: select
    get: /people
    filters: {code: {match: exact}, dept_id: {parameter: dept, match: exact}}
)");
    Write("hr.folders.yaml", R"(table: demo.hr.folders
description: The folders of one parent, which must be given.
key: [parent_id, id]
rows: 30
columns:
  parent_id: {type: text, source: parameter}
  id: {type: text, path: /id}
  title: {type: text, path: /title}
methods:
  list_folders: {verb: select, get: "/parents/{parent_id}/folders"}
)");
    AddReplies();
  }

  // A document with the view `name` over `sql`.
  void WriteView(const std::string& name, const std::string& sql) const {
    std::string indented = sql;
    for (size_t at = 0; (at = indented.find('\n', at)) != std::string::npos; at += 3) {
      indented.replace(at, 1, "\n  ");
    }
    Write("hr." + name + ".yaml",
          "table: demo.hr." + name + "\ndescription: A view.\nview: |\n  " + indented + "\n");
  }

  static std::string Sorted(const std::string& rows) {
    std::vector<std::string> lines = Split(rows, '\n');
    std::ranges::sort(lines);
    return Join(lines, "\n");
  }

 private:
  static std::string Quoted(const std::string& text) { return "\"" + text + "\""; }

  // Twenty-four people in departments 1 to 7 and in none; codes '01' to '08', and '5'.
  static std::vector<Person> People() {
    const std::string names[] = {"Ada", "ada", "BOB", "bob", "Cy", "5", "05", "5.0"};
    std::vector<Person> people;
    for (int i = 0; i < 24; ++i) {
      const int dept = i % 8;
      people.push_back({i % 9 == 0 ? Quoted("5") : Quoted("0" + std::to_string(i % 8 + 1)),
                        dept == 0 ? "null" : std::to_string(dept),
                        i % 7 == 6 ? "null" : std::to_string(20 + i % 5 * 10),
                        i % 6 == 5 ? "null" : std::to_string(i % 4) + (i % 2 == 0 ? ".5" : ".0"),
                        Quoted(names[i % 8] + (i % 3 == 0 ? "" : "@corp.com"))});
    }
    return people;
  }

  void AddReplies() {
    const std::vector<Person> people = People();
    const auto reply = [&](const std::string& query, auto keeps) {
      std::string rows;
      for (size_t i = 0; i < people.size(); ++i) {
        const Person& one = people[i];
        if (!keeps(one)) continue;
        rows += (rows.empty() ? "" : ", ") + ("{\"id\": \"p" + std::to_string(i)) +
                "\", \"code\": " + one.code + ", \"dept\": " + one.dept + ", \"age\": " + one.age +
                ", \"pay\": " + one.pay + ", \"email\": " + one.email + "}";
      }
      transport_.replies["/people" + query] = "{\"data\": [" + rows + "]}";
    };
    reply("", [](const Person&) { return true; });
    for (int i = 0; i <= 9; ++i) {
      const std::string number = std::to_string(i);
      for (const std::string& code : {number, "0" + number}) {
        reply("?code=" + code, [&](const Person& one) { return one.code == Quoted(code); });
        for (int dept = 0; dept <= 9; ++dept) {
          reply("?code=" + code + "&dept=" + std::to_string(dept), [&](const Person& one) {
            return one.code == Quoted(code) && one.dept == std::to_string(dept);
          });
        }
        transport_.replies["/parents/" + code + "/folders"] =
            R"({"data": [{"id": "f)" + code + R"(", "title": "Of )" + code + "\"}]}";
      }
      reply("?dept=" + number, [&](const Person& one) { return one.dept == number; });
    }
    transport_.replies["/parents/01/folders"] =
        R"({"data": [{"id": "f01", "title": "Of 01"}, {"id": "g01", "title": null}]})";
  }
};

}  // namespace apisql

#endif  // APISQL_TESTS_VTAB_VIEWS_VIEW_FIXTURE_H_
