# SPDX-FileCopyrightText: GSC Tracking Admin contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What has to be true of every control that shows, wherever it is."""

from gi.repository import GLib

from reader import COMMON_ACTIONS, INTERACTIVE, ITEMS, NEVER_FOCUSED, Failure, has, role


class Audit:
    def __init__(self):
        self.controls = 0
        self.nameless = 0
        self.places = 0
        self.complaints = []
        self.headings = set()  # of the columns seen so far

    def walk(self, program, place, node=None, least=3):
        """Looks at everything below `node` (else at all windows), closed menus included."""
        self.places += 1
        before = self.controls
        for current in program.all(node, hidden_menus=True, cells=True):
            try:
                self._look(current, place)
            except GLib.Error:
                continue  # gone meanwhile
        if self.controls - before < least:
            self.complaints.append(f"{place}: only {self.controls - before} controls found, {least} expected")

    def finish(self):
        if self.complaints:
            raise Failure("what a screen reader would miss:\n  " + "\n  ".join(dict.fromkeys(self.complaints)))

    def _look(self, node, place):
        kind, name = role(node), node.name.strip()

        def complain(text):
            self.complaints.append(f"{place}: {kind} “{name}” in {self._path(node)}: {text}")

        focusable = has(node, "focusable")
        if kind not in INTERACTIVE:
            if kind in ("dialog", "frame", "alert") and not name and role(node.parent) == "application":
                complain("a window without a name")
            if focusable and not name:
                complain("takes the focus, has no name and is no control")
            if kind != "scroll bar" and self._actions(node) - COMMON_ACTIONS:
                complain("can be operated, but has no control's role")
            return
        self.controls += 1
        if not name:
            self.nameless += 1
            complain("no name")
        if kind not in ITEMS and "&" in name:
            complain("a shortcut's mark in the name")
        if kind == "table cell" and node.parent.name == "Customers" and not self._reads_column(node, name):
            complain("does not say its column")
        if not focusable and kind not in NEVER_FOCUSED and has(node, "enabled") and \
                not self._inside(node, "tool bar", "text", "combo box"):
            complain("cannot take the focus")

    def _reads_column(self, cell, name):
        """Value and column, in one; the values themselves are compared with the database by the scenarios."""
        value, _, heading = name.rpartition(", ")
        if heading not in self.headings:
            table, index = cell.parent.queryTable(), cell.getIndexInParent()
            self.headings.add(table.getColumnHeader(table.getColumnAtIndex(index)).name)
        return value and heading in self.headings

    @staticmethod
    def _actions(node):
        try:
            action = node.queryAction()
        except NotImplementedError:
            return set()
        return {action.getName(i) for i in range(action.nActions)}

    @staticmethod
    def _inside(node, *kinds):
        """Tool buttons repeat the menu; buttons and lists inside a field belong to the field."""
        parent = node.parent
        while parent is not None and role(parent) != "application":
            if role(parent) in kinds:
                return True
            parent = parent.parent
        return False

    @staticmethod
    def _path(node):
        names, parent = [], node.parent
        while parent is not None and role(parent) != "application":
            if parent.name:
                names.append(parent.name)
            parent = parent.parent
        return " < ".join(names[:3]) or "?"
