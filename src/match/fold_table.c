#include "match/fold_table.h"

/* Case is folded before this table is read, so that capitals and small letters of one word fold
 * alike: a letter goes by its capital where that is a Latin one (Greek eta is H, not n), otherwise
 * by its small form. The shapes are those of UTS 39's confusables.txt, and a few that readers of
 * pictures are known to give for Russian (a backward N); a stroke or hook through a Latin letter is
 * an accent to a reader. In the order of code points; a test checks it. */
const struct fold_row fold_rows[] = {
    /* clang-format off */
    /* Latin letters that do not decompose, small capitals */
    {0x00e6, "ae"}, {0x00f0, "d"}, {0x00f8, "o"}, {0x00fe, "p"}, {0x0111, "d"},
    {0x0127, "h"}, {0x0131, "i"}, {0x0138, "k"}, {0x0142, "l"}, {0x014b, "n"}, {0x0153, "oe"},
    {0x0167, "t"}, {0x0180, "b"}, {0x0188, "c"}, {0x0192, "f"}, {0x0199, "k"}, {0x019a, "l"},
    {0x01a5, "p"}, {0x01ad, "t"}, {0x01b4, "y"}, {0x01b6, "z"}, {0x01bd, "s"}, {0x01c0, "l"},
    {0x0237, "j"}, {0x023c, "c"}, {0x0247, "e"}, {0x0249, "j"}, {0x024d, "r"}, {0x024f, "y"},
    {0x0251, "a"}, {0x0253, "b"}, {0x0256, "d"}, {0x0257, "d"}, {0x0260, "g"}, {0x0261, "g"},
    {0x0266, "h"}, {0x0268, "i"}, {0x0269, "i"}, {0x026a, "i"}, {0x026b, "l"}, {0x026f, "w"},
    {0x0271, "m"}, {0x0272, "n"}, {0x0274, "n"}, {0x0275, "o"}, {0x0280, "r"}, {0x0289, "u"},
    {0x028b, "u"}, {0x028f, "y"}, {0x0299, "b"}, {0x029c, "h"}, {0x029f, "l"},
    /* Greek */
    {0x03b1, "a"}, {0x03b2, "b"}, {0x03b3, "y"}, {0x03b5, "e"}, {0x03b6, "z"}, {0x03b7, "h"},
    {0x03b9, "i"}, {0x03ba, "k"}, {0x03bc, "m"}, {0x03bd, "n"}, {0x03bf, "o"}, {0x03c1, "p"},
    {0x03c3, "o"}, {0x03c4, "t"}, {0x03c5, "y"}, {0x03c7, "x"}, {0x03c9, "w"},
    {0x03f3, "j"},
    /* Cyrillic */
    {0x0430, "a"}, {0x0431, "6"}, {0x0432, "b"}, {0x0433, "r"}, {0x0435, "e"}, {0x0437, "3"},
    {0x0438, "n"}, {0x043a, "k"}, {0x043c, "m"}, {0x043d, "h"}, {0x043e, "o"}, {0x043f, "n"},
    {0x0440, "p"}, {0x0441, "c"}, {0x0442, "t"}, {0x0443, "y"}, {0x0445, "x"}, {0x044c, "b"},
    {0x0454, "e"}, {0x0455, "s"}, {0x0456, "i"}, {0x0458, "j"}, {0x045b, "h"}, {0x0461, "w"},
    {0x0475, "v"}, {0x04af, "y"}, {0x04bb, "h"}, {0x04cf, "l"}, {0x04d9, "e"}, {0x0501, "d"},
    {0x051b, "q"}, {0x051d, "w"},
    /* Armenian */
    {0x0561, "w"}, {0x0563, "q"}, {0x0566, "q"}, {0x0570, "h"}, {0x0578, "n"}, {0x057c, "n"},
    {0x057d, "u"}, {0x0581, "g"}, {0x0585, "o"},
    /* Hebrew, Arabic and Indic shapes of l and o */
    {0x05d5, "l"}, {0x05df, "l"}, {0x05e1, "o"}, {0x0627, "l"}, {0x0647, "o"}, {0x0661, "l"},
    {0x0665, "o"}, {0x06f1, "l"}, {0x06f5, "o"}, {0x0966, "o"}, {0x09e6, "o"},
    /* Cherokee */
    {0x13a0, "d"}, {0x13a1, "r"}, {0x13a2, "t"}, {0x13a9, "y"}, {0x13aa, "a"}, {0x13ab, "j"},
    {0x13ac, "e"}, {0x13b3, "w"}, {0x13b7, "m"}, {0x13bb, "h"}, {0x13c0, "g"}, {0x13c2, "h"},
    {0x13c3, "z"}, {0x13cf, "b"}, {0x13d2, "r"}, {0x13d5, "s"}, {0x13d9, "v"}, {0x13da, "s"},
    {0x13de, "l"}, {0x13df, "c"}, {0x13e2, "p"}, {0x13e6, "k"}, {0x13e7, "d"}, {0x13f4, "b"},
    /* Latin small capitals */
    {0x1d00, "a"}, {0x1d04, "c"}, {0x1d05, "d"}, {0x1d07, "e"}, {0x1d0a, "j"}, {0x1d0b, "k"},
    {0x1d0d, "m"}, {0x1d0f, "o"}, {0x1d18, "p"}, {0x1d1b, "t"}, {0x1d1c, "u"}, {0x1d20, "v"},
    {0x1d21, "w"}, {0x1d22, "z"},
    /* clang-format on */
};
const size_t fold_rows_n = countof(fold_rows);

const char *fold_look_alike(uint32_t code_point)
{
    size_t low = 0, high = fold_rows_n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (fold_rows[middle].from < code_point)
            low = middle + 1;
        else
            high = middle;
    }
    return low < fold_rows_n && fold_rows[low].from == code_point ? fold_rows[low].to : NULL;
}
