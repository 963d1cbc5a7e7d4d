// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/wrapping.h"

#include "backup/compression.h"
#include "backup/encryption.h"
#include "backup/inputfile.h"
#include "backup/partfile.h"

#include <QCoreApplication>

#include <sys/statvfs.h>

namespace Backup {

namespace {

using Core::Error;
using Core::ErrorKind;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Backup::Wrapping)
};

WrappingFound foundIn(QByteArrayView beginning)
{
    return {beginning.startsWith(zstdMagic), beginning.startsWith(sealMagic)};
}

QString phaseOf(const Wrapping &wrapping)
{
    if (wrapping.compress && !wrapping.passphrase.isEmpty())
        return Text::tr("Compressing and encrypting");
    if (wrapping.compress)
        return Text::tr("Compressing");
    return wrapping.isNone() ? Text::tr("Copying") : Text::tr("Encrypting");
}

/// Everything from `input` into `first`, then its end.
Core::Result<void> pump(InputFile &input, Filter &first, const QString &phase, Core::JobContext &context)
{
    context.enter(phase, Core::JobProgress::Unit::Bytes, input.size());
    for (;;) {
        if (const auto go = context.proceed(); !go)
            return go.error();
        const auto piece = input.read();
        if (!piece)
            return piece.error();
        if (piece->isEmpty())
            return first.finish();
        if (const auto taken = first.write(*piece); !taken)
            return taken.error();
        context.advance(input.position());
    }
}

/// Lets bytes through as they are.
class Passage final : public Filter
{
public:
    explicit Passage(Sink sink)
        : m_sink(std::move(sink))
    {}
    [[nodiscard]] Core::Result<void> write(QByteArrayView bytes) override { return m_sink(bytes); }
    [[nodiscard]] Core::Result<void> finish() override { return {}; }

private:
    Sink m_sink;
};

/// Decompresses what begins like a compressed file, and lets everything else through.
class Inner final : public Filter
{
public:
    explicit Inner(Sink sink, Decompressor::Expect expect)
        : m_sink(std::move(sink))
        , m_expect(std::move(expect))
    {}
    [[nodiscard]] Core::Result<void> write(QByteArrayView bytes) override
    {
        if (m_filter)
            return m_filter->write(bytes);
        m_beginning += bytes.toByteArray();
        return m_beginning.size() < zstdMagic.size() ? Core::Result<void>() : choose();
    }
    [[nodiscard]] Core::Result<void> finish() override
    {
        if (!m_filter)
            if (const auto chosen = choose(); !chosen)
                return chosen.error();
        return m_filter->finish();
    }

private:
    Core::Result<void> choose()
    {
        if (m_beginning.startsWith(zstdMagic))
            m_filter = std::make_unique<Decompressor>(m_sink, m_expect);
        else
            m_filter = std::make_unique<Passage>(m_sink);
        return m_filter->write(m_beginning);
    }

    Sink m_sink;
    Decompressor::Expect m_expect;
    QByteArray m_beginning;
    std::unique_ptr<Filter> m_filter;
};

/// A small file may say that it holds terabytes.
Core::Result<void> checkSpace(quint64 size, const PartFile &part)
{
    struct statvfs disk = {};
    if (::fstatvfs(part.descriptor(), &disk) != 0 || size / disk.f_frsize < quint64(disk.f_bavail))
        return {};
    return Error{
        ErrorKind::Io,
        Text::tr("There is not enough space for “%1”, which is larger than what is free there. Nothing was "
                 "changed. Make room or choose another folder.")
            .arg(part.finalName()),
        {},
        {}};
}

} // namespace

Core::Result<WrappingFound> wrappingOf(const QString &file)
{
    auto input = InputFile::open(file);
    if (!input)
        return input.error();
    const auto beginning = input->peek();
    if (!beginning)
        return beginning.error();
    return foundIn(*beginning);
}

Core::Result<void> wrapInto(PartFile &part, const QString &plain, const Wrapping &wrapping,
                            Core::JobContext &context)
{
    auto input = InputFile::open(plain);
    if (!input)
        return input.error();
    const auto beginning = input->peek();
    if (!beginning)
        return beginning.error();
    // Unwrapping could not tell what was inside from what was put around it.
    const WrappingFound found = foundIn(*beginning);
    if (!wrapping.compress && (found.isCompressed || found.isEncrypted))
        return Error{ErrorKind::Unsupported,
                     Text::tr("“%1” is already compressed or encrypted. Nothing was changed.").arg(plain),
                     {},
                     {}};

    Sink sink = [&part](QByteArrayView bytes) { return part.write(bytes); };
    std::unique_ptr<Encryptor> encryptor;
    if (!wrapping.passphrase.isEmpty()) {
        context.enter(Text::tr("Making the key from the passphrase"));
        auto created = Encryptor::create(wrapping.passphrase, wrapping.limits, sink);
        if (!created)
            return created.error();
        encryptor = *std::move(created);
        sink = [&encryptor](QByteArrayView bytes) { return encryptor->write(bytes); };
    }
    std::unique_ptr<Filter> filter;
    if (wrapping.compress)
        filter = std::make_unique<Compressor>(input->size(), sink);
    else
        filter = std::make_unique<Passage>(sink);

    if (const auto done = pump(*input, *filter, phaseOf(wrapping), context); !done)
        return done.error();
    return encryptor ? encryptor->finish() : Core::Result<void>();
}

Core::Result<void> wrap(const QString &plain, const QString &finalName, const Wrapping &wrapping,
                        Core::JobContext &context)
{
    const auto part = PartFile::create(finalName);
    if (!part)
        return part.error();
    if (const auto wrapped = wrapInto(**part, plain, wrapping, context); !wrapped)
        return wrapped.error();
    return (*part)->finish();
}

Core::Result<void> unwrap(const QString &file, const QString &finalName, const QString &passphrase,
                          Core::JobContext &context)
{
    auto input = InputFile::open(file);
    if (!input)
        return input.error();
    const auto beginning = input->peek();
    if (!beginning)
        return beginning.error();
    const WrappingFound found = foundIn(*beginning);
    if (!found.isCompressed && !found.isEncrypted)
        return Error{ErrorKind::Corrupt,
                     Text::tr("“%1” is neither compressed nor encrypted by this program, or its beginning is "
                              "damaged. Nothing was changed.")
                         .arg(file),
                     {},
                     {}};
    if (found.isCompressed) {
        // So that a damaged size is not believed. What is encrypted cannot be changed unnoticed.
        CompressedCheck check;
        if (const auto done = pump(*input, check, Text::tr("Checking"), context); !done)
            return done.error();
        input->rewind();
    }
    const auto part = PartFile::create(finalName);
    if (!part)
        return part.error();

    Inner inner([&part](QByteArrayView bytes) { return (*part)->write(bytes); },
                [&part](quint64 size) { return checkSpace(size, **part); });
    if (found.isCompressed) {
        if (const auto done = pump(*input, inner, Text::tr("Unpacking"), context); !done)
            return done.error();
    } else {
        Decryptor decryptor(passphrase, [&inner](QByteArrayView bytes) { return inner.write(bytes); });
        if (const auto done = pump(*input, decryptor, Text::tr("Decrypting"), context); !done)
            return done.error();
        if (const auto done = inner.finish(); !done)
            return done.error();
    }
    return (*part)->finish();
}

} // namespace Backup
