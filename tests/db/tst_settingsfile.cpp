// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/settingsfile.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using Core::ErrorKind;
using Db::connectionStringFromFile;

class SettingsFileTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void json_data();
    void json();
    void environment_data();
    void environment();
    void refused_data();
    void refused();
    void notRegular();
    void errorsShowNothing();

private:
    QString write(const QString &name, const QByteArray &contents);

    QTemporaryDir m_folder;
};

QString SettingsFileTest::write(const QString &name, const QByteArray &contents)
{
    const QString path = m_folder.filePath(name);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(contents) != contents.size())
        qFatal("cannot write the test file");
    return path;
}

void SettingsFileTest::json_data()
{
    QTest::addColumn<QByteArray>("contents");
    QTest::addColumn<QString>("expected");
    const auto add = [](const char *name, const QByteArray &contents, const char *expected) {
        QTest::newRow(name) << contents << QString::fromUtf8(expected);
    };
    add("plain", R"({"ConnectionStrings":{"DefaultConnection":"Data Source=a.db"}})", "Data Source=a.db");
    add("as .NET writes it", R"({
        // the local file; "quoted" and /* nested
        "Logging": { "LogLevel": { "Default": "Information", }, },
        /* several
           lines, */
        "ConnectionStrings": {
            "Other": "x", // other
            "DefaultConnection": "Host=h;Password=a//b/*c*/,}d\"e", /* , */
        },
    })",
        R"(Host=h;Password=a//b/*c*/,}d"e)");
    add("no case", R"({"connectionstrings":{"defaultconnection":"x"}})", "x");
    add("the only entry", R"({"ConnectionStrings":{"Customers":"x"}})", "x");
    add("url", R"({"DATABASE_URL":"postgresql://h/d"})", "postgresql://h/d");
    add("default before url", R"({"DATABASE_URL":"y","ConnectionStrings":{"DefaultConnection":"x"}})", "x");
    add("empty default", R"({"DATABASE_URL":"y","ConnectionStrings":{"DefaultConnection":""}})", "y");
    add("flat key", R"({"ConnectionStrings:DefaultConnection":"x"})", "x");
    add("byte order mark", "\xEF\xBB\xBF{\"DATABASE_URL\":\"x\"}", "x");
    add("line breaks kept", R"({"DATABASE_URL":"Host=h;\nPort=1\n"})", "Host=h;\nPort=1");
    add("not ascii", "{\"DATABASE_URL\":\"\xC3\xA4\\u00e4\"}", "\u00e4\u00e4");
}

void SettingsFileTest::json()
{
    QFETCH(QByteArray, contents);
    QFETCH(QString, expected);
    for (const QString &name : {QStringLiteral("appsettings.Development.json"), QStringLiteral("settings")}) {
        const auto found = connectionStringFromFile(write(name, contents));
        QVERIFY2(found, found ? "" : qPrintable(found.error().summary));
        QCOMPARE(*found, expected);
    }
}

void SettingsFileTest::environment_data()
{
    QTest::addColumn<QByteArray>("contents");
    QTest::addColumn<QString>("expected");
    const auto add = [](const char *name, const QByteArray &contents, const char *expected) {
        QTest::newRow(name) << contents << QString::fromUtf8(expected);
    };
    add("plain", "DATABASE_URL=postgresql://u:p@h/d?a=b", "postgresql://u:p@h/d?a=b");
    add("export and comments", "# first\n\n  export DATABASE_URL = x # why\nOTHER=1\n", "x");
    add("number sign in a value", "DATABASE_URL=postgresql://u:a#b@h/d\n", "postgresql://u:a#b@h/d");
    add("double quotes", "DATABASE_URL=\"a # b\\\"c\\\\d\\$e\\x\" # f\n", "a # b\"c\\d$e\\x");
    add("single quotes", "DATABASE_URL='a \"b\" \\n'\n", "a \"b\" \\n");
    add("several lines", "ConnectionStrings__DefaultConnection=\"Host=h;\nPort=1\"\nX=y\n",
        "Host=h;\nPort=1");
    add("url first", "ConnectionStrings__DefaultConnection=y\nDATABASE_URL=x\n", "x");
    add("empty url", "DATABASE_URL=\nConnectionStrings__DefaultConnection=\"Data Source=a.db\"\n",
        "Data Source=a.db");
    add("last one counts", "DATABASE_URL=x\nDATABASE_URL=y\n", "y");
    add("carriage returns", "A=1\r\nDATABASE_URL=x\r\nB=2\r\n", "x");
    add("lines that set nothing", "hello\nDATABASE_URL=x\n", "x");
    add("no line feed", "A=\nDATABASE_URL=x", "x");
}

