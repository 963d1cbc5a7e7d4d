# SPDX-FileCopyrightText: GSC Tracking Admin contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The program as a screen reader has it: objects, states and events of the accessibility bus. Needs a Desktop first."""

import re
import signal
import subprocess
import time

import gi

gi.require_version("Atspi", "2.0")
import pyatspi  # noqa: E402
from gi.repository import Atspi, GLib  # noqa: E402

from desktop import program  # noqa: E402

LIMIT = 30.0
PAUSE = 0.02
BOUND = 2_500  # objects that one look at the program may ask for; the big table alone has two million

BUTTONS = {"push button", "toggle button", "check box", "radio button", "link"}
FIELDS = {"text", "entry", "password text", "combo box", "spin button", "slider", "date editor"}
ITEMS = {"list item", "tree item", "table cell", "page tab"}
MENUS = {"menu item", "menu", "check menu item", "radio menu item"}
HEADERS = {"table column header", "column header"}
CONTAINERS = {"table", "tree table", "tree", "list", "list box", "page tab list"}
INTERACTIVE = BUTTONS | FIELDS | ITEMS | MENUS | HEADERS | CONTAINERS
# What moves by itself, or is reached by a key of its own: a screen reader does not tab to it.
NEVER_FOCUSED = MENUS | HEADERS
# What Qt gives every widget that takes the focus.
COMMON_ACTIONS = {"SetFocus", "ShowMenu"}

EVENTS = (
    "window:activate", "object:state-changed:focused", "object:active-descendant-changed", "object:selection-changed",
    "object:children-changed", "object:text-changed", "object:text-caret-moved", "object:property-change",
    "object:state-changed:showing", "object:model-changed", "object:visible-data-changed", "focus:",
)

Atspi.set_timeout(20_000, 20_000)


class Failure(Exception):
    pass


def check(condition, text):
    if not condition:
        raise Failure(text)


def has(node, *states):
    found = node.getState()
    return all(found.contains(getattr(Atspi.StateType, state.upper())) for state in states)


def role(node):
    return node.getRoleName()


