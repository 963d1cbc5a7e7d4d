// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPushButton>

namespace Gui {

/// A big button that explains itself: icon, what it does, one line about it. A card that shows where the
/// keyboard and the mouse are.
class ChoiceButton final : public QPushButton
{
    Q_OBJECT

public:
    ChoiceButton(const QString &iconName, const QString &title, const QString &description,
                 QWidget *parent = nullptr);
    Q_DISABLE_COPY_MOVE(ChoiceButton)

    /// One line lower and without a frame, for lists of many.
    void setCompact(bool compact);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    [[nodiscard]] QFont titleFont() const;
    [[nodiscard]] int iconSide() const;
    [[nodiscard]] int padding() const;
    /// From the left edge to the text.
    [[nodiscard]] int textIndent() const;
    void paintCard(QPainter &painter) const;
    void paintTexts(QPainter &painter) const;

    QString m_iconName;
    QString m_description;
    bool m_compact = false;
};

} // namespace Gui
