// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/identityband.h"

#include "ui/base/elidedlabel.h"
#include "ui/base/spacing.h"
#include "ui/base/theme.h"

#include <QApplication>
#include <QDir>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

namespace Gui {

namespace {

QLabel *plainLabel(QWidget *parent, const QString &name)
{
    auto *label = new QLabel(parent);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    return label;
}

void setTextColor(QWidget *label, const QColor &color)
{
    QPalette palette;
    palette.setColor(QPalette::WindowText, color);
    label->setPalette(palette);
}

} // namespace

IdentityBand::IdentityBand(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("identityBand"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    m_icon = plainLabel(this, QStringLiteral("identityIcon"));
    m_word = plainLabel(this, QStringLiteral("identityWord"));
    QFont bold = font();
    bold.setBold(true);
    m_word->setFont(bold);
    m_engine = plainLabel(this, QStringLiteral("identityEngine"));
    m_place = new ElidedLabel(this);
    m_place->setObjectName(QStringLiteral("identityPlace"));
    m_protectionIcon = plainLabel(this, QStringLiteral("identityProtectionIcon"));
    m_protectionText = plainLabel(this, QStringLiteral("identityProtection"));
    m_readOnlyIcon = plainLabel(this, QStringLiteral("identityReadOnlyIcon"));
    m_readOnlyText = plainLabel(this, QStringLiteral("identityReadOnly"));
    m_readOnlyText->setText(tr("Read-only"));
    m_source = plainLabel(this, QStringLiteral("identitySource"));

    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(Spacing::medium, bandHeight() + Spacing::tiny, Spacing::medium, Spacing::tiny);
    line->setSpacing(Spacing::tiny);
    line->addWidget(m_icon);
    line->addWidget(m_word);
    line->addSpacing(Spacing::medium);
    line->addWidget(m_engine);
    line->addSpacing(Spacing::medium);
    line->addWidget(m_place, 1);
    line->addSpacing(Spacing::medium);
    for (QWidget *part : {m_protectionIcon, m_protectionText, m_readOnlyIcon, m_readOnlyText})
        line->addWidget(part);
    line->addSpacing(Spacing::medium);
    line->addWidget(m_source);
    setNotConnected();
}

int IdentityBand::bandHeight() const
{
    return Spacing::tiny;
}

void IdentityBand::setLine(const Db::LineInfo &line, const QString &source)
{
    m_environment = Environment::of(line);
    const QString engine =
        line.engine == Db::Engine::SQLite ? QStringLiteral("SQLite") : QStringLiteral("PostgreSQL");
    present(engine, line.serverVersion, placeOf(line), protectionOf(line), line.readOnly, source);
}

void IdentityBand::setNotConnected()
{
    m_environment = Environment::none();
    present({}, {}, tr("No database is open."), {}, false, {});
}

QString IdentityBand::hostOf(const Db::LineInfo &line)
{
    if (line.host.isEmpty() || line.host.startsWith(u'/') || line.host.startsWith(u'@'))
        return tr("this computer");
    return line.host;
}

QString IdentityBand::placeOf(const Db::LineInfo &line)
{
    if (line.engine == Db::Engine::SQLite)
        return QDir::toNativeSeparators(line.host);
    //: Database, host, user of a PostgreSQL connection
    return tr("%1 on %2 as %3").arg(line.database, hostOf(line), line.user);
}

IdentityBand::Protection IdentityBand::protectionOf(const Db::LineInfo &line)
{
    if (line.engine == Db::Engine::SQLite)
        return {};
    const bool local = Db::isLoopback({line.host, 5432});
    if (!line.encrypted)
        return {local ? tr("Not encrypted, stays on this computer") : tr("Not encrypted"),
                QStringLiteral("object-unlocked"), !local};
    if (line.tls == Db::TlsMode::VerifyFull)
        return {tr("Encrypted, server verified"), QStringLiteral("object-locked"), false};
    if (line.tls == Db::TlsMode::VerifyCa)
        return {tr("Encrypted, host name not verified"), QStringLiteral("object-locked"), !local};
    return {tr("Encrypted, server not verified"), QStringLiteral("object-locked"), !local};
}

void IdentityBand::present(const QString &engine, const QString &version, const QString &place,
                           const Protection &protection, bool readOnly, const QString &source)
{
    m_protection = protection;
    m_word->setText(m_environment.word);
    // Where the environment's word says it already, the engine need not be named twice.
    m_engine->setText(engine);
    m_engine->setVisible(!engine.isEmpty() && engine != m_environment.word);
    m_place->setText(place);
    m_protectionText->setText(protection.text);
    m_source->setText(source);
    for (QLabel *label : {m_protectionIcon, m_protectionText})
        label->setVisible(!protection.text.isEmpty());
    for (QLabel *label : {m_readOnlyIcon, m_readOnlyText})
        label->setVisible(readOnly);
    m_source->setVisible(!source.isEmpty());

    QStringList parts = {m_environment.word};
    const QString engineAndVersion = QString(engine + u' ' + version).trimmed();
    for (const QString &part :
         {engineAndVersion, place, protection.text, readOnly ? m_readOnlyText->text() : QString(), source})
        if (!part.isEmpty() && part != parts.first())
            parts.append(part);
    setAccessibleName(parts.join(QStringLiteral(", ")));
    setToolTip(parts.join(u'\n'));
    updateLooks();
}

void IdentityBand::updateLooks()
{
    const QPalette base = QApplication::palette();
    const int side = fontMetrics().height();
    const auto setIcon = [&](QLabel *label, const QIcon &icon) {
        label->setPixmap(icon.pixmap(QSize(side, side), devicePixelRatio()));
    };
    setIcon(m_icon, Theme::icon(m_environment.icon));
    setIcon(m_readOnlyIcon, Theme::icon(QStringLiteral("emblem-readonly")));
    setIcon(m_protectionIcon,
            m_protection.isWarning ? toneIcon(Tone::Warning) : Theme::icon(m_protection.icon));
    setTextColor(m_protectionText,
                 m_protection.isWarning ? toneColor(Tone::Warning, base) : base.color(QPalette::WindowText));
    setTextColor(m_source, Theme::secondaryText(base));
    setTextColor(m_engine, Theme::secondaryText(base));
    update();
}

void IdentityBand::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(QRect(0, 0, width(), bandHeight()),
                     bandColor(m_environment.role, QApplication::palette()));
}

void IdentityBand::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::ApplicationPaletteChange || event->type() == QEvent::FontChange)
        updateLooks();
}

} // namespace Gui
