// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/connectionsource.h"
#include "db/connectionstring.h"
#include "db/session.h"
#include "support/postgresserver.h"
#include "support/verify.h"

#include <QTest>

class TestConnectionSource final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theFirstPlaceThatNamesADatabaseWins();
    void blankPlacesAreNone();
    void libpqVariablesHaveNoEffect();
};

void TestConnectionSource::theFirstPlaceThatNamesADatabaseWins()
{
    QProcessEnvironment environment;
    QCOMPARE(App::connectionSource({}, environment, QStringLiteral("last"))->text, QStringLiteral("last"));
    environment.insert(QStringLiteral("ConnectionStrings__DefaultConnection"), QStringLiteral("web"));
    QCOMPARE(App::connectionSource({}, environment, QStringLiteral("last"))->text, QStringLiteral("web"));
    environment.insert(QStringLiteral("DATABASE_URL"), QStringLiteral("url"));
    const auto fromUrl = App::connectionSource({}, environment, QStringLiteral("last"));
    QCOMPARE(fromUrl->text, QStringLiteral("url"));
    QVERIFY(fromUrl->description.contains(QLatin1String("DATABASE_URL")));
    QCOMPARE(App::connectionSource(QStringLiteral("argument"), environment, QStringLiteral("last"))->text,
             QStringLiteral("argument"));
}

void TestConnectionSource::blankPlacesAreNone()
{
    QProcessEnvironment environment;
    environment.insert(QStringLiteral("DATABASE_URL"), QStringLiteral("  "));
    QVERIFY(!App::connectionSource(QStringLiteral(" "), environment, {}));
    environment.insert(QStringLiteral("DATABASE_URL"), QStringLiteral(" postgresql://h/d\n"));
    QCOMPARE(App::connectionSource({}, environment, {})->text, QStringLiteral("postgresql://h/d"));
}

void TestConnectionSource::libpqVariablesHaveNoEffect()
{
    auto &server = Tests::PostgresServer::instance();
    const QString database = server.createDatabase();
    const std::array hostile = {std::pair("PGHOSTADDR", "192.0.2.1"),
                                std::pair("PGOPTIONS", "-c statement_timeout=1 -c search_path=nowhere"),
                                std::pair("PGSERVICE", "nonsense"),
                                std::pair("PGSSLMODE", "verify-full"),
                                std::pair("PGTZ", "Asia/Tokyo"),
                                std::pair("PGCLIENTENCODING", "LATIN1"),
                                std::pair("PGAPPNAME", "intruder")};
    for (const auto &[name, value] : hostile)
        qputenv(name, value);
    App::clearLibpqEnvironment();
    int effects = 0;
    for (const auto &[name, value] : hostile)
        effects += qEnvironmentVariableIsSet(name) ? 1 : 0;

    Db::Session session(Db::ConnectionString::parse(server.connectionString(database)).value());
    const auto line = session.open();
    QVERIFY_OK(line);
    const auto row = session.select(Db::Statement{
        QStringLiteral("select current_setting('search_path'), current_setting('client_encoding'), "
                       "current_setting('application_name'), inet_server_addr()::text"),
        {}});
    QVERIFY_OK(row);
    effects += row->rows.first().text(0) != QLatin1String("\"$user\", public") ? 1 : 0;
    effects += row->rows.first().text(1) != QLatin1String("UTF8") ? 1 : 0;
    effects += row->rows.first().text(2) == QLatin1String("intruder") ? 1 : 0;
    effects += !row->rows.first().text(3).startsWith(QLatin1String("127.0.0.1")) ? 1 : 0;
    qInfo("libpq environment: %d effects of %zu hostile variables", effects, hostile.size());
    QCOMPARE(effects, 0);
}

QTEST_GUILESS_MAIN(TestConnectionSource)
#include "tst_connectionsource.moc"
