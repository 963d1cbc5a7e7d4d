// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QCheckBox;
class QLineEdit;

namespace Gui {

class ToneLabel;

/// Whether a backup is encrypted, and with what: typed twice, since a slip would make it worthless.
class PassphraseFields final : public QWidget
{
    Q_OBJECT

public:
    static constexpr int shortest = 8; ///< characters

    explicit PassphraseFields(QWidget *parent = nullptr);
    Q_DISABLE_COPY_MOVE(PassphraseFields)

    [[nodiscard]] bool isWanted() const;
    /// Empty where no encryption is wanted or isComplete() is false.
    [[nodiscard]] QString passphrase() const;
    /// Nothing is wanted, or what is typed can be used.
    [[nodiscard]] bool isComplete() const;

Q_SIGNALS:
    void changed();

private:
    void updateState();

    QCheckBox *m_wanted;
    QWidget *m_box;
    QLineEdit *m_first;
    QLineEdit *m_second;
    ToneLabel *m_note;
};

} // namespace Gui
