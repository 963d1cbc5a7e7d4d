// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/identityband.h"

#include "ui/base/elidedlabel.h"
#include "ui/base/environmentbadge.h"
#include "ui/base/environmentlook.h"
#include "ui/base/plaintooltip.h"
#include "ui/base/spacing.h"
#include "ui/base/theme.h"

#include <QApplication>
#include <QDir>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

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
    m_state = plainLabel(this, QStringLiteral("identityState"));
    m_badge = new EnvironmentBadge(this);
    m_badge->setObjectName(QStringLiteral("identityBadge"));
    m_name = plainLabel(this, QStringLiteral("identityName"));
    QFont bold = font();
    bold.setBold(true);
    m_name->setFont(bold);
    m_engine = plainLabel(this, QStringLiteral("identityEngine"));
    m_place = new ElidedLabel(this);
    m_place->setObjectName(QStringLiteral("identityPlace"));
    m_protectionIcon = plainLabel(this, QStringLiteral("identityProtectionIcon"));
    m_protectionText = plainLabel(this, QStringLiteral("identityProtection"));
    m_accessIcon = plainLabel(this, QStringLiteral("identityAccessIcon"));
    m_accessText = plainLabel(this, QStringLiteral("identityAccess"));
    m_accessButton = new QPushButton(this);
    m_accessButton->setObjectName(QStringLiteral("identityAccessButton"));
    connect(m_accessButton, &QPushButton::clicked, this, [this] {
        if (m_access == WriteGuard::State::Locked)
            Q_EMIT unlockRequested();
        else
            Q_EMIT lockRequested();
    });
    m_source = plainLabel(this, QStringLiteral("identitySource"));

    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(Spacing::medium, bandHeight() + Spacing::tiny, Spacing::medium, Spacing::tiny);
    line->setSpacing(Spacing::tiny);
    line->addWidget(m_state);
    line->addWidget(m_badge);
    line->addSpacing(Spacing::tiny);
    line->addWidget(m_name);
    line->addSpacing(Spacing::medium);
    line->addWidget(m_engine);
    line->addSpacing(Spacing::medium);
    line->addWidget(m_place, 1);
    line->addSpacing(Spacing::medium);
    for (QWidget *part : {m_protectionIcon, m_protectionText, m_accessIcon, m_accessText})
        line->addWidget(part);
    line->addSpacing(Spacing::tiny);
    line->addWidget(m_accessButton);
    line->addSpacing(Spacing::medium);
    line->addWidget(m_source);
    setNotConnected();
}

int IdentityBand::bandHeight() const
{
    return Spacing::tiny;
}

void IdentityBand::setLine(const Profiles::Profile &profile, const Db::LineInfo &line, const QString &source)
{
    m_environment = profile.environment;
    m_badge->setEnvironment(profile.environment);
    m_name->setText(profile.name);
    const QString engine =
        line.engine == Db::Engine::SQLite ? QStringLiteral("SQLite") : QStringLiteral("PostgreSQL");
    present(engine, line.serverVersion, placeOf(line), protectionOf(profile, line), source);
}

void IdentityBand::setNotConnected()
{
    m_environment.reset();
    m_name->clear();
    setAccess(WriteGuard::State::Open, std::chrono::seconds(0));
    present({}, {}, tr("No database is open."), {}, {});
}

