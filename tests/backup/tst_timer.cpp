// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/schedule.h"
#include "filefixture.h"
#include "support/verify.h"

#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Backup;
using Core::ErrorKind;
using Tests::contentOf;
using Tests::namesIn;
using Tests::writeTo;

namespace {

const QString id = u"0b54c2b5-6f5e-4b0a-9f6e-0123456789ab"_s;
const QString name = u"gsc-admin-backup-0b54c2b5-6f5e-4b0a-9f6e-0123456789ab"_s;

Schedule daily()
{
    Schedule schedule;
    schedule.profile = id;
    schedule.every = Schedule::Every::Day;
    return schedule;
}

QString lineOf(const QString &unit, const QString &key)
{
    for (const QString &line : unit.split(u'\n'))
        if (line.startsWith(key + u'='))
            return line.mid(key.size() + 1);
    return {};
}

} // namespace

/// systemctl is a script of the test here, since no user manager runs beside a test. systemd itself reads the
/// files.
class TestTimer final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void saysWhenAndWhat();
    void saysWhichDay();
    void nothingForNever();
    void systemdReadsThem_data();
    void systemdReadsThem();
    void installsAndRemoves();
    void replacesAnOlderOne();
    void leavesNothingWithoutSystemd_data();
    void leavesNothingWithoutSystemd();
    void putsAnOlderOneBack();
    void leavesNothingOnAFullDisk();
    void touchesNoOtherFile();

private:
    /// A systemctl that notes what it is asked and answers with an error to `refused`.
    void offerSystemctl(const QString &refused = {});
    [[nodiscard]] QStringList asked() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_units;
    QByteArray m_path;
};

void TestTimer::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_units = m_folder->filePath(u"config/systemd/user"_s);
    qputenv("XDG_CONFIG_HOME", QFile::encodeName(m_folder->filePath(u"config"_s)));
    m_path = qgetenv("PATH");
    QVERIFY(QDir(m_folder->path()).mkdir(u"bin"_s));
}

void TestTimer::cleanup()
{
    qputenv("PATH", m_path);
}

