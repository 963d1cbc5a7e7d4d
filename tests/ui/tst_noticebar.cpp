// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "contrast.h"
#include "ui/base/theme.h"
#include "ui/settings/colorscheme.h"
#include "ui/shell/dialogprompt.h"
#include "ui/shell/errorpresenter.h"
#include "ui/shell/noticebar.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QCursor>
#include <QLabel>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

using namespace Gui;
using namespace std::chrono_literals;

namespace {

Notice notice(Tone kind, const QString &text, const QString &key = {})
{
    return {kind, text, {}, {}, {}, key};
}

template <typename T>
T *child(const QWidget &widget, const char *name)
{
    return widget.findChild<T *>(QString::fromLatin1(name));
}

} // namespace

class TestNoticeBar : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QCursor::setPos(790, 790); } // a notice under the mouse is being read
    void showsKindByWordAndText();
    void theMostImportantComesFirst();
    void aKeyReplacesAndDismisses();
    void doneGoesByItself();
    void doneOfLongWorkStays();
    void doneStaysWhileFocused();
    void anOldDoneDoesNotComeBack();
    void theActionRunsOnceAfterClosing();
    void detailsOnDemand();
    void escapeCloses();
    void isAnAlertToScreenReaders();
    void everyToneIsReadable_data();
    void everyToneIsReadable();
    void errorsAreRedacted();
    void aCancelledErrorIsNoProblem();
    void promptAnswers_data();
    void promptAnswers();
    void promptShowsNoMarkup();
};

void TestNoticeBar::showsKindByWordAndText()
{
    NoticeBar bar;
    QVERIFY(bar.isHidden());
    bar.show(notice(Tone::Warning, QStringLiteral("<b>slow</b>")));
    QVERIFY(!bar.isHidden());
    QCOMPARE(child<QLabel>(bar, "noticeWord")->text(), QStringLiteral("Warning"));
    QCOMPARE(child<QLabel>(bar, "noticeText")->text(), QStringLiteral("<b>slow</b>"));
    QCOMPARE(child<QLabel>(bar, "noticeText")->textFormat(), Qt::PlainText);
    QVERIFY(child<QPushButton>(bar, "noticeAction")->isHidden());
    QVERIFY(child<QToolButton>(bar, "noticeDetailToggle")->isHidden());
}

void TestNoticeBar::theMostImportantComesFirst()
{
    NoticeBar bar;
    bar.show(notice(Tone::Problem, QStringLiteral("old problem")));
    bar.show(notice(Tone::Problem, QStringLiteral("new problem")));
    bar.show(notice(Tone::Warning, QStringLiteral("warning")));
    bar.show(notice(Tone::Information, QStringLiteral("information")));
    QStringList order;
    while (bar.current()) {
        order.append(bar.current()->text);
        child<QToolButton>(bar, "noticeClose")->click();
    }
    QCOMPARE(order, QStringList({QStringLiteral("new problem"), QStringLiteral("old problem"),
                                 QStringLiteral("warning"), QStringLiteral("information")}));
    QVERIFY(bar.isHidden());
}

void TestNoticeBar::aKeyReplacesAndDismisses()
{
    NoticeBar bar;
    bar.show(notice(Tone::Problem, QStringLiteral("line lost"), QStringLiteral("line")));
    bar.show(notice(Tone::Warning, QStringLiteral("other"), QStringLiteral("other")));
    bar.show(notice(Tone::Success, QStringLiteral("line back"), QStringLiteral("line")));
    QCOMPARE(bar.count(), 2);
    QCOMPARE(bar.current()->text, QStringLiteral("other"));
    bar.dismiss(QString());
    QCOMPARE(bar.count(), 2);
    bar.dismiss(QStringLiteral("other"));
    QCOMPARE(bar.current()->text, QStringLiteral("line back"));
    bar.dismiss(QStringLiteral("line"));
    QVERIFY(bar.isHidden());
}

void TestNoticeBar::doneGoesByItself()
{
    QWidget window;
    NoticeBar bar(&window);
    QPushButton focused(&window);
    focused.setFocus();
    window.show();
    bar.setSuccessDuration(30ms);
    bar.show(notice(Tone::Information, QStringLiteral("stays")));
    bar.show(notice(Tone::Success, QStringLiteral("saved")));
    QCOMPARE(bar.current()->text, QStringLiteral("saved"));
    QTRY_COMPARE(bar.current()->text, QStringLiteral("stays"));
}

