// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/script.h"
#include "scripttext.h"
#include "support/verify.h"

#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace Qt::StringLiterals;
using Backup::ScriptPiece;
using Backup::ScriptReader;
using Core::ErrorKind;
using Core::Result;
using Tests::DumpRelease;
using Tests::framed;
using Tests::shopScript;
using Tests::writeFile;

Q_DECLARE_METATYPE(Core::ErrorKind)
Q_DECLARE_METATYPE(Tests::DumpRelease)

namespace {

/// What was read: statements as they are, rows with '|' and NULL, an error as its text.
struct Reading
{
    QStringList statements;
    QStringList rows;
    QList<qint64> lines;
    Result<void> result;
};

Reading readingOf(const QString &file)
{
    Reading reading;
    Core::JobContext context;
    ScriptReader reader;
    reader.statement = [&](const ScriptPiece &piece) -> Result<void> {
        reading.statements.append(piece.sql);
        reading.lines.append(piece.line);
        return {};
    };
    reader.row = [&](const ScriptPiece &piece, const Db::RawRow &row) -> Result<void> {
        QStringList values{piece.table};
        for (const auto &value : row)
            values.append(value ? QString::fromUtf8(*value) : u"NULL"_s);
        reading.rows.append(values.join(u'|'));
        return {};
    };
    reading.result = Backup::readScript(file, reader, context);
    return reading;
}

const QByteArray someRows = "COPY public.t (a, b) FROM stdin;\n1\tx\n2\t\\N\n\\.\n";

} // namespace

class TestScriptReader final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_file = m_folder->filePath(u"backup.sql"_s);
    }
    void readsStatementsAndRows_data();
    void readsStatementsAndRows();
    void unescapesRows();
    void everyCutIsNoticed_data();
    void everyCutIsNoticed();
    void refusesWhatPgDumpDoesNotWrite_data();
    void refusesWhatPgDumpDoesNotWrite();
    void errorsSayTheLineAndNoRow();
    void hugePartsAreRefused();
    void readsOrdinaryFilesOnly();
    void stopsWhenAsked();
    void passesOnWhatItsReaderSays();

private:
    [[nodiscard]] Reading read(const QByteArray &script) const
    {
        writeFile(m_file, script);
        return readingOf(m_file);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_file;
};

void TestScriptReader::readsStatementsAndRows_data()
{
    QTest::addColumn<DumpRelease>("release");
    QTest::newRow("before 15.14") << DumpRelease::Before15_14;
    QTest::newRow("15") << DumpRelease::V15;
    QTest::newRow("16") << DumpRelease::V16;
    QTest::newRow("17") << DumpRelease::V17;
    QTest::newRow("18") << DumpRelease::V18;
}

void TestScriptReader::readsStatementsAndRows()
{
    QFETCH(DumpRelease, release);
    const Reading reading = read(
        framed(Tests::searchExtension() + Tests::shopTables(release) + Tests::shopRows() + Tests::shopKeys(),
               release));
    QVERIFY_OK(reading.result);
    QVERIFY(reading.statements.contains(u"SET row_security = off"_s));
    QVERIFY(reading.statements.contains(u"ALTER TABLE public.\"Customer\" OWNER TO shop"_s));
    QVERIFY(reading.statements.contains(u"COMMENT ON EXTENSION pg_trgm IS 'text similarity; measurement'"_s));
    QCOMPARE(
        reading.rows,
        (QStringList{u"Customer|1|Ada Lovelace|ada@example.com|10.50|2025-12-11 09:30:00.123456+00|f|NULL"_s,
                     u"Customer|3|tab\tline\nreturn\rback\\slash||0.00|2025-12-11 04:30:00-05|t|\\x00ff"_s,
                     u"Job|7|1|{a,\"b c\"}|2025-01-31"_s}));
    QCOMPARE(reading.lines.first(), release == DumpRelease::Before15_14 ? 8 : 10);
    // Its own end, and a mark at its beginning that editors leave, do not matter.
    QVERIFY_OK(read("\xef\xbb\xbf" + shopScript(release) + "\n \n").result);
    QVERIFY_OK(read(framed({}, release)).result);
}