void SettingsFileTest::environment()
{
    QFETCH(QByteArray, contents);
    QFETCH(QString, expected);
    const auto found = connectionStringFromFile(write(QStringLiteral(".env"), contents));
    QVERIFY2(found, found ? "" : qPrintable(found.error().summary));
    QCOMPARE(*found, expected);
}

void SettingsFileTest::refused_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("contents");
    QTest::addColumn<ErrorKind>("kind");
    const QString json = QStringLiteral("a.json");
    const QString env = QStringLiteral(".env");
    QTest::newRow("empty json") << json << QByteArray() << ErrorKind::Syntax;
    QTest::newRow("array") << json << QByteArray("[]") << ErrorKind::Syntax;
    QTest::newRow("cut") << json << QByteArray("{\"a\": \"b") << ErrorKind::Syntax;
    QTest::newRow("open comment") << json << QByteArray("{/* }") << ErrorKind::Syntax;
    QTest::newRow("nothing in json") << json << QByteArray("{}") << ErrorKind::NotFound;
    QTest::newRow("two others") << json << QByteArray(R"({"ConnectionStrings":{"A":"x","B":"y"}})")
                                << ErrorKind::NotFound;
    QTest::newRow("a number") << json << QByteArray(R"({"ConnectionStrings":{"A":1}})")
                              << ErrorKind::NotFound;
    QTest::newRow("empty env") << env << QByteArray() << ErrorKind::NotFound;
    QTest::newRow("open quote") << env << QByteArray("DATABASE_URL=\"x\n") << ErrorKind::Syntax;
    QTest::newRow("not UTF-8") << env << QByteArray("DATABASE_URL=\xFF") << ErrorKind::Syntax;
    QTest::newRow("too large") << env << QByteArray(1024 * 1024 + 1, ' ') << ErrorKind::Io;
}

void SettingsFileTest::refused()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, contents);
    QFETCH(ErrorKind, kind);
    const auto found = connectionStringFromFile(write(name, contents));
    QVERIFY(!found);
    QCOMPARE(found.error().kind, kind);
    QVERIFY(!found.error().summary.isEmpty());
}

void SettingsFileTest::notRegular()
{
    const auto kindOf = [](const QString &file) {
        const auto found = connectionStringFromFile(file);
        return found ? ErrorKind::Internal : found.error().kind;
    };
    QCOMPARE(kindOf(m_folder.filePath(QStringLiteral("missing"))), ErrorKind::NotFound);
    QCOMPARE(kindOf(m_folder.path()), ErrorKind::Io);
    QCOMPARE(kindOf(QStringLiteral("/dev/zero")), ErrorKind::Io);
    // A FIFO without a writer must not make the program wait.
    const QString fifo = m_folder.filePath(QStringLiteral("fifo"));
    QCOMPARE(::mkfifo(QFile::encodeName(fifo).constData(), 0600), 0);
    QCOMPARE(kindOf(fifo), ErrorKind::Io);
}

void SettingsFileTest::errorsShowNothing()
{
    for (const QByteArray &contents : {QByteArray("{\"DATABASE_URL\": \"KaNaRi\"; }"),
                                       QByteArray("{\"a\": KaNaRi }"), QByteArray("{\"KaNaRi")}) {
        const auto found = connectionStringFromFile(write(QStringLiteral("a.json"), contents));
        QVERIFY(!found);
        QVERIFY(!Core::toText(found.error()).contains(QStringLiteral("KaNaRi")));
    }
}

QTEST_GUILESS_MAIN(SettingsFileTest)
#include "tst_settingsfile.moc"
