// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/querylog/querylogexport.h"
#include "ui/querylog/querylogfigures.h"
#include "ui/querylog/querylogpage.h"
#include "ui/querylog/querylogtext.h"
#include "ui/querylog/querylogview.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QElapsedTimer>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace Gui;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Db::QueryLog;
using Db::QueryRecord;

class TestQueryLogPage final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void saysThatNothingWasSent();
    void pollsOnlyWhileVisibleAndNotPaused();
    void rowsStayBounded();
    void followsTheEnd();
    void keepsPlaceAndSelection();
    void marksByWordAndIcon();
    void detailsSayWhatIsHidden_data();
    void detailsSayWhatIsHidden();
    void filters();
    void sorts();
    void summarizes();
    void copies();
    void saves_data();
    void saves();
    void failingToSaveIsReported();
    void csvIsSafe_data();
    void csvIsSafe();
    void clears();
    void columnsAreKept();
    void everythingHasANameAndOneMnemonic();
    void keys();
    void manyRecordsAreNoBurden();

private:
    void add(int count, const QueryRecord &record = {});
    void show();
    template <typename T>
    [[nodiscard]] T *part(const char *name) const
    {
        return m_page->findChild<T *>(QString::fromLatin1(name));
    }
    [[nodiscard]] QAbstractItemModel *rows() const { return m_table->model(); }
    [[nodiscard]] QScrollBar *bar() const { return m_table->verticalScrollBar(); }
    [[nodiscard]] QString topStatement() const
    {
        return rows()->index(bar()->value(), QueryLogModel::Statement).data().toString();
    }

    std::shared_ptr<QueryLog> m_log;
    std::unique_ptr<QueryLogPage> m_page;
    QueryLogView *m_table = nullptr;
};

namespace {

QueryRecord record(const QString &statement, std::chrono::microseconds duration = 1ms)
{
    QueryRecord result;
    result.time = QDateTime::currentDateTimeUtc();
    result.connection = u"Local · interactive"_s;
    result.statement = statement;
    result.duration = duration;
    return result;
}

QueryRecord failed(const QString &code, const QString &error)
{
    QueryRecord result = record(u"SELECT wrong"_s);
    result.code = code;
    result.error = error;
    return result;
}

} // namespace

void TestQueryLogPage::init()
{
    m_log = std::make_shared<QueryLog>();
    m_page = std::make_unique<QueryLogPage>(m_log);
    m_table = part<QueryLogView>("queryLogTable");
    m_page->resize(1000, 600);
    new QAbstractItemModelTester(rows(), QAbstractItemModelTester::FailureReportingMode::QtTest, m_table);
    auto *source = static_cast<QSortFilterProxyModel *>(rows())->sourceModel();
    new QAbstractItemModelTester(source, QAbstractItemModelTester::FailureReportingMode::QtTest, m_table);
}

void TestQueryLogPage::cleanup()
{
    m_page.reset();
}

void TestQueryLogPage::add(int count, const QueryRecord &like)
{
    for (int i = 0; i < count; ++i) {
        QueryRecord r = like;
        if (r.statement.isEmpty())
            r = record(u"statement %1"_s.arg(m_log->lastNumber() + 1));
        m_log->add(r);
    }
}

void TestQueryLogPage::show()
{
    m_page->show();
    m_page->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
}

void TestQueryLogPage::saysThatNothingWasSent()
{
    show();
    QVERIFY(!m_table->isVisible());
    const auto labels = part<QWidget>("statePane")->findChildren<QLabel *>();
    QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel *label) {
        return label->text() == u"Nothing was sent to a database yet."_s;
    }));
    QVERIFY(!part<QToolButton>("save")->isEnabled());
    QVERIFY(!part<QToolButton>("clear")->isEnabled());
    add(1);
    QTRY_VERIFY(m_table->isVisible());
    QVERIFY(part<QToolButton>("save")->isEnabled());
}

