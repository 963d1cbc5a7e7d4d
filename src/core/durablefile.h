// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>

namespace Core {

/// Replaces `file` by `content` so that after a crash or power cut either the old or the new content is
/// there: a new file beside it (never through a link, readable by its owner only), checked fsync, rename,
/// fsync of the folder. Creates the folder (0700) where it is missing. QSaveFile ignores fsync's answer and
/// follows links. Error: Io or Permission; the old file is untouched then.
[[nodiscard]] Result<void> writeDurably(const QString &file, const QByteArray &content);

/// Makes `path` and what is missing above it, for its owner only (0700). False: errno says why.
[[nodiscard]] bool makePrivateFolder(const QString &path);

/// Whether a file may be reached through a symbolic link of its name.
enum class Links { Follow, Refuse };

/// Reads a regular file of at most `limit` bytes.
/// Error: NotFound, Unsupported (no regular file, a refused link, or too large), Io.
[[nodiscard]] Result<QByteArray> readLimited(const QString &file, qint64 limit, Links links = Links::Follow);

/// Renames a damaged file to NAME.damaged-TIME, a name that nothing has, and gives that name.
/// Error: Io; the file stays where it is then.
[[nodiscard]] Result<QString> setAside(const QString &file);

} // namespace Core
