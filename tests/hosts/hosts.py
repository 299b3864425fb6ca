"""Two hosts of the extension in Python, behind one face: its own sqlite3, and apsw.

`kept` says whether the host keeps prepared statements, so that the same SQL comes back to the same
sqlite3_stmt; otherwise each is prepared, run and finalised.
"""

from sandbox import EXTENSION


class Sqlite3:
    name = "sqlite3"

    def __init__(self, kept):
        import sqlite3
        self.Error = sqlite3.Error
        self.version = sqlite3.sqlite_version
        self.db = sqlite3.connect(":memory:", isolation_level=None,
                                  cached_statements=100 if kept else 0)
        self.db.enable_load_extension(True)
        self.db.load_extension(EXTENSION)

    def rows(self, sql, values=()):
        """Rows as they are stepped."""
        return iter(self.db.execute(sql, values))

    def add_function(self, name, function):
        self.db.create_function(name, 1, function)

    def open_blob(self, table, column, row):
        return self.db.blobopen(table, column, row) if hasattr(self.db, "blobopen") else None

    def close(self):
        self.db.close()


class Apsw:
    name = "apsw"

    def __init__(self, kept):
        import apsw
        self.Error = apsw.Error
        self.version = apsw.sqlite_lib_version()
        self.db = apsw.Connection(":memory:", statementcachesize=100 if kept else 0)
        self.db.enable_load_extension(True)
        self.db.load_extension(EXTENSION)

    def rows(self, sql, values=()):
        return iter(self.db.cursor().execute(sql, values))

    def add_function(self, name, function):
        self.db.create_scalar_function(name, function, 1)

    def open_blob(self, table, column, row):
        return self.db.blob_open("main", table, column, row, False)

    def close(self):
        self.db.close()


HOSTS = {host.name: host for host in (Sqlite3, Apsw)}
