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
