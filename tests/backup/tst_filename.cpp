// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/filename.h"

#include <QDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Backup;

class TestFileName final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asInTheGuide();
    void templates_data();
    void templates();
    void hostileNames_data();
    void hostileNames();
    void longNames();
    void endings();
    void kindsFromNames_data();
    void kindsFromNames();

private:
    [[nodiscard]] static Origin staging();
    const QDateTime m_time{QDate(2025, 12, 11), QTime(9, 30, 0)};
};

Origin TestFileName::staging()
{
    Origin origin;
    origin.profile = u"Staging"_s;
    origin.environment = u"Staging"_s;
    origin.engine = Db::Engine::PostgreSQL;
    origin.database = u"gsctracking @ ep-cool-voice…"_s;
    return origin;
}

void TestFileName::asInTheGuide()
{
    const auto name = [&](const Origin &origin, Kind kind, Scope scope = Scope::Everything,
                          const QString &table = {}) {
        return fileName(defaultTemplate(origin.engine, kind), origin, kind, scope, m_time, table);
    };
    Origin local;
    local.profile = u"Local"_s;
    local.database = u"gsctracking.db"_s;
    QCOMPARE(name(local, Kind::SqliteSnapshot), u"gsctracking.db.20251211_093000"_s);
    QCOMPARE(name(local, Kind::Portable), u"local_backup_20251211_093000.db"_s);
    QCOMPARE(name(staging(), Kind::Script), u"staging_backup_20251211_093000.sql"_s);
    QCOMPARE(name(staging(), Kind::Dump), u"staging_backup_20251211_093000.dump"_s);
    QCOMPARE(name(staging(), Kind::Portable), u"staging_backup_20251211_093000.db"_s);
    QCOMPARE(name(staging(), Kind::Script, Scope::OneTable, u"Customer"_s),
             u"staging_customer_backup_20251211_093000.sql"_s);
    QCOMPARE(name(staging(), Kind::Script, Scope::OneTable), u"staging_table_backup_20251211_093000.sql"_s);
    QCOMPARE(name(staging(), Kind::Script, Scope::DataOnly), u"staging_data_backup_20251211_093000.sql"_s);
    QCOMPARE(name(staging(), Kind::Script, Scope::SchemaOnly),
             u"staging_schema_backup_20251211_093000.sql"_s);
}

void TestFileName::templates_data()
{
    QTest::addColumn<QString>("nameTemplate");
    QTest::addColumn<QString>("expected");
    QTest::newRow("the guide's") << u"{profile}_backup_{date}.sql"_s << u"staging_backup_20251211.sql"_s;
    QTest::newRow("all") << u"{environment}-{profile}-{database}-{kind}-{date}-{time}-{scope}"_s
                         << u"staging-staging-gsctracking-script-20251211-093000-.sql"_s;
    QTest::newRow("no ending") << u"{profile}"_s << u"staging.sql"_s;
    QTest::newRow("another kind's ending") << u"{profile}.dump"_s << u"staging.dump.sql"_s;
    QTest::newRow("ending in capitals") << u"{profile}.SQL"_s << u"staging.SQL"_s;
    QTest::newRow("unknown word") << u"{profile}_{weather}"_s << u"staging_{weather}.sql"_s;
    QTest::newRow("brackets") << u"{{date}}_{date"_s << u"{20251211}_{date.sql"_s;
    QTest::newRow("empty") << QString() << u"backup.sql"_s;
    QTest::newRow("blanks") << u"  \t "_s << u"_.sql"_s;
    QTest::newRow("folders") << u"../{profile}/x"_s << u"_._staging_x.sql"_s;
}

void TestFileName::templates()
{
    QFETCH(QString, nameTemplate);
    QFETCH(QString, expected);
    QCOMPARE(fileName(nameTemplate, staging(), Kind::Script, Scope::Everything, m_time), expected);
}

