// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/pooler.h"

#include <QProcess>
#include <QTest>

#include <sys/prctl.h>

#include <csignal>

using namespace Qt::StringLiterals;
using Tests::Pooler;
using Tests::PostgresServer;

/// Starts the servers and then window.py, which starts everything else.
class E2eWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void worksByKeyboardAndScreenReader()
    {
        PostgresServer &server = PostgresServer::instance();
        const QString direct = server.createDatabase();
        const QString pooled = server.createDatabase();
        const Tests::ServerDirectory folder(u"e2e"_s);

        QProcess script;
        script.setProcessChannelMode(QProcess::ForwardedChannels);
        script.setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGKILL); });
        // The system's Python, which has Debian's pyatspi, whichever other one comes first in PATH.
        script.start(u"/usr/bin/python3"_s,
                     {u"-B"_s, QStringLiteral(GSC_E2E_SCRIPTS "/window.py"), QStringLiteral(GSC_PROGRAM),
                      folder.path(), QStringLiteral(GSC_MIGRATIONS), server.connectionString(direct),
                      Pooler::instance().connectionString(pooled), server.connectionString(pooled)});
        QVERIFY2(script.waitForStarted(), qPrintable(script.errorString()));
        script.waitForFinished(-1); // ctest has the limit
        QCOMPARE(script.exitStatus(), QProcess::NormalExit);
        QCOMPARE(script.exitCode(), 0);
    }
};

QTEST_GUILESS_MAIN(E2eWindow)
#include "e2e_window.moc"
