/* codec/zip_write.h -- inside codec only: ZIP archives of a few parts, such as codec/zip.h reads.
 */
#pragma once

#include "base/buf.h"

/* All zero, with the cap of `out` set. Failure is kept in out. */
struct zip_writer {
    struct buf out;
    struct buf central;
    size_t n;
};

/* Add a deflated part; less than 4 GiB in all, names as zip_open takes them. */
void zip_write_part(struct zip_writer *w, str name, str bytes);

/* The whole archive, good until zip_writer_done. Absent if it would be over the cap. */
str zip_write_end(struct zip_writer *w);
void zip_writer_done(struct zip_writer *w);
