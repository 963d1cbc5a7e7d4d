// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/exportdialog.h"

#include <QAccessible>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace Gui;
using Export::Format;

class TestExportDialog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QApplication::setAttribute(Qt::AA_DontUseNativeDialogs); }
    void init();
    void cleanup() { m_dialog.reset(); }
    void saysWhatThereIs();
    void choosesTheListAsCsvAtFirst();
    void choosesWhatTheUserSays();
    void protectionIsForCsvAlone();
    void remembersFormatAndFolder();
    void tooManyRowsForASheet();
    void saysThatChangesAreNotSaved();
    void asksBeforeAFileIsReplaced();
    void asksAgainWhenTheEndingMakesAnotherName();
    void keepsAnEndingOfTheUsersOwn();
    void namesAreText();
    void everythingHasANameAndAKey();
    void escapeGoesBack();

private:
    void open(const ExportOffer &offer)
    {
        m_dialog = std::make_unique<ExportDialog>(offer, nullptr);
        m_dialog->open();
        QVERIFY(QTest::qWaitForWindowExposed(m_dialog.get()));
    }
    template <typename Widget>
    [[nodiscard]] Widget *part(const char *name) const
    {
        auto *found = m_dialog->findChild<Widget *>(QLatin1String(name));
        if (!found)
            qFatal("no %s", name);
        return found;
    }
    void setFormat(Format format) const
    {
        auto *box = part<QComboBox>("exportFormat");
        box->setCurrentIndex(box->findData(int(format)));
    }
    [[nodiscard]] QFileDialog *chooser() const { return m_dialog->findChild<QFileDialog *>(); }
    /// Presses Export and types a name into the file dialog.
    void save(const QString &file) const
    {
        part<QPushButton>("exportAccept")->click();
        QTRY_VERIFY(chooser());
        type(file);
    }
    void type(const QString &file) const
    {
        auto *name = chooser()->findChild<QLineEdit *>(QStringLiteral("fileNameEdit"));
        QVERIFY(name);
        name->setText(file);
        QTest::keyClick(name, Qt::Key_Return);
    }
    /// Answers the file dialog's question about the file that is there.
    static void answerLater(QMessageBox::StandardButton answer, int *questions)
    {
        QTimer::singleShot(0, qApp, [answer, questions] {
            if (auto *box = qobject_cast<QMessageBox *>(QApplication::activeModalWidget())) {
                ++*questions;
                box->button(answer)->click();
            }
        });
    }
    [[nodiscard]] QString file(const QString &name) const { return m_folder->filePath(name); }
    void put(const QString &name) const
    {
        QFile writer(file(name));
        QVERIFY(writer.open(QIODevice::WriteOnly));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ExportDialog> m_dialog;
    ExportOffer m_offer;
};

void TestExportDialog::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_offer = {};
    m_offer.name = QStringLiteral("Shop");
    m_offer.environment = Profiles::Environment{Profiles::Environment::Kind::Staging, {}, {}, {}, false};
    m_offer.viewText = QStringLiteral("Active, containing “ann”");
    m_offer.viewRows = 12;
    m_offer.tableRows = 12'408;
    m_offer.viewColumns = 5;
    m_offer.folder = m_folder->path();
}

void TestExportDialog::saysWhatThereIs()
{
    open(m_offer);
    QVERIFY(part<QLabel>("exportTitle")->text().contains(QStringLiteral("Shop")));
    const QString view = part<QLabel>("exportAboutView")->text();
    for (const char *word : {"containing “ann”", "12 of 12,408", "5 column"})
        QVERIFY2(view.contains(QString::fromUtf8(word)), qPrintable(view));
    QVERIFY(part<QLabel>("exportAboutTable")->text().contains(QStringLiteral("12,408")));
    // Not counted yet: no number is made up.
    m_offer.viewRows = m_offer.tableRows = -1;
    open(m_offer);
    QVERIFY(!part<QLabel>("exportAboutView")->text().contains(QStringLiteral("-1")));
    QVERIFY(!part<QLabel>("exportAboutTable")->text().contains(QStringLiteral("-1")));
}

void TestExportDialog::choosesTheListAsCsvAtFirst()
{
    open(m_offer);
    QSignalSpy accepted(m_dialog.get(), &QDialog::accepted);
    save(file(QStringLiteral("kunden ü.csv")));
    QTRY_COMPARE(accepted.size(), 1);
    QCOMPARE(m_dialog->choice().rows, ExportChoice::Rows::View);
    QCOMPARE(m_dialog->choice().options.format, Format::Csv);
    QVERIFY(!m_dialog->choice().options.rawCells);
    QVERIFY(!m_dialog->choice().options.replacesFile);
    QCOMPARE(m_dialog->choice().file, file(QStringLiteral("kunden ü.csv")));
}

