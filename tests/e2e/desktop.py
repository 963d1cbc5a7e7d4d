# SPDX-FileCopyrightText: GSC Tracking Admin contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop for one test: display, window manager, session bus and accessibility bus, all private."""

import ctypes
import os
import shutil
import signal
import subprocess

PR_SET_PDEATHSIG = 1
LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
# Of the surroundings the program gets no more than this, so that no setting of the developer's steers it.
KEPT_VARIABLES = ("PATH", "USER", "LOGNAME", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS")

_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent():
    """For the child between fork and exec: whatever ends the test, SIGKILL included, ends the child too. SIGTERM, so
    that the bus launcher can end the bus it has started."""
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


def program(*names):
    """The first of the programs that exists. A missing one fails the test; nothing is skipped."""
    for name in names:
        if found := shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/bin:/usr/sbin"):
            return found
    raise SystemExit(f"e2e: there is no {names[0]}: './dev test' installs it.")


class Desktop:
    """Processes end with close(), and at the latest with this process. Changes os.environ for good."""

    def __init__(self, folder):
        self.folder = folder
        self.processes = []
        kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
        os.environ.clear()
        os.environ.update(kept)
        os.environ.update(
            LC_ALL="C.UTF-8",
            TZ="America/New_York",
            HOME=folder,
            GSETTINGS_BACKEND="memory",
            NO_AT_BRIDGE="0",
            QT_QPA_PLATFORM="xcb",
            QT_ACCESSIBILITY="1",
            QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1",
            XDG_CURRENT_DESKTOP="openbox",
        )
        for name in ("CONFIG_HOME", "DATA_HOME", "STATE_HOME", "CACHE_HOME", "RUNTIME_DIR"):
            path = os.path.join(folder, name.lower())
            os.makedirs(path, mode=0o700, exist_ok=True)
            os.environ["XDG_" + name] = path
        os.environ["DISPLAY"] = ":" + self._start_announcing(
            lambda fd: [program("Xvfb"), "-displayfd", str(fd), "-screen", "0", "1600x1000x24", "-nolisten", "tcp",
                        "-noreset"])
        os.environ["DBUS_SESSION_BUS_ADDRESS"] = self._start_announcing(
            lambda fd: [program("dbus-daemon"), "--session", "--nofork", "--nopidfile", f"--print-address={fd}",
                        f"--address=unix:dir={folder}"])
        self.start([program("openbox")], "openbox.log")
        self.start([program(*LAUNCHERS), "--launch-immediately"], "accessibility.log")

    def start(self, command, log, environment=None):
        """A child that does not outlive this process. `log` is a file name in the folder."""
        with open(os.path.join(self.folder, log), "ab") as output:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                                       env={**os.environ, **(environment or {})}, preexec_fn=die_with_parent)
        self.processes.append(process)
        return process

    def log(self, name):
        with open(os.path.join(self.folder, name), encoding="utf-8", errors="replace") as file:
            return file.read()

    def _start_announcing(self, command):
        """Starts a server that writes one line to a descriptor when it is ready, and gives that line."""
        reading, writing = os.pipe()
        with open(os.path.join(self.folder, "desktop.log"), "ab") as output:
            process = subprocess.Popen(command(writing), stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                                       pass_fds=(writing,), preexec_fn=die_with_parent)
        self.processes.append(process)
        os.close(writing)
        with os.fdopen(reading) as pipe:
            line = pipe.readline().strip()
        if not line:
            raise SystemExit(f"e2e: {process.args[0]} did not start:\n" + self.log("desktop.log"))
        return line

    def close(self):
        for process in reversed(self.processes):
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.processes.clear()
