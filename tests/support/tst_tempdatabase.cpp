// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/postgresserver.h"
#include "support/tempdatabase.h"

#include <QFileInfo>
#include <QTest>

using namespace Qt::StringLiterals;
using Tests::TempDatabase;

class tst_TempDatabase : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsTextAsItIs_data() { TempDatabase::addKinds(); }
    void keepsTextAsItIs()
    {
        QFETCH(TempDatabase::Kind, kind);
        const TempDatabase database(kind);
        database.execute(u"CREATE TABLE t (a integer, b text)"_s);
        database.execute(u"INSERT INTO t VALUES (1, 'Łukasz'), (2, ''), (3, NULL)"_s);
        const Tests::Rows found = database.execute(u"SELECT a, b FROM t ORDER BY a"_s);
        QCOMPARE(Tests::picture(found), Tests::picture(Tests::rows(uR"(
            1 | Łukasz
            2 |
            3 | NULL
        )")));
    }

    void isGoneWithTheObject_data() { TempDatabase::addKinds(); }
    void isGoneWithTheObject()
    {
        QFETCH(TempDatabase::Kind, kind);
        QString name;
        {
            const TempDatabase database(kind);
            name = database.name();
            database.execute(u"CREATE TABLE t (a integer)"_s);
        }
        if (kind == TempDatabase::Kind::Sqlite)
            QVERIFY(!QFileInfo::exists(name));
        else
            QCOMPARE(Tests::PostgresServer::instance().execute(
                         u"SELECT count(*) FROM pg_database WHERE datname = '%1'"_s.arg(name)),
                     Tests::rows(u"0"));
    }

    void failedSetUpFailsTheTest_data() { TempDatabase::addKinds(); }
    void failedSetUpFailsTheTest()
    {
        QFETCH(TempDatabase::Kind, kind);
        const TempDatabase database(kind);
        QEXPECT_FAIL("", "expected: the statement is wrong", Continue);
        QVERIFY(database.execute(u"SELECT * FROM missing"_s).isEmpty());
    }
};

QTEST_GUILESS_MAIN(tst_TempDatabase)
#include "tst_tempdatabase.moc"
