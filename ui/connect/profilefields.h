// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profiles/profile.h"

#include <QGridLayout>
#include <QLabel>
#include <QObject>

namespace Gui {

/// The rows of a form: label and field, each of which can be hidden. QFormLayout of Qt 6.4 loses rows when
/// others are hidden, and gives wrapped text the height of a narrower one.
class ProfileForm final : public QGridLayout
{
    Q_OBJECT

public:
    ProfileForm();

    /// `label` may be null: the field stands below the one before.
    void addRow(QLabel *label, QWidget *field);
    /// Over the whole width.
    void addHeading(QLabel *heading);
    /// `widget`: a field, or something inside one.
    void setRowShown(QWidget *widget, bool shown);
    [[nodiscard]] bool isEmpty() const override { return m_rows == 0; }

private:
    int m_rows = 0;
};

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

    explicit ProfileFields(ProfileForm *form);
    Q_DISABLE_COPY_MOVE(ProfileFields)

    /// Shows the section's part of the profile; no changed() follows.
    virtual void show(const Profiles::Profile &profile) = 0;
    /// Puts what the section shows into the profile, and leaves the rest of it alone.
    virtual void store(Profiles::Profile &profile) const = 0;
    [[nodiscard]] virtual Problem problem() const { return {}; }

Q_SIGNALS:
    void changed();

protected:
    [[nodiscard]] ProfileForm *form() const { return m_form; }
    /// A heading over the following rows.
    QLabel *addHeading(const QString &text, const QString &name);
    /// Names the field for tests and screen readers, and puts it beside its label.
    void addField(const QString &label, QWidget *field, const QString &name);
    /// A row whose field is made of several controls: `focus` is the one that the label names.
    void addField(const QString &label, QLayout *line, QWidget *focus, const QString &name);
    void setRowShown(QWidget *field, bool shown) { m_form->setRowShown(field, shown); }

private:
    ProfileForm *m_form;
};

/// "&Name:" as a screen reader should say it.
[[nodiscard]] QString withoutMnemonic(QString label);

} // namespace Gui
