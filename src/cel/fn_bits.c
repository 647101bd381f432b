/* Bits of integers (the math extension) and base64 (the encoders extension). */
#include "cel/functions.h"
#include "cel/value.h"

/* An int's bits are those of its two's complement, which its uint member shares. */
#define BITS(name, bits)                                                                           \
    struct cel_value name(struct eval *e, const struct cel_value *args)                            \
    {                                                                                              \
        (void)e;                                                                                   \
        struct cel_value v = args[0];                                                              \
        v.u = bits;                                                                                \
        return v;                                                                                  \
    }

BITS(fn_bit_and, args[0].u &args[1].u)
BITS(fn_bit_or, args[0].u | args[1].u)
BITS(fn_bit_xor, args[0].u ^ args[1].u)
BITS(fn_bit_not, ~args[0].u)

static struct cel_value negative_offset(struct eval *e)
{
    return eval_fail(e, ERR_INVALID, "negative offset: a shift is by 0 bits or more");
}

struct cel_value fn_shift_left(struct eval *e, const struct cel_value *args)
{
    struct cel_value v = args[0];
    if (args[1].i < 0)
        return negative_offset(e);
    v.u = args[1].i > 63 ? 0 : v.u << args[1].i;
    return v;
}

/* Zeros come in from the left, of an int too. */
struct cel_value fn_shift_right(struct eval *e, const struct cel_value *args)
{
    struct cel_value v = args[0];
    if (args[1].i < 0)
        return negative_offset(e);
    v.u = args[1].i > 63 ? 0 : v.u >> args[1].i;
    return v;
}

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

struct cel_value fn_base64_encode(struct eval *e, const struct cel_value *args)
{
    str s = value_str(args[0]);
    size_t bytes = (s.n + 2) / 3 * 4;
    char *p = bytes <= UINT32_MAX ? eval_new(e, char, bytes) : NULL;
    if (!p)
        return eval_exhaust(e);
    char *w = p;
    for (size_t i = 0; i < s.n; i += 3) {
        size_t n = MIN(s.n - i, (size_t)3);
        uint32_t bits = 0;
        for (size_t k = 0; k < 3; k++)
            bits = bits << 8 | (k < n ? (uint8_t)s.p[i + k] : 0);
        for (size_t k = 0; k < 4; k++)
            *w++ = k <= n ? digits[bits >> (18 - 6 * k) & 63] : '=';
    }
    return cel_of_str((str){p, bytes});
}

static int digit(char c)
{
    return c >= 'A' && c <= 'Z'   ? c - 'A'
           : c >= 'a' && c <= 'z' ? c - 'a' + 26
           : c >= '0' && c <= '9' ? c - '0' + 52
           : c == '+'             ? 62
           : c == '/'             ? 63
                                  : -1;
}

/* RFC 4648, section 4; the padding may be left out, as the reference implementation has it. */
struct cel_value fn_base64_decode(struct eval *e, const struct cel_value *args)
{
    str s = value_str(args[0]);
    char *p = eval_new(e, char, s.n / 4 * 3 + 3);
    if (!p || !eval_charge_bytes(e, s.n))
        return eval_exhaust(e);
    if (s.n % 4 == 0) {
        for (int padding = 0; padding < 2 && s.n && s.p[s.n - 1] == '='; padding++)
            s.n--;
    }
    size_t w = 0;
    uint32_t bits = 0;
    bool ok = s.n % 4 != 1;
    for (size_t i = 0; ok && i < s.n; i++) {
        int d = digit(s.p[i]);
        ok = d >= 0;
        bits = bits << 6 | (uint32_t)d;
        if (i % 4)
            p[w++] = (char)(bits >> (6 - 2 * (i % 4)));
    }
    /* Bits beyond the last byte are zero in what an encoder writes. */
    ok = ok && (s.n % 4 == 0 || (bits & (s.n % 4 == 2 ? 15u : 3u)) == 0);
    if (!ok)
        return eval_fail(e, ERR_INVALID, "this is not base64");
    struct cel_value v = cel_of_str((str){p, w});
    v.kind = CEL_BYTES;
    return v;
}
