// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "acceptance/soakbackups.h"
#include "acceptance/soakclient.h"
#include "support/faultproxy.h"
#include "support/pooler.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QProcess>
#include <QTest>
#include <QTimer>

using namespace Customers;
using namespace std::chrono_literals;
using Soak::Backups;
using Soak::Client;
using Soak::Ledger;
using Tests::FaultProxy;

namespace {

/// A copy of the program in a process of its own, which will be killed: says what it does on its output.
int runEditor(const QString &name, const QString &connectionString, quint32 seed)
{
    const auto say = [](const char *what, const QString &token) {
        std::printf("%s %s\n", what, qPrintable(token));
        std::fflush(stdout);
    };
    Client client(
        name, connectionString, seed,
        [&](const QString &token, const QList<RowChange> &) { say("try", token); },
        [&](const QString &token, Ledger::Answer answer) {
            say(answer == Ledger::Answer::Saved      ? "saved"
                : answer == Ledger::Answer::NotSaved ? "not"
                                                     : "unknown",
                token);
        });
    client.start();
    return QCoreApplication::exec();
}

/// The servers, those who work with them, and all that can happen to them.
class World final
{
public:
    explicit World(quint32 seed)
        : m_random(seed)
        , m_pooler(m_server, 4, 5)
    {
        // What is told as saved must survive a crash; the test servers are quicker than that otherwise.
        m_server.setParameter(QStringLiteral("synchronous_commit"), QStringLiteral("on"));
        m_database = m_server.createDatabase();
        Db::Session session(Db::ConnectionString::parse(m_server.connectionString(m_database)).value());
        if (const auto created = Schema::createSchema(session); !created)
            qFatal("no schema: %s", qPrintable(Core::toText(created.error())));
        Ledger::prepare(m_server, m_database);
        m_server.execute(
            m_database,
            QStringLiteral(
                "insert into \"Customer\" (\"Name\", \"Email\", \"Phone\", \"Address\", \"Notes\", "
                "\"CreatedAt\", \"UpdatedAt\", \"IsDeleted\") select 'Shared ' || n, 'a@example.com', "
                "'1', 'x', 'start', now(), now(), false from generate_series(1, %1) n")
                .arg(Soak::sharedRows));
        m_directProxy = std::make_unique<FaultProxy>(m_server.port());
        m_pooledProxy = std::make_unique<FaultProxy>(m_pooler.port());
        for (const auto &[name, proxy] :
             {std::pair("direct", m_directProxy.get()), {"pooled", m_pooledProxy.get()}})
            m_clients.push_back(std::make_unique<Client>(
                QString::fromLatin1(name), proxy->connectionString(m_database), m_random.generate(),
                [this](const QString &token, const QList<RowChange> &changes) {
                    m_ledger.trying(token, changes);
                },
                [this](const QString &token, Ledger::Answer answer) { m_ledger.answered(token, answer); }));
        // A dump seldom lives to its end on a line that breaks twice a second: there is a better one, too.
        m_backups = std::make_unique<Backups>(
            m_server,
            QStringList{m_directProxy->connectionString(m_database), m_server.connectionString(m_database)},
            m_random.generate());
    }

