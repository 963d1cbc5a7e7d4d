// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/durablefile.h"
#include "secrets/vaultfile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QtEndian>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using Core::ErrorKind;
using Secrets::KdfLimits;
using Secrets::SecretMap;
using Secrets::VaultFile;

namespace {

constexpr KdfLimits quick{crypto_pwhash_argon2id_OPSLIMIT_MIN, crypto_pwhash_argon2id_MEMLIMIT_MIN};
constexpr qsizetype headerSize = 140;
constexpr qsizetype checkedSize = 108;
constexpr qsizetype versionAt = 8;
constexpr qsizetype operationsAt = 36;
constexpr qsizetype memoryAt = 44;
constexpr qsizetype saltAt = 52;
constexpr qsizetype nonceAt = 84;
const QString passphrase = u"grün wie Gras"_s;

/// What opening these bytes says, in a word.
enum class Verdict { Opened, Wrong, Damaged, Newer, Other };

} // namespace

class TestVaultFile final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanupTestCase();
    void keepsSecrets();
    void keepsNoPlainText();
    void neverWritesTheSameBytesTwice();
    void makesNoVaultOverAnything();
    void tellsTheWrongPassphrase_data();
    void tellsTheWrongPassphrase();
    void takesEitherFormOfAnAccent();
    void findsEveryFlippedBitOfTheHeader();
    void findsRandomFlips();
    void findsEveryTruncation();
    void findsWhatIsAppended();
    void refusesHostileLimits_data();
    void refusesHostileLimits();
    void findsForgedHeaders();
    void findsSwappedContents();
    void changesThePassphrase();
    void noticesAPassphraseChangedElsewhere();
    void refusesWhatIsNoOrdinaryFile();
    void isPrivateWhateverTheMask();
    void hasALimit();
    void refusesTextThatIsNoUnicode();

private:
    [[nodiscard]] Verdict verdict(const QByteArray &vault, const QString &with = passphrase);
    void expect(Verdict expected, const QByteArray &vault, const QString &with = passphrase);
    [[nodiscard]] static QByteArray withChecksum(QByteArray vault);

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
    QByteArray m_vault;
    int m_cases = 0;
    int m_wrong = 0;
};

void TestVaultFile::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_path = m_folder->filePath(u"vault"_s);
    VaultFile file(m_path, quick);
    QVERIFY(file.create(passphrase));
    QVERIFY(file.save([](SecretMap &secrets) { secrets.insert(u"a"_s, u"canary"_s); }));
    m_vault = Core::readLimited(m_path, Secrets::maximalVaultSize).value();
    QVERIFY(m_vault.size() > headerSize);
}

void TestVaultFile::cleanupTestCase()
{
    qInfo("acceptance 33: %d cases, %d wrong", m_cases, m_wrong);
    QCOMPARE(m_wrong, 0);
    QVERIFY(m_cases > 2500);
}

Verdict TestVaultFile::verdict(const QByteArray &vault, const QString &with)
{
    QFile file(m_path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(vault) != vault.size())
        qFatal("no test file");
    file.close();
    VaultFile opened(m_path, quick);
    const auto answer = opened.open(with);
    if (opened.isOpen() != answer.has_value() || opened.read().has_value() != answer.has_value())
        return Verdict::Other;
    if (answer)
        return Verdict::Opened;
    if (answer.error().summary.isEmpty() || answer.error().detail.contains(u"canary"_s))
        return Verdict::Other;
    switch (answer.error().kind) {
    case ErrorKind::Authentication:
        return Verdict::Wrong;
    case ErrorKind::Corrupt:
        return Verdict::Damaged;
    case ErrorKind::Unsupported:
        return Verdict::Newer;
    default:
        return Verdict::Other;
    }
}

void TestVaultFile::expect(Verdict expected, const QByteArray &vault, const QString &with)
{
    ++m_cases;
    if (verdict(vault, with) != expected)
        ++m_wrong;
    // Opening never changes a file, whatever it says.
    if (Core::readLimited(m_path, vault.size()).value() != vault)
        ++m_wrong;
}

