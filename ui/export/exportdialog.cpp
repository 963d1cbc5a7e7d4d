// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/exportdialog.h"

#include "ui/base/dialogparts.h"
#include "ui/base/spacing.h"
#include "ui/base/theme.h"
#include "ui/base/tonelabel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDate>
#include <QDialogButtonBox>
#include <QDir>
#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QRadioButton>
#include <QScreen>
#include <QScrollArea>
#include <QStandardPaths>
#include <QVBoxLayout>

#include <algorithm>

namespace Gui {

using Export::Format;

namespace {

QString titleOf(Format format)
{
    switch (format) {
    case Format::Csv:
        return ExportDialog::tr("CSV, text for spreadsheets and other programs");
    case Format::Xlsx:
        return ExportDialog::tr("XLSX, a workbook for Excel and LibreOffice");
    case Format::Json:
        return ExportDialog::tr("JSON, for programs");
    case Format::SqlInserts:
        return ExportDialog::tr("SQL, INSERT statements for PostgreSQL and SQLite");
    }
    Q_UNREACHABLE();
}

QString descriptionOf(Format format)
{
    switch (format) {
    case Format::Csv:
        return ExportDialog::tr(
            "A line for each customer, in UTF-8, times in UTC. An empty field is no value, "
            "\"\" is an empty text.");
    case Format::Xlsx:
        return ExportDialog::tr("One sheet. Telephone numbers keep their zeros, times are dates in UTC, and "
                                "nothing is taken for a formula. At most %1 rows.")
            .arg(QLocale().toString(*Export::rowLimit(format)));
    case Format::Json:
        return ExportDialog::tr(
            "A list of objects, times in UTC. Numbers, yes and no, and no value keep their "
            "types.");
    case Format::SqlInserts:
        return ExportDialog::tr(
            "One transaction that adds the rows to a table that is there. All of them come, "
            "or none does.");
    }
    Q_UNREACHABLE();
}

QString filterOf(Format format)
{
    //: %1 is CSV, %2 is csv
    return ExportDialog::tr("%1 files (*.%2)").arg(Export::keyOf(format).toUpper(), Export::keyOf(format));
}

bool hasEnding(const QString &file, Format format)
{
    const QString ending = QFileInfo(file).suffix().toLower();
    // A name of the user's own stays, unless it says that another format is in there.
    return ending == Export::keyOf(format) || (!ending.isEmpty() && !Export::formatFromKey(ending));
}

} // namespace

ExportDialog::ExportDialog(const ExportOffer &offer, QWidget *parent)
    : QDialog(parent)
    , m_offer(offer)
{
    setObjectName(QStringLiteral("exportDialog"));
    setWindowTitle(tr("Export"));
    setWindowModality(Qt::WindowModal);

    m_message = new ToneLabel(QStringLiteral("exportMessage"), this);
    auto *buttons = new QDialogButtonBox(this);
    m_accept = buttons->addButton(tr("&Export…"), QDialogButtonBox::ActionRole);
    m_accept->setObjectName(QStringLiteral("exportAccept"));
    m_accept->setAccessibleName(tr("Choose the file and export"));
    m_accept->setIcon(Theme::icon(QStringLiteral("document-export")));
    m_accept->setDefault(true);
    QPushButton *cancel = buttons->addButton(QDialogButtonBox::Cancel);
    cancel->setObjectName(QStringLiteral("exportCancel"));

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Spacing::large, Spacing::large, Spacing::large, Spacing::large);
    layout->setSpacing(Spacing::large);
    layout->addWidget(DialogParts::heading(QStringLiteral("exportTitle"),
                                           tr("Export the customers of “%1”").arg(m_offer.name),
                                           m_offer.environment, this));
    layout->addWidget(createContent(), 1);
    layout->addWidget(m_message);
    layout->addWidget(buttons);

