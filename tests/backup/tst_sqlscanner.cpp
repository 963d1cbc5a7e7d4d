// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/sqlscanner.h"

#include <QTest>

using namespace Qt::StringLiterals;
using Backup::SqlScanner;
using Backup::SqlStatement;
using Backup::SqlToken;
using Core::ErrorKind;

namespace {

/// The tokens of all statements: "word(select) sign(*) ;" or the error's kind.
QString picture(const QByteArray &sql)
{
    static constexpr std::array names{"word", "name", "number", "text", "escape", "body", "sign"};
    SqlScanner scanner;
    QStringList parts;
    qint64 number = 0;
    for (qsizetype begin = 0; begin < sql.size();) {
        const qsizetype end = sql.indexOf('\n', begin);
        const QByteArray line = sql.mid(begin, end < 0 ? -1 : end + 1 - begin);
        begin += line.size();
        ++number;
        for (qsizetype at = 0; at < line.size();) {
            const auto stop = scanner.scan(line, number, at);
            if (!stop)
                return stop.error().kind == ErrorKind::Syntax ? u"syntax"_s : u"refused"_s;
            if (*stop == SqlScanner::Stop::Backslash)
                return u"backslash"_s;
            if (*stop == SqlScanner::Stop::LineEnd)
                continue;
            const SqlStatement statement = scanner.take();
            for (const SqlToken &token : statement.tokens)
                parts.append(QString::fromLatin1(names.at(std::size_t(token.kind))) + u'(' +
                             QString::fromUtf8(statement.textOf(token)) + u')');
            parts.append(u";"_s);
        }
    }
    return parts.join(u' ') + (scanner.isIdle() ? QString() : u" open"_s);
}

SqlStatement statementOf(const QByteArray &sql)
{
    SqlScanner scanner;
    qsizetype at = 0;
    const auto stop = scanner.scan(sql, 1, at);
    if (!stop || *stop != SqlScanner::Stop::Statement)
        qFatal("no statement: %s", sql.constData());
    return scanner.take();
}

} // namespace

class TestSqlScanner final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cutsAsTheServerDoes_data();
    void cutsAsTheServerDoes();
    void plainTextKeepsTheTokens();
    void keepsNothingOfWhatLiesBetweenStatements();
    void limitsWhatItKeeps();
};

void TestSqlScanner::cutsAsTheServerDoes_data()
{
    QTest::addColumn<QByteArray>("sql");
    QTest::addColumn<QString>("expected");

    const auto row = [](const char *name, const char *sql, const char *expected) {
        QTest::newRow(name) << QByteArray(sql) << QString::fromUtf8(expected);
    };
    row("words", "Select a_1$,\xc3\xa4 ;\n", "word(Select) word(a_1$) sign(,) word(\xc3\xa4) ;");
    row("two on a line", "a; b;\n", "word(a) ; word(b) ;");
    row("doubled quotes", "'a''b;' \"c\"\"d;\";\n", "text('a''b;') name(\"c\"\"d;\") ;");
    row("backslash in plain text", "'a\\';\n", "text('a\\') ;");
    row("backslash before a quote", "E'a\\';' ;\n", "escape(E'a\\';') ;");
    row("two backslashes", "e'a\\\\';\n", "escape(e'a\\\\') ;");
    row("a word that ends with e", "fooE'a\\';\n", "word(fooE) text('a\\') ;");
    row("over lines", "'a\n;b' \"c\nd\";\n", "text('a\n;b') name(\"c\nd\") ;");
    row("escape at a line's end", "E'a\\\n\\';';\n", "escape(E'a\\\n\\';') ;");
    row("dollar quotes", "$$a;'$$ $f$;$$;$f$;\n", "body($$a;'$$) body($f$;$$;$f$) ;");
    row("dollar quotes over lines", "$a$\n$ab$;\n$a$;\n", "body($a$\n$ab$;\n$a$) ;");
    row("a dollar in a word", "a$b$c;\n", "word(a$b$c) ;");
    row("parameter", "$1;\n", "sign($1) ;");
    row("line comment", "a -- ; '\n;\n", "word(a) ;");
    row("nested comments", "a /* ; /* ' */ ; */ b;\n", "word(a) word(b) ;");
    row("comment over lines", "a /*\n;\n*/;\n", "word(a) ;");
    row("a comment begins in an operator", "a+/* ; */b;\n", "word(a) sign(+) word(b) ;");
    row("a slash in a comment", "a /*/ ; */ b;\n", "word(a) word(b) ;");
    row("minus and comment", "1- --2;\n3;\n", "number(1) sign(-) number(3) ;");
    row("numbers", "1 1.5 .5 1e10 1.5E-3;\n",
        "number(1) number(1.5) sign(.) number(5) number(1e10) number(1.5E-3) ;");
    row("in parentheses", "a (b; c);\n", "word(a) sign(() word(b) sign(;) word(c) sign()) ;");
    row("unfinished", "a\n", " open");
    row("unfinished text", "a; 'b;\n", "word(a) ; open");
    row("unfinished comment", "a; /* b;\n", "word(a) ; open");
    row("unfinished body", "$$;\n", " open");
    row("only comments", "-- a\n/* b */\n\n", "");

    row("command for psql", "\\! touch\n", "backslash");
    row("in the middle of a line", "select 1 \\g |sh\n", "backslash");
    row("after a statement", "select 1; \\! touch\n", "backslash");
    row("text in two parts", "E'a'\n'\\';\n", "refused");
    row("text in two parts on a line", "'a' 'b';\n", "refused");
    row("text in two parts around a comment", "'a' -- c\n'b';\n", "refused");
    row("unicode text", "U&'\\0041';\n", "refused");
    row("unicode name", "u&\"\\0041\";\n", "refused");
    row("letters after a number", "1a;\n", "syntax");
    row("text after a number and e", "1E'\\';\n", "syntax");
    row("a dollar after a number", "1$a$;\n", "syntax");
    row("a lone dollar", "a $ b;\n", "syntax");
    row("closed too often", "a);\n", "syntax");
    row("nothing before the semicolon", ";\n", "syntax");
    row("an empty name", "\"\";\n", "syntax");
    row("carriage return", "a;\r\n", "syntax");
    row("carriage return in a comment", "-- a\rdrop table b;\n", "syntax");
    row("control character", "a\x01;\n", "syntax");
    row("vertical tab", "a\v;\n", "syntax");
    row("curly", "{a};\n", "syntax");
}

