#include "image/image.h"

#include <stdlib.h>

#include "image/xmp.h"

#include <vips/vips.h>

/* Nothing below app prints; what libvips has to say comes back as its error buffer. */
static void say_nothing(const gchar *domain, GLogLevelFlags level, const gchar *words,
                        gpointer self)
{
    (void)domain, (void)level, (void)words, (void)self;
}

bool image_start(struct err *err)
{
    /* Pixels never go to a file: a worker has no right to write one. */
    if (setenv("VIPS_DISC_THRESHOLD", "1000g", 1))
        return err_set(err, ERR_INTERNAL, "cannot set the environment");
    g_log_set_handler("VIPS", G_LOG_LEVEL_MASK | G_LOG_FLAG_FATAL | G_LOG_FLAG_RECURSION,
                      say_nothing, NULL);
    if (VIPS_INIT("gatefold"))
        return err_set(err, ERR_UNAVAILABLE, "libvips does not start: %s", vips_error_buffer());
    vips_block_untrusted_set(TRUE);
    vips_concurrency_set(1);
    vips_cache_set_max(0);
    vips_cache_set_max_mem(0);
    vips_cache_set_max_files(0);
    return xmp_start(err);
}
