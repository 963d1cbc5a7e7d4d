// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <thread>

using namespace Qt::StringLiterals;
namespace Trace = Core::Trace;

class TestTrace final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesWhatHappenedWhileItWasOn();
    void saysThatTheFileCannotBeWritten();
};

void TestTrace::writesWhatHappenedWhileItWasOn()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"trace.json"_s);
    QVERIFY(!Trace::isOn());
    Trace::mark("too early");
    Trace::start(file);
    QVERIFY(Trace::isOn());
    Trace::watchEventLoop(std::chrono::milliseconds(0));
    Trace::mark("first rows");
    {
        const Trace::Span outer("save");
        const Trace::Span inner("page");
    }
    std::thread([] { const Trace::Span span("outline"); }).join();
    // With a limit of nothing, whatever the event loop does is a stall.
    // A real event loop: only that one ever waits.
    QTimer::singleShot(1, this, [] {
        const auto begin = std::chrono::steady_clock::now();
        while (std::chrono::steady_clock::now() == begin) {
        }
        QTimer::singleShot(1, QCoreApplication::instance(), &QCoreApplication::quit);
    });
    QCoreApplication::exec();
    QVERIFY(Trace::stop());
    QVERIFY(!Trace::isOn());
    Trace::mark("too late");
    QVERIFY(Trace::stop()); // nothing left to write

    QFile reader(file);
    QVERIFY(reader.open(QIODevice::ReadOnly));
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(reader.readAll(), &problem);
    QVERIFY2(problem.error == QJsonParseError::NoError, qPrintable(problem.errorString()));
    QVERIFY(document.isArray());
    QHash<QString, QJsonObject> byName;
    const QJsonArray events = document.array();
    for (const QJsonValue &value : events) {
        const QJsonObject event = value.toObject();
        QVERIFY(event.value(u"ts"_s).toDouble(-1) >= 0);
        QVERIFY(event.value(u"pid"_s).isDouble() && event.value(u"tid"_s).isDouble());
        byName.insert(event.value(u"name"_s).toString(), event);
    }
    const QStringList found = byName.keys();
    QCOMPARE(QSet<QString>(found.begin(), found.end()),
             (QSet<QString>{u"first rows"_s, u"save"_s, u"page"_s, u"outline"_s, u"stall"_s}));
    QCOMPARE(byName.value(u"first rows"_s).value(u"ph"_s).toString(), u"i"_s);
    const QJsonObject save = byName.value(u"save"_s);
    const QJsonObject page = byName.value(u"page"_s);
    QCOMPARE(save.value(u"ph"_s).toString(), u"X"_s);
    // The inner span lies within the outer one.
    const double saveEnd = save.value(u"ts"_s).toDouble() + save.value(u"dur"_s).toDouble();
    const double pageEnd = page.value(u"ts"_s).toDouble() + page.value(u"dur"_s).toDouble();
    QVERIFY(page.value(u"ts"_s).toDouble() >= save.value(u"ts"_s).toDouble());
    QVERIFY(pageEnd <= saveEnd + 1); // each is cut to whole microseconds
    QVERIFY(byName.value(u"outline"_s).value(u"tid"_s) != save.value(u"tid"_s));
}

void TestTrace::saysThatTheFileCannotBeWritten()
{
    const QTemporaryDir folder;
    Trace::start(folder.filePath(u"missing/trace.json"_s));
    QVERIFY(!Trace::stop());
}

QTEST_GUILESS_MAIN(TestTrace)
#include "tst_trace.moc"