void TestExportDialog::choosesWhatTheUserSays()
{
    open(m_offer);
    part<QRadioButton>("exportTable")->click();
    setFormat(Format::SqlInserts);
    part<QPushButton>("exportAccept")->click();
    QTRY_VERIFY(chooser());
    QCOMPARE(chooser()->acceptMode(), QFileDialog::AcceptSave);
    QCOMPARE(chooser()->directory().path(), m_folder->path());
    const QString suggested = chooser()->selectedFiles().value(0);
    QVERIFY2(suggested.startsWith(file(QStringLiteral("customers_2"))) &&
                 suggested.endsWith(QStringLiteral(".sql")),
             qPrintable(suggested));
    QSignalSpy accepted(m_dialog.get(), &QDialog::accepted);
    type(file(QStringLiteral("all")));
    QTRY_COMPARE(accepted.size(), 1);
    QCOMPARE(m_dialog->choice().rows, ExportChoice::Rows::Table);
    QCOMPARE(m_dialog->choice().options.format, Format::SqlInserts);
    QCOMPARE(m_dialog->choice().file, file(QStringLiteral("all.sql")));
}

void TestExportDialog::protectionIsForCsvAlone()
{
    open(m_offer);
    auto *safe = part<QCheckBox>("exportSafe");
    auto *about = part<QLabel>("exportAboutSafe");
    QVERIFY(safe->isVisible() && safe->isChecked());
    QVERIFY(about->text().contains(QStringLiteral("'+1 (216) 555-0199")));
    safe->click();
    QVERIFY(about->text().contains(QStringLiteral("may run")));
    setFormat(Format::Xlsx);
    QVERIFY(!safe->isVisible() && !about->isVisible());
    QSignalSpy accepted(m_dialog.get(), &QDialog::accepted);
    save(file(QStringLiteral("x.xlsx")));
    QTRY_COMPARE(accepted.size(), 1);
    QVERIFY(!m_dialog->choice().options.rawCells);

    open(m_offer);
    part<QCheckBox>("exportSafe")->click();
    QSignalSpy again(m_dialog.get(), &QDialog::accepted);
    save(file(QStringLiteral("x.csv")));
    QTRY_COMPARE(again.size(), 1);
    QVERIFY(m_dialog->choice().options.rawCells);
}

void TestExportDialog::remembersFormatAndFolder()
{
    for (const Format format : Export::allFormats) {
        m_offer.format = Export::keyOf(format);
        open(m_offer);
        QCOMPARE(part<QComboBox>("exportFormat")->currentData().toInt(), int(format));
    }
    // What is no longer there, or was edited by hand.
    m_offer.format = QStringLiteral("pdf");
    m_offer.folder = file(QStringLiteral("gone"));
    open(m_offer);
    QCOMPARE(part<QComboBox>("exportFormat")->currentData().toInt(), int(Format::Csv));
    part<QPushButton>("exportAccept")->click();
    QTRY_VERIFY(chooser());
    QVERIFY(chooser()->directory().exists());
}

void TestExportDialog::tooManyRowsForASheet()
{
    m_offer.tableRows = 1'048'576;
    open(m_offer);
    auto *accept = part<QPushButton>("exportAccept");
    auto *message = part<QLabel>("exportMessage");
    setFormat(Format::Xlsx);
    QVERIFY(accept->isEnabled());
    part<QRadioButton>("exportTable")->click();
    QVERIFY(!accept->isEnabled());
    QVERIFY(message->isVisible());
    QVERIFY2(message->text().contains(QStringLiteral("1,048,576")), qPrintable(message->text()));
    setFormat(Format::Csv);
    QVERIFY(accept->isEnabled());
    QVERIFY(!message->isVisible());
}

void TestExportDialog::saysThatChangesAreNotSaved()
{
    open(m_offer);
    QVERIFY(!part<QLabel>("exportMessage")->isVisible());
    m_offer.unsavedChanges = 3;
    open(m_offer);
    QVERIFY(part<QLabel>("exportMessage")->isVisible());
    QVERIFY(part<QLabel>("exportMessage")->text().contains(u'3'));
}

