// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/customers/querytext.h"

#include "ui/customers/fieldlabel.h"

#include <QCoreApplication>

namespace Gui {

using Customers::CustomerQuery;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Gui::QueryText)
};

QString viewText(CustomerQuery::View view)
{
    switch (view) {
    case CustomerQuery::View::Active:
        return Text::tr("Active");
    case CustomerQuery::View::Incomplete:
        return Text::tr("Incomplete");
    case CustomerQuery::View::NewThisWeek:
        return Text::tr("New this week");
    case CustomerQuery::View::Trash:
        return Text::tr("Trash");
    case CustomerQuery::View::All:
        return {};
    }
    Q_UNREACHABLE();
}

} // namespace

QString queryText(const CustomerQuery &query)
{
    QStringList parts;
    if (const QString view = viewText(query.view); !view.isEmpty())
        parts.append(view);
    if (const QString search = query.search.trimmed(); !search.isEmpty())
        parts.append(Text::tr("containing “%1”").arg(search));
    for (auto it = query.filters.cbegin(); it != query.filters.cend(); ++it)
        if (const QString filter = it.value().trimmed(); !filter.isEmpty())
            //: a column's name and what it contains
            parts.append(Text::tr("%1 containing “%2”").arg(fieldLabel(it.key()), filter));
    return parts.join(QStringLiteral(", "));
}

} // namespace Gui
