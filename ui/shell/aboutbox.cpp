// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/aboutbox.h"

#include <QCoreApplication>
#include <QMessageBox>

namespace Gui {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Gui::AboutBox)
};

} // namespace

void showAbout(QWidget *window)
{
    auto *box = new QMessageBox(
        QMessageBox::NoIcon, Text::tr("About GSC Tracking Admin"),
        Text::tr("<b>GSC Tracking Admin %1</b><p>Edit customers and look after the database of "
                 "GSC Tracking.</p><p>Free software under the GNU General Public License, "
                 "version 3 or later.</p>")
            .arg(QLatin1String(GSC_VERSION)),
        QMessageBox::Close, window);
    box->setIconPixmap(window->windowIcon().pixmap(window->fontMetrics().height() * 4));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

} // namespace Gui
