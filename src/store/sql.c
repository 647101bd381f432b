#include "store/sql.h"

#include <string.h>

const struct sql_text *sql_find(const char *folder, str name)
{
    size_t n = strlen(folder);
    for (size_t i = 0; i < sql_text_count; i++) {
        str full = str_of(sql_texts[i].name);
        if (full.n == n + 1 + name.n && full.p[n] == '/' && str_starts(full, (str){folder, n}) &&
            str_ends(full, name))
            return &sql_texts[i];
    }
    return NULL;
}

/* Without white space and comments before the next statement. */
static str skip_blank(str text)
{
    for (;;) {
        size_t n = 0;
        while (n < text.n && (text.p[n] == ' ' || text.p[n] == '\n'))
            n++;
        text = str_from(text, n);
        if (!str_starts(text, S("--")))
            return text;
        str comment;
        str_cut(&text, '\n', &comment);
    }
}

bool sql_next(str *file, str *ret_statement)
{
    str rest = skip_blank(*file);
    if (!rest.n)
        return false;
    const char *end = memmem(rest.p, rest.n, ";\n", 2);
    assert(end && "each statement ends with a semicolon at the end of a line");
    *ret_statement = str_first(rest, (size_t)(end - rest.p));
    *file = str_from(rest, ret_statement->n + 2);
    return true;
}
