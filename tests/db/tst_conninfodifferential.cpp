// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/db/conninfocorpus.h"
#include "tests/db/conninfooracle.h"

#include <QTest>

#include <cstdio>
#include <random>

using ConninfoOracle::Verdict;

/// Conninfo against the installed libpq: the same texts accepted, with the same value for every keyword.
class ConninfoDifferentialTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void corpus();
    void mutations();
    void foreignParametersChangeNothing_data();
    void foreignParametersChangeNothing();

private:
    void check(const QByteArray &text);

    int m_inputs = 0;
    int m_accepted = 0;
    int m_foreign = 0;
    int m_disagreements = 0;
};

void ConninfoDifferentialTest::check(const QByteArray &text)
{
    ++m_inputs;
    switch (ConninfoOracle::compare(text)) {
    case Verdict::BothAccept:
        ++m_accepted;
        break;
    case Verdict::BothRefuse:
        break;
    case Verdict::Foreign:
        ++m_foreign;
        break;
    case Verdict::Disagree:
        if (++m_disagreements <= 20)
            qWarning("disagreement: %s", text.toPercentEncoding(" :/?@=&'\\").constData());
        break;
    }
}

void ConninfoDifferentialTest::corpus()
{
    for (const QByteArray &text : conninfoCorpus())
        check(text);
    QCOMPARE(m_disagreements, 0);
    // Both halves of the corpus must be there, or the comparison says nothing.
    QVERIFY(m_accepted > 60);
    QVERIFY(m_inputs - m_accepted > 40);
}

void ConninfoDifferentialTest::mutations()
{
    static const QList<QByteArray> tokens{"postgresql://",
                                          "postgres://",
                                          "host",
                                          "port",
                                          "user",
                                          "password",
                                          "dbname",
                                          "sslmode",
                                          "requiressl",
                                          "ssl=true",
                                          "=",
                                          "&",
                                          "?",
                                          "@",
                                          ":",
                                          "/",
                                          ",",
                                          "[",
                                          "]",
                                          "'",
                                          "\\",
                                          "\\'",
                                          "%",
                                          "%40",
                                          "%2F",
                                          "%00",
                                          "%e4",
                                          "%25",
                                          " ",
                                          "\t",
                                          "\n",
                                          ";",
                                          "a",
                                          "5432",
                                          "localhost",
                                          "::1",
                                          "#",
                                          "+",
                                          "''",
                                          "=''",
                                          " = ",
                                          "&user=x",
                                          "?host=/tmp",
                                          "connect_timeout=5",
                                          "\xC3\xA4",
                                          "\xFF",
                                          "\"",
                                          "pooler=true"};
    const QList<QByteArray> seeds = conninfoCorpus();
    std::mt19937 random(20260101); // always the same inputs: a failure can be repeated
    const auto below = [&](qsizetype limit) {
        return qsizetype(random() % std::mt19937::result_type(limit));
    };

    for (int i = 0; i < 300'000; ++i) {
        QByteArray text;
        if (i % 3 == 0) {
            // Grown from tokens
            if (below(2) == 0)
                text = "postgresql://";
            for (qsizetype n = below(12); n >= 0; --n)
                text += tokens.at(below(tokens.size()));
        } else {
            // A seed with a few wounds
            text = seeds.at(below(seeds.size()));
            for (qsizetype n = below(4); n >= 0; --n) {
                const qsizetype at = below(text.size() + 1);
                switch (below(5)) {
                case 0:
                    text.insert(at, tokens.at(below(tokens.size())));
                    break;
                case 1:
                    text.remove(at, 1 + below(3));
                    break;
                case 2:
                    if (at < text.size())
                        text[at] = char(1 + below(255));
                    break;
                case 3:
                    text.insert(at, text.mid(below(text.size() + 1), below(8)));
                    break;
                default: {
                    const QByteArray &other = seeds.at(below(seeds.size()));
                    text = text.left(at) + other.mid(below(other.size() + 1));
                    break;
                }
                }
            }
        }
        text.replace('\0', ' ');
        check(text);
    }
    std::printf("conninfo differential: %d inputs, %d accepted by libpq, %d disagreements "
                "(libpq %d; %d more with foreign parameters)\n",
                m_inputs, m_accepted, m_disagreements, PQlibVersion(), m_foreign);
    QCOMPARE(m_disagreements, 0);
    QVERIFY(m_inputs >= 200'000);
    QVERIFY(m_accepted > m_inputs / 20);
}

void ConninfoDifferentialTest::foreignParametersChangeNothing_data()
{
    QTest::addColumn<QByteArray>("with");
    QTest::addColumn<QByteArray>("without");
    QTest::newRow("last") << QByteArray("postgresql://u:p@h/d?port=1&pooler=true")
                          << QByteArray("postgresql://u:p@h/d?port=1");
    QTest::newRow("first") << QByteArray("postgresql://u:p@h/d?pgbouncer=true&port=1")
                           << QByteArray("postgresql://u:p@h/d?port=1");
    QTest::newRow("only") << QByteArray("postgresql://h/d?connection_limit=1")
                          << QByteArray("postgresql://h/d");
    QTest::newRow("encoded") << QByteArray("postgresql://h/d?p%6foler=true")
                             << QByteArray("postgresql://h/d");
    QTest::newRow("keyword") << QByteArray("host=h pooler='true' port=1") << QByteArray("host=h port=1");
}

void ConninfoDifferentialTest::foreignParametersChangeNothing()
{
    QFETCH(QByteArray, with);
    QFETCH(QByteArray, without);
    const auto ours = Db::Conninfo::parse(with);
    QVERIFY(ours);
    QCOMPARE(ours->foreign.size(), 1);
    QVERIFY(!ConninfoOracle::ask(with));
    const auto theirs = ConninfoOracle::ask(without);
    QVERIFY(theirs);
    QCOMPARE(ours->known, *theirs);
}

QTEST_GUILESS_MAIN(ConninfoDifferentialTest)
#include "tst_conninfodifferential.moc"