void TestQueryLogPage::pollsOnlyWhileVisibleAndNotPaused()
{
    auto *model = static_cast<QueryLogModel *>(static_cast<QSortFilterProxyModel *>(rows())->sourceModel());
    auto *pause = part<QToolButton>("pause");
    add(3);
    QVERIFY(!model->isPolling());
    QCOMPARE(rows()->rowCount(), 0);
    show();
    QVERIFY(model->isPolling());
    QCOMPARE(rows()->rowCount(), 3); // at once, not at the next tick
    m_page->hide();
    QVERIFY(!model->isPolling());
    show();
    QVERIFY(model->isPolling());

    pause->click();
    QVERIFY(!model->isPolling());
    QCOMPARE(pause->text(), u"Res&ume"_s);
    QCOMPARE(pause->accessibleName(), u"Resume"_s);
    QVERIFY(part<QLabel>("querySummary")->text().startsWith(u"Paused"_s));
    m_page->hide();
    add(2);
    show();
    QVERIFY(!model->isPolling());
    QCOMPARE(rows()->rowCount(), 3);
    pause->click();
    QVERIFY(model->isPolling());
    QCOMPARE(rows()->rowCount(), 5);
    QCOMPARE(pause->accessibleName(), u"Pause"_s);
}

void TestQueryLogPage::rowsStayBounded()
{
    add(QueryLog::maximalRecords - 1);
    show();
    add(11);
    QTRY_COMPARE(rows()->index(rows()->rowCount() - 1, QueryLogModel::Statement).data().toString(),
                 u"statement %1"_s.arg(QueryLog::maximalRecords + 10));
    QCOMPARE(rows()->rowCount(), QueryLog::maximalRecords);
    QCOMPARE(rows()->index(0, QueryLogModel::Statement).data().toString(), u"statement 11"_s);
    // More than fits at once, while nobody looked.
    m_page->hide();
    add(2 * QueryLog::maximalRecords);
    show();
    QCOMPARE(rows()->rowCount(), QueryLog::maximalRecords);
}

void TestQueryLogPage::followsTheEnd()
{
    add(200);
    show();
    QTRY_VERIFY(bar()->maximum() > 0);
    QTRY_COMPARE(bar()->value(), bar()->maximum());
    const int before = bar()->maximum();
    add(50);
    QTRY_VERIFY(bar()->maximum() >= before + 50);
    QTRY_COMPARE(bar()->value(), bar()->maximum());
    const int larger = bar()->maximum();
    m_page->resize(1000, 450); // a smaller window does not lose the end
    QTRY_VERIFY(bar()->maximum() > larger);
    QTRY_COMPARE(bar()->value(), bar()->maximum());
}

