#include "cli/show_picture.h"

#include <poll.h>
#include <sixel.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/hex.h"

enum {
    ANSWER_MS = 200,
    KITTY_CHUNK = 4096, /* bytes of base64 a message, by the protocol */
    SIXEL_COLOURS = 256,
};

static bool named(const char *variable, const char *part)
{
    const char *value = getenv(variable);
    return value && strstr(value, part);
}

static bool attribute_4(const char *answer)
{
    /* "\033[?62;4;22c": 4 among the numbers is sixel. */
    const char *p = strstr(answer, "\033[?");
    while (p && (p = strpbrk(p, ";?"))) {
        p++;
        if (strtol(p, NULL, 10) == 4)
            return true;
    }
    return false;
}

/* Ask the terminal. What was typed before its answer is lost. */
static bool speaks_sixel(void)
{
    struct termios was, raw;
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) || tcgetattr(STDIN_FILENO, &was) != 0)
        return false;
    raw = was;
    raw.c_lflag &= (tcflag_t) ~(ICANON | ECHO);
    raw.c_cc[VMIN] = 0;
    raw.c_cc[VTIME] = 0;
    if (tcsetattr(STDIN_FILENO, TCSANOW, &raw) != 0)
        return false;
    char answer[128] = "";
    size_t n = 0;
    static const char query[] = "\033[c";
    if (write(STDOUT_FILENO, query, sizeof query - 1) == (ssize_t)sizeof query - 1) {
        struct pollfd in = {.fd = STDIN_FILENO, .events = POLLIN};
        while (n + 1 < sizeof answer && !memchr(answer, 'c', n) && poll(&in, 1, ANSWER_MS) == 1) {
            /* One by one: what follows the answer was typed by the person. */
            if (read(STDIN_FILENO, answer + n, 1) != 1)
                break;
            answer[++n] = '\0';
        }
    }
    tcsetattr(STDIN_FILENO, TCSANOW, &was);
    return attribute_4(answer);
}

enum show_way show_way(void)
{
    static int known = -1;
    if (known >= 0)
        return (enum show_way)known;
    known = SHOW_NOT;
    if (named("TERM", "dumb"))
        return (enum show_way)known;
    if (named("TERM", "kitty") || getenv("KITTY_WINDOW_ID") || named("TERM_PROGRAM", "WezTerm") ||
        named("TERM_PROGRAM", "ghostty"))
        known = SHOW_KITTY;
    else if (speaks_sixel())
        known = SHOW_SIXEL;
    return (enum show_way)known;
}

static void show_kitty(struct raster picture, str png, struct arena scratch)
{
    str text = base64_encode(png, &scratch);
    bool first = true;
    while (text.n > 0) {
        str part = str_first(text, MIN(text.n, (size_t)KITTY_CHUNK));
        text = str_from(text, part.n);
        fputs("\033_G", stdout);
        /* Wider than the window it would be cut off: then it is given a width in columns. */
        if (first)
            fputs(picture.width_px > SHOW_SIDE_PX ? "f=100,a=T,c=90," : "f=100,a=T,", stdout);
        printf("m=%d;%.*s\033\\", text.n > 0, STR(part));
        first = false;
    }
    putchar('\n');
}

static int sixel_out(char *data, int size, void *self)
{
    return fwrite(data, 1, (size_t)size, self) == (size_t)size ? 0 : -1;
}

struct raster show_thinned(struct raster r, int32_t side_px, struct arena *a)
{
    int32_t step = 1 + (MAX(r.width_px, r.height_px) - 1) / side_px;
    struct raster out = {NULL, (r.width_px + step - 1) / step, (r.height_px + step - 1) / step};
    uint8_t *rgb = arena_new(a, uint8_t, raster_bytes(out));
    uint8_t *to = rgb;
    for (int32_t y = 0; y < out.height_px; y++)
        for (int32_t x = 0; x < out.width_px; x++, to += RASTER_CHANNELS)
            memcpy(to, raster_row(r, y * step) + (size_t)x * (size_t)step * RASTER_CHANNELS,
                   RASTER_CHANNELS);
    out.rgb = rgb;
    return out;
}

static void show_sixel(struct raster picture, struct arena scratch)
{
    struct raster small = show_thinned(picture, SHOW_SIDE_PX, &scratch);
    sixel_output_t *output = NULL;
    sixel_dither_t *dither = NULL;
    unsigned char *rgb = (unsigned char *)small.rgb;
    if (SIXEL_SUCCEEDED(sixel_output_new(&output, sixel_out, stdout, NULL)) &&
        SIXEL_SUCCEEDED(sixel_dither_new(&dither, SIXEL_COLOURS, NULL)) &&
        SIXEL_SUCCEEDED(sixel_dither_initialize(dither, rgb, small.width_px, small.height_px,
                                                SIXEL_PIXELFORMAT_RGB888, SIXEL_LARGE_AUTO,
                                                SIXEL_REP_AUTO, SIXEL_QUALITY_AUTO)))
        sixel_encode(rgb, small.width_px, small.height_px, RASTER_CHANNELS, dither, output);
    putchar('\n');
    if (dither)
        sixel_dither_unref(dither);
    if (output)
        sixel_output_unref(output);
}

void show_picture(enum show_way way, struct raster picture, str png, struct arena scratch)
{
    if (way == SHOW_KITTY)
        show_kitty(picture, png, scratch);
    else if (way == SHOW_SIXEL)
        show_sixel(picture, scratch);
    fflush(stdout);
}