void TestScriptReader::unescapesRows()
{
    const Reading reading = read(framed("COPY public.\"T\"\"x\" (\"A\", b) FROM stdin;\n"
                                        "\\b\\f\\n\\r\\t\\v\\\\N\t\\\\.\n"
                                        "\t\n"
                                        "\xf0\x9f\x94\xa7\t-- PostgreSQL database dump complete\n"
                                        "\\N\t\\\\N\n"
                                        "';DROP TABLE x;--\t$$\n"
                                        "\\.\n"));
    QVERIFY_OK(reading.result);
    QCOMPARE(reading.rows, (QStringList{u"T\"x|\b\f\n\r\t\v\\N|\\."_s, u"T\"x||"_s,
                                        u"T\"x|🔧|-- PostgreSQL database dump complete"_s, u"T\"x|NULL|\\N"_s,
                                        u"T\"x|';DROP TABLE x;--|$$"_s}));
}

void TestScriptReader::everyCutIsNoticed_data()
{
    QTest::addColumn<DumpRelease>("release");
    QTest::newRow("before 15.14") << DumpRelease::Before15_14;
    QTest::newRow("18") << DumpRelease::V18;
}

void TestScriptReader::everyCutIsNoticed()
{
    QFETCH(DumpRelease, release);
    const QByteArray script = shopScript(release);
    int missed = 0;
    for (qsizetype length = 0; length < script.size(); ++length) {
        const Reading reading = read(script.first(length));
        if (reading.result || reading.result.error().kind != ErrorKind::Corrupt) {
            qWarning("cut at byte %lld", qlonglong(length));
            ++missed;
        }
    }
    qInfo("acceptance 20: script cut at each of %lld lengths: %d undetected", qlonglong(script.size()),
          missed);
    QCOMPARE(missed, 0);
}