void TestQueryLogPage::keepsPlaceAndSelection()
{
    add(QueryLog::maximalRecords);
    show();
    QTRY_VERIFY(bar()->maximum() > 0);
    const QModelIndex chosen = rows()->index(2'005, 0);
    m_table->setCurrentIndex(chosen);
    bar()->setValue(2'000);
    QCOMPARE(topStatement(), u"statement 2001"_s);
    const QString details = part<QPlainTextEdit>("queryDetails")->toPlainText();
    QCOMPARE(details, u"statement 2006"_s);

    add(300); // 300 leave, 300 come
    QTRY_COMPARE(rows()->index(0, QueryLogModel::Statement).data().toString(), u"statement 301"_s);
    QTRY_COMPARE(topStatement(), u"statement 2001"_s);
    QCOMPARE(m_table->selectedRowNumbers(), QList<int>{1'705});
    QCOMPARE(part<QPlainTextEdit>("queryDetails")->toPlainText(), details);

    // Near the end, less rows before it than leave.
    bar()->setValue(bar()->maximum() - 10);
    const QString top = topStatement();
    add(300);
    QTRY_COMPARE(rows()->index(0, QueryLogModel::Statement).data().toString(), u"statement 601"_s);
    QTRY_COMPARE(topStatement(), top);
    QVERIFY(bar()->value() < bar()->maximum());

    // When the chosen one leaves, no other is chosen instead.
    add(2'000);
    QTRY_VERIFY(m_table->selectedRowNumbers().isEmpty());
    QVERIFY(part<QPlainTextEdit>("queryDetails")->toPlainText().isEmpty());
}

void TestQueryLogPage::marksByWordAndIcon()
{
    add(1, record(u"SELECT 1"_s, 12'345us));
    add(1, record(u"SELECT\n  pg_sleep(2)"_s, 2'034'560us));
    add(1, failed(u"42P01"_s, u"relation \"x\" does not exist\nHINT: none"_s));
    add(1, failed(QString(), u"no line"_s));
    add(1, failed(u"57014"_s, QString()));
    show();
    const auto cell = [this](int row, int column, int role = Qt::DisplayRole) {
        return rows()->index(row, column).data(role);
    };
    QCOMPARE(cell(0, QueryLogModel::Duration).toString(), u"12.35 ms"_s);
    QVERIFY(!cell(0, QueryLogModel::Duration, Qt::DecorationRole).isValid());
    QCOMPARE(cell(1, QueryLogModel::Duration).toString(),
             u"Slow: %1 ms"_s.arg(QLocale().toString(2034.56, 'f', 2)));
    QVERIFY(cell(1, QueryLogModel::Duration, Qt::DecorationRole).isValid());
    QCOMPARE(cell(1, QueryLogModel::Statement).toString(), u"SELECT pg_sleep(2)"_s);
    QVERIFY(cell(1, QueryLogModel::Duration, Qt::TextAlignmentRole).toInt() & Qt::AlignRight);
    QCOMPARE(cell(2, QueryLogModel::Code).toString(), u"Failed: 42P01"_s);
    QVERIFY(cell(2, QueryLogModel::Code, Qt::DecorationRole).isValid());
    QCOMPARE(cell(2, QueryLogModel::Statement).toString(), u"relation \"x\" does not exist — SELECT wrong"_s);
    QCOMPARE(cell(3, QueryLogModel::Code).toString(), u"Failed: no code"_s);
    QCOMPARE(cell(4, QueryLogModel::Statement).toString(), u"It failed with code 57014. — SELECT wrong"_s);

    m_table->setCurrentIndex(rows()->index(2, 0));
    QVERIFY(part<QLabel>("queryMark")->isVisible());
    QVERIFY(part<QLabel>("queryFacts")->text().startsWith(u"Failed: 42P01"_s));
    QVERIFY(part<QPlainTextEdit>("queryDetails")->toPlainText().contains(u"HINT: none"_s));
    m_table->setCurrentIndex(rows()->index(0, 0));
    QVERIFY(!part<QLabel>("queryMark")->isVisible());
}

void TestQueryLogPage::detailsSayWhatIsHidden_data()
{
    QTest::addColumn<QString>("statement");
    QTest::addColumn<QStringList>("values");
    QTest::addColumn<QString>("below");
    const QString hidden = u"\n\nValues are hidden outside Local."_s;
    QTest::newRow("hidden") << u"SELECT $1"_s << QStringList() << hidden;
    QTest::newRow("hidden, question mark") << u"SELECT ?"_s << QStringList() << hidden;
    QTest::newRow("shown") << u"SELECT $1, $2"_s << QStringList{u"a\nb"_s, QString()}
                           << u"\n\n$1 = a\nb\n$2 = "_s;
    QTest::newRow("none") << u"SELECT 1"_s << QStringList() << QString();
    QTest::newRow("only quoted") << u"SELECT '$1 ?', \"a?\""_s << QStringList() << QString();
}

void TestQueryLogPage::detailsSayWhatIsHidden()
{
    QFETCH(QString, statement);
    QFETCH(QStringList, values);
    QFETCH(QString, below);
    QueryRecord r = record(statement);
    r.values = values;
    QCOMPARE(QueryLogText::details(r), statement + below);
}

void TestQueryLogPage::filters()
{
    QueryRecord framing = record(u"BEGIN"_s);
    framing.isFraming = true;
    QueryRecord failedCommit = failed(u"40001"_s, u"could not serialize"_s);
    failedCommit.statement = u"COMMIT"_s;
    failedCommit.isFraming = true;
    QueryRecord valued = record(u"SELECT $1"_s);
    valued.values = {u"Ada Lovelace"_s};
    for (const QueryRecord &r : {framing, valued, record(u"SELECT slow"_s, 1500ms), failedCommit})
        add(1, r);
    show();
    const auto statements = [this] {
        QStringList all;
        for (int row = 0; row < rows()->rowCount(); ++row)
            all.append(rows()->index(row, QueryLogModel::Statement).data().toString().section(u"— "_s, -1));
        return all.join(u'|');
    };
    // What failed is never left out as routine.
    QCOMPARE(statements(), u"SELECT $1|SELECT slow|COMMIT"_s);
    part<QCheckBox>("showFraming")->click();
    QCOMPARE(statements(), u"BEGIN|SELECT $1|SELECT slow|COMMIT"_s);
    part<QCheckBox>("problemsOnly")->click();
    QCOMPARE(statements(), u"COMMIT"_s);
    part<QCheckBox>("problemsOnly")->click();
    part<QCheckBox>("slowOnly")->click();
    QCOMPARE(statements(), u"SELECT slow"_s);
    part<QCheckBox>("slowOnly")->click();
    auto *filter = part<QLineEdit>("queryFilter");
    for (const auto &[text, expected] :
         {std::pair(u"  lovelace "_s, u"SELECT $1"_s), std::pair(u"SERIALIZE"_s, u"COMMIT"_s),
          std::pair(u"40001"_s, u"COMMIT"_s), std::pair(u".*"_s, QString())}) {
        filter->setText(text);
        QCOMPARE(statements(), expected);
    }
    QTRY_VERIFY(part<QPushButton>("stateAction")->isVisible());
    QTest::mouseClick(part<QPushButton>("stateAction"), Qt::LeftButton);
    QCOMPARE(rows()->rowCount(), 4);
    QTRY_VERIFY(m_table->isVisible());
}

void TestQueryLogPage::sorts()
{
    for (const auto duration : {3ms, 1ms, 2ms, 1ms})
        add(1, record(QString::number(duration.count()), duration));
    show();
    m_table->sortByColumn(QueryLogModel::Duration, Qt::DescendingOrder);
    QStringList order;
    for (int row = 0; row < rows()->rowCount(); ++row)
        order.append(rows()->index(row, QueryLogModel::Statement).data().toString());
    QCOMPARE(order.join(u' '), u"3 2 1 1"_s);
}

void TestQueryLogPage::summarizes()
{
    QueryLogFigures figures;
    QCOMPARE(figures.text(), QString());
    QCOMPARE(figures.percentile(0.5), 0us);
    for (int i = 100; i >= 1; --i)
        figures.add(std::chrono::milliseconds(i), i <= 3, i > 98);
    QCOMPARE(figures.count(), 100);
    QCOMPARE(figures.slow(), 2);
    QCOMPARE(figures.errorRate(), 3.0);
    QCOMPARE(figures.percentile(0.5), 50ms);
    QCOMPARE(figures.percentile(0.95), 95ms);
    QCOMPARE(figures.percentile(0), 1ms);
    QCOMPARE(figures.percentile(1), 100ms);

    add(3);
    add(1, failed(u"1"_s, u"x"_s));
    show();
    auto *summary = part<QLabel>("querySummary");
    QTRY_VERIFY2(summary->text().contains(u"25.0 % failed"_s), qPrintable(summary->text()));
    part<QCheckBox>("problemsOnly")->click(); // of what is shown
    QTRY_VERIFY2(summary->text().contains(u"100.0 % failed"_s), qPrintable(summary->text()));
}

void TestQueryLogPage::copies()
{
    add(4);
    show();
    QTRY_VERIFY(m_table->isVisible());
    QVERIFY(!part<QToolButton>("copy")->isEnabled());
    m_table->setFocus();
    m_table->selectRow(2);
    m_table->selectionModel()->select(rows()->index(0, 0),
                                      QItemSelectionModel::Select | QItemSelectionModel::Rows);
    QTRY_VERIFY(part<QToolButton>("copy")->isEnabled());
    QTest::keyClick(m_table, Qt::Key_C, Qt::ControlModifier);
    const QString text = QApplication::clipboard()->text();
    QVERIFY2(text.indexOf(u"statement 1"_s) >= 0, qPrintable(text));
    QVERIFY(text.indexOf(u"statement 3"_s) > text.indexOf(u"statement 1"_s));
    QVERIFY(!text.contains(u"statement 2"_s));
    QApplication::clipboard()->clear();
    part<QToolButton>("copy")->click();
    QCOMPARE(QApplication::clipboard()->text(), text);
}

void TestQueryLogPage::saves_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("begin");
    QTest::newRow("csv") << u"log.CSV"_s << QByteArray("Time,Connection,");
    QTest::newRow("text") << u"log.txt"_s << QByteArray("Failed: 42P01 · ");
}

void TestQueryLogPage::saves()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, begin);
    const QTemporaryDir folder;
    add(3);
    add(1, failed(u"42P01"_s, u"gone"_s));
    show();
    part<QCheckBox>("problemsOnly")->click(); // only what is shown
    QSignalSpy told(m_page.get(), &QueryLogPage::messageReported);
    m_page->save(folder.filePath(name));
    QTRY_COMPARE(told.size(), 1);
    QVERIFY(told.constFirst().constFirst().toString().contains(name));
    QFile file(folder.filePath(name));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray content = file.readAll();
    QVERIFY2(content.startsWith(begin), content.constData());
    QVERIFY(content.contains("SELECT wrong"));
    QVERIFY(!content.contains("statement 1"));
    QVERIFY(!(file.permissions() & (QFile::ReadGroup | QFile::ReadOther))); // values may be in it
    QVERIFY(part<QToolButton>("save")->isEnabled());
}

void TestQueryLogPage::failingToSaveIsReported()
{
    add(1);
    show();
    QSignalSpy errors(m_page.get(), &QueryLogPage::errorReported);
    m_page->save(u"/proc/no-such-folder/log.csv"_s);
    QTRY_COMPARE(errors.size(), 1);
    QVERIFY(part<QToolButton>("save")->isEnabled());
}

void TestQueryLogPage::csvIsSafe_data()
{
    QTest::addColumn<QString>("statement");
    QTest::addColumn<QByteArray>("field");
    QTest::newRow("plain") << u"SELECT 1"_s << QByteArray("SELECT 1");
    QTest::newRow("comma") << u"a, b"_s << QByteArray("\"a, b\"");
    QTest::newRow("quote") << u"a \"b\""_s << QByteArray("\"a \"\"b\"\"\"");
    QTest::newRow("lines") << u"a\nb"_s << QByteArray("\"a\nb\"");
    for (const char *first : {"=", "+", "-", "@"})
        QTest::newRow(first) << QLatin1String(first) + u"cmd()"_s << "'" + QByteArray(first) + "cmd()";
    QTest::newRow("comment") << u"-- \"x\""_s << QByteArray("\"'-- \"\"x\"\"\"");
    QTest::newRow("tab") << u"\t=1"_s << QByteArray("'\t=1");
    QTest::newRow("return") << u"\r=1"_s << QByteArray("\"'\r=1\"");
}

void TestQueryLogPage::csvIsSafe()
{
    QFETCH(QString, statement);
    QFETCH(QByteArray, field);
    QueryRecord r = record(statement, 1'234'567us);
    r.time = QDateTime(QDate(2026, 1, 2), QTime(3, 4, 5, 6), Qt::UTC);
    r.connection = u"c"_s;
    r.rows = 7;
    QCOMPARE(QueryLogExport::toCsv({r}).mid(QueryLogExport::toCsv({}).size()),
             "2026-01-02T03:04:05.006Z,c,1234.567,7,,," + field + ",\r\n");
}

void TestQueryLogPage::clears()
{
    add(5);
    show();
    QTRY_VERIFY(part<QToolButton>("clear")->isEnabled());
    m_table->selectRow(1);
    part<QToolButton>("clear")->click();
    QCOMPARE(rows()->rowCount(), 0);
    QVERIFY(part<QPlainTextEdit>("queryDetails")->toPlainText().isEmpty());
    QTRY_VERIFY(!m_table->isVisible());
    add(1);
    QTRY_COMPARE(rows()->rowCount(), 1); // what was cleared does not come back
    QCOMPARE(m_log->since(0).size(), 6);
}

void TestQueryLogPage::columnsAreKept()
{
    m_table->setColumnWidth(QueryLogModel::Connection, 321);
    const QByteArray layout = m_page->saveLayout();
    m_table->setColumnWidth(QueryLogModel::Connection, 50);
    m_page->restoreLayout(layout);
    QCOMPARE(m_table->columnWidth(QueryLogModel::Connection), 321);
    m_page->restoreLayout("damaged");
    QVERIFY(m_table->columnWidth(QueryLogModel::Connection) != 321);
    QVERIFY(m_table->columnWidth(QueryLogModel::Connection) > 50);
}

void TestQueryLogPage::everythingHasANameAndOneMnemonic()
{
    QSet<QString> mnemonics;
    const auto buttons = m_page->findChildren<QAbstractButton *>();
    int checked = 0;
    for (const QAbstractButton *button : buttons) {
        if (button->text().isEmpty() || button->parent() == part<QLineEdit>("queryFilter"))
            continue;
        ++checked;
        QVERIFY2(!button->accessibleName().isEmpty(), qPrintable(button->text()));
        const QString keys = button->shortcut().toString(QKeySequence::NativeText);
        QVERIFY2(!keys.isEmpty() && !mnemonics.contains(keys), qPrintable(button->text()));
        mnemonics.insert(keys);
        QVERIFY2(button->toolTip().endsWith(u')'), qPrintable(button->toolTip()));
        QVERIFY(button->focusPolicy() & Qt::TabFocus);
    }
    QCOMPARE(checked, 7);
    for (const char *name : {"queryFilter", "queryLogTable", "queryDetails"})
        QVERIFY2(!part<QWidget>(name)->accessibleName().isEmpty(), name);
}

void TestQueryLogPage::keys()
{
    add(2);
    show();
    QTRY_VERIFY(m_table->isVisible());
    m_table->setFocus();
    QTest::keyClick(m_table, Qt::Key_F, Qt::ControlModifier);
    auto *filter = part<QLineEdit>("queryFilter");
    QVERIFY(filter->hasFocus());
    QTest::keyClicks(filter, u"statement 2"_s);
    QCOMPARE(rows()->rowCount(), 1);
    QTest::keyClick(filter, Qt::Key_Escape);
    QCOMPARE(rows()->rowCount(), 2);
    QVERIFY(m_page->isVisible());
}

void TestQueryLogPage::manyRecordsAreNoBurden()
{
    // Without the testers of init(), which look at every row after every change.
    m_page = std::make_unique<QueryLogPage>(m_log);
    m_table = part<QueryLogView>("queryLogTable");
    for (int i = 0; i < QueryLog::maximalRecords; ++i)
        add(1, record(u"SELECT %1 FROM \"Customer\" WHERE %2"_s.arg(i % 2).arg(QString(500, u'x'))));
    QElapsedTimer clock;
    clock.start();
    show();
    QTRY_COMPARE(bar()->value(), bar()->maximum());
    const qint64 shown = clock.restart();
    // Every other row leaves: as many changes as there can be.
    part<QLineEdit>("queryFilter")->setText(u"select 1 "_s);
    QCOMPARE(rows()->rowCount(), QueryLog::maximalRecords / 2);
    const qint64 filtered = clock.restart();
    part<QLineEdit>("queryFilter")->clear();
    QCOMPARE(rows()->rowCount(), QueryLog::maximalRecords);
    qInfo("%d records: shown in %lld ms, filtered in %lld ms, all again in %lld ms", QueryLog::maximalRecords,
          shown, filtered, clock.elapsed());
}

QTEST_MAIN(TestQueryLogPage)
#include "tst_querylogpage.moc"
