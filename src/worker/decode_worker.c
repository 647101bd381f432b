/* A decode worker: orders, sandbox, one file, one answer, the end. */
#include <sys/mman.h>
#include <unistd.h>

#include "screen/detector.h"
#include "worker/protocol.h"
#include "worker/workers.h"

/* Budget for 150 megapixels: the pixels themselves (two planes with alpha), what a decoder holds of
 * them, and the libraries. */
enum {
    DECODE_MEMORY_BYTES_MIB = 3072,
    DECODE_CPU_S = 120
};

static const struct sandbox_limits decode_limits = {
    .memory_bytes = (uint64_t)DECODE_MEMORY_BYTES_MIB << 20,
    .file_bytes = (uint64_t)IMAGE_PIXELS_MAX * RASTER_CHANNELS * 2,
    .cpu_s = DECODE_CPU_S,
};

struct pixels {
    int fd;
    uint8_t *p;
    size_t bytes;
};

static uint8_t *pixels_room(void *self, size_t bytes)
{
    struct pixels *pixels = self;
    assert(!pixels->p);
    if (ftruncate(pixels->fd, (off_t)bytes) != 0)
        return NULL;
    void *p = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, pixels->fd, 0);
    if (p == MAP_FAILED)
        return NULL;
    pixels->p = p;
    pixels->bytes = bytes;
    return p;
}

static bool decode(str bytes, int64_t page, int pixels_fd, struct arena *a,
                   struct decoded *ret_decoded, struct err *err)
{
    struct pixels pixels = {.fd = pixels_fd};
    struct image_sink sink = {pixels_room, &pixels};
    struct decoded decoded = {.present = true};
    if (!(page == 0 ? image_decode(bytes, sink, a, &decoded.about, err)
                    : image_page(bytes, page, sink, a, &decoded.about, err)))
        return false;
    decoded.planes = decoded.about.alpha ? 2 : 1;
    /* Room was asked for two planes before it was known that every pixel is opaque. */
    int64_t pixel_count = decoded.about.width_px * decoded.about.height_px;
    if (ftruncate(pixels_fd, pixel_count * RASTER_CHANNELS * decoded.planes) != 0)
        return err_set(err, ERR_INTERNAL, "the pixels could not be cut to size");
    screen_file(&decoded.about, a, &decoded.screening);
    *ret_decoded = decoded;
    return true;
}

bool decode_worker_start(const struct worker_orders *orders, struct arena *a, struct sha256 *read,
                         struct err *err)
{
    (void)a;
    (void)read; /* libraries alone, which are added for every worker */
    return (orders->pdf ? image_pages_start(err) : image_start(err)) &&
           sandbox_enter(decode_limits, orders->weak_sandbox, err);
}

bool decode_worker_serve(int socket, struct arena *a, struct err *err)
{
    str json, bytes;
    int fds[2];
    struct decode_ask ask;
    if (!channel_receive(socket, a, 2, PATIENCE_ENDLESS, &json, fds, err) ||
        !record_read_json(&decode_ask_record, json, a, &ask, err))
        return false;
    struct decode_answer answer = {.pages = INT_ABSENT};
    if (!worker_map(fds[0], &bytes, err) ||
        !(ask.page == PAGES_COUNT ? image_pages(bytes, &answer.pages, err)
                                  : decode(bytes, ask.page, fds[1], a, &answer.decoded, err)))
        answer.problem = str_copy(str_of(err->msg), a);
    CLEANUP(buf_done) struct buf out = BUF_MAX(CHANNEL_MESSAGE_MAX_BYTES);
    record_write_json(&decode_answer_record, &answer, &out);
    if (!buf_ok(&out))
        return err_set(err, ERR_LIMIT, "the answer is too large");
    return channel_send(socket, buf_str(&out), NULL, 0, PATIENCE_ENDLESS, err);
}
