#include "screen/personal_kinds.h"

#include <string.h>

#include "screen/personal_text.h"

enum {
    PHONE_DIGITS_MAX = 15,
    EMAIL_PART_MAX = 64,
};

static bool email_local(char c)
{
    return is_word(c) || (c && strchr("._%+-", c));
}

/* Found from its @. */
size_t personal_email(str text, size_t at, size_t *ret_start)
{
    size_t start = at, end = at + 1, dot = 0;
    if (text.p[at] != '@')
        return 0;
    while (start > 0 && at - start < EMAIL_PART_MAX && email_local(text.p[start - 1]))
        start--;
    while (end < text.n && end - at < 2 * EMAIL_PART_MAX &&
           (is_word(text.p[end]) || text.p[end] == '-' ||
            (text.p[end] == '.' && end + 1 < text.n && is_word(text.p[end + 1])))) {
        if (text.p[end] == '.')
            dot = end;
        end++;
    }
    bool named = start < at && is_word(text.p[at - 1]);
    bool top = dot > at + 1 && end - dot > 2;
    for (size_t i = dot + 1; top && i < end; i++)
        top = is_letter(text.p[i]);
    *ret_start = start;
    return named && top ? end : 0;
}

/* Parts of a phone number: digits with brackets, spaces, dots, slashes or hyphens between. */
static size_t phone_digits(str text, size_t at, char *digits, size_t *ret_end)
{
    size_t n = 0, gap = 0;
    *ret_end = at;
    for (size_t i = at; i < text.n; i++) {
        char c = text.p[i];
        if (is_digit(c)) {
            if (n == PHONE_DIGITS_MAX)
                return 0;
            digits[n++] = c;
            *ret_end = i + 1;
            gap = 0;
        } else if (!strchr(" .-/()", c) || c == '\0' || ++gap > 2) {
            break;
        }
    }
    return word_after(text, *ret_end) ? 0 : n;
}

/* Groups as written, "3-3-4", of the digits up to end. */
static bool grouped(str text, size_t at, size_t end, const char *const *shapes, size_t n)
{
    char shape[2 * PHONE_DIGITS_MAX + 1];
    size_t used = 0, run = 0;
    for (size_t i = at; i <= end; i++) {
        if (i < end && is_digit(text.p[i])) {
            run++;
        } else if (run) {
            if (run > 9 || used + 2 >= sizeof shape)
                return false;
            shape[used++] = (char)('0' + run);
            run = 0;
        }
    }
    shape[used] = '\0';
    for (size_t i = 0; i < n; i++)
        if (strcmp(shape, shapes[i]) == 0)
            return true;
    return false;
}

size_t personal_phone(str text, size_t at, size_t *ret_start)
{
    static const char *const labels[] = {"telephone", "tel",     "phone",    "mobile",
                                         "mob",       "cell",    "fax",      "handy",
                                         "ph",        "telefon", "teléfono", "portable"};
    static const char *const british[] = {"344", "434", "533", "353", "335",
                                          "56",  "55",  "46",  "36",  "37"};
    static const char *const american[] = {"334", "1334"};
    char d[PHONE_DIGITS_MAX];
    size_t end, n;
    size_t labelled = personal_after_label(text, at, labels, countof(labels));
    if (labelled && labelled < text.n) {
        size_t from = labelled + (text.p[labelled] == '+');
        n = phone_digits(text, from, d, &end);
        *ret_start = labelled;
        return n >= 7 ? end : 0;
    }
    if (text.p[at] == '+' && at + 1 < text.n && !word_before(text, at)) {
        n = phone_digits(text, at + 1, d, &end);
        return n >= 8 && d[0] != '0' ? end : 0;
    }
    bool bracket = text.p[at] == '(';
    if ((!is_digit(text.p[at]) && !bracket) || word_before(text, at))
        return 0;
    if (at > 0 && strchr("-.+/(", text.p[at - 1]))
        return 0; /* the tail of something longer */
    n = phone_digits(text, at, d, &end);
    if (n >= 10 && n <= 11 && d[0] == '0' && d[1] != '0' && (d[1] <= '3' || d[1] >= '7'))
        return grouped(text, at, end, british, countof(british)) || n == end - at ? end : 0;
    size_t area = n == 11 && d[0] == '1' ? 1 : 0;
    if (n - area == 10 && d[area] >= '2' && d[area + 3] >= '2' &&
        grouped(text, at, end, american, countof(american)))
        return end;
    return 0;
}
