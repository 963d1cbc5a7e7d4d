// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "customers/customergenerator.h"

#include "customers/customerwords.h"

namespace Customers {

/// The random numbers of one row, from its number alone.
/// splitmix64: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", 2014.
class CustomerGenerator::Dice
{
public:
    explicit Dice(quint64 seed)
        : m_state(seed)
    {}

    quint64 next()
    {
        m_state += 0x9e3779b97f4a7c15U;
        quint64 z = m_state;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
        return z ^ (z >> 31);
    }
    /// From 0 to `limit` - 1.
    qint64 below(qint64 limit) { return qint64(next() % quint64(limit)); }
    bool percent(int chance) { return below(100) < chance; }

    template <typename T, std::size_t N>
    const T &of(const std::array<T, N> &words)
    {
        return words[std::size_t(below(qint64(N)))];
    }
    template <std::size_t N>
    QString word(const std::array<const char *, N> &words)
    {
        return QString::fromUtf8(of(words));
    }
    QString digits(int count)
    {
        QString text;
        for (int i = 0; i < count; ++i)
            text += QLatin1Char(char('0' + below(10)));
        return text;
    }

private:
    quint64 m_state;
};

namespace {

/// As EF Core's SQLite provider writes a time: no trailing zeros, and no point without a fraction.
QString timeText(qint64 microseconds)
{
    const QDateTime second = QDateTime::fromSecsSinceEpoch(microseconds / 1'000'000, Qt::UTC);
    QString text = second.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")) + QLatin1Char('.') +
                   QString::number(microseconds % 1'000'000).rightJustified(6, QLatin1Char('0'));
    while (text.endsWith(QLatin1Char('0')))
        text.chop(1);
    if (text.endsWith(QLatin1Char('.')))
        text.chop(1);
    return text;
}

QString phoneText(int style, const QString &area, const QString &last)
{
    const QString line = QStringLiteral("01") + last; // 555-0100 to 555-0199 are nobody's
    switch (style) {
    case 0:
        return QStringLiteral("(%1) 555-%2").arg(area, line);
    case 1:
        return QStringLiteral("%1-555-%2").arg(area, line);
    case 2:
        return QStringLiteral("%1.555.%2").arg(area, line);
    case 3:
        return QStringLiteral("+1 %1 555 %2").arg(area, line);
    default:
        return area + QStringLiteral("555") + line;
    }
}

QString mailText(int style, const QString &given, const QString &family, const QString &number, int domain)
{
    static constexpr std::array domains = {"example.com", "example.org", "example.net"};
    QString local;
    if (style == 0)
        local = mailboxName(given) + QLatin1Char('.') + mailboxName(family);
    else if (style == 1)
        local = mailboxName(given).left(1) + mailboxName(family) + number;
    else
        local = mailboxName(family) + QLatin1Char('_') + mailboxName(given);
    return local + QLatin1Char('@') + QString::fromLatin1(domains[std::size_t(domain)]);
}

} // namespace

QString mailboxName(const QString &name)
{
    QString text;
    for (const QChar c : name.normalized(QString::NormalizationForm_KD).toLower()) {
        if (c == QChar(0x142))
            text += QLatin1Char('l');
        else if (c == QChar(0xf8))
            text += QLatin1Char('o');
        else if (c == QLatin1Char(' ') && !text.isEmpty())
            text += QLatin1Char('.');
        else if (c.unicode() < 0x80 && c.isLetterOrNumber())
            text += c;
    }
    return text;
}

CustomerGenerator::CustomerGenerator(Options options)
    : m_options(std::move(options))
{}

QString CustomerGenerator::notes(Dice &dice) const
{
    const auto sentence = [&dice] {
        const QString machine = dice.word(Words::machines);
        const QString fault = dice.word(Words::faults);
        return QString(machine + QStringLiteral(": ") + fault + QLatin1Char('.'));
    };
    QString text = sentence();
    if (dice.percent(45))
        text += QLatin1Char(' ') + dice.word(Words::remarks);
    if (!dice.percent(m_options.longNotesPercent))
        return text;
    const qsizetype length = 300 + dice.below(1200);
    while (text.size() < length)
        text += QLatin1Char('\n') + sentence() + QLatin1Char(' ') + dice.word(Words::remarks);
    return text;
}

void CustomerGenerator::setTimes(Customer &customer, Dice &dice) const
{
    const qint64 now = m_options.now.toSecsSinceEpoch() * 1'000'000;
    const qint64 span = qint64(m_options.days) * 86'400 * 1'000'000;
    const qint64 created = now - dice.below(span);
    const qint64 updated = dice.percent(35) ? created : created + dice.below(now - created + 1);
    customer.createdAt = timeText(created);
    customer.updatedAt = timeText(updated);
    customer.isDeleted = dice.percent(m_options.deletedPercent);
    if (customer.isDeleted)
        customer.deletedAt = customer.updatedAt; // a deletion is an update
}

Customer CustomerGenerator::customer(qint64 i) const
{
    Dice dice(Dice(m_options.seed ^ (quint64(i) * 0xd1342543de82ef95U)).next());
    Customer customer;
    customer.id = i + 1;

    const QString given = dice.word(Words::givenNames);
    const QString family = dice.word(Words::familyNames);
    const QString business = dice.word(Words::businesses);
    customer.setText(Field::Name, dice.percent(8) ? QString(family + QLatin1Char(' ') + business)
                                                  : QString(given + QLatin1Char(' ') + family));

    const int mailStyle = int(dice.below(3));
    const QString number = dice.digits(2);
    const QString mail = mailText(mailStyle, given, family, number, int(dice.below(3)));
    customer.setText(Field::Email, dice.percent(7) ? QString(QLatin1String("")) : mail);

    const Words::Town &town = dice.of(Words::towns);
    const int phoneStyle = int(dice.below(5));
    const QString phone = phoneText(phoneStyle, QString::fromLatin1(town.area), dice.digits(2));
    customer.setText(Field::Phone, dice.percent(5) ? QString(QLatin1String("")) : phone);

    const QString house = QString::number(1 + dice.below(9800));
    const QString street = dice.word(Words::streets);
    const QString flat =
        dice.percent(9) ? QString(QStringLiteral(" Apt ") + QString::number(1 + dice.below(40))) : QString();
    const QString address = house + QLatin1Char(' ') + street + flat + QStringLiteral(", ") +
                            QString::fromUtf8(town.name) + QLatin1Char(' ') + QString::fromLatin1(town.zip) +
                            dice.digits(2);
    customer.setText(Field::Address, dice.percent(4) ? QString(QLatin1String("")) : address);

    if (!dice.percent(m_options.missingNotesPercent))
        customer.setText(Field::Notes, dice.percent(6) ? QString(QLatin1String("")) : notes(dice));
    setTimes(customer, dice);
    return customer;
}

} // namespace Customers
