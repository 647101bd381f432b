/* app/file_identity.h -- which bytes stand at a path, as far as the file system tells without
 * reading them. */
#pragma once

#include <sys/stat.h>

#include "base/base.h"

struct file_identity {
    uint64_t device, inode, size_bytes;
    struct timespec modified, changed;
};

/* All zero where there is nothing. */
static inline struct file_identity file_identity(const char *path)
{
    struct stat st;
    if (stat(path, &st) != 0)
        return (struct file_identity){0};
    return (struct file_identity){
        .device = st.st_dev,
        .inode = st.st_ino,
        .size_bytes = (uint64_t)st.st_size,
        .modified = st.st_mtim,
        .changed = st.st_ctim,
    };
}

static inline bool file_identity_eq(const struct file_identity *a, const struct file_identity *b)
{
    return a->device == b->device && a->inode == b->inode && a->size_bytes == b->size_bytes &&
           a->modified.tv_sec == b->modified.tv_sec && a->modified.tv_nsec == b->modified.tv_nsec &&
           a->changed.tv_sec == b->changed.tv_sec && a->changed.tv_nsec == b->changed.tv_nsec;
}