class Program:
    """One run of gsc-admin. Every wait ends at once with an error when the program has ended."""

    def __init__(self, desktop, binary, *arguments, environment=None):
        self.heard = []  # role and name of what said it has the focus
        self.focused = None  # the last of them
        self.events = 0
        self.visits = 0
        self.running = True
        self.desktop = desktop
        self.log_name = f"program{len(desktop.processes)}.log"
        self.listener = Atspi.EventListener.new(self._hear)
        for event in EVENTS:
            self.listener.register(event)
        self.process = desktop.start([binary, *arguments], self.log_name, environment)
        self.application = self.wait_for("the program on the accessibility bus", self._find_application)
        self.application.set_cache_mask(Atspi.Cache.NONE)  # what is seen is what is there

    def _find_application(self):
        # Another program's entry may go while it is looked at.
        return next((a for a in pyatspi.Registry.getDesktop(0) if a and a.get_process_id() == self.process.pid), None)

    def _hear(self, event):
        """What Orca does with every event: asks the source who it is, and the table where it is."""
        self.events += 1
        try:
            source = event.source
            name, kind = source.name, role(source)
            parent = source.parent
            if kind == "table cell" and parent is not None:
                self.position(source)
                parent.queryTable().getColumnDescription(0)
            if event.type == "object:state-changed:focused" and event.detail1:
                self.heard.append((kind, name))
                self.focused = source
        except (GLib.Error, NotImplementedError, AttributeError):
            pass  # gone again, which is its right

    def listen(self):
        for _ in range(500):
            if not GLib.MainContext.default().iteration(False):
                return

    def wait_for(self, what, predicate, limit=LIMIT):
        """The first value of `predicate` that is true. Objects may vanish while it looks."""
        deadline = time.monotonic() + limit
        while True:
            if self.running and self.process.poll() is not None:
                raise Failure(f"the program ended with {self.process.returncode} before: {what}")
            self.listen()
            try:
                value = predicate()
            except (GLib.Error, AttributeError) as error:
                value, problem = None, f" ({error})"
            else:
                problem = ""
            if value:
                return value
            if time.monotonic() > deadline:
                raise Failure(f"waited {limit:.0f} s for: {what}{problem}")
            time.sleep(PAUSE)

    # Looking

    def windows(self):
        return [w for w in map(self.application.getChildAtIndex, range(self.application.childCount))
                if w is not None and has(w, "showing")]

    def children(self, node, cells):
        if role(node) == "table":
            return list(self.visible_cells(node)) if cells else []
        count = node.childCount
        check(count <= 500, f"{role(node)} “{node.name}” has {count} children")
        return [child for child in map(node.getChildAtIndex, range(count)) if child is not None]

    def visible_cells(self, table):
        """The headers and what is on the screen, as every other child is one of millions."""
        grid = table.queryTable()
        extents = table.queryComponent().getExtents(Atspi.CoordType.SCREEN)
        columns, rows = grid.nColumns, grid.nRows
        for child in map(table.getChildAtIndex, range(min(columns + 1, table.childCount))):
            if child is not None and role(child) in HEADERS:
                yield child
        for row in range(self.first_visible_row(table, extents), rows):
            line = [cell for cell in (grid.getAccessibleAt(row, column) for column in range(columns)) if cell]
            place = line[0].queryComponent().getExtents(Atspi.CoordType.SCREEN) if line else None
            if place is None or place.height <= 0 or place.y >= extents.y + extents.height:
                return
            yield from (cell for cell in line if has(cell, "showing"))

    @staticmethod
    def first_visible_row(table, extents):
        component = table.queryComponent()
        for down in range(2, min(extents.height, 200), 6):
            node = component.getAccessibleAtPoint(extents.x + 12, extents.y + down, Atspi.CoordType.SCREEN)
            if node is not None and role(node) == "table cell":
                return Program.position(node)[0]
        return 0

    @staticmethod
    def position(cell):
        """Row and column, as a screen reader finds them where cells do not tell."""
        table, index = cell.parent.queryTable(), cell.getIndexInParent()
        return table.getRowAtIndex(index), table.getColumnAtIndex(index)

    def all(self, node=None, hidden_menus=False, cells=False):
        """Everything that shows, parents first; on request closed menus and the table's visible cells as well."""
        stack = [node] if node is not None else list(reversed(self.windows()))
        seen = 0
        while stack:
            current = stack.pop()
            seen += 1
            self.visits += 1
            check(seen <= BOUND, f"one look asked for more than {BOUND} objects")
            try:
                kind = role(current)
                showing = has(current, "showing") or (hidden_menus and kind in MENUS | {"popup menu"})
                if not showing:
                    continue
                children = self.children(current, cells)
            except GLib.Error:
                continue  # gone while we looked; who waits for something looks again
            yield current
            stack.extend(reversed(children))

    def find(self, kind, name, within=None):
        """The first that shows with that role and name (a string, or a compiled pattern)."""
        for node in self.all(within):
            if role(node) == kind and (name.search(node.name) if isinstance(name, re.Pattern) else node.name == name):
                return node
        return None

    def get(self, kind, name, within=None):
        text = name.pattern if isinstance(name, re.Pattern) else name
        return self.wait_for(f"{kind} “{text}”", lambda: self.find(kind, name, within))

    def gone(self, kind, name):
        self.wait_for(f"no {kind} “{name}” any more", lambda: self.find(kind, name) is None)

    def focus(self):
        """What has the keyboard: what said so last, else what a search finds; of a table or list the current item."""
        self.listen()
        try:
            if self.focused is not None and self._is_focus(self.focused):
                return self.focused
        except GLib.Error:
            pass  # gone
        found = None
        for node in self.all():
            if not has(node, "focused"):
                continue
            if role(node) == "table":
                return next((cell for cell in self.visible_cells(node) if has(cell, "focused")), node)
            # The inside of a text area says “focused”, too; who really has the keyboard there says so itself.
            if role(node) == "filler" and not node.name:
                continue
            if role(node) not in ITEMS or has(node.parent, "focused"):
                found = node
        return found

    @staticmethod
    def _is_focus(node):
        # The current item of a list that has not got the keyboard says “focused” too, and so does a whole list.
        if role(node) in CONTAINERS or not has(node, "focused", "showing"):
            return False
        return role(node) not in ITEMS or has(node.parent, "focused")

    def wait_focus(self, kind, name):
        def focused():
            node = self.focus()
            if node is None or role(node) != kind:
                return None
            return node if (name.search(node.name) if isinstance(name, re.Pattern) else node.name == name) else None
        text = name.pattern if isinstance(name, re.Pattern) else name
        try:
            return self.wait_for(f"the focus on {kind} “{text}”", focused)
        except Failure as failure:
            node = self.focus()
            where = f"{role(node)} “{node.name}”" if node is not None else "nothing"
            raise Failure(f"{failure}; it is on {where}") from None

    # Acting

    @staticmethod
    def press(node):
        action = node.queryAction()
        names = [action.getName(i) for i in range(action.nActions)]
        check(names, f"{role(node)} “{node.name}” has no action")
        wanted = next((i for i, name in enumerate(names) if name in ("Press", "Toggle")), 0)
        check(action.doAction(wanted), f"{role(node)} “{node.name}” refused its action {names[wanted]}")

    def keys(self, *keys):
        self.listen()
        self._xdotool("key", "--clearmodifiers", "--delay", "4", *keys)
        self.listen()

    def type(self, text):
        self._xdotool("type", "--clearmodifiers", "--delay", "4", text)
        self.listen()

    def _xdotool(self, *arguments):
        result = subprocess.run([program("xdotool"), *arguments], capture_output=True, text=True, timeout=60,
                                check=False)
        check(result.returncode == 0, f"xdotool {' '.join(arguments)}: {result.stderr}")

    def quit(self):
        """Ends the program as a user does, and expects a clean end."""
        self.keys("ctrl+q")
        self.running = False
        self.wait_for("the end of the program", lambda: self.process.poll() is not None)
        check(self.process.returncode == 0, f"the program ended with {self.process.returncode}")
        self.close()

    def close(self):
        self.running = False
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for event in EVENTS:
            self.listener.deregister(event)

    # Reporting

    def ending(self):
        code = self.process.poll()
        if code is None:
            return "still running"
        return signal.Signals(-code).name if code < 0 else f"exit code {code}"

    def describe(self):
        lines = [f"program: {self.ending()}, {self.events} events heard; last focus: {self.heard[-5:]}"]
        if self.process.poll() is None:
            for node in self.all():
                states = [s for s in ("focusable", "focused", "enabled", "checked", "selected") if has(node, s)]
                if node.name or "focusable" in states:
                    lines.append(f"  {role(node)} “{node.name}” [{node.description}] {' '.join(states)}")
        lines.append(self.desktop.log(self.log_name))
        return "\n".join(lines)
