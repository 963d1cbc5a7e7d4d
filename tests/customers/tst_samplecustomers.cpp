// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "customers/customergenerator.h"
#include "customers/customersql.h"
#include "customers/rules.h"
#include "customers/samplecustomers.h"
#include "db/databasefile.h"
#include "schema/migrator.h"

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

using namespace Customers;

namespace {

const QDateTime base(QDate(2025, 12, 11), QTime(9, 30), Qt::UTC);

CustomerGenerator benchmarkGenerator()
{
    CustomerGenerator::Options options;
    options.now = base;
    return CustomerGenerator(options);
}

} // namespace

class TestSampleCustomers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void areTheSameEveryTime();
    void rowsDoNotDependOnEachOther();
    void keepTheRules();
    void areBelievable();
    void mailboxNamesAreAscii();
    void areInserted();
    void insertIsAllOrNothing();
    void manyRowsHaveTheExpectedSize();
};

void TestSampleCustomers::areTheSameEveryTime()
{
    QCOMPARE(sampleCustomers(base), sampleCustomers(base));
    QCOMPARE(sampleCustomers(base).size(), 320);
    // Written down once, so that another machine or compiler cannot disagree unnoticed.
    const Customer first = sampleCustomers(base, 1).first();
    QCOMPARE(*first.text(Field::Name), QStringLiteral("Barbara Lewis"));
}

void TestSampleCustomers::rowsDoNotDependOnEachOther()
{
    const CustomerGenerator generator = benchmarkGenerator();
    const Customer late = generator.customer(9'999'999);
    QCOMPARE(late.id, 10'000'000);
    QCOMPARE(late, benchmarkGenerator().customer(9'999'999));
    QVERIFY(late.texts != generator.customer(9'999'998).texts);
    CustomerGenerator::Options other;
    other.now = base;
    other.seed = 7;
    QVERIFY(late.texts != CustomerGenerator(other).customer(9'999'999).texts);
}

void TestSampleCustomers::keepTheRules()
{
    const Rules rules{Db::Catalogue()};
    const CustomerGenerator generator = benchmarkGenerator();
    static const QRegularExpression mail(QStringLiteral(R"(\A[a-z0-9._]+@example\.(com|org|net)\z)"));
    static const QRegularExpression phone(QStringLiteral(R"(555\D?01\d\d\z)"));
    static const QRegularExpression time(
        QStringLiteral(R"(\A\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{0,5}[1-9])?\z)"));
    const QString newest = QStringLiteral("2025-12-11 09:30:00");
    for (int i = 0; i < 20'000; ++i) {
        const Customer customer = generator.customer(i);
        for (const Field field : editableFields)
            QVERIFY2(rules.problem(field, customer.text(field)).isEmpty(), qPrintable(*customer.text(field)));
        if (const QString text = *customer.text(Field::Email); !text.isEmpty())
            QVERIFY2(mail.match(text).hasMatch(), qPrintable(text));
        if (const QString text = *customer.text(Field::Phone); !text.isEmpty())
            QVERIFY2(phone.match(text).hasMatch(), qPrintable(text));
        for (const QString &text : {customer.createdAt, customer.updatedAt}) {
            QVERIFY2(time.match(text).hasMatch(), qPrintable(text));
            QVERIFY(text <= newest);
        }
        QVERIFY(customer.createdAt.left(19) <= customer.updatedAt.left(19));
        QVERIFY(customer.createdAt >= QStringLiteral("2023-12-12"));
        QCOMPARE(customer.deletedAt.has_value(), customer.isDeleted);
    }
}

void TestSampleCustomers::areBelievable()
{
    int deleted = 0;
    int incomplete = 0;
    int withoutNotes = 0;
    int foreign = 0;
    QSet<QString> names;
    const QList<Customer> customers = sampleCustomers(base);
    for (const Customer &customer : customers) {
        const QString name = *customer.text(Field::Name);
        names.insert(name);
        deleted += customer.isDeleted;
        incomplete += customer.text(Field::Email)->isEmpty() || customer.text(Field::Phone)->isEmpty();
        withoutNotes += !customer.text(Field::Notes);
        foreign += std::any_of(name.begin(), name.end(), [](QChar c) { return c.unicode() > 0x7f; });
    }
    QVERIFY2(deleted >= 6 && deleted <= 22, qPrintable(QString::number(deleted)));
    QVERIFY(incomplete > 10 && incomplete < 80);
    QVERIFY(withoutNotes > 20 && withoutNotes < 100);
    QVERIFY(foreign > 30);
    QVERIFY2(names.size() > 290, qPrintable(QString::number(names.size())));
}

