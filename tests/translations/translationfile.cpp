// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "translationfile.h"

#include <QRegularExpression>
#include <QSet>
#include <QXmlStreamReader>

using namespace Qt::StringLiterals;

namespace Tests {

namespace {

Message readMessage(QXmlStreamReader &xml, const QString &context)
{
    Message message;
    message.isPlural = xml.attributes().value("numerus"_L1) == "yes"_L1;
    QString comment;
    while (xml.readNextStartElement()) {
        if (xml.name() == "source"_L1) {
            message.source = xml.readElementText();
        } else if (xml.name() == "comment"_L1) {
            comment = xml.readElementText();
        } else if (xml.name() == "translation"_L1) {
            message.isFinished = !xml.attributes().hasAttribute("type"_L1);
            if (!message.isPlural) {
                message.translations.append(xml.readElementText());
                continue;
            }
            while (xml.readNextStartElement())
                message.translations.append(xml.readElementText());
        } else {
            xml.skipCurrentElement();
        }
    }
    message.key = context + u'|' + comment + u'|' + message.source;
    return message;
}

QStringList placeholders(const QString &text)
{
    static const QRegularExpression pattern(u"%L?(\\d{1,2}|n)"_s);
    QStringList found;
    for (auto match = pattern.globalMatch(text); match.hasNext();)
        found.append(match.next().captured(1));
    found.removeDuplicates();
    found.sort();
    return found;
}

} // namespace

QList<Message> readTranslations(const QByteArray &content)
{
    QList<Message> messages;
    QXmlStreamReader xml(content);
    QString context;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == "name"_L1)
            context = xml.readElementText();
        else if (xml.name() == "message"_L1)
            messages.append(readMessage(xml, context));
    }
    return xml.hasError() ? QList<Message>() : messages;
}

QStringList problems(const QList<Message> &messages)
{
    QStringList found;
    for (const Message &message : messages) {
        if (!message.isFinished) {
            found += u"unfinished: "_s + message.key;
            continue;
        }
        for (const QString &translation : message.translations) {
            if (translation.isEmpty()) {
                found += u"empty: "_s + message.key;
                continue;
            }
            // "One customer" may do without the number.
            QStringList wanted = placeholders(message.source);
            QStringList used = placeholders(translation);
            if (message.isPlural) {
                wanted.removeAll(u"n"_s);
                used.removeAll(u"n"_s);
            }
            if (wanted != used)
                found += u"other placeholders: "_s + message.key + u" → "_s + translation;
        }
    }
    return found;
}

QStringList differences(const QList<Message> &file, const QList<Message> &sources)
{
    const auto keys = [](const QList<Message> &messages) {
        QSet<QString> result;
        for (const Message &message : messages)
            result.insert(message.key);
        return result;
    };
    QStringList found;
    for (const QString &key : keys(sources) - keys(file))
        found += u"missing: "_s + key;
    for (const QString &key : keys(file) - keys(sources))
        found += u"no longer used: "_s + key;
    found.sort();
    return found;
}

} // namespace Tests
