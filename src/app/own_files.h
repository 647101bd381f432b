/* app/own_files.h -- the files that a run itself reads: where they lie among the pictures they are
 * none, and when one changes, what was said with it no longer holds. Private to app. */
#pragma once

#include "app/file_identity.h"
#include "base/str.h"

struct own_file {
    str path; /* NUL-terminated */
    str what; /* why it is no picture of the shoot */
    bool picture;
    struct file_identity identity; /* when it was read */
    struct own_file *next;
};

struct own_files {
    struct own_file *first;
};

/* Before the file is read. A picture: one that is read as a picture is (a scan). */
void own_files_add(struct own_files *own, str path, str what, bool picture, struct arena *a);

/* Is any of them another file, or another's bytes, than when it was read or looked at last? */
bool own_files_changed(const struct own_files *own);
void own_files_look(struct own_files *own);

/* What the file at this path is, if it is one of them; else absent. A file that is not read as a
 * picture and begins like one is none of them, whatever it is called. */
str own_files_what(const struct own_files *own, const char *path, uint64_t device, uint64_t inode);
