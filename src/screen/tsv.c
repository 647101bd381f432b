#include "screen/tsv.h"

#include "base/utf8.h"

static bool line_is_clean(struct tsv *t, str line)
{
    if (line.n > TSV_LINE_MAX_BYTES)
        return diag_add(t->diags, t->line, 0, (str){0}, "the line has %zu bytes, more than %d",
                        line.n, TSV_LINE_MAX_BYTES);
    if (!utf8_valid(line))
        return diag_add(t->diags, t->line, 0, (str){0}, "the line is not UTF-8");
    for (size_t i = 0; i < line.n; i++) {
        unsigned char c = (unsigned char)line.p[i];
        if (c == '\r')
            return diag_add(t->diags, t->line, (uint32_t)i + 1, (str){0},
                            "there is a carriage return: save the file with Unix line ends");
        if ((c < 0x20 && c != '\t') || c == 0x7f)
            return diag_add(t->diags, t->line, (uint32_t)i + 1, (str){0},
                            "there is a control character (%u)", c);
    }
    return true;
}

bool tsv_start(struct tsv *t, str text, str header, struct diags *diags)
{
    *t = (struct tsv){.rest = text, .diags = diags};
    str line;
    if (!str_cut(&t->rest, '\n', &line) || !str_eq(str_trim(line), header))
        return diag_add(diags, 1, 0, header, "the file does not start with its format's name");
    t->line = 1;
    return true;
}

bool tsv_next(struct tsv *t, str *ret_line)
{
    str line;
    while (str_cut(&t->rest, '\n', &line)) {
        t->line++;
        if (str_trim(line).n == 0 || line.p[0] == '#' || !line_is_clean(t, line))
            continue;
        *ret_line = line;
        return true;
    }
    return false;
}

bool tsv_fields(struct tsv *t, str line, const char *const *names, size_t n, str *ret_fields)
{
    size_t have = 0;
    str rest = line, field;
    while (str_cut(&rest, '\t', &field)) {
        if (have < n)
            ret_fields[have] = str_trim(field);
        have++;
    }
    if (have != n)
        return diag_add(t->diags, t->line, 0, (str){0},
                        "the line has %zu fields between TABs, want %zu (%s to %s)", have, n,
                        names[0], names[n - 1]);
    for (size_t i = 0; i < n; i++)
        if (ret_fields[i].n == 0)
            return diag_add(t->diags, t->line, 0, (str){0}, "the field %s is empty", names[i]);
    return true;
}
