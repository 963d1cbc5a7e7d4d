// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <optional>

namespace Bench {

/// One line of the report.
struct Figure
{
    QString id;     ///< "P1"
    QString engine; ///< "sqlite" or "postgresql"
    QString what;
    QString unit;
    double ours = 0;
    QString peer;                 ///< empty: none
    std::optional<double> theirs; ///< the peer's figure
    std::optional<double> maxRatio;
    std::optional<double> maxOurs;

    [[nodiscard]] std::optional<double> ratio() const;
    /// As text, for example "<= 0.05 x".
    [[nodiscard]] QString target() const;
    /// nullopt: nothing was promised, or the peer is not there to compare with.
    [[nodiscard]] std::optional<bool> met() const;
};

class Report final
{
public:
    explicit Report(qint64 rows)
        : m_rows(rows)
    {}

    /// Also says so on stderr, because a run takes minutes.
    void add(const Figure &figure);
    [[nodiscard]] QString table() const;
    [[nodiscard]] QByteArray json() const;

private:
    qint64 m_rows;
    QList<Figure> m_figures;
};

} // namespace Bench
