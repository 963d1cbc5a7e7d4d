// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/base/tone.h"

#include <QWidget>

class QLabel;

namespace Gui {

/// A sentence with its icon: what is so, or what is wrong, in place. Not there while it has nothing to say.
class ToneLabel final : public QWidget
{
    Q_OBJECT

public:
    /// `name`: object name of the text.
    explicit ToneLabel(const QString &name, QWidget *parent = nullptr);
    Q_DISABLE_COPY_MOVE(ToneLabel)

    /// An empty text hides it.
    void setMessage(Tone tone, const QString &text);
    void clear() { setMessage(Tone::Information, {}); }
    [[nodiscard]] QString text() const;
    [[nodiscard]] Tone tone() const { return m_tone; }

protected:
    void changeEvent(QEvent *event) override;

private:
    void updateLooks();

    QLabel *m_icon;
    QLabel *m_text;
    Tone m_tone = Tone::Information;
};

} // namespace Gui
