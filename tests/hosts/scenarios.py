"""What a host does with a connection, and what must come of it.  scenarios.py HOST

Each scenario has a sandbox of its own. What is expected is asked of the sandbox by HTTP, at the
moment at which it must hold. Each runs twice: with statements prepared each time, and kept. One that
cannot be tried here returns the reason.
"""

import contextlib
import os
import sys
import threading
import traceback

from hosts import HOSTS
from sandbox import Sandbox

KEYS = '"confluent.iam.api_keys"'
USERS = '"confluent.iam.users"'
SCENARIOS = []


def scenario(settings="", size=200):
    def add(function):
        SCENARIOS.append((function, settings, size))
        return function
    return add


class Test:
    def __init__(self, host, kept, sandbox):
        self.host, self.kept, self.sandbox = host, kept, sandbox
        self.connections = []
        self.db = self.connect()

    def connect(self):
        self.connections.append(self.host(self.kept))
        return self.connections[-1]

    def all(self, sql, values=()):
        return list(self.db.rows(sql, values))

    def one(self, sql, values=()):
        return self.all(sql, values)[0][0]

    def fails(self, sql, *words):
        try:
            self.all(sql)
        except self.db.Error as error:
            for word in words:
                assert word in str(error), f"{word!r} is not in {error}"
            return
        raise AssertionError("no error: " + sql)

    def check_equal(self, actual, expected):
        assert actual == expected, f"{str(actual)[:300]} instead of {str(expected)[:300]}"

    # In whatever order.
    def check_rows(self, actual, expected):
        self.check_equal(sorted(actual, key=str), sorted(expected, key=str))

    # What stands for the state of the keys, by SQL and by HTTP.
    def check_keys(self):
        self.check_rows(self.all(f"SELECT id, display_name FROM {KEYS}"),
                        [(key["id"], key["display_name"]) for key in self.sandbox.keys()])

    def check_owner(self, owner):
        self.check_rows(
            self.all(f"SELECT id, description FROM {KEYS} WHERE owner_id = ?", (owner,)),
            [(key["id"], key["description"]) for key in self.sandbox.keys_of(owner)])


def some_owners(sandbox):
    users = {user["id"] for user in sandbox.users()}
    return sorted({key["owner"] for key in sandbox.keys()} & users)


@scenario()
def repeated_reads_give_what_is_there_now(t):
    owners = some_owners(t.sandbox)
    for number in range(4):
        t.check_keys()
        added = t.sandbox.add_key(owners[number])
        t.check_keys()
        t.sandbox.change_key(added, display_name=f"name {number}")
        t.check_keys()
        t.sandbox.delete_key(t.sandbox.keys()[0]["id"])


@scenario()
def counts_follow_the_changes(t):
    for _ in range(4):
        t.check_equal(t.one(f"SELECT count(*) FROM {KEYS}"), len(t.sandbox.keys()))
        t.sandbox.delete_key(t.sandbox.keys()[-1]["id"])


@scenario()
def values_bound_again_give_their_rows(t):
    first, second = some_owners(t.sandbox)[:2]
    for number in range(3):
        for owner in (first, second, first):
            t.check_owner(owner)
            t.sandbox.add_key(owner, description=f"d {number}")


@scenario()
def another_statement_in_between_changes_nothing(t):
    for _ in range(3):
        t.check_keys()
        t.check_equal(t.one(f"SELECT count(*) FROM {USERS}"), len(t.sandbox.users()))
        t.sandbox.add_key(some_owners(t.sandbox)[0])


@scenario()
def statements_of_one_length_are_told_apart(t):
    for key in t.sandbox.keys()[:6]:
        for _ in range(2):
            name = t.sandbox.key(key["id"])["display_name"]
            t.check_equal(t.all(f"SELECT display_name FROM {KEYS} WHERE id = '{key['id']}'"),
                          [(name,)])
            t.sandbox.change_key(key["id"], display_name="other " + key["id"])