void TestNoticeBar::doneOfLongWorkStays()
{
    QWidget window;
    NoticeBar bar(&window);
    QPushButton focused(&window);
    focused.setFocus();
    window.show();
    bar.setSuccessDuration(30ms);
    Notice backedUp = notice(Tone::Success, QStringLiteral("backed up"));
    backedUp.stays = true;
    bar.show(backedUp);
    bar.show(notice(Tone::Success, QStringLiteral("saved")));
    QCOMPARE(bar.current()->text, QStringLiteral("saved"));
    QTRY_COMPARE(bar.current()->text, QStringLiteral("backed up")); // the other one went, this one did not
    bar.show(notice(Tone::Information, QStringLiteral("newer")));
    QCOMPARE(bar.current()->text, QStringLiteral("newer")); // it covers nothing
    child<QToolButton>(bar, "noticeClose")->click();
    QCOMPARE(bar.current()->text, QStringLiteral("backed up"));
}

void TestNoticeBar::doneStaysWhileFocused()
{
    QWidget window;
    NoticeBar bar(&window);
    QPushButton elsewhere(&window);
    window.show();
    QApplication::setActiveWindow(&window);
    bar.setSuccessDuration(20ms);
    bar.show(notice(Tone::Success, QStringLiteral("saved")));
    child<QToolButton>(bar, "noticeClose")->setFocus();
    QVERIFY(child<QToolButton>(bar, "noticeClose")->hasFocus());
    QVERIFY(!QTest::qWaitFor([&] { return bar.isHidden(); }, 150));
    elsewhere.setFocus();
    QTRY_VERIFY(bar.isHidden());
}

void TestNoticeBar::anOldDoneDoesNotComeBack()
{
    NoticeBar bar;
    bar.setSuccessDuration(0ms);
    bar.show(notice(Tone::Problem, QStringLiteral("problem"), QStringLiteral("p")));
    bar.show(notice(Tone::Success, QStringLiteral("saved")));
    bar.dismiss(QStringLiteral("p"));
    QVERIFY(!bar.current());
}

void TestNoticeBar::theActionRunsOnceAfterClosing()
{
    NoticeBar bar;
    int runs = 0;
    bar.show({Tone::Problem,
              QStringLiteral("failed"),
              {},
              QStringLiteral("Try again"),
              [&] {
                  ++runs;
                  QVERIFY(!bar.current());
                  bar.show(notice(Tone::Problem, QStringLiteral("failed again")));
              },
              {}});
    auto *action = child<QPushButton>(bar, "noticeAction");
    QCOMPARE(action->accessibleName(), QStringLiteral("Try again"));
    action->click();
    QCOMPARE(runs, 1);
    QCOMPARE(bar.current()->text, QStringLiteral("failed again"));
}

void TestNoticeBar::detailsOnDemand()
{
    NoticeBar bar;
    bar.show({Tone::Problem, QStringLiteral("failed"), QStringLiteral("SQLSTATE 08006"), {}, {}, {}});
    auto *detail = child<QPlainTextEdit>(bar, "noticeDetail");
    QVERIFY(detail->isHidden());
    child<QToolButton>(bar, "noticeDetailToggle")->click();
    QVERIFY(!detail->isHidden());
    QCOMPARE(detail->toPlainText(), QStringLiteral("SQLSTATE 08006"));
    QVERIFY(detail->textInteractionFlags() & Qt::TextSelectableByKeyboard);
    child<QPushButton>(bar, "noticeCopy")->click();
    QVERIFY(QApplication::clipboard()->text().contains(QStringLiteral("SQLSTATE 08006")));
}

void TestNoticeBar::escapeCloses()
{
    NoticeBar bar;
    bar.show(notice(Tone::Problem, QStringLiteral("failed")));
    QTest::keyClick(child<QToolButton>(bar, "noticeClose"), Qt::Key_Escape);
    QVERIFY(!bar.current());
}

void TestNoticeBar::isAnAlertToScreenReaders()
{
    NoticeBar bar;
    bar.show(notice(Tone::Problem, QStringLiteral("Nothing was saved.")));
    QCOMPARE(bar.accessibleName(), QStringLiteral("Problem: Nothing was saved."));
    QCOMPARE(QAccessible::queryAccessibleInterface(&bar)->role(), QAccessible::AlertMessage);
}

void TestNoticeBar::everyToneIsReadable_data()
{
    QTest::addColumn<int>("scheme");
    QTest::addColumn<int>("tone");
    for (const ColorScheme scheme : {ColorScheme::System, ColorScheme::Light, ColorScheme::Dark})
        for (const Tone tone : {Tone::Information, Tone::Success, Tone::Warning, Tone::Problem})
            QTest::addRow("scheme %d, tone %d", int(scheme), int(tone)) << int(scheme) << int(tone);
}

