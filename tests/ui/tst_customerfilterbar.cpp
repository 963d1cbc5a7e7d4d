// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/customers/customerfilterbar.h"

#include <QAbstractButton>
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QSignalSpy>
#include <QTest>

using namespace Gui;
using Customers::CustomerQuery;
using Customers::Field;
using View = CustomerQuery::View;

class TestCustomerFilterBar final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void typingIsAnnouncedOnceAndLate();
    void enterSearchesAtOnce();
    void escapeClearsThenPasses();
    void arrowKeysChooseTheView();
    void filtersOfColumns();
    void setQueryIsSilent();
    void countSaysWhatItKnows();
    void busyLineWaits();
    void everyControlHasAName();

private:
    template <typename T>
    T *child(const char *name) const
    {
        return m_bar->findChild<T *>(QString::fromLatin1(name));
    }
    QString count() const { return child<QLabel>("matchCount")->text(); }

    std::unique_ptr<QWidget> m_page;
    CustomerFilterBar *m_bar = nullptr;
    QLineEdit *m_search = nullptr;
};

void TestCustomerFilterBar::init()
{
    QLocale::setDefault(QLocale(QStringLiteral("en_US")));
    m_page = std::make_unique<QWidget>();
    m_bar = new CustomerFilterBar(m_page.get());
    m_search = child<QLineEdit>("search");
    m_page->show();
    m_page->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
}

void TestCustomerFilterBar::typingIsAnnouncedOnceAndLate()
{
    QSignalSpy changed(m_bar, &CustomerFilterBar::queryChanged);
    QElapsedTimer clock;
    m_bar->focusSearch();
    m_search->setText(QStringLiteral("ö")); // keyClicks() knows ASCII only
    QTest::keyClicks(m_search, QStringLiteral("z"));
    clock.start();
    QTest::keyClicks(m_search, QStringLiteral("t"));
    QCOMPARE(changed.count(), 0);
    QTRY_COMPARE(changed.count(), 1);
    QVERIFY2(clock.elapsed() >= 200, qPrintable(QString::number(clock.elapsed())));
    QCOMPARE(m_bar->query().search, QStringLiteral("özt"));
}

void TestCustomerFilterBar::enterSearchesAtOnce()
{
    QSignalSpy changed(m_bar, &CustomerFilterBar::queryChanged);
    QTest::keyClicks(m_search, QStringLiteral("a"));
    QTest::keyClick(m_search, Qt::Key_Return);
    QCOMPARE(changed.count(), 1);
    QTest::keyClick(m_search, Qt::Key_Return); // nothing new
    QCOMPARE(changed.count(), 1);
}

void TestCustomerFilterBar::escapeClearsThenPasses()
{
    struct Page final : QObject
    {
        int escapes = 0;
        bool eventFilter(QObject *, QEvent *event) override
        {
            if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape)
                ++escapes;
            return false;
        }
    } page;
    m_page->installEventFilter(&page);
    QSignalSpy changed(m_bar, &CustomerFilterBar::queryChanged);
    QTest::keyClicks(m_search, QStringLiteral("a"));
    QTest::keyClick(m_search, Qt::Key_Return);
    QTest::keyClick(m_search, Qt::Key_Escape);
    QCOMPARE(m_search->text(), QString());
    QCOMPARE(changed.count(), 2);
    QCOMPARE(page.escapes, 0);
    QTest::keyClick(m_search, Qt::Key_Escape);
    QCOMPARE(page.escapes, 1);
}

void TestCustomerFilterBar::arrowKeysChooseTheView()
{
    QSignalSpy changed(m_bar, &CustomerFilterBar::queryChanged);
    QCOMPARE(m_bar->query().view, View::Active);
    auto *active = child<QAbstractButton>("view0");
    active->setFocus();
    QTest::keyClick(active, Qt::Key_Right);
    QCOMPARE(m_bar->query().view, View::Incomplete);
    QCOMPARE(changed.count(), 1);
    QVERIFY(child<QAbstractButton>("view1")->hasFocus());
    QVERIFY(!active->isChecked());
}

