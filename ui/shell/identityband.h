// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/lineinfo.h"
#include "ui/base/tone.h"
#include "ui/shell/environment.h"

#include <QWidget>

class QLabel;

namespace Gui {

class ElidedLabel;

/// Says at all times which database this is: a coloured band, and one line with engine, place, user,
/// encryption and where the choice came from.
class IdentityBand final : public QWidget
{
    Q_OBJECT

public:
    explicit IdentityBand(QWidget *parent = nullptr);
    Q_DISABLE_COPY_MOVE(IdentityBand)

    /// `source`: which source won, for example "from DATABASE_URL"; may be empty.
    void setLine(const Db::LineInfo &line, const QString &source);
    void setNotConnected();

    [[nodiscard]] const Environment &environment() const { return m_environment; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    /// How safe the line is, in words.
    struct Protection
    {
        QString text;
        QString icon;
        bool isWarning = false;
    };
    [[nodiscard]] static Protection protectionOf(const Db::LineInfo &line);
    [[nodiscard]] static QString placeOf(const Db::LineInfo &line);
    [[nodiscard]] static QString hostOf(const Db::LineInfo &line);

    void present(const QString &engine, const QString &version, const QString &place,
                 const Protection &protection, bool readOnly, const QString &source);
    void updateLooks();
    [[nodiscard]] int bandHeight() const;

    Environment m_environment;
    Protection m_protection;
    QLabel *m_icon = nullptr;
    QLabel *m_word = nullptr;
    QLabel *m_engine = nullptr;
    ElidedLabel *m_place = nullptr;
    QLabel *m_protectionIcon = nullptr;
    QLabel *m_protectionText = nullptr;
    QLabel *m_readOnlyIcon = nullptr;
    QLabel *m_readOnlyText = nullptr;
    QLabel *m_source = nullptr;
};

} // namespace Gui
