// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/dialogprompt.h"

#include "ui/base/environmentbadge.h"
#include "ui/shell/typedconfirmation.h"

#include <QCoreApplication>
#include <QLabel>
#include <QMessageBox>
#include <QPainter>
#include <QPushButton>

namespace Gui {

void DialogPrompt::ask(const Core::Question &question, std::function<void(Core::Answer)> answered)
{
    if (question.irreversible && m_profile && m_profile->environment.needsGuard())
        return askTyped(question, std::move(answered));
    auto *box = new QMessageBox(m_window);
    box->setObjectName(QStringLiteral("promptBox"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowModality(Qt::WindowModal);
    if (m_profile) {
        const Profiles::Environment &environment = m_profile->environment;
        const QPalette palette = box->palette();
        const QSize size = EnvironmentBadge::sizeFor(environment, box->font());
        const qreal ratio = box->devicePixelRatioF();
        QPixmap badge(size * ratio);
        badge.setDevicePixelRatio(ratio);
        badge.fill(Qt::transparent);
        QPainter painter(&badge);
        EnvironmentBadge::paint(&painter, QRect(QPoint(), size), environment, box->font(), palette,
                                box->layoutDirection());
        painter.end();
        box->setIconPixmap(badge);
        //: Title of a question: environment, what it is about
        box->setWindowTitle(QCoreApplication::translate("Gui::DialogPrompt", "%1 · %2")
                                .arg(Profiles::wordOf(environment), question.title));
    } else {
        box->setIcon(question.destructive ? QMessageBox::Warning : QMessageBox::Question);
        box->setWindowTitle(question.title);
    }
    // Texts quote customers and files: nothing in them is markup.
    box->setTextFormat(Qt::PlainText);
    box->setText(question.text);
    box->setInformativeText(question.detail);
    if (auto *detail = box->findChild<QLabel *>(QStringLiteral("qt_msgbox_informativelabel")))
        detail->setTextFormat(Qt::PlainText);

    const auto name = [](QPushButton *button, const QString &objectName) {
        button->setObjectName(objectName);
        button->setAccessibleName(button->text());
        return button;
    };
    QPushButton *accept =
        name(box->addButton(question.accept,
                            question.destructive ? QMessageBox::DestructiveRole : QMessageBox::AcceptRole),
             QStringLiteral("promptAccept"));
    QPushButton *alternative = nullptr;
    if (!question.alternative.isEmpty())
        alternative = name(box->addButton(question.alternative, QMessageBox::ActionRole),
                           QStringLiteral("promptAlternative"));
    QPushButton *reject = name(box->addButton(QMessageBox::Cancel), QStringLiteral("promptReject"));
    box->setDefaultButton(question.destructive ? reject : accept);
    box->setEscapeButton(reject);

    QObject::connect(box, &QMessageBox::finished, box,
                     [box, accept, alternative, answered = std::move(answered)] {
                         const QAbstractButton *clicked = box->clickedButton();
                         if (clicked == accept)
                             answered(Core::Answer::Accept);
                         else if (alternative && clicked == alternative)
                             answered(Core::Answer::Alternative);
                         else
                             answered(Core::Answer::Reject);
                     });
    box->open();
}

void DialogPrompt::askTyped(const Core::Question &question, std::function<void(Core::Answer)> answered)
{
    const QString change =
        question.detail.isEmpty() ? question.text : QString(question.text + u'\n' + question.detail);
    auto *dialog =
        new TypedConfirmation(*m_profile, {question.title, change, question.undo, question.accept}, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &QDialog::finished, dialog, [answered = std::move(answered)](int result) {
        answered(result == QDialog::Accepted ? Core::Answer::Accept : Core::Answer::Reject);
    });
    dialog->open();
}

} // namespace Gui
