// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>

namespace Schema {

/// The context under which the folder's texts are translated.
struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Schema)
};

} // namespace Schema