    connect(m_accept, &QPushButton::clicked, this, [this] {
        chooseFile(
            QStringLiteral("customers_%1.%2")
                .arg(QDate::currentDate().toString(QStringLiteral("yyyyMMdd")), Export::keyOf(format())));
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_view, &QRadioButton::toggled, this, &ExportDialog::updateState);
    connect(m_format, &QComboBox::currentIndexChanged, this, &ExportDialog::updateState);
    connect(m_safe, &QCheckBox::toggled, this, &ExportDialog::updateState);
    updateLooks();
    updateState();
    const QSize wanted(fontMetrics().averageCharWidth() * 96, fontMetrics().lineSpacing() * 29);
    resize(wanted.boundedTo(screen()->availableSize() * 9 / 10));
    m_view->setFocus();
}

QWidget *ExportDialog::createContent()
{
    auto *content = new QWidget(this);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, Spacing::small, 0);
    column->setSpacing(Spacing::large);
    column->addLayout(createRows());
    column->addLayout(createFormat());
    column->addStretch(1);
    // A small screen with large letters has less room.
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(content);
    content->setAutoFillBackground(false);
    scroll->viewport()->setAutoFillBackground(false);
    return scroll;
}

QLabel *ExportDialog::quietText(const char *name, const QString &text)
{
    auto *label = new QLabel(text, this);
    label->setObjectName(QLatin1String(name));
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setContentsMargins(Spacing::huge, 0, 0, 0);
    m_quietTexts.append(label);
    return label;
}

QLayout *ExportDialog::createRows()
{
    m_view = new QRadioButton(tr("The &list as it is shown"), this);
    m_view->setObjectName(QStringLiteral("exportView"));
    m_view->setChecked(true);
    m_table = new QRadioButton(tr("The &whole table"), this);
    m_table->setObjectName(QStringLiteral("exportTable"));

    const QLocale locale;
    const QString customers =
        m_offer.viewRows < 0 ? tr("All its customers")
        : m_offer.tableRows > m_offer.viewRows
            ? tr("%1 of %2 customers")
                  .arg(locale.toString(m_offer.viewRows), locale.toString(m_offer.tableRows))
            : tr("%Ln customer(s)", nullptr, int(m_offer.viewRows));
    //: %1 is "12 of 40 customers"
    QString view =
        tr("%1, with the order and the %Ln column(s) on screen", nullptr, m_offer.viewColumns).arg(customers);
    if (!m_offer.viewText.isEmpty())
        view.prepend(m_offer.viewText + u'\n');
    const QString table = m_offer.tableRows < 0
                              ? tr("All customers, also those in the trash, with every column")
                              : tr("%Ln customer(s), also those in the trash, with every column", nullptr,
                                   int(m_offer.tableRows));

    auto *column = new QVBoxLayout;
    column->setSpacing(Spacing::tiny);
    column->addWidget(m_view);
    column->addWidget(quietText("exportAboutView", view));
    column->addSpacing(Spacing::tiny);
    column->addWidget(m_table);
    column->addWidget(quietText("exportAboutTable", table));
    m_view->setAccessibleDescription(view);
    m_table->setAccessibleDescription(table);
    return column;
}

QLayout *ExportDialog::createFormat()
{
    m_format = new QComboBox(this);
    m_format->setObjectName(QStringLiteral("exportFormat"));
    m_format->setAccessibleName(tr("Format"));
    for (const Format format : Export::allFormats)
        m_format->addItem(titleOf(format), int(format));
    if (const auto last = Export::formatFromKey(m_offer.format))
        m_format->setCurrentIndex(m_format->findData(int(*last)));
    auto *label = new QLabel(tr("&Format:"), this);
    label->setBuddy(m_format);
    m_about = quietText("exportAboutFormat", {});
    m_safe = new QCheckBox(tr("&Protect from formulas"), this);
    m_safe->setObjectName(QStringLiteral("exportSafe"));
    m_safe->setChecked(true);
    m_aboutSafe = quietText("exportAboutSafe", {});

    auto *line = new QHBoxLayout;
    line->setSpacing(Spacing::medium);
    line->addWidget(label);
    line->addWidget(m_format, 1);
    auto *column = new QVBoxLayout;
    column->setSpacing(Spacing::tiny);
    column->addLayout(line);
    column->addSpacing(Spacing::tiny);
    column->addWidget(m_about);
    column->addSpacing(Spacing::medium);
    column->addWidget(m_safe);
    column->addWidget(m_aboutSafe);
    return column;
}

