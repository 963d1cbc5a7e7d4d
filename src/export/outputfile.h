// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/descriptor.h"
#include "core/result.h"

#include <QByteArray>
#include <QString>

#include <memory>

namespace Export {

/// A file on its way to its name: NAME.part beside it, made new (never through a link), which becomes NAME in
/// commit() after everything is on disk. Whatever happens before, NAME is what it was. The part is removed
/// when it goes without commit(), and one that a killed program left is removed by the next export to NAME.
class OutputFile final
{
public:
    /// `replaces`: the user agreed that `file` may go. Only its owner may read a new file; one that replaces
    /// another keeps that one's mode.
    /// Error: Conflict (something has the name and must stay), Unsupported (no ordinary file has it), Busy
    /// (another export writes it), NotFound (no such folder), Permission, Io.
    [[nodiscard]] static Core::Result<std::unique_ptr<OutputFile>> create(const QString &file, bool replaces);
    ~OutputFile();
    Q_DISABLE_COPY_MOVE(OutputFile)

    [[nodiscard]] const QString &name() const { return m_name; }
    /// For a library that wants to write the file itself while this lives, in place of write().
    [[nodiscard]] QString partName() const;
    /// Error: Io, Permission.
    [[nodiscard]] Core::Result<void> write(QByteArrayView bytes);
    /// Syncs, gives the file its name and syncs the folder. Returns its size in bytes.
    /// Error: Conflict (see create()), Io, Permission.
    [[nodiscard]] Core::Result<qint64> commit();

    /// What `errorNumber` says about writing here, in words for the user.
    [[nodiscard]] Core::Error failure(int errorNumber) const;

private:
    OutputFile(const QString &file, bool replaces);
    [[nodiscard]] Core::Result<void> open();
    [[nodiscard]] Core::Result<void> checkName();
    [[nodiscard]] Core::Result<void> flush();

    const QString m_name;
    const bool m_replaces;
    const QByteArray m_path; ///< as the file system spells it
    const QByteArray m_part;
    QByteArray m_buffer;
    Core::Descriptor m_descriptor; ///< holds a lock, so that nobody takes the part for a dead program's
    unsigned m_mode = 0;           ///< of the file that is replaced; 0: there is none
};

} // namespace Export
