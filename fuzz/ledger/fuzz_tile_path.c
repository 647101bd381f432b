/* Paths of tiles: one path, one tile. */
#include <stdlib.h>

#include "../fuzz.h"
#include "ledger/tile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    str path = {(const char *)data, size};
    struct tile_id id;
    char again[TILE_PATH_MAX];
    if (tile_path_parse(path, &id) && !str_eq(tile_path(id, again), path))
        abort();
    return 0;
}
