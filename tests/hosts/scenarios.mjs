// What a host does with a connection, and what must come of it.  node scenarios.mjs HOST
//
// Each scenario has a sandbox of its own. What is expected is asked of the sandbox by HTTP, at the
// moment at which it must hold. Each runs twice: with statements prepared each time, and kept.
import { deepStrictEqual, ok, throws } from "node:assert";
import { hosts } from "./hosts.mjs";
import { Sandbox } from "./sandbox.mjs";

const KEYS = '"confluent.iam.api_keys"';
const USERS = '"confluent.iam.users"';

class Test {
  constructor(connect, kept, sandbox) {
    Object.assign(this, { kept, sandbox, statements: new Map(), db: connect() });
  }

  prepare(sql) {
    if (!this.kept) return this.db.prepare(sql);
    if (!this.statements.has(sql)) this.statements.set(sql, this.db.prepare(sql));
    return this.statements.get(sql);
  }
  all(sql, ...values) {
    return this.prepare(sql).all(...values).map((row) => Object.values(row));
  }
  one(sql, ...values) {
    return this.all(sql, ...values)[0][0];
  }
  run(sql, ...values) {
    this.prepare(sql).run(...values);
  }

  async checkKeys() {
    checkRows(this.all(`SELECT id, display_name FROM ${KEYS}`),
              (await this.sandbox.keys()).map((key) => [key.id, key.display_name]));
  }
  async checkOwner(owner) {
    const keys = (await this.sandbox.keys()).filter((key) => key.owner === owner);
    checkRows(this.all(`SELECT id, description FROM ${KEYS} WHERE owner_id = ?`, owner),
              keys.map((key) => [key.id, key.description]));
  }
}

// In whatever order.
function checkRows(actual, expected) {
  const sorted = (rows) => rows.map((row) => JSON.stringify(row)).sort();
  deepStrictEqual(sorted(actual), sorted(expected));
}

async function someOwners(sandbox) {
  const users = new Set((await sandbox.users()).map((user) => user.id));
  return [...new Set((await sandbox.keys()).map((key) => key.owner))]
    .filter((owner) => users.has(owner)).sort();
}

