// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "customerfixture.h"
#include "ui/customers/customerform.h"

#include <QAbstractButton>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTest>

using namespace Gui;
using Customers::Customer;
using Customers::Field;
using Tests::CustomerFixture;

class TestCustomerForm final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void typingStagesAndKeepsTheCursor();
    void oneFieldIsOneStep();
    void revertsOneField();
    void nullIsNotEmpty();
    void problemsWaitForTheUser();
    void aSaveThatFailsShowsProblems();
    void tooLongIsSaidAtOnce();
    void unstorableTextIsNotStaged();
    void nothingAndSeveralSelected();
    void trashCanOnlyBeRestored();
    void readOnly();
    void dependents();
    void everyControlHasAName();

private:
    template <typename T>
    T *child(const char *name) const
    {
        return m_form->findChild<T *>(QString::fromLatin1(name));
    }
    Db::Cell staged(Field field) const { return m_f->editor->current(m_ann).text(field); }

    std::unique_ptr<CustomerFixture> m_f;
    std::unique_ptr<CustomerForm> m_form;
    Customer m_ann;
};

void TestCustomerForm::init()
{
    m_f = std::make_unique<CustomerFixture>();
    QVERIFY(m_f->isReady);
    m_ann = Tests::customer(1, QStringLiteral("Ann & Co"));
    m_form = std::make_unique<CustomerForm>(*m_f->editor);
    m_form->resize(400, 700);
    m_form->show();
    m_form->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_form.get()));
    m_form->setCustomers({m_ann}, 1);
}

void TestCustomerForm::cleanup()
{
    m_form.reset();
    m_f.reset();
}

void TestCustomerForm::typingStagesAndKeepsTheCursor()
{
    auto *name = child<QLineEdit>("inputName");
    name->setFocus();
    name->setCursorPosition(3);
    QTest::keyClicks(name, QStringLiteral("abel"));
    QCOMPARE(staged(Field::Name), Db::Cell(QStringLiteral("Annabel & Co")));
    QCOMPARE(name->cursorPosition(), 7);
    QCOMPARE(child<QLabel>("formTitle")->text(), QStringLiteral("Annabel & Co"));
    QCOMPARE(child<QLabel>("counterName")->text(), QStringLiteral("12/200"));
    auto *notes = child<QPlainTextEdit>("inputNotes");
    notes->setFocus();
    QTest::keyClicks(notes, QStringLiteral("ab"));
    QTest::keyClick(notes, Qt::Key_Left);
    QTest::keyClicks(notes, QStringLiteral("x"));
    QCOMPARE(staged(Field::Notes), Db::Cell(QStringLiteral("axb")));
    QCOMPARE(notes->textCursor().position(), 2);
}

void TestCustomerForm::oneFieldIsOneStep()
{
    QTest::keyClicks(child<QLineEdit>("inputName"), QStringLiteral("xyz"));
    QTest::keyClicks(child<QLineEdit>("inputPhone"), QStringLiteral("9"));
    QCOMPARE(m_f->editor->undoStack()->count(), 2);
    m_f->editor->undoStack()->undo();
    m_f->editor->undoStack()->undo();
    QVERIFY(m_f->editor->changes().isEmpty());
    QCOMPARE(child<QLineEdit>("inputName")->text(), QStringLiteral("Ann & Co"));
}

void TestCustomerForm::revertsOneField()
{
    auto *revert = child<QAbstractButton>("revertName");
    QVERIFY(!revert->isVisible());
    QTest::keyClicks(child<QLineEdit>("inputName"), QStringLiteral("x"));
    QVERIFY(revert->isVisible());
    QVERIFY(revert->toolTip().contains(QStringLiteral("Ann &amp; Co")));
    QVERIFY(Qt::mightBeRichText(revert->toolTip())); // else "&amp;" would be read as it stands
    revert->click();
    QVERIFY(m_f->editor->changes().isEmpty());
    QCOMPARE(child<QLineEdit>("inputName")->text(), QStringLiteral("Ann & Co"));
    QVERIFY(!revert->isVisible());
}

void TestCustomerForm::nullIsNotEmpty()
{
    Customer other = m_ann;
    other.id = 2;
    other.setText(Field::Phone, std::nullopt);
    other.setText(Field::Email, QLatin1String(""));
    m_form->setCustomers({other}, 1);
    QVERIFY(child<QLineEdit>("inputPhone")->placeholderText() !=
            child<QLineEdit>("inputEmail")->placeholderText());
}

