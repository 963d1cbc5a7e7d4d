// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "secrets/passwordgenerator.h"

#include "core/securebytes.h"

#include <QStringView>

#include <algorithm>

namespace Secrets {

QString strongPassword(int length)
{
    constexpr QStringView small = u"abcdefghijklmnopqrstuvwxyz";
    constexpr QStringView capital = u"ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    constexpr QStringView digit = u"0123456789";
    const QString alphabet = small + capital + digit;
    Core::initSodium();
    QString password(std::max(length, minimalPasswordLength), Qt::Uninitialized);
    const auto hasOneOf = [&password](QStringView kind) {
        return std::any_of(password.cbegin(), password.cend(), [&](QChar c) { return kind.contains(c); });
    };
    // Drawing all again keeps every password that is allowed equally likely.
    do {
        for (QChar &character : password)
            character = alphabet.at(qsizetype(randombytes_uniform(quint32(alphabet.size()))));
    } while (!hasOneOf(small) || !hasOneOf(capital) || !hasOneOf(digit));
    return password;
}

} // namespace Secrets
