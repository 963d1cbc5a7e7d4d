#!/usr/bin/python3
# SPDX-FileCopyrightText: GSC Tracking Admin contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""window.py PROGRAM FOLDER MIGRATIONS DIRECT POOLED POOLED-DATABASE

Drives the real window on a desktop of its own, as a keyboard and a screen reader do. DIRECT and POOLED are empty
PostgreSQL databases, the second through PgBouncer; POOLED-DATABASE is the second without it, for checking."""

import sys
import time
import traceback

from desktop import Desktop


def main():
    binary, folder, migrations, direct, pooled, pooled_database = sys.argv[1:]
    desktop = Desktop(folder)
    # These talk to the accessibility bus that has just come up.
    import scenarios
    from audit import Audit
    from reader import Program

    audit = Audit()
    programs = []

    def start(*arguments):
        programs.append(Program(desktop, binary, *arguments))
        return programs[-1]

    begin, status = time.monotonic(), 1
    try:
        walked = scenarios.everything(start, audit, folder, migrations, direct, pooled, pooled_database)
        audit.finish()
        status = 0
    except Exception:
        failure = traceback.format_exc()
        for complaint in dict.fromkeys(audit.complaints):
            print(complaint, file=sys.stderr)
        if programs:
            try:
                print(programs[-1].describe(), file=sys.stderr)
            except Exception as error:  # the first failure is what matters
                print(f"(cannot say more: {error})", file=sys.stderr)
        print(failure, file=sys.stderr)
    crashes = sum(1 for p in programs if (p.process.poll() or 0) < 0)
    if status == 0:
        print(f"e2e: {audit.controls} controls checked in {audit.places} places, {audit.nameless} without name; "
              f"3 databases; {sum(p.events for p in programs)} events heard; table of 200,000 rows in {walked:.1f} s; "
              f"{crashes} crashes; {time.monotonic() - begin:.0f} s")
    desktop.close()
    return status


if __name__ == "__main__":
    sys.exit(main())