@scenario()
def interleaved_cursors_each_give_all_rows(t):
    expected = sorted((key["id"],) for key in t.sandbox.keys())
    sql = f"SELECT id FROM {KEYS}"
    first, second, rows = t.db.rows(sql), t.db.rows(sql), ([], [])
    for _ in expected:
        rows[0].append(next(first))
        rows[1].append(next(second))
    t.check_equal([list(first), list(second)], [[], []])
    t.check_equal([sorted(rows[0]), sorted(rows[1])], [expected, expected])


@scenario()
def a_statement_within_the_loop_over_another_is_right(t):
    owners = some_owners(t.sandbox)
    seen = 0
    for (user,) in t.db.rows(f"SELECT id FROM {USERS} ORDER BY id"):
        if user in owners:
            t.check_owner(user)
            t.sandbox.add_key(user)
            t.check_owner(user)
            seen += 1
    assert seen > 5


@scenario()
def an_open_cursor_keeps_its_rows_while_others_see_the_changes(t):
    before = {key["id"] for key in t.sandbox.keys()}
    opened = t.db.rows(f"SELECT id FROM {KEYS}")
    read = [next(opened)[0]]
    for _ in range(3):
        t.sandbox.add_key(some_owners(t.sandbox)[0])
        t.check_equal(t.one(f"SELECT count(*) FROM {KEYS}"), len(t.sandbox.keys()))
        t.check_keys()
    read += [id for (id,) in opened]
    t.check_equal(len(read), len(set(read)))
    assert before <= set(read) <= {key["id"] for key in t.sandbox.keys()}
    t.check_keys()


@scenario()
def a_cursor_that_is_left_midway_leaves_nothing_behind(t):
    for _ in range(3):
        opened = t.db.rows(f"SELECT id, display_name FROM {KEYS}")
        next(opened)
        t.sandbox.delete_key(t.sandbox.keys()[0]["id"])
        del opened
        t.check_keys()


@scenario()
def joins_are_right_each_time(t):
    sql = (f"SELECT u.email, k.id FROM {USERS} u JOIN {KEYS} k ON k.owner_id = u.id "
           "WHERE u.email LIKE ?")
    for pattern in ("%corp%", "j%", "%corp%"):
        emails = {user["id"]: user["email"] for user in t.sandbox.users()}
        wanted = pattern.strip("%")
        t.check_equal(sorted(t.all(sql, (pattern,))), sorted(
            (emails[key["owner"]], key["id"]) for key in t.sandbox.keys()
            if key["owner"] in emails
            and (wanted in emails[key["owner"]].lower() if wanted == "corp" else
                 emails[key["owner"]].lower().startswith(wanted))))
        t.sandbox.add_key(next(id for id, email in emails.items() if email.startswith("j")))


@scenario()
def no_get_leaves_twice_in_a_statement(t):
    branch = f"SELECT id FROM {USERS}"
    for _ in range(3):
        before = t.one('SELECT count(*) FROM "apisql.requests"')
        t.check_equal(len(t.all(" UNION ALL ".join([branch] * 3))), 3 * len(t.sandbox.users()))
        t.check_equal(t.one('SELECT count(*) FROM "apisql.requests"') - before, 1)


@scenario()
def a_function_of_the_host_may_run_a_statement(t):
    owners = {key["id"]: key["owner"] for key in t.sandbox.keys()}
    emails = {user["id"]: user["email"] for user in t.sandbox.users()}
    lookup = f"SELECT email FROM {USERS} WHERE id = ?"
    t.all(lookup, (next(iter(emails)),))  # Prepared before the outer one, where it is kept.

    def email_of(owner):
        rows = t.all(lookup, (owner,))
        return rows[0][0] if rows else None

    t.db.add_function("email_of", email_of)
    for _ in range(2):
        t.check_equal(sorted(t.all(f"SELECT id, email_of(owner_id) FROM {KEYS}"), key=str),
                      sorted(((id, emails.get(owner)) for id, owner in owners.items()), key=str))


