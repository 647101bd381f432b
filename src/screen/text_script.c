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

/* -log2 of the probability of a letter after a letter (0 is the edge of a word, then a to z),
 * rounded down, 9 for 9 and more: the mean over the word lists of Debian for English, French,
 * German, Italian, Spanish, Portuguese, Dutch, Polish, Swedish and Danish, accents folded. */
static const char bits[27][28] = {
    "934434445474544538434555996", "355445547476342859333557987", "724982989379397399357499949",
    "729593992383599299595599965", "337861878287676379447477965", "356546657566442759234767796",
    "628972378288398299354488978", "328972955399474399346398989", "329991999279676399564487959",
    "446453549965452468534759995", "517652677585665278756277876", "326772766275475378444466857",
    "426652766286366379844469958", "324872888298747239757499969", "337433636386885498832669967",
    "375555657676342549234454886", "628992685399397249255499979", "758888888788888888888057888",
    "326652767396654379544578965", "247383776494657448832578975", "328892986277786399344487957",
    "544444558455343749333776896", "629991999299696399568679989", "526662675276465467545576756",
    "337483786286677338873567558", "235444657675443448434566786", "327782989287776389986496953",
};

enum {
    STRANGE_LETTERS_MIN = 16, /* fewer say nothing */
    STRANGE_TENTHS = 51,
    STRANGE_LETTERS_MANY = 40,
    STRANGE_TENTHS_MANY = 49,
};

static int letter_of(uint32_t c)
{
    if (c >= 'A' && c <= 'Z')
        return (int)(c - 'A') + 1;
    return c >= 'a' && c <= 'z' ? (int)(c - 'a') + 1 : 0;
}

void script_strangeness_add(struct script_strangeness *s, str text)
{
    enum {
        WORD_MIN = 3
    };
    int last = 0;
    struct script_strangeness word = {0};
    bool more = true;
    while (more) {
        uint32_t c = ' ';
        more = utf8_next(&text, &c);
        if (more && is_latin(c) && letter_of(c) == 0)
            continue;
        int letter = more ? letter_of(c) : 0;
        if (letter != 0 || last != 0) {
            word.tenths += 10 * (bits[last][letter] - '0') + 5;
            word.letters++;
        }
        if (letter == 0) {
            if (word.letters > WORD_MIN) {
                s->tenths += word.tenths;
                s->letters += word.letters;
            }
            word = (struct script_strangeness){0};
        }
        last = letter;
    }
}

bool script_is_improbable(struct script_strangeness s)
{
    int64_t limit = s.letters >= STRANGE_LETTERS_MANY ? STRANGE_TENTHS_MANY : STRANGE_TENTHS;
    return s.letters >= STRANGE_LETTERS_MIN && s.tenths >= limit * (int64_t)s.letters;
}
