#include "image/colour.h"

#include "image/look.h"

#include <stdlib.h>
#include <string.h>

#include <lcms2.h>
#include <vips/vips.h>

enum {
    ICC_MIN_BYTES = 132,
    PROFILE_NAME_MAX = 200,
};

struct colour {
    struct colour_layout from;
    size_t pixel_bytes;
    cmsHTRANSFORM transform; /* NULL: the samples are sRGB already */
    struct look look;        /* what the profile blanks */
    struct look through;     /* what transparency blanks */
};

static cmsUInt32Number lcms_type(struct colour_layout from)
{
    int space = from.channels == 1 ? PT_GRAY : from.channels == 3 ? PT_RGB : PT_CMYK;
    return (cmsUInt32Number)(COLORSPACE_SH(space) | EXTRA_SH(from.alpha ? 1 : 0) |
                             CHANNELS_SH(from.channels) | BYTES_SH(from.sample_bytes));
}

static cmsColorSpaceSignature lcms_space(int channels)
{
    return channels == 1 ? cmsSigGrayData : channels == 3 ? cmsSigRgbData : cmsSigCmykData;
}

static cmsHTRANSFORM transform_open(cmsHPROFILE profile, cmsUInt32Number type,
                                    cmsUInt32Number flags)
{
    cmsHPROFILE srgb = cmsCreate_sRGBProfile();
    if (!srgb)
        return NULL;
    cmsHTRANSFORM t =
        cmsCreateTransform(profile, type, srgb, TYPE_RGB_8, INTENT_RELATIVE_COLORIMETRIC,
                           cmsFLAGS_BLACKPOINTCOMPENSATION | flags);
    cmsCloseProfile(srgb);
    return t;
}

static inline uint8_t to_8(uint16_t v)
{
    return (uint8_t)((v * 255u + 32767u) / 65535u);
}

static inline uint16_t sample(const struct colour *c, const uint8_t *pixel, int channel)
{
    if (c->from.sample_bytes == 1)
        return pixel[channel];
    uint16_t v;
    memcpy(&v, pixel + 2 * channel, 2);
    return v;
}

static inline uint8_t sample_8(const struct colour *c, const uint8_t *pixel, int channel)
{
    return c->from.sample_bytes == 1 ? pixel[channel] : to_8(sample(c, pixel, channel));
}

static void row_plain(const struct colour *c, const uint8_t *in, size_t n, uint8_t *rgb)
{
    if (c->from.channels == 3 && c->pixel_bytes == 3) {
        memcpy(rgb, in, 3 * n);
        return;
    }
    bool grey = c->from.channels == 1;
    for (size_t i = 0; i < n; i++, in += c->pixel_bytes, rgb += 3) {
        rgb[0] = sample_8(c, in, 0);
        rgb[1] = grey ? rgb[0] : sample_8(c, in, 1);
        rgb[2] = grey ? rgb[0] : sample_8(c, in, 2);
    }
}

/* ---- what a profile does, tried out ---- */

enum {
    GRID = 9, /* a side */
    GRID_COLOURS = GRID * GRID * GRID,
    CHANNELS_MAX = 4,
    RAMPS_MAX = CHANNELS_MAX + 1, /* each channel alone, all together */
    LEVELS_8 = 256,
    LEVELS_16 = 4096,
    TRIED_MAX = GRID_COLOURS + RAMPS_MAX * LEVELS_16,
    SAME_STEP = 1,
    /* What lcms loses by speed is less; a bend that makes more of it is made to hide print. */
    FAITHFUL_STEP = 24,
};

struct tried {
    uint8_t *in; /* as stored, alpha zero */
    uint8_t (*exact)[3], (*other)[3];
    size_t n;
};

static void tried_done(struct tried *t)
{
    free(t->in);
    free(t->exact);
    free(t->other);
}

