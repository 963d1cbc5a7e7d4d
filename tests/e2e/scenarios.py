# SPDX-FileCopyrightText: GSC Tracking Admin contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What somebody does in the window, by keyboard and screen reader, and what is in the database then."""

import os
import re
import time

from databases import LIVE, Postgres, Sqlite, check_only
from reader import LIMIT, Failure, check, has, role

COUNT = re.compile(r"^([\d,]+) (customer|match)")
PENDING = re.compile(r"^(\d+) change")
FORM = ("Name", "Email", "Phone", "Address", "Notes")


class Window:
    """A program with a database open."""

    def __init__(self, program, audit, database, place):
        self.program = program
        self.audit = audit
        self.database = database
        self.place = place

    # Parts

    def count(self):
        label = self.program.find("label", COUNT)
        return int(COUNT.match(label.name).group(1).replace(",", "")) if label else None

    def wait_count(self, expected, limit=LIMIT):
        self.program.wait_for(f"{expected} customers", lambda: self.count() == expected, limit)

    def live(self):
        return int(self.database.value(f'select count(*) from "Customer" where {LIVE}'))

    def table(self):
        return self.program.get("table", "Customers")

    def cell(self, row, column):
        return self.table().queryTable().getAccessibleAt(row, column)

    def wait_cell(self, row, column, value):
        """A cell is read with its value and its column."""
        heading = self.table().queryTable().getColumnHeader(column).name
        def reads():
            name = self.cell(row, column).name
            return value in name and heading in name
        self.program.wait_for(f"row {row} to read “{value}, {heading}”", reads)

    def pending(self):
        label = self.program.find("label", PENDING)
        return int(PENDING.match(label.name).group(1)) if label else 0

    def wait_pending(self, changes):
        self.program.wait_for(f"{changes} pending changes", lambda: self.pending() == changes)

    def walk(self, what, node=None, least=3):
        self.audit.walk(self.program, f"{self.place}, {what}", node, least)

    # Steps

    def focus_table(self):
        """By keyboard alone, however many stops there are before it."""
        self.program.keys("ctrl+f")
        self.program.wait_focus("text", "Search")
        for _ in range(12):
            self.program.keys("Tab")
            node = self.program.wait_for("a focus", self.program.focus)
            if role(node) == "table cell":
                return node
        raise AssertionError("Tab does not reach the table")

    def search(self, text, expected):
        self.program.keys("ctrl+f")
        self.program.wait_focus("text", "Search")
        self.program.type(text)
        self.wait_count(expected)

    def clear_search(self):
        self.program.keys("ctrl+f")
        self.program.wait_focus("text", "Search")
        self.program.keys("Escape")
        self.wait_count(self.live())

    def edit_cell(self, key, column, text):
        """In the table's current row, with the key that begins editing."""
        program = self.program
        program.keys("Home", *["Right"] * column)
        program.wait_focus("table cell", re.compile(f", {FORM[column]}$"))
        program.keys(key)
        editor = program.wait_focus("text", FORM[column])
        check(any(role(a) == "table" for a in ancestors(editor)), "the editor is not in the table")
        self.walk(f"editor of {FORM[column]}")
        program.keys("ctrl+a")
        program.type(text)
        program.keys("ctrl+Return" if FORM[column] in ("Address", "Notes") else "Return")
        program.wait_focus("table cell", f"{text}, {FORM[column]}")

    def form_field(self, name):
        form = self.program.get("filler", "Customer details")
        return self.program.get("text", name, form)

    def save(self):
        self.program.keys("ctrl+s")
        self.wait_pending(0)

    def heard_saved(self):
        """The success is said, not only shown."""
        self.program.get("alert", re.compile("Saved"))

    def dialog(self, name, opening, least=3):
        """Opens one, walks it, and leaves it by Esc; the focus is inside meanwhile and back in the window after."""
        opening()
        window = self.wait_dialog(name)
        self.walk(f"dialog “{name}”", window, least)
        self.program.keys("Escape")
        self.closed(name)

    def wait_dialog(self, name):
        pattern = re.compile("^(?:\\w+ · )?" + re.escape(name))  # questions name the environment first
        def opened():
            return next((w for w in self.program.windows() if pattern.match(w.name) and has(w, "active")), None)
        window = self.program.wait_for(f"dialog “{name}”", opened)
        def inside():
            node = self.program.focus()
            return node is not None and any(a == window for a in ancestors(node))
        self.program.wait_for(f"the focus in dialog “{name}”", inside)
        return window

    def closed(self, name):
        pattern = re.compile("^(?:\\w+ · )?" + re.escape(name))  # questions name the environment first
        self.program.wait_for(f"dialog “{name}” to close",
                              lambda: not any(pattern.match(w.name) for w in self.program.windows()))
        self.program.wait_for("the window to be active", lambda: any(has(w, "active") for w in self.program.windows()))
        self.program.wait_for("the focus in the window", self.program.focus)

    def menu(self, menu, item):
        """Finds the item in the menu bar and activates it as a screen reader would."""
        bar = self.program.get("menu bar", "")
        top = self.program.get("menu item", menu, bar)
        entries = [n for n in self.program.all(top, hidden_menus=True) if role(n) == "menu item" and n.name == item]
        check(entries, f"menu {menu} has no “{item}”")
        self.program.press(entries[0])


