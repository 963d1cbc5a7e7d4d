// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "export/rowwriter.h"

#include "export/csvwriter.h"
#include "export/jsonwriter.h"
#include "export/outputfile.h"
#include "export/sqlwriter.h"
#include "export/xlsxwriter.h"

#include <QStringDecoder>

namespace Export {

using Core::Result;

QString keyOf(Format format)
{
    switch (format) {
    case Format::Csv:
        return QStringLiteral("csv");
    case Format::Xlsx:
        return QStringLiteral("xlsx");
    case Format::Json:
        return QStringLiteral("json");
    case Format::SqlInserts:
        return QStringLiteral("sql");
    }
    Q_UNREACHABLE();
}

std::optional<Format> formatFromKey(QStringView key)
{
    for (const Format format : allFormats)
        if (key == keyOf(format))
            return format;
    return std::nullopt;
}

std::optional<qint64> rowLimit(Format format)
{
    return format == Format::Xlsx ? std::optional(XlsxWriter::maximalRows) : std::nullopt;
}

RowWriter::RowWriter(std::unique_ptr<OutputFile> file)
    : m_file(std::move(file))
{}

RowWriter::~RowWriter() = default;

Result<std::unique_ptr<RowWriter>> RowWriter::create(const QString &file, const Shape &shape,
                                                     const Options &options)
{
    Q_ASSERT(shape.columns.size() == shape.kinds.size());
    auto output = OutputFile::create(file, options.replacesFile);
    if (!output)
        return output.error();
    std::unique_ptr<RowWriter> writer;
    switch (options.format) {
    case Format::Csv:
        writer = std::make_unique<CsvWriter>(std::move(*output), shape, options.rawCells);
        break;
    case Format::Xlsx:
        return XlsxWriter::create(std::move(*output), shape);
    case Format::Json:
        writer = std::make_unique<JsonWriter>(std::move(*output), shape);
        break;
    case Format::SqlInserts:
        writer = std::make_unique<SqlWriter>(std::move(*output), shape);
        break;
    }
    return writer;
}

Result<qint64> RowWriter::finish(const Core::JobContext *context)
{
    if (auto completed = complete(); !completed)
        return completed.error();
    if (context)
        if (auto go = context->proceed(); !go)
            return go.error();
    return m_file->commit();
}

QByteArrayView RowWriter::mended(QByteArrayView text, bool allowsNul, QByteArray &buffer)
{
    const bool hasNul = !allowsNul && text.contains('\0');
    if (!hasNul && text.isValidUtf8())
        return text;
    ++m_mended;
    // Puts U+FFFD in the place of each malformed sequence.
    QStringDecoder decoder(QStringDecoder::Utf8,
                           QStringDecoder::Flag::Stateless | QStringDecoder::Flag::ConvertInitialBom);
    const QString decoded = decoder.decode(text);
    buffer = decoded.toUtf8();
    if (!allowsNul)
        buffer.replace('\0', "\xef\xbf\xbd");
    return buffer;
}

} // namespace Export
