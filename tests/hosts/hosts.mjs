// Two hosts of the extension in Node, behind one face: node:sqlite, and better-sqlite3.
import { extension } from "./sandbox.mjs";

function face(db) {
  return { prepare: (sql) => db.prepare(sql), exec: (sql) => db.exec(sql),
           addFunction: (name, f) => db.function(name, f), close: () => db.close() };
}

async function nodeSqlite() {
  const { DatabaseSync } = await import("node:sqlite");
  return () => {
    const db = new DatabaseSync(":memory:", { allowExtension: true });
    db.loadExtension(extension);
    return face(db);
  };
}

async function betterSqlite3() {
  const { createRequire } = await import("node:module");
  const Database = createRequire(process.env.APISQL_MODULES + "/")("better-sqlite3");
  return () => {
    const db = new Database(":memory:");
    db.loadExtension(extension);
    return face(db);
  };
}

export const hosts = { "node:sqlite": nodeSqlite, "better-sqlite3": betterSqlite3 };
