// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/manifest.h"
#include "backup/partfile.h"
#include "core/durablefile.h"

#include <QCoreApplication>
#include <QElapsedTimer>

#include <chrono>

namespace Backup {

namespace {

using namespace std::chrono_literals;
using Core::Error;
using Core::ErrorKind;

/// Another program holds the new file for milliseconds.
constexpr std::chrono::milliseconds patience = 10s;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Backup::Manifest)
};

/// The new manifest is also the lock: there can be one at a time.
Core::Result<std::unique_ptr<PartFile>> begin(const QString &backupFile)
{
    QElapsedTimer waiting;
    waiting.start();
    for (;;) {
        auto part = PartFile::create(manifestFile(backupFile), PartFile::Existing::Replace);
        if (part || part.error().kind != ErrorKind::Busy || waiting.hasExpired(patience.count()))
            return part;
    }
}

Core::Result<void> finish(PartFile &part, const Manifest &manifest)
{
    const QByteArray json = toJson(manifest);
    if (json.size() > Manifest::maximalSize)
        return Error{
            ErrorKind::Unsupported,
            Text::tr("The description of the database's tables takes more than 4 MB. No manifest was "
                     "written."),
            {},
            {}};
    if (const auto readable = manifestFromJson(json); !readable)
        return Error{ErrorKind::Internal,
                     Text::tr("The backup's manifest could not be made. Nothing was changed."),
                     readable.error().detail,
                     {}};
    if (const auto written = part.write(json); !written)
        return written.error();
    return part.finish();
}

} // namespace

Core::Result<Manifest> readManifest(const QString &backupFile)
{
    const auto json = Core::readLimited(manifestFile(backupFile), Manifest::maximalSize, Core::Links::Refuse);
    if (!json)
        return json.error();
    return manifestFromJson(*json);
}

Core::Result<void> writeManifest(const QString &backupFile, const Manifest &manifest)
{
    const auto part = begin(backupFile);
    if (!part)
        return part.error();
    return finish(**part, manifest);
}

Core::Result<void> updateManifest(const QString &backupFile, const std::function<void(Manifest &)> &change)
{
    const auto part = begin(backupFile);
    if (!part)
        return part.error();
    auto manifest = readManifest(backupFile);
    if (!manifest)
        return manifest.error();
    change(*manifest);
    return finish(**part, *manifest);
}

} // namespace Backup