Format ExportDialog::format() const
{
    return Format(m_format->currentData().toInt());
}

qint64 ExportDialog::rows() const
{
    return m_view->isChecked() ? m_offer.viewRows : m_offer.tableRows;
}

void ExportDialog::updateState()
{
    m_about->setText(descriptionOf(format()));
    m_format->setAccessibleDescription(m_about->text());
    const bool isCsv = format() == Format::Csv;
    m_safe->setVisible(isCsv);
    m_aboutSafe->setVisible(isCsv);
    m_aboutSafe->setText(
        m_safe->isChecked()
            ? tr("A text that a spreadsheet would calculate gets an apostrophe in front: +1 (216) 555-0199 "
                 "becomes '+1 (216) 555-0199. Without the tick each text stays as it is, for other programs.")
            : tr("Each text stays as it is. A spreadsheet that opens the file may run what somebody typed as "
                 "a name or a note."));
    m_safe->setAccessibleDescription(m_aboutSafe->text());

    const auto limit = Export::rowLimit(format());
    const bool isTooMuch = limit && rows() > *limit;
    if (isTooMuch)
        m_message->setMessage(
            Tone::Problem, tr("A sheet takes %1 rows, and these are %2. Filter the list, or choose another "
                              "format.")
                               .arg(QLocale().toString(*limit), QLocale().toString(rows())));
    else if (m_offer.unsavedChanges > 0)
        m_message->setMessage(Tone::Information,
                              tr("%Ln change(s) that are not saved yet will not be in the file.", nullptr,
                                 m_offer.unsavedChanges));
    else
        m_message->clear();
    m_accept->setEnabled(!isTooMuch);
}

void ExportDialog::updateLooks()
{
    QPalette quiet = palette();
    quiet.setColor(QPalette::WindowText, Theme::secondaryText(palette()));
    for (QLabel *label : m_quietTexts)
        label->setPalette(quiet);
}

void ExportDialog::changeEvent(QEvent *event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        updateLooks();
}

void ExportDialog::chooseFile(const QString &suggested)
{
    const QString documents = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    const QString folder = QFileInfo(m_offer.folder).isDir() ? m_offer.folder : documents;
    auto *chooser = new QFileDialog(this, tr("Export To"), folder);
    chooser->setObjectName(QStringLiteral("exportChooser"));
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setAcceptMode(QFileDialog::AcceptSave);
    chooser->setNameFilters({filterOf(format()), tr("All files (*)")});
    chooser->selectFile(QFileInfo(suggested).isAbsolute() ? suggested : QDir(folder).filePath(suggested));
    connect(chooser, &QFileDialog::fileSelected, this, &ExportDialog::take);
    chooser->open();
}

void ExportDialog::take(const QString &file)
{
    if (!hasEnding(file, format())) {
        const QString whole = file + u'.' + Export::keyOf(format());
        // The file dialog asked about another name.
        if (QFileInfo::exists(whole))
            return chooseFile(whole);
        m_choice.file = whole;
    } else {
        m_choice.file = file;
    }
    m_choice.rows = m_view->isChecked() ? ExportChoice::Rows::View : ExportChoice::Rows::Table;
    m_choice.options = {format(), format() == Format::Csv && !m_safe->isChecked(),
                        QFileInfo::exists(m_choice.file)};
    accept();
}

} // namespace Gui
