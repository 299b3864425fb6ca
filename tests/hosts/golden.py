"""Every golden SELECT on one connection: before a change, after it, and back again.  golden.py HOST

There are two sandboxes of the same beginning, and much is changed in the second. The connection
reaches them through a switch. After it is turned a statement must give what a connection gives that
has just been made. Two connections go through the files of ../sql: one keeps its prepared
statements, one prepares each anew.
"""

import contextlib
import glob
import json
import os
import re
import sys
import urllib.parse

from hosts import HOSTS
from sandbox import Refused, Sandbox
from switch import Switch

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "sql")


def records(file):
    """(first line, number, SQL) of each record."""
    with open(file) as text:
        lines = text.read().split("\n") + [""]
    at = 0
    while at < len(lines):
        head, number = lines[at], at + 1
        at += 1
        if not head.startswith(("query", "statement ok", "sandbox")):
            continue
        sql = []
        while lines[at] and lines[at] not in ("----", "requests", "requests sort"):
            sql.append(lines[at])
            at += 1
        yield head, number, "\n".join(sql)


def change_third(sandbox, path, change, provider="confluent", id="id"):
    """Of each three items of a list, deletes one and changes one, if the sandbox allows it."""
    method = "PATCH" if provider == "confluent" else "POST"
    items = (sandbox.list(path) if provider == "confluent" else
             sandbox.call("GET", path, provider=provider)["data"])
    base, mark, rest = path.partition("?")
    query = mark + rest
    # The credential belongs to the administrator.
    items = [item for item in items if "admin" not in item[id]]
    for number, item in enumerate(items):
        place = f"{base}/{urllib.parse.quote(item[id])}{query}"
        with contextlib.suppress(Refused):
            if number % 3 == 0:
                sandbox.call("DELETE", place, provider=provider)
            elif number % 3 == 1:
                body = json.dumps(change).replace("%", f"changed {number}")
                sandbox.call(method, place, json.loads(body), provider)


def change_world(sandbox):
    change_third(sandbox, "/iam/v2/api-keys",
                 {"spec": {"display_name": "%", "description": "%"}})
    for environment in sandbox.list("/org/v2/environments"):
        change_third(sandbox, "/cmk/v2/clusters?environment=" + environment["id"],
                     {"spec": {"display_name": "%", "environment": {"id": environment["id"]}}})
    for path, change in (("/org/v2/environments", {"display_name": "%"}),
                         ("/byok/v1/keys", {"display_name": "%"}),
                         ("/iam/v2/users", {"full_name": "%"}),
                         ("/iam/v2/service-accounts", {"description": "%"})):
        change_third(sandbox, path, change)
    change_third(sandbox, "/v1/orgs/self/users", {"first_name": "%"}, "rockset", "email")
    change_third(sandbox, "/v1/orgs/self/roles", {"description": "%"}, "rockset", "role_name")
    for user in sandbox.users()[:8]:
        sandbox.add_key(user["id"], "more")


class File:
    """The connections that go through one file."""

    def __init__(self, host):
        self.host, self.switch, self.sandboxes, self.local = host, None, [], []

    def restart(self, options=""):
        self.close()
        size = re.search(r"keys=(\d+)", options)
        for _ in range(2):
            self.sandboxes.append(Sandbox(int(size[1]) if size else 60))
        change_world(self.sandboxes[1])
        self.switch = Switch()
        self.turn(0)
        self.sandboxes[1].write_config(self.switch.port)
        self.used = [self.host(kept=False), self.host(kept=True)]
        tables = [name for (name,) in self.used[0].rows(
            "SELECT name FROM pragma_module_list WHERE name LIKE '%.%'")]
        self.names = re.compile(r'(?<!["\'\w.])(' + "|".join(map(re.escape, tables)) + r")\b", re.I)
        self.local = []

    def turn(self, which):
        self.switch.turn_to(self.sandboxes[which].port)

    def close(self):
        if self.switch is not None:
            for db in self.used:
                db.close()
            self.switch.close()
        for sandbox in self.sandboxes:
            sandbox.__exit__()
        self.switch, self.sandboxes = None, []

    def quoted(self, sql):
        return self.names.sub(lambda name: '"' + name[0].lower() + '"', sql)

    def fresh(self):
        db = self.host(kept=False)
        for sql in self.local:
            outcome(db, sql)
        return db


def outcome(db, sql):
    """The rows, as text; or the error."""
    try:
        return [repr(row) for row in db.rows(sql)]
    except db.Error as error:
        return ["error: " + re.sub(r"\(request id [^)]*\)", "", str(error))]


def comparable(rows, sql):
    # Which rows a LIMIT takes is free without an order, and the text of a group has no order.
    if "LIMIT" in sql.upper() and "ORDER BY" not in sql.upper():
        return len(rows)
    return sorted(rows)


class Tally:
    """`reading` counts the SELECTs that name a table of the sandbox: others cannot see a change."""

    def __init__(self):
        self.selects = self.reading = self.changed = self.failed = 0


def check(file, sql, where, tally):
    before = [outcome(db, sql) for db in file.used]
    file.turn(1)
    after = [outcome(db, sql) for db in file.used]
    fresh = file.fresh()
    expected = outcome(fresh, sql)
    fresh.close()
    file.turn(0)
    again = [outcome(db, sql) for db in file.used]
    tally.selects += 1
    tally.reading += file.names.search(sql.replace('"', "")) is not None
    tally.changed += sorted(before[0]) != sorted(expected)
    for way, first, second, third in zip(("prepared each time", "kept"), before, after, again):
        compare(second, expected, sql, f"{where}, {way}, after the change", tally)
        compare(third, before[0], sql, f"{where}, {way}, changed back", tally)
        compare(first, before[0], sql, f"{where}, {way}", tally)


def compare(actual, expected, sql, where, tally):
    if comparable(actual, sql) == comparable(expected, sql):
        return
    tally.failed += 1
    print(f"FAILED {where}: {str(sorted(actual))[:200]} instead of {str(sorted(expected))[:200]}: "
          + " ".join(sql.split())[:200], flush=True)


def run_file(host, path, tally):
    file = File(host)
    try:
        for head, number, sql in records(path):
            if head.startswith("sandbox") or file.switch is None:
                file.restart(head)
            sql = file.quoted(sql)
            # Of apisql's own tables the log of requests tells connections apart.
            if '"apisql.' in sql or re.search(r"\brandom\(|'now", sql):
                continue
            if head.startswith("query") and re.match(r"(SELECT|WITH|VALUES)\b", sql):
                check(file, sql, f"{os.path.basename(path)}:{number}", tally)
            elif re.match(r"CREATE (?!TABLE \w+ AS)|INSERT INTO \w", sql):  # A copy does not change.
                file.local.append(sql)
                for db in file.used:
                    outcome(db, sql)
    finally:
        file.close()


def main():
    host = HOSTS[sys.argv[1]]
    pattern = sys.argv[2] if len(sys.argv) > 2 else "*"
    tally = Tally()
    for path in sorted(glob.glob(os.path.join(FOLDER, pattern + ".test"))):
        run_file(host, path, tally)
    # A test that changes nothing cannot fail. Many statements read what the change leaves alone.
    if tally.changed * 3 < tally.reading:
        print(f"FAILED golden: {tally.reading} SELECTs of the sandbox, {tally.changed} saw a change")
    elif not tally.failed:
        print(f"ok {tally.selects} golden SELECTs, {tally.changed} of them see the change")


if __name__ == "__main__":
    main()
