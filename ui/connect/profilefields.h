// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profiles/profile.h"

#include <QFormLayout>
#include <QLabel>
#include <QObject>

namespace Gui {

/// One section of the profile form. All sections put their rows into one form layout, so that the fields of
/// the whole form stand in one column.
class ProfileFields : public QObject
{
    Q_OBJECT

public:
    /// What keeps a profile from being saved, and where.
    struct Problem
    {
        QWidget *field = nullptr;
        QString text; ///< empty: no problem
    };

    explicit ProfileFields(QFormLayout *form);
    Q_DISABLE_COPY_MOVE(ProfileFields)

    /// Shows the section's part of the profile; no changed() follows.
    virtual void show(const Profiles::Profile &profile) = 0;
    /// Puts what the section shows into the profile, and leaves the rest of it alone.
    virtual void store(Profiles::Profile &profile) const = 0;
    [[nodiscard]] virtual Problem problem() const { return {}; }

Q_SIGNALS:
    void changed();

protected:
    [[nodiscard]] QFormLayout *form() const { return m_form; }
    /// A heading over the following rows.
    QLabel *addHeading(const QString &text, const QString &name);
    /// Names the field for tests and screen readers, and puts it beside its label.
    void addField(const QString &label, QWidget *field, const QString &name);
    /// A row whose field is made of several controls: `focus` is the one that the label names.
    void addField(const QString &label, QLayout *line, QWidget *focus, const QString &name);
    void setRowShown(QWidget *field, bool shown);

private:
    QFormLayout *m_form;
};

/// "&Name:" as a screen reader should say it.
[[nodiscard]] QString withoutMnemonic(QString label);

} // namespace Gui
