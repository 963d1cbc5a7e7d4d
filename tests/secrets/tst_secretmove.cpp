// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "secrets/secretmove.h"
#include "secrets/sessionstore.h"
#include "secrets/vaultstore.h"
#include "support/verify.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using Core::ErrorKind;
using Secrets::moveSecret;
using Secrets::SecretStore;
using Secrets::SessionStore;
using Tests::waitFor;

namespace {

const QString id = u"profile"_s;

/// A session store that fails, or spoils what it keeps, when it is told to.
class FaultyStore final : public SecretStore
{
public:
    bool failsRead = false;
    bool failsWrite = false;
    bool failsRemove = false;
    bool spoils = false;

    Core::Task<QString> read(const QString &name) override
    {
        return failsRead ? failed<QString>() : m_store.read(name);
    }
    Core::Task<bool> write(const QString &name, const QString &secret) override
    {
        return failsWrite ? failed<bool>() : m_store.write(name, spoils ? secret.chopped(1) : secret);
    }
    Core::Task<bool> remove(const QString &name) override
    {
        return failsRemove ? failed<bool>() : m_store.remove(name);
    }
    SessionStore &inside() { return m_store; }

private:
    template <typename T>
    Core::Task<T> failed()
    {
        auto state = std::make_shared<Core::TaskState<T>>();
        state->answer(Core::Error{ErrorKind::Timeout, u"too slow"_s, {}, {}});
        return Core::Task<T>(state);
    }
    SessionStore m_store;
};

QString secretIn(SecretStore &store)
{
    const auto secret = waitFor(store.read(id));
    return secret ? *secret : u"(none)"_s;
}

} // namespace

class TestSecretMove final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void moves();
    void movesIntoTheVaultAndBack();
    void replacesWhatIsThere();
    void staysWhereItIs();
    void losesNothingWhateverFails_data();
    void losesNothingWhateverFails();
    void sessionKeepsNothingElse();
};

void TestSecretMove::moves()
{
    SessionStore from;
    SessionStore to;
    QVERIFY(waitFor(from.write(id, u"canary"_s)));
    QVERIFY(waitFor(moveSecret(from, to, id)));
    QCOMPARE(secretIn(from), u"(none)"_s);
    QCOMPARE(secretIn(to), u"canary"_s);
    QCOMPARE(waitFor(moveSecret(from, to, id)).error().kind, ErrorKind::NotFound);
    QCOMPARE(secretIn(to), u"canary"_s);
}

void TestSecretMove::movesIntoTheVaultAndBack()
{
    const QTemporaryDir folder;
    Secrets::VaultStore vault(folder.filePath(u"vault"_s),
                              {crypto_pwhash_argon2id_OPSLIMIT_MIN, crypto_pwhash_argon2id_MEMLIMIT_MIN});
    SessionStore session;
    QVERIFY(waitFor(session.write(id, u"canary"_s)));
    QVERIFY(!waitFor(moveSecret(session, vault, id))); // there is none yet
    QCOMPARE(secretIn(session), u"canary"_s);
    QVERIFY(waitFor(vault.create(u"x"_s)));
    QVERIFY(waitFor(moveSecret(session, vault, id)));
    QCOMPARE(secretIn(session), u"(none)"_s);
    QCOMPARE(secretIn(vault), u"canary"_s);
    QVERIFY(waitFor(moveSecret(vault, session, id)));
    QCOMPARE(secretIn(session), u"canary"_s);
    QCOMPARE(secretIn(vault), u"(none)"_s);
}

void TestSecretMove::replacesWhatIsThere()
{
    SessionStore from;
    SessionStore to;
    QVERIFY(waitFor(from.write(id, u"new"_s)));
    QVERIFY(waitFor(to.write(id, u"old"_s)));
    QVERIFY(waitFor(moveSecret(from, to, id)));
    QCOMPARE(secretIn(to), u"new"_s);
}

void TestSecretMove::staysWhereItIs()
{
    SessionStore store;
    QVERIFY(waitFor(store.write(id, u"canary"_s)));
    QVERIFY(waitFor(moveSecret(store, store, id)));
    QCOMPARE(secretIn(store), u"canary"_s);
}

void TestSecretMove::losesNothingWhateverFails_data()
{
    QTest::addColumn<QString>("fault");
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<bool>("isThere");
    QTest::newRow("reading here") << u"read here"_s << ErrorKind::Timeout << false;
    QTest::newRow("writing there") << u"write there"_s << ErrorKind::Timeout << false;
    QTest::newRow("reading there") << u"read there"_s << ErrorKind::Timeout << true;
    QTest::newRow("spoiled there") << u"spoil there"_s << ErrorKind::Io << false;
    QTest::newRow("removing here") << u"remove here"_s << ErrorKind::Timeout << true;
}

void TestSecretMove::losesNothingWhateverFails()
{
    QFETCH(QString, fault);
    QFETCH(ErrorKind, kind);
    QFETCH(bool, isThere);
    FaultyStore from;
    FaultyStore to;
    QVERIFY(waitFor(from.write(id, u"canary"_s)));
    from.failsRead = fault == u"read here";
    from.failsRemove = fault == u"remove here";
    to.failsWrite = fault == u"write there";
    to.failsRead = fault == u"read there";
    to.spoils = fault == u"spoil there";
    const auto moved = waitFor(moveSecret(from, to, id));
    QVERIFY(!moved);
    QCOMPARE(moved.error().kind, kind);
    QVERIFY(!moved.error().summary.isEmpty());
    QCOMPARE(secretIn(from.inside()), u"canary"_s);
    QCOMPARE(secretIn(to.inside()) == u"canary", isThere);
}

void TestSecretMove::sessionKeepsNothingElse()
{
    SessionStore store;
    QCOMPARE(waitFor(store.read(id)).error().kind, ErrorKind::NotFound);
    QVERIFY(waitFor(store.remove(id)));
    QVERIFY(waitFor(store.write(id, u"x"_s)));
    QCOMPARE(waitFor(store.read(u"other"_s)).error().kind, ErrorKind::NotFound);
    SessionStore other;
    QCOMPARE(waitFor(other.read(id)).error().kind, ErrorKind::NotFound);
}

QTEST_GUILESS_MAIN(TestSecretMove)
#include "tst_secretmove.moc"
