// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/settingsdialog.h"

#include "ui/base/spacing.h"
#include "ui/base/theme.h"
#include "ui/settings/uisettings.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace Gui {

namespace {

void select(QComboBox *box, const QVariant &data)
{
    box->setCurrentIndex(qMax(0, box->findData(data)));
}

} // namespace

SettingsDialog::SettingsDialog(UiSettings &settings, QWidget *parent)
    : QDialog(parent)
    , m_settings(settings)
{
    setObjectName(QStringLiteral("settingsDialog"));
    setWindowTitle(tr("Settings"));
    setWindowModality(Qt::WindowModal);
    buildFields();
    arrange();
}

void SettingsDialog::buildFields()
{
    m_language = new QComboBox(this);
    m_language->setObjectName(QStringLiteral("settingsLanguage"));
    m_language->setAccessibleName(tr("Language"));
    m_language->addItem(tr("As the system"), QString());
    // Languages are named in themselves.
    m_language->addItem(QStringLiteral("English"), QStringLiteral("en"));
    m_language->addItem(QStringLiteral("Deutsch"), QStringLiteral("de"));
    select(m_language, m_settings.language());

    m_scheme = new QComboBox(this);
    m_scheme->setObjectName(QStringLiteral("settingsColorScheme"));
    m_scheme->setAccessibleName(tr("Colors"));
    m_scheme->addItem(tr("As the system"), int(ColorScheme::System));
    m_scheme->addItem(tr("Light"), int(ColorScheme::Light));
    m_scheme->addItem(tr("Dark"), int(ColorScheme::Dark));
    select(m_scheme, int(m_settings.colorScheme()));

    m_eachRow = new QCheckBox(tr("&Save each row when leaving it"), this);
    m_eachRow->setObjectName(QStringLiteral("settingsSaveEachRow"));
    m_eachRow->setAccessibleName(tr("Save each row when leaving it"));
    m_eachRow->setChecked(m_settings.savesEachRow());
}

void SettingsDialog::arrange()
{
    const auto hint = [this](const QString &text) {
        auto *label = new QLabel(text, this);
        QPalette quiet;
        quiet.setColor(QPalette::WindowText, Theme::secondaryText(QApplication::palette()));
        label->setPalette(quiet);
        return label;
    };
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(Spacing::large);
    form->setVerticalSpacing(Spacing::small);
    form->addRow(tr("&Language:"), m_language);
    form->addRow(QString(), hint(tr("Takes effect when the program is started again.")));
    form->addRow(tr("&Colors:"), m_scheme);
    form->addRow(tr("Editing:"), m_eachRow);
    form->addRow(QString(), hint(tr("Otherwise changes are collected until you save them.")));

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    for (const auto &[button, name] :
         {std::pair(QDialogButtonBox::Ok, QStringLiteral("settingsAccept")),
          std::pair(QDialogButtonBox::Cancel, QStringLiteral("settingsCancel"))}) {
        buttons->button(button)->setObjectName(name);
        buttons->button(button)->setAccessibleName(buttons->button(button)->text().remove(u'&'));
    }
    connect(buttons, &QDialogButtonBox::accepted, this, &SettingsDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Spacing::large, Spacing::large, Spacing::large, Spacing::large);
    layout->setSpacing(Spacing::large);
    layout->addLayout(form);
    layout->addStretch(1);
    layout->addWidget(buttons);
    setMinimumWidth(fontMetrics().averageCharWidth() * 56);
}

void SettingsDialog::accept()
{
    m_settings.setLanguage(m_language->currentData().toString());
    m_settings.setColorScheme(ColorScheme(m_scheme->currentData().toInt()));
    m_settings.setSavesEachRow(m_eachRow->isChecked());
    QDialog::accept();
}

} // namespace Gui
