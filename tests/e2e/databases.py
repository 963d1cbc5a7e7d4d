# SPDX-FileCopyrightText: GSC Tracking Admin contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The databases, past the program: what is really in them."""

import contextlib
import csv
import glob
import io
import os
import sqlite3
import subprocess

from desktop import program
from reader import check

FIELDS = ("Id", "Name", "Email", "Phone", "Address", "Notes", "CreatedAt", "UpdatedAt", "IsDeleted", "DeletedAt")
COLUMNS = ", ".join(f'"{field}"' for field in FIELDS)
LIVE = 'not "IsDeleted"'


class Database:
    def rows(self, sql):
        raise NotImplementedError

    def value(self, sql):
        return str(self.rows(sql)[0][0])

    def customers(self):
        """Every row as text by column name, by its number."""
        rows = self.rows(f'select {COLUMNS} from "Customer" order by "Id"')
        return {row["Id"]: row for row in ({f: normal(v) for f, v in zip(FIELDS, line)} for line in rows)}

    def create(self, migrations, engine):
        for file in sorted(glob.glob(os.path.join(migrations, engine, "*.up.sql"))):
            with open(file, encoding="utf-8") as sql:
                self.run(sql.read())

    def run(self, sql):
        raise NotImplementedError


class Sqlite(Database):
    def __init__(self, file):
        self.file = file

    def rows(self, sql):
        with contextlib.closing(sqlite3.connect(self.file, timeout=20)) as connection:
            return connection.execute(sql).fetchall()

    def run(self, sql):
        with contextlib.closing(sqlite3.connect(self.file, timeout=20)) as connection:
            connection.executescript(sql)


class Postgres(Database):
    def __init__(self, target):
        self.target = target

    def rows(self, sql):
        return [[None if value == "<null>" else value for value in row]
                for row in csv.reader(io.StringIO(self._psql("--csv", "-t", "-P", "null=<null>", "-c", sql)))]

    def run(self, sql):
        self._psql("-1", "-c", sql)

    def _psql(self, *arguments):
        result = subprocess.run([program("psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", self.target, *arguments],
                                capture_output=True, text=True, timeout=60, check=False)
        check(result.returncode == 0, f"psql: {result.stderr}")
        return result.stdout


def normal(value):
    if value is None:
        return None
    return {"t": "1", "f": "0"}.get(str(value), str(value))


def differences(before, after):
    """Per number the changed columns with their new values; a row that came or went is an error of the test."""
    check(before.keys() == after.keys(), "rows came or went")
    changed = {}
    for number, row in after.items():
        fields = {field: row[field] for field in FIELDS if row[field] != before[number][field]}
        if fields:
            changed[number] = fields
    return changed


def check_only(before, database, number, expected):
    """Exactly one row changed, to exactly these values, and the server's clock says so. None is any value."""
    changed = differences(before, database.customers())
    check(list(changed) == [number], f"rows {list(changed)} changed, not only {number}")
    fields = dict(changed[number])
    check(fields.pop("UpdatedAt", None), "the time of the change is not there")
    check(fields.keys() == expected.keys() and all(expected[f] in (fields[f], any) for f in fields),
          f"row {number} became {fields}, not {expected}")