void TestFileName::hostileNames_data()
{
    QTest::addColumn<QString>("profile");
    QTest::addColumn<QString>("expected");
    QTest::newRow("path") << u"../../etc/passwd"_s << u"_._.._etc_passwd.sql"_s;
    QTest::newRow("windows") << u"a\\b:c*d?e\"f<g>h|i"_s << u"a_b_c_d_e_f_g_h_i.sql"_s;
    QTest::newRow("controls") << u"a\u0001b\u007fc\u0085d"_s << u"a_b_c_d.sql"_s;
    QTest::newRow("zero") << u"a"_s + QChar(0) + u"b"_s << u"a_b.sql"_s;
    QTest::newRow("line breaks") << u"a\nb\u2028c"_s << u"a_b_c.sql"_s;
    QTest::newRow("direction") << u"a\u202ebdp.exe"_s << u"a_bdp.exe.sql"_s;
    QTest::newRow("half a pair") << u"a"_s + QChar(0xD83D) << u"a_.sql"_s;
    QTest::newRow("emoji") << u"West 🚜"_s << u"west_🚜.sql"_s;
    QTest::newRow("accents") << u"Zu\u0308rich"_s << u"zürich.sql"_s;
    QTest::newRow("option") << u"--help"_s << u"_-help.sql"_s;
    QTest::newRow("hidden") << u".hidden"_s << u"_hidden.sql"_s;
    QTest::newRow("dots") << u"..."_s << u"backup.sql"_s;
    QTest::newRow("placeholder") << u"{time}"_s << u"{time}.sql"_s;
    QTest::newRow("only blanks") << u"   "_s << u"gsctracking.sql"_s;
}

void TestFileName::hostileNames()
{
    QFETCH(QString, profile);
    QFETCH(QString, expected);
    Origin origin = staging();
    origin.profile = profile;
    const QString name = fileName(u"{profile}"_s, origin, Kind::Script, Scope::Everything, m_time);
    QCOMPARE(name, expected);
    QVERIFY(!name.contains(u'/') && !name.startsWith(u'.') && !name.startsWith(u'-'));
}

void TestFileName::longNames()
{
    Origin origin = staging();
    origin.profile = u"🚜"_s.repeated(100);
    origin.database = QString(300, u'ü');
    origin.environment = QString(300, u'x');
    for (const Kind kind : {Kind::SqliteSnapshot, Kind::Portable, Kind::Dump, Kind::Script}) {
        const QString name = fileName(u"{profile}{database}{environment}{date}{time}"_s, origin, kind,
                                      Scope::OneTable, m_time, QString(300, u't'));
        QVERIFY2(name.toUtf8().size() <= 200, qPrintable(name));
        QVERIFY(name.isValidUtf16());
        QVERIFY2(name.contains(u"20251211093000"), qPrintable(name));
        QVERIFY(name.endsWith(ending(kind, false, false)));
        const QString longest = name + u".zst.enc.manifest.json.gsc-admin.part"_s;
        QVERIFY(longest.toUtf8().size() <= 255 - qsizetype(qstrlen("-journal")));
    }
    const QString cutOff =
        fileName(QString(400, u'ü') + u".sql"_s, origin, Kind::Script, Scope::Everything, m_time);
    QVERIFY(cutOff.toUtf8().size() <= 200);
    QVERIFY(cutOff.endsWith(u".sql"));
}

void TestFileName::endings()
{
    QCOMPARE(ending(Kind::SqliteSnapshot, false, false), u".db"_s);
    QCOMPARE(ending(Kind::Portable, true, false), u".db.zst"_s);
    QCOMPARE(ending(Kind::Dump, false, true), u".dump.enc"_s);
    QCOMPARE(ending(Kind::Script, true, true), u".sql.zst.enc"_s);
    QVERIFY(defaultFolder().endsWith(u"/GSC Tracking backups"));
    QVERIFY(QDir::isAbsolutePath(defaultFolder()));
}

void TestFileName::kindsFromNames_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<std::optional<Kind>>("kind");
    using Answer = std::optional<Kind>;
    QTest::newRow("guide") << u"/a.sql/gsctracking.db.20251211_093000"_s << Answer(Kind::SqliteSnapshot);
    QTest::newRow("guide, other") << u"gsctracking.db.backup"_s << Answer(Kind::SqliteSnapshot);
    QTest::newRow("db") << u"x.DB"_s << Answer(Kind::SqliteSnapshot);
    QTest::newRow("sqlite3") << u"x.sqlite3.zst.enc"_s << Answer(Kind::SqliteSnapshot);
    QTest::newRow("dump") << u"x.dump"_s << Answer(Kind::Dump);
    QTest::newRow("dump, wrapped") << u"x.db.dump.zst"_s << Answer(Kind::Dump);
    QTest::newRow("script") << u"x.sql.enc"_s << Answer(Kind::Script);
    QTest::newRow("none") << u"x.txt"_s << Answer();
    QTest::newRow("not the ending") << u"x.db.y.txt"_s << Answer();
    QTest::newRow("nothing") << QString() << Answer();
}

void TestFileName::kindsFromNames()
{
    QFETCH(QString, name);
    QFETCH(std::optional<Kind>, kind);
    QCOMPARE(kindFromName(name), kind);
}

QTEST_GUILESS_MAIN(TestFileName)
#include "tst_filename.moc"
