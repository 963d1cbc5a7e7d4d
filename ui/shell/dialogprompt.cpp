// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/dialogprompt.h"

#include "ui/base/environmentbadge.h"

#include <QCoreApplication>
#include <QLabel>
#include <QMessageBox>
#include <QPainter>
#include <QPushButton>

namespace Gui {

void DialogPrompt::ask(const Core::Question &question, std::function<void(Core::Answer)> answered)
{
    auto *box = new QMessageBox(m_window);
    box->setObjectName(QStringLiteral("promptBox"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowModality(Qt::WindowModal);
    if (m_environment) {
        const QPalette palette = box->palette();
        const QSize size = EnvironmentBadge::sizeFor(*m_environment, box->font());
        const qreal ratio = box->devicePixelRatioF();
        QPixmap badge(size * ratio);
        badge.setDevicePixelRatio(ratio);
        badge.fill(Qt::transparent);
        QPainter painter(&badge);
        EnvironmentBadge::paint(&painter, QRect(QPoint(), size), *m_environment, box->font(), palette,
                                box->layoutDirection());
        painter.end();
        box->setIconPixmap(badge);
        //: Title of a question: environment, what it is about
        box->setWindowTitle(QCoreApplication::translate("Gui::DialogPrompt", "%1 · %2")
                                .arg(Profiles::wordOf(*m_environment), question.title));
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

} // namespace Gui
