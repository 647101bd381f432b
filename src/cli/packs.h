/* cli/packs.h -- packs by their paths, for the commands that work on packs and not on pictures. */
#pragma once

#include "cli/command.h"
#include "policy/policy.h"

struct pack_file {
    str path, bytes;
    struct diags *diags; /* what is wrong with it, or worth knowing */
};

struct pack_files {
    struct pack_file *at;
    size_t n;
};

/* The files, and those in folders (*.yaml, *.yml, sorted by name), as bytes. False after telling
 * what cannot be read. */
nodiscard bool pack_files_read(const str *paths, size_t n, struct arena *a, struct pack_files *ret);

/* The packs that `gatefold screen` loads, and these beside them. */
nodiscard bool pack_files_shipped(struct texts beside, struct arena *a, struct pack_files *ret);

/* Add each. False if any has mistakes, which are then in its diags. */
bool pack_files_add(const struct pack_files *files, struct policy *p);

/* All that was found, told. Returns how much that was. */
size_t pack_files_tell(const struct pack_files *files, FILE *to);
