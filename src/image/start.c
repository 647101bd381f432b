#include "image/image.h"

#include <stdlib.h>

#include "image/colour.h"
#include "image/pixels.h"
#include "image/raw.h"
#include "image/samples.h"
#include "image/xmp.h"

#include <vips/vips.h>

/* Nothing below app prints; what libvips has to say comes back as its error buffer. */
static void say_nothing(const gchar *domain, GLogLevelFlags level, const gchar *words,
                        gpointer self)
{
    (void)domain, (void)level, (void)words, (void)self;
}

/* Use everything once, so that modules, codecs, time zone and colour tables are loaded while files
 * may still be opened. Also proof that every format works here: a missing codec is a failure now,
 * not a surprise at the first such picture. */
static bool warm_up(struct err *err)
{
    struct arena a = arena_open(IMAGE_ARENA_BYTES);
    bool done = true;
    for (size_t i = 0; i < IMAGE_SAMPLES_N && done; i++) {
        uint8_t *room = NULL;
        struct image_about about;
        done = image_decode(IMAGE_SAMPLES[i], (struct image_sink){image_spare_room, &room}, &a,
                            &about, err);
        free(room);
    }
    arena_close(&a);
    if (!done)
        return err_wrap(err, "a decoder does not work");

    if (!colour_start())
        return err_set(err, ERR_UNAVAILABLE, "lcms does not work, or libvips has no CMYK profile");
    return true;
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
    if (pixels_pdf_allowed())
        vips_operation_block_set("VipsForeignLoadPdf", FALSE);
    vips_concurrency_set(1);
    vips_cache_set_max(0);
    vips_cache_set_max_mem(0);
    vips_cache_set_max_files(0);
    return xmp_start(err) && raw_start(err) && warm_up(err);
}