void TestCustomerFilterBar::filtersOfColumns()
{
    auto *toggle = child<QAbstractButton>("filterToggle");
    auto *email = child<QLineEdit>("filterEmail");
    auto *clear = child<QAbstractButton>("clearFilters");
    QVERIFY(!email->isVisible());
    toggle->click();
    QVERIFY(email->isVisible());
    QVERIFY(!clear->isEnabled());
    email->setText(QStringLiteral(" @example "));
    QTest::keyClick(email, Qt::Key_Return);
    QCOMPARE(m_bar->query().filters.value(Field::Email), QStringLiteral("@example"));
    QVERIFY2(toggle->text().contains(QLatin1Char('1')), qPrintable(toggle->text()));
    clear->click();
    QVERIFY(m_bar->query().filters.isEmpty());
    QVERIFY(email->isVisible());
    QVERIFY(!clear->isEnabled());
    // A hidden row filters nothing.
    email->setText(QStringLiteral("x"));
    toggle->click();
    QVERIFY(!email->isVisible());
    QVERIFY(m_bar->query().filters.isEmpty());
}

void TestCustomerFilterBar::setQueryIsSilent()
{
    QSignalSpy changed(m_bar, &CustomerFilterBar::queryChanged);
    CustomerQuery query;
    query.view = View::Trash;
    query.search = QStringLiteral("saw");
    query.filters.insert(Field::Notes, QStringLiteral("chain"));
    m_bar->setQuery(query);
    QCOMPARE(m_bar->query(), query);
    QVERIFY(child<QLineEdit>("filterNotes")->isVisible());
    QVERIFY(!changed.wait(400));
    m_bar->setQuery({});
    QCOMPARE(m_bar->query(), CustomerQuery());
    QVERIFY(!child<QLineEdit>("filterNotes")->isVisible());
}

void TestCustomerFilterBar::countSaysWhatItKnows()
{
    m_bar->setCount(12408, true, false);
    QVERIFY2(count().contains(QStringLiteral("12,408")), qPrintable(count()));
    m_bar->setCount(37, true, true);
    QVERIFY2(count().contains(QStringLiteral("37")) && count().contains(QStringLiteral("match")),
             qPrintable(count()));
    m_bar->setCount(256, false, true);
    QCOMPARE(count(), QStringLiteral("counting…"));
}

void TestCustomerFilterBar::busyLineWaits()
{
    auto *line = child<QProgressBar>("busyLine");
    const int height = m_bar->sizeHint().height();
    m_bar->setBusy(true);
    m_bar->setBusy(false);
    QVERIFY(!QTest::qWaitFor([&] { return line->isVisible(); }, 250)); // a short wait shows nothing
    QElapsedTimer clock;
    clock.start();
    m_bar->setBusy(true);
    QVERIFY(!line->isVisible());
    QTRY_VERIFY(line->isVisible());
    QVERIFY(clock.elapsed() >= 120);
    QVERIFY(line->height() <= 3);
    QCOMPARE(m_bar->sizeHint().height(), height); // and nothing jumps
    m_bar->setBusy(false);
    QVERIFY(!line->isVisible());
}

void TestCustomerFilterBar::everyControlHasAName()
{
    const auto check = [](const QWidget *widget) {
        QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName()));
        QVERIFY(!widget->accessibleName().contains(QLatin1Char('&')));
    };
    int seen = 0;
    for (const char *name :
         {"view0", "view1", "view2", "view3", "view4", "filterToggle", "clearFilters", "search", "filterName",
          "filterEmail", "filterPhone", "filterAddress", "filterNotes"}) {
        const auto *widget = child<QWidget>(name);
        QVERIFY2(widget, name);
        check(widget);
        ++seen;
    }
    QCOMPARE(seen, 13);
}

QTEST_MAIN(TestCustomerFilterBar)
#include "tst_customerfilterbar.moc"
