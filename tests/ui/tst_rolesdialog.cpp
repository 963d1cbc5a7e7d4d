// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "schemabench.h"
#include "ui/schema/rolesdialog.h"

#include <QCheckBox>
#include <QClipboard>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>

using namespace Gui;
using namespace Tests;
using namespace Qt::StringLiterals;

namespace {

constexpr int limit = 60'000; // ms

const QString secret = u"Not4Anybody'sEyesAtAll00"_s;

class Shown final
{
public:
    explicit Shown(const SchemaPlace &place)
        : dialog(
              place,
              [this](const Core::Question &question, std::function<void()> go) {
                  asked.append(question);
                  if (isAllowed)
                      go();
              },
              [] { return secret; }, nullptr)
    {
        dialog.show();
    }
    [[nodiscard]] QPushButton *button(const char *name) const { return child<QPushButton>(&dialog, name); }
    [[nodiscard]] QLineEdit *edit(const char *name) const { return child<QLineEdit>(&dialog, name); }
    [[nodiscard]] QString text(const char *name) const { return child<QLabel>(&dialog, name)->text(); }
    [[nodiscard]] QString sql() const { return child<QPlainTextEdit>(&dialog, "rolesSql")->toPlainText(); }
    bool waitUntilReady() const
    {
        return QTest::qWaitFor([this] { return button("rolesCreate")->isEnabled(); }, limit);
    }
    bool waitForMessage(const QString &part) const
    {
        return QTest::qWaitFor([&] { return text("rolesMessage").contains(part); }, limit);
    }

    bool isAllowed = true;
    QList<Core::Question> asked;
    RolesDialog dialog;
};

} // namespace

/// The three users of least privilege, seen and made.
class TestRolesDialog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_bench = std::make_unique<SchemaBench>(TempDatabase::Kind::PostgresDirect); }
    void cleanup();
    void tellsWhatThePresentUserMayDo();
    void makesThemWithPasswordsInAFile();
    void aFileThatIsThereIsLeftAlone();
    void whatCannotBeMadeLeavesNothing();
    void nothingWithoutPermission();
    void anUnusableNameIsSaid();
    void aFileHasNoUsers();

private:
    /// As the superuser, who may make users.
    [[nodiscard]] SchemaPlace place(const QString &user = u"postgres"_s) const
    {
        SchemaPlace place = m_bench->schemaPlace();
        place.target.connection.user = user;
        return place;
    }
    [[nodiscard]] QString name(const QString &ending) const
    {
        return m_bench->place.database.name() + ending;
    }
    [[nodiscard]] bool hasRole(const QString &role) const
    {
        return !m_bench->place.database.execute(u"select 1 from pg_roles where rolname = '%1'"_s.arg(role))
                    .isEmpty();
    }

    std::unique_ptr<SchemaBench> m_bench;
};

void TestRolesDialog::cleanup()
{
    QStringList roles;
    for (const char *ending : {"_app", "_migration", "_readonly"})
        if (hasRole(name(QLatin1String(ending))))
            roles.append(name(QLatin1String(ending)));
    m_bench.reset(); // with all that they own and may do
    for (const QString &role : roles)
        PostgresServer::instance().execute(u"drop role \"%1\""_s.arg(role));
}

void TestRolesDialog::tellsWhatThePresentUserMayDo()
{
    const Shown shown(place(u"gsc"_s));
    QTRY_VERIFY_WITH_TIMEOUT(!shown.sql().isEmpty(), limit);
    QVERIFY2(shown.text("fit_migration").contains(u"gsc"_s), qPrintable(shown.text("fit_migration")));
    QVERIFY(shown.text("fit_readonly").contains(u"Reading only"_s));
    QCOMPARE(shown.edit("name_application")->text(), name(u"_app"_s));
    QCOMPARE(shown.text("state_application"), u"will be made"_s);
    QVERIFY2(shown.sql().contains(u"\"%1\""_s.arg(name(u"_readonly"_s))), qPrintable(shown.sql()));
    shown.button("rolesCopy")->click();
    QCOMPARE(QGuiApplication::clipboard()->text(), shown.sql());
}