void TestSampleCustomers::mailboxNamesAreAscii()
{
    QCOMPARE(mailboxName(QStringLiteral("Łukasz Öztürk")), QStringLiteral("lukasz.ozturk"));
    QCOMPARE(mailboxName(QStringLiteral("Søren O'Brien")), QStringLiteral("soren.obrien"));
    QCOMPARE(mailboxName(QStringLiteral("Nguyễn")), QStringLiteral("nguyen"));
}

void TestSampleCustomers::areInserted()
{
    const QTemporaryDir folder;
    Db::ConnectionSpec spec;
    spec.file = folder.filePath(QStringLiteral("samples.db"));
    QVERIFY(Db::createDatabaseFile(spec.file));
    Db::Session session(spec);
    QVERIFY(Schema::createSchema(session));

    const QList<Customer> customers = sampleCustomers(base);
    const auto inserted = insertCustomers(session, customers);
    QVERIFY2(inserted, inserted ? "" : qPrintable(Core::toText(inserted.error())));
    QCOMPARE(*inserted, 320);

    const auto rows =
        session.select({QStringLiteral("select \"Id\", \"Name\", \"Email\", \"Phone\", \"Address\", "
                                       "\"Notes\", \"CreatedAt\", \"UpdatedAt\", \"IsDeleted\", "
                                       "\"DeletedAt\", '' from \"Customer\" order by \"Id\""),
                        {}});
    QVERIFY(rows);
    QCOMPARE(rows->rows.size(), customers.size());
    for (qsizetype i = 0; i < customers.size(); ++i)
        QCOMPARE(CustomerSql::customerFrom(rows->rows.at(i)), customers.at(i));
}

void TestSampleCustomers::insertIsAllOrNothing()
{
    const QTemporaryDir folder;
    Db::ConnectionSpec spec;
    spec.file = folder.filePath(QStringLiteral("samples.db"));
    QVERIFY(Db::createDatabaseFile(spec.file));
    Db::Session session(spec);
    QVERIFY(Schema::createSchema(session));
    QVERIFY(session.write<int>([](Db::Transaction &transaction) -> Core::Result<int> {
        const auto done = transaction.run(Db::Statement{
            QStringLiteral("create trigger refuse before insert on \"Customer\" when new.\"Name\" = "
                           "'Refused' begin select raise(abort, 'refused'); end"),
            {}});
        return done ? Core::Result<int>(0) : Core::Result<int>(done.error());
    }));

    QList<Customer> customers = sampleCustomers(base, 150);
    customers.last().setText(Field::Name, QStringLiteral("Refused")); // in the second statement
    QVERIFY(!insertCustomers(session, customers));
    const auto count = session.select({QStringLiteral("select count(*) from \"Customer\""), {}});
    QVERIFY(count);
    QCOMPARE(count->rows.first().integer(0), 0);
}

void TestSampleCustomers::manyRowsHaveTheExpectedSize()
{
    const CustomerGenerator generator = benchmarkGenerator();
    constexpr qint64 rows = 20'000;
    qint64 bytes = 0;
    int longest = 0;
    QElapsedTimer timer;
    timer.start();
    for (qint64 i = 0; i < rows; ++i) {
        const Customer customer = generator.customer(i * 499);
        for (const Field field : editableFields) {
            bytes += customer.text(field).value_or(QString()).toUtf8().size();
            longest = qMax(longest, int(customer.text(field).value_or(QString()).size()));
        }
        bytes += customer.createdAt.size() + customer.updatedAt.size() +
                 customer.deletedAt.value_or(QString()).size();
    }
    qInfo("%.1f bytes a row, %.2f µs a row, longest text %d", double(bytes) / double(rows),
          double(timer.nsecsElapsed()) / double(rows) / 1000.0, longest);
    QVERIFY(bytes / rows > 160 && bytes / rows < 260);
    QVERIFY(longest > 1000);
}

QTEST_GUILESS_MAIN(TestSampleCustomers)
#include "tst_samplecustomers.moc"
