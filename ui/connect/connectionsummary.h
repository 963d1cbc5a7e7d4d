// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/connectionspec.h"
#include "ui/base/tone.h"

#include <QWidget>

class QFormLayout;

namespace Gui {

/// Says in words what a connection string means: one line a fact, then what is worth a warning.
class ConnectionSummary final : public QWidget
{
    Q_OBJECT

public:
    explicit ConnectionSummary(QWidget *parent = nullptr);
    Q_DISABLE_COPY_MOVE(ConnectionSummary)

    void showSpec(const Db::ConnectionSpec &spec, bool hasDirectHost);
    /// `text` in place of the facts; a hint while nothing is written, or what is wrong with it.
    void showMessage(Tone tone, const QString &text);

Q_SIGNALS:
    void directHostRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    void clear();
    void addFact(const QString &label, const QString &text, const QString &name);
    void addLine(Tone tone, const QString &text, const QString &name);
    void addPooling(const Db::ConnectionSpec &spec, bool hasDirectHost);
    void addEncryption(const Db::ConnectionSpec &spec);
    void applyColors();

    QFormLayout *m_form = nullptr;
};

} // namespace Gui
