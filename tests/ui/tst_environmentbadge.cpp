// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "contrast.h"
#include "ui/base/environmentbadge.h"
#include "ui/base/environmentlook.h"
#include "ui/settings/colorscheme.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Gui;
using Profiles::Environment;

namespace {

QList<Environment> builtIn()
{
    return {Environment{Environment::Kind::Local, {}, {}, {}, false},
            Environment{Environment::Kind::Staging, {}, {}, {}, false},
            Environment{Environment::Kind::Production, {}, {}, {}, false}};
}

Environment own(const QString &color)
{
    return {Environment::Kind::Own, QStringLiteral("Training"), color, {}, false};
}

QList<QPalette> palettes()
{
    return {ColorSchemeSwitch::palette(ColorScheme::Light), ColorSchemeSwitch::palette(ColorScheme::Dark)};
}

} // namespace

class TestEnvironmentBadge final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isReadableOnEveryGround();
    void environmentsAreToldApart();
    void paintsWordAndIconOnItsGround();
    void aTransparentColourIsSolid();
    void aLongWordIsCutOff();
    void namesItselfForScreenReaders();
};

void TestEnvironmentBadge::isReadableOnEveryGround()
{
    QList<Environment> all = builtIn();
    QRandomGenerator random(20250301);
    for (int i = 0; i < 100; ++i)
        all.append(own(QColor::fromRgb(random.generate()).name()));
    all.append(own(QStringLiteral("no colour")));
    double worst = 21;
    for (const QPalette &palette : palettes()) {
        for (const Environment &environment : std::as_const(all)) {
            const QColor ground = groundOf(environment, palette);
            worst = qMin(worst, Tests::contrast(ground, textOn(ground)));
        }
    }
    qInfo("worst contrast of %lld grounds in light and dark: %.2f", qlonglong(all.size()), worst);
    QVERIFY(worst >= 4.5);
}

void TestEnvironmentBadge::environmentsAreToldApart()
{
    for (const QPalette &palette : palettes()) {
        QStringList seen;
        for (const Environment &environment : builtIn())
            seen << groundOf(environment, palette).name() << iconNameOf(environment)
                 << Profiles::wordOf(environment);
        QCOMPARE(seen.removeDuplicates(), 0);
    }
}

void TestEnvironmentBadge::paintsWordAndIconOnItsGround()
{
    for (const Environment &environment : builtIn()) {
        EnvironmentBadge badge(environment);
        badge.resize(badge.sizeHint());
        const QImage image = badge.grab().toImage();
        const QColor ground = groundOf(environment, QGuiApplication::palette());
        // Between the left edge and the icon there is nothing but ground.
        QCOMPARE(image.pixelColor(3, image.height() / 2).name(), ground.name());
        int ink = 0;
        for (int x = 0; x < image.width(); ++x)
            for (int y = 0; y < image.height(); ++y)
                ink += image.pixelColor(x, y) == textOn(ground) ? 1 : 0;
        QVERIFY2(ink > 20, qPrintable(QString::number(ink)));
    }
}

void TestEnvironmentBadge::aTransparentColourIsSolid()
{
    QCOMPARE(groundOf(own(QStringLiteral("#20ff0000")), {}).alpha(), 255);
}

void TestEnvironmentBadge::aLongWordIsCutOff()
{
    Environment environment = own(QStringLiteral("#336699"));
    environment.word = QString(500, u'W');
    const EnvironmentBadge badge(environment);
    QVERIFY(badge.sizeHint().width() < badge.fontMetrics().averageCharWidth() * 40);
}

void TestEnvironmentBadge::namesItselfForScreenReaders()
{
    EnvironmentBadge badge;
    badge.setEnvironment(builtIn().at(2));
    QCOMPARE(badge.accessibleName(), QStringLiteral("Production"));
    QCOMPARE(badge.environment(), builtIn().at(2));
}

QTEST_MAIN(TestEnvironmentBadge)
#include "tst_environmentbadge.moc"
