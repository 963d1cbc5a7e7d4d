// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sourcerules.h"

#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;
using Tests::SourceRules;

namespace {

const QString header = u"// SPDX-FileCopyrightText: GSC Tracking Admin contributors\n"
                       "// SPDX-License-Identifier: GPL-3.0-or-later\n"
                       "#pragma once\n"_s;

} // namespace

/// The layering rule and the safety rules of docs/architecture.md, checked on every source file; and that the
/// check sees what it is there for.
class tst_Architecture : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void seesWhatIsWrong_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected"); // part of the only violation; empty: there is none

        const auto add = [](const char *name, const QString &path, const QString &line,
                            const QString &expected) {
            QTest::newRow(name) << path << QString(header + line + u'\n') << expected;
        };
        add("fine", u"src/db/x.h"_s,
            u"#include \"core/error.h\"\n#include <QSqlDatabase>\n#include <libpq-fe.h>"_s, {});
        add("upwards", u"src/core/x.h"_s, u"#include \"db/connectionspec.h\""_s, u"may not know src/db"_s);
        add("sideways", u"src/schema/x.h"_s, u"#include \"../customers/CMakeLists.txt\""_s,
            u"may not know src/customers"_s);
        add("unknown file", u"src/db/x.h"_s, u"#include \"core/nothing.h\""_s, u"no file of the project"_s);
        add("unknown folder", u"src/misc/x.h"_s, {}, u"in no layer"_s);
        add("generated", u"ui/shell/x.h"_s, u"#include \"ui_mainwindow.h\"\n#include \"x.moc\""_s, {});
        add("widgets below ui", u"src/customers/x.h"_s, u"#include <QTableView>"_s, u"Qt Widgets"_s);
        add("widgets by module", u"src/core/x.h"_s, u"#  include <QtWidgets/QLabel>"_s, u"Qt Widgets"_s);
        add("widgets in ui", u"ui/customers/x.h"_s, u"#include <QTableView>"_s, {});
        add("sql in ui", u"ui/customers/x.h"_s, u"#include <QSqlQuery>"_s, u"Qt SQL"_s);
        add("sql by module", u"app/x.h"_s, u"#include <QtSql/QSqlDatabase>"_s, u"Qt SQL"_s);
        add("libpq in a feature", u"src/customers/x.h"_s, u"#include <libpq-fe.h>"_s, u"libpq and SQLite"_s);
        add("sqlite in a feature", u"src/schema/x.h"_s, u"#include <sqlite3.h>"_s, u"libpq and SQLite"_s);
        add("table model", u"src/db/x.h"_s, u"class QSqlTableModel;"_s, u"QSqlTableModel"_s);
        add("last insert id", u"src/db/x.h"_s, u"query.lastInsertId();"_s, u"RETURNING"_s);
        add("prepare", u"src/db/postgresbackend.h"_s, u"query->prepare(sql);"_s, u"SQLite only"_s);
        add("prepare on SQLite", u"src/db/sqlitebackend.h"_s, u"query.prepare(sql);"_s, {});
        add("event loop", u"ui/shell/x.h"_s, u"QEventLoop loop;"_s, u"nested event loops"_s);
        add("processEvents", u"app/x.h"_s, u"qApp->processEvents();"_s, u"processEvents"_s);
        add("terminate", u"src/db/x.h"_s, u"m_thread.terminate();"_s, u"terminate"_s);
        add("only talked about", u"src/db/x.h"_s,
            u"// no QEventLoop\n/* nor\n processEvents */ auto a = \"->terminate()\";"_s, {});
        add("too long", u"src/db/x.h"_s, QString(600, u'\n'), u"lines, at most 600"_s);

        QTest::newRow("no licence") << u"src/db/x.cpp"_s << u"int a;\n"_s << u"SPDX"_s;
        QTest::newRow("no guard") << u"src/db/x.h"_s << QString(header).remove(u"#pragma once\n"_s)
                                  << u"#pragma once"_s;
    }

    void seesWhatIsWrong()
    {
        QFETCH(QString, path);
        QFETCH(QString, text);
        QFETCH(QString, expected);
        const QStringList found = m_rules.violations(path, text);
        if (expected.isEmpty()) {
            QCOMPARE(found, QStringList());
        } else {
            QVERIFY2(found.size() == 1 && found[0].contains(expected), qPrintable(found.join(u'\n')));
        }
    }

    void holdsForEveryFile()
    {
        const QStringList files = m_rules.files();
        QVERIFY2(files.size() > 10, "the source files were not found");
        QStringList found;
        for (const QString &path : files) {
            QFile file(QStringLiteral(GSC_SOURCE_DIR "/") + path);
            QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(path));
            found += m_rules.violations(path, QString::fromUtf8(file.readAll()));
        }
        QVERIFY2(found.isEmpty(), qPrintable(u'\n' + found.join(u'\n')));
        qInfo("%lld files", static_cast<long long>(files.size()));
    }

private:
    const SourceRules m_rules{QStringLiteral(GSC_SOURCE_DIR), QStringLiteral(GSC_WIDGETS_HEADERS),
                              QStringLiteral(GSC_SQL_HEADERS)};
};

QTEST_APPLESS_MAIN(tst_Architecture)
#include "tst_architecture.moc"
