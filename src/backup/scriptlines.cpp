// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/scriptlines.h"

#include "backup/scripterrors.h"

#include <QCoreApplication>

namespace Backup {

using Core::Error;
using Core::ErrorKind;
using Core::Result;

namespace {

constexpr qsizetype pieceSize = qsizetype(256) * 1024;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Backup::Script)
};

} // namespace

Result<bool> ScriptLines::next(QByteArrayView &line)
{
    qsizetype searched = 0; // behind m_from, and without a line's end
    for (;;) {
        const QByteArrayView rest = QByteArrayView(m_buffer).sliced(m_from);
        const qsizetype end = rest.indexOf('\n', searched);
        if (end >= 0) {
            line = rest.first(end + 1);
            break;
        }
        searched = rest.size();
        if (searched > lineLimit)
            return ScriptErrors::refused(m_number + 1, Text::tr("it is longer than 64 MB"));
        const Result<bool> more = fill();
        if (!more)
            return more.error();
        if (*more)
            continue;
        if (searched == 0)
            return false;
        line = QByteArrayView(m_buffer).sliced(m_from);
        break;
    }
    m_from += line.size();
    m_offset += line.size();
    ++m_number;
    if (line.contains('\0'))
        return ScriptErrors::unreadable(m_number, Text::tr("it contains the character U+0000"));
    return true;
}

Result<bool> ScriptLines::fill()
{
    m_buffer.remove(0, m_from);
    m_from = 0;
    const qsizetype kept = m_buffer.size();
    m_buffer.resize(kept + pieceSize);
    const qint64 read = m_device.read(m_buffer.data() + kept, pieceSize);
    m_buffer.resize(kept + qsizetype(qMax<qint64>(read, 0)));
    if (read < 0)
        return Error{ErrorKind::Io, Text::tr("The script could not be read further. Nothing was changed."),
                     m_device.errorString(), QString()};
    return read > 0;
}

bool ScriptLines::seek(qint64 offset, qint64 number)
{
    m_buffer.clear();
    m_from = 0;
    m_offset = offset;
    m_number = number;
    return m_device.seek(offset);
}

} // namespace Backup
