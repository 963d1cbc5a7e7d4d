// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "customerfixture.h"
#include "ui/customers/reviewdialog.h"

#include <QElapsedTimer>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTreeWidget>

using namespace Gui;
using Customers::Customer;
using Customers::Field;
using Tests::CustomerFixture;

class TestReviewDialog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void listsChangesInWords();
    void marksProblems();
    void leadsToTheField();
    void enterDoesNotSave();
    void discardsSelected();
    void discardsAllAndCloses();
    void savesAndCloses();
    void manyChangesAreListedOnce();

private:
    QPushButton *button(const char *name) const
    {
        return m_dialog->findChild<QPushButton *>(QString::fromLatin1(name));
    }
    void open()
    {
        m_dialog = std::make_unique<ReviewDialog>(*m_f->editor, nullptr);
        m_list = m_dialog->findChild<QTreeWidget *>();
        m_dialog->open();
        m_dialog->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
    }

    std::unique_ptr<CustomerFixture> m_f;
    std::unique_ptr<ReviewDialog> m_dialog;
    QTreeWidget *m_list = nullptr;
};

void TestReviewDialog::init()
{
    m_f = std::make_unique<CustomerFixture>();
    QVERIFY(m_f->isReady);
    m_f->editor->setField(Tests::customer(1, QStringLiteral("Ann")), Field::Phone,
                          QStringLiteral("555 0199"));
    m_f->editor->setField(Tests::customer(1, QStringLiteral("Ann")), Field::Email, QStringLiteral("nobody"));
    m_f->editor->remove({Tests::customer(2, QStringLiteral("Bob"))});
    open();
}

void TestReviewDialog::cleanup()
{
    m_dialog.reset();
    m_f.reset();
}

void TestReviewDialog::listsChangesInWords()
{
    const QString title = m_dialog->findChild<QLabel *>(QStringLiteral("reviewTitle"))->text();
    QVERIFY2(title.contains(QLatin1Char('3')) && title.contains(QLatin1Char('2')), qPrintable(title));
    QCOMPARE(m_list->topLevelItemCount(), 2);
    const auto *ann = m_list->topLevelItem(0);
    QCOMPARE(ann->text(0), QStringLiteral("Ann"));
    QCOMPARE(ann->childCount(), 2);
    QCOMPARE(ann->child(1)->text(1), QStringLiteral("555 0100"));
    QCOMPARE(ann->child(1)->text(2), QStringLiteral("555 0199"));
    QCOMPARE(m_list->topLevelItem(1)->text(0), QStringLiteral("Bob: moved to the trash"));
}

void TestReviewDialog::marksProblems()
{
    const auto *email = m_list->topLevelItem(0)->child(0);
    const QString problem = m_f->editor->problem(1, Field::Email);
    QVERIFY(!problem.isEmpty());
    QVERIFY2(email->text(2).contains(problem), qPrintable(email->text(2)));
}

void TestReviewDialog::leadsToTheField()
{
    QSignalSpy asked(m_dialog.get(), &ReviewDialog::customerRequested);
    QVERIFY(!button("reviewGoTo")->isEnabled());
    m_list->setCurrentItem(m_list->topLevelItem(0)->child(1));
    QVERIFY(button("reviewGoTo")->isEnabled());
    button("reviewGoTo")->click();
    QCOMPARE(asked.count(), 1);
    QCOMPARE(asked.first().at(0).toLongLong(), 1);
    QCOMPARE(asked.first().at(1).value<Field>(), Field::Phone);
    QVERIFY(!m_dialog->isVisible());
}

void TestReviewDialog::enterDoesNotSave()
{
    QSignalSpy saved(m_dialog.get(), &ReviewDialog::saveRequested);
    QSignalSpy asked(m_dialog.get(), &ReviewDialog::customerRequested);
    m_list->setFocus();
    m_list->setCurrentItem(m_list->topLevelItem(1));
    QTest::keyClick(m_list, Qt::Key_Return);
    QCOMPARE(asked.count(), 1);
    QCOMPARE(saved.count(), 0);
}

void TestReviewDialog::discardsSelected()
{
    m_list->setCurrentItem(m_list->topLevelItem(0)->child(0));
    button("reviewDiscard")->click();
    QVERIFY(!m_f->editor->changes().find(1));
    QVERIFY(m_f->editor->changes().find(2));
    QTRY_COMPARE(m_list->topLevelItemCount(), 1);
    QVERIFY(m_dialog->isVisible());
    m_f->editor->undoStack()->undo();
    QTRY_COMPARE(m_list->topLevelItemCount(), 2);
}

void TestReviewDialog::discardsAllAndCloses()
{
    button("reviewDiscardAll")->click();
    QVERIFY(m_f->editor->changes().isEmpty());
    QTRY_VERIFY(!m_dialog->isVisible());
}

void TestReviewDialog::savesAndCloses()
{
    QSignalSpy saved(m_dialog.get(), &ReviewDialog::saveRequested);
    button("reviewSave")->click();
    QCOMPARE(saved.count(), 1);
    QVERIFY(!m_dialog->isVisible());
}

void TestReviewDialog::manyChangesAreListedOnce()
{
    QList<Customer> many;
    for (int i = 10; i < 2010; ++i)
        many.append(Tests::customer(i, QStringLiteral("Customer %1").arg(i)));
    int fills = 0;
    connect(m_list->model(), &QAbstractItemModel::modelReset, this, [&fills] { ++fills; });
    m_f->editor->remove(many);
    QTRY_COMPARE(m_list->topLevelItemCount(), 2002);
    QCOMPARE(fills, 1);
}

QTEST_MAIN(TestReviewDialog)
#include "tst_reviewdialog.moc"
