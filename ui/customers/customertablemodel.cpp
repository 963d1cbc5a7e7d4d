// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/customers/customertablemodel.h"

#include "ui/base/plaintooltip.h"
#include "ui/base/theme.h"

#include <QDateTime>
#include <QGuiApplication>
#include <QIcon>
#include <QLocale>
#include <QTimeZone>

namespace Gui {

using Customers::Customer;
using Customers::CustomerList;
using Customers::Field;

namespace {

/// "2025-12-16 02:50:32…" in UTC; invalid for infinity, years before 1 or after 9999, and anything else.
QDateTime parsedTime(const QString &databaseText)
{
    const bool isOrdinary = databaseText.size() >= 19 && databaseText.at(4) == QLatin1Char('-') &&
                            !databaseText.endsWith(QLatin1String("BC"));
    if (!isOrdinary)
        return {};
    QDateTime time = QDateTime::fromString(databaseText.left(19).replace(QLatin1Char('T'), QLatin1Char(' ')),
                                           QStringLiteral("yyyy-MM-dd HH:mm:ss"));
    time.setTimeSpec(Qt::UTC);
    return time;
}

} // namespace

QString localTime(const QString &databaseText)
{
    const QDateTime time = parsedTime(databaseText);
    return time.isValid() ? QLocale().toString(time.toLocalTime(), QLocale::ShortFormat) : databaseText;
}

QString utcTime(const QString &databaseText)
{
    if (!parsedTime(databaseText).isValid())
        return databaseText;
    QString text = databaseText;
    if (text.endsWith(QLatin1String("+00")))
        text.chop(3);
    return text + QStringLiteral(" UTC");
}

CustomerTableModel::CustomerTableModel(CustomerList &list, CustomerEditor &editor, QObject *parent)
    : QAbstractTableModel(parent)
    , m_list(list)
    , m_editor(editor)
    , m_newIds(editor.changes().newIds())
{
    connect(&list, &CustomerList::aboutToReset, this, [this] { beginResetModel(); });
    connect(&list, &CustomerList::reset, this, [this] {
        const QString needle = m_list.query().search.trimmed();
        m_matcher = needle.isEmpty() ? nullptr : std::make_unique<Core::TextMatcher>(needle);
        endResetModel();
    });
    connect(&list, &CustomerList::aboutToChangeCount, this, [this](int oldCount, int newCount) {
        const int offset = int(m_newIds.size());
        if (newCount > oldCount)
            beginInsertRows({}, offset + oldCount, offset + newCount - 1);
        else
            beginRemoveRows({}, offset + newCount, offset + oldCount - 1);
    });
    connect(&list, &CustomerList::changedCount, this, [this](int oldCount, int newCount) {
        if (newCount > oldCount)
            endInsertRows();
        else
            endRemoveRows();
    });
    connect(&list, &CustomerList::rowsChanged, this, [this](int first, int last) {
        rowsChanged(int(m_newIds.size()) + first, int(m_newIds.size()) + last);
    });
    connect(&editor, &CustomerEditor::changed, this, [this](qint64 id) {
        followChanges();
        if (const int row = rowOf(id); row >= 0)
            rowsChanged(row, row);
    });
    connect(&editor, &CustomerEditor::reset, this, [this] {
        followChanges();
        rowsChanged(0, rowCount() - 1);
    });
}

void CustomerTableModel::followChanges()
{
    const QList<qint64> ids = m_editor.changes().newIds();
    for (qsizetype i = m_newIds.size() - 1; i >= 0; --i) {
        if (ids.contains(m_newIds.at(i)))
            continue;
        beginRemoveRows({}, int(i), int(i));
        m_newIds.removeAt(i);
        endRemoveRows();
    }
    for (qsizetype i = 0; i < ids.size(); ++i) {
        if (i < m_newIds.size() && m_newIds.at(i) == ids.at(i))
            continue;
        beginInsertRows({}, int(i), int(i));
        m_newIds.insert(i, ids.at(i));
        endInsertRows();
    }
}

void CustomerTableModel::rowsChanged(int first, int last)
{
    if (last >= first)
        Q_EMIT dataChanged(index(first, 0), index(last, columnCount() - 1));
}

std::optional<Customer> CustomerTableModel::stored(int row) const
{
    if (row < 0 || row >= rowCount())
        return std::nullopt;
    if (row < m_newIds.size()) {
        const Customers::RowChange *change = m_editor.changes().find(m_newIds.at(row));
        return change ? std::optional(change->base) : std::nullopt;
    }
    const Customer *customer = m_list.at(row - int(m_newIds.size()));
    return customer ? std::optional(*customer) : std::nullopt;
}

qint64 CustomerTableModel::idAt(int row) const
{
    const auto customer = stored(row);
    return customer ? customer->id : 0;
}

int CustomerTableModel::rowOf(qint64 id) const
{
    if (id < 0)
        return int(m_newIds.indexOf(id));
    const int row = m_list.rowOf(id);
    return row < 0 ? -1 : row + int(m_newIds.size());
}

int CustomerTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_newIds.size()) + m_list.count();
}

int CustomerTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(Customers::allFields.size());
}

QString CustomerTableModel::display(const Customer &customer, Field field) const
{
    const Db::Cell value = customer.value(field);
    if (!value)
        return {};
    if (isTime(field))
        return localTime(*value);
    if (field == Field::Address || field == Field::Notes)
        return value->simplified();
    return *value;
}

QString CustomerTableModel::tip(const Customer &customer, Field field) const
{
    QStringList lines;
    const QString problem = m_editor.problem(customer.id, field);
    if (!problem.isEmpty())
        lines.append(problem);
    const Db::Cell value = customer.value(field);
    if (isTime(field) && value)
        lines.append(utcTime(*value));
    else if (!value)
        lines.append(field == Field::Id ? tr("Gets its number when it is saved") : tr("No value (NULL)"));
    else if (value->isEmpty())
        lines.append(tr("Empty text"));
    else if (field == Field::Address || field == Field::Notes)
        lines.append(*value);
    const Customers::RowChange *change = m_editor.changes().find(customer.id);
    if (change && !change->isNew() && isEditable(field) && change->isChanged(field))
        lines.append(tr("Before: %1").arg(change->base.text(field).value_or(tr("no value"))));
    return plainToolTip(lines.join(QLatin1Char('\n')));
}

QVariant CustomerTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Field field = CustomerTableModel::field(index.column());
    const auto base = stored(index.row());
    if (!base)
        return role == IsLoadingRole            ? QVariant(true)
               : role == Qt::AccessibleTextRole ? tr("Loading")
                                                : QVariant();
    const Customers::RowChange *change = m_editor.changes().find(base->id);
    const Customer &customer = change ? change->current : *base;
    switch (role) {
    case Qt::DisplayRole:
        return display(customer, field);
    case Qt::EditRole:
        return customer.value(field).value_or(QString());
    case Qt::ToolTipRole:
        return tip(customer, field);
    case Qt::TextAlignmentRole:
        return field == Field::Id ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                                  : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    case Qt::AccessibleTextRole: {
        const QString text = display(customer, field);
        return tr("%1, %2", "value, column")
            .arg(text.isEmpty() ? tr("no value") : text,
                 headerData(index.column(), Qt::Horizontal, Qt::DisplayRole).toString());
    }
    case IsChangedRole:
        return change && isEditable(field) && (change->isNew() || change->isChanged(field));
    case IsRowChangedRole:
        return change != nullptr;
    case IsNullRole:
        return !customer.value(field).has_value();
    case IsLoadingRole:
        return false;
    case IsDeletedRole:
        return customer.isDeleted;
    case ProblemRole:
        return m_editor.problem(base->id, field);
    case HitsRole:
        return m_matcher && isEditable(field)
                   ? QVariant::fromValue(m_matcher->ranges(display(customer, field)))
                   : QVariant();
    default:
        return {};
    }
}

QVariant CustomerTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || (role != Qt::DisplayRole && role != Qt::ToolTipRole))
        return {};
    const QString zone = QDateTime::currentDateTime().timeZoneAbbreviation();
    switch (field(section)) {
    case Field::Name:
        return tr("Name");
    case Field::Email:
        return tr("Email");
    case Field::Phone:
        return tr("Phone");
    case Field::Address:
        return tr("Address");
    case Field::Notes:
        return tr("Notes");
    case Field::CreatedAt:
        return tr("Created (%1)", "time zone").arg(zone);
    case Field::UpdatedAt:
        return tr("Updated (%1)", "time zone").arg(zone);
    case Field::DeletedAt:
        return tr("Deleted (%1)", "time zone").arg(zone);
    case Field::Id:
        return tr("Number");
    }
    return {};
}

Qt::ItemFlags CustomerTableModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    Qt::ItemFlags flags = QAbstractTableModel::flags(index) | Qt::ItemNeverHasChildren;
    if (isEditable(field(index.column())) && !m_editor.isReadOnly() && idAt(index.row()) != 0)
        flags |= Qt::ItemIsEditable;
    return flags;
}

bool CustomerTableModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    const auto customer = index.isValid() ? stored(index.row()) : std::nullopt;
    if (role != Qt::EditRole || !customer || !isEditable(field(index.column())))
        return false;
    m_editor.setField(*customer, field(index.column()), value.toString());
    return true;
}

void CustomerTableModel::sort(int column, Qt::SortOrder order)
{
    if (column < 0 || column >= columnCount())
        return;
    Customers::CustomerQuery query = m_list.query();
    query.sort = field(column);
    query.descending = order == Qt::DescendingOrder;
    if (query != m_list.query())
        m_list.setQuery(query);
}

} // namespace Gui
