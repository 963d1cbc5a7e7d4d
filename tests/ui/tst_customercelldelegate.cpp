// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/base/theme.h"
#include "ui/customers/customercelldelegate.h"
#include "ui/customers/customertablemodel.h"
#include "ui/customers/customertableview.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPlainTextEdit>
#include <QStandardItemModel>
#include <QTest>

using namespace Gui;
using Customers::Field;

namespace {

using Hits = QList<std::pair<int, int>>;
constexpr QSize cell(200, 30);

} // namespace

class TestCustomerCellDelegate final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void everyStateLooksDifferent_data();
    void everyStateLooksDifferent();
    void changeAndProblemAreNotColourAlone();
    void hitsSurviveElision();
    void hitsKeepTheirPlaceRightToLeft();
    void enterTakesEscapeDoesNot();
    void tabGoesToTheNextCell();
    void lookingIsNoChange();
    void unstorableTextIsRefused();
    void saysWhatIsWrongWhileTyping();
    void longTextsHaveABoxInsideTheView();

private:
    QImage painted(const QStyleOptionViewItem &option) const
    {
        QImage image(cell, QImage::Format_RGB32);
        image.fill(option.palette.color(QPalette::Base));
        QPainter painter(&image);
        m_view->itemDelegate()->paint(&painter, option, m_model.index(0, 0));
        return image;
    }
    QStyleOptionViewItem option() const
    {
        QStyleOptionViewItem made;
        made.rect = QRect(QPoint(), cell);
        made.palette = m_view->palette();
        made.font = m_view->font();
        made.fontMetrics = m_view->fontMetrics();
        made.state = QStyle::State_Enabled | QStyle::State_Active;
        made.displayAlignment = Qt::AlignLeft | Qt::AlignVCenter;
        made.widget = m_view.get();
        made.showDecorationSelected = true; // as QTableView asks
        return made;
    }
    static bool has(const QImage &image, const QColor &colour)
    {
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                if (image.pixelColor(x, y).rgb() == colour.rgb())
                    return true;
        return false;
    }
    template <typename T>
    T *edit(Field field)
    {
        m_view->goToIndex(m_model.index(0, int(field)));
        m_view->edit(m_view->currentIndex());
        return m_view->findChild<T *>(QStringLiteral("cellInput"));
    }
    QString text(Field field) const { return m_model.item(0, int(field))->text(); }

    QStandardItemModel m_model;
    std::unique_ptr<CustomerTableView> m_view;
};

void TestCustomerCellDelegate::init()
{
    m_view.reset();
    m_model.clear();
    for (int row = 0; row < 3; ++row) {
        QList<QStandardItem *> items;
        for (size_t column = 0; column < Customers::allFields.size(); ++column)
            items.append(new QStandardItem(QStringLiteral("text")));
        m_model.appendRow(items);
    }
    m_view = std::make_unique<CustomerTableView>();
    m_view->setItemDelegate(new CustomerCellDelegate(Customers::Rules(Db::Catalogue()), m_view.get()));
    m_view->setModel(&m_model);
    m_view->resize(700, 300);
    m_view->show();
    m_view->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
}

void TestCustomerCellDelegate::everyStateLooksDifferent_data()
{
    QTest::addColumn<int>("role");
    QTest::addColumn<QVariant>("value");
    QTest::newRow("changed") << int(CustomerTableModel::IsChangedRole) << QVariant(true);
    QTest::newRow("problem") << int(CustomerTableModel::ProblemRole) << QVariant(QStringLiteral("wrong"));
    QTest::newRow("null") << int(CustomerTableModel::IsNullRole) << QVariant(true);
    QTest::newRow("loading") << int(CustomerTableModel::IsLoadingRole) << QVariant(true);
    QTest::newRow("deleted") << int(CustomerTableModel::IsDeletedRole) << QVariant(true);
    QTest::newRow("hit") << int(CustomerTableModel::HitsRole) << QVariant::fromValue(Hits{{1, 2}});
}

