#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "worker/cache.h"

static bool make(str folder, struct err *err)
{
    return mkdir(folder.p, 0700) == 0 || errno == EEXIST ||
           err_set(err, ERR_UNAVAILABLE, "%s: %s", folder.p, strerror(errno));
}

bool cache_home(struct arena *a, str *ret_folder, struct err *err)
{
    /* A relative path is to be ignored (XDG Base Directory Specification, 0.8). */
    const char *xdg = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    str base;
    if (xdg && *xdg == '/')
        base = str_of(xdg);
    else if (home && *home == '/')
        base = str_format(a, "%s/.cache", home);
    else
        return err_set(err, ERR_NOT_FOUND, "neither XDG_CACHE_HOME nor HOME names a folder");
    if (!make(base, err))
        return false;
    *ret_folder = str_format(a, "%.*s/gatefold", STR(base));
    return true;
}
