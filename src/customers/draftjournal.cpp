// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "customers/draftjournal.h"

#include "core/durablefile.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace Customers {

using Core::Error;
using Core::ErrorKind;
using Core::Result;

namespace {

constexpr int formatVersion = 1;
constexpr int maxWindows = 9;
constexpr qint64 maxBytes = 64 << 20;

QJsonValue toJsonValue(const Db::Cell &cell)
{
    return cell ? QJsonValue(*cell) : QJsonValue(QJsonValue::Null);
}

Db::Cell toCell(const QJsonValue &value)
{
    return value.isString() ? Db::Cell(value.toString()) : std::nullopt;
}

QJsonObject toJsonObject(const Customer &customer)
{
    QJsonObject object;
    // As text: JSON numbers are doubles.
    object.insert(QStringLiteral("Id"), QString::number(customer.id));
    for (const Field field : editableFields)
        object.insert(columnName(field), toJsonValue(customer.text(field)));
    object.insert(QStringLiteral("CreatedAt"), customer.createdAt);
    object.insert(QStringLiteral("UpdatedAt"), customer.updatedAt);
    object.insert(QStringLiteral("DeletedAt"), toJsonValue(customer.deletedAt));
    object.insert(QStringLiteral("IsDeleted"), customer.isDeleted);
    object.insert(QStringLiteral("rowVersion"), customer.rowVersion);
    return object;
}

Customer customerFrom(const QJsonObject &object)
{
    Customer customer;
    customer.id = object.value(QStringLiteral("Id")).toString().toLongLong();
    for (const Field field : editableFields)
        customer.setText(field, toCell(object.value(columnName(field))));
    customer.createdAt = object.value(QStringLiteral("CreatedAt")).toString();
    customer.updatedAt = object.value(QStringLiteral("UpdatedAt")).toString();
    customer.deletedAt = toCell(object.value(QStringLiteral("DeletedAt")));
    customer.isDeleted = object.value(QStringLiteral("IsDeleted")).toBool();
    customer.rowVersion = object.value(QStringLiteral("rowVersion")).toString();
    return customer;
}

/// Under the first free name: what was set aside earlier is somebody's work as well.
void setAside(const QString &file)
{
    for (int number = 1; number < 1000; ++number)
        if (QFile::rename(file, file + QStringLiteral(".unreadable-%1").arg(number)))
            return;
}

} // namespace

DraftJournal::DraftJournal(const QString &identity, const QString &folder, QObject *parent)
    : QObject(parent)
    , m_identity(identity)
    , m_base(folder + QLatin1Char('/') +
             QString::fromLatin1(
                 QCryptographicHash::hash(identity.toUtf8(), QCryptographicHash::Sha256).toHex().left(24)))
{
    m_pool.setMaxThreadCount(1);
    m_pool.setExpiryTimeout(-1);
}

DraftJournal::~DraftJournal()
{
    m_pool.waitForDone();
}

QByteArray DraftJournal::toJson(const QString &identity, const QList<RowChange> &changes)
{
    QJsonArray list;
    for (const RowChange &change : changes)
        list.append(QJsonObject{{QStringLiteral("base"), toJsonObject(change.base)},
                                {QStringLiteral("current"), toJsonObject(change.current)}});
    return QJsonDocument(QJsonObject{{QStringLiteral("format"), formatVersion},
                                     {QStringLiteral("database"), identity},
                                     {QStringLiteral("changes"), list}})
        .toJson(QJsonDocument::Compact);
}

Result<QList<RowChange>> DraftJournal::fromJson(const QByteArray &json)
{
    QJsonParseError problem;
    const QJsonObject root = QJsonDocument::fromJson(json, &problem).object();
    if (problem.error != QJsonParseError::NoError ||
        root.value(QStringLiteral("format")).toInt() != formatVersion)
        return Error{ErrorKind::Corrupt,
                     tr("The unsaved changes of last time could not be read. They were set aside."),
                     problem.errorString(),
                     {}};
    QList<RowChange> changes;
    const QJsonArray list = root.value(QStringLiteral("changes")).toArray();
    for (const QJsonValue &entry : list) {
        const RowChange change = {customerFrom(entry.toObject().value(QStringLiteral("base")).toObject()),
                                  customerFrom(entry.toObject().value(QStringLiteral("current")).toObject())};
        if (change.id() != 0)
            changes.append(change);
    }
    return changes;
}

Core::Task<QList<RowChange>> DraftJournal::load()
{
    auto state = std::make_shared<Core::TaskState<QList<RowChange>>>();
    m_pool.start([this, state] { state->answer(claim()); });
    return Core::Task<QList<RowChange>>(state);
}

Result<QList<RowChange>> DraftJournal::claim()
{
    const QString folder = QFileInfo(m_base).path();
    if (!QDir().mkpath(folder))
        return Error{
            ErrorKind::Io, tr("Unsaved changes cannot be kept: “%1” is not writable.").arg(folder), {}, {}};
    for (const bool wantDrafts : {true, false}) {
        for (int number = 1; number <= maxWindows; ++number) {
            const QString file = m_base + QStringLiteral("-%1.json").arg(number);
            if (wantDrafts && !QFile::exists(file))
                continue;
            auto lock = std::make_unique<QLockFile>(file + QStringLiteral(".lock"));
            lock->setStaleLockTime(0);
            if (!lock->tryLock(0))
                continue;
            m_lock = std::move(lock);
            m_file = file;
            auto content = Core::readLimited(file, maxBytes);
            if (!content)
                return content.error().kind == ErrorKind::NotFound
                           ? Result<QList<RowChange>>(QList<RowChange>())
                           : content.error();
            auto changes = fromJson(*content);
            if (!changes)
                setAside(file);
            return changes;
        }
    }
    return Error{
        ErrorKind::Busy, tr("Too many windows are open on this database to keep unsaved changes."), {}, {}};
}

void DraftJournal::store(const QList<RowChange> &changes)
{
    const QMutexLocker lock(&m_mutex);
    const bool queued = m_pending.has_value();
    m_pending = changes;
    if (!queued)
        m_pool.start([this] { writePending(); });
}

void DraftJournal::writePending()
{
    QList<RowChange> changes;
    {
        const QMutexLocker lock(&m_mutex);
        changes = *std::exchange(m_pending, std::nullopt);
    }
    if (m_file.isEmpty())
        return;
    if (changes.isEmpty()) {
        QFile::remove(m_file);
        return;
    }
    if (auto written = Core::writeDurably(m_file, toJson(m_identity, changes)); !written)
        QMetaObject::invokeMethod(
            this, [this, error = written.error()] { Q_EMIT failed(error); }, Qt::QueuedConnection);
}

} // namespace Customers