void TestSqlScanner::cutsAsTheServerDoes()
{
    QFETCH(QByteArray, sql);
    QFETCH(QString, expected);
    QCOMPARE(picture(sql), expected);
}

void TestSqlScanner::plainTextKeepsTheTokens()
{
    const SqlStatement statement =
        statementOf("alter/**/table  a.\"b\" -- c\nset x=-1, y= 'q' /* d */ , z<=2;\n");
    QCOMPARE(Backup::plainText(statement), QByteArray("alter table a.\"b\" set x=-1, y= 'q' , z<=2"));
    QCOMPARE(Backup::plainText(statement, {{2, "s"}, {4, "\"t\""}}),
             QByteArray("alter table s.\"t\" set x=-1, y= 'q' , z<=2"));
    // Two signs that a comment kept apart must not become one that begins a comment.
    QCOMPARE(Backup::plainText(statementOf("a -/**/- b;\n")), QByteArray("a - - b"));
    QCOMPARE(statementOf("  /* x */ a b ;\n").written(), u"a b"_s);
}

void TestSqlScanner::keepsNothingOfWhatLiesBetweenStatements()
{
    SqlScanner scanner;
    const QByteArray line = "-- " + QByteArray(1 << 20, 'x') + '\n';
    for (int i = 0; i < 64; ++i) { // more than a statement may have
        qsizetype at = 0;
        QVERIFY(scanner.scan(line, i, at).has_value());
        QCOMPARE(at, line.size());
        QVERIFY(scanner.isIdle());
    }
}

void TestSqlScanner::limitsWhatItKeeps()
{
    SqlScanner scanner;
    const QByteArray line = "/* " + QByteArray(1 << 20, 'x') + " */ a\n";
    Core::Result<SqlScanner::Stop> stop = SqlScanner::Stop::LineEnd;
    int lines = 0;
    for (; stop && lines < 64; ++lines) {
        qsizetype at = 0;
        stop = scanner.scan(line, lines, at);
    }
    QVERIFY(!stop);
    QCOMPARE(stop.error().kind, ErrorKind::Unsupported);
    QCOMPARE(lines, 16);
    SqlScanner other;
    QByteArray signs(SqlScanner::tokenLimit + 1, ',');
    qsizetype at = 0;
    stop = other.scan(signs, 1, at);
    QVERIFY(!stop);
    QCOMPARE(stop.error().kind, ErrorKind::Unsupported);
}

QTEST_GUILESS_MAIN(TestSqlScanner)
#include "tst_sqlscanner.moc"
