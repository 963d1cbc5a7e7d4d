// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "translationfile.h"

#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QTranslator>

using namespace Qt::StringLiterals;

namespace {

QByteArray sample(const QByteArray &translation)
{
    return R"(<?xml version="1.0" encoding="utf-8"?><!DOCTYPE TS><TS version="2.1" language="de_DE"><context>)"
           R"(<name>Gui::Page</name><message numerus=")" +
           QByteArray(translation.contains("numerusform") ? "yes" : "no") + R"("><source>%n of %1</source>)" +
           translation + "</message></context></TS>";
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

/// Every language is complete and up to date with the sources, and the program carries it.
class tst_Translations : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void seesWhatIsWrong_data()
    {
        QTest::addColumn<QByteArray>("translation");
        QTest::addColumn<QString>("expected");
        QTest::newRow("fine") << "<translation>%1 hat %n</translation>"_ba << QString();
        QTest::newRow("unfinished") << "<translation type=\"unfinished\">%1 hat %n</translation>"_ba
                                    << u"unfinished"_s;
        QTest::newRow("empty") << "<translation></translation>"_ba << u"empty"_s;
        QTest::newRow("placeholder lost") << "<translation>%n</translation>"_ba << u"placeholders"_s;
        QTest::newRow("placeholder wrong") << "<translation>%2 hat %n</translation>"_ba << u"placeholders"_s;
        QTest::newRow("plural") << "<translation><numerusform>einer von %1</numerusform>"
                                   "<numerusform>%n von %1</numerusform></translation>"_ba
                                << QString();
        QTest::newRow("plural empty") << "<translation><numerusform>%n von %1</numerusform>"
                                         "<numerusform></numerusform></translation>"_ba
                                      << u"empty"_s;
    }

    void seesWhatIsWrong()
    {
        QFETCH(QByteArray, translation);
        QFETCH(QString, expected);
        const auto messages = Tests::readTranslations(sample(translation));
        QCOMPARE(messages.size(), 1);
        const QStringList found = Tests::problems(messages);
        if (expected.isEmpty())
            QCOMPARE(found, QStringList());
        else
            QVERIFY2(found.size() == 1 && found[0].contains(expected), qPrintable(found.join(u'\n')));
        QCOMPARE(Tests::differences(messages, {}).size(), 1);
        QCOMPARE(Tests::differences({}, messages).size(), 1);
        QCOMPARE(Tests::differences(messages, messages).size(), 0);
    }

    void isComplete_data() { addLanguages(); }
    void isComplete()
    {
        QFETCH(QString, file);
        const QByteArray content = contentOf(file);
        QVERIFY(content.contains("<TS "));
        const QStringList found = Tests::problems(Tests::readTranslations(content));
        QVERIFY2(found.isEmpty(), qPrintable(u'\n' + found.join(u'\n')));
    }

    void isUpToDate_data() { addLanguages(); }
    void isUpToDate()
    {
        QFETCH(QString, file);
        const QTemporaryDir directory;
        const QString copy = directory.filePath(QFileInfo(file).fileName());
        QProcess lupdate;
        lupdate.setWorkingDirectory(QStringLiteral(GSC_SOURCE_DIR));
        QStringList options = QStringLiteral(GSC_LUPDATE_OPTIONS).split(u' ');
        if (file.endsWith(u"_en.ts"_s))
            options += u"-pluralonly"_s;
        lupdate.start(QStringLiteral(GSC_LUPDATE), options + QStringList{u"-ts"_s, copy});
        QVERIFY(lupdate.waitForFinished(60'000));
        // A warning is a text filed under a context that nobody asks for at run time.
        const QByteArray warnings = lupdate.readAllStandardError();
        QVERIFY2(lupdate.exitCode() == 0 && warnings.isEmpty(), warnings.constData());
        const QStringList found = Tests::differences(Tests::readTranslations(contentOf(file)),
                                                     Tests::readTranslations(contentOf(copy)));
        QVERIFY2(found.isEmpty(), qPrintable(u"\nrun ./dev translations\n"_s + found.join(u'\n')));
    }

    void isPartOfTheProgram_data() { addLanguages(); }
    void isPartOfTheProgram()
    {
        QFETCH(QString, file);
        QTranslator translator;
        QVERIFY(translator.load(u":/i18n/"_s + QFileInfo(file).completeBaseName() + u".qm"_s));
        for (const Tests::Message &message : Tests::readTranslations(contentOf(file))) {
            const QStringList parts = message.key.split(u'|');
            const QString shown = translator.translate(
                parts[0].toUtf8().constData(), message.source.toUtf8().constData(),
                parts[1].isEmpty() ? nullptr : parts[1].toUtf8().constData(), message.isPlural ? 1 : -1);
            QCOMPARE(shown, message.translations.value(0));
        }
    }

private:
    static void addLanguages()
    {
        QTest::addColumn<QString>("file");
        for (const char *language : {"de", "en"})
            QTest::newRow(language) << QStringLiteral(GSC_SOURCE_DIR "/translations/gsc-admin_%1.ts")
                                           .arg(QLatin1String(language));
    }
};

QTEST_APPLESS_MAIN(tst_Translations)
#include "tst_translations.moc"
