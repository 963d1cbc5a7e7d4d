// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/listfile.h"

#include "core/durablefile.h"
#include "core/filelock.h"

#include <QCoreApplication>
#include <QJsonDocument>

#include <limits>

namespace Backup {

namespace {

using Core::Error;
using Core::ErrorKind;

constexpr qint64 maximalSize = 8 << 20;
constexpr int patience = 10'000; // ms

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Backup::ListFile)
};

Error newer(const QString &file)
{
    return {
        ErrorKind::Unsupported,
        Text::tr("A newer version of this program wrote “%1”. It was left as it is. Use the newer version.")
            .arg(file),
        {},
        {}};
}

} // namespace

ListFile::ListFile(QString file, Check check)
    : m_file(std::move(file))
    , m_check(std::move(check))
{}

/// Error: Syntax for a damaged file.
Core::Result<QJsonObject> ListFile::load() const
{
    const auto content = Core::readLimited(m_file, maximalSize);
    if (!content && content.error().kind == ErrorKind::NotFound)
        return QJsonObject();
    if (!content)
        return content.error();
    const QJsonDocument document = QJsonDocument::fromJson(*content);
    const QJsonObject object = document.object();
    std::optional<Core::JsonProblem> problem;
    Core::JsonReader reader(object, {}, problem);
    const int version = reader.number("version", 1, std::numeric_limits<int>::max(), 0);
    if (!document.isObject() || version == 0)
        reader.fail(QStringLiteral("version"));
    if (!problem && version > currentVersion)
        return newer(m_file);
    if (!problem)
        problem = m_check(object);
    if (!problem)
        return object;
    if (problem->kind == ErrorKind::Unsupported)
        return newer(m_file);
    return Error{ErrorKind::Syntax,
                 Text::tr("“%1” is damaged.").arg(m_file),
                 Text::tr("at “%1”").arg(problem->place),
                 {}};
}

/// For who holds the lock.
Core::Result<QJsonObject> ListFile::loadOrSetAside() const
{
    auto object = load();
    if (object || object.error().kind != ErrorKind::Syntax)
        return object;
    const auto aside = Core::setAside(m_file);
    if (!aside)
        return aside.error();
    return Error{
        ErrorKind::Corrupt,
        Text::tr(
            "“%1” is damaged. It was kept as “%2”, and nothing else was changed. Try again to begin with "
            "an empty list.")
            .arg(m_file, *aside),
        object.error().detail,
        {}};
}

Core::Result<QJsonObject> ListFile::read() const
{
    auto object = load();
    if (object || object.error().kind != ErrorKind::Syntax)
        return object;
    // Again under the lock: meanwhile somebody else may have set it aside and written a good one.
    const auto lock = Core::FileLock::acquire(m_file, patience);
    if (!lock)
        return lock.error();
    return loadOrSetAside();
}

Core::Result<void> ListFile::update(const std::function<Core::Result<void>(QJsonObject &)> &change) const
{
    const auto lock = Core::FileLock::acquire(m_file, patience);
    if (!lock)
        return lock.error();
    auto object = loadOrSetAside();
    if (!object)
        return object.error();
    if (const auto changed = change(*object); !changed)
        return changed.error();
    object->insert(QStringLiteral("version"), currentVersion);
    const QByteArray json = QJsonDocument(*object).toJson(QJsonDocument::Indented);
    if (const auto problem = m_check(*object); problem || json.size() > maximalSize)
        return Error{ErrorKind::Syntax,
                     Text::tr("This cannot be saved in “%1”. Nothing was changed.").arg(m_file),
                     problem ? Text::tr("at “%1”").arg(problem->place) : QString(),
                     {}};
    return Core::writeDurably(m_file, json);
}

} // namespace Backup
