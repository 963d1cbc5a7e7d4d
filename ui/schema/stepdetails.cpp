// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/schema/stepdetails.h"

#include "ui/schema/schemawords.h"

#include <QFontDatabase>
#include <QPlainTextEdit>
#include <QTabBar>

namespace Gui {

using Schema::MigrationEntry;

StepDetails::StepDetails(QWidget *parent)
    : QTabWidget(parent)
    , m_words(addPane("stepWords", tr("What it does"), false))
    , m_up(addPane("stepUp", tr("SQL up"), true))
    , m_down(addPane("stepDown", tr("SQL down"), true))
    , m_differences(addPane("schemaDifferences", tr("Expected and real"), false))
{
    setObjectName(QStringLiteral("stepDetails"));
    setAccessibleName(tr("Details"));
    setDocumentMode(true);
    tabBar()->setObjectName(QStringLiteral("stepTabs"));
    tabBar()->setAccessibleName(tr("Details"));
    setEntry(nullptr);
    setDifferences({});
}

QPlainTextEdit *StepDetails::addPane(const char *name, const QString &title, bool isSql)
{
    auto *pane = new QPlainTextEdit(this);
    pane->setObjectName(QLatin1String(name));
    pane->setAccessibleName(title);
    pane->setReadOnly(true);
    pane->setTabChangesFocus(true);
    pane->setFrameShape(QFrame::NoFrame);
    // A read-only text has no cursor otherwise, so the keyboard could neither select nor show where it is.
    pane->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    if (isSql) {
        pane->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
        pane->setLineWrapMode(QPlainTextEdit::NoWrap);
    }
    addTab(pane, title);
    return pane;
}

void StepDetails::setEntry(const MigrationEntry *entry)
{
    if (!entry) {
        for (QPlainTextEdit *pane : {m_words, m_up, m_down}) {
            pane->clear();
            pane->setPlaceholderText(tr("Choose a migration above."));
        }
        return;
    }
    QStringList lines;
    if (!entry->note.isEmpty())
        lines.append(entry->note);
    if (!entry->words.isEmpty())
        lines.append(SchemaWords::listed(entry->words));
    if (!entry->checksum.isEmpty())
        lines.append(QString());
    if (entry->state == Schema::MigrationState::Interrupted)
        //: A time, a person
        lines.append(tr("Begun %1 by %2.").arg(SchemaWords::timeText(entry->appliedAt), entry->appliedBy));
    else if (!entry->appliedAt.isEmpty())
        //: A time, a person, a duration
        lines.append(tr("Applied %1 by %2, in %3.")
                         .arg(SchemaWords::timeText(entry->appliedAt), entry->appliedBy,
                              SchemaWords::durationText(entry->milliseconds)));
    if (!entry->checksum.isEmpty()) {
        lines.append(entry->isOwn ? tr("Comes with this program.") : tr("Comes from the team's folder."));
        lines.append(tr("Checksum of the file: %1").arg(entry->checksum));
    }
    m_words->setPlainText(lines.join(u'\n'));
    m_up->setPlaceholderText(tr("This program does not know its SQL."));
    m_up->setPlainText(entry->up);
    m_down->setPlaceholderText(entry->checksum.isEmpty()
                                   ? tr("This program does not know its SQL.")
                                   : tr("There is no way back: no “%1.down.sql”.").arg(entry->id));
    m_down->setPlainText(entry->down);
}

void StepDetails::setDifferences(const QList<Schema::Difference> &differences)
{
    QStringList sentences;
    for (const Schema::Difference &difference : differences)
        sentences.append(difference.sentence);
    m_differences->setPlaceholderText(tr("The tables are as expected."));
    m_differences->setPlainText(SchemaWords::listed(sentences));
    setTabText(Differences, differences.isEmpty()
                                ? tr("Expected and real")
                                : tr("Expected and real (%1)").arg(QLocale().toString(differences.size())));
    setTabIcon(Differences, differences.isEmpty() ? QIcon() : toneIcon(Tone::Problem));
}

void StepDetails::showDifferences()
{
    setCurrentIndex(Differences);
    m_differences->setFocus();
}

} // namespace Gui