void TestCustomerForm::problemsWaitForTheUser()
{
    const qint64 id = m_f->editor->addCustomer();
    m_form->setCustomers({m_f->editor->changes().find(id)->base}, 1);
    auto *email = child<QLineEdit>("inputEmail");
    auto *problem = child<QLabel>("problemEmail");
    QVERIFY(!child<QLabel>("problemName")->isVisible());
    email->setFocus();
    QTest::keyClicks(email, QStringLiteral("nobody"));
    QVERIFY(!m_f->editor->problem(id, Field::Email).isEmpty());
    QVERIFY(!problem->isVisible());
    child<QLineEdit>("inputPhone")->setFocus();
    QTRY_VERIFY(problem->isVisible());
    email->setFocus();
    QTest::keyClicks(email, QStringLiteral("@example.com"));
    QVERIFY(!problem->isVisible());
    // Emptying a field that must not be empty is said at once.
    auto *name = child<QLineEdit>("inputName");
    name->setFocus();
    QTest::keyClicks(name, QStringLiteral("A"));
    QTest::keyClick(name, Qt::Key_Backspace);
    QVERIFY(child<QLabel>("problemName")->isVisible());
    QVERIFY(!name->accessibleDescription().isEmpty());
    // Another customer is another start.
    m_form->setCustomers({m_ann}, 1);
    m_form->setCustomers({m_f->editor->changes().find(id)->base}, 1);
    QVERIFY(!child<QLabel>("problemName")->isVisible());
}

void TestCustomerForm::aSaveThatFailsShowsProblems()
{
    const qint64 id = m_f->editor->addCustomer();
    m_form->setCustomers({m_f->editor->changes().find(id)->base}, 1);
    QVERIFY(!child<QLabel>("problemName")->isVisible());
    m_f->editor->save();
    QTRY_VERIFY(child<QLabel>("problemName")->isVisible());
}

void TestCustomerForm::tooLongIsSaidAtOnce()
{
    auto *phone = child<QLineEdit>("inputPhone");
    phone->setFocus();
    phone->selectAll();
    QTest::keyClicks(phone, QString(51, QLatin1Char('5')));
    QVERIFY(child<QLabel>("problemPhone")->isVisible());
}

void TestCustomerForm::unstorableTextIsNotStaged()
{
    auto *name = child<QLineEdit>("inputName");
    name->setFocus();
    name->insert(QString(QChar(0xd800)));
    Q_EMIT name->textEdited(name->text()); // insert() is silent, a paste is not
    QVERIFY(m_f->editor->changes().isEmpty());
    QVERIFY(child<QLabel>("problemName")->isVisible());
}

void TestCustomerForm::nothingAndSeveralSelected()
{
    QSignalSpy created(m_form.get(), &CustomerForm::newRequested);
    QSignalSpy removed(m_form.get(), &CustomerForm::removeRequested);
    QSignalSpy restored(m_form.get(), &CustomerForm::restoreRequested);
    auto *action = child<QAbstractButton>("stateAction");
    m_form->setCustomers({}, 0);
    QVERIFY(!child<QLineEdit>("inputName")->isVisible());
    action->click();
    QCOMPARE(created.count(), 1);
    Customer other = m_ann;
    other.id = 2;
    m_form->setCustomers({m_ann, other}, 12);
    action->click();
    QCOMPARE(removed.count(), 1);
    m_ann.isDeleted = other.isDeleted = true;
    m_form->setCustomers({m_ann, other}, 12);
    action->click();
    QCOMPARE(restored.count(), 1);
    QCOMPARE(removed.count(), 1);
}

void TestCustomerForm::trashCanOnlyBeRestored()
{
    m_ann.isDeleted = true;
    m_ann.deletedAt = QStringLiteral("2025-12-17 00:00:00");
    m_form->setCustomers({m_ann}, 1);
    QVERIFY(child<QAbstractButton>("formRestore")->isVisible());
    QVERIFY(!child<QAbstractButton>("formRemove")->isVisible());
    QVERIFY(child<QLineEdit>("inputName")->isReadOnly());
}

void TestCustomerForm::readOnly()
{
    m_f->editor->setReadOnly(true);
    QVERIFY(child<QLineEdit>("inputName")->isReadOnly());
    QVERIFY(child<QPlainTextEdit>("inputNotes")->isReadOnly());
    QVERIFY(!child<QAbstractButton>("formRemove")->isEnabled());
    m_form->setCustomers({}, 0);
    QVERIFY(!child<QAbstractButton>("stateAction")->isVisible());
}

void TestCustomerForm::dependents()
{
    auto *label = child<QLabel>("formDependents");
    m_form->setDependents({{QStringLiteral("Job"), 2}, {QStringLiteral("<b>"), 1}});
    QVERIFY(label->isVisible());
    QVERIFY2(label->text().startsWith(QStringLiteral("2 job")), qPrintable(label->text()));
    QCOMPARE(label->textFormat(), Qt::PlainText);
    m_form->setDependents({});
    QVERIFY(!label->isVisible());
}

void TestCustomerForm::everyControlHasAName()
{
    for (const char *name : {"inputName", "inputEmail", "inputPhone", "inputAddress", "inputNotes",
                             "revertName", "revertNotes"}) {
        const auto *widget = child<QWidget>(name);
        QVERIFY2(widget, name);
        QVERIFY2(!widget->accessibleName().isEmpty(), name);
        QVERIFY2(!widget->accessibleName().contains(QLatin1Char('&')), name);
    }
}

QTEST_MAIN(TestCustomerForm)
#include "tst_customerform.moc"
