// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <memory>

namespace Db {

/// SHA-256 of bytes that come in pieces, by OpenSSL, which libpq brings along: it uses the processor's own
/// instructions where there are some, and is then several times as fast as the other libraries at hand.
class Sha256 final
{
public:
    static constexpr qsizetype size = 32; ///< bytes of the result

    Sha256();
    ~Sha256();
    Q_DISABLE_COPY_MOVE(Sha256)

    void add(QByteArrayView bytes);
    /// Once, at the end.
    [[nodiscard]] QByteArray result();

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace Db
