// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QString>
#include <QStringList>

namespace Tests {

/// What docs/architecture.md demands of every source file, as far as a program can see it.
class SourceRules final
{
public:
    /// `sourceRoot` is the project; Qt's header folders decide which classes belong to which module.
    SourceRules(const QString &sourceRoot, const QString &widgetsHeaders, const QString &sqlHeaders);

    /// The files the rules are for, relative to the root.
    [[nodiscard]] QStringList files() const;

    /// Every rule that `text` breaks as the content of the file `path` (relative to the root), a sentence
    /// each.
    [[nodiscard]] QStringList violations(const QString &path, const QString &text) const;

private:
    [[nodiscard]] QString projectInclude(const QString &path, const QString &include) const;
    [[nodiscard]] QStringList systemInclude(const QString &path, const QString &include) const;
    [[nodiscard]] static QStringList shape(const QString &path, const QString &text);

    QDir m_root;
    QDir m_widgets;
    QDir m_sql;
};

} // namespace Tests