void IdentityBand::setAccess(WriteGuard::State state, std::chrono::seconds left, const QString &reason)
{
    m_access = state;
    const bool isLocked = state == WriteGuard::State::Locked;
    const bool isUnlocked = state == WriteGuard::State::Unlocked;
    QString text;
    if (isLocked)
        text = tr("Locked against changes");
    else if (state == WriteGuard::State::ReadOnly)
        text = tr("Read-only");
    else if (isUnlocked) {
        const qint64 seconds = left.count();
        //: Minutes and seconds until a database locks itself
        text = tr("Unlocked, %1:%2 left").arg(seconds / 60).arg(seconds % 60, 2, 10, QLatin1Char('0'));
    }
    m_accessText->setText(text);
    m_accessText->setToolTip(
        plainToolTip(isUnlocked && !reason.isEmpty() ? tr("Unlocked for: %1").arg(reason) : QString()));
    m_accessButton->setText(isLocked ? tr("Unlock…") : tr("Lock now"));
    m_accessButton->setAccessibleName(m_accessButton->text());
    for (QLabel *label : {m_accessIcon, m_accessText})
        label->setVisible(!text.isEmpty());
    m_accessButton->setVisible(isLocked || isUnlocked);
    describe();
    updateLooks();
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

IdentityBand::Protection IdentityBand::protectionOf(const Profiles::Profile &profile,
                                                    const Db::LineInfo &line)
{
    if (line.engine == Db::Engine::SQLite)
        return {};
    const bool local = Db::isLoopback({line.host, 5432});
    const QString risk = local ? QString() : Db::tlsRisk(profile.connection);
    if (!line.encrypted)
        return {local ? tr("Not encrypted, stays on this computer") : tr("Not encrypted"),
                {},
                QStringLiteral("object-unlocked"),
                risk};
    const QString tls = tr("%1, cipher %2").arg(line.tlsProtocol, line.tlsCipher);
    if (line.tls == Db::TlsMode::VerifyFull)
        return {tr("Encrypted, server verified"), tls, QStringLiteral("object-locked"), risk};
    if (line.tls == Db::TlsMode::VerifyCa)
        return {tr("Encrypted, host name not verified"), tls, QStringLiteral("object-locked"), risk};
    return {tr("Encrypted, server not verified"), tls, QStringLiteral("object-locked"), risk};
}

void IdentityBand::present(const QString &engine, const QString &version, const QString &place,
                           const Protection &protection, const QString &source)
{
    const bool connected = m_environment.has_value();
    m_protection = protection;
    m_state->setVisible(!connected);
    m_badge->setVisible(connected);
    m_name->setVisible(connected);
    m_engine->setText(engine);
    m_engine->setVisible(!engine.isEmpty());
    m_place->setText(place);
    m_protectionText->setText(protection.text);
    m_source->setText(source);
    for (QLabel *label : {m_protectionIcon, m_protectionText})
        label->setVisible(!protection.text.isEmpty());
    m_source->setVisible(!source.isEmpty());

    m_facts = {connected ? Profiles::wordOf(*m_environment) : tr("Not connected")};
    for (const QString &part : {m_name->text(), QString(engine + u' ' + version).trimmed(), place,
                                protection.text, protection.detail, protection.risk, source})
        if (!part.isEmpty() && !m_facts.contains(part))
            m_facts.append(part);
    describe();
    updateLooks();
}

void IdentityBand::describe()
{
    QStringList facts = m_facts;
    if (!m_accessText->text().isEmpty() && m_access != WriteGuard::State::Unlocked)
        facts.append(m_accessText->text());
    setAccessibleName(facts.join(QStringLiteral(", ")));
    setToolTip(plainToolTip(facts.join(u'\n')));
}

void IdentityBand::updateLooks()
{
    const QPalette base = QApplication::palette();
    const int side = fontMetrics().height();
    const auto setIcon = [&](QLabel *label, const QIcon &icon) {
        label->setPixmap(icon.pixmap(QSize(side, side), devicePixelRatio()));
    };
    const bool isRisky = !m_protection.risk.isEmpty();
    const bool isUnlocked = m_access == WriteGuard::State::Unlocked;
    setIcon(m_state, Theme::icon(QStringLiteral("network-disconnect")));
    setIcon(m_protectionIcon, isRisky ? toneIcon(Tone::Problem) : Theme::icon(m_protection.icon));
    setTextColor(m_protectionText,
                 isRisky ? toneColor(Tone::Problem, base) : base.color(QPalette::WindowText));
    setIcon(m_accessIcon,
            isUnlocked ? toneIcon(Tone::Warning) : Theme::icon(QStringLiteral("emblem-readonly")));
    setTextColor(m_accessText,
                 isUnlocked ? toneColor(Tone::Warning, base) : base.color(QPalette::WindowText));
    setTextColor(m_source, Theme::secondaryText(base));
    setTextColor(m_engine, Theme::secondaryText(base));
    update();
}

void IdentityBand::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QPalette base = QApplication::palette();
    painter.fillRect(QRect(0, 0, width(), bandHeight()),
                     m_environment ? groundOf(*m_environment, base) : base.color(QPalette::Mid));
}

void IdentityBand::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::ApplicationPaletteChange || event->type() == QEvent::FontChange)
        updateLooks();
}

} // namespace Gui
