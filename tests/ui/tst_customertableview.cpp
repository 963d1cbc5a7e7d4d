// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/customers/customertablemodel.h"
#include "ui/customers/customertableview.h"

#include <QAbstractTableModel>
#include <QApplication>
#include <QClipboard>
#include <QElapsedTimer>
#include <QHeaderView>
#include <QMenu>
#include <QMimeData>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTest>

using namespace Gui;

namespace {

constexpr int columns = int(Customers::allFields.size());

/// A million rows that cost nothing.
class HugeModel final : public QAbstractTableModel
{
public:
    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : 1'000'000; }
    int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : columns; }
    QVariant data(const QModelIndex &index, int role) const override
    {
        return role == Qt::DisplayRole ? QVariant(index.row()) : QVariant();
    }
};

} // namespace

class TestCustomerTableView final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_view.reset(); }
    void copiesInThreeFormats();
    void refusesTooManyCells();
    void refusesRowsThatAreOnTheirWay();
    void aMillionRowsCostNothing();
    void keys();
    void contextMenuByKeyboardIsAtTheCell();
    void columnsAreKept();
    void theLastColumnCannotBeHidden();
    void rowHeightFollowsTheFont();

private:
    QStandardItemModel m_model;
    std::unique_ptr<CustomerTableView> m_view;
};

void TestCustomerTableView::init()
{
    m_model.clear();
    m_model.setColumnCount(columns);
    m_model.setHorizontalHeaderLabels({QStringLiteral("Name"), QStringLiteral("Email")});
    for (int row = 0; row < 5; ++row) {
        QList<QStandardItem *> items;
        for (int column = 0; column < columns; ++column)
            items.append(new QStandardItem(QStringLiteral("r%1c%2").arg(row).arg(column)));
        m_model.appendRow(items);
    }
    m_view = std::make_unique<CustomerTableView>();
    m_view->setModel(&m_model);
    m_view->resize(900, 400);
    m_view->show();
    m_view->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
    m_view->setFocus();
    m_view->goToIndex(m_model.index(0, 0));
}

void TestCustomerTableView::copiesInThreeFormats()
{
    m_model.item(1, 0)->setText(QStringLiteral("O'Neil, \"Bud\" <b>"));
    m_model.item(1, 1)->setText(QStringLiteral("two\r\nlines\tand a tab"));
    for (int column = 2; column < columns; ++column)
        m_view->setColumnHidden(column, true);
    m_view->goToIndex(m_model.index(1, 0));
    m_view->copySelection();
    const QMimeData *copied = QApplication::clipboard()->mimeData();
    QCOMPARE(copied->text(), QStringLiteral("Name\tEmail\nO'Neil, \"Bud\" <b>\ttwo lines and a tab\n"));
    QCOMPARE(copied->data(QStringLiteral("text/csv")),
             QByteArray("Name,Email\r\n\"O'Neil, \"\"Bud\"\" <b>\",\"two\r\nlines\tand a tab\"\r\n"));
    QVERIFY2(copied->html().contains(QStringLiteral("&lt;b&gt;</td>")), qPrintable(copied->html()));
    // Columns come as they are shown.
    m_view->horizontalHeader()->moveSection(1, 0);
    m_view->copySelection();
    QVERIFY(QApplication::clipboard()->mimeData()->text().startsWith(QStringLiteral("Email\tName\n")));
}

void TestCustomerTableView::refusesTooManyCells()
{
    HugeModel huge;
    CustomerTableView view;
    view.setModel(&huge);
    QSignalSpy refused(&view, &CustomerTableView::copyRefused);
    QApplication::clipboard()->setText(QStringLiteral("before"));
    view.selectAll();
    view.copySelection();
    QCOMPARE(refused.count(), 1);
    QVERIFY(refused.first().first().toInt() > 50'000);
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("before"));
}

void TestCustomerTableView::refusesRowsThatAreOnTheirWay()
{
    QSignalSpy notReady(m_view.get(), &CustomerTableView::copyNotReady);
    QApplication::clipboard()->setText(QStringLiteral("before"));
    m_model.item(2, 0)->setData(true, CustomerTableModel::IsLoadingRole);
    m_view->selectAll();
    m_view->copySelection();
    QCOMPARE(notReady.count(), 1);
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("before"));
}

