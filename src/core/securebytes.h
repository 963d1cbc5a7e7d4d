// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <sodium.h>

namespace Core {

/// Makes libsodium ready; any thread, as often as one likes.
inline void initSodium()
{
    if (sodium_init() < 0)
        throw std::bad_alloc(); // no random numbers: nothing secret may be made without them
}

/// A key's memory: kept out of swap and core dumps where the system allows it, wiped when freed.
class SecureBytes final
{
public:
    explicit SecureBytes(std::size_t size)
        : m_size(size)
    {
        initSodium(); // its allocator ends the program otherwise
        m_data.reset(static_cast<unsigned char *>(sodium_malloc(size)));
        if (!m_data)
            throw std::bad_alloc();
    }

    [[nodiscard]] unsigned char *data() { return m_data.get(); }
    [[nodiscard]] const unsigned char *data() const { return m_data.get(); }
    [[nodiscard]] std::size_t size() const { return m_size; }

private:
    struct Free
    {
        void operator()(unsigned char *data) const { sodium_free(data); }
    };
    std::unique_ptr<unsigned char, Free> m_data;
    std::size_t m_size;
};

/// Overwrites a text that held a secret, where nobody else shares it.
template <typename Text>
void wipe(Text &text)
{
    if (text.isDetached())
        sodium_memzero(text.data(), std::size_t(text.size()) * sizeof(*text.data()));
    text.clear();
}

} // namespace Core
