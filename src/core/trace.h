// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <chrono>

/// Chrome trace-event recording (the "JSON Array Format" of chrome://tracing and Perfetto). Off until start()
/// is called; a point then costs one lock and one append. Names are fixed words, never customer data.
namespace Core::Trace {

/// Begins recording into `file`, which stop() or the end of the process writes. GUI thread, once.
void start(const QString &file);
/// Writes the file. Returns false when it cannot be written.
bool stop();
[[nodiscard]] bool isOn();

/// Marks an instant, for example "first rows".
void mark(const char *name);
/// Records something that took from `begin` until now. Any thread.
void complete(const char *name, std::chrono::steady_clock::time_point begin);

/// Records the life of a scope.
class Span final
{
public:
    explicit Span(const char *name)
        : m_name(name)
        , m_begin(std::chrono::steady_clock::now())
    {}
    ~Span() { complete(m_name, m_begin); }
    Q_DISABLE_COPY_MOVE(Span)

private:
    const char *m_name;
    std::chrono::steady_clock::time_point m_begin;
};

/// Watches the GUI thread's event loop: every time in which it gave no sign of life for longer than
/// `threshold` is recorded as "stall". Call once, from the GUI thread, after the application object exists.
void watchEventLoop(std::chrono::milliseconds threshold = std::chrono::milliseconds(16));

} // namespace Core::Trace