static void put(const struct colour *c, struct tried *t, const int levels[static CHANNELS_MAX],
                int of)
{
    uint8_t *pixel = t->in + t->n++ * c->pixel_bytes;
    for (int k = 0; k < MIN(c->from.channels, (int)CHANNELS_MAX); k++) {
        uint16_t wide = (uint16_t)(levels[k] * 65535ll / of);
        if (c->from.sample_bytes == 1)
            pixel[k] = (uint8_t)(levels[k] * 255 / of);
        else
            memcpy(pixel + 2 * k, &wide, sizeof wide);
    }
}

/* A grid, and every level of ramps: between two points of the grid a curve may go anywhere. */
static struct tried try_exactly(const struct colour *c, cmsHTRANSFORM exact)
{
    struct tried t = {.in = calloc(TRIED_MAX, c->pixel_bytes),
                      .exact = calloc(TRIED_MAX, 3),
                      .other = calloc(TRIED_MAX, 3)};
    if (!t.in || !t.exact || !t.other)
        abort();
    for (int i = 0; i < GRID_COLOURS; i++) {
        const int at[CHANNELS_MAX] = {i % GRID, i / GRID % GRID, i / GRID / GRID, 0};
        put(c, &t, at, GRID - 1);
    }
    int levels = c->from.sample_bytes == 1 ? LEVELS_8 : LEVELS_16;
    for (int ramp = 0; ramp <= c->from.channels; ramp++)
        for (int v = 0; v < levels; v++) {
            int at[CHANNELS_MAX] = {0};
            for (int k = 0; k < c->from.channels; k++)
                at[k] = ramp == k || ramp == c->from.channels ? v : 0;
            put(c, &t, at, levels - 1);
        }
    cmsDoTransform(exact, t.in, t.exact, (cmsUInt32Number)t.n);
    return t;
}

static bool agrees(const struct tried *t, int step)
{
    for (size_t i = 0; i < t->n; i++)
        for (int k = 0; k < 3; k++)
            if (abs(t->exact[i][k] - t->other[i][k]) > step)
                return false;
    return true;
}

/* How the profile is honoured: not at all where it changes nothing, else by lcms's fast way, which
 * must come to what the slow one does. */
static bool profile_use(struct colour *c, cmsHPROFILE profile, const char **ret_note)
{
    cmsHTRANSFORM exact = transform_open(profile, lcms_type(c->from), cmsFLAGS_NOOPTIMIZE);
    if (!exact)
        return false;
    struct tried t CLEANUP(tried_done) = try_exactly(c, exact);
    cmsDeleteTransform(exact);
    if (c->from.channels == 3) {
        row_plain(c, t.in, t.n, t.other[0]);
        if (agrees(&t, SAME_STEP))
            return true;
    }
    c->transform = transform_open(profile, lcms_type(c->from), 0);
    if (!c->transform)
        return false;
    cmsDoTransform(c->transform, t.in, t.other, (cmsUInt32Number)t.n);
    if (!agrees(&t, FAITHFUL_STEP))
        *ret_note = "the colour profile bends tones more sharply than can be followed";
    return true;
}

/* True when the profile was taken into account (even if that means doing nothing). */
static bool colour_use(struct colour *c, str icc, const char **ret_note)
{
    if (icc.n < ICC_MIN_BYTES || icc.n > UINT32_MAX) {
        *ret_note = "the colour profile is too short to be one";
        return false;
    }
    cmsHPROFILE profile = cmsOpenProfileFromMem(icc.p, (cmsUInt32Number)icc.n);
    if (!profile) {
        *ret_note = "the colour profile is damaged";
        return false;
    }
    bool used = false;
    if (cmsGetColorSpace(profile) != lcms_space(c->from.channels)) {
        *ret_note = "the colour profile is for another kind of colour than the picture's";
    } else {
        used = profile_use(c, profile, ret_note);
        if (!used)
            *ret_note = "the colour profile cannot be converted to sRGB";
    }
    cmsCloseProfile(profile);
    return used;
}

static bool colour_use_builtin_cmyk(struct colour *c)
{
    VipsBlob *blob = NULL;
    if (vips_profile_load("cmyk", &blob, NULL) || !blob)
        return false;
    size_t n;
    const void *p = vips_blob_get(blob, &n);
    const char *note;
    bool used = colour_use(c, (str){p, n}, &note);
    vips_area_unref(VIPS_AREA(blob));
    return used;
}

