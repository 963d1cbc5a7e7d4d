// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringView>

namespace Core {

/// Finds secrets in any text, for redacted(). It reads the text once, by hand: regular expressions need time
/// that grows with the square of a hostile text, give up at a limit, and do not match at all in text that is
/// no valid UTF-16; each of these would let the secret through. Where it is not clear how far a secret
/// reaches, it hides more: that is the harmless mistake.
class Redactor final
{
public:
    explicit Redactor(QStringView text)
        : m_text(text)
    {}
    [[nodiscard]] QString run() const;

private:
    /// What is to be hidden; nothing when `to` is not behind `from`.
    struct Span
    {
        qsizetype from = 0;
        qsizetype to = 0;
    };
    [[nodiscard]] QList<Span> secrets() const;
    [[nodiscard]] Span secretAt(qsizetype at) const;
    [[nodiscard]] Span userInfo(qsizetype at) const;
    [[nodiscard]] Span encodedUserInfo(qsizetype at) const;
    [[nodiscard]] Span keywordValue(qsizetype name, qsizetype at) const;
    [[nodiscard]] Span sqlPassword(qsizetype at) const;
    [[nodiscard]] Span neonPassword(qsizetype at) const;
    [[nodiscard]] Span bearerToken(qsizetype at) const;
    [[nodiscard]] Span serverField(qsizetype at) const;

    [[nodiscard]] qsizetype valueEnd(qsizetype at) const;
    [[nodiscard]] qsizetype quotedEnd(qsizetype quote, qsizetype backslashes) const;
    [[nodiscard]] bool isKeyword(qsizetype at) const;
    [[nodiscard]] bool isPort(qsizetype at) const;

    [[nodiscard]] QChar at(qsizetype i) const { return i < m_text.size() ? m_text[i] : QChar(); }
    [[nodiscard]] bool has(qsizetype i, QStringView word, Qt::CaseSensitivity = Qt::CaseInsensitive) const;
    template <typename Predicate>
    [[nodiscard]] qsizetype skip(qsizetype i, Predicate isPart) const;

    const QStringView m_text;
    mutable qsizetype m_work = 0; // characters looked at ahead
};

} // namespace Core
