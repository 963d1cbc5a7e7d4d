// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QRandomGenerator>
#include <QString>

namespace Tests {

/// Secrets that exist nowhere else. All of one run begin with the same unlikely word, so that looking for
/// this word finds each of them and every piece of one.
class Canaries final
{
public:
    Canaries()
        : Canaries(QStringLiteral("Cnry%1").arg(QRandomGenerator::system()->generate64(), 16, 36,
                                                QLatin1Char('0')))
    {}
    explicit Canaries(const QString &word)
        : m_word(word)
    {}

    [[nodiscard]] const QString &word() const { return m_word; }
    /// The right password: hard to quote, and a redaction that ends too early shows its second half.
    [[nodiscard]] QString password() const
    {
        return m_word + QStringLiteral("A'\"\\ ;@:/%&") + m_word + u'B';
    }
    [[nodiscard]] QString wrongPassword() const { return m_word + u'W'; }
    [[nodiscard]] QString newPassword() const { return m_word + u'N'; }
    [[nodiscard]] QString passphrase() const { return m_word + QStringLiteral(" four words"); }
    [[nodiscard]] QString apiKey() const { return QStringLiteral("napi_") + m_word + u'K'; }
    /// An address with the password in it, as people copy it from a console.
    [[nodiscard]] QString uri(const QString &hostAndPath) const
    {
        return QStringLiteral("postgresql://gsc_password:%1U@%2").arg(m_word, hostAndPath);
    }

    /// What to look for: the word as it would stand in files of this and other encodings.
    [[nodiscard]] QList<QByteArray> needles() const
    {
        const QByteArray plain = m_word.toLatin1();
        QByteArray little;
        QByteArray big;
        for (const char c : plain) {
            little.append(c).append('\0');
            big.append('\0').append(c);
        }
        QList<QByteArray> result = {plain, little, big, plain.toHex()};
        // Base64 has three ways to write the same bytes, by where they begin.
        for (int shift = 0; shift < 3; ++shift) {
            const QByteArray coded = QByteArray(shift, '\0').append(plain).toBase64();
            const qsizetype begin = shift == 0 ? 0 : shift + 1;
            result.append(coded.mid(begin, (shift + plain.size()) * 8 / 6 - begin));
        }
        for (QByteArray &needle : result)
            needle = needle.toLower();
        return result;
    }

private:
    QString m_word;
};

} // namespace Tests
