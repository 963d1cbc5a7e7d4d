// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/migrator.h"
#include "schema/roles.h"
#include "schemafixture.h"
#include "support/verify.h"

#include <QTest>

using namespace Qt::StringLiterals;
using Core::ErrorKind;
using Schema::NewRole;
using Schema::RoleKind;
using Tests::Place;
using Tests::TempDatabase;

/// Least privilege: what a role may do, and the three that are made.
class TestRoles final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsWhatTheRoleMayDo();
    void makesThreeThatFit_data();
    void makesThreeThatFit();
    void givesRightsForTablesToCome();
    void neverWritesAPassword();
    void keepsThoseThatAreThere();
    void refusesWhatCannotBe();
    void changesNothingWithoutTheRight();
    void neverJoinsASuperuser();
    void respectsTheGate();
    void sqliteHasNoUsers();
    void cleanup();

private:
    /// Everything as the superuser, as `role`, or as gsc.
    static Schema::Target as(const Place &place, const QString &role)
    {
        Schema::Target target = place.target();
        target.connection.user = role;
        return target;
    }
    static Core::Result<Schema::RoleReport> examine(const Schema::Target &target)
    {
        Core::JobContext context;
        return Schema::examineRoles(target, context);
    }
    QList<NewRole> named(const Place &place)
    {
        QList<NewRole> roles = Schema::defaultRoles(place.database.name());
        for (NewRole &role : roles) {
            role.password = u"A password 4 "_s + keyOf(role.kind);
            m_made.append(role.name);
        }
        m_databases.append(place.database.name());
        return roles;
    }
    static void create(const Place &place)
    {
        Db::Session session(place.spec);
        QVERIFY_OK(Schema::createSchema(session));
        place.execute(Tests::customers(true, 3));
    }

    QStringList m_made;
    QStringList m_databases;
};

void TestRoles::cleanup()
{
    for (const QString &role : std::as_const(m_made))
        Tests::PostgresServer::instance().execute(u"do $$ begin if exists (select 1 from pg_roles where "
                                                  u"rolname = '%1') then execute 'drop role %1'; end if; "
                                                  "end $$"_s.arg(role));
    m_made.clear();
}

void TestRoles::tellsWhatTheRoleMayDo()
{
    const Place place(TempDatabase::Kind::PostgresDirect);
    create(place);
    const auto owner = examine(place.target());
    QVERIFY_OK(owner);
    QCOMPARE(owner->role, u"gsc"_s);
    QVERIFY(!owner->isSuperuser);
    QVERIFY2(owner->fit(RoleKind::Migration).isEnough(),
             qPrintable(owner->fit(RoleKind::Migration).sentence));
    QVERIFY(owner->fit(RoleKind::Application).isEnough() && !owner->fit(RoleKind::Application).isExact());
    QVERIFY(owner->fit(RoleKind::Application).sentence.contains(u"ownership"_s));

    const auto super = examine(as(place, u"postgres"_s));
    QVERIFY_OK(super);
    QVERIFY(super->isSuperuser && !super->warnings.isEmpty());

    place.database.execute(
        u"create role reader login; grant select on all tables in schema public to reader"_s);
    m_made.append(u"reader"_s);
    const auto reader = examine(as(place, u"reader"_s));
    QVERIFY_OK(reader);
    QVERIFY2(reader->fit(RoleKind::ReadOnly).isExact(), qPrintable(reader->fit(RoleKind::ReadOnly).sentence));
    QVERIFY(!reader->fit(RoleKind::Application).isEnough());
    QVERIFY(reader->fit(RoleKind::Application).missing.join(u' ').contains(u"UPDATE"_s));
    place.database.execute(
        u"grant insert on \"Customer\" to reader; grant create on schema public to public"_s);
    const auto more = examine(as(place, u"reader"_s));
    QVERIFY_OK(more);
    QVERIFY(!more->fit(RoleKind::ReadOnly).isExact() && more->fit(RoleKind::ReadOnly).isEnough());
    QVERIFY(more->publicMayCreate && more->warnings.join(u' ').contains(u"REVOKE CREATE"_s));
    place.database.execute(u"drop owned by reader"_s);
}