void TestScriptReader::refusesWhatPgDumpDoesNotWrite_data()
{
    QTest::addColumn<QByteArray>("script");
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<qint64>("line");

    const QByteArray start = framed({}, DumpRelease::Before15_14);
    const auto body = [](const char *name, const QByteArray &text, ErrorKind kind, qint64 line) {
        QTest::newRow(name) << framed(text, DumpRelease::Before15_14) << kind << line;
    };
    // The body begins in line 19.
    body("shell", "\\! touch /tmp/x\n", ErrorKind::Unsupported, 19);
    body("shell, indented", "  \\! touch /tmp/x\n", ErrorKind::Unsupported, 19);
    body("shell behind a statement", "SELECT 1; \\! touch /tmp/x\n", ErrorKind::Unsupported, 19);
    body("shell within a statement", "SELECT 1\n\\! touch /tmp/x\n;\n", ErrorKind::Unsupported, 20);
    body("pipe", "SELECT 1 \\g |sh\n", ErrorKind::Unsupported, 19);
    body("copy from a program", "\\copy t from program 'sh'\n", ErrorKind::Unsupported, 19);
    body("output into a program", "\\o |sh\n", ErrorKind::Unsupported, 19);
    body("another database", "\\connect other\n", ErrorKind::Unsupported, 19);
    body("another file", "\\i /etc/passwd\n", ErrorKind::Unsupported, 19);
    body("a variable", "\\set x `touch /tmp/x`\n", ErrorKind::Unsupported, 19);
    body("a lone end of rows", "\\.\n", ErrorKind::Unsupported, 19);
    body("shell behind rows", someRows + "\\! touch /tmp/x\n", ErrorKind::Unsupported, 23);
    body("shell behind a COPY", "COPY public.t (a) FROM stdin; \\! sh\n\\.\n", ErrorKind::Unsupported, 19);
    body("a statement behind a COPY", "COPY public.t (a) FROM stdin; DROP TABLE t;\n\\.\n",
         ErrorKind::Unsupported, 19);
    body("a name with a line's end", "--\n-- Name: x\n\\! touch /tmp/x\n--; Type: TABLE\n--\n",
         ErrorKind::Unsupported, 21);
    body("restrict late", "SELECT 1;\n\\restrict abc\n", ErrorKind::Unsupported, 20);
    body("unrestrict early", "\\unrestrict abc\n", ErrorKind::Unsupported, 19);
    QTest::newRow("unrestrict with backquotes")
        << QByteArray("\\restrict a\n" + start)
               .replace("\n--\n-- PostgreSQL database dump complete",
                        "\\unrestrict `touch /tmp/x`\n\n--\n-- PostgreSQL "
                        "database dump complete")
        << ErrorKind::Unsupported << qint64(20);
    QTest::newRow("restrict with backquotes")
        << "\\restrict `touch /tmp/x`\n" + start << ErrorKind::Unsupported << qint64(1);
    QTest::newRow("restrict without a key") << "\\restrict \n" + start << ErrorKind::Unsupported << qint64(1);
    QTest::newRow("restrict twice") << "\\restrict a\n\\restrict a\n" + start << ErrorKind::Unsupported
                                    << qint64(2);
    QTest::newRow("another key at the end") << "\\restrict a\n" + start + "\\unrestrict b\n\n"
                                            << ErrorKind::Unsupported << qint64(25);
    QTest::newRow("shell in the place of the key") << "\\restrict a\n" + start + "\\unrestrict a`sh`\n\n"
                                                   << ErrorKind::Unsupported << qint64(25);
    QTest::newRow("a key that nobody set") << start + "\\unrestrict a\n\n"
                                           << ErrorKind::Unsupported << qint64(24);
    QTest::newRow("shell behind the end") << start + "\\! sh\n" << ErrorKind::Unsupported << qint64(24);
    QTest::newRow("a statement behind the end") << start + "DROP TABLE t;\n"
                                                << ErrorKind::Unsupported << qint64(24);
    QTest::newRow("a second script behind the end") << start + start << ErrorKind::Unsupported << qint64(24);
    QTest::newRow("closing line first")
        << "-- PostgreSQL database dump complete\n" + start << ErrorKind::Unsupported << qint64(3);
    body("closing line in a comment", "/*\n-- PostgreSQL database dump complete\n--\n\n", ErrorKind::Corrupt,
         27);
    body("closing line in a text", "SELECT '\n-- PostgreSQL database dump complete\n--\n\n",
         ErrorKind::Corrupt, 27);
    body("no end of rows", "COPY public.t (a) FROM stdin;\n1\n", ErrorKind::Corrupt, 25);
    body("COPY to a program", "COPY public.t TO PROGRAM 'sh';\n", ErrorKind::Unsupported, 19);
    body("COPY from a program", "COPY public.t (a) FROM PROGRAM 'sh';\n", ErrorKind::Unsupported, 19);
    body("COPY from a file", "COPY public.t (a) FROM '/etc/passwd';\n", ErrorKind::Unsupported, 19);
    body("COPY of a query", "COPY (SELECT 1) TO stdout;\n", ErrorKind::Unsupported, 19);
    body("COPY with options", "COPY public.t (a) FROM stdin WITH (FORMAT csv);\n", ErrorKind::Unsupported,
         19);
    body("COPY without columns", "COPY public.t FROM stdin;\n\\.\n", ErrorKind::Unsupported, 19);
    body("quotes without standard meaning", "SET standard_conforming_strings = off;\n",
         ErrorKind::Unsupported, 19);
    body("the same for a transaction", "SET LOCAL standard_conforming_strings TO off;\n",
         ErrorKind::Unsupported, 19);
    body("another encoding", "SET client_encoding = 'LATIN1';\n", ErrorKind::Unsupported, 19);
    body("no UTF-8 in a statement", "COMMENT ON TABLE t IS '\xff';\n", ErrorKind::Syntax, 19);
    body("no UTF-8 in a row", "COPY public.t (a) FROM stdin;\n\xff\n\\.\n", ErrorKind::Syntax, 20);
    body("too few values", "COPY public.t (a, b) FROM stdin;\n1\n\\.\n", ErrorKind::Syntax, 20);
    body("too many values", "COPY public.t (a, b) FROM stdin;\n1\t2\t3\n\\.\n", ErrorKind::Syntax, 20);
    body("an unknown escape", "COPY public.t (a) FROM stdin;\n\\x41\n\\.\n", ErrorKind::Syntax, 20);
    body("a NULL with more", "COPY public.t (a) FROM stdin;\n\\Nx\n\\.\n", ErrorKind::Syntax, 20);
    body("a backslash at the end", "COPY public.t (a) FROM stdin;\nx\\\n\\.\n", ErrorKind::Syntax, 20);
    body("an end of rows with more", "COPY public.t (a) FROM stdin;\n\\.x\n\\.\n", ErrorKind::Syntax, 20);
    body("an end of rows with a carriage return", "COPY public.t (a) FROM stdin;\n\\.\r\n\\.\n",
         ErrorKind::Syntax, 20);
    body("a carriage return in a row", "COPY public.t (a) FROM stdin;\na\rb\n\\.\n", ErrorKind::Syntax, 20);
    body("U+0000 in a row", QByteArray("COPY public.t (a) FROM stdin;\na\0b\n\\.\n", 37), ErrorKind::Syntax,
         20);
    body("U+0000 in a statement", QByteArray("SELECT '\0';\n", 12), ErrorKind::Syntax, 19);
}