@scenario()
def full_text_search_leads_to_api_rows(t):
    t.all("CREATE VIRTUAL TABLE found USING fts5(id, email)")
    t.all(f"INSERT INTO found SELECT id, email FROM {USERS}")
    users = [user["id"] for user in t.sandbox.users() if "ada" in user["email"].lower()]
    for _ in range(2):
        t.check_equal(
            sorted(t.all(f"SELECT k.id FROM found f JOIN {KEYS} k ON k.owner_id = f.id "
                         "WHERE found MATCH 'ada*'")),
            sorted((key["id"],) for key in t.sandbox.keys()
                   if key["owner"] in users))
        t.sandbox.add_key(users[0])


@scenario()
def an_rtree_leads_to_api_rows(t):
    t.all("CREATE VIRTUAL TABLE boxes USING rtree(n, low, high, +owner)")
    owners = some_owners(t.sandbox)[:4]
    for number, owner in enumerate(owners):
        t.all("INSERT INTO boxes VALUES (?, ?, ?, ?)", (number, number, number, owner))
    t.check_equal(
        sorted(t.all(f"SELECT k.id FROM boxes b CROSS JOIN {KEYS} k ON k.owner_id = b.owner "
                     "WHERE b.low > 0.5")),
        sorted((key["id"],) for key in t.sandbox.keys()
               if key["owner"] in owners[1:]))


@scenario()
def an_open_blob_is_no_statement(t):
    t.all("CREATE TABLE files(content)")
    t.all("INSERT INTO files VALUES (zeroblob(100))")
    blob = t.db.open_blob("files", "content", 1)
    for _ in range(2):
        t.check_keys()
        t.sandbox.delete_key(t.sandbox.keys()[0]["id"])
    if blob is not None:
        blob.close()
    t.check_keys()


def mark(t, marked, plain):
    t.sandbox.change_key(marked, description="marked")
    t.sandbox.change_key(plain, description="plain")


@scenario()
def a_repeated_write_looks_at_the_rows_of_now(t):
    first, second = (key["id"] for key in t.sandbox.keys()[:2])
    sql = f"UPDATE {KEYS} SET display_name = ? WHERE description = ?"
    for number in range(3):
        mark(t, first, second)
        t.all(sql, (f"a{number}", "marked"))
        mark(t, second, first)
        t.all(sql, (f"b{number}", "marked"))
        t.check_equal([t.sandbox.key(id)["display_name"] for id in (first, second)],
                      [f"a{number}", f"b{number}"])


@scenario()
def a_write_in_a_transaction_looks_at_the_rows_of_now(t):
    first, second = (key["id"] for key in t.sandbox.keys()[:2])
    names = [t.sandbox.key(id)["display_name"] for id in (first, second)]
    sql = f"UPDATE {KEYS} SET display_name = ? WHERE description = ?"
    mark(t, first, second)
    t.all("BEGIN")
    t.all(sql, ("gone", "marked"))
    t.all("ROLLBACK")
    t.check_equal([t.sandbox.key(id)["display_name"] for id in (first, second)], names)
    mark(t, second, first)
    t.all("BEGIN")
    t.all(sql, ("new", "marked"))
    t.check_equal(t.sandbox.key(second)["display_name"], names[1])
    t.all("COMMIT")
    t.check_equal([t.sandbox.key(id)["display_name"] for id in (first, second)], [names[0], "new"])
    t.check_keys()


@scenario()
def a_write_by_key_costs_one_request(t):
    log = 'SELECT method FROM "apisql.requests" ORDER BY number'
    for key in t.sandbox.keys()[:3]:
        before = len(t.all(log))
        t.all(f"UPDATE {KEYS} SET display_name = 'x' WHERE id = ?", (key["id"],))
        t.check_equal(t.all(log)[before:], [("PATCH",)])
        t.check_equal(t.sandbox.key(key["id"])["display_name"], "x")
        t.all(f"DELETE FROM {KEYS} WHERE id = ?", (key["id"],))
        t.check_equal(t.all(log)[before:], [("PATCH",), ("DELETE",)])
    t.check_keys()


