// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/backupstaging.h"

#include "ui/customers/customereditor.h"

#include <QCoreApplication>

namespace Gui {

using Core::Result;
using Customers::Customer;
using Customers::Field;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Gui::BackupStaging)
};

const QString trashColumn = QStringLiteral("IsDeleted");

/// nullptr: it does not come back.
const std::optional<QString> *valueOf(const BroughtBack &customer, const QString &column)
{
    const auto value = customer.fields.constFind(column);
    return value == customer.fields.cend() ? nullptr : &*value;
}

bool shallBeDeleted(const BroughtBack &customer, bool otherwise)
{
    const auto *value = valueOf(customer, trashColumn);
    return value ? *value == QStringLiteral("1") : otherwise;
}

/// Whether anything of it is different from how the customer shall be already.
bool changesAnything(const BroughtBack &customer, const Customer &current)
{
    for (const Field field : Customers::editableFields)
        if (const auto *value = valueOf(customer, Customers::columnName(field));
            value && *value != current.text(field))
            return true;
    return shallBeDeleted(customer, current.isDeleted) != current.isDeleted;
}

void stageFields(CustomerEditor &editor, const BroughtBack &customer, const Customer &stored)
{
    for (const Field field : Customers::editableFields)
        if (const auto *value = valueOf(customer, Customers::columnName(field)))
            editor.setField(stored, field, *value);
}

void stageChange(CustomerEditor &editor, const BroughtBack &customer, const Customer &stored)
{
    const bool isDeleted = editor.current(stored).isDeleted;
    const bool goesToTrash = shallBeDeleted(customer, isDeleted);
    stageFields(editor, customer, stored);
    if (goesToTrash && !isDeleted)
        editor.remove({stored});
    else if (!goesToTrash && isDeleted)
        editor.restore({stored});
}

void stageNew(CustomerEditor &editor, const BroughtBack &customer)
{
    Customer stored;
    stored.id = editor.addCustomer();
    stageFields(editor, customer, stored);
}

Staging stage(CustomerEditor &editor, const QList<BroughtBack> &customers, const QList<Customer> &rows)
{
    Staging staging;
    QMap<qint64, Customer> byId;
    for (const Customer &row : rows)
        byId.insert(row.id, row);
    QList<std::function<void()>> steps;
    for (const BroughtBack &customer : customers) {
        const auto row = byId.constFind(customer.id);
        if (customer.isMissing) {
            ++staging.created;
            steps.append([&editor, &customer] { stageNew(editor, customer); });
        } else if (row == byId.cend()) {
            staging.gone.append(customer.name);
        } else if (changesAnything(customer, editor.current(*row))) {
            ++staging.changed;
            steps.append([&editor, &customer, row] { stageChange(editor, customer, *row); });
        } else {
            ++staging.unchanged;
        }
    }
    if (steps.isEmpty())
        return staging;
    editor.undoStack()->beginMacro(Text::tr("Bring back from a backup"));
    for (const auto &step : std::as_const(steps))
        step();
    editor.undoStack()->endMacro();
    return staging;
}

} // namespace

void stageFromBackup(Customers::CustomerRepository &repository, CustomerEditor &editor,
                     const QList<BroughtBack> &customers, QObject *context,
                     std::function<void(const Result<Staging> &)> done)
{
    QList<qint64> ids;
    for (const BroughtBack &customer : customers)
        if (!customer.isMissing)
            ids.append(customer.id);
    repository.byIds(ids).then(
        context, [&editor, customers, done = std::move(done)](const Result<QList<Customer>> &rows) {
            done(rows ? Result<Staging>(stage(editor, customers, *rows)) : Result<Staging>(rows.error()));
        });
}

QString toText(const Staging &staging)
{
    QStringList sentences;
    if (staging.changed > 0)
        sentences.append(Text::tr("%n customer(s) changed.", nullptr, staging.changed));
    if (staging.created > 0)
        sentences.append(
            Text::tr("%n customer(s) brought back as new, with new numbers.", nullptr, staging.created));
    if (staging.changed + staging.created > 0)
        sentences.append(Text::tr("Nothing is saved yet: review and save it in the table."));
    if (staging.unchanged > 0)
        sentences.append(Text::tr("%n customer(s) have these values already.", nullptr, staging.unchanged));
    if (!staging.gone.isEmpty())
        sentences.append(
            Text::tr("Deleted meanwhile, and left out: %1.").arg(staging.gone.join(QStringLiteral(", "))));
    return sentences.join(u' ');
}

} // namespace Gui