def ancestors(node):
    while (node := node.parent) is not None:
        yield node


# The start page and a local database


def start_page(program, audit):
    """Without any configuration; the first choice has the keyboard already."""
    program.get("push button", "Try it with sample customers")
    audit.walk(program, "start page", least=12)
    program.wait_focus("push button", "Try it with sample customers")
    for name in ("Start with an empty database", "Open a database file…", "Connect to PostgreSQL…"):
        program.keys("Tab")
        program.wait_focus("push button", name)
    program.keys("shift+Tab", "shift+Tab", "shift+Tab")
    program.wait_focus("push button", "Try it with sample customers")
    program.keys("space")


def searching(window):
    database = window.database
    window.wait_count(window.live())
    name = database.value(f'select min("Name") from "Customer" where {LIVE}').split()[0]
    like = " or ".join(f'lower("{field}") like \'%{name.lower()}%\'' for field in FORM)
    expected = int(database.value(f'select count(*) from "Customer" where {LIVE} and ({like})'))
    check(0 < expected < window.live(), f"“{name}” is no good search: {expected} matches")
    window.search(name, expected)
    window.walk("while searching", least=20)
    window.search("no such customer", 0)
    window.program.get("label", "No customer matches")
    window.clear_search()


def editing(window):
    """In the table with F2 and Enter, in the form by keyboard and by the reader's own editing; undo, redo, save."""
    program, database = window.program, window.database
    before = database.customers()
    window.focus_table()
    program.keys("ctrl+Home")
    number = window.cell(0, 8).name.split(",")[0]
    check(number in before, f"cell of the number reads “{window.cell(0, 8).name}”")
    window.wait_cell(0, 0, before[number]["Name"])
    window.wait_cell(0, 1, before[number]["Email"] or "no value")
    window.edit_cell("F2", 0, "Aaron Ackroyd")
    window.wait_pending(1)
    window.edit_cell("Return", 1, "aaron@example.org")
    window.wait_pending(2)
    program.keys("F2", "ctrl+a")
    program.type("never")
    program.keys("Escape")
    program.wait_focus("table cell", "aaron@example.org, Email")
    program.keys("ctrl+z")
    window.wait_pending(1)
    program.keys("ctrl+shift+z")
    window.wait_pending(2)

    window.form_field("Phone").queryEditableText().setTextContents("555 0100")
    window.wait_pending(3)
    program.press(program.get("push button", "Take back the change of Phone"))
    window.wait_pending(2)
    window.form_field("Phone").queryComponent().grabFocus()
    program.wait_focus("text", "Phone")
    program.keys("ctrl+a")
    program.type("555 0199")
    window.wait_pending(3)
    window.form_field("Notes").queryEditableText().setTextContents("First line\nsecond")
    window.wait_pending(4)
    check(database.customers() == before, "something was saved before Save")
    window.walk("with changes", least=30)
    tab_order(window)
    window.save()
    window.heard_saved()
    check_only(before, database, number, {"Name": "Aaron Ackroyd", "Email": "aaron@example.org", "Phone": "555 0199",
                                          "Notes": "First line\nsecond"})
    return number