@scenario()
def rows_are_deleted_that_match_now(t):
    ids = [key["id"] for key in t.sandbox.keys()[:3]]
    sql = f"DELETE FROM {KEYS} WHERE description = 'marked'"
    for position, id in enumerate(ids):
        t.sandbox.change_key(id, description="marked")
        t.all(sql)
        left = {key["id"] for key in t.sandbox.keys()}
        t.check_equal([other in left for other in ids], [i > position for i in range(3)])
        t.check_keys()


@scenario()
def a_cursor_stays_open_over_a_commit(t):
    key = t.sandbox.keys()[0]["id"]
    opened = t.db.rows(f"SELECT id FROM {USERS}")
    read = [next(opened)]
    t.all("BEGIN")
    t.all(f"UPDATE {KEYS} SET display_name = 'x' WHERE id = ?", (key,))
    t.all("COMMIT")
    t.check_equal(t.sandbox.key(key)["display_name"], "x")
    t.check_equal(sorted(read + list(opened)),
                  sorted((user["id"],) for user in t.sandbox.users()))
    t.check_keys()


@scenario()
def new_rows_can_be_read_back_once(t):
    for number in range(3):
        t.all(f"INSERT INTO {KEYS} (display_name, owner_id) VALUES (?, ?)",
              (f"new {number}", some_owners(t.sandbox)[0]))
        rows = t.all(f'SELECT id, display_name FROM {KEYS} WHERE "_returned" = 1')
        t.check_equal([name for _, name in rows], [f"new {number}"])
        t.check_equal(t.sandbox.key(rows[0][0])["display_name"], f"new {number}")
        t.check_equal(t.all(f'SELECT id FROM {KEYS} WHERE "_returned" = 1'), [])


@scenario()
def new_rows_lead_the_write_that_follows(t):
    for number in range(3):
        t.all(f"INSERT INTO {KEYS} (display_name, owner_id) VALUES (?, ?)",
              (f"new {number}", some_owners(t.sandbox)[0]))
        t.all(f"UPDATE {KEYS} SET description = ? WHERE id = "
              f'(SELECT id FROM {KEYS} WHERE "_returned" = 1)', (f"own {number}",))
        t.check_equal([key["description"] for key in t.sandbox.keys()
                       if key["display_name"] == f"new {number}"], [f"own {number}"])


@scenario()
def an_error_has_the_servers_words_and_the_next_statement_is_right(t):
    for _ in range(2):
        t.fails(f"INSERT INTO {KEYS} (display_name, owner_id) VALUES ('x', 'sa-none')", "422", "The owner does not exist")
        t.check_keys()


@scenario()
def writes_without_where_are_refused(t):
    before = t.sandbox.keys()
    t.fails(f"DELETE FROM {KEYS}", "WHERE")
    t.fails(f"UPDATE {KEYS} SET description = 'x'", "WHERE")
    t.check_equal(t.sandbox.keys(), before)


@scenario()
def triggers_of_a_file_send_nothing(t):
    file = os.path.join(t.sandbox.folder.name, "theirs.db")
    t.all(f"ATTACH '{file}' AS theirs")
    t.all("CREATE TABLE theirs.notes(id)")
    t.all("CREATE TEMP TRIGGER sends AFTER INSERT ON theirs.notes BEGIN "
          f"DELETE FROM {KEYS} WHERE id = new.id; END")
    before = t.sandbox.keys()
    t.fails(f"INSERT INTO theirs.notes VALUES ('{before[0]['id']}')", "trigger")
    t.check_equal(t.sandbox.keys(), before)


