// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/rows.h"

#include <QTest>

class tst_Rows : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAPicture()
    {
        const Tests::Rows rows = Tests::rows(uR"(
            Ada | ada@example.com | 1
            Bob |                 | NULL
        )");
        QCOMPARE(rows.size(), 2);
        QCOMPARE(rows[0], QStringList({QStringLiteral("Ada"), QStringLiteral("ada@example.com"),
                                       QStringLiteral("1")}));
        QVERIFY(rows[1][1].isEmpty());
        QVERIFY(!rows[1][1].isNull());
        QVERIFY(rows[1][2].isNull());
    }

    void tellsNullFromEmpty()
    {
        QCOMPARE(Tests::picture(Tests::rows(u"a||NULL")), QStringLiteral("a||NULL\n"));
    }
};

QTEST_APPLESS_MAIN(tst_Rows)
#include "tst_rows.moc"