void TestTimer::offerSystemctl(const QString &refused)
{
    const QString script =
        u"#!/bin/sh\n"
        "echo \"$*\" >> '%1'\n"
        "case \"$*\" in\n"
        "*%2*) echo 'Failed to connect to bus: No medium found'; exit 1;;\n"
        "esac\n"_s.arg(m_folder->filePath(u"asked"_s), refused.isEmpty() ? u"nothing"_s : refused);
    const QString file = m_folder->filePath(u"bin/systemctl"_s);
    QVERIFY(writeTo(file, script.toUtf8()));
    QVERIFY(QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    qputenv("PATH", QFile::encodeName(m_folder->filePath(u"bin"_s)));
    QFile::remove(m_folder->filePath(u"asked"_s));
}

QStringList TestTimer::asked() const
{
    QString text = QString::fromUtf8(contentOf(m_folder->filePath(u"asked"_s)));
    return text.remove(u"--user --no-ask-password "_s).split(u'\n', Qt::SkipEmptyParts);
}

void TestTimer::saysWhenAndWhat()
{
    const Timer timer = timerFor(daily(), u"Staging"_s, u"/usr/bin/gsc-admin"_s);
    QCOMPARE(timer.serviceFile, m_units + u'/' + name + u".service");
    QCOMPARE(timer.timerFile, m_units + u'/' + name + u".timer");
    QCOMPARE(lineOf(timer.serviceText, u"ExecStart"_s),
             u"\"/usr/bin/gsc-admin\" backup --profile "_s + id + u" --scheduled");
    QCOMPARE(lineOf(timer.serviceText, u"Type"_s), u"oneshot"_s);
    QCOMPARE(lineOf(timer.serviceText, u"Description"_s), u"Backup of “Staging”"_s);
    QCOMPARE(lineOf(timer.timerText, u"OnCalendar"_s), u"*-*-* 12:30:00"_s);
    QCOMPARE(lineOf(timer.timerText, u"Persistent"_s), u"true"_s);
    QCOMPARE(lineOf(timer.timerText, u"WantedBy"_s), u"timers.target"_s);
}

void TestTimer::saysWhichDay()
{
    Schedule schedule = daily();
    schedule.every = Schedule::Every::Week;
    const QStringList days{u"Mon"_s, u"Tue"_s, u"Wed"_s, u"Thu"_s, u"Fri"_s, u"Sat"_s, u"Sun"_s};
    for (int day = 1; day <= 7; ++day) {
        schedule.weekday = Qt::DayOfWeek(day);
        schedule.at = QTime(23, 5);
        QCOMPARE(lineOf(timerFor(schedule, u"x"_s, u"/x"_s).timerText, u"OnCalendar"_s),
                 days.at(day - 1) + u" *-*-* 23:05:00");
    }
}

void TestTimer::nothingForNever()
{
    Schedule schedule = daily();
    schedule.every = Schedule::Every::Never;
    QVERIFY(timerFor(schedule, u"x"_s, u"/x"_s).timerFile.isEmpty());
    QCOMPARE(installTimer(timerFor(schedule, u"x"_s, u"/x"_s)).error().kind, ErrorKind::Syntax);
    schedule = daily();
    for (const QString &wrong : {QString(), u"../x"_s, u"a b"_s, u"%h"_s}) {
        schedule.profile = wrong;
        QVERIFY(timerFor(schedule, u"x"_s, u"/x"_s).serviceText.isEmpty());
        QCOMPARE(removeTimer(wrong).error().kind, ErrorKind::Syntax);
        QVERIFY(!isTimerInstalled(wrong));
    }
}

void TestTimer::systemdReadsThem_data()
{
    QTest::addColumn<QString>("folder");
    QTest::addColumn<QString>("profile");
    QTest::newRow("plain") << u"bin"_s << u"Staging"_s;
    QTest::newRow("blanks") << u"my  programs/new"_s << u"Staging  West"_s;
    QTest::newRow("percent") << u"100%/%h %%n"_s << u"100% %h %n %%"_s;
    QTest::newRow("dollar") << u"$HOME/${PATH} $$"_s << u"$HOME ${PATH}"_s;
    QTest::newRow("quotes") << u"it's \"quoted\""_s << u"it's \"quoted\""_s;
    QTest::newRow("backslash") << u"a\\b\\"_s << u"a\\b\\"_s;
    QTest::newRow("line break") << u"a\nb"_s << u"a\nExecStart=/bin/false\r\n[Install]"_s;
    QTest::newRow("semicolon") << u"a ; b"_s << u"a ; b # c"_s;
    QTest::newRow("signs at the start") << u"-@:+!"_s << u"=x"_s;
    QTest::newRow("letters") << u"büro 🚜"_s << u"büro 🚜\u2028x"_s;
}

void TestTimer::systemdReadsThem()
{
    QFETCH(QString, folder);
    QFETCH(QString, profile);
    QVERIFY2(!QStandardPaths::findExecutable(u"systemd-analyze"_s).isEmpty(),
             "this test needs systemd-analyze");
    // A program that notes how it was called, since the files' command line is what counts.
    const QString place = m_folder->filePath(folder);
    QVERIFY(QDir().mkpath(place));
    const QString program = place + u"/gsc-admin"_s;
    const QString called = m_folder->filePath(u"called"_s);
    QVERIFY(writeTo(program,
                    u"#!/bin/sh\nprintf '%s|' \"$0\" \"$@\" > '%1'\n"_s.replace(u"%1"_s, called).toUtf8()));
    QVERIFY(QFile::setPermissions(program, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));

    const Timer timer = timerFor(daily(), profile, program);
    QVERIFY(QDir().mkpath(m_units));
    QVERIFY(writeTo(timer.serviceFile, timer.serviceText.toUtf8()));
    QVERIFY(writeTo(timer.timerFile, timer.timerText.toUtf8()));
    QCOMPARE(timer.serviceText.count(u"ExecStart="), profile.contains(u"ExecStart") ? 2 : 1);
    QCOMPARE(timer.serviceText.split(u'\n').filter(u"ExecStart="_s).filter(u"Description="_s).size(),
             profile.contains(u"ExecStart") ? 1 : 0);
    qputenv("XDG_RUNTIME_DIR", QFile::encodeName(m_folder->path()));
    const Tests::ProgramRun verified = Tests::runProgram(
        u"systemd-analyze"_s, {u"--user"_s, u"--man=no"_s, u"verify"_s, timer.serviceFile, timer.timerFile});
    QStringList complaints = verified.err.split(u'\n', Qt::SkipEmptyParts).filter(name);
    complaints.removeIf([](const QString &line) { return line.contains(u"Failed to"); });
    QVERIFY2(complaints.isEmpty(), qPrintable(verified.err));

    // systemd's rules for one word: quotes, backslashes, %% and, behind the program's name, $$.
    QStringList words;
    QString word;
    bool isQuoted = false;
    const QString line = lineOf(timer.serviceText, u"ExecStart"_s);
    for (qsizetype i = 0; i < line.size(); ++i) {
        const QChar c = line.at(i);
        if (c == u'"') {
            isQuoted = !isQuoted;
        } else if (c == u'\\' && line.at(i + 1) == u'x') {
            word += QChar(line.mid(i + 2, 2).toInt(nullptr, 16));
            i += 3;
        } else if (c == u'\\' || c == u'%' || (c == u'$' && !words.isEmpty())) {
            QVERIFY(c == u'\\' || line.at(i + 1) == c);
            word += line.at(++i);
        } else if (c == u' ' && !isQuoted) {
            words.append(word);
            word.clear();
        } else {
            word += c;
        }
    }
    words.append(word);
    QVERIFY(!isQuoted);
    QCOMPARE(Tests::runProgram(words.takeFirst(), words).code, 0);
    QCOMPARE(QString::fromUtf8(contentOf(called)), program + u"|backup|--profile|" + id + u"|--scheduled|");
}

void TestTimer::installsAndRemoves()
{
    offerSystemctl();
    QVERIFY(!isTimerInstalled(id));
    const Timer timer = timerFor(daily(), u"Staging"_s, u"/usr/bin/gsc-admin"_s);
    QVERIFY_OK(installTimer(timer));
    QVERIFY(isTimerInstalled(id));
    QCOMPARE(contentOf(timer.serviceFile), timer.serviceText.toUtf8());
    QCOMPARE(contentOf(timer.timerFile), timer.timerText.toUtf8());
    QCOMPARE(asked(), (QStringList{u"show-environment"_s, u"daemon-reload"_s,
                                   u"enable --now "_s + name + u".timer", u"restart "_s + name + u".timer"}));
    offerSystemctl();
    QVERIFY(QDir(m_units).mkdir(u"timers.target.wants"_s));
    QVERIFY(QFile::link(timer.timerFile, m_units + u"/timers.target.wants/" + name + u".timer"));
    QVERIFY_OK(removeTimer(id));
    QVERIFY(!isTimerInstalled(id));
    QCOMPARE(namesIn(m_units), QStringList{u"timers.target.wants"_s});
    QCOMPARE(namesIn(m_units + u"/timers.target.wants"), QStringList());
    QCOMPARE(asked(), (QStringList{u"disable --now "_s + name + u".timer", u"daemon-reload"_s}));
    offerSystemctl();
    QVERIFY_OK(removeTimer(id)); // nothing there
    QCOMPARE(asked(), QStringList());
}

void TestTimer::replacesAnOlderOne()
{
    offerSystemctl();
    QVERIFY_OK(installTimer(timerFor(daily(), u"Staging"_s, u"/usr/bin/gsc-admin"_s)));
    Schedule later = daily();
    later.at = QTime(13, 0);
    const Timer timer = timerFor(later, u"Staging"_s, u"/opt/gsc-admin"_s);
    QVERIFY_OK(installTimer(timer));
    QCOMPARE(contentOf(timer.serviceFile), timer.serviceText.toUtf8());
    QCOMPARE(contentOf(timer.timerFile), timer.timerText.toUtf8());
    QVERIFY(asked().last().startsWith(u"restart"_s)); // the running one learns of the new time
}

void TestTimer::leavesNothingWithoutSystemd_data()
{
    QTest::addColumn<QString>("refused");
    QTest::newRow("no systemctl") << u"none"_s;
    QTest::newRow("no bus") << u"--user"_s;
    for (const char *verb : {"show-environment", "daemon-reload", "enable", "restart"})
        QTest::newRow(verb) << QString::fromLatin1(verb);
}

void TestTimer::leavesNothingWithoutSystemd()
{
    QFETCH(QString, refused);
    offerSystemctl(refused);
    if (refused == u"none")
        QVERIFY(QFile::remove(m_folder->filePath(u"bin/systemctl"_s)));
    const auto installed = installTimer(timerFor(daily(), u"Staging"_s, u"/usr/bin/gsc-admin"_s));
    QCOMPARE(installed.error().kind, ErrorKind::Unsupported);
    QVERIFY(!installed.error().detail.isEmpty());
    QCOMPARE(namesIn(m_units), QStringList());
    QVERIFY(!isTimerInstalled(id));
    // One of another day is removed all the same.
    QVERIFY(QDir().mkpath(m_units));
    QVERIFY(writeTo(m_units + u'/' + name + u".timer", "x"));
    QVERIFY_OK(removeTimer(id));
    QCOMPARE(namesIn(m_units), QStringList());
}

void TestTimer::putsAnOlderOneBack()
{
    offerSystemctl();
    const Timer old = timerFor(daily(), u"Staging"_s, u"/usr/bin/gsc-admin"_s);
    QVERIFY_OK(installTimer(old));
    offerSystemctl(u"restart"_s);
    Schedule later = daily();
    later.at = QTime(13, 0);
    QVERIFY(!installTimer(timerFor(later, u"Staging"_s, u"/opt/gsc-admin"_s)));
    QCOMPARE(contentOf(old.serviceFile), old.serviceText.toUtf8());
    QCOMPARE(contentOf(old.timerFile), old.timerText.toUtf8());
    QVERIFY(!asked().join(u' ').contains(u"disable"));
    QCOMPARE(asked().last(), u"daemon-reload"_s);
}

void TestTimer::leavesNothingOnAFullDisk()
{
    offerSystemctl();
    Timer timer = timerFor(daily(), u"Staging"_s, u"/usr/bin/gsc-admin"_s);
    timer.timerText += QString(20'000, u'#');
    Core::Result<void> installed;
    {
        const Tests::SmallDisk disk(10'000);
        installed = installTimer(timer);
    }
    QCOMPARE(installed.error().kind, ErrorKind::Io);
    QCOMPARE(namesIn(m_units), QStringList());
}

void TestTimer::touchesNoOtherFile()
{
    offerSystemctl();
    QVERIFY(QDir().mkpath(m_units));
    QVERIFY(writeTo(m_units + u"/syncthing.service", "theirs"));
    QVERIFY_OK(installTimer(timerFor(daily(), u"Staging"_s, u"/usr/bin/gsc-admin"_s)));
    QVERIFY_OK(removeTimer(id));
    QCOMPARE(namesIn(m_units), QStringList{u"syncthing.service"_s});
    QCOMPARE(contentOf(m_units + u"/syncthing.service"), "theirs");
}

QTEST_GUILESS_MAIN(TestTimer)
#include "tst_timer.moc"