def tab_order(window):
    """Round the window by Tab: search, table, form, pending bar, and back by Shift+Tab."""
    program = window.program
    program.keys("ctrl+f")
    program.wait_focus("text", "Search")
    stops = []
    for _ in range(60):
        last = stops[-1] if stops else ("text", "Search")
        program.keys("Tab")
        def moved(last=last):
            node = program.focus()
            stop = (role(node), node.name) if node is not None else last
            return stop if stop != last else None
        stops.append(program.wait_for(f"Tab to leave {last[0]} “{last[1]}”", moved))
        if stops[-1] == ("text", "Search"):
            break
    check(stops[-1] == ("text", "Search"), f"Tab does not come back to the search: {stops}")
    nameless = [stop for stop in stops if not stop[1]]
    check(not nameless, f"Tab stops at {nameless}, which has no name: {stops}")
    cells = [i for i, stop in enumerate(stops) if stop[0] == "table cell"]
    check(len(cells) == 1, f"Tab stops {len(cells)} times at the table: {stops}")
    position = cells[0]
    for stop in [("text", name) for name in FORM] + [("push button", name) for name in ("Save", "Review…", "Discard")]:
        check(stop in stops[position:], f"Tab does not reach {stop} after the table: {stops}")
        position = stops.index(stop, position)


def stepping_back(window):
    """Esc: from form to table, from table to the whole list."""
    program = window.program
    window.search("aaron@example.org", 1)
    window.focus_table()
    program.keys("Tab")
    window.form_field("Name").queryComponent().grabFocus()
    program.wait_focus("text", "Name")
    program.keys("Escape")
    program.wait_focus("table cell", re.compile("."))
    program.keys("Escape")
    window.wait_count(window.live())


def deleting(window, number):
    """To the trash, back, and the return taken back: three saves, each with exactly its change in the database."""
    program, database = window.program, window.database
    before, live = database.customers(), window.live()
    window.focus_table()
    program.keys("ctrl+Home")
    window.wait_cell(0, 8, number)
    program.keys("Delete")
    window.wait_pending(1)
    check(window.live() == live, "deleted before Save")
    window.save()
    check_only(before, database, number, {"IsDeleted": "1", "DeletedAt": any})
    window.wait_count(live - 1)

    trashed = database.customers()
    program.keys("alt+2")
    in_trash = int(database.value(f'select count(*) from "Customer" where not ({LIVE})'))
    window.wait_count(in_trash)
    row = program.wait_for("the customer in the trash", lambda: row_of(window, number, in_trash))
    window.focus_table()
    program.keys("ctrl+Home", *["Down"] * (row - 1))
    program.wait_focus("table cell", re.compile("^Aaron Ackroyd, "))
    window.walk("trash", least=20)
    program.press(program.get("push button", "Restore", program.get("filler", "Customer details")))
    window.wait_pending(1)
    window.save()
    check_only(trashed, database, number, {"IsDeleted": "0", "DeletedAt": None})

    restored = database.customers()
    program.keys("ctrl+z")
    window.wait_pending(1)
    check(database.customers() == restored, "Undo wrote to the database before Save")
    window.save()
    check_only(restored, database, number, {"IsDeleted": "1", "DeletedAt": any})
    program.keys("alt+1")
    window.wait_count(live - 1)


def row_of(window, number, rows):
    """One more than the row, so that it is true for the first as well."""
    return next((row + 1 for row in range(min(rows, 50)) if window.cell(row, 8).name.startswith(f"{number},")), None)


def conflict(window, whose):
    """Somebody else changes the same field meanwhile; nothing is overwritten unasked."""
    program, database = window.program, window.database
    window.focus_table()
    program.keys("ctrl+Home")
    number = window.cell(0, 8).name.split(",")[0]
    window.edit_cell("F2", 2, "555 0111")
    window.wait_pending(1)
    database.run(f"""update "Customer" set "Phone" = '555 0222', "UpdatedAt" = '2024-05-06 07:08:09'
                     where "Id" = {number}""")
    program.keys("ctrl+s")
    title = "Somebody else changed the same customers"
    dialog = window.wait_dialog(title)
    window.walk("dialog of a conflict", dialog, least=6)
    mine = program.get("radio button", re.compile("^Phone, yours: 555 0111$"), dialog)
    theirs = program.get("radio button", re.compile("^Phone, theirs: 555 0222$"), dialog)
    check(not has(program.get("push button", "Save", dialog), "enabled"), "Save is offered before a decision")
    program.press(mine if whose == "mine" else theirs)
    program.wait_for("Save to be offered", lambda: has(program.get("push button", "Save", dialog), "enabled"))
    program.press(program.get("push button", "Save", dialog))
    window.closed(title)
    window.wait_pending(0)
    expected = "555 0111" if whose == "mine" else "555 0222"
    program.wait_for("the decision in the database", lambda: database.customers()[number]["Phone"] == expected)


