// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/userprompt.h"

#include <QCoreApplication>
#include <QList>

namespace Tests {

/// Answers questions with prepared answers, in the order given; keeps what was asked. A question nobody
/// expected is answered with Reject, as closing a dialog would.
class FakePrompt final : public Core::UserPrompt
{
public:
    void willAnswer(Core::Answer answer) { m_answers.append(answer); }
    [[nodiscard]] const QList<Core::Question> &asked() const { return m_asked; }

    void ask(const Core::Question &question, std::function<void(Core::Answer)> answered) override
    {
        m_asked.append(question);
        const Core::Answer answer = m_answers.isEmpty() ? Core::Answer::Reject : m_answers.takeFirst();
        // Later, as a dialog would.
        QMetaObject::invokeMethod(
            QCoreApplication::instance(), [answered, answer] { answered(answer); }, Qt::QueuedConnection);
    }

private:
    QList<Core::Answer> m_answers;
    QList<Core::Question> m_asked;
};

} // namespace Tests