bool colour_start(void)
{
    cmsHPROFILE srgb = cmsCreate_sRGBProfile();
    VipsBlob *blob = NULL;
    bool loaded = srgb && !vips_profile_load("cmyk", &blob, NULL) && blob;
    if (blob)
        vips_area_unref(VIPS_AREA(blob));
    if (srgb)
        cmsCloseProfile(srgb);
    return loaded;
}

struct colour *colour_open(struct colour_layout from, str icc, const char **ret_note)
{
    assert(from.channels == 1 || from.channels == 3 || from.channels == 4);
    assert(from.sample_bytes == 1 || from.sample_bytes == 2);

    struct colour *c = calloc(1, sizeof *c);
    if (!c)
        abort();
    c->from = from;
    c->pixel_bytes = (size_t)((from.channels + from.alpha) * from.sample_bytes);
    const char *note = NULL;
    bool used = icc.p && colour_use(c, icc, &note);
    if (!used && from.channels == 4 && !colour_use_builtin_cmyk(c)) {
        colour_close(c);
        return NULL;
    }
    *ret_note = note;
    return c;
}

void colour_close(struct colour *c)
{
    if (!c)
        return;
    if (c->transform)
        cmsDeleteTransform(c->transform);
    free(c);
}

void colour_closep(struct colour **c)
{
    colour_close(*c);
}

/* x / 255 rounded, exact for 0 <= x <= 255 * 255. */
static inline uint8_t div_255(unsigned x)
{
    x += 128;
    return (uint8_t)((x + (x >> 8)) >> 8);
}

static bool row_flatten(const struct colour *c, const uint8_t *in, size_t n, uint8_t *white,
                        uint8_t *black)
{
    unsigned all = 255;
    for (size_t i = 0; i < n; i++, in += c->pixel_bytes) {
        unsigned alpha = sample_8(c, in, c->from.channels);
        /* 16-bit alpha just under full still counts as see-through, though it rounds to 255. */
        if (c->from.sample_bytes == 2 && sample(c, in, c->from.channels) != UINT16_MAX && alpha)
            all &= 254;
        all &= alpha;
        for (size_t k = 3 * i; k < 3 * i + 3; k++) {
            unsigned over_black = c->from.premultiplied ? white[k] : div_255(white[k] * alpha);
            unsigned over_white = over_black + (255 - alpha);
            black[k] = (uint8_t)over_black;
            white[k] = (uint8_t)(over_white > 255 ? 255 : over_white);
        }
    }
    return all != 255;
}

bool colour_row(struct colour *c, const void *in, size_t n, uint8_t *white, uint8_t *black)
{
    if (c->transform) {
        cmsDoTransform(c->transform, in, white, (cmsUInt32Number)n);
        look_row(&c->look, c->from, in, white, n);
    } else {
        row_plain(c, in, n, white);
    }
    if (!c->from.alpha)
        return false;
    if (!c->from.premultiplied)
        look_through_row(&c->through, c->from, in, white, n);
    return row_flatten(c, in, n, white, black);
}

bool colour_hides(const struct colour *c)
{
    return look_is_hidden(&c->look);
}

bool colour_hides_under_alpha(const struct colour *c)
{
    return look_is_hidden(&c->through);
}

str colour_profile_name(str icc, struct arena *a)
{
    if (icc.n < ICC_MIN_BYTES || icc.n > UINT32_MAX)
        return (str){0};
    cmsHPROFILE profile = cmsOpenProfileFromMem(icc.p, (cmsUInt32Number)icc.n);
    if (!profile)
        return (str){0};
    char name[PROFILE_NAME_MAX] = "";
    cmsUInt32Number n =
        cmsGetProfileInfoASCII(profile, cmsInfoDescription, "en", "US", name, sizeof name);
    cmsCloseProfile(profile);
    if (n <= 1)
        return (str){0};
    for (char *p = name; *p; p++)
        if (*p < ' ' || *p > '~')
            *p = '?';
    return str_copy(str_trim(str_of(name)), a);
}