const scenarios = {
  async repeatedReadsGiveWhatIsThereNow(t) {
    const owners = await someOwners(t.sandbox);
    for (let number = 0; number < 4; ++number) {
      await t.checkKeys();
      const added = await t.sandbox.addKey(owners[number]);
      await t.checkKeys();
      await t.sandbox.changeKey(added, { display_name: `name ${number}` });
      await t.checkKeys();
      await t.sandbox.deleteKey((await t.sandbox.keys())[0].id);
    }
  },

  async countsFollowTheChanges(t) {
    for (let number = 0; number < 4; ++number) {
      const keys = await t.sandbox.keys();
      deepStrictEqual(t.one(`SELECT count(*) FROM ${KEYS}`), keys.length);
      await t.sandbox.deleteKey(keys.at(-1).id);
    }
  },

  async valuesBoundAgainGiveTheirRows(t) {
    const [first, second] = await someOwners(t.sandbox);
    for (const owner of [first, second, first, second, first]) {
      await t.checkOwner(owner);
      await t.sandbox.addKey(owner, "more");
    }
  },

  async interleavedCursorsEachGiveAllRows(t) {
    const expected = (await t.sandbox.keys()).map((key) => [key.id]);
    const sql = `SELECT id FROM ${KEYS}`;
    const cursors = [t.db.prepare(sql).iterate(), t.db.prepare(sql).iterate()];
    const rows = [[], []];
    for (let number = 0; number <= expected.length; ++number) {
      cursors.forEach((cursor, which) => {
        const { done, value } = cursor.next();
        if (!done) rows[which].push([value.id]);
      });
    }
    checkRows(rows[0], expected);
    checkRows(rows[1], expected);
  },

  async anOpenCursorKeepsItsRowsWhileOthersSeeTheChanges(t) {
    const before = (await t.sandbox.keys()).map((key) => key.id);
    const cursor = t.db.prepare(`SELECT id FROM ${KEYS}`).iterate();
    const read = [cursor.next().value.id];
    for (let number = 0; number < 3; ++number) {
      await t.sandbox.addKey((await someOwners(t.sandbox))[0]);
      await t.checkKeys();
    }
    for (const row of cursor) read.push(row.id);
    const ids = new Set(read);
    deepStrictEqual(ids.size, read.length);
    ok(before.every((id) => ids.has(id)));
    await t.checkKeys();
  },

  async aCursorThatIsLeftMidwayLeavesNothingBehind(t) {
    for (let number = 0; number < 3; ++number) {
      for (const row of t.prepare(`SELECT id, display_name FROM ${KEYS}`).iterate()) {
        await t.sandbox.deleteKey(row.id);
        break;
      }
      await t.checkKeys();
    }
  },

  async noGetLeavesTwiceInAStatement(t) {
    const branch = `SELECT id FROM ${USERS}`;
    const count = 'SELECT count(*) FROM "apisql.requests"';
    for (let number = 0; number < 3; ++number) {
      const before = t.one(count);
      const rows = t.all([branch, branch, branch].join(" UNION ALL "));
      deepStrictEqual(rows.length, 3 * (await t.sandbox.users()).length);
      deepStrictEqual(t.one(count) - before, 1);
    }
  },

  async aFunctionOfTheHostMayRunAStatement(t) {
    if (host === "better-sqlite3") return "it lets no statement run within a function";
    const emails = new Map((await t.sandbox.users()).map((user) => [user.id, user.email]));
    const lookup = t.db.prepare(`SELECT email FROM ${USERS} WHERE id = ?`);
    lookup.all([...emails.keys()][0]);
    t.db.addFunction("email_of", (owner) => lookup.all(owner)[0]?.email ?? null);
    for (let number = 0; number < 2; ++number) {
      checkRows(t.all(`SELECT id, email_of(owner_id) FROM ${KEYS}`),
                (await t.sandbox.keys()).map((key) => [key.id, emails.get(key.owner) ?? null]));
    }
  },

  async fullTextSearchLeadsToApiRows(t) {
    t.db.exec("CREATE VIRTUAL TABLE found USING fts5(id, email)");
    t.db.exec(`INSERT INTO found SELECT id, email FROM ${USERS}`);
    const users = (await t.sandbox.users()).filter((user) => /ada/i.test(user.email));
    const ids = new Set(users.map((user) => user.id));
    for (let number = 0; number < 2; ++number) {
      checkRows(t.all(`SELECT k.id FROM found f JOIN ${KEYS} k ON k.owner_id = f.id
                       WHERE found MATCH 'ada*'`),
                (await t.sandbox.keys()).filter((key) => ids.has(key.owner)).map((key) => [key.id]));
      await t.sandbox.addKey(users[0].id);
    }
  },

  async anRtreeLeadsToApiRows(t) {
    t.db.exec("CREATE VIRTUAL TABLE boxes USING rtree(n, low, high, +owner)");
    const owners = (await someOwners(t.sandbox)).slice(0, 4);
    owners.forEach((owner, n) => {
      t.run("INSERT INTO boxes VALUES (?, ?, ?, ?)", n, n, n, owner);
    });
    checkRows(t.all(`SELECT k.id FROM boxes b CROSS JOIN ${KEYS} k ON k.owner_id = b.owner
                     WHERE b.low > 0.5`),
              (await t.sandbox.keys()).filter((key) => owners.slice(1).includes(key.owner))
                .map((key) => [key.id]));
  },

  async aRepeatedWriteLooksAtTheRowsOfNow(t) {
    const ids = (await t.sandbox.keys()).slice(0, 2).map((key) => key.id);
    const mark = async (marked, plain) => {
      await t.sandbox.changeKey(marked, { description: "marked" });
      await t.sandbox.changeKey(plain, { description: "plain" });
    };
    const sql = `UPDATE ${KEYS} SET display_name = ? WHERE description = ?`;
    for (let number = 0; number < 3; ++number) {
      await mark(ids[0], ids[1]);
      t.run(sql, `a${number}`, "marked");
      await mark(ids[1], ids[0]);
      t.run(sql, `b${number}`, "marked");
      deepStrictEqual([(await t.sandbox.key(ids[0])).display_name,
                       (await t.sandbox.key(ids[1])).display_name], [`a${number}`, `b${number}`]);
    }
  },

  async whatIsRolledBackIsNotSent(t) {
    const { id, display_name } = (await t.sandbox.keys())[0];
    const sql = `UPDATE ${KEYS} SET display_name = ? WHERE id = ?`;
    t.run("BEGIN");
    t.run(sql, "gone", id);
    t.run("ROLLBACK");
    deepStrictEqual((await t.sandbox.key(id)).display_name, display_name);
    t.run("BEGIN");
    t.run(sql, "new", id);
    deepStrictEqual((await t.sandbox.key(id)).display_name, display_name);
    t.run("COMMIT");
    deepStrictEqual((await t.sandbox.key(id)).display_name, "new");
    await t.checkKeys();
  },

  async newRowsCanBeReadBack(t) {
    for (let number = 0; number < 2; ++number) {
      t.run(`INSERT INTO ${KEYS} (display_name, owner_id) VALUES (?, ?)`, `new ${number}`,
            (await someOwners(t.sandbox))[0]);
      const rows = t.all(`SELECT id, display_name FROM ${KEYS} WHERE "_returned" = 1`);
      deepStrictEqual(rows.map((row) => row[1]), [`new ${number}`]);
      deepStrictEqual((await t.sandbox.key(rows[0][0])).display_name, `new ${number}`);
    }
  },

  async anErrorHasTheServersWordsAndTheNextStatementIsRight(t) {
    for (let number = 0; number < 2; ++number) {
      throws(() => t.run(`INSERT INTO ${KEYS} (display_name, owner_id) VALUES ('x', 'sa-none')`),
             /422.*The owner does not exist/s);
      await t.checkKeys();
    }
  },

  async writesWithoutWhereAreRefused(t) {
    const before = await t.sandbox.keys();
    throws(() => t.run(`DELETE FROM ${KEYS}`), /WHERE/);
    deepStrictEqual(await t.sandbox.keys(), before);
  },

  async theConfigFilesLimitOfRowsHolds(t) {
    const keys = (await t.sandbox.keys()).slice(0, 2);
    for (const key of keys) await t.sandbox.changeKey(key.id, { description: "marked" });
    throws(() => t.run(`UPDATE ${KEYS} SET display_name = 'x' WHERE description = 'marked'`),
           /max_affected_rows/);
    t.run(`UPDATE ${KEYS} SET display_name = 'x' WHERE id = ?`, keys[0].id);
    deepStrictEqual((await t.sandbox.key(keys[0].id)).display_name, "x");
    deepStrictEqual((await t.sandbox.key(keys[1].id)).display_name, keys[1].display_name);
  },
};

const settings = { theConfigFilesLimitOfRowsHolds: "max_affected_rows: 1" };

async function run(name, connect, kept) {
  const sandbox = await Sandbox.start(settings[name]);
  const title = name + (kept ? ", kept" : "");
  try {
    const test = new Test(connect, kept, sandbox);
    const refusal = await scenarios[name](test);
    test.db.close();
    console.log(refusal ? `skipped ${title}: ${refusal}` : "ok " + title);
  } catch (failure) {
    const line = failure.stack.match(new RegExp(`${name}.*scenarios\\.mjs:(\\d+)`))?.[1];
    console.log(`FAILED ${title}: line ${line}: ${failure.message.replace(/\s+/g, " ")}`);
  } finally {
    sandbox.end();
  }
}

const [host, only] = process.argv.slice(2);
const connect = await hosts[host]();
for (const name of Object.keys(scenarios)) {
  if (only !== undefined && only !== name) continue;
  for (const kept of [false, true]) await run(name, connect, kept);
}
