// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListWidget>

#include <optional>

namespace Gui {

/// The sections of an opened database, at the left.
enum class Section { Customers, Trash, Backups, Schema, QueryLog };

class SectionList final : public QListWidget
{
    Q_OBJECT

public:
    explicit SectionList(QWidget *parent = nullptr);
    Q_DISABLE_COPY_MOVE(SectionList)

    /// Every section, in the order in which it stands.
    [[nodiscard]] static QList<Section> sections();
    [[nodiscard]] static QString titleOf(Section section);

    [[nodiscard]] std::optional<Section> current() const;
    /// As by the user: chosen() follows where it was another one.
    void choose(Section section);
    /// Shows where one is; nobody is told.
    void mark(Section section);
    /// How many customers are in the trash; 0: none, or not known.
    void setTrashCount(qint64 count);
    /// How many migrations can be applied; 0: none, or not known.
    void setPendingCount(int count);

Q_SIGNALS:
    void chosen(Gui::Section section);

private:
    void setCount(Section section, qint64 count);
};

} // namespace Gui
