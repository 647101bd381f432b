#include "codec/document.h"

#include <stdio.h>

#include "codec/json.h"
#include "codec/yaml.h"

/* The readers say the place in words. */
static bool tell_unreadable(const struct err *err, struct diags *diags)
{
    unsigned line = 0, column = 0;
    int skip = 0;
    if (sscanf(err->msg, "line %u, column %u: %n", &line, &column, &skip) < 2)
        skip = 0;
    return diag_add(diags, line, column, (str){0}, "%s", err->msg + skip);
}

bool document_read(str bytes, struct arena *a, struct diags *diags, struct node *ret_tree)
{
    struct err err;
    bool is_json = str_starts(str_trim(bytes), S("{"));
    if (is_json ? json_read(bytes, a, ret_tree, &err) : yaml_read(bytes, a, ret_tree, &err))
        return true;
    return tell_unreadable(&err, diags);
}
