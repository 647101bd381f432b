#include "screen/text_script.h"

#include "base/utf8.h"

/* Blocks of Unicode that hold no Latin letters but go with Latin print. */
static const struct {
    uint32_t from, to;
} mark_blocks[] = {
    {0x00A1, 0x00BF}, /* Latin-1 punctuation and signs */
    {0x00D7, 0x00D7}, /* multiplication sign */
    {0x00F7, 0x00F7}, /* division sign */
    {0x2010, 0x205E}, /* general punctuation */
    {0x2070, 0x209C}, /* superscripts and subscripts */
    {0x20A0, 0x20C0}, /* currency */
    {0x2100, 0x214F}, /* letter-like symbols */
    {0x2150, 0x218B}, /* number forms */
    {0x2190, 0x23FF}, /* arrows, mathematics, technical */
    {0x2460, 0x24FF}, /* enclosed numbers and letters */
    {0x2500, 0x27BF}, /* lines, shapes, dingbats */
    {0x3000, 0x3002}, /* ideographic space, comma, stop: the reader's commas */
};

static bool is_latin(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7) || (c >= 0x1E00 && c <= 0x1EFF);
}

static uint32_t fold(uint32_t c)
{
    if (c >= 0xFF01 && c <= 0xFF5E) /* full-width ASCII */
        return c - 0xFF01 + '!';
    switch (c) {
    case 0x3000:
        return ' ';
    case 0x3001:
        return ',';
    case 0x3002:
        return '.';
    default:
        return c;
    }
}

str script_fold(str text, struct arena *a)
{
    CLEANUP(buf_done) struct buf out = {0};
    uint32_t c;
    while (utf8_next(&text, &c))
        utf8_put(&out, fold(c));
    return buf_ok(&out) ? str_copy(buf_str(&out), a) : S("");
}

struct script_count script_count(str text)
{
    struct script_count n = {0};
    uint32_t c;
    while (utf8_next(&text, &c)) {
        bool mark = c > ' ' && c < 0x7F;
        for (size_t i = 0; i < countof(mark_blocks); i++)
            mark |= c >= mark_blocks[i].from && c <= mark_blocks[i].to;
        if (is_latin(c))
            n.letters++;
        else if (c >= '0' && c <= '9')
            n.digits++;
        else if (mark)
            n.marks++;
        else if (c != ' ')
            n.other++;
    }
    return n;
}

bool script_is_other(str text)
{
    struct script_count n = script_count(text);
    return n.other > 0 && 5 * n.other >= n.letters + n.digits + n.marks + n.other;
}
