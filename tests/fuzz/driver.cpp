// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QByteArray>
#include <QDir>
#include <QFile>
#include <QList>

#include <cstdint>
#include <cstdio>
#include <random>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size);

namespace {

int run(const QByteArray &input)
{
    // A copy of exactly this size, so that a sanitizer sees a read behind the end.
    const std::vector<std::uint8_t> exact(input.begin(), input.end());
    return LLVMFuzzerTestOneInput(exact.data(), exact.size());
}

} // namespace

/// Stands in for libFuzzer where the compiler has none: runs every file of a folder and then mutations of
/// them, the same ones each time. Arguments: FOLDER NUMBER-OF-MUTATIONS.
int main(int argc, char **argv)
{
    if (argc != 3) {
        std::fprintf(stderr, "usage: %s FOLDER NUMBER-OF-MUTATIONS\n", argv[0]);
        return 2;
    }
    const QDir folder(QFile::decodeName(argv[1]));
    QList<QByteArray> seeds;
    for (const QString &name : folder.entryList(QDir::Files, QDir::Name)) {
        QFile file(folder.filePath(name));
        if (file.open(QIODevice::ReadOnly))
            seeds.append(file.readAll());
    }
    if (seeds.isEmpty()) {
        std::fprintf(stderr, "no seeds in %s\n", argv[1]);
        return 2;
    }
    for (const QByteArray &seed : seeds)
        run(seed);

    std::mt19937 random(1);
    const auto below = [&](qsizetype limit) {
        return qsizetype(random() % std::mt19937::result_type(limit));
    };
    const qsizetype mutations = QByteArray(argv[2]).toLongLong();
    for (qsizetype i = 0; i < mutations; ++i) {
        QByteArray input = seeds.at(below(seeds.size()));
        for (qsizetype n = below(5); n >= 0; --n) {
            const qsizetype at = below(input.size() + 1);
            const QByteArray &other = seeds.at(below(seeds.size()));
            switch (below(4)) {
            case 0:
                input.insert(at, char(below(256)));
                break;
            case 1:
                input.remove(at, 1 + below(4));
                break;
            case 2:
                input.insert(at, other.mid(below(other.size() + 1), below(12)));
                break;
            default:
                input = input.left(at) + other.mid(below(other.size() + 1));
                break;
            }
        }
        run(input);
    }
    std::printf("%d seeds and %d mutations: no promise broken\n", int(seeds.size()), int(mutations));
    return 0;
}
