/* screen/personal_text.h -- characters, numbers and labels as the finders of personal data read
 * them. Private to this folder. */
#pragma once

#include "base/str.h"

static inline char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static inline bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool is_letter(char c)
{
    return upper(c) >= 'A' && upper(c) <= 'Z';
}

static inline bool is_word(char c)
{
    return is_digit(c) || is_letter(c);
}

/* The digit a character stands for, or was read for; '\0' if none. */
static inline char digit_read(char c)
{
    switch (c) {
    case 'O':
    case 'o':
        return '0';
    case 'l':
    case 'I':
    case '|':
        return '1';
    default:
        return is_digit(c) ? c : '\0';
    }
}

static inline bool word_before(str text, size_t at)
{
    return at > 0 && is_word(text.p[at - 1]);
}

static inline bool word_after(str text, size_t end)
{
    return end < text.n && is_word(text.p[end]);
}

static inline int number(const char *digits, size_t n)
{
    int value = 0;
    for (size_t i = 0; i < n; i++)
        value = value * 10 + (digits[i] - '0');
    return value;
}

/* The word stands at `at`, in whatever case, and begins there. */
bool personal_same_word(str text, size_t at, const char *word);

/* After one of the labels: where what is labelled begins; 0 if none stands here. */
size_t personal_after_label(str text, size_t at, const char *const *labels, size_t n);
