// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/scramverifier.h"

#include <QTest>

class TestScramVerifier final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void matchesTheStandardsExample();
    void saltsAreRandom();
    void refusesWhatWouldNeedPreparation_data();
    void refusesWhatWouldNeedPreparation();
};

void TestScramVerifier::matchesTheStandardsExample()
{
    // RFC 7677, section 3: password "pencil".
    const auto verifier =
        Db::scramVerifier(QStringLiteral("pencil"), QByteArray::fromBase64("W22ZaJ0SNY7soEsUEjb6gQ=="));
    QVERIFY(verifier);
    QCOMPARE(*verifier, QStringLiteral("SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$"
                                       "WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:"
                                       "wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU="));
}

void TestScramVerifier::saltsAreRandom()
{
    const QString password = QStringLiteral("pencil");
    QVERIFY(*Db::scramVerifier(password) != *Db::scramVerifier(password));
}

void TestScramVerifier::refusesWhatWouldNeedPreparation_data()
{
    QTest::addColumn<QString>("password");
    QTest::newRow("empty") << QString();
    QTest::newRow("umlaut") << QStringLiteral("pässword");
    QTest::newRow("control") << QStringLiteral("pass\nword");
}

void TestScramVerifier::refusesWhatWouldNeedPreparation()
{
    QFETCH(QString, password);
    const auto verifier = Db::scramVerifier(password);
    QVERIFY(!verifier);
    QCOMPARE(verifier.error().kind, Core::ErrorKind::Unsupported);
    QVERIFY(password.isEmpty() || !Core::toText(verifier.error()).contains(password));
}

QTEST_GUILESS_MAIN(TestScramVerifier)
#include "tst_scramverifier.moc"