QByteArray TestVaultFile::withChecksum(QByteArray vault)
{
    auto *bytes = reinterpret_cast<unsigned char *>(vault.data());
    crypto_generichash(bytes + checkedSize, crypto_generichash_BYTES, bytes, checkedSize, nullptr, 0);
    return vault;
}

void TestVaultFile::keepsSecrets()
{
    const SecretMap secrets{
        {u"a"_s, u"canary"_s}, {u"ü \"\\\n"_s, u"päss\u0001\U0001F511'\"\\%"_s}, {u"e"_s, {}}};
    VaultFile file(m_path, quick);
    QCOMPARE(file.read().error().kind, ErrorKind::Permission);
    QVERIFY(file.open(passphrase));
    QVERIFY(file.save([&](SecretMap &all) { all = secrets; }));
    file.close();
    QCOMPARE(file.read().error().kind, ErrorKind::Permission);
    QCOMPARE(file.save([](SecretMap &all) { all.clear(); }).error().kind, ErrorKind::Permission);
    VaultFile again(m_path);
    QVERIFY(again.open(passphrase));
    QCOMPARE(again.read().value(), secrets);
}

void TestVaultFile::keepsNoPlainText()
{
    QVERIFY(!m_vault.contains("canary"));
    QVERIFY(!m_vault.contains(passphrase.toUtf8()));
    QVERIFY(!m_vault.contains("\"a\""));
}

void TestVaultFile::neverWritesTheSameBytesTwice()
{
    VaultFile file(m_path, quick);
    QVERIFY(file.open(passphrase));
    QVERIFY(file.save([](SecretMap &all) { all.insert(u"a"_s, u"other"_s); }));
    QVERIFY(file.save([](SecretMap &all) { all.insert(u"a"_s, u"canary"_s); }));
    const QByteArray again = Core::readLimited(m_path, Secrets::maximalVaultSize).value();
    QVERIFY(again.mid(nonceAt, 24) != m_vault.mid(nonceAt, 24));
    QVERIFY(again.mid(headerSize) != m_vault.mid(headerSize));
    QCOMPARE(again.size(), m_vault.size());
    // A save that changes nothing writes nothing.
    QVERIFY(file.save([](SecretMap &all) { all.insert(u"a"_s, u"canary"_s); }));
    QCOMPARE(Core::readLimited(m_path, Secrets::maximalVaultSize).value(), again);
}

void TestVaultFile::makesNoVaultOverAnything()
{
    VaultFile file(m_path, quick);
    QCOMPARE(file.create(u"other"_s).error().kind, ErrorKind::Conflict);
    QCOMPARE(Core::readLimited(m_path, Secrets::maximalVaultSize).value(), m_vault);
    VaultFile empty(m_folder->filePath(u"empty"_s), quick);
    QCOMPARE(empty.create({}).error().kind, ErrorKind::Syntax);
    QVERIFY(!empty.exists());
    QCOMPARE(empty.open(passphrase).error().kind, ErrorKind::NotFound);
    QVERIFY(QFile::link(m_folder->filePath(u"nowhere"_s), empty.path()));
    QCOMPARE(empty.create(passphrase).error().kind, ErrorKind::Conflict);
    QVERIFY(!QFile::exists(m_folder->filePath(u"nowhere"_s)));
}