def open_menu(program, key, top):
    """A window that becomes active again closes the menu that is open just then; a user tries once more."""
    for last in (False, False, True):
        program.keys(key)
        try:
            program.wait_for(f"menu {top.name} to open", lambda: any(
                role(n) == "popup menu" for n in program.all(top)), LIMIT if last else 3)
            return
        except Failure:
            if last:
                raise
        program.keys("Escape")


def dialogs(window, pooled):
    program = window.program
    window.dialog("Settings", lambda: program.keys("ctrl+comma"), least=5)
    window.dialog("Keyboard shortcuts", lambda: program.keys("F1"), least=1)
    window.dialog("About", lambda: window.menu("Help", "About GSC Tracking Admin"), least=1)
    window.dialog("Open database file", lambda: program.keys("ctrl+o"), least=0)
    for menu, key in (("Database", "alt+d"), ("Customers", "alt+c"), ("Help", "alt+h")):
        top = program.get("menu item", menu)
        open_menu(program, key, top)
        window.walk(f"menu {menu}", top, least=2)
        program.keys("Escape", "Escape")
    window.focus_table()
    program.keys("Menu")
    # A popup is no part of the tree and does not speak before its first entry does. Like a screen reader, the test gets
    # there by what has the focus.
    program.focused = None
    def entered():
        if program.focused is None:
            program.keys("Down")
        return program.focused
    entry = program.wait_for("the menu of the table", entered)
    check(role(entry) == "menu item", f"the table's menu begins with {role(entry)} “{entry.name}”")
    window.walk("menu of the table", entry.parent)
    program.keys("Escape")
    program.wait_focus("table cell", re.compile("."))
    program.keys("ctrl+shift+o")
    name = "Connect to a Database"
    dialog = window.wait_dialog(name)
    window.walk("dialog of the connection, empty", dialog, least=6)
    program.wait_focus("text", "Connection string")
    program.type(pooled)
    program.wait_for("Connect to be offered", lambda: has(program.get("push button", "Connect", dialog), "enabled"))
    window.walk("dialog of the connection, filled", dialog, least=6)
    program.keys("Escape")
    window.closed(name)


def other_pages(window):
    """Backups and schema: every control has a name, and the way back to the customers works."""
    program = window.program
    program.keys("alt+3")
    program.get("check box", "Only the opened database")
    window.walk("backups", least=15)
    window.dialog("Back Up", lambda: program.keys("ctrl+shift+b"), least=8)
    window.dialog("Restore a Backup", lambda: window.menu("Backup", "Restore…"), least=5)
    program.keys("alt+4")
    program.get("push button", re.compile("^Apply all pending"))
    window.walk("schema", least=15)
    program.keys("alt+5")
    window.walk("query log", least=10)
    program.keys("alt+1")
    window.focus_table()


def questions(window):
    """Review, discard, and leaving with changes, which come back at the next start."""
    program = window.program
    window.focus_table()
    program.keys("ctrl+Home")
    window.edit_cell("F2", 3, "12 Harbour Street")
    window.wait_pending(1)
    window.dialog("Changes that are not saved yet",
                  lambda: program.press(program.get("push button", "Review…")), least=6)
    window.dialog("Discard changes", lambda: program.press(program.get("push button", "Discard")), least=2)
    window.wait_pending(1)
    program.keys("ctrl+q")
    dialog = window.wait_dialog("Unsaved changes")
    window.walk("question at the end", dialog, least=3)
    program.press(program.get("push button", "Keep for next time", dialog))
    program.running = False
    program.wait_for("the end of the program", lambda: program.process.poll() is not None)
    check(program.process.returncode == 0, f"the program ended with {program.process.returncode}")
    program.close()


def drafts_return(window):
    """The last database opens by itself, with what was not saved."""
    before = window.database.customers()
    window.wait_count(window.live())
    window.wait_pending(1)
    window.focus_table()
    window.program.keys("ctrl+Home")
    number = window.cell(0, 8).name.split(",")[0]
    window.save()
    check_only(before, window.database, number, {"Address": "12 Harbour Street"})


def local(start, audit, pooled):
    program = start()
    start_page(program, audit)
    database = Sqlite(os.path.join(os.environ["XDG_DATA_HOME"], "gsc-admin", "sample.db"))
    window = Window(program, audit, database, "sample customers")
    window.table()
    window.wait_count(window.live())
    window.walk("just opened", least=40)
    searching(window)
    number = editing(window)
    stepping_back(window)
    deleting(window, number)
    conflict(window, "theirs")
    dialogs(window, pooled)
    other_pages(window)
    questions(window)
    program = start()
    window = Window(program, audit, database, "second start")
    drafts_return(window)
    program.quit()


