// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/userprompt.h"
#include "profiles/profile.h"

#include <QPointer>
#include <QWidget>

namespace Gui {

/// Asks by a message box of the window. No nested event loop: whoever asked goes on with the answer.
class DialogPrompt final : public Core::UserPrompt
{
public:
    explicit DialogPrompt(QWidget *window)
        : m_window(window)
    {}

    /// Whose questions these are: its environment's word, colour and icon are on each of them, and where it
    /// is guarded, what cannot be taken back asks for that word to be typed. nullopt: nobody's.
    void setProfile(const std::optional<Profiles::Profile> &profile) { m_profile = profile; }

    /// Escape and closing the box are Reject. When the window goes away, the question goes with it.
    void ask(const Core::Question &question, std::function<void(Core::Answer)> answered) override;

private:
    void askTyped(const Core::Question &question, std::function<void(Core::Answer)> answered);

    QPointer<QWidget> m_window;
    std::optional<Profiles::Profile> m_profile;
};

} // namespace Gui