void TestVaultFile::tellsTheWrongPassphrase_data()
{
    QTest::addColumn<QString>("other");
    QTest::newRow("empty") << QString();
    QTest::newRow("other") << u"x"_s;
    QTest::newRow("case") << passphrase.toUpper();
    QTest::newRow("blank") << passphrase + u' ';
    QTest::newRow("shorter") << passphrase.chopped(1);
    QTest::newRow("with NUL") << passphrase + QChar(0);
    QTest::newRow("long") << QString(100'000, u'x');
}

void TestVaultFile::tellsTheWrongPassphrase()
{
    QFETCH(QString, other);
    expect(Verdict::Wrong, m_vault, other);
    expect(Verdict::Opened, m_vault);
    QCOMPARE(m_wrong, 0);
}

void TestVaultFile::takesEitherFormOfAnAccent()
{
    expect(Verdict::Opened, m_vault, passphrase.normalized(QString::NormalizationForm_D));
    QCOMPARE(m_wrong, 0);
}

void TestVaultFile::findsEveryFlippedBitOfTheHeader()
{
    for (qsizetype bit = 0; bit < headerSize * 8; ++bit) {
        QByteArray vault = m_vault;
        vault[bit / 8] = char(vault.at(bit / 8) ^ (1 << (bit % 8)));
        expect(Verdict::Damaged, vault);
    }
    QCOMPARE(m_wrong, 0);
}

void TestVaultFile::findsRandomFlips()
{
    QRandomGenerator random(33);
    for (int i = 0; i < 1000; ++i) {
        QByteArray vault = m_vault;
        while (vault == m_vault) {
            for (int flips = random.bounded(1, 9); flips > 0; --flips) {
                const int at = random.bounded(int(vault.size()));
                vault[at] = char(vault.at(at) ^ (1 << random.bounded(8)));
            }
        }
        expect(Verdict::Damaged, vault);
    }
    QCOMPARE(m_wrong, 0);
}

void TestVaultFile::findsEveryTruncation()
{
    for (qsizetype size = 0; size < m_vault.size(); ++size)
        expect(Verdict::Damaged, m_vault.left(size));
    QCOMPARE(m_wrong, 0);
}

void TestVaultFile::findsWhatIsAppended()
{
    expect(Verdict::Damaged, m_vault + '\0');
    expect(Verdict::Damaged, m_vault + m_vault);
    expect(Verdict::Damaged, QByteArray(4096, '\0'));
    expect(Verdict::Damaged, "{\"a\":\"canary\"}");
    QCOMPARE(m_wrong, 0);
}

void TestVaultFile::refusesHostileLimits_data()
{
    QTest::addColumn<quint64>("operations");
    QTest::addColumn<quint64>("memory");
    constexpr quint64 gibibyte = 1024 * 1024 * 1024;
    QTest::newRow("no operations") << quint64(0) << quick.memory;
    QTest::newRow("many operations") << quint64(11) << quick.memory;
    QTest::newRow("most operations") << ~quint64(0) << quick.memory;
    QTest::newRow("no memory") << quick.operations << quint64(0);
    QTest::newRow("little memory") << quick.operations << quick.memory - 1;
    QTest::newRow("much memory") << quick.operations << gibibyte + 1;
    QTest::newRow("4 TiB") << quick.operations << gibibyte * 4096;
    QTest::newRow("most memory") << quick.operations << ~quint64(0);
    QTest::newRow("swapped") << quick.memory << quick.operations;
}

void TestVaultFile::refusesHostileLimits()
{
    QFETCH(quint64, operations);
    QFETCH(quint64, memory);
    QByteArray vault = m_vault;
    qToLittleEndian(operations, vault.data() + operationsAt);
    qToLittleEndian(memory, vault.data() + memoryAt);
    expect(Verdict::Damaged, withChecksum(vault)); // within the test's limit, and without the memory
    QCOMPARE(m_wrong, 0);
}

void TestVaultFile::findsForgedHeaders()
{
    expect(Verdict::Opened, withChecksum(m_vault)); // the forger below forges well
    // Another key: nothing tells that from another passphrase, and nothing is decrypted.
    QByteArray vault = m_vault;
    qToLittleEndian(quick.operations + 1, vault.data() + operationsAt);
    expect(Verdict::Wrong, withChecksum(vault));
    vault = m_vault;
    qToLittleEndian(quick.memory * 2, vault.data() + memoryAt);
    expect(Verdict::Wrong, withChecksum(vault));
    vault = m_vault;
    vault[saltAt] = char(vault.at(saltAt) ^ 1);
    expect(Verdict::Wrong, withChecksum(vault));
    // The right key, but not the header that was written with the content.
    vault = m_vault;
    vault[nonceAt] = char(vault.at(nonceAt) ^ 1);
    expect(Verdict::Damaged, withChecksum(vault));
    vault = m_vault;
    vault[versionAt] = 2;
    expect(Verdict::Newer, withChecksum(vault));
    QCOMPARE(m_wrong, 0);
}

void TestVaultFile::findsSwappedContents()
{
    // Two vaults of one passphrase, and two saves of one vault.
    VaultFile other(m_folder->filePath(u"other"_s), quick);
    QVERIFY(other.create(passphrase));
    const QByteArray otherVault = Core::readLimited(other.path(), Secrets::maximalVaultSize).value();
    expect(Verdict::Damaged, m_vault.left(headerSize) + otherVault.mid(headerSize));
    VaultFile file(m_path, quick);
    expect(Verdict::Opened, m_vault);
    QVERIFY(file.open(passphrase));
    QVERIFY(file.save([](SecretMap &secrets) { secrets.insert(u"a"_s, u"later"_s); }));
    const QByteArray later = Core::readLimited(m_path, Secrets::maximalVaultSize).value();
    expect(Verdict::Damaged, m_vault.left(headerSize) + later.mid(headerSize));
    expect(Verdict::Damaged, later.left(headerSize) + m_vault.mid(headerSize));
    QCOMPARE(m_wrong, 0);
}

void TestVaultFile::changesThePassphrase()
{
    VaultFile file(m_path, quick);
    QVERIFY(file.open(passphrase));
    QCOMPARE(file.changePassphrase(u"wrong"_s, u"new"_s).error().kind, ErrorKind::Authentication);
    QCOMPARE(file.changePassphrase(passphrase, {}).error().kind, ErrorKind::Syntax);
    QCOMPARE(Core::readLimited(m_path, Secrets::maximalVaultSize).value(), m_vault);
    QVERIFY(file.changePassphrase(passphrase, u"new"_s));
    QCOMPARE(file.read().value().value(u"a"_s), u"canary"_s);
    QVERIFY(file.save([](SecretMap &secrets) { secrets.insert(u"b"_s, u"x"_s); }));
    VaultFile again(m_path);
    QCOMPARE(again.open(passphrase).error().kind, ErrorKind::Authentication);
    QVERIFY(again.open(u"new"_s));
    QCOMPARE(again.read().value().size(), 2);
}

void TestVaultFile::noticesAPassphraseChangedElsewhere()
{
    VaultFile here(m_path, quick);
    VaultFile there(m_path, quick);
    QVERIFY(here.open(passphrase));
    QVERIFY(there.changePassphrase(passphrase, u"new"_s));
    QCOMPARE(here.read().error().kind, ErrorKind::Permission);
    QCOMPARE(here.save([](SecretMap &secrets) { secrets.clear(); }).error().kind, ErrorKind::Permission);
    QCOMPARE(there.read().value().value(u"a"_s), u"canary"_s);
    QVERIFY(here.open(u"new"_s));
    QVERIFY(here.read());
}

void TestVaultFile::refusesWhatIsNoOrdinaryFile()
{
    // Replaced while it is open: neither read nor written, and what it points to stays.
    const QString victim = m_folder->filePath(u"victim"_s);
    QVERIFY(Core::writeDurably(victim, m_vault));
    const auto change = [](SecretMap &secrets) { secrets.insert(u"b"_s, u"x"_s); };
    VaultFile file(m_path, quick);
    QVERIFY(file.open(passphrase));
    QVERIFY(QFile::remove(m_path));
    QCOMPARE(file.save(change).error().kind, ErrorKind::NotFound);
    QVERIFY(!file.exists());

    QVERIFY(QFile::link(victim, m_path));
    QCOMPARE(file.read().error().kind, ErrorKind::Unsupported);
    QCOMPARE(file.save(change).error().kind, ErrorKind::Unsupported);
    QVERIFY(QFileInfo(m_path).isSymLink());
    QCOMPARE(Core::readLimited(victim, Secrets::maximalVaultSize).value(), m_vault);
    QVERIFY(QFile::remove(m_path));

    QVERIFY(QDir().mkdir(m_path));
    QCOMPARE(file.read().error().kind, ErrorKind::Unsupported);
    QCOMPARE(file.save(change).error().kind, ErrorKind::Unsupported);
    QCOMPARE(file.create(passphrase).error().kind, ErrorKind::Conflict);
    QVERIFY(QDir().rmdir(m_path));

    QCOMPARE(::mkfifo(QFile::encodeName(m_path).constData(), 0600), 0);
    QCOMPARE(file.read().error().kind, ErrorKind::Unsupported);
    QCOMPARE(file.save(change).error().kind, ErrorKind::Unsupported);
    QCOMPARE(file.create(passphrase).error().kind, ErrorKind::Conflict);
    QVERIFY(QFile::remove(m_path));

    // A second name of the file keeps what it had.
    QVERIFY(Core::writeDurably(m_path, m_vault));
    const QString second = m_folder->filePath(u"second"_s);
    QCOMPARE(::link(QFile::encodeName(m_path).constData(), QFile::encodeName(second).constData()), 0);
    QVERIFY(file.save(change));
    QCOMPARE(Core::readLimited(second, Secrets::maximalVaultSize).value(), m_vault);
}

void TestVaultFile::isPrivateWhateverTheMask()
{
    const mode_t before = ::umask(0);
    VaultFile file(m_folder->filePath(u"a/b/vault"_s), quick);
    const bool created = file.create(passphrase).has_value();
    const bool saved = file.save([](SecretMap &secrets) { secrets.insert(u"a"_s, u"x"_s); }).has_value();
    ::umask(before);
    QVERIFY(created && saved);
    const auto mode = [this](const QString &name) {
        struct stat status = {};
        const QByteArray path = QFile::encodeName(m_folder->filePath(name));
        return ::lstat(path.constData(), &status) == 0 ? int(status.st_mode & 07777) : -1;
    };
    QCOMPARE(mode(u"a"_s), 0700);
    QCOMPARE(mode(u"a/b"_s), 0700);
    QCOMPARE(mode(u"a/b/vault"_s), 0600);
    QCOMPARE(mode(u"a/b/vault.lock"_s), 0600);
    QCOMPARE(QDir(m_folder->filePath(u"a/b"_s)).entryList(QDir::Files).size(), 2);
}

void TestVaultFile::hasALimit()
{
    VaultFile file(m_path, quick);
    QVERIFY(file.open(passphrase));
    const auto saved = file.save(
        [](SecretMap &secrets) { secrets.insert(u"b"_s, QString(Secrets::maximalVaultSize, u'x')); });
    QCOMPARE(saved.error().kind, ErrorKind::Unsupported);
    QCOMPARE(Core::readLimited(m_path, Secrets::maximalVaultSize).value(), m_vault);
    QVERIFY(file.save([](SecretMap &secrets) { secrets.insert(u"b"_s, QString(1'000'000, u'x')); }));
    QCOMPARE(file.read().value().value(u"b"_s).size(), 1'000'000);
    expect(Verdict::Newer, QByteArray(Secrets::maximalVaultSize + 1, 'x')); // too large to be read at all
    QCOMPARE(m_wrong, 0);
}

void TestVaultFile::refusesTextThatIsNoUnicode()
{
    VaultFile file(m_path, quick);
    QVERIFY(file.open(passphrase));
    const QString half(QChar(0xD83D));
    const auto saved = file.save([&](SecretMap &secrets) { secrets.insert(u"b"_s, u"x"_s + half); });
    QCOMPARE(saved.error().kind, ErrorKind::Syntax);
    QCOMPARE(Core::readLimited(m_path, Secrets::maximalVaultSize).value(), m_vault);
}

QTEST_APPLESS_MAIN(TestVaultFile)
#include "tst_vaultfile.moc"