void TestRolesDialog::makesThemWithPasswordsInAFile()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"shop.pgpass"_s);
    const Shown shown(place());
    QVERIFY(shown.waitUntilReady());
    child<QCheckBox>(&shown.dialog, "rolesWithPasswords")->setChecked(true);
    shown.edit("rolesFile")->setText(file);
    QVERIFY(!shown.sql().contains(u"PASSWORD"_s));
    shown.button("rolesCreate")->click();
    QVERIFY2(shown.waitForMessage(u"Made: "_s), qPrintable(shown.text("rolesMessage")));
    QVERIFY(shown.waitUntilReady());
    QCOMPARE(shown.asked.size(), 1);
    QVERIFY(shown.asked.first().detail.contains(name(u"_app"_s)));
    for (const char *ending : {"_app", "_migration", "_readonly"})
        QVERIFY(hasRole(name(QLatin1String(ending))));
    QCOMPARE(shown.text("state_application"), u"is there"_s);
    QFile kept(file);
    QVERIFY(kept.open(QIODevice::ReadOnly));
    const QList<QByteArray> lines = kept.readAll().trimmed().split('\n');
    QCOMPARE(lines.size(), 3);
    QVERIFY(lines.first().endsWith(secret.toUtf8()));
    QCOMPARE(kept.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    QVERIFY(!shown.sql().contains(secret) && !shown.text("rolesMessage").contains(secret));

    // Once more: all are there, and nobody needs a file.
    shown.button("rolesCreate")->click();
    QVERIFY2(shown.waitForMessage(u"already"_s), qPrintable(shown.text("rolesMessage")));
    QVERIFY(QFileInfo::exists(file));
}

void TestRolesDialog::aFileThatIsThereIsLeftAlone()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"mine"_s));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("mine") == 4);
    file.close();
    const Shown shown(place());
    QVERIFY(shown.waitUntilReady());
    child<QCheckBox>(&shown.dialog, "rolesWithPasswords")->setChecked(true);
    shown.edit("rolesFile")->setText(file.fileName());
    shown.button("rolesCreate")->click();
    QVERIFY2(shown.waitForMessage(u"Nothing was changed"_s), qPrintable(shown.text("rolesMessage")));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("mine"));
    QVERIFY(!hasRole(name(u"_app"_s)));
}

void TestRolesDialog::whatCannotBeMadeLeavesNothing()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"shop.pgpass"_s);
    const Shown shown(place(u"gsc"_s)); // may not make users
    QVERIFY(shown.waitUntilReady());
    child<QCheckBox>(&shown.dialog, "rolesWithPasswords")->setChecked(true);
    shown.edit("rolesFile")->setText(file);
    shown.button("rolesCreate")->click();
    QTRY_VERIFY_WITH_TIMEOUT(
        !shown.text("rolesMessage").isEmpty() && !shown.text("rolesMessage").contains(u"Making"_s), limit);
    QVERIFY(!hasRole(name(u"_app"_s)));
    QVERIFY2(!QFileInfo::exists(file), "passwords of users that do not exist");
}

void TestRolesDialog::nothingWithoutPermission()
{
    Shown shown(place());
    shown.isAllowed = false;
    QVERIFY(shown.waitUntilReady());
    shown.button("rolesCreate")->click();
    QCOMPARE(shown.asked.size(), 1);
    QVERIFY(shown.button("rolesCreate")->isEnabled());
    QVERIFY(!hasRole(name(u"_app"_s)));
}

void TestRolesDialog::anUnusableNameIsSaid()
{
    const Shown shown(place());
    QVERIFY(shown.waitUntilReady());
    shown.edit("name_application")->setText(QString());
    QVERIFY(!shown.button("rolesCreate")->isEnabled() && !shown.button("rolesCopy")->isEnabled());
    QVERIFY(!child<QPlainTextEdit>(&shown.dialog, "rolesSql")->placeholderText().isEmpty());
    shown.edit("name_application")->setText(u"a \"quoted\"; name"_s);
    QVERIFY2(shown.sql().isEmpty() || shown.sql().contains(u"\"a \"\"quoted\"\"; name\""_s),
             qPrintable(shown.sql()));
}

void TestRolesDialog::aFileHasNoUsers()
{
    const SchemaBench file;
    const Shown shown(file.schemaPlace());
    const auto *state = child<QWidget>(&shown.dialog, "statePane");
    QTRY_VERIFY_WITH_TIMEOUT(state->isVisible(), limit);
    QVERIFY(!shown.button("rolesCreate")->isEnabled());
    QVERIFY(!child<QPushButton>(&shown.dialog, "stateAction")->isVisible());
}

QTEST_MAIN(TestRolesDialog)
#include "tst_rolesdialog.moc"
