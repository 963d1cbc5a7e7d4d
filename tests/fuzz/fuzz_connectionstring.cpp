// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error.h"
#include "db/connectionstring.h"
#include "db/explanation.h"
#include "tests/db/conninfooracle.h"

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <cstdio>
#include <cstdlib>

namespace {

void require(bool condition, const char *promise, const QByteArray &text)
{
    if (condition)
        return;
    std::fprintf(stderr, "broken promise: %s\ninput: %s\n", promise,
                 text.toPercentEncoding(" :/?@=&'\\;").constData());
    std::abort();
}

/// What toText() keeps: everything but the record of what was left out.
Db::ConnectionSpec withoutRecord(Db::ConnectionSpec spec)
{
    spec.dropped.clear();
    spec.warnings.clear();
    return spec;
}

} // namespace

/// Any bytes: nothing crashes, libpq agrees on its own formats, and what is printed is read back as the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace Db::ConnectionString;
    const QByteArray bytes(reinterpret_cast<const char *>(data),
                           qsizetype(size)); // NOLINT: libFuzzer's bytes
    if (!bytes.contains('\0'))
        require(ConninfoOracle::compare(bytes) != ConninfoOracle::Verdict::Disagree, "agrees with libpq",
                bytes);

    const auto spec = parse(QString::fromUtf8(bytes));
    if (!spec) {
        require(!spec.error().summary.isEmpty() && !spec.error().summary.contains(u'\n'), "one line of error",
                bytes);
        return 0;
    }
    const auto again = parse(toText(*spec, Secrets::Include));
    require(again.has_value(), "printed text can be read", bytes);
    require(withoutRecord(*again) == withoutRecord(*spec), "printed text means the same", bytes);
    const auto hidden = parse(toText(*spec, Secrets::Hide));
    require(hidden.has_value() && !hidden->password, "hidden text has no password", bytes);
    (void)Db::explanation(*spec);
    (void)Db::explanationText(*spec);
    (void)displayName(*spec);
    (void)identity(*spec);
    (void)toLibpqParameters(*spec);
    return 0;
}
