#include "samples.h"

const str eight_entries[8] = {
    S(""),
    S("\x00"),
    S("\x10"),
    S("\x20\x21"),
    S("\x30\x31"),
    S("\x40\x41\x42\x43"),
    S("\x50\x51\x52\x53\x54\x55\x56\x57"),
    S("\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f"),
};

struct file *files_find(struct files *f, str path)
{
    for (size_t i = f->n; i-- > 0;) {
        if (str_eq(f->at[i].path, path))
            return &f->at[i];
    }
    return NULL;
}

void files_drop(struct files *f, str path)
{
    struct file *file = files_find(f, path);
    assert_non_null(file);
    *file = f->at[--f->n];
}

static bool get(void *self, const char *path, struct arena *a, str *ret, struct err *err)
{
    struct files *f = self;
    const struct file *file = files_find(f, str_of(path));
    f->gets++;
    if (!file)
        return err_set(err, ERR_NOT_FOUND, "no such file");
    *ret = str_copy(file->bytes, a);
    return true;
}

static bool put(void *self, const char *path, str bytes, struct err *err)
{
    (void)err;
    struct files *f = self;
    struct file *file = files_find(f, str_of(path));
    if (file) {
        assert_str(bytes, file->bytes);
        return true;
    }
    assert_true(f->n < countof(f->at));
    f->at[f->n++] = (struct file){str_copy(str_of(path), f->a), str_copy(bytes, f->a)};
    return true;
}

struct tile_source files_source(struct files *f)
{
    return (struct tile_source){f, get};
}

struct tile_sink files_sink(struct files *f)
{
    return (struct tile_sink){f, put};
}

static struct digest subtree(const struct digest *at, uint64_t n)
{
    return n == 1 ? at[0] : tree_node(subtree(at, n / 2), subtree(at + n / 2, n / 2));
}

static bool node_get(void *self, unsigned level, uint64_t index, struct digest *ret,
                     struct err *err)
{
    (void)err;
    const struct leaves *l = self;
    assert_true((index + 1) << level <= l->n);
    *ret = subtree(l->at + (index << level), (uint64_t)1 << level);
    return true;
}

struct tree_nodes leaves_nodes(struct leaves *l)
{
    return (struct tree_nodes){l, node_get};
}

struct digest hex_digest(const char *hex)
{
    struct digest d;
    if (!digest_from_hex(str_of(hex), &d))
        fail_msg("not a digest: %s", hex);
    return d;
}