void TestRoles::makesThreeThatFit_data()
{
    QTest::addColumn<QString>("maker");
    QTest::newRow("superuser") << u"postgres"_s;
    QTest::newRow("who may make roles") << u"role_maker"_s;
}

void TestRoles::makesThreeThatFit()
{
    QFETCH(QString, maker);
    const Place place(TempDatabase::Kind::PostgresDirect);
    create(place);
    if (maker != u"postgres") {
        // As with the hosted services: no superuser, but a member of the owner who may make others.
        place.database.execute(
            u"create role role_maker login createrole; grant gsc to role_maker with admin option"_s);
        m_made.append(maker);
    }
    const QList<NewRole> roles = named(place);
    Core::JobContext context;
    const auto created = Schema::createRoles(as(place, maker), roles, context);
    QVERIFY_OK(created);
    QCOMPARE(created->size(), 3);
    for (const NewRole &role : roles) {
        const auto report = examine(as(place, role.name));
        QVERIFY_OK(report);
        const Schema::RoleFit &fit = report->fit(role.kind);
        QVERIFY2(role.kind == RoleKind::Migration ? fit.isEnough() : fit.isExact(), qPrintable(fit.sentence));
        QVERIFY(!report->mayCreateRoles && !report->isSuperuser);
    }
    // The user for migrations migrates, and no other can.
    Schema::RunRequest request = place.request();
    request.target.connection.user = roles.at(0).name;
    const auto refused = Place::run(request);
    QVERIFY(!refused || refused->plan.steps.isEmpty() || refused->failure);
    request.target.connection.user = roles.at(1).name;
    const auto outcome = Place::run(request);
    QVERIFY_OK(outcome);
    QVERIFY2(outcome->isGood(),
             qPrintable(outcome->failure ? Core::toText(outcome->failure->error) : QString()));
    const QString leftOver =
        place.database
            .execute(
                u"select count(*) from pg_auth_members m join pg_roles r on r.oid = m.roleid join pg_roles u "
                u"on "
                "u.oid = m.member where r.rolname = '%1' and u.rolname = '%2' and not m.admin_option"_s.arg(
                    roles.at(1).name, maker))
            .value(0)
            .value(0);
    QCOMPARE(leftOver, u"0"_s);
    for (const NewRole &role : roles)
        place.database.execute(u"drop owned by \"%1\" cascade"_s.arg(role.name));
    if (maker != u"postgres")
        place.database.execute(u"drop owned by role_maker; revoke gsc from role_maker cascade"_s);
}

void TestRoles::givesRightsForTablesToCome()
{
    const Place place(TempDatabase::Kind::PostgresDirect);
    create(place);
    const QList<NewRole> roles = named(place);
    Core::JobContext context;
    QVERIFY_OK(Schema::createRoles(as(place, u"postgres"_s), roles, context));
    // Of the owner of today, as the web application's migrations are, and of the user for migrations.
    place.execute(u"create table \"ByOwner\" (\"Id\" integer generated by default as identity)"_s);
    place.database.execute(
        u"set role \"%1\"; create table \"ByMigration\" (\"Id\" serial)"_s.arg(roles.at(1).name));
    for (const QString &table : {u"ByOwner"_s, u"ByMigration"_s}) {
        const auto may = [&](const NewRole &role, const QString &right) {
            return place.database
                       .execute(
                           u"select has_table_privilege('%1', '\"%2\"', '%3')"_s.arg(role.name, table, right))
                       .value(0)
                       .value(0) == u"t";
        };
        for (const QString &right : {u"SELECT"_s, u"INSERT"_s, u"UPDATE"_s, u"DELETE"_s}) {
            QVERIFY2(may(roles.at(0), right), qPrintable(table + u' ' + right));
            QVERIFY2(may(roles.at(1), right), qPrintable(table + u' ' + right));
            QCOMPARE(may(roles.at(2), right), right == u"SELECT");
        }
        QVERIFY(!may(roles.at(0), u"TRUNCATE"_s));
    }
    // Numbers are given to the application, too.
    place.database.execute(
        u"set role \"%1\"; insert into \"ByMigration\" default values"_s.arg(roles.at(0).name));
    for (const NewRole &role : roles)
        place.database.execute(u"drop owned by \"%1\" cascade"_s.arg(role.name));
}

