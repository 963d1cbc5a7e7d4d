// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/restore.h"
#include "restorefixture.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace Backup;
using Tests::Shop;
using DatabaseKind = Tests::TempDatabase::Kind;

class tst_Comparison : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsFieldByField_data();
    void tellsFieldByField();
    void looksAcrossEngines();
    void endsAtItsLimit();
    void refusesWhatIsNoBackup();
};

namespace {

Core::Result<QList<RowDifference>> compared(const QString &file, const Shop &shop, int limit = 1000)
{
    Core::JobContext context;
    // Reading needs no unlocking.
    Db::SessionOptions options;
    options.gate = std::make_shared<Db::AccessGate>(false);
    return compareCustomers(file, {}, shop.spec, options, limit, context);
}

QStringList shown(const QList<RowDifference> &rows)
{
    QStringList lines;
    for (const RowDifference &row : rows) {
        QStringList fields;
        if (row.kind == RowDifference::Kind::Changed)
            for (const auto &field : row.fields)
                fields.append(field.column + u' ' + field.inBackup.value_or(u"null"_s) + u" | "_s +
                              field.inDatabase.value_or(u"null"_s));
        const QString kind = row.kind == RowDifference::Kind::Changed        ? u"~"_s
                             : row.kind == RowDifference::Kind::OnlyInBackup ? u"<"_s
                                                                             : u">"_s;
        lines.append(kind + row.id + u' ' + row.name + u": "_s + fields.join(u", "_s));
    }
    return lines;
}

} // namespace

void tst_Comparison::tellsFieldByField_data()
{
    Tests::TempDatabase::addKinds();
}

void tst_Comparison::tellsFieldByField()
{
    QFETCH(DatabaseKind, kind);
    const Shop shop(kind);
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"backup"_s);
    QVERIFY_OK(Tests::backUp(shop.spec, Kind::Portable, file));
    QCOMPARE(compared(file, shop).value().size(), 0);

    shop.execute(
        u"update \"Customer\" set \"Phone\" = '', \"Email\" = null, \"Notes\" = 'two' || chr(10) || 'lines' "
        "where \"Id\" = 3; delete from \"Customer\" where \"Id\" = 1; insert into \"Customer\" (\"Id\", "
        "\"Name\", \"CreatedAt\", \"UpdatedAt\") values (200, 'New', '2026-01-01 00:00:00', "
        "'2026-01-01 00:00:00')"_s.replace(u"chr("_s, kind == DatabaseKind::Sqlite ? u"char("_s : u"chr("_s));
    const auto rows = compared(file, shop);
    QVERIFY_OK(rows);
    QCOMPARE(shown(*rows),
             (QStringList{u"<1 Zoë 🛠 1: "_s, u"~3 \\N: Phone +49 30 3 | , Notes null | two\nlines"_s,
                          u">200 New: "_s}));
    // Everything of a customer that only one side has.
    QCOMPARE(rows->first().fields.size(), 10);
    QVERIFY(rows->first().fields.first().inBackup.has_value());
    QVERIFY(!rows->first().fields.first().inDatabase.has_value());
    QVERIFY(!rows->last().fields.first().inBackup.has_value());
}

void tst_Comparison::looksAcrossEngines()
{
    const Shop server(DatabaseKind::PostgresDirect, 200);
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"backup"_s);
    QVERIFY_OK(Tests::backUp(server.spec, Kind::Dump, file));
    const Tests::EmptyDatabase local(DatabaseKind::Sqlite);
    QVERIFY_OK(Tests::restored(Tests::restoreRequest(file, local.spec, folder.path())));
    local.execute(u"update \"Customer\" set \"Notes\" = 'mine' where \"Id\" = 5"_s);
    Core::JobContext context;
    const auto rows = compareCustomers(file, {}, local.spec, {}, 10, context);
    QVERIFY_OK(rows);
    QCOMPARE(shown(*rows), QStringList{u"~5 O'Brien \"the\" \\ 5: Notes null | mine"_s});
}

void tst_Comparison::endsAtItsLimit()
{
    const Shop shop(DatabaseKind::PostgresDirect, 2000);
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"backup"_s);
    QVERIFY_OK(Tests::backUp(shop.spec, Kind::Portable, file));
    shop.execute(u"update \"Customer\" set \"Notes\" = 'mine'"_s);
    const auto some = compared(file, shop, 700);
    QVERIFY_OK(some);
    QCOMPARE(some->size(), 700);
    QCOMPARE(some->first().id, u"1"_s);
    QCOMPARE(some->last().id, u"700"_s);
    QCOMPARE(some->last().fields.size(), 1);
    QCOMPARE(some->last().fields.first().inDatabase, u"mine"_s);
}

void tst_Comparison::refusesWhatIsNoBackup()
{
    const Shop shop(DatabaseKind::Sqlite);
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"x"_s);
    QVERIFY(Tests::writeTo(file, "\1\2\3"));
    QCOMPARE(compared(file, shop).error().kind, Core::ErrorKind::Corrupt);
    QCOMPARE(compared(folder.filePath(u"y"_s), shop).error().kind, Core::ErrorKind::NotFound);
}

QTEST_GUILESS_MAIN(tst_Comparison)
#include "tst_comparison.moc"