# PostgreSQL


def prepare(database, migrations):
    database.create(migrations, "postgresql")
    database.run("""insert into "Customer" ("Name", "Email", "Phone", "Address", "CreatedAt", "UpdatedAt", "IsDeleted")
                    select 'Customer ' || chr(65 + n % 26) || n, 'c' || n || '@example.com', '555 ' || 1000 + n,
                           n || ' Mill Lane', now() - n * interval '1 hour', now() - n * interval '1 hour', false
                    from generate_series(1, 300) n""")


def server(start, audit, target, database, migrations, place):
    """The same, shorter; `target` is how the program gets there, `database` how the test does."""
    prepare(database, migrations)
    program = start(target)
    window = Window(program, audit, database, place)
    window.wait_count(300)
    window.walk("just opened", least=40)
    check(program.find("filler", re.compile("PostgreSQL")), "the window does not say where it is")
    window.search("c17@", 1)
    window.clear_search()
    number = editing(window)
    deleting(window, number)
    conflict(window, "mine")
    program.quit()


# A large table


def large(start, audit, folder, migrations, rows):
    """Two million cells that nobody may walk; the table changes in every way while somebody listens."""
    database = Sqlite(os.path.join(folder, "large.db"))
    database.create(migrations, "sqlite")
    database.run(f"""insert into "Customer"
        with recursive n(i) as (select 1 union all select i + 1 from n where i < {rows})
        select i, printf('Customer %06d', i), 'c' || i || '@example.com', printf('555 %07d', i), i || ' Mill Lane',
               null, '2025-01-01 00:00:00', '2025-01-01 00:00:00', 0, null from n""")
    program = start(database.file)
    window = Window(program, audit, database, "large table")
    window.wait_count(rows)
    check(window.table().queryTable().nRows == rows, "the table does not say how long it is")
    begin, visits = time.monotonic(), program.visits
    window.walk("just opened", least=40)
    check(program.visits - visits < 1_500, f"a walk asked for {program.visits - visits} objects")

    window.focus_table()
    program.keys("ctrl+Home")
    program.wait_focus("table cell", "Customer 000001, Name")
    program.keys(*["Down"] * 8, "Right", "Right", "Up")
    program.wait_focus("table cell", "555 0000008, Phone")
    program.wait_for("the reader to hear of the new cell", lambda: ("table cell", "555 0000008, Phone") in program.heard)
    program.keys("Next", "Next", "Prior")
    program.keys("ctrl+End")
    program.wait_focus("table cell", f"555 {rows:07}, Phone")
    window.walk("at the end", least=40)
    program.keys("ctrl+a")
    program.get("label", re.compile(f"^{rows:,} customers? ?.*selected"))
    program.keys("ctrl+Home", "Home")
    program.wait_focus("table cell", "Customer 000001, Name")

    # Rows go: from the middle of a selection, and under the current cell.
    program.keys("shift+Down", "shift+Down", "Delete")
    window.wait_pending(3)
    window.save()
    window.wait_count(rows - 3)
    window.wait_cell(0, 0, "Customer 000004")
    # Rows come: a new customer on top, which goes again.
    program.keys("ctrl+n")
    window.wait_pending(1)
    program.wait_focus("text", "Name")
    window.walk("new customer", least=40)
    program.keys("Escape")  # in a field Ctrl+Z belongs to the field
    program.wait_focus("table cell", re.compile(", Name$"))
    program.keys("ctrl+z")
    window.wait_pending(0)
    # The model resets: by searching, by sorting, by another view, by reading again.
    window.search("Customer 0012", 100)
    window.focus_table()
    window.search("nobody at all", 0)
    program.keys("Escape")
    window.wait_count(rows - 3)
    window.focus_table()
    program.keys("alt+2")
    window.wait_count(3)
    window.focus_table()
    program.keys("alt+1", "F5")
    window.wait_count(rows - 3)
    cell = window.focus_table()
    check(", Name" in cell.name, f"after all that the current cell reads “{cell.name}”")
    window.walk("after every change", least=40)
    taken = time.monotonic() - begin
    program.quit()
    return taken


def everything(start, audit, folder, migrations, direct, pooled, pooled_database):
    local(start, audit, pooled)
    server(start, audit, direct, Postgres(direct), migrations, "PostgreSQL")
    server(start, audit, pooled, Postgres(pooled_database), migrations, "PgBouncer")
    return large(start, audit, folder, migrations, 200_000)
