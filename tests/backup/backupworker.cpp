// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/makebackup.h"
#include "backup/restore.h"
#include "db/connectionstring.h"
#include "db/session.h"

#include <QCoreApplication>
#include <QElapsedTimer>

#include <csignal>
#include <cstdio>
#include <ctime>

using namespace Qt::StringLiterals;

// A process of its own that makes or restores a backup, or writes into a database, until it has finished or
// is killed:
//     backupworker MICROSECONDS backup KIND CONNECTION FILE
//     backupworker MICROSECONDS restore FILE CONNECTION SAFETY-FOLDER
//     backupworker MICROSECONDS rehearse FILE CONNECTION
//     backupworker MICROSECONDS write CONNECTION
// MICROSECONDS after its start it is killed by the kernel, wherever it is; 0: not at all. Prints how long the
// work took, in microseconds.

namespace {

void dieIn(qint64 microseconds)
{
    constexpr qint64 second = 1'000'000;
    sigevent event = {};
    event.sigev_notify = SIGEV_SIGNAL;
    event.sigev_signo = SIGKILL;
    timer_t timer = {};
    ::timer_create(CLOCK_MONOTONIC, &event, &timer);
    itimerspec when = {};
    when.it_value.tv_sec = microseconds / second;
    when.it_value.tv_nsec = (microseconds % second) * 1000;
    ::timer_settime(timer, 0, &when, nullptr);
}

Db::ConnectionSpec specOf(const QString &text)
{
    return Db::ConnectionString::parse(text).value();
}

template <typename T>
int answer(const Core::Result<T> &result)
{
    if (result)
        return 0;
    std::fprintf(stderr, "%s\n", qUtf8Printable(Core::toText(result.error())));
    return 1;
}

int backUp(const QStringList &words)
{
    Backup::Request request;
    request.kind = Backup::kindFromKey(words.value(0)).value();
    request.source = specOf(words.value(1));
    request.file = words.value(2);
    Core::JobContext context;
    return answer(Backup::makeBackup(request, context));
}

int restore(const QStringList &words)
{
    Backup::RestoreRequest request;
    request.file = words.value(0);
    request.target = specOf(words.value(1));
    request.safetyFolder = words.value(2);
    request.withRehearsal = false;
    Core::JobContext context;
    return answer(Backup::restore(request, context));
}

int rehearse(const QStringList &words)
{
    Core::JobContext context;
    return answer(Backup::rehearse(words.value(0), {}, specOf(words.value(1)), context));
}

/// Each transaction adds a customer and their job, and moves a number from one customer to another one.
int write(const QStringList &words)
{
    Db::Session session(specOf(words.value(0)));
    for (qint64 number = 0;; ++number) {
        auto written = session.write<bool>([&](Db::Transaction &transaction) -> Core::Result<bool> {
            auto added = transaction.run(Db::Statement{
                u"insert into \"Customer\" (\"Name\", \"Notes\", \"CreatedAt\", \"UpdatedAt\", "
                u"\"IsDeleted\") "
                "select 'Pair', 'pair', \"CreatedAt\", \"UpdatedAt\", \"IsDeleted\" from \"Customer\" where "
                "\"Id\" = 1 returning \"Id\""_s,
                {}});
            if (!added)
                return added.error();
            auto job = transaction.run(
                {{u"insert into \"Job\" (\"CustomerId\", \"EquipmentType\", \"EquipmentModel\", "
                  u"\"Description\", "
                  "\"Status\", \"DateReceived\", \"CreatedAt\", \"UpdatedAt\") select \"Id\", 'pair', 'M', "
                  "'D', 0, "
                  "\"CreatedAt\", \"CreatedAt\", \"UpdatedAt\" from \"Customer\" where \"Id\" = $1"_s,
                  {added->rows.first().integer(0)}},
                 {u"update \"Job\" set \"Status\" = \"Status\" + 1 where \"Id\" = 1"_s, {}},
                 {u"update \"Job\" set \"Status\" = \"Status\" - 1 where \"Id\" = 2"_s, {}}});
            if (!job)
                return job.error();
            return true;
        });
        // Somebody else has the file for longer than SQLite waits; the next one will come through.
        if (!written && written.error().kind != Core::ErrorKind::Busy)
            return answer(written);
        if (number == 0) {
            std::puts("writing");
            std::fflush(stdout);
        }
    }
}

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    const QStringList words = QCoreApplication::arguments();
    if (const qint64 moment = words.value(1).toLongLong(); moment > 0)
        dieIn(moment);
    QElapsedTimer timer;
    timer.start();
    const QString verb = words.value(2);
    const QStringList rest = words.mid(3);
    const int code = verb == u"backup"     ? backUp(rest)
                     : verb == u"restore"  ? restore(rest)
                     : verb == u"rehearse" ? rehearse(rest)
                     : verb == u"write"    ? write(rest)
                                           : 2;
    std::printf("%lld\n", static_cast<long long>(timer.nsecsElapsed() / 1000));
    return code;
}
