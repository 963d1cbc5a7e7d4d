// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/exportdesk.h"

#include "export/exportrows.h"
#include "ui/base/theme.h"
#include "ui/customers/customerspage.h"
#include "ui/customers/querytext.h"
#include "ui/export/exportdialog.h"
#include "ui/settings/uisettings.h"
#include "ui/shell/errorpresenter.h"
#include "ui/shell/jobdesk.h"
#include "ui/shell/noticebar.h"
#include "ui/shell/workspace.h"

#include <QAction>
#include <QDesktopServices>
#include <QDir>
#include <QFileInfo>
#include <QLocale>
#include <QUrl>

namespace Gui {

using Core::Result;
using Customers::Field;
using Export::Exported;
using Export::ExportRequest;

ExportDesk::ExportDesk(const WindowParts &parts)
    : QObject(parts.window)
    , m_parts(parts)
    , m_action(new QAction(Theme::icon(QStringLiteral("document-export")), tr("&Export…"), this))
{
    m_action->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_E));
    m_action->setEnabled(false);
    connect(m_action, &QAction::triggered, this, &ExportDesk::ask);
}

void ExportDesk::setWorkspace(Workspace *workspace, CustomersPage *page)
{
    m_workspace = workspace;
    m_page = page;
    m_action->setEnabled(workspace && page);
}

void ExportDesk::ask()
{
    if (!m_workspace || !m_page)
        return;
    ExportOffer offer;
    offer.name = m_workspace->profile().name;
    offer.environment = m_workspace->profile().environment;
    offer.viewText = queryText(m_page->query());
    offer.viewRows = m_page->customerCount().value_or(-1);
    offer.viewColumns = int(m_page->visibleFields().size());
    offer.unsavedChanges = m_page->editor().changes().changeCount();
    offer.folder = m_parts.settings.exportFolder();
    offer.format = m_parts.settings.exportFormat();
    auto *dialog = new ExportDialog(offer, m_parts.window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, m_page, [this, dialog] { start(dialog->choice()); });
    dialog->open();
}

void ExportDesk::start(const ExportChoice &choice)
{
    if (!m_workspace || !m_page)
        return;
    m_parts.settings.rememberExport(QFileInfo(choice.file).absolutePath(),
                                    Export::keyOf(choice.options.format));
    const OpenedDatabase database = m_workspace->forJobs();
    ExportRequest request;
    request.spec = database.direct;
    request.session = database.options;
    request.file = choice.file;
    request.options = choice.options;
    if (choice.rows == ExportChoice::Rows::View) {
        const QList<Field> fields = m_page->visibleFields();
        for (const Field field : fields)
            request.columns.append(Customers::columnName(field));
        request.query = m_workspace->repository().exportStatement(m_page->query(), request.columns);
        request.expectedRows = m_page->customerCount().value_or(0);
    }
    m_parts.jobs.run<Exported>(
        {tr("Exporting from “%1”").arg(database.profile.name), database.profile.environment},
        [request](Core::JobContext &context) { return Export::exportRows(request, context); }, this,
        [this](const Result<Exported> &exported) {
            if (exported)
                ended(*exported);
            else
                failed(exported.error());
        });
}

void ExportDesk::failed(Core::Error error)
{
    if (error.kind == Core::ErrorKind::Cancelled)
        error.summary = tr("The export was stopped. Nothing is left of it.");
    m_parts.errors.present(error);
}

void ExportDesk::ended(const Exported &exported)
{
    Notice notice;
    notice.kind = exported.mendedValues > 0 ? Tone::Warning : Tone::Success;
    notice.stays = true;
    notice.text = tr("%Ln row(s) were exported to “%1” (%2).", nullptr, int(exported.rows))
                      .arg(QFileInfo(exported.file).fileName(),
                           QLocale().formattedDataSize(exported.bytes, 1, QLocale::DataSizeSIFormat));
    if (exported.mendedValues > 0)
        notice.text +=
            u' ' + tr("%Ln value(s) had characters that this format cannot hold; they were replaced.",
                      nullptr, int(exported.mendedValues));
    notice.detail = QDir::toNativeSeparators(exported.file);
    notice.actionText = tr("Open folder");
    notice.action = [file = exported.file] {
        QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(file).absolutePath()));
    };
    m_parts.notices.show(notice);
}

} // namespace Gui
