// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/sha256.h"

#include <QCryptographicHash>
#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;
using Db::Sha256;

class TestSha256 : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isWhatTheStandardSays_data();
    void isWhatTheStandardSays();
    void doesNotDependOnThePieces();
};

// FIPS 180-4's examples.
void TestSha256::isWhatTheStandardSays_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("hash");
    QTest::newRow("nothing") << QByteArray()
                             << QByteArray(
                                    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    QTest::newRow("one block") << QByteArray("abc")
                               << QByteArray(
                                      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    QTest::newRow("two blocks") << QByteArray("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
                                << QByteArray(
                                       "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    QTest::newRow("a million") << QByteArray(1'000'000, 'a')
                               << QByteArray(
                                      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

void TestSha256::isWhatTheStandardSays()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, hash);
    Sha256 sha;
    sha.add(bytes);
    QCOMPARE(sha.result().toHex(), hash);
}

void TestSha256::doesNotDependOnThePieces()
{
    QRandomGenerator random(256);
    QByteArray bytes(100'000, Qt::Uninitialized);
    for (char &byte : bytes)
        byte = char(random.bounded(256));
    Sha256 sha;
    for (qsizetype at = 0; at < bytes.size();) {
        const qsizetype size = std::min<qsizetype>(random.bounded(300), bytes.size() - at);
        sha.add(QByteArrayView(bytes).sliced(at, size));
        at += size;
    }
    QCOMPARE(sha.result(), QCryptographicHash::hash(bytes, QCryptographicHash::Sha256));
}

QTEST_GUILESS_MAIN(TestSha256)
#include "tst_sha256.moc"