void TestCustomerCellDelegate::everyStateLooksDifferent()
{
    QFETCH(int, role);
    QFETCH(QVariant, value);
    for (const bool selected : {false, true}) {
        QStyleOptionViewItem style = option();
        style.state.setFlag(QStyle::State_Selected, selected);
        m_model.item(0, 0)->setData(QVariant(), role);
        const QImage usual = painted(style);
        m_model.item(0, 0)->setData(value, role);
        QVERIFY2(painted(style) != usual, selected ? "selected" : "not selected");
    }
    // NULL is no empty text.
    m_model.item(0, 0)->setData(QVariant(), role);
    m_model.item(0, 0)->setText(QString());
    const QImage empty = painted(option());
    m_model.item(0, 0)->setData(true, CustomerTableModel::IsNullRole);
    QVERIFY(painted(option()) != empty);
}

void TestCustomerCellDelegate::changeAndProblemAreNotColourAlone()
{
    m_model.item(0, 0)->setData(true, CustomerTableModel::IsChangedRole);
    QImage image = painted(option());
    QVERIFY(has(image, Theme::changedBackground(m_view->palette())));
    QCOMPARE(image.pixelColor(1, 1).rgb(), Theme::changedText(m_view->palette()).rgb());
    m_model.item(0, 0)->setData(QStringLiteral("wrong"), CustomerTableModel::ProblemRole);
    image = painted(option());
    QVERIFY(has(image, Theme::problemBackground(m_view->palette())));
    QCOMPARE(image.pixelColor(1, 1).rgb(), Theme::problemText(m_view->palette()).rgb());
}

void TestCustomerCellDelegate::hitsSurviveElision()
{
    const QColor hit = Theme::hitBackground(m_view->palette());
    m_model.item(0, 0)->setText(QStringLiteral("word ").repeated(60));
    m_model.item(0, 0)->setData(QVariant::fromValue(Hits{{0, 4}, {280, 4}, {299, 100}}),
                                CustomerTableModel::HitsRole);
    QVERIFY(has(painted(option()), hit));
    m_model.item(0, 0)->setData(QVariant::fromValue(Hits{{280, 4}}), CustomerTableModel::HitsRole);
    painted(option()); // out of sight: nothing to show, nothing to crash
}

void TestCustomerCellDelegate::hitsKeepTheirPlaceRightToLeft()
{
    const QColor hit = Theme::hitBackground(m_view->palette());
    m_model.item(0, 0)->setData(QVariant::fromValue(Hits{{0, 4}}), CustomerTableModel::HitsRole);
    QStyleOptionViewItem style = option();
    style.direction = Qt::RightToLeft;
    const QImage image = painted(style);
    QVERIFY(has(image.copy(cell.width() / 2, 0, cell.width() / 2, cell.height()), hit));
    QVERIFY(!has(image.copy(0, 0, cell.width() / 2, cell.height()), hit));
}

void TestCustomerCellDelegate::enterTakesEscapeDoesNot()
{
    auto *line = edit<QLineEdit>(Field::Name);
    QVERIFY(line);
    QVERIFY(line->hasFocus());
    QCOMPARE(line->selectedText(), QStringLiteral("text"));
    QTest::keyClicks(line, QStringLiteral("Ann"));
    QTest::keyClick(line, Qt::Key_Escape);
    QCOMPARE(text(Field::Name), QStringLiteral("text"));
    QTRY_VERIFY(!m_view->findChild<QLineEdit *>());
    line = edit<QLineEdit>(Field::Name);
    QTest::keyClicks(line, QStringLiteral("Ann"));
    QTest::keyClick(line, Qt::Key_Return);
    QCOMPARE(text(Field::Name), QStringLiteral("Ann"));
}

