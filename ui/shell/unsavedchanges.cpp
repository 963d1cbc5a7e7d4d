// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/unsavedchanges.h"

#include "core/userprompt.h"
#include "ui/customers/customerspage.h"

#include <QCoreApplication>
#include <QPointer>

namespace Gui {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Gui::UnsavedChanges)
};

/// Goes on after the save, if it ends well. Whatever it ends with, it is the end of this wish, too.
void saveAndGoOn(CustomersPage *page, std::function<void()> next)
{
    CustomerEditor &editor = page->editor();
    auto *wish = new QObject(page);
    QObject::connect(
        &editor, &CustomerEditor::saved, wish,
        [wish, next = std::move(next)] {
            wish->deleteLater();
            next();
        },
        Qt::QueuedConnection);
    QObject::connect(&editor, &CustomerEditor::failed, wish, &QObject::deleteLater);
    QObject::connect(&editor, &CustomerEditor::conflicted, wish, &QObject::deleteLater);
    editor.save();
}

} // namespace

void settleChanges(CustomersPage *page, Core::UserPrompt &prompt, std::function<void()> next)
{
    if (!page || page->editor().changes().isEmpty())
        return next();
    prompt.ask({Text::tr("Unsaved changes"),
                Text::tr("%n change(s) are not saved yet.", nullptr, page->editor().changes().changeCount()),
                Text::tr("Kept changes come back when you open this database again."), Text::tr("Save"),
                Text::tr("Keep for next time"), false},
               [page = QPointer<CustomersPage>(page), next = std::move(next)](Core::Answer answer) {
                   if (answer == Core::Answer::Reject || !page)
                       return;
                   if (answer == Core::Answer::Alternative)
                       next();
                   else
                       saveAndGoOn(page, next);
               });
}

} // namespace Gui
