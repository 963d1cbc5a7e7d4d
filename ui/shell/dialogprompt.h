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

    /// Whose questions these are: its word, colour and icon are on each of them. nullopt: nobody's.
    void setEnvironment(const std::optional<Profiles::Environment> &environment) { m_environment = environment; }

    /// Escape and closing the box are Reject. When the window goes away, the question goes with it.
    void ask(const Core::Question &question, std::function<void(Core::Answer)> answered) override;

private:
    QPointer<QWidget> m_window;
    std::optional<Profiles::Environment> m_environment;
};

} // namespace Gui
