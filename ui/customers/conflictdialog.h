// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "customers/customerrepository.h"

#include <QDialog>

#include <functional>

class QGridLayout;
class QPushButton;
class QVBoxLayout;

namespace Gui {

/// Somebody else changed the same customers. For each field that both changed the user picks one; nothing is
/// picked beforehand. Changes to different fields are put together without a question.
class ConflictDialog final : public QDialog
{
    Q_OBJECT

public:
    explicit ConflictDialog(const QList<Customers::Conflict> &conflicts, QWidget *parent);

    /// What to stage instead of the old changes: based on the rows as they are now. A customer who is gone
    /// for good comes as a new one where the user wants to keep it, and is left out otherwise.
    [[nodiscard]] QList<Customers::RowChange> decided() const;

private:
    enum class Choice { None, Mine, Theirs };
    /// One question: about one field, about deletion, or about a customer who is gone.
    struct Question
    {
        qsizetype conflict = 0;
        std::optional<Customers::Field> field;
        Choice choice = Choice::None;
        std::function<void(Choice)> show;
    };

    void addConflict(qsizetype number, QVBoxLayout *layout);
    void addHeader(QGridLayout *grid);
    void addMerged(QGridLayout *grid, const Customers::Conflict &conflict, Customers::Field field);
    void addQuestion(QGridLayout *grid, qsizetype conflict, std::optional<Customers::Field> field,
                     const QString &label, const QString &original, const QString &mine,
                     const QString &theirs);
    void chooseAll(Choice choice);
    void updateButtons();
    [[nodiscard]] Choice choiceOf(qsizetype conflict, std::optional<Customers::Field> field) const;

    QList<Customers::Conflict> m_conflicts;
    QList<Question> m_questions;
    QPushButton *m_save;
};

} // namespace Gui