    /// Exit code.
    int run(std::chrono::milliseconds duration)
    {
        for (const auto &client : m_clients)
            client->start();
        startEditor();
        m_backups->start();
        QTimer web;
        QObject::connect(&web, &QTimer::timeout, &web, [this] { actAsWebApplication(); });
        web.start(25ms);
        QTimer faults;
        QObject::connect(&faults, &QTimer::timeout, &faults, [&] {
            makeFault();
            faults.setInterval(m_random.bounded(100, 700));
        });
        faults.start(300ms);
        QTimer::singleShot(duration, QCoreApplication::instance(), &QCoreApplication::quit);
        QCoreApplication::exec();
        web.stop();
        faults.stop();
        heal();
        for (const auto &client : m_clients)
            client->stop();
        killEditor();
        m_backups->stop();
        const bool ended = QTest::qWaitFor(
            [&] {
                return m_backups->hasStopped() &&
                       std::all_of(m_clients.begin(), m_clients.end(),
                                   [](const auto &client) { return client->hasStopped(); });
            },
            300'000);
        return report(ended);
    }

private:
    int report(bool ended)
    {
        QStringList breaks = m_ledger.breaks(m_server, m_database);
        if (!ended)
            breaks.append(QStringLiteral("a client never got its answer, or a backup never ended"));
        for (const QString &text : std::as_const(breaks))
            qWarning("break: %s", qPrintable(text));
        int operations = m_webEdits;
        int conflicts = 0;
        for (const auto &client : m_clients) {
            operations += client->operations();
            conflicts += client->conflicts();
        }
        QStringList kinds;
        int faults = 0;
        for (auto it = m_faults.cbegin(); it != m_faults.cend(); ++it) {
            kinds.append(QStringLiteral("%1 %2").arg(it.key()).arg(it.value()));
            faults += it.value();
        }
        qInfo("acceptance 44: %d operations (saved %d, told as not saved %d, as not known %d; %d conflicts "
              "shown; web "
              "%d), %d faults (%s), %d breaks",
              operations, m_ledger.count(Ledger::Answer::Saved), m_ledger.count(Ledger::Answer::NotSaved),
              m_ledger.count(Ledger::Answer::Unknown), conflicts, m_webEdits, faults,
              qPrintable(kinds.join(QStringLiteral(", "))), int(breaks.size()));
        qInfo("acceptance 16, 18, 22 while all that goes on: %s", qPrintable(m_backups->figures()));
        return breaks.isEmpty() && m_backups->breaks().isEmpty() ? 0 : 1;
    }

    /// Writes all columns without looking, or deletes without touching UpdatedAt.
    void actAsWebApplication()
    {
        const int id = m_random.bounded(1, Soak::sharedRows + 1);
        ++m_webEdits;
        m_backups->actAsWebApplication();
        m_server.execute(
            m_database,
            m_random.bounded(3) == 0
                ? QStringLiteral(
                      "update \"Customer\" set \"IsDeleted\" = not \"IsDeleted\" where \"Id\" = %1")
                      .arg(id)
                : QStringLiteral(
                      "update \"Customer\" set \"Name\" = \"Name\", \"Email\" = \"Email\", \"Phone\" = "
                      "'2', \"Address\" = \"Address\", \"Notes\" = 'web-%2', \"UpdatedAt\" = now() where "
                      "\"Id\" = %1")
                      .arg(id)
                      .arg(m_webEdits));
    }

    void makeFault()
    {
        FaultProxy &proxy = m_random.bounded(2) == 0 ? *m_directProxy : *m_pooledProxy;
        const auto note = [this](const char *kind) { ++m_faults[QString::fromLatin1(kind)]; };
        // A server that is away stops everybody, the web application, too: not as often as the rest.
        switch (const int kind = m_random.bounded(40)) {
        case 0:
            note("restart");
            return m_server.restart();
        case 1:
            note("crash");
            m_server.crash();
            return m_server.start();
        case 2:
        case 3:
        case 4:
            note("process ended");
            m_server.execute(QStringLiteral(
                "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'gsc'"));
            return;
        case 5:
        case 6:
        case 7:
        case 8:
            note("kill -9");
            killEditor();
            return startEditor();
        case 9:
        case 10:
        case 11:
        case 12:
            note("black hole");
            proxy.setBlackHole(true);
            QTimer::singleShot(m_random.bounded(200, 1500), &m_context,
                               [&proxy] { proxy.setBlackHole(false); });
            return;
        case 13:
        case 14:
            note("delay");
            return proxy.setDelay(std::chrono::milliseconds(m_random.bounded(0, 15)));
        default:
            if (kind < 20) {
                note("cut");
                proxy.cut();
            } else if (kind < 30) {
                note("cut at a message");
                proxy.cutAfterServerMessages(m_random.bounded(40));
            } else {
                note("cut at COMMIT");
                proxy.cutAtCommit(kind < 35 ? FaultProxy::CommitCut::BeforeTheServer
                                            : FaultProxy::CommitCut::AfterTheServer);
            }
        }
    }

    void heal()
    {
        for (FaultProxy *proxy : {m_directProxy.get(), m_pooledProxy.get()}) {
            proxy->disarm();
            proxy->setBlackHole(false);
            proxy->setDelay(0ms);
        }
    }

    void startEditor()
    {
        m_editor = std::make_unique<QProcess>();
        m_editor->setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_editor->start(QCoreApplication::applicationFilePath(),
                        {QStringLiteral("--editor"), QStringLiteral("editor%1").arg(++m_editors),
                         QStringLiteral("--seed"), QString::number(m_random.generate()),
                         QStringLiteral("--database"), m_server.connectionString(m_database)});
    }

    void killEditor()
    {
        m_editor->kill();
        m_editor->waitForFinished();
        while (m_editor->canReadLine()) {
            const QList<QByteArray> words = m_editor->readLine().trimmed().split(' ');
            const QString token = QString::fromLatin1(words.value(1));
            if (words.first() == "try")
                m_ledger.tryingElsewhere(token);
            else
                m_ledger.answered(token, words.first() == "saved" ? Ledger::Answer::Saved
                                         : words.first() == "not" ? Ledger::Answer::NotSaved
                                                                  : Ledger::Answer::Unknown);
        }
    }

    QRandomGenerator m_random;
    Tests::PostgresServer m_server;
    Tests::Pooler m_pooler;
    QString m_database;
    Ledger m_ledger;
    std::unique_ptr<FaultProxy> m_directProxy;
    std::unique_ptr<FaultProxy> m_pooledProxy;
    std::vector<std::unique_ptr<Client>> m_clients;
    std::unique_ptr<Backups> m_backups;
    std::unique_ptr<QProcess> m_editor;
    QMap<QString, int> m_faults;
    int m_editors = 0;
    int m_webEdits = 0;
    QObject m_context; // ends before the proxies
};

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral(
        "Works with customers and makes backups while everything breaks, and checks all of them."));
    parser.addHelpOption();
    const QCommandLineOption seconds(QStringLiteral("seconds"), QStringLiteral("How long."),
                                     QStringLiteral("n"), QStringLiteral("20"));
    const QCommandLineOption seed(QStringLiteral("seed"), QStringLiteral("Repeats the choices of a run."),
                                  QStringLiteral("n"));
    QCommandLineOption editor(QStringLiteral("editor"), {}, QStringLiteral("name"));
    QCommandLineOption database(QStringLiteral("database"), {}, QStringLiteral("connection string"));
    editor.setFlags(QCommandLineOption::HiddenFromHelp);
    database.setFlags(QCommandLineOption::HiddenFromHelp);
    parser.addOptions({seconds, seed, editor, database});
    parser.process(app);

    const quint32 number =
        parser.isSet(seed) ? parser.value(seed).toUInt() : QRandomGenerator::system()->generate();
    if (parser.isSet(editor))
        return runEditor(parser.value(editor), parser.value(database), number);
    qInfo("seed %u, %s s", number, qPrintable(parser.value(seconds)));
    World world(number);
    return world.run(std::chrono::seconds(parser.value(seconds).toInt()));
}
