// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/compression.h"
#include "backup/encryption.h"
#include "backup/wrapping.h"
#include "filefixture.h"
#include "support/memory.h"
#include "support/verify.h"

#include <QRandomGenerator>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtEndian>
#include <QTest>

#include <cstdio>
#include <zstd.h>

using namespace Qt::StringLiterals;
using namespace Backup;
using Core::ErrorKind;
using Tests::contentOf;
using Tests::namesIn;
using Tests::writeTo;

namespace {

constexpr Core::KdfLimits quick{crypto_pwhash_argon2id_OPSLIMIT_MIN, crypto_pwhash_argon2id_MEMLIMIT_MIN};
const QString passphrase = u"grün wie Gras"_s;
constexpr qsizetype chunk = 64 * 1024;
constexpr qsizetype sealedChunk = chunk + 17;
constexpr qsizetype headerSize = 140;

QByteArray noise(qsizetype size, quint32 seed)
{
    QByteArray result(size, Qt::Uninitialized);
    QRandomGenerator random(seed);
    for (char &byte : result)
        byte = char(random.bounded(256));
    return result;
}

/// Something like a script: it can be compressed, and no two parts of it are the same.
QByteArray script(int lines)
{
    QByteArray result;
    for (int i = 0; i < lines; ++i)
        result += "INSERT INTO \"Customer\" VALUES (" + QByteArray::number(i) + ", 'Ada " +
                  QByteArray::number(i * 7919 % 1000) + "');\n";
    return result;
}

Wrapping wrappingFor(const QString &format)
{
    return {format.contains(u"zst"), format.contains(u"enc") ? passphrase : QString(), quick};
}

/// As a child of itself: there and back; says how much more memory that took.
int wrapAndUnwrap(const QStringList &names)
{
    const qint64 before = Tests::memoryPeak();
    Core::JobContext context;
    const bool isDone = wrap(names.value(0), names.value(1), wrappingFor(u"zst.enc"_s), context) &&
                        unwrap(names.value(1), names.value(2), passphrase, context);
    std::fprintf(stderr, "%lld", Tests::memoryPeak() - before);
    return isDone ? 0 : 1;
}

} // namespace

class TestWrapping final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_plain = m_folder->filePath(u"plain.sql"_s);
        m_wrapped = m_folder->filePath(u"wrapped"_s);
        m_out = m_folder->filePath(u"out.sql"_s);
    }
    void whatGoesInComesOut_data();
    void whatGoesInComesOut();
    void isRecognizedByItsBytes();
    void copiesWithoutWrapping();
    void wrapsNothingTwice();
    void everyFlipIsFound_data() { formats(); }
    void everyFlipIsFound();
    void everyTruncationIsFound_data() { formats(); }
    void everyTruncationIsFound();
    void whatIsAppendedIsFound_data() { formats(); }
    void whatIsAppendedIsFound();
    void tellsAWrongPassphraseFromDamage();
    void takesEitherFormOfAnAccent();
    void neverWritesTheSameBytesTwice();
    void movedChunksAreFound();
    void refusesHostileLimits_data();
    void refusesHostileLimits();
    void refusesNewerFormats();
    void refusesHostileCompression();
    void otherToolsCanReadIt();
    void theDocumentedScriptDecrypts();
    void isCancelledInTheMiddle();
    void needsLittleMemory();
    void fullDisk();

private:
    void formats();
    [[nodiscard]] QByteArray wrapped(const QByteArray &plain, const Wrapping &wrapping);
    /// Unwraps these bytes. Internal: it worked and the content is right; Closed: it worked, but is not, or
    /// an error left something behind.
    [[nodiscard]] ErrorKind verdict(const QByteArray &bytes, const QByteArray &expected,
                                    const QString &with = passphrase);

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_plain;
    QString m_wrapped;
    QString m_out;
    Core::JobContext m_context;
};

