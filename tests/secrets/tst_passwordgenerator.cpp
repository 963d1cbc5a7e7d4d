// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "secrets/passwordgenerator.h"

#include <QHash>
#include <QRegularExpression>
#include <QSet>
#include <QTest>
#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;
using Secrets::strongPassword;

class TestPasswordGenerator final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isLongEnough();
    void needsNoQuotingAnywhere();
    void isNeverTheSame();
    void usesEveryCharacterAlike();
};

void TestPasswordGenerator::isLongEnough()
{
    QCOMPARE(strongPassword().size(), 24);
    QCOMPARE(strongPassword(40).size(), 40);
    QCOMPARE(strongPassword(8).size(), 24);
    QCOMPARE(strongPassword(-1).size(), 24);
}

void TestPasswordGenerator::needsNoQuotingAnywhere()
{
    static const QRegularExpression plain(u"^(?=.*[a-z])(?=.*[A-Z])(?=.*[0-9])[A-Za-z0-9]{24}$"_s);
    for (int i = 0; i < 2000; ++i) {
        const QString password = strongPassword();
        QVERIFY2(plain.match(password).hasMatch(), qPrintable(password));
        QCOMPARE(QString::fromLatin1(QUrl::toPercentEncoding(password)), password);
    }
}

void TestPasswordGenerator::isNeverTheSame()
{
    QSet<QString> seen;
    for (int i = 0; i < 2000; ++i)
        seen.insert(strongPassword());
    QCOMPARE(seen.size(), 2000);
}

void TestPasswordGenerator::usesEveryCharacterAlike()
{
    QHash<QChar, int> counts;
    constexpr int passwords = 5000;
    for (int i = 0; i < passwords; ++i) {
        for (const QChar character : strongPassword())
            ++counts[character];
    }
    QCOMPARE(counts.size(), 62);
    // 1935 of each are expected, with a standard deviation of 44: eight of them never happen by chance.
    const auto [least, most] = std::minmax_element(counts.cbegin(), counts.cend());
    QVERIFY2(*least > 1580, qPrintable(QString::number(*least)));
    QVERIFY2(*most < 2290, qPrintable(QString::number(*most)));
}

QTEST_APPLESS_MAIN(TestPasswordGenerator)
#include "tst_passwordgenerator.moc"
