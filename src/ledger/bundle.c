#include "ledger/bundle.h"

bool bundle_put(struct buf *bundle, str entry, struct err *err)
{
    if (entry.n > ENTRY_MAX_BYTES)
        return err_set(err, ERR_LIMIT, "an entry of %zu bytes: the ledger takes at most %d",
                       entry.n, ENTRY_MAX_BYTES);
    buf_byte(bundle, (char)(entry.n >> 8));
    buf_byte(bundle, (char)(entry.n & 0xff));
    buf_put(bundle, entry);
    return true;
}

bool bundle_parse(str bytes, unsigned width, str ret_entries[static TILE_WIDTH], struct err *err)
{
    assert(width >= 1 && width <= TILE_WIDTH);
    str rest = bytes;
    for (unsigned i = 0; i < width; i++) {
        size_t n = rest.n < 2 ? 0 : (size_t)(uint8_t)rest.p[0] << 8 | (uint8_t)rest.p[1];
        if (rest.n < 2 + n)
            return err_set(err, ERR_CORRUPT, "the bundle ends within entry %u of %u", i + 1, width);
        ret_entries[i] = (str){rest.p + 2, n};
        rest = str_from(rest, 2 + n);
    }
    if (rest.n)
        return err_set(err, ERR_CORRUPT, "the bundle has %zu bytes after its %u entries", rest.n,
                       width);
    return true;
}

bool bundle_read(struct tile_source src, struct tile_id id, struct arena *a,
                 str ret_entries[static TILE_WIDTH], struct err *err)
{
    assert(id.level == TILE_ENTRIES);
    struct tile_id got;
    str bytes;
    if (!tile_get(src, id, a, &got, &bytes, err))
        return false;
    if (!bundle_parse(bytes, got.width, ret_entries, err)) {
        char path[TILE_PATH_MAX];
        return err_wrap(err, "%.*s", STR(tile_path(got, path)));
    }
    return true;
}
