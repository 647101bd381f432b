#include "base/hex.h"

str hex_encode(str bytes, struct arena *a)
{
    static const char digits[] = "0123456789abcdef";
    char *p = arena_new(a, char, bytes.n * 2);
    for (size_t i = 0; i < bytes.n; i++) {
        uint8_t b = (uint8_t)bytes.p[i];
        p[2 * i] = digits[b >> 4];
        p[2 * i + 1] = digits[b & 15];
    }
    return (str){p, bytes.n * 2};
}

static int digit_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return -1;
}

bool hex_decode(str hex, uint8_t *out, size_t n)
{
    if (hex.n != n * 2)
        return false;
    for (size_t i = 0; i < n; i++) {
        int high = digit_value(hex.p[2 * i]), low = digit_value(hex.p[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        out[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

str base64_encode(str bytes, struct arena *a)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    size_t n = (bytes.n + 2) / 3 * 4;
    char *p = arena_new(a, char, n);
    for (size_t i = 0, o = 0; i < bytes.n; i += 3, o += 4) {
        size_t left = bytes.n - i;
        uint32_t v = (uint32_t)(uint8_t)bytes.p[i] << 16;
        if (left > 1)
            v |= (uint32_t)(uint8_t)bytes.p[i + 1] << 8;
        if (left > 2)
            v |= (uint8_t)bytes.p[i + 2];
        p[o] = digits[v >> 18];
        p[o + 1] = digits[v >> 12 & 63];
        p[o + 2] = left > 1 ? digits[v >> 6 & 63] : '=';
        p[o + 3] = left > 2 ? digits[v & 63] : '=';
    }
    return (str){p, n};
}

static int base64_value(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

static size_t base64_padding(str text)
{
    return (size_t)str_ends(text, S("=")) + str_ends(text, S("=="));
}

bool base64_decode(str text, uint8_t *out, size_t n)
{
    size_t padding = base64_padding(text), w = 0;
    if (text.n % 4 || text.n / 4 * 3 != n + padding)
        return false;
    uint32_t bits = 0;
    unsigned have = 0;
    for (size_t i = 0; i < text.n - padding; i++) {
        int v = base64_value(text.p[i]);
        if (v < 0)
            return false;
        bits = bits << 6 | (uint32_t)v;
        have += 6;
        if (have >= 8) {
            have -= 8;
            out[w++] = (uint8_t)(bits >> have);
        }
    }
    return (bits & ((1u << have) - 1)) == 0;
}

bool base64_bytes(str text, struct arena *a, str *ret_bytes)
{
    size_t padding = base64_padding(text);
    if (text.n % 4)
        return false;
    size_t n = text.n / 4 * 3 - padding;
    uint8_t *out = arena_new(a, uint8_t, n);
    if (!base64_decode(text, out, n))
        return false;
    *ret_bytes = (str){(const char *)out, n};
    return true;
}
