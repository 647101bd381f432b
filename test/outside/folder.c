#include "folder.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "ledger/bundle.h"

static char *place(const char *folder, const char *path, struct arena *a)
{
    return str_c(str_format(a, "%s/%s", folder, path), a);
}

bool folder_get(void *self, const char *path, struct arena *a, str *ret, struct err *err)
{
    return file_read(place(self, path, a), BUNDLE_MAX_BYTES, a, ret, err);
}

bool folder_put(void *self, const char *path, str bytes, struct err *err)
{
    CLEANUP(arena_close) struct arena a = arena_open(1 << 16);
    char *whole = place(self, path, &a);
    for (char *c = whole + 1; *c; c++) {
        if (*c != '/')
            continue;
        *c = 0;
        if (mkdir(whole, 0777) != 0 && errno != EEXIST)
            return err_set(err, ERR_UNAVAILABLE, "%s: %s", whole, strerror(errno));
        *c = '/';
    }
    return file_write(whole, bytes, err);
}