@scenario(settings="max_affected_rows: 1")
def the_config_files_limit_of_rows_holds(t):
    keys = t.sandbox.keys()
    for key in keys[:2]:
        t.sandbox.change_key(key["id"], description="marked")
    t.fails(f"UPDATE {KEYS} SET display_name = 'x' WHERE description = 'marked'", "max_affected")
    t.check_equal([t.sandbox.key(key["id"])["display_name"] for key in keys[:2]],
                  [key["display_name"] for key in keys[:2]])
    t.all(f"UPDATE {KEYS} SET display_name = 'x' WHERE id = ?", (keys[0]["id"],))
    t.check_equal(t.sandbox.key(keys[0]["id"])["display_name"], "x")


@scenario(settings="max_requests: 1")
def the_config_files_limit_of_requests_holds(t):
    for _ in range(2):
        t.fails(f"SELECT count(*) FROM {KEYS}", "max_requests")
        t.check_equal(t.one(f"SELECT count(*) FROM {USERS}"), len(t.sandbox.users()))


@scenario(settings="dry_run: on")
def the_config_files_dry_run_holds(t):
    key = t.sandbox.keys()[0]
    t.all(f"UPDATE {KEYS} SET display_name = 'x' WHERE id = ?", (key["id"],))
    t.check_equal(t.sandbox.key(key["id"])["display_name"], key["display_name"])


@scenario()
def a_view_shows_the_table_to_tools_that_list_tables(t):
    t.all(f"CREATE VIEW api_keys AS SELECT * FROM {KEYS}")
    t.check_equal(t.all("SELECT name FROM sqlite_schema"), [("api_keys",)])
    columns = [column[1] for column in t.all("PRAGMA table_info(api_keys)")]
    assert {"id", "display_name", "owner_id"} <= set(columns), columns
    for _ in range(2):
        t.check_equal(t.one("SELECT count(*) FROM api_keys"), len(t.sandbox.keys()))
        t.sandbox.delete_key(t.sandbox.keys()[0]["id"])


@scenario()
def a_second_sqlite_library_is_refused(t):
    other = HOSTS["apsw" if t.host.name == "sqlite3" else "sqlite3"]
    try:
        other(t.kept)
    except ImportError:
        return "there is no second library"
    except Exception as refusal:
        assert "one SQLite library of a process" in str(refusal), refusal
    else:
        raise AssertionError("it is not refused")
    t.check_keys()


@scenario()
def two_threads_with_a_connection_each_are_right(t):
    owners, failures = some_owners(t.sandbox)[:6], []
    expected = {owner: sorted((key["id"],) for key in t.sandbox.keys()
                              if key["owner"] == owner) for owner in owners}

    def work():
        try:
            db = t.host(t.kept)
            for owner in owners * 3:
                rows = sorted(db.rows(f"SELECT id FROM {KEYS} WHERE owner_id = ?", (owner,)))
                assert rows == expected[owner], rows
            db.close()
        except Exception as failure:
            failures.append(failure)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    t.check_equal(failures, [])


def run(function, settings, size, host, kept):
    name = function.__name__ + (", kept" if kept else "")
    try:
        with Sandbox(size, settings) as sandbox:
            test = Test(host, kept, sandbox)
            try:
                skipped = function(test)
            finally:
                for db in test.connections:
                    with contextlib.suppress(Exception):
                        db.close()
        print(f"skipped {name}: {skipped}" if skipped else "ok " + name, flush=True)
    except Exception as failure:
        where = traceback.extract_tb(failure.__traceback__)
        line = next(at.lineno for at in reversed(where) if at.name == function.__name__)
        text = str(failure).replace("\n", " ")
        print(f"FAILED {name}: line {line}: {text or type(failure).__name__}", flush=True)


def main():
    host = HOSTS[sys.argv[1]]
    for function, settings, size in SCENARIOS:
        for kept in (False, True):
            if sys.argv[2:] in ([], [function.__name__]):
                run(function, settings, size, host, kept)


if __name__ == "__main__":
    main()
