#include "worker/loaded.h"

#include <elf.h>
#include <link.h>
#include <string.h>

/* ELF notes are padded to four bytes, or to eight in segments that say so (gABI, chapter 5). */
static size_t padded(size_t n, size_t align)
{
    return (n + align - 1) & ~(align - 1);
}

static str build_id_in(str notes, size_t align)
{
    ElfW(Nhdr) note;
    while (notes.n >= sizeof note) {
        memcpy(&note, notes.p, sizeof note);
        size_t name_at = sizeof note;
        size_t id_at = padded(name_at + note.n_namesz, align);
        size_t end = padded(id_at + note.n_descsz, align);
        if (id_at + note.n_descsz > notes.n)
            break;
        if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == sizeof ELF_NOTE_GNU &&
            memcmp(notes.p + name_at, ELF_NOTE_GNU, sizeof ELF_NOTE_GNU) == 0)
            return (str){notes.p + id_at, note.n_descsz};
        notes = str_from(notes, MIN(end, notes.n));
    }
    return (str){0};
}

static str build_id(const struct dl_phdr_info *object)
{
    for (size_t i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &object->dlpi_phdr[i];
        if (segment->p_type != PT_NOTE)
            continue;
        /* The loader's own address: mapped for as long as the object is. */
        const char *at = (const char *)(uintptr_t)(object->dlpi_addr + segment->p_vaddr);
        str id = build_id_in((str){at, segment->p_memsz}, segment->p_align == 8 ? 8 : 4);
        if (id.n)
            return id;
    }
    return (str){0};
}

static int add(struct dl_phdr_info *object, size_t size, void *self)
{
    (void)size;
    if (!*object->dlpi_name) /* the program: its file is hashed whole */
        return 0;
    str id = build_id(object);
    if (!id.n)
        return 1;
    sha256_add(self, object->dlpi_name, strlen(object->dlpi_name) + 1);
    sha256_add(self, &id.n, sizeof id.n);
    sha256_add(self, id.p, id.n);
    return 0;
}

bool loaded_add(struct sha256 *h)
{
    return dl_iterate_phdr(add, h) == 0;
}
