// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/customers/querytext.h"

#include <QTest>

using Customers::CustomerQuery;
using Customers::Field;
using Gui::queryText;

class TestQueryText final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysWhatIsShown();
    void percentSignsAreText();
};

void TestQueryText::saysWhatIsShown()
{
    CustomerQuery query;
    QCOMPARE(queryText(query), QStringLiteral("Active"));
    query.view = CustomerQuery::View::All;
    QCOMPARE(queryText(query), QString());
    query.search = QStringLiteral("  ann ");
    query.filters = {{Field::Email, QStringLiteral("example.com")}, {Field::Notes, QStringLiteral("  ")}};
    QCOMPARE(queryText(query), QStringLiteral("containing “ann”, Email containing “example.com”"));
    query.view = CustomerQuery::View::Trash;
    QVERIFY(queryText(query).startsWith(QStringLiteral("Trash, ")));
}

void TestQueryText::percentSignsAreText()
{
    CustomerQuery query;
    query.search = QStringLiteral("%1 %2");
    query.filters = {{Field::Name, QStringLiteral("%1")}};
    QCOMPARE(queryText(query), QStringLiteral("Active, containing “%1 %2”, Name containing “%1”"));
}

QTEST_APPLESS_MAIN(TestQueryText)
#include "tst_querytext.moc"
