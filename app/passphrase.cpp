// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/passphrase.h"

#include "app/headless.h"
#include "core/durablefile.h"

#include <fcntl.h>
#include <unistd.h>

#include <termios.h>

namespace App {

using Core::Error;
using Core::ErrorKind;
using Core::Result;

namespace {

constexpr qint64 maxLength = 4096;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(App::CommandLine)
};

/// The controlling terminal with its echo off.
class QuietTerminal final
{
public:
    QuietTerminal()
        : m_terminal(::open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC))
    {
        if (m_terminal < 0 || ::tcgetattr(m_terminal, &m_before) != 0)
            return;
        termios quiet = m_before;
        quiet.c_lflag &= ~tcflag_t(ECHO);
        m_isQuiet = ::tcsetattr(m_terminal, TCSAFLUSH, &quiet) == 0;
    }
    ~QuietTerminal()
    {
        if (m_isQuiet)
            ::tcsetattr(m_terminal, TCSAFLUSH, &m_before);
        if (m_terminal >= 0)
            ::close(m_terminal);
    }
    Q_DISABLE_COPY_MOVE(QuietTerminal)

    [[nodiscard]] bool isUsable() const { return m_isQuiet; }

    [[nodiscard]] QString ask(const QString &question) const
    {
        write(question.toLocal8Bit());
        QByteArray answer;
        char byte = 0;
        while (answer.size() < maxLength && ::read(m_terminal, &byte, 1) == 1 && byte != '\n')
            answer += byte;
        write("\n");
        return QString::fromLocal8Bit(answer);
    }

private:
    void write(const QByteArray &text) const
    {
        [[maybe_unused]] const auto written = ::write(m_terminal, text.constData(), size_t(text.size()));
    }

    int m_terminal;
    termios m_before = {};
    bool m_isQuiet = false;
};

Result<QString> fromFile(const QString &file)
{
    const Result<QByteArray> content =
        file == QLatin1String("-") ? readStandardInput(maxLength) : Core::readLimited(file, maxLength);
    if (!content)
        return content.error();
    const QString line = QString::fromUtf8(content->left(content->indexOf('\n')));
    if (line.isEmpty())
        return Error{ErrorKind::NotFound, Text::tr("The passphrase is empty."), {}, {}};
    return line;
}

} // namespace

Result<QString> passphraseFrom(const QString &file, bool isNew)
{
    if (!file.isEmpty())
        return fromFile(file);
    const QuietTerminal terminal;
    if (!terminal.isUsable())
        return Error{ErrorKind::NotFound,
                     Text::tr("A passphrase is needed, and there is no terminal to ask for it. Give "
                              "--passphrase-file FILE; “-” is standard input."),
                     {},
                     {}};
    const QString passphrase = terminal.ask(Text::tr("Passphrase: "));
    if (passphrase.isEmpty())
        return Error{ErrorKind::NotFound, Text::tr("The passphrase is empty."), {}, {}};
    if (isNew && terminal.ask(Text::tr("Once more: ")) != passphrase)
        return Error{ErrorKind::Conflict, Text::tr("The two are not the same. Nothing was done."), {}, {}};
    return passphrase;
}

} // namespace App
