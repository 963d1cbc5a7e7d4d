// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/connectionstring.h"
#include "db/explanation.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <QUrl>

#include <algorithm>
#include <cstdio>
#include <random>

class ExplanationTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void server();
    void file();
    void defaults();
    void text();
    void passwordNeverShows();
};

namespace {

QJsonObject explained(const char *text)
{
    const auto spec = Db::ConnectionString::parse(QString::fromUtf8(text));
    return spec ? Db::explanation(*spec) : QJsonObject();
}

QByteArray json(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

/// Everything the program may say about a text.
QByteArray everythingShown(const QString &text)
{
    const auto spec = Db::ConnectionString::parse(text);
    if (!spec)
        return Core::toText(spec.error()).toUtf8();
    return json(Db::explanation(*spec)) + Db::explanationText(*spec).toUtf8() +
           Db::ConnectionString::toText(*spec).toUtf8() + displayName(*spec).toUtf8() +
           identity(*spec).toUtf8();
}

} // namespace

void ExplanationTest::server()
{
    const QJsonObject object =
        explained("postgresql://u:p@ep-a-pooler.x.neon.tech:5433/d?sslmode=require&pooler=true"
                  "&connect_timeout=5");
    QCOMPARE(object.keys().join(u' '),
             QStringLiteral(
                 "database directHost dropped engine file hasPassword host parameters pooled port provider "
                 "sslmode trustServerCertificate user warnings"));
    const QJsonArray warnings = object.value(QStringLiteral("warnings")).toArray();
    QCOMPARE(warnings.size(), 2);
    QJsonObject rest = object;
    rest.remove(QStringLiteral("warnings"));
    QCOMPARE(json(rest),
             QByteArray(R"({"database":"d","directHost":"ep-a.x.neon.tech","dropped":["pooler"],)"
                        R"("engine":"postgresql","file":null,"hasPassword":true,)"
                        R"("host":"ep-a-pooler.x.neon.tech","parameters":{"connect_timeout":"5"},)"
                        R"("pooled":true,"port":5433,"provider":"neon","sslmode":"require",)"
                        R"("trustServerCertificate":false,"user":"u"})"));
}

void ExplanationTest::file()
{
    QCOMPARE(json(explained("Data Source=a.db")),
             QByteArray(R"({"database":null,"directHost":null,"dropped":[],"engine":"sqlite","file":"a.db",)"
                        R"("hasPassword":false,"host":null,"parameters":{},"pooled":false,"port":null,)"
                        R"("provider":"local","sslmode":null,"trustServerCertificate":false,"user":null,)"
                        R"("warnings":[]})"));
}

void ExplanationTest::defaults()
{
    QCOMPARE(
        json(explained("postgresql://")),
        QByteArray(R"({"database":null,"directHost":null,"dropped":[],"engine":"postgresql","file":null,)"
                   R"("hasPassword":false,"host":null,"parameters":{},"pooled":false,"port":5432,)"
                   R"("provider":"local","sslmode":"prefer","trustServerCertificate":false,"user":null,)"
                   R"("warnings":[]})"));
    QCOMPARE(explained("postgresql://h").value(QStringLiteral("sslmode")).toString(),
             QStringLiteral("verify-full"));
}

void ExplanationTest::text()
{
    const auto spec = Db::ConnectionString::parse(QStringLiteral("postgresql://u:p@h/d?pooler=true"));
    const QStringList lines = Db::explanationText(*spec).split(u'\n', Qt::SkipEmptyParts);
    QVERIFY(lines.size() >= 9);
    // Aligned: every value begins in the same column.
    const qsizetype column = lines.first().indexOf(QStringLiteral("PostgreSQL"));
    for (const QString &line : lines) {
        QVERIFY(!line.at(column).isSpace());
        QVERIFY(line.at(column - 1).isSpace());
    }
}

void ExplanationTest::passwordNeverShows()
{
    // The canary's pieces stand around a character that some grammar gives a meaning, so that a badly split
    // password would show one of them. %1 takes the raw password, %2 the percent-encoded one.
    const QStringList templates{
        QStringLiteral("postgresql://u:%1@h/d"),
        QStringLiteral("postgresql://u:%2@h/d"),
        QStringLiteral("postgresql://u:%1@h:5433/d?sslmode=require&pooler=true"),
        QStringLiteral("postgresql://u:%2@h1,h2:5/d?application_name=x"),
        QStringLiteral("postgresql://:%1@h/d"),
        QStringLiteral("postgresql://u:1%1@h/d"),
        QStringLiteral("postgresql://u:1/%1@h/d"),
        QStringLiteral("postgresql://u:1/?%1=@h/d"),
        QStringLiteral("postgresql://u%3A%2@h/d"),
        QStringLiteral("postgresql://u@x:%1@h/d"),
        QStringLiteral("postgresql://u/%1@h/d"),
        QStringLiteral("postgresql://[::1]:%1@h/d"),
        QStringLiteral("postgresql://u:%1@[::1/d"),
        QStringLiteral("postgresql://u:%1@h:port/d"),
        QStringLiteral("postgresql://u:%1@h/d?nonsense=1"),
        QStringLiteral("postgresql://u:%1@h/d?user"),
        QStringLiteral("postgresql://u:%1@h/d%zz"),
        QStringLiteral("postgresql://h/d?user=u&password=%1"),
        QStringLiteral("postgresql://h/d?password=%2&sslpassword=%2"),
        QStringLiteral("postgresql://h/d?password=%1=x"),
        QStringLiteral("postgres://u:%1"),
        QStringLiteral("postgresql:/u:%1@h/d"),
        QStringLiteral("postgresql//u:%1@h/d"),
        QStringLiteral("POSTGRESQL://u:%1@h/d"),
        QStringLiteral("mysql://u:%1@h/d"),
        QStringLiteral("jdbc:postgresql://u:%1@h/d"),
        QStringLiteral("sqlite://u:%1@h/d"),
        QStringLiteral("file://u:%1@h/d"),
        QStringLiteral("u:%1@h/d"),
        QStringLiteral("//u:%1@h/d"),
        QStringLiteral("host=h user=u password='%1'"),
        QStringLiteral("host=h user=u password='%1"),
        QStringLiteral("password='%1' host=h nonsense=1"),
        QStringLiteral("host=h password=%1"),
        QStringLiteral("password=%1 host=h"),
        QStringLiteral("host=h sslpassword='%1' user=u"),
        QStringLiteral("Host=h;Username=u;Password=%1"),
        QStringLiteral("Host=h;Password=%1;Username=u"),
        QStringLiteral("Password=%1;Host=h;Username=u"),
        QStringLiteral("host=h;password=%1;database=d"),
        QStringLiteral("Host=h;Pwd='%1';SSL Mode=Require;Trust Server Certificate=true"),
        QStringLiteral("Host=h;Password='%1"),
        QStringLiteral("Host=h;Password=\"%1\"x"),
        QStringLiteral("Host=h;Password=%1'"),
        QStringLiteral("Host=h;PSW=%1;SSL Password=%1;Port=x"),
        QStringLiteral("Host=h;Passwort=%1"),
        QStringLiteral("Host h;Password=%1"),
        QStringLiteral("Host=h Password=%1"),
        QStringLiteral("Data Source=a.db;Password=%1"),
        QStringLiteral("Data Source=a.db;Password='%1';Mode=Bad"),
        QStringLiteral("Data Source=h;User Id=u;Password=%1"),
        QStringLiteral("Data Source=u:%1@h/d"),
    };
    // Separators that break a password in two without making it a valid string of another meaning.
    const QStringList joints{QString(),
                             QStringLiteral("@"),
                             QStringLiteral("/"),
                             QStringLiteral(":"),
                             QStringLiteral("?"),
                             QStringLiteral("#"),
                             QStringLiteral("%"),
                             QStringLiteral("%zz"),
                             QStringLiteral("%00"),
                             QStringLiteral("&"),
                             QStringLiteral("="),
                             QStringLiteral("=="),
                             QStringLiteral(" "),
                             QStringLiteral("\n"),
                             QStringLiteral(";"),
                             QStringLiteral("; "),
                             QStringLiteral(","),
                             QStringLiteral("'"),
                             QStringLiteral("''"),
                             QStringLiteral("\""),
                             QStringLiteral("\\"),
                             QStringLiteral("]"),
                             QStringLiteral("["),
                             QStringLiteral("\u00e4"),
                             QStringLiteral("@h/"),
                             QStringLiteral("/x?y=")};
    int shown = 0;
    QStringList leaking;
    for (const QString &pattern : templates) {
        for (const QString &joint : joints) {
            const QString password = QStringLiteral("KaNaRi1") + joint + QStringLiteral("zWeI2");
            const QString encoded = QString::fromLatin1(QUrl::toPercentEncoding(password));
            // Without a host of its own, what follows the @ is a host, for anybody.
            if (!pattern.contains(QStringLiteral("h")) && joint.contains(u'@'))
                continue;
            // Not arg(): passwords contain percent signs.
            QString text = pattern;
            text.replace(QStringLiteral("%1"), password).replace(QStringLiteral("%2"), encoded);
            const QByteArray output = everythingShown(text);
            ++shown;
            for (const QString &part : {QStringLiteral("KaNaRi1"), QStringLiteral("zWeI2")}) {
                QByteArray everyByteEncoded;
                for (const char c : part.toLatin1())
                    everyByteEncoded += '%' + QByteArray::number(uchar(c), 16);
                const QList<QByteArray> forms{part.toUtf8(),
                                              part.toUtf8().toBase64(QByteArray::OmitTrailingEquals),
                                              part.toUtf8().toHex(), everyByteEncoded};
                const bool leaks = std::any_of(forms.begin(), forms.end(), [&](const QByteArray &form) {
                    return output.toLower().contains(form.toLower());
                });
                if (leaks || output.contains(password.toUtf8().toBase64()))
                    leaking.append(text + QStringLiteral(" -> ") + QString::fromUtf8(output));
            }
        }
    }
    for (const QString &text : leaking)
        qWarning().noquote() << text;
    std::printf("canary: %d strings, %d shown\n", shown, int(leaking.size()));
    QVERIFY(leaking.isEmpty());
    QVERIFY(shown > 1000);
}

QTEST_GUILESS_MAIN(ExplanationTest)
#include "tst_explanation.moc"