void TestScriptReader::refusesWhatPgDumpDoesNotWrite()
{
    QFETCH(QByteArray, script);
    QFETCH(ErrorKind, kind);
    QFETCH(qint64, line);
    const Reading reading = read(script);
    QVERIFY(!reading.result);
    const Core::Error &error = reading.result.error();
    QVERIFY2(error.summary.contains(u"ine %1 "_s.arg(line)), qPrintable(error.summary));
    QCOMPARE(error.kind, kind);
}

void TestScriptReader::errorsSayTheLineAndNoRow()
{
    const Reading reading = read(framed("COPY public.t (a) FROM stdin;\nSecret Customer\textra\n\\.\n"));
    QVERIFY(!reading.result);
    QCOMPARE(reading.result.error().summary,
             u"Line 22 of the script cannot be read: it has 2 values for 1 columns. Nothing was changed."_s);
    QVERIFY(!Core::toText(reading.result.error()).contains(u"Secret"_s));
}

void TestScriptReader::hugePartsAreRefused()
{
    const QByteArray large(qsizetype(17) * 1024 * 1024, 'x');
    // A row may be large, a statement not as much …
    QVERIFY_OK(read(framed("COPY public.t (a) FROM stdin;\n" + large + "\n\\.\n")).result);
    Reading reading = read(framed("COMMENT ON TABLE t IS '" + large + "';\n"));
    QCOMPARE(reading.result.error().kind, ErrorKind::Unsupported);
    // … and no line is longer than 64 MB.
    reading = read(framed("COPY public.t (a) FROM stdin;\n" + large + large + large + large + "\n\\.\n"));
    QCOMPARE(reading.result.error().kind, ErrorKind::Unsupported);
    QVERIFY(reading.result.error().summary.contains(u"64 MB"_s));
}

void TestScriptReader::readsOrdinaryFilesOnly()
{
    writeFile(m_file, shopScript());
    const QString link = m_folder->filePath(u"link"_s);
    QVERIFY(QFile::link(m_file, link));
    QCOMPARE(readingOf(link).result.error().kind, ErrorKind::Unsupported);
    QCOMPARE(readingOf(m_folder->path()).result.error().kind, ErrorKind::Unsupported);
    const QString fifo = m_folder->filePath(u"fifo"_s);
    QCOMPARE(::mkfifo(QFile::encodeName(fifo).constData(), 0600), 0);
    QCOMPARE(readingOf(fifo).result.error().kind, ErrorKind::Unsupported);
    QCOMPARE(readingOf(m_folder->filePath(u"none"_s)).result.error().kind, ErrorKind::NotFound);
    QCOMPARE(read("PGDMP\x01\x0e").result.error().kind, ErrorKind::Unsupported);
    QVERIFY(read("\xff\xfe-\x01").result.error().summary.contains(u"UTF-16"_s));
    QCOMPARE(read({}).result.error().kind, ErrorKind::Corrupt);
}

void TestScriptReader::stopsWhenAsked()
{
    QByteArray rows = "COPY public.t (a) FROM stdin;\n";
    for (int i = 0; i < 1000; ++i)
        rows += "x\n";
    writeFile(m_file, framed(rows + "\\.\n"));
    Core::JobContext context;
    int seen = 0;
    ScriptReader reader;
    reader.row = [&](const ScriptPiece &, const Db::RawRow &) -> Result<void> {
        if (++seen == 10)
            context.requestStop();
        return {};
    };
    const Result<void> result = Backup::readScript(m_file, reader, context);
    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::Cancelled);
    QCOMPARE(seen, 10);
}

void TestScriptReader::passesOnWhatItsReaderSays()
{
    writeFile(m_file, shopScript());
    Core::JobContext context;
    const Core::Error mine{ErrorKind::Conflict, u"mine"_s, {}, {}};
    ScriptReader reader;
    reader.statement = [&](const ScriptPiece &piece) -> Result<void> {
        return piece.kind == ScriptPiece::Kind::Copy ? Result<void>(mine) : Result<void>();
    };
    QCOMPARE(Backup::readScript(m_file, reader, context).error().kind, ErrorKind::Conflict);
    reader = {};
    reader.row = [&](const ScriptPiece &, const Db::RawRow &) -> Result<void> { return mine; };
    QCOMPARE(Backup::readScript(m_file, reader, context).error().kind, ErrorKind::Conflict);
    QVERIFY_OK(Backup::readScript(m_file, {}, context));
}

QTEST_GUILESS_MAIN(TestScriptReader)
#include "tst_scriptreader.moc"
