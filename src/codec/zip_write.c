#include "codec/zip_write.h"

#include <zlib.h>

enum {
    METHOD_DEFLATED = 8,
    VERSION = 20,
    DOS_DATE_1980 = 0x21, /* no time of making: the same input gives the same bytes */
};

static void put_u16(struct buf *out, uint32_t v)
{
    buf_byte(out, (char)v);
    buf_byte(out, (char)(v >> 8));
}

static void put_u32(struct buf *out, uint32_t v)
{
    put_u16(out, v);
    put_u16(out, v >> 16);
}

/* What local and central headers share, from "version needed" to the lengths of name and extra. */
static void put_header(struct buf *out, str name, uint32_t crc, uint32_t packed, uint32_t bytes)
{
    put_u16(out, VERSION);
    put_u16(out, 0);
    put_u16(out, METHOD_DEFLATED);
    put_u16(out, 0);
    put_u16(out, DOS_DATE_1980);
    put_u32(out, crc);
    put_u32(out, packed);
    put_u32(out, bytes);
    put_u16(out, (uint32_t)name.n);
    put_u16(out, 0);
}

static bool deflate_into(str bytes, struct buf *out)
{
    z_stream z = {.next_in = (Bytef *)bytes.p, .avail_in = (uInt)bytes.n};
    if (deflateInit2(&z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) !=
        Z_OK)
        return false;
    size_t most = deflateBound(&z, (uLong)bytes.n), before = out->n;
    char *at = buf_extend(out, most);
    bool good = at != NULL;
    if (good) {
        z.next_out = (Bytef *)at;
        z.avail_out = (uInt)most;
        good = deflate(&z, Z_FINISH) == Z_STREAM_END;
        out->n = before + z.total_out;
    }
    deflateEnd(&z);
    return good;
}

void zip_write_part(struct zip_writer *w, str name, str bytes)
{
    CLEANUP(buf_done) struct buf packed = {.max_bytes = w->out.max_bytes};
    uint32_t crc = (uint32_t)crc32(0, (const Bytef *)bytes.p, (uInt)bytes.n);
    uint32_t offset = (uint32_t)w->out.n;
    if (!deflate_into(bytes, &packed)) {
        w->out.failed = true;
        return;
    }
    put_u32(&w->out, 0x04034b50);
    put_header(&w->out, name, crc, (uint32_t)packed.n, (uint32_t)bytes.n);
    buf_put(&w->out, name);
    buf_put(&w->out, buf_str(&packed));
    put_u32(&w->central, 0x02014b50);
    put_u16(&w->central, VERSION);
    put_header(&w->central, name, crc, (uint32_t)packed.n, (uint32_t)bytes.n);
    put_u16(&w->central, 0); /* comment */
    put_u16(&w->central, 0); /* disk */
    put_u16(&w->central, 0); /* attributes */
    put_u32(&w->central, 0);
    put_u32(&w->central, offset);
    buf_put(&w->central, name);
    w->n++;
}

str zip_write_end(struct zip_writer *w)
{
    uint32_t start = (uint32_t)w->out.n;
    if (w->central.n)
        buf_put(&w->out, buf_str(&w->central));
    put_u32(&w->out, 0x06054b50);
    put_u32(&w->out, 0);
    put_u16(&w->out, (uint32_t)w->n);
    put_u16(&w->out, (uint32_t)w->n);
    put_u32(&w->out, (uint32_t)w->central.n);
    put_u32(&w->out, start);
    put_u16(&w->out, 0);
    return buf_ok(&w->out) && buf_ok(&w->central) ? buf_str(&w->out) : (str){0};
}

void zip_writer_done(struct zip_writer *w)
{
    buf_done(&w->out);
    buf_done(&w->central);
}
