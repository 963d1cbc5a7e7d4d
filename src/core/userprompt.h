// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>

namespace Core {

/// A decision only the user can take.
struct Question
{
    QString title;
    QString text;             ///< what will happen, in one or two sentences
    QString detail;           ///< further facts; may be empty
    QString accept;           ///< a verb: "Delete"
    QString alternative;      ///< a third way, or empty
    bool destructive = false; ///< accept is not the default button
    QString undo = {}; ///< how to take it back; empty: it can be undone in the window, or nothing changes
    bool irreversible =
        false; ///< nothing in this program brings it back: a guarded database asks for its name
};

enum class Answer { Accept, Alternative, Reject };

/// Asks without knowing widgets: a dialog in the window, prepared answers in tests.
class UserPrompt
{
public:
    UserPrompt() = default;
    virtual ~UserPrompt() = default;
    Q_DISABLE_COPY_MOVE(UserPrompt)

    /// Returns at once; `answered` is called once, later, in the GUI thread.
    virtual void ask(const Question &question, std::function<void(Answer)> answered) = 0;
};

} // namespace Core