void TestWrapping::formats()
{
    QTest::addColumn<QString>("format");
    for (const char *format : {"zst", "enc", "zst.enc"})
        QTest::newRow(format) << QString::fromLatin1(format);
}

QByteArray TestWrapping::wrapped(const QByteArray &plain, const Wrapping &wrapping)
{
    QFile::remove(m_wrapped);
    if (!writeTo(m_plain, plain))
        qFatal("no test file");
    const auto done = wrap(m_plain, m_wrapped, wrapping, m_context);
    if (!done)
        qFatal("%s", qPrintable(Core::toText(done.error())));
    return contentOf(m_wrapped);
}

ErrorKind TestWrapping::verdict(const QByteArray &bytes, const QByteArray &expected, const QString &with)
{
    QFile::remove(m_out);
    QFile::remove(m_wrapped);
    if (!writeTo(m_wrapped, bytes))
        qFatal("no test file");
    const auto done = unwrap(m_wrapped, m_out, with, m_context);
    if (done)
        return contentOf(m_out) == expected ? ErrorKind::Internal : ErrorKind::Closed;
    const bool isClean = !QFile::exists(m_out) && !QFile::exists(m_out + u".gsc-admin.part"_s);
    return isClean && !done.error().summary.isEmpty() ? done.error().kind : ErrorKind::Closed;
}

