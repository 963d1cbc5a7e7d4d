// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "exportbench.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Export;
using Tests::CellRow;
using Tests::contentOf;
using Tests::shapeOf;
using Tests::writeRows;

class TestJsonWriter final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void typesItsValues();
    void keepsEveryDigit();
    void keepsEveryCharacter();
    void mendsWhatIsNoText();
    void noRowsAreAnEmptyArray();

private:
    [[nodiscard]] QString file() const { return m_folder->filePath(QStringLiteral("out.json")); }
    [[nodiscard]] QJsonArray read() const
    {
        QJsonParseError error;
        const QJsonDocument document = QJsonDocument::fromJson(contentOf(file()), &error);
        if (error.error != QJsonParseError::NoError)
            qWarning("%s at %d", qPrintable(error.errorString()), int(error.offset));
        return document.array();
    }
    const Options m_options{Format::Json, false, true};
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestJsonWriter::typesItsValues()
{
    const Shape shape = shapeOf({ColumnKind::Integer, ColumnKind::Decimal, ColumnKind::Boolean,
                                 ColumnKind::Timestamp, ColumnKind::Text});
    QCOMPARE(writeRows(file(), shape, m_options,
                       {{"7", "-1.5", "t", "2025-12-11 09:30:00.123456+00", "0049 30"},
                        {"-7", "1e3", "0", "2025-12-11 09:30:00", ""},
                        {std::nullopt, "NaN", "2", "infinity", std::nullopt}}),
             QString());
    const QJsonArray rows = read();
    QCOMPARE(rows.size(), 3);
    const QJsonObject first{{QStringLiteral("C0"), 7},
                            {QStringLiteral("C1"), -1.5},
                            {QStringLiteral("C2"), true},
                            {QStringLiteral("C3"), QStringLiteral("2025-12-11T09:30:00.123456Z")},
                            {QStringLiteral("C4"), QStringLiteral("0049 30")}};
    QCOMPARE(rows.at(0).toObject(), first);
    const QJsonObject second{{QStringLiteral("C0"), -7},
                             {QStringLiteral("C1"), 1000},
                             {QStringLiteral("C2"), false},
                             {QStringLiteral("C3"), QStringLiteral("2025-12-11T09:30:00Z")},
                             {QStringLiteral("C4"), QString()}};
    QCOMPARE(rows.at(1).toObject(), second);
    const QJsonObject third{{QStringLiteral("C0"), QJsonValue::Null},
                            {QStringLiteral("C1"), QStringLiteral("NaN")},
                            {QStringLiteral("C2"), QStringLiteral("2")},
                            {QStringLiteral("C3"), QStringLiteral("infinity")},
                            {QStringLiteral("C4"), QJsonValue::Null}};
    QCOMPARE(rows.at(2).toObject(), third);
}

void TestJsonWriter::keepsEveryDigit()
{
    QCOMPARE(writeRows(file(), shapeOf({ColumnKind::Integer, ColumnKind::Decimal}), m_options,
                       {{"9223372036854775807", "12345678901234567.89"}}),
             QString());
    QCOMPARE(contentOf(file()),
             QByteArray("[\n{\"C0\": 9223372036854775807, \"C1\": 12345678901234567.89}\n]\n"));
    QCOMPARE(read().first()[QStringLiteral("C0")].toInteger(), std::numeric_limits<qint64>::max());
}

void TestJsonWriter::keepsEveryCharacter()
{
    const Shape shape{QStringLiteral("t"), {QStringLiteral("a \"name\"\n\\")}, {ColumnKind::Text}};
    QList<CellRow> rows;
    for (int c = 0; c < 0x80; ++c)
        rows.append(CellRow{QByteArray("<") + char(c) + '>'});
    rows.append(CellRow{QByteArray("Łukasz 漢字 \xf0\x9f\x98\x80 \xe2\x80\xa8 =1+1")});
    qint64 mended = -1;
    QCOMPARE(writeRows(file(), shape, m_options, rows, &mended), QString());
    QCOMPARE(mended, 0);
    const QJsonArray read = this->read();
    QCOMPARE(read.size(), rows.size());
    for (qsizetype i = 0; i < rows.size(); ++i)
        QCOMPARE(read.at(i)[shape.columns.first()].toString().toUtf8(), *rows.at(i).first());
}

void TestJsonWriter::mendsWhatIsNoText()
{
    qint64 mended = 0;
    QCOMPARE(writeRows(file(), shapeOf({ColumnKind::Text}), m_options,
                       {{"\xed\xbf\xbf"
                         "x"},
                        {"y"}},
                       &mended),
             QString());
    QCOMPARE(mended, 1);
    QVERIFY(QByteArrayView(contentOf(file())).isValidUtf8());
    QVERIFY(read().first()[QStringLiteral("C0")].toString().endsWith(QStringLiteral("\ufffdx")));
}

void TestJsonWriter::noRowsAreAnEmptyArray()
{
    QCOMPARE(writeRows(file(), shapeOf({ColumnKind::Text}), m_options, {}), QString());
    QCOMPARE(contentOf(file()), QByteArray("[]\n"));
}

QTEST_APPLESS_MAIN(TestJsonWriter)
#include "tst_jsonwriter.moc"