void TestCustomerTableView::aMillionRowsCostNothing()
{
    HugeModel huge;
    CustomerTableView view;
    QElapsedTimer clock;
    clock.start();
    view.setModel(&huge);
    view.resize(900, 400);
    view.show();
    view.goToIndex(huge.index(999'999, 0));
    view.selectAll();
    QCOMPARE(view.selectedRowCount(), 1'000'000);
    QCOMPARE(view.selectedRowNumbers(3), QList<int>({0, 1, 2}));
    qInfo("a million rows shown, left at the end and selected in %lld ms", clock.elapsed());
    QVERIFY(clock.elapsed() < 1500);
}

void TestCustomerTableView::keys()
{
    QSignalSpy removed(m_view.get(), &CustomerTableView::removeRequested);
    QTest::keyClick(m_view.get(), Qt::Key_Delete);
    QCOMPARE(removed.count(), 1);
    m_view->goToIndex(m_model.index(1, 1));
    QTest::keyClick(m_view.get(), Qt::Key_End, Qt::ControlModifier);
    QCOMPARE(m_view->currentIndex(), m_model.index(4, 1));
    QTest::keyClick(m_view.get(), Qt::Key_Home, Qt::ControlModifier);
    QCOMPARE(m_view->currentIndex(), m_model.index(0, 1));
    QTest::keyClick(m_view.get(), Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(m_view->selectedRowCount(), 5);
    QTest::keyClick(m_view.get(), Qt::Key_Escape);
    QCOMPARE(m_view->selectedRowCount(), 1);
    QVERIFY(m_view->currentIndex().isValid());
    for (const Qt::Key key : {Qt::Key_Return, Qt::Key_F2}) {
        QTest::keyClick(m_view.get(), key);
        QVERIFY(m_view->isPersistentEditorOpen(m_view->currentIndex()) ||
                m_view->indexWidget(m_view->currentIndex()) != nullptr ||
                QApplication::focusWidget() != m_view.get());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QTRY_VERIFY(m_view->hasFocus());
    }
}

void TestCustomerTableView::contextMenuByKeyboardIsAtTheCell()
{
    QSignalSpy asked(m_view.get(), &CustomerTableView::contextMenuRequested);
    m_view->goToIndex(m_model.index(3, 0));
    QContextMenuEvent event(QContextMenuEvent::Keyboard, QPoint(1, 1), QPoint(1, 1));
    QApplication::sendEvent(m_view->viewport(), &event);
    QCOMPARE(asked.count(), 1);
    const QPoint at = m_view->viewport()->mapFromGlobal(asked.first().first().toPoint());
    QVERIFY(m_view->visualRect(m_model.index(3, 0)).adjusted(0, 0, 1, 1).contains(at));
}

void TestCustomerTableView::columnsAreKept()
{
    m_view->setColumnHidden(3, true);
    m_view->setColumnWidth(0, 321);
    m_view->horizontalHeader()->moveSection(0, 2);
    const QByteArray state = m_view->saveColumns();
    CustomerTableView other;
    other.setModel(&m_model);
    other.restoreColumns(state);
    QVERIFY(other.isColumnHidden(3));
    QCOMPARE(other.columnWidth(0), 321);
    QCOMPARE(other.horizontalHeader()->visualIndex(0), 2);
    other.restoreColumns(QByteArrayLiteral("nonsense"));
    QVERIFY(!other.isColumnHidden(3));
    QCOMPARE(other.horizontalHeader()->visualIndex(0), 0);
    QVERIFY(other.isColumnHidden(CustomerTableModel::column(Customers::Field::DeletedAt)));
}

void TestCustomerTableView::theLastColumnCannotBeHidden()
{
    for (int column = 1; column < columns; ++column)
        m_view->setColumnHidden(column, true);
    Q_EMIT m_view->horizontalHeader()->customContextMenuRequested(QPoint(5, 5));
    auto *menu = m_view->findChild<QMenu *>();
    QVERIFY(menu);
    QVERIFY(menu->actions().at(0)->isChecked());
    QVERIFY(!menu->actions().at(0)->isEnabled());
    menu->actions().at(1)->trigger();
    QVERIFY(!m_view->isColumnHidden(1));
    menu->close();
}

void TestCustomerTableView::rowHeightFollowsTheFont()
{
    QCOMPARE(m_view->rowHeight(0), int(m_view->fontMetrics().height() * 1.6));
    const int before = m_view->rowHeight(0);
    QFont font = m_view->font();
    font.setPointSizeF(font.pointSizeF() * 2);
    m_view->setFont(font);
    QVERIFY(m_view->rowHeight(0) > before * 3 / 2);
}

QTEST_MAIN(TestCustomerTableView)
#include "tst_customertableview.moc"
