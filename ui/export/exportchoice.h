// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "export/rowwriter.h"
#include "profiles/profile.h"

namespace Gui {

/// What there is to export, for ExportDialog.
struct ExportOffer
{
    QString name; ///< of the database: the profile's
    Profiles::Environment environment;
    QString viewText;       ///< the list's filters in words; empty: there are none
    qint64 viewRows = -1;   ///< in the list; -1: not counted yet
    qint64 tableRows = -1;  ///< in the whole table, as far as known
    int viewColumns = 0;    ///< visible ones
    int unsavedChanges = 0; ///< staged, so that the database does not have them

    QString folder; ///< UiSettings::exportFolder(); empty: the user's documents
    QString format; ///< UiSettings::exportFormat(): a key; empty: none yet
};

/// What the user decided.
struct ExportChoice
{
    enum class Rows {
        View, ///< the list as it is shown: its rows, order and visible columns
        Table ///< every row and column
    };

    Rows rows = Rows::View;
    Export::Options options; ///< replacesFile: the user agreed where there is a file
    QString file;
};

} // namespace Gui