void TestCustomerCellDelegate::tabGoesToTheNextCell()
{
    auto *line = edit<QLineEdit>(Field::Name);
    QTest::keyClicks(line, QStringLiteral("Ann"));
    QTest::keyClick(line, Qt::Key_Tab);
    QCOMPARE(text(Field::Name), QStringLiteral("Ann"));
    QCOMPARE(m_view->currentIndex(), m_model.index(0, int(Field::Email)));
    QTRY_COMPARE(m_view->findChildren<QLineEdit *>().size(), 1);
    QVERIFY(m_view->findChild<QLineEdit *>()->hasFocus());
}

void TestCustomerCellDelegate::lookingIsNoChange()
{
    const QString notes = QStringLiteral("two\r\nlines\u00a0here");
    m_model.item(0, int(Field::Notes))->setText(notes);
    auto *box = edit<QPlainTextEdit>(Field::Notes);
    QVERIFY(box);
    m_view->setFocus(); // leaving takes the value
    QTRY_VERIFY(!m_view->findChild<QPlainTextEdit *>());
    QCOMPARE(text(Field::Notes), notes);
}

void TestCustomerCellDelegate::unstorableTextIsRefused()
{
    auto *line = edit<QLineEdit>(Field::Name);
    line->setText(QStringLiteral("a") + QChar(0xd800));
    QTest::keyClick(line, Qt::Key_Return);
    QCOMPARE(text(Field::Name), QStringLiteral("text"));
    QVERIFY(line->isVisible());
    QVERIFY(!m_view->findChild<QLabel *>(QStringLiteral("cellProblem"))->text().isEmpty());
    m_view->setFocus();
    QCOMPARE(text(Field::Name), QStringLiteral("text"));
}

void TestCustomerCellDelegate::saysWhatIsWrongWhileTyping()
{
    auto *line = edit<QLineEdit>(Field::Email);
    auto *problem = m_view->findChild<QLabel *>(QStringLiteral("cellProblem"));
    QTest::keyClicks(line, QStringLiteral("nobody"));
    QVERIFY(!problem->text().isEmpty());
    QCOMPARE(line->accessibleDescription(), problem->text());
    QCOMPARE(problem->palette().color(problem->foregroundRole()), Theme::problemText(m_view->palette()));
    QTRY_VERIFY2(problem->height() >= problem->heightForWidth(problem->width()),
                 qPrintable(QStringLiteral("cut off: %1").arg(problem->height())));
    QVERIFY(m_view->viewport()->rect().contains(line->parentWidget()->geometry()));
    QTest::keyClicks(line, QStringLiteral("@example.com"));
    QVERIFY(problem->text().isEmpty());
    QCOMPARE(m_view->findChild<QLabel *>(QStringLiteral("cellCounter"))->text(), QStringLiteral("18/200"));
    // A wrong value may be staged; it shows as a problem then.
    line->setText(QStringLiteral("nobody"));
    QTest::keyClick(line, Qt::Key_Return);
    QCOMPARE(text(Field::Email), QStringLiteral("nobody"));
}

void TestCustomerCellDelegate::longTextsHaveABoxInsideTheView()
{
    m_view->goToIndex(m_model.index(2, int(Field::Notes)));
    m_view->edit(m_view->currentIndex());
    auto *box = m_view->findChild<QPlainTextEdit *>();
    QVERIFY(box);
    const QWidget *frame = box->parentWidget();
    QVERIFY(m_view->viewport()->rect().contains(frame->geometry()));
    QVERIFY(frame->height() > m_view->rowHeight(2) * 2);
    QTest::keyClicks(box, QStringLiteral("one"));
    QTest::keyClick(box, Qt::Key_Return);
    QTest::keyClicks(box, QStringLiteral("two"));
    QTest::keyClick(box, Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(m_model.item(2, int(Field::Notes))->text(), QStringLiteral("one\ntwo"));
}

QTEST_MAIN(TestCustomerCellDelegate)
#include "tst_customercelldelegate.moc"
