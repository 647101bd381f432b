#include "cli/callsheet_file.h"

#include "base/file.h"
#include "cli/print.h"

enum {
    CALLSHEET_MAX_BYTES = 16 << 20
};

bool callsheet_file_read(const struct arguments *arguments, str path, struct callsheet *ret,
                         int *ret_status)
{
    struct err err;
    str bytes;
    struct diags *diags = arena_new(arguments->a, struct diags, 1);
    *diags = (struct diags){.a = arguments->a, .file = path};
    if (!file_read(path.p, CALLSHEET_MAX_BYTES, arguments->a, &bytes, &err)) {
        *ret_status = tell_error(&err);
        return false;
    }
    if (callsheet_read(bytes, arguments->a, diags, ret))
        return true;
    tell_diags(diags, stdout);
    size_t n = diags->n + diags->dropped;
    printf("%.*s: %zu mistake%s\n", STR(print_safe(path, arguments->a)), n, plural((int64_t)n));
    *ret_status = EXIT_NOT_CLEAR;
    return false;
}
