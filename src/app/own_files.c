#include "app/own_files.h"

#include "app/walk.h"

void own_files_add(struct own_files *own, str path, str what, bool picture, struct arena *a)
{
    struct own_file *file = arena_new(a, struct own_file, 1);
    path = (str){str_c(path, a), path.n};
    *file = (struct own_file){path, what, picture, file_identity(path.p), own->first};
    own->first = file;
}

bool own_files_changed(const struct own_files *own)
{
    for (const struct own_file *file = own->first; file; file = file->next) {
        struct file_identity now = file_identity(file->path.p);
        if (!file_identity_eq(&now, &file->identity))
            return true;
    }
    return false;
}

void own_files_look(struct own_files *own)
{
    for (struct own_file *file = own->first; file; file = file->next)
        file->identity = file_identity(file->path.p);
}

str own_files_what(const struct own_files *own, const char *path, uint64_t device, uint64_t inode)
{
    for (const struct own_file *file = own->first; file; file = file->next)
        if (file->identity.device == device && file->identity.inode == inode)
            return file->picture || !walk_sniff(path).p ? file->what : (str){0};
    return (str){0};
}
