// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "customers/rules.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace Customers;

namespace {

Db::Catalogue catalogue(bool nullable, std::optional<int> emailLength = 200)
{
    Db::Catalogue made;
    made.hasCustomerTable = true;
    for (const Field field : editableFields)
        made.columns.append({columnName(field), u"TEXT"_s, nullable || field == Field::Notes,
                             field == Field::Email ? emailLength : std::nullopt});
    return made;
}

} // namespace

class TestRules final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesLimitsAndDutiesFromTheCatalogue();
    void checksValues_data();
    void checksValues();
    void saysHowMuchIsTooMuch();
};

void TestRules::takesLimitsAndDutiesFromTheCatalogue()
{
    // The guide's limits where the catalogue has none.
    const Rules plain{Db::Catalogue()};
    QCOMPARE(plain.maxLength(Field::Name), 200);
    QCOMPARE(plain.maxLength(Field::Email), 200);
    QCOMPARE(plain.maxLength(Field::Phone), 50);
    QCOMPARE(plain.maxLength(Field::Address), 500);
    QCOMPARE(plain.maxLength(Field::Notes), 2000);
    const Rules strict(catalogue(false, 100));
    QCOMPARE(strict.maxLength(Field::Email), 100);
    QCOMPARE(strict.maxLength(Field::Phone), 50);
    for (const Field field : editableFields)
        QCOMPARE(strict.isRequired(field), field != Field::Notes);
    QCOMPARE(strict.emptyValue(Field::Email), u""_s);
    QCOMPARE(strict.emptyValue(Field::Notes), std::nullopt);
    // The web application's schema: contact fields may be missing, a name never.
    const Rules loose(catalogue(true));
    for (const Field field : editableFields)
        QCOMPARE(loose.isRequired(field), field == Field::Name);
    QCOMPARE(loose.emptyValue(Field::Email), std::nullopt);
}

void TestRules::checksValues_data()
{
    QTest::addColumn<Field>("field");
    QTest::addColumn<QString>("value");
    QTest::addColumn<bool>("good");
    const auto row = [](const char *name, Field field, const QString &value, bool good) {
        QTest::newRow(name) << field << value << good;
    };
    row("name", Field::Name, u"Ada"_s, true);
    row("no name", Field::Name, u""_s, false);
    row("blank name", Field::Name, u" \t\u00a0"_s, false);
    row("longest name", Field::Name, u"x"_s.repeated(200), true);
    row("name too long", Field::Name, u"x"_s.repeated(201), false);
    row("emoji count twice", Field::Name, u"😀"_s.repeated(101), false);
    row("emoji fit", Field::Name, u"😀"_s.repeated(100), true);
    row("U+0000", Field::Notes, u"a\0b"_s, false);
    row("high surrogate alone", Field::Notes, u"a"_s + QChar(0xd83d), false);
    row("low surrogate alone", Field::Notes, QChar(0xde00) + u"a"_s, false);
    row("noncharacter", Field::Notes, u"a\uffff"_s, false);
    row("line breaks", Field::Notes, u"a\nb\r\nc\t"_s, true);
    row("right to left", Field::Notes, u"\u202eעברית"_s, true);
    row("no notes", Field::Notes, u""_s, true);
    row("no e-mail", Field::Email, u""_s, false); // required here
    row("e-mail", Field::Email, u"ada@example.com"_s, true);
    row("e-mail, no dot", Field::Email, u"ada@localhost"_s, true);
    row("e-mail, beyond ASCII", Field::Email, u"ädä@exämple.com"_s, true);
    row("e-mail, no at", Field::Email, u"ada"_s, false);
    row("e-mail, two ats", Field::Email, u"a@b@c"_s, false);
    row("e-mail, at first", Field::Email, u"@example.com"_s, false);
    row("e-mail, at last", Field::Email, u"ada@"_s, false);
    row("e-mail, blank", Field::Email, u"ada @example.com"_s, false);
    row("phone is free text", Field::Phone, u"ask at the desk"_s, true);
    row("phone too long", Field::Phone, u"5"_s.repeated(51), false);
}

void TestRules::checksValues()
{
    QFETCH(Field, field);
    QFETCH(QString, value);
    QFETCH(bool, good);
    const QString problem = Rules(catalogue(false)).problem(field, value);
    QVERIFY2(problem.isEmpty() == good, qPrintable(problem));
    QVERIFY(problem.size() < 80);
}

void TestRules::saysHowMuchIsTooMuch()
{
    const Rules rules(catalogue(false));
    QVERIFY(rules.problem(Field::Phone, u"5"_s.repeated(53)).contains(u'3'));
    QVERIFY(!rules.problem(Field::Name, std::nullopt).isEmpty());
    QVERIFY(rules.problem(Field::Notes, std::nullopt).isEmpty());
}

QTEST_GUILESS_MAIN(TestRules)
#include "tst_rules.moc"
