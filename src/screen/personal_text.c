#include "screen/personal_text.h"

#include <string.h>

bool personal_same_word(str text, size_t at, const char *word)
{
    size_t n = strlen(word);
    if (at + n > text.n || word_before(text, at))
        return false;
    for (size_t i = 0; i < n; i++)
        if (upper(text.p[at + i]) != upper(word[i]))
            return false;
    return true;
}

size_t personal_after_label(str text, size_t at, const char *const *labels, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!personal_same_word(text, at, labels[i]))
            continue;
        size_t end = at + strlen(labels[i]);
        if (word_after(text, end))
            continue;
        for (size_t k = 0; k < 4 && end < text.n && strchr(" .:;#/()\n\t", text.p[end]); k++)
            end++;
        return end;
    }
    return 0;
}