void TestWrapping::whatGoesInComesOut_data()
{
    QTest::addColumn<QString>("format");
    QTest::addColumn<QByteArray>("plain");
    for (const char *format : {"zst", "enc", "zst.enc"}) {
        for (const qsizetype size : {qsizetype(0), qsizetype(1), qsizetype(3), chunk - 1, chunk, chunk + 1,
                                     2 * chunk, qsizetype(1024 * 1024), qsizetype(3'000'001)})
            QTest::addRow("%s, %d random bytes", format, int(size))
                << QString::fromLatin1(format) << noise(size, 1);
        QTest::addRow("%s, zeros", format) << QString::fromLatin1(format) << QByteArray(5'000'000, '\0');
        QTest::addRow("%s, a script", format) << QString::fromLatin1(format) << script(50'000);
    }
    QTest::newRow("zst of zst") << u"zst"_s << zstdMagic.toByteArray() + "more";
    QTest::newRow("zst.enc of enc") << u"zst.enc"_s << sealMagic.toByteArray() + "more";
}

void TestWrapping::whatGoesInComesOut()
{
    QFETCH(QString, format);
    QFETCH(QByteArray, plain);
    const QByteArray bytes = wrapped(plain, wrappingFor(format));
    QCOMPARE(Tests::modeOf(m_wrapped), 0600);
    QCOMPARE(verdict(bytes, plain), ErrorKind::Internal);
    QCOMPARE(Tests::modeOf(m_out), 0600);
    if (format.contains(u"enc") && plain.size() > 100 && plain.front() != '\0')
        QVERIFY(!bytes.contains(plain.mid(20, 12)));
    if (format == u"enc")
        QCOMPARE(bytes.size(),
                 headerSize + plain.size() + std::max<qsizetype>(1, (plain.size() + chunk - 1) / chunk) * 17);
}

void TestWrapping::isRecognizedByItsBytes()
{
    const auto found = [&](const QString &format) {
        (void)wrapped("content", wrappingFor(format));
        const auto result = wrappingOf(m_wrapped);
        return result ? *result : WrappingFound{true, true};
    };
    QVERIFY(found(u"zst"_s).isCompressed && !found(u"zst"_s).isEncrypted);
    QVERIFY(!found(u"enc"_s).isCompressed && found(u"enc"_s).isEncrypted);
    QVERIFY(!found(u"zst.enc"_s).isCompressed && found(u"zst.enc"_s).isEncrypted);
    QVERIFY(!found(QString()).isCompressed && !found(QString()).isEncrypted);
    QVERIFY(writeTo(m_plain, {}));
    const auto empty = wrappingOf(m_plain);
    QVERIFY_OK(empty);
    QVERIFY(!empty->isCompressed && !empty->isEncrypted);
    QCOMPARE(wrappingOf(m_folder->filePath(u"missing"_s)).error().kind, ErrorKind::NotFound);
    QVERIFY(QFile::link(m_plain, m_folder->filePath(u"link"_s)));
    QCOMPARE(wrappingOf(m_folder->filePath(u"link"_s)).error().kind, ErrorKind::Unsupported);
    QCOMPARE(unwrap(m_folder->filePath(u"link"_s), m_out, {}, m_context).error().kind,
             ErrorKind::Unsupported);
    QCOMPARE(wrap(m_folder->filePath(u"link"_s), m_out, {}, m_context).error().kind, ErrorKind::Unsupported);
}

void TestWrapping::copiesWithoutWrapping()
{
    QCOMPARE(wrapped("as it is", {}), "as it is");
    QCOMPARE(verdict("as it is", {}), ErrorKind::Corrupt); // nothing to unwrap
    QCOMPARE(verdict({}, {}), ErrorKind::Corrupt);
    QCOMPARE(wrap(m_plain, m_wrapped, {}, m_context).error().kind, ErrorKind::Conflict); // is there
}

void TestWrapping::wrapsNothingTwice()
{
    for (const QByteArrayView magic : {zstdMagic, sealMagic}) {
        QVERIFY(writeTo(m_plain, magic.toByteArray() + "more"));
        QCOMPARE(wrap(m_plain, m_wrapped, wrappingFor(u"enc"_s), m_context).error().kind,
                 ErrorKind::Unsupported);
        QVERIFY(!QFile::exists(m_wrapped));
    }
}

void TestWrapping::everyFlipIsFound()
{
    QFETCH(QString, format);
    const QByteArray plain = script(60);
    const QByteArray bytes = wrapped(plain, wrappingFor(format));
    QCOMPARE(verdict(bytes, plain), ErrorKind::Internal);
    QRandomGenerator random(19);
    const auto expectedBits = int(bytes.size() * 8);
    // Every bit of the beginning and of the end, where the formats have their own fields; others at random.
    QList<int> bits;
    for (int bit = 0; bit < 144 * 8; ++bit)
        bits << bit << expectedBits - 1 - bit;
    while (bits.size() < 2 * 144 * 8 + 1000)
        bits.append(random.bounded(expectedBits));
    int undetected = 0;
    for (const int bit : bits) {
        const ErrorKind kind = verdict(Tests::withFlippedBit(bytes, bit), plain);
        if (kind == ErrorKind::Corrupt)
            continue;
        ++undetected;
        qWarning("%s: bit %d of byte %d: %d", qPrintable(format), bit % 8, bit / 8, int(kind));
    }
    qInfo("acceptance 19 (.%s): %d single flips of %d bytes, %d undetected", qPrintable(format),
          int(bits.size()), int(bytes.size()), undetected);
    QCOMPARE(undetected, 0);
}

void TestWrapping::everyTruncationIsFound()
{
    QFETCH(QString, format);
    const QByteArray plain = script(30);
    const QByteArray bytes = wrapped(plain, wrappingFor(format));
    int undetected = 0;
    for (qsizetype size = 0; size < bytes.size(); ++size)
        undetected += verdict(bytes.left(size), plain) == ErrorKind::Corrupt ? 0 : 1;
    // And a big one, also exactly between its chunks.
    const QByteArray bigPlain = noise(5 * chunk, 2);
    const QByteArray big = wrapped(bigPlain, wrappingFor(format));
    QList<qsizetype> sizes;
    for (qsizetype at = headerSize; at < big.size(); at += sealedChunk)
        sizes << at - 1 << at << at + 1;
    QRandomGenerator random(20);
    while (sizes.size() < 500)
        sizes.append(random.bounded(int(big.size())));
    for (const qsizetype size : sizes)
        undetected += verdict(big.left(size), bigPlain) == ErrorKind::Corrupt ? 0 : 1;
    qInfo("acceptance 20 (.%s): every one of %d lengths and 500 of a big file, %d undetected",
          qPrintable(format), int(bytes.size()), undetected);
    QCOMPARE(undetected, 0);
}

void TestWrapping::whatIsAppendedIsFound()
{
    QFETCH(QString, format);
    for (const QByteArray &plain : {script(30), noise(2 * chunk, 3), QByteArray()}) {
        const QByteArray bytes = wrapped(plain, wrappingFor(format));
        for (const QByteArray &more : {QByteArray(1, '\0'), QByteArray("x"), bytes, bytes.right(40),
                                       bytes.mid(headerSize), QByteArray(2'000'000, '\0')})
            if (!more.isEmpty())
                QCOMPARE(verdict(bytes + more, plain), ErrorKind::Corrupt);
    }
}

void TestWrapping::tellsAWrongPassphraseFromDamage()
{
    const QByteArray plain = script(30);
    const QByteArray bytes = wrapped(plain, wrappingFor(u"zst.enc"_s));
    for (const QString &wrong : QStringList{u"grün wie gras"_s, u"x"_s, passphrase + u' ', {}})
        QCOMPARE(verdict(bytes, plain, wrong), ErrorKind::Authentication);
    // Damage behind the header does not change that, nor does a passphrase change what damage is.
    const QByteArray damaged = Tests::withFlippedBit(bytes, 150 * 8);
    QCOMPARE(verdict(damaged, plain, u"wrong"_s), ErrorKind::Authentication);
    QCOMPARE(verdict(damaged, plain), ErrorKind::Corrupt);
    const QByteArray damagedHeader = Tests::withFlippedBit(bytes, 60 * 8);
    QCOMPARE(verdict(damagedHeader, plain, u"wrong"_s), ErrorKind::Corrupt);
    // What is not encrypted needs none.
    QCOMPARE(verdict(wrapped(plain, wrappingFor(u"zst"_s)), plain, {}), ErrorKind::Internal);
}

void TestWrapping::takesEitherFormOfAnAccent()
{
    const QByteArray bytes = wrapped("x", {false, u"gru\u0308n"_s, quick});
    QCOMPARE(verdict(bytes, "x", u"gr\u00fcn"_s), ErrorKind::Internal);
}

void TestWrapping::neverWritesTheSameBytesTwice()
{
    const QByteArray first = wrapped("x", wrappingFor(u"enc"_s));
    const QByteArray second = wrapped("x", wrappingFor(u"enc"_s));
    QCOMPARE(first.left(52), second.left(52));
    for (const auto &[at, size] :
         {std::pair(52, 16), std::pair(68, 16), std::pair(84, 24), std::pair(140, 18)})
        QVERIFY(first.mid(at, size) != second.mid(at, size));
}

void TestWrapping::movedChunksAreFound()
{
    const QByteArray plain = noise(4 * chunk + 5, 4);
    const QByteArray bytes = wrapped(plain, wrappingFor(u"enc"_s));
    const QByteArray header = bytes.left(headerSize);
    QByteArrayList chunks;
    for (qsizetype at = headerSize; at < bytes.size(); at += sealedChunk)
        chunks.append(bytes.mid(at, sealedChunk));
    QCOMPARE(chunks.size(), 5);
    const auto with = [&](const QList<int> &order) {
        QByteArray result = header;
        for (const int index : order)
            result += chunks.at(index);
        return verdict(result, plain);
    };
    QCOMPARE(with({0, 1, 2, 3, 4}), ErrorKind::Internal);
    QCOMPARE(with({1, 0, 2, 3, 4}), ErrorKind::Corrupt);
    QCOMPARE(with({0, 0, 1, 2, 3, 4}), ErrorKind::Corrupt);
    QCOMPARE(with({0, 2, 3, 4}), ErrorKind::Corrupt);
    QCOMPARE(with({1, 2, 3, 4}), ErrorKind::Corrupt);
    QCOMPARE(with({4}), ErrorKind::Corrupt);
    QCOMPARE(with({0, 1, 2, 3}), ErrorKind::Corrupt);
    // The header of another file with the same passphrase.
    const QByteArray other = wrapped(plain, wrappingFor(u"enc"_s));
    QCOMPARE(verdict(other.left(headerSize) + bytes.mid(headerSize), plain), ErrorKind::Corrupt);
}

void TestWrapping::refusesHostileLimits_data()
{
    QTest::addColumn<quint64>("operations");
    QTest::addColumn<quint64>("memory");
    constexpr quint64 gibibyte = 1024 * 1024 * 1024;
    QTest::newRow("no operations") << quint64(0) << quint64(quick.memory);
    QTest::newRow("many operations") << quint64(11) << quint64(quick.memory);
    QTest::newRow("no memory") << quint64(quick.operations) << quint64(0);
    QTest::newRow("much memory") << quint64(quick.operations) << gibibyte + 1;
    QTest::newRow("most memory") << quint64(quick.operations) << ~quint64(0);
}

void TestWrapping::refusesHostileLimits()
{
    QFETCH(quint64, operations);
    QFETCH(quint64, memory);
    const QByteArray bytes = wrapped("x", wrappingFor(u"enc"_s));
    auto header = Core::SealHeader::parse(bytes, sealMagic);
    QVERIFY_OK(header);
    header->limits = {operations, memory};
    QCOMPARE(verdict(header->toBytes(sealMagic) + bytes.mid(headerSize), "x"), ErrorKind::Corrupt);
    // Other sane ones make another key.
    header->limits = {quick.operations + 1, quick.memory};
    QCOMPARE(verdict(header->toBytes(sealMagic) + bytes.mid(headerSize), "x"), ErrorKind::Authentication);
}

void TestWrapping::refusesNewerFormats()
{
    QByteArray bytes = wrapped("x", wrappingFor(u"enc"_s));
    bytes[8] = 2;
    crypto_generichash(reinterpret_cast<unsigned char *>(bytes.data() + 108), 32,
                       reinterpret_cast<const unsigned char *>(bytes.constData()), 108, nullptr, 0);
    QCOMPARE(verdict(bytes, "x"), ErrorKind::Unsupported);
    // Not "another passphrase": a version of its own may make keys in another way.
    QCOMPARE(verdict(bytes, "x", u"wrong"_s), ErrorKind::Unsupported);
}

void TestWrapping::refusesHostileCompression()
{
    const auto withHash = [](const QByteArray &bytes) {
        QByteArray trailer(40, Qt::Uninitialized);
        qToLittleEndian(quint32(0x184D2A5E), trailer.data());
        qToLittleEndian(quint32(32), trailer.data() + 4);
        crypto_generichash(reinterpret_cast<unsigned char *>(trailer.data() + 8), 32,
                           reinterpret_cast<const unsigned char *>(bytes.constData()), quint64(bytes.size()),
                           nullptr, 0);
        return QByteArray(bytes + trailer);
    };
    const auto frame = [&](const QByteArray &plain, const std::function<void(ZSTD_CCtx *)> &change) {
        ZSTD_CCtx *zstd = ZSTD_createCCtx();
        ZSTD_CCtx_setParameter(zstd, ZSTD_c_checksumFlag, 1);
        change(zstd);
        QByteArray result(qsizetype(ZSTD_compressBound(std::size_t(plain.size()))), Qt::Uninitialized);
        const std::size_t size = ZSTD_compress2(zstd, result.data(), std::size_t(result.size()),
                                                plain.constData(), std::size_t(plain.size()));
        ZSTD_freeCCtx(zstd);
        result.resize(qsizetype(size));
        return withHash(result);
    };
    const QByteArray plain = script(1000);
    QCOMPARE(verdict(frame(plain, [](ZSTD_CCtx *) {}), plain),
             ErrorKind::Internal); // the test can make a good one
    const QByteArray foreign = frame(plain, [](ZSTD_CCtx *) {});
    QCOMPARE(verdict(foreign.chopped(40), plain), ErrorKind::Corrupt);
    QCOMPARE(
        verdict(frame(plain, [](ZSTD_CCtx *zstd) { ZSTD_CCtx_setParameter(zstd, ZSTD_c_checksumFlag, 0); }),
                plain),
        ErrorKind::Corrupt);
    QCOMPARE(verdict(frame(plain,
                           [](ZSTD_CCtx *zstd) { ZSTD_CCtx_setParameter(zstd, ZSTD_c_contentSizeFlag, 0); }),
                     plain),
             ErrorKind::Corrupt);
    // Asks for a window of 64 MiB.
    const QByteArray wide = frame(QByteArray(100'000'000, '\0'), [](ZSTD_CCtx *zstd) {
        ZSTD_CCtx_setParameter(zstd, ZSTD_c_windowLog, 26);
    });
    QVERIFY(wide.size() < 100'000);
    QCOMPARE(verdict(wide, {}), ErrorKind::Corrupt);
    // Says that it holds 2^62 bytes: an 8-byte size, the whole in one segment or in windows of 8 MiB.
    for (const char descriptor : {'\xe4', '\xc4'}) {
        QByteArray bomb = zstdMagic.toByteArray() + descriptor;
        if (descriptor == '\xc4')
            bomb += char(13 << 3);
        QByteArray size(8, Qt::Uninitialized);
        qToLittleEndian(quint64(1) << 62, size.data());
        // There is no space for that.
        QCOMPARE(verdict(withHash(bomb + size + QByteArray(100, '\0')), {}), ErrorKind::Io);
    }
}

void TestWrapping::otherToolsCanReadIt()
{
    const QByteArray plain = script(20'000);
    const QByteArray bytes = wrapped(plain, wrappingFor(u"zst"_s));
    QVERIFY(bytes.size() < plain.size() / 3);
    // libzstd's own function for whole files, which is what `zstd -d` and all bindings agree with.
    QByteArray out(plain.size() + 1, Qt::Uninitialized);
    const std::size_t size =
        ZSTD_decompress(out.data(), std::size_t(out.size()), bytes.constData(), std::size_t(bytes.size()));
    QVERIFY2(ZSTD_isError(size) == 0, ZSTD_getErrorName(size));
    out.resize(qsizetype(size));
    QCOMPARE(out, plain);
}

void TestWrapping::theDocumentedScriptDecrypts()
{
    const QString document = QString::fromUtf8(contentOf(QStringLiteral(GSC_DOCS "/backup-format.md")));
    static const QRegularExpression block(u"```python\\n(.*?)```"_s,
                                          QRegularExpression::DotMatchesEverythingOption);
    const QString code = block.match(document).captured(1);
    QVERIFY2(code.contains(u"sodium"), "docs/backup-format.md has no script");
    const QString program = m_folder->filePath(u"decrypt.py"_s);
    QVERIFY(writeTo(program, code.toUtf8()));

    const QByteArray plain = noise(2 * chunk, 5) + script(100);
    const QByteArray bytes = wrapped(plain, {false, passphrase, {2, 1024 * 1024}});
    const auto run = [&](const QByteArray &with) {
        QFile::remove(m_out);
        QProcess python;
        python.start(u"python3"_s, {program, m_wrapped, m_out});
        python.write(with + '\n');
        python.closeWriteChannel();
        const bool isEnded = python.waitForFinished(60'000);
        return isEnded && python.exitCode() == 0 ? QByteArray() : python.readAllStandardError() + '!';
    };
    QCOMPARE(run(passphrase.toUtf8()), QByteArray());
    QCOMPARE(contentOf(m_out), plain);
    QVERIFY(run("wrong").contains("passphrase"));
    QVERIFY(writeTo(m_wrapped, bytes.chopped(100)));
    QVERIFY(run(passphrase.toUtf8()).contains("damaged"));
    QVERIFY(!QFile::exists(m_out));
}

void TestWrapping::isCancelledInTheMiddle()
{
    const QByteArray plain = noise(4'000'000, 6);
    for (const QString &format : {u"zst"_s, u"enc"_s, u"zst.enc"_s}) {
        (void)wrapped(plain, wrappingFor(format));
        QStringList phases;
        const auto stopIn = [&](Core::JobContext &context, const Core::JobProgress &progress) {
            phases.append(progress.phase);
            if (progress.unit == Core::JobProgress::Unit::Bytes)
                context.requestStop();
        };
        Core::JobContext out([&](const Core::JobProgress &progress) { stopIn(out, progress); });
        QCOMPARE(unwrap(m_wrapped, m_out, passphrase, out).error().kind, ErrorKind::Cancelled);
        QCOMPARE(phases.size(), 1); // not a second one
        QVERIFY(QFile::remove(m_wrapped));
        Core::JobContext in([&](const Core::JobProgress &progress) { stopIn(in, progress); });
        QCOMPARE(wrap(m_plain, m_wrapped, wrappingFor(format), in).error().kind, ErrorKind::Cancelled);
        QCOMPARE(phases.size(), format.contains(u"enc") ? 3 : 2);
        QCOMPARE(namesIn(m_folder->path()), QStringList{u"plain.sql"_s});
    }
}

void TestWrapping::needsLittleMemory()
{
    constexpr qint64 size = 200'000'000;
    QFile plain(m_plain);
    QVERIFY(plain.open(QIODevice::WriteOnly));
    const QByteArray piece = noise(1'000'000, 7);
    for (qint64 at = 0; at < size; at += 2 * piece.size())
        QVERIFY(plain.seek(at) && plain.write(piece) == piece.size()); // every other piece is a hole
    plain.close();
    // In a process of its own: this one has had its share of memory.
    const Tests::ProgramRun child =
        Tests::runProgram(QCoreApplication::applicationFilePath(), {u"--wrap"_s, m_plain, m_wrapped, m_out});
    QCOMPARE(child.code, 0);
    const qint64 more = child.err.toLongLong();
    qInfo("%lld MB through compression, encryption and back: %lld KiB of memory", size / 1'000'000,
          more / 1024);
    QVERIFY(more > 0 && more < Tests::memoryLimit(20 * 1024 * 1024));
    QCOMPARE(QFileInfo(m_out).size(), QFileInfo(m_plain).size());
}

void TestWrapping::fullDisk()
{
    QVERIFY(writeTo(m_plain, noise(300'000, 8)));
    const QByteArray bytes = [&] {
        (void)wrap(m_plain, m_wrapped, wrappingFor(u"zst.enc"_s), m_context);
        return contentOf(m_wrapped);
    }();
    QVERIFY(!bytes.isEmpty());
    const QString second = m_folder->filePath(u"second"_s);
    const Tests::SmallDisk disk(100'000);
    for (const QString &format : {QString(), u"zst"_s, u"enc"_s, u"zst.enc"_s}) {
        QCOMPARE(wrap(m_plain, second, wrappingFor(format), m_context).error().kind, ErrorKind::Io);
        QCOMPARE(unwrap(m_wrapped, m_out, passphrase, m_context).error().kind, ErrorKind::Io);
    }
    QCOMPARE(namesIn(m_folder->path()), (QStringList{u"plain.sql"_s, u"wrapped"_s}));
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == u"--wrap")
        return wrapAndUnwrap(arguments.mid(2));
    TestWrapping test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_wrapping.moc"