void TestExportDialog::asksBeforeAFileIsReplaced()
{
    put(QStringLiteral("old.csv"));
    open(m_offer);
    QSignalSpy accepted(m_dialog.get(), &QDialog::accepted);
    int questions = 0;
    part<QPushButton>("exportAccept")->click();
    QTRY_VERIFY(chooser());
    answerLater(QMessageBox::No, &questions);
    type(file(QStringLiteral("old.csv")));
    QCOMPARE(questions, 1);
    QVERIFY(chooser()->isVisible());
    QCOMPARE(accepted.size(), 0);
    answerLater(QMessageBox::Yes, &questions);
    type(file(QStringLiteral("old.csv")));
    QCOMPARE(questions, 2);
    QTRY_COMPARE(accepted.size(), 1);
    QVERIFY(m_dialog->choice().options.replacesFile);
}

void TestExportDialog::asksAgainWhenTheEndingMakesAnotherName()
{
    put(QStringLiteral("old.csv"));
    open(m_offer);
    QSignalSpy accepted(m_dialog.get(), &QDialog::accepted);
    save(file(QStringLiteral("old")));
    // Nobody has agreed to lose old.csv yet.
    QCOMPARE(accepted.size(), 0);
    QTRY_COMPARE(m_dialog->findChildren<QFileDialog *>().size(), 1);
    QCOMPARE(chooser()->selectedFiles(), QStringList{file(QStringLiteral("old.csv"))});
    int questions = 0;
    answerLater(QMessageBox::Yes, &questions);
    type(file(QStringLiteral("old.csv")));
    QCOMPARE(questions, 1);
    QTRY_COMPARE(accepted.size(), 1);
    QVERIFY(m_dialog->choice().options.replacesFile);
}

void TestExportDialog::keepsAnEndingOfTheUsersOwn()
{
    const QList<std::pair<QString, QString>> names{
        {QStringLiteral("a.txt"), QStringLiteral("a.txt")},
        {QStringLiteral("a.CSV"), QStringLiteral("a.CSV")},
        {QStringLiteral("a.xlsx"), QStringLiteral("a.xlsx.csv")}, // it would lie
        {QStringLiteral("a"), QStringLiteral("a.csv")},
    };
    for (const auto &[typed, taken] : names) {
        open(m_offer);
        QSignalSpy accepted(m_dialog.get(), &QDialog::accepted);
        save(file(typed));
        QTRY_COMPARE(accepted.size(), 1);
        QCOMPARE(m_dialog->choice().file, file(taken));
    }
}

void TestExportDialog::namesAreText()
{
    m_offer.name = QStringLiteral("<b>Shop</b> %1");
    m_offer.viewText = QStringLiteral("containing “<img src=x> %2”");
    open(m_offer);
    QVERIFY(part<QLabel>("exportTitle")->text().contains(m_offer.name));
    QCOMPARE(part<QLabel>("exportTitle")->textFormat(), Qt::PlainText);
    QVERIFY(part<QLabel>("exportAboutView")->text().contains(m_offer.viewText));
    QCOMPARE(part<QLabel>("exportAboutView")->textFormat(), Qt::PlainText);
}

void TestExportDialog::everythingHasANameAndAKey()
{
    open(m_offer);
    QStringList keys;
    for (QWidget *widget : m_dialog->findChildren<QWidget *>()) {
        if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible())
            continue;
        const QAccessibleInterface *face = QAccessible::queryAccessibleInterface(widget);
        QVERIFY(face);
        QVERIFY2(!face->text(QAccessible::Name).isEmpty(), widget->metaObject()->className());
    }
    for (const QAbstractButton *button : m_dialog->findChildren<QAbstractButton *>())
        if (const QString key = button->shortcut().toString(); !key.isEmpty()) {
            QVERIFY2(!keys.contains(key), qPrintable(key));
            keys.append(key);
        }
    QVERIFY(keys.size() >= 4);
    QVERIFY(part<QPushButton>("exportAccept")->isDefault());
    QCOMPARE(m_dialog->focusWidget(), part<QRadioButton>("exportView"));
}

void TestExportDialog::escapeGoesBack()
{
    open(m_offer);
    QSignalSpy rejected(m_dialog.get(), &QDialog::rejected);
    part<QPushButton>("exportAccept")->click();
    QTRY_VERIFY(chooser());
    QTest::keyClick(chooser(), Qt::Key_Escape);
    QTRY_VERIFY(!chooser());
    QCOMPARE(rejected.size(), 0);
    QVERIFY(m_dialog->isVisible());
    QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
    QCOMPARE(rejected.size(), 1);
}

QTEST_MAIN(TestExportDialog)
#include "tst_exportdialog.moc"