void TestRoles::neverWritesAPassword()
{
    const Place place(TempDatabase::Kind::PostgresDirect);
    create(place);
    const QList<NewRole> roles = named(place);
    Core::JobContext context;
    const auto script = Schema::roleScript(as(place, u"postgres"_s), roles, context);
    QVERIFY_OK(script);
    QVERIFY(script->contains(u"SCRAM-SHA-256$"_s));
    for (const NewRole &role : roles)
        QVERIFY(!script->contains(role.password));
    Tests::PostgresServer::instance().setLogStatements(true);
    const qint64 offset = Tests::PostgresServer::instance().logSize();
    const auto created = Schema::createRoles(as(place, u"postgres"_s), roles, context);
    Tests::PostgresServer::instance().setLogStatements(false);
    QVERIFY_OK(created);
    const QString log = Tests::PostgresServer::instance().log(offset);
    QVERIFY(log.contains(u"CREATE ROLE"_s));
    for (const NewRole &role : roles) {
        QVERIFY(!log.contains(role.password));
        // It is the password all the same.
        QCOMPARE(
            place.database
                .execute(
                    u"select rolpassword like 'SCRAM-SHA-256$4096:%%' from pg_authid where rolname = '%1'"_s
                        .arg(role.name))
                .value(0)
                .value(0),
            u"t"_s);
        place.database.execute(u"drop owned by \"%1\" cascade"_s.arg(role.name));
    }
}

void TestRoles::keepsThoseThatAreThere()
{
    const Place place(TempDatabase::Kind::PostgresDirect);
    create(place);
    QList<NewRole> roles = named(place);
    Core::JobContext context;
    QVERIFY_OK(Schema::createRoles(as(place, u"postgres"_s), roles, context));
    const QString password =
        u"select rolpassword from pg_authid where rolname = '%1'"_s.arg(roles.first().name);
    const Tests::Rows before = place.database.execute(password);
    roles.first().password = u"another one"_s;
    place.database.execute(u"revoke update on \"Customer\" from \"%1\""_s.arg(roles.first().name));
    const auto again = Schema::createRoles(as(place, u"postgres"_s), roles, context);
    QVERIFY_OK(again);
    QVERIFY(again->isEmpty());
    QCOMPARE(place.database.execute(password), before);
    QVERIFY(examine(as(place, roles.first().name))->fit(RoleKind::Application).isExact());
    for (const NewRole &role : roles)
        place.database.execute(u"drop owned by \"%1\" cascade"_s.arg(role.name));
}