void TestNoticeBar::everyToneIsReadable()
{
    QFETCH(int, scheme);
    QFETCH(int, tone);
    const QPalette palette = ColorSchemeSwitch::palette(ColorScheme(scheme));
    const QColor surface = toneBackground(Tone(tone), palette);
    QVERIFY(surface != palette.color(QPalette::Window));
    const QColor word = toneColor(Tone(tone), palette);
    QVERIFY(Tests::contrast(palette.color(QPalette::WindowText), surface) >= 4.5);
    for (const QColor &behind : {surface, palette.color(QPalette::Window), palette.color(QPalette::Base)})
        QVERIFY2(Tests::contrast(word, behind) >= 4.5,
                 qPrintable(QString::number(Tests::contrast(word, behind))));
    for (const QPalette::ColorRole behind : {QPalette::Window, QPalette::Base})
        QVERIFY(Tests::contrast(Theme::secondaryText(palette), palette.color(behind)) >= 4.5);
}

void TestNoticeBar::errorsAreRedacted()
{
    NoticeBar bar;
    ErrorPresenter presenter(bar);
    int retries = 0;
    const Core::Error error{Core::ErrorKind::Connection,
                            QStringLiteral("postgresql://anna:canary7@db/gsc cannot be reached."),
                            QStringLiteral("password=canary7 refused"), QStringLiteral("08006")};
    presenter.present(error, QStringLiteral("Connect again"), [&] { ++retries; });
    presenter.present(error, QStringLiteral("Connect again"), [&] { ++retries; });
    QCOMPARE(bar.count(), 1);
    QCOMPARE(bar.current()->kind, Tone::Problem);
    QVERIFY(!bar.current()->text.contains(QStringLiteral("canary7")));
    QVERIFY(!bar.current()->detail.contains(QStringLiteral("canary7")));
    QVERIFY(bar.current()->detail.contains(QStringLiteral("08006")));
    child<QPushButton>(bar, "noticeAction")->click();
    QCOMPARE(retries, 1);
}

void TestNoticeBar::aCancelledErrorIsNoProblem()
{
    NoticeBar bar;
    ErrorPresenter(bar).present({Core::ErrorKind::Cancelled, QStringLiteral("Stopped."), {}, {}});
    QCOMPARE(bar.current()->kind, Tone::Information);
    QVERIFY(bar.current()->actionText.isEmpty());
}

void TestNoticeBar::promptAnswers_data()
{
    QTest::addColumn<QString>("button"); // empty: Escape
    QTest::addColumn<bool>("destructive");
    QTest::addColumn<int>("answer");
    QTest::newRow("accept") << QStringLiteral("promptAccept") << false << int(Core::Answer::Accept);
    QTest::newRow("destroy") << QStringLiteral("promptAccept") << true << int(Core::Answer::Accept);
    QTest::newRow("alternative") << QStringLiteral("promptAlternative") << false
                                 << int(Core::Answer::Alternative);
    QTest::newRow("reject") << QStringLiteral("promptReject") << false << int(Core::Answer::Reject);
    QTest::newRow("escape") << QString() << true << int(Core::Answer::Reject);
}

void TestNoticeBar::promptAnswers()
{
    QFETCH(QString, button);
    QFETCH(bool, destructive);
    QFETCH(int, answer);
    QWidget window;
    window.show();
    DialogPrompt prompt(&window);
    QList<int> answers;
    prompt.ask({QStringLiteral("Delete"),
                QStringLiteral("Delete 3 customers?"),
                {},
                QStringLiteral("Delete"),
                QStringLiteral("Review"),
                destructive},
               [&](Core::Answer given) { answers.append(int(given)); });
    auto *box = window.findChild<QMessageBox *>();
    QVERIFY(box && box->isVisible());
    QVERIFY(answers.isEmpty());
    QCOMPARE(box->windowModality(), Qt::WindowModal);
    QCOMPARE(box->defaultButton() == child<QPushButton>(*box, "promptAccept"), !destructive);
    if (button.isEmpty())
        QTest::keyClick(box, Qt::Key_Escape);
    else
        box->findChild<QPushButton *>(button)->click();
    QTRY_COMPARE(answers, QList<int>{answer});
    QTRY_VERIFY(!window.findChild<QMessageBox *>());
}

void TestNoticeBar::promptShowsNoMarkup()
{
    QWidget window;
    DialogPrompt prompt(&window);
    prompt.ask({QStringLiteral("Delete"),
                QStringLiteral("Delete <i>Anna</i>?"),
                QStringLiteral("<b>3 jobs</b>"),
                QStringLiteral("Delete"),
                {},
                true},
               [](Core::Answer) {});
    const auto labels = window.findChild<QMessageBox *>()->findChildren<QLabel *>();
    int texts = 0;
    for (const QLabel *label : labels) {
        if (label->text().isEmpty())
            continue;
        ++texts;
        QCOMPARE(label->textFormat(), Qt::PlainText);
    }
    QCOMPARE(texts, 2);
}

QTEST_MAIN(TestNoticeBar)
#include "tst_noticebar.moc"
