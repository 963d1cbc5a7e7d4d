// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "customers/repositoryfixture.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTest>

using namespace Customers;
using Tests::edited;
using Tests::TempDatabase;
using Tests::waitFor;

namespace {

/// What a copy of the program with a wrong clock does: edits customer 1 and prints its clock and the row's
/// time.
int editOnce(const QString &connectionString)
{
    const Tests::OpenRepository opened(connectionString);
    const auto rows = waitFor(opened.repository->byIds({1}));
    if (!rows || rows->size() != 1)
        return 2;
    const QString now = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs);
    const auto saved = waitFor(opened.repository->save({edited(rows->first(), Field::Notes, now)}));
    if (!saved || saved->saved.size() != 1)
        return 3;
    std::printf("%s|%s\n", qPrintable(now), qPrintable(saved->saved.first().updatedAt));
    return 0;
}

} // namespace

/// The clock of this computer is wrong. PostgreSQL's UpdatedAt is the server's time and always grows; SQLite
/// has no other clock than this one, and its UpdatedAt never goes back.
class TestClockSkew final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void updatedAtNeverGoesBack_data() { TempDatabase::addKinds(); }
    void updatedAtNeverGoesBack();
};

void TestClockSkew::updatedAtNeverGoesBack()
{
    QFETCH(TempDatabase::Kind, kind);
    const QString faketime = QStandardPaths::findExecutable(QStringLiteral("faketime"));
    QVERIFY2(!faketime.isEmpty(), "There is no faketime: './dev test' installs it.");
    Tests::RepositoryFixture f(kind);
    QCOMPARE(f.add({QStringLiteral("Ada")}).size(), 1);
    QString before =
        f.database.execute(QStringLiteral("select \"UpdatedAt\" from \"Customer\"")).value(0).value(0);
    int violations = 0;
    int edits = 0;
    for (const char *shift : {"+0d", "+1d", "-1d", "-1825d", "+1825d", "+0d", "-1825d"}) {
        QProcess program;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("DONT_FAKE_MONOTONIC"), QStringLiteral("1"));
        program.setProcessEnvironment(environment);
        program.start(faketime, {QStringLiteral("-f"), QString::fromLatin1(shift),
                                 QCoreApplication::applicationFilePath(), QStringLiteral("--edit"),
                                 f.database.connectionString()});
        QVERIFY(program.waitForFinished(60'000));
        QVERIFY2(program.exitCode() == 0, program.readAllStandardError().constData());
        const QString said = QString::fromUtf8(program.readAllStandardOutput()).trimmed();
        const QDateTime clock = QDateTime::fromString(said.section(u'|', 0, 0), Qt::ISODateWithMs);
        const qint64 days = QByteArray(shift).chopped(1).toLongLong();
        // Else the test tries nothing.
        QVERIFY2(qAbs(QDateTime::currentDateTimeUtc().addDays(days).secsTo(clock)) < 600, qPrintable(said));
        ++edits;
        if (kind == TempDatabase::Kind::Sqlite) {
            const QString now = f.database.execute(QStringLiteral("select \"UpdatedAt\" from \"Customer\""))
                                    .value(0)
                                    .value(0);
            violations += now >= before ? 0 : 1;
            before = now;
        } else {
            const QStringList row =
                f.database
                    .execute(QStringLiteral(
                                 "select \"UpdatedAt\", \"UpdatedAt\" > '%1'::timestamptz, \"UpdatedAt\" "
                                 "between now() - interval '10 minutes' and now() from \"Customer\"")
                                 .arg(before))
                    .value(0);
            violations += row.value(1) == QLatin1String("t") && row.value(2) == QLatin1String("t") ? 0 : 1;
            before = row.value(0);
        }
    }
    qInfo("acceptance 15: %d edits with clocks up to 5 years off, %d violations", edits, violations);
    QCOMPARE(violations, 0);
}

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == QLatin1String("--edit"))
        return editOnce(arguments.value(2));
    TestClockSkew test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_clockskew.moc"
