// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "secrets/keyringstore.h"

#include "secrets/passwordgenerator.h"

#include <qt6keychain/keychain.h>
#include <QTimer>

namespace Secrets {

namespace {

using Core::Error;
using Core::ErrorKind;
using Core::Result;

const QString service = QStringLiteral("org.gsctracking.Admin");

Error errorOf(const QKeychain::Job &job)
{
    const QString code = QString::number(job.error());
    switch (job.error()) {
    case QKeychain::EntryNotFound:
        return {
            ErrorKind::NotFound, KeyringStore::tr("The keyring has no password for this profile."), {}, code};
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return {ErrorKind::Permission,
                KeyringStore::tr(
                    "The keyring is locked or refused access. Nothing was changed. Unlock it and try "
                    "again."),
                job.errorString(), code};
    default:
        return {ErrorKind::Unsupported,
                KeyringStore::tr(
                    "There is no keyring here that works. Nothing was stored. Use the vault, or keep "
                    "the password for this session only."),
                job.errorString(), code};
    }
}

/// One probe; it is the context of its own steps and goes when it has answered.
class Probe final : public QObject
{
public:
    Probe(KeyringStore *store, std::function<void(Result<bool>)> done)
        : QObject(store)
        , m_store(store)
        , m_done(std::move(done))
    {}

    void start()
    {
        m_store->write(m_id, m_secret).then(this, [this](const Result<bool> &written) {
            if (written)
                compare();
            else
                remove(written.error());
        });
    }

private:
    void compare()
    {
        m_store->read(m_id).then(this, [this](const Result<QString> &read) {
            if (read && *read != m_secret)
                remove(
                    Error{ErrorKind::Unsupported,
                          KeyringStore::tr("The keyring does not keep what is given to it. Use the vault, or "
                                           "keep the password for this session only."),
                          {},
                          {}});
            else
                remove(read ? Result<bool>(true) : read.error());
        });
    }

    // Whatever happened: a write that failed or timed out may still leave an entry behind.
    void remove(const Result<bool> &soFar)
    {
        m_store->remove(m_id).then(this, [this, soFar](const Result<bool> &removed) {
            m_done(soFar ? removed : soFar);
            deleteLater();
        });
    }

    KeyringStore *m_store;
    std::function<void(Result<bool>)> m_done;
    const QString m_id = QStringLiteral("probe ") + strongPassword();
    const QString m_secret = strongPassword();
};

} // namespace

KeyringStore::KeyringStore(int limit, QObject *parent)
    : QObject(parent)
    , m_limit(limit)
{}

template <typename T>
Core::Task<T> KeyringStore::start(QKeychain::Job *job, const QString &id,
                                  std::function<Result<T>()> onSuccess)
{
    auto state = std::make_shared<Core::TaskState<T>>();
    job->setKey(id);
    job->setInsecureFallback(false); // its fallback is plain text
    // QtKeychain deletes it after `finished`. Nobody else may: the keyring's answer would find a dead job.
    job->setAutoDelete(true);
    connect(job, &QKeychain::Job::finished, job,
            [state, onSuccess = std::move(onSuccess)](QKeychain::Job *done) {
                state->answer(done->error() == QKeychain::NoError ? onSuccess() : errorOf(*done));
            });
    QTimer::singleShot(m_limit, job, [state] {
        state->answer(
            Error{ErrorKind::Timeout,
                  tr("The keyring does not answer. It may be waiting for you in a window of its own. "
                     "Look for that window, then try again."),
                  {},
                  {}});
    });
    job->start();
    return Core::Task<T>(state);
}

Core::Task<QString> KeyringStore::read(const QString &id)
{
    auto *job = new QKeychain::ReadPasswordJob(service);
    return start<QString>(job, id, [job] { return job->textData(); });
}

Core::Task<bool> KeyringStore::write(const QString &id, const QString &secret)
{
    auto *job = new QKeychain::WritePasswordJob(service);
    job->setTextData(secret);
    return start<bool>(job, id, [] { return true; });
}

Core::Task<bool> KeyringStore::remove(const QString &id)
{
    auto *job = new QKeychain::DeletePasswordJob(service);
    return start<bool>(job, id, [] { return true; });
}

Core::Task<bool> KeyringStore::probe()
{
    auto state = std::make_shared<Core::TaskState<bool>>();
    auto *probe = new Probe(this, [this, state](Result<bool> result) {
        noteStatus(result);
        state->answer(std::move(result));
    });
    probe->start();
    return Core::Task<bool>(state);
}

void KeyringStore::noteStatus(const Result<bool> &probed)
{
    Status status = Status::Works;
    if (!probed) {
        switch (probed.error().kind) {
        case ErrorKind::Permission:
            status = Status::Locked;
            break;
        case ErrorKind::Timeout:
            status = Status::Silent;
            break;
        default:
            status = Status::Missing;
        }
    }
    if (std::exchange(m_status, status) != status)
        Q_EMIT statusChanged();
}

QString KeyringStore::toText(Status status)
{
    switch (status) {
    case Status::Unknown:
        return tr("Not tested yet");
    case Status::Works:
        return tr("Works");
    case Status::Locked:
        return tr("Locked, or access was refused");
    case Status::Silent:
        return tr("Does not answer");
    case Status::Missing:
        return tr("There is no keyring here");
    }
    return {};
}

} // namespace Secrets