void TestRoles::refusesWhatCannotBe()
{
    const Place place(TempDatabase::Kind::PostgresDirect);
    create(place);
    Core::JobContext context;
    QList<NewRole> roles = named(place);
    for (const QString &name : {QString(), u"pg_evil"_s, QString(64, u'x'), QString(u"a\0b"_s)}) {
        roles.first().name = name;
        const auto refused = Schema::createRoles(as(place, u"postgres"_s), roles, context);
        QVERIFY(!refused);
        QCOMPARE(int(refused.error().kind), int(ErrorKind::Constraint));
    }
    // A name of any characters stays a name.
    roles = named(place);
    roles.first().name = u"a\"; drop table \"Customer\"; --"_s;
    QVERIFY_OK(Schema::createRoles(as(place, u"postgres"_s), roles, context));
    QCOMPARE(place.execute(u"select count(*) from \"Customer\""_s).value(0).value(0), u"3"_s);
    place.database.execute(
        u"drop owned by \"a\"\"; drop table \"\"Customer\"\"; --\"; drop role \"a\"\"; drop table "
        "\"\"Customer\"\"; --\""_s);
    roles.first() = named(place).first();
    for (const NewRole &role : roles.mid(1))
        place.database.execute(u"drop owned by \"%1\" cascade"_s.arg(role.name));
    roles.first().password = u"ümlaut"_s;
    const auto unsafe = Schema::createRoles(as(place, u"postgres"_s), roles, context);
    QVERIFY(!unsafe);
    QCOMPARE(int(unsafe.error().kind), int(ErrorKind::Unsupported));
}

void TestRoles::changesNothingWithoutTheRight()
{
    const Place place(TempDatabase::Kind::PostgresDirect);
    create(place);
    Core::JobContext context;
    const QList<NewRole> roles = named(place);
    const QString count = u"select count(*) from pg_roles"_s;
    const Tests::Rows before = place.database.execute(count);
    const auto refused = Schema::createRoles(place.target(), roles, context); // gsc may not make roles
    QVERIFY(!refused);
    QCOMPARE(int(refused.error().kind), int(ErrorKind::Permission));
    QCOMPARE(place.database.execute(count), before);
    // Who may make roles but owns nothing could give no rights; GRANT itself would only warn.
    place.database.execute(u"create role role_maker login createrole"_s);
    m_made.append(u"role_maker"_s);
    const Tests::Rows withMaker = place.database.execute(count);
    const auto half = Schema::createRoles(as(place, u"role_maker"_s), roles, context);
    QVERIFY(!half);
    QCOMPARE(int(half.error().kind), int(ErrorKind::Permission));
    QCOMPARE(place.database.execute(count), withMaker);
}

void TestRoles::neverJoinsASuperuser()
{
    const Place place(TempDatabase::Kind::PostgresDirect);
    place.database.execute(u"create table \"Mine\" (\"Id\" integer)"_s); // the superuser's
    const QList<NewRole> roles = named(place);
    Core::JobContext context;
    QVERIFY_OK(Schema::createRoles(as(place, u"postgres"_s), roles, context));
    QCOMPARE(place.database.execute(u"select pg_has_role('%1', 'postgres', 'member')"_s.arg(roles.at(1).name))
                 .value(0)
                 .value(0),
             u"f"_s);
    QCOMPARE(place.database.execute(u"select tableowner from pg_tables where tablename = 'Mine'"_s)
                 .value(0)
                 .value(0),
             roles.at(1).name);
    place.database.execute(u"alter table \"Mine\" owner to postgres"_s);
    for (const NewRole &role : roles)
        place.database.execute(u"drop owned by \"%1\" cascade"_s.arg(role.name));
}

void TestRoles::respectsTheGate()
{
    const Place place(TempDatabase::Kind::PostgresDirect);
    create(place);
    Schema::Target target = as(place, u"postgres"_s);
    target.options.gate = std::make_shared<Db::AccessGate>(false);
    Core::JobContext context;
    const auto refused = Schema::createRoles(target, named(place), context);
    QVERIFY(!refused);
    QCOMPARE(int(refused.error().kind), int(ErrorKind::ReadOnly));
}

void TestRoles::sqliteHasNoUsers()
{
    const Place place(TempDatabase::Kind::Sqlite);
    Core::JobContext context;
    const auto report = Schema::examineRoles(place.target(), context);
    QVERIFY(!report);
    QCOMPARE(int(report.error().kind), int(ErrorKind::Unsupported));
    QVERIFY(!Schema::createRoles(place.target(), {}, context));
}

QTEST_GUILESS_MAIN(TestRoles)
#include "tst_roles.moc"
