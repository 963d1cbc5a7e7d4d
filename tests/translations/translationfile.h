// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace Tests {

/// One text of a Qt Linguist file.
struct Message
{
    QString key; ///< context, source text and disambiguation: what makes it the same message
    QString source;
    QStringList translations; ///< one, or one a plural form
    bool isPlural = false;
    bool isFinished = false;
};

/// Reads a .ts file's content; empty when it is no such file.
[[nodiscard]] QList<Message> readTranslations(const QByteArray &content);

/// What a user would stumble over: a sentence for every message that is unfinished, empty, or does not use
/// exactly the placeholders (%1, %n, …) of its source text.
[[nodiscard]] QStringList problems(const QList<Message> &messages);

/// The messages that only one of the two has, a sentence each.
[[nodiscard]] QStringList differences(const QList<Message> &file, const QList<Message> &sources);

} // namespace Tests
