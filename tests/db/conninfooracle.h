// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/conninfo.h"

#include <QByteArray>
#include <QMap>

#include <libpq-fe.h>

#include <memory>
#include <optional>

/// What the installed libpq says about a text, and how Conninfo compares with it.
namespace ConninfoOracle {

inline std::optional<QMap<QByteArray, QByteArray>> ask(const QByteArray &text)
{
    char *message = nullptr;
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
        PQconninfoParse(text.constData(), &message), &PQconninfoFree);
    PQfreemem(message);
    if (!options)
        return std::nullopt;
    QMap<QByteArray, QByteArray> values;
    for (const PQconninfoOption *option = options.get(); option->keyword; ++option) {
        if (option->val)
            values.insert(option->keyword, option->val);
    }
    return values;
}

enum class Verdict { BothAccept, BothRefuse, Foreign, Disagree };

/// `Foreign`: accepted here and refused there, with a parameter that libpq does not have.
inline Verdict compare(const QByteArray &text)
{
    const auto theirs = ask(text);
    const auto ours = Db::Conninfo::parse(text);
    if (!ours)
        return theirs ? Verdict::Disagree : Verdict::BothRefuse;
    if (!theirs)
        return ours->foreign.isEmpty() ? Verdict::Disagree : Verdict::Foreign;
    return ours->foreign.isEmpty() && ours->known == *theirs ? Verdict::BothAccept : Verdict::Disagree;
}

} // namespace ConninfoOracle
