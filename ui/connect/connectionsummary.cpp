// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect/connectionsummary.h"

#include "ui/base/elidedlabel.h"
#include "ui/base/spacing.h"
#include "ui/base/theme.h"

#include <QApplication>
#include <QDir>
#include <QEvent>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>

namespace Gui {

using Db::ConnectionSpec;

namespace {

constexpr auto toneProperty = "gscTone"; // of labels whose colour follows the palette

QString engineText(const ConnectionSpec &spec)
{
    switch (Db::provider(spec)) {
    case Db::Provider::Neon:
        return ConnectionSummary::tr("PostgreSQL at Neon");
    case Db::Provider::Azure:
        return ConnectionSummary::tr("PostgreSQL at Azure");
    case Db::Provider::Supabase:
        return ConnectionSummary::tr("PostgreSQL at Supabase");
    case Db::Provider::Local:
        return spec.engine == Db::Engine::SQLite ? ConnectionSummary::tr("SQLite file on this computer")
                                                 : ConnectionSummary::tr("PostgreSQL on this computer");
    case Db::Provider::Other:
        return ConnectionSummary::tr("PostgreSQL");
    }
    Q_UNREACHABLE();
}

QString serverText(const ConnectionSpec &spec)
{
    QStringList servers;
    for (const Db::HostPort &host : spec.hosts) {
        if (host.host.isEmpty() || host.host.startsWith(u'/') || host.host.startsWith(u'@'))
            servers.append(ConnectionSummary::tr("local socket, port %1").arg(host.port));
        else
            servers.append(ConnectionSummary::tr("%1, port %2").arg(host.host).arg(host.port));
    }
    //: Between two servers of one connection string
    return servers.join(ConnectionSummary::tr("; else "));
}

} // namespace

ConnectionSummary::ConnectionSummary(QWidget *parent)
    : QWidget(parent)
    , m_form(new QFormLayout(this))
{
    setObjectName(QStringLiteral("connectionSummary"));
    m_form->setContentsMargins(0, 0, 0, 0);
    m_form->setHorizontalSpacing(Spacing::large);
    m_form->setVerticalSpacing(Spacing::tiny);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
}

void ConnectionSummary::clear()
{
    while (m_form->rowCount() > 0) {
        QFormLayout::TakeRowResult row = m_form->takeRow(0);
        for (QLayoutItem *item : {row.labelItem, row.fieldItem}) {
            if (!item)
                continue;
            if (QWidget *widget = item->widget()) {
                widget->hide(); // it may be the button whose click led here
                widget->setObjectName({});
                widget->deleteLater();
            }
            delete item;
        }
    }
}

void ConnectionSummary::addFact(const QString &label, const QString &text, const QString &name)
{
    auto *caption = new QLabel(label, this);
    caption->setProperty(toneProperty, -1);
    auto *fact = new ElidedLabel(this);
    fact->setObjectName(name);
    fact->setText(text);
    m_form->addRow(caption, fact);
}

void ConnectionSummary::addLine(Tone tone, const QString &text, const QString &name)
{
    auto *line = new QWidget(this);
    auto *across = new QHBoxLayout(line);
    across->setContentsMargins(0, Spacing::tiny, 0, 0);
    across->setSpacing(Spacing::small);
    auto *icon = new QLabel(line);
    const int side = fontMetrics().height();
    icon->setPixmap(toneIcon(tone).pixmap(QSize(side, side), devicePixelRatio()));
    icon->setAccessibleName(toneWord(tone));
    across->addWidget(icon, 0, Qt::AlignTop);
    auto *label = new QLabel(text, line);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    if (tone != Tone::Information)
        label->setProperty(toneProperty, int(tone));
    across->addWidget(label, 1);
    m_form->addRow(line);
}

/// The facts only; the parser's warnings say what they are worth.
void ConnectionSummary::addEncryption(const ConnectionSpec &spec)
{
    const auto words = [&spec] {
        switch (Db::effectiveTls(spec)) {
        case Db::TlsMode::VerifyFull:
            return tr("always, and the server must prove its name");
        case Db::TlsMode::VerifyCa:
            return tr("always; the certificate is checked, the server's name is not");
        case Db::TlsMode::Require:
            return tr("always, but the server is not verified");
        case Db::TlsMode::Allow:
        case Db::TlsMode::Prefer:
            return tr("when the server offers it");
        case Db::TlsMode::Disable:
            return tr("none");
        }
        Q_UNREACHABLE();
    };
    addFact(tr("Encryption:"), words(), QStringLiteral("summaryEncryption"));
}

void ConnectionSummary::addPooling(const ConnectionSpec &spec, bool hasDirectHost)
{
    const QString name = QStringLiteral("summaryPooling");
    if (!hasDirectHost) {
        addFact(tr("Connection:"), Db::isPooled(spec) ? tr("through a pooler") : tr("direct"), name);
        return;
    }
    auto *caption = new QLabel(tr("Connection:"), this);
    caption->setProperty(toneProperty, -1);
    auto *line = new QWidget(this);
    auto *across = new QHBoxLayout(line);
    across->setContentsMargins(0, 0, 0, 0);
    across->setSpacing(Spacing::medium);
    auto *fact = new ElidedLabel(line);
    fact->setObjectName(name);
    fact->setText(tr("through a pooler"));
    across->addWidget(fact);
    auto *button = new QPushButton(tr("Use the &direct host"), line);
    button->setObjectName(QStringLiteral("summaryDirectHost"));
    button->setAccessibleName(tr("Use the direct host"));
    button->setToolTip(tr("Connect to %1, without the pooler").arg(Db::directHost(spec)));
    button->setAutoDefault(false);
    connect(button, &QPushButton::clicked, this, &ConnectionSummary::directHostRequested);
    across->addWidget(button);
    across->addStretch(1);
    m_form->addRow(caption, line);
}

void ConnectionSummary::showSpec(const ConnectionSpec &spec, bool hasDirectHost)
{
    clear();
    addFact(tr("Database engine:"), engineText(spec), QStringLiteral("summaryEngine"));
    if (spec.engine == Db::Engine::SQLite) {
        addFact(tr("File:"), QDir::toNativeSeparators(spec.file), QStringLiteral("summaryFile"));
        addFact(tr("Opens for:"),
                spec.openMode == Db::SqliteOpenMode::ReadOnly ? tr("reading only")
                                                              : tr("reading and writing"),
                QStringLiteral("summaryMode"));
    } else {
        const QString user = spec.user.isEmpty() ? tr("your name on this computer") : spec.user;
        addFact(tr("Server:"), serverText(spec), QStringLiteral("summaryServer"));
        addFact(tr("Database:"), spec.database.isEmpty() ? tr("named like the user") : spec.database,
                QStringLiteral("summaryDatabase"));
        addFact(tr("User:"), user, QStringLiteral("summaryUser"));
        addPooling(spec, hasDirectHost);
        addEncryption(spec);
    }
    for (const QString &warning : spec.warnings)
        addLine(Tone::Warning, warning, QStringLiteral("summaryWarning"));
    applyColors();
}

void ConnectionSummary::showMessage(Tone tone, const QString &text)
{
    clear();
    addLine(tone, text, QStringLiteral("summaryMessage"));
    applyColors();
}

void ConnectionSummary::applyColors()
{
    const QPalette base = QApplication::palette();
    for (QLabel *label : findChildren<QLabel *>()) {
        const QVariant tone = label->property(toneProperty);
        if (!tone.isValid())
            continue;
        QPalette own;
        own.setColor(QPalette::WindowText,
                     tone.toInt() < 0 ? Theme::secondaryText(base) : toneColor(Tone(tone.toInt()), base));
        label->setPalette(own);
    }
}

void ConnectionSummary::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::ApplicationPaletteChange)
        applyColors();
}

} // namespace Gui
