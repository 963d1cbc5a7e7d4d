// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/customers/conflictdialog.h"

#include "ui/base/spacing.h"
#include "ui/base/theme.h"
#include "ui/customers/fieldlabel.h"

#include <QButtonGroup>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace Gui {

using Customers::Conflict;
using Customers::Field;
using Customers::RowChange;

namespace {

QString shown(const Db::Cell &value)
{
    if (!value)
        return ConflictDialog::tr("no value");
    return value->isEmpty() ? ConflictDialog::tr("empty") : *value;
}

QLabel *plainLabel(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

ConflictDialog::ConflictDialog(const QList<Conflict> &conflicts, QWidget *parent)
    : QDialog(parent)
    , m_conflicts(conflicts)
    , m_save(new QPushButton(Theme::icon(QStringLiteral("document-save")), tr("&Save"), this))
{
    setObjectName(QStringLiteral("conflictDialog"));
    setWindowTitle(tr("Somebody else changed the same customers"));
    auto *intro =
        new QLabel(tr("Nothing was saved yet. Choose for each field whose value stays; changes to different "
                      "fields are put together."),
                   this);
    intro->setWordWrap(true);
    auto *inner = new QWidget(this);
    auto *list = new QVBoxLayout(inner);
    list->setSpacing(Spacing::large);
    for (qsizetype i = 0; i < m_conflicts.size(); ++i)
        addConflict(i, list);
    list->addStretch(1);
    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(inner);
    scroll->setAccessibleName(tr("Conflicts"));

    auto *mine = new QPushButton(tr("All &mine"), this);
    auto *theirs = new QPushButton(tr("All &theirs"), this);
    m_save->setObjectName(QStringLiteral("conflictSave"));
    mine->setObjectName(QStringLiteral("conflictAllMine"));
    theirs->setObjectName(QStringLiteral("conflictAllTheirs"));
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    buttons->addButton(m_save, QDialogButtonBox::AcceptRole);
    buttons->addButton(mine, QDialogButtonBox::ActionRole);
    buttons->addButton(theirs, QDialogButtonBox::ActionRole);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Spacing::large, Spacing::large, Spacing::large, Spacing::large);
    layout->setSpacing(Spacing::medium);
    layout->addWidget(intro);
    layout->addWidget(scroll, 1);
    layout->addWidget(buttons);
    resize(fontMetrics().averageCharWidth() * 120, fontMetrics().height() * 26);

    connect(mine, &QPushButton::clicked, this, [this] { chooseAll(Choice::Mine); });
    connect(theirs, &QPushButton::clicked, this, [this] { chooseAll(Choice::Theirs); });
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    updateButtons();
}

void ConflictDialog::addHeader(QGridLayout *grid)
{
    const QStringList titles = {QString(), tr("Original"), tr("Yours"), tr("Theirs")};
    for (int column = 0; column < titles.size(); ++column) {
        grid->setColumnStretch(column, column == 0 ? 0 : 1);
        if (titles.at(column).isEmpty())
            continue;
        QLabel *label = plainLabel(titles.at(column), this);
        QPalette colours = label->palette();
        colours.setColor(QPalette::WindowText, Theme::secondaryText(colours));
        label->setPalette(colours);
        grid->addWidget(label, 0, column);
    }
}

void ConflictDialog::addConflict(qsizetype number, QVBoxLayout *list)
{
    const Conflict &conflict = m_conflicts.at(number);
    QLabel *title = plainLabel(conflict.mine.base.text(Field::Name).value_or(QString()), this);
    QFont bold = title->font();
    bold.setBold(true);
    title->setFont(bold);
    list->addWidget(title);
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(Spacing::large);
    grid->setVerticalSpacing(Spacing::small);
    list->addLayout(grid);
    addHeader(grid);
    if (!conflict.theirs) {
        addQuestion(grid, number, std::nullopt, tr("Customer"), tr("was there"), tr("Keep as a new customer"),
                    tr("Gone for good: drop my changes"));
        return;
    }
    const auto merge = Customers::merge(conflict.mine, *conflict.theirs);
    if (merge.deletionOverlaps)
        addQuestion(grid, number, std::nullopt, tr("Trash"),
                    conflict.mine.base.isDeleted ? tr("in the trash") : tr("active"),
                    conflict.mine.current.isDeleted ? tr("In the trash") : tr("Active, with my changes"),
                    conflict.theirs->isDeleted ? tr("In the trash, without my changes")
                                               : tr("Active, as they left it"));
    for (const Field field : Customers::editableFields) {
        if (merge.overlapping.contains(field))
            addQuestion(grid, number, field, fieldLabel(field), shown(conflict.mine.base.text(field)),
                        shown(conflict.mine.current.text(field)), shown(conflict.theirs->text(field)));
        else
            addMerged(grid, conflict, field);
    }
}

void ConflictDialog::addMerged(QGridLayout *grid, const Conflict &conflict, Field field)
{
    const bool mine = conflict.mine.isChanged(field);
    const bool theirs = conflict.theirs->text(field) != conflict.mine.base.text(field);
    if (!mine && !theirs)
        return;
    const int row = grid->rowCount();
    grid->addWidget(plainLabel(fieldLabel(field), this), row, 0);
    grid->addWidget(plainLabel(shown(conflict.mine.base.text(field)), this), row, 1);
    const QString taken = tr("%1 (is taken)", "a value that needs no decision");
    grid->addWidget(plainLabel(mine ? taken.arg(shown(conflict.mine.current.text(field))) : QString(), this),
                    row, 2);
    grid->addWidget(
        plainLabel(theirs && !mine ? taken.arg(shown(conflict.theirs->text(field))) : QString(), this), row,
        3);
}

void ConflictDialog::addQuestion(QGridLayout *grid, qsizetype conflict, std::optional<Field> field,
                                 const QString &label, const QString &original, const QString &mine,
                                 const QString &theirs)
{
    const int row = grid->rowCount();
    grid->addWidget(plainLabel(label, this), row, 0, Qt::AlignTop);
    grid->addWidget(plainLabel(original, this), row, 1, Qt::AlignTop);
    auto *group = new QButtonGroup(this);
    const qsizetype number = m_questions.size();
    const QString place = QStringLiteral("%1_%2").arg(conflict).arg(field ? Customers::columnName(*field)
                                                                          : QStringLiteral("Customer"));
    const auto addButton = [&](Choice choice, const QString &text, int column, const QString &whose) {
        // A button's text is one line; a value that needs more stands below in full.
        const bool fits = !text.contains(QLatin1Char('\n')) && text.size() <= 40;
        const QString caption = fits ? QString(text).replace(QLatin1Char('&'), QLatin1String("&&"))
                                     : tr("This one:", "the value stands below");
        auto *button = new QRadioButton(caption, this);
        button->setObjectName(QStringLiteral("%1_%2").arg(
            choice == Choice::Mine ? QStringLiteral("mine") : QStringLiteral("theirs"), place));
        button->setAccessibleName(tr("%1, %2: %3", "field, whose value, value").arg(label, whose, text));
        QPalette colours = button->palette();
        colours.setColor(QPalette::Base, Theme::indicatorFill(palette()));
        button->setPalette(colours);
        group->addButton(button, int(choice));
        auto *cell = new QVBoxLayout;
        cell->setSpacing(2);
        cell->addWidget(button);
        if (!fits)
            cell->addWidget(plainLabel(text, this));
        cell->addStretch(1);
        grid->addLayout(cell, row, column);
    };
    addButton(Choice::Mine, mine, 2, tr("yours"));
    addButton(Choice::Theirs, theirs, 3, tr("theirs"));
    m_questions.append({conflict, field, Choice::None,
                        [group](Choice choice) { group->button(int(choice))->setChecked(true); }});
    connect(group, &QButtonGroup::idToggled, this, [this, number](int id, bool on) {
        if (on)
            m_questions[number].choice = Choice(id);
        updateButtons();
    });
}

void ConflictDialog::chooseAll(Choice choice)
{
    for (const Question &question : std::as_const(m_questions))
        question.show(choice);
}

void ConflictDialog::updateButtons()
{
    m_save->setEnabled(std::none_of(m_questions.cbegin(), m_questions.cend(), [](const Question &question) {
        return question.choice == Choice::None;
    }));
}

ConflictDialog::Choice ConflictDialog::choiceOf(qsizetype conflict, std::optional<Field> field) const
{
    for (const Question &question : m_questions)
        if (question.conflict == conflict && question.field == field)
            return question.choice;
    return Choice::None;
}

QList<RowChange> ConflictDialog::decided() const
{
    QList<RowChange> changes;
    qint64 nextNew = -1;
    for (qsizetype i = 0; i < m_conflicts.size(); ++i) {
        const Conflict &conflict = m_conflicts.at(i);
        if (!conflict.theirs) {
            if (choiceOf(i, std::nullopt) != Choice::Mine)
                continue;
            RowChange change;
            change.current = conflict.mine.current;
            change.current.isDeleted = false;
            change.base.id = change.current.id = nextNew--;
            changes.append(change);
            continue;
        }
        RowChange change = Customers::merge(conflict.mine, *conflict.theirs).merged;
        if (choiceOf(i, std::nullopt) == Choice::Theirs)
            change.current = *conflict.theirs;
        else if (choiceOf(i, std::nullopt) == Choice::Mine)
            change.current.isDeleted = conflict.mine.current.isDeleted;
        for (const Field field : Customers::editableFields)
            if (choiceOf(i, field) == Choice::Theirs)
                change.current.setText(field, conflict.theirs->text(field));
        changes.append(change);
    }
    return changes;
}

} // namespace Gui
