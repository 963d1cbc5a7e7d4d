// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/connect/profilefields.h"

class QComboBox;
class QLineEdit;
class QPushButton;

namespace Gui {

/// Where the database is: an SQLite file, or a PostgreSQL server in typed fields.
class ProfileConnectionFields final : public ProfileFields
{
    Q_OBJECT

public:
    explicit ProfileConnectionFields(ProfileForm *form);
    Q_DISABLE_COPY_MOVE(ProfileConnectionFields)

    void show(const Profiles::Profile &profile) override;
    void store(Profiles::Profile &profile) const override;
    [[nodiscard]] Problem problem() const override;
    [[nodiscard]] Db::Engine engine() const;

Q_SIGNALS:
    void pasteRequested();
    void fileReadRequested();

private:
    void build();
    void buildServerFields(QWidget *page);
    void update();
    void chooseFile();
    [[nodiscard]] std::optional<QList<Db::HostPort>> hosts() const;

    Db::ConnectionSpec m_shown; ///< for what the form does not show
    QComboBox *m_engine = nullptr;
    QLabel *m_provider = nullptr;
    QLineEdit *m_file = nullptr;
    QLineEdit *m_host = nullptr;
    QLineEdit *m_port = nullptr;
    QLineEdit *m_database = nullptr;
    QLineEdit *m_user = nullptr;
};

} // namespace Gui
