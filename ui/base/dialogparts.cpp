// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/base/dialogparts.h"

#include "ui/base/environmentbadge.h"
#include "ui/base/spacing.h"
#include "ui/base/theme.h"

#include <QDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>

namespace Gui::DialogParts {

QWidget *heading(const QString &name, const QString &text, const Profiles::Environment &environment,
                 QWidget *parent)
{
    auto *box = new QWidget(parent);
    auto *title = new QLabel(text, box);
    title->setObjectName(name);
    title->setTextFormat(Qt::PlainText);
    title->setWordWrap(true);
    QFont bold = title->font();
    bold.setPointSizeF(bold.pointSizeF() * 1.2);
    bold.setWeight(QFont::DemiBold);
    title->setFont(bold);
    auto *across = new QHBoxLayout(box);
    across->setContentsMargins(0, 0, 0, 0);
    across->setSpacing(Spacing::medium);
    across->addWidget(title, 1);
    across->addWidget(new EnvironmentBadge(environment, box), 0, Qt::AlignTop);
    return box;
}

QLabel *text(const QString &name, const QString &text, QWidget *parent, bool quiet)
{
    auto *label = new QLabel(text, parent);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    if (quiet) {
        QPalette palette = label->palette();
        palette.setColor(QPalette::WindowText, Theme::secondaryText(palette));
        label->setPalette(palette);
    }
    return label;
}

QScrollArea *scrolled(QWidget *content, QWidget *parent)
{
    auto *scroll = new QScrollArea(parent);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(content);
    content->setAutoFillBackground(false);
    scroll->viewport()->setAutoFillBackground(false);
    return scroll;
}

QPushButton *button(const char *name, const char *icon, const QString &text, QWidget *parent)
{
    auto *made = new QPushButton(text, parent);
    if (*icon != '\0')
        made->setIcon(Theme::icon(QLatin1String(icon)));
    describe(made, name);
    made->setAutoDefault(false);
    return made;
}

void describe(QAbstractButton *button, const char *name)
{
    button->setObjectName(QLatin1String(name));
    button->setAccessibleName(QString(button->text()).remove(u'&'));
}

void resize(QDialog *dialog, int characters, int lines)
{
    const QFontMetrics metrics = dialog->fontMetrics();
    const QSize wanted(metrics.averageCharWidth() * characters, metrics.lineSpacing() * lines);
    dialog->resize(wanted.boundedTo(dialog->screen()->availableSize() * 9 / 10));
}

} // namespace Gui::DialogParts
