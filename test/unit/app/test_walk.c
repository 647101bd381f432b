#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../test.h"
#include "app/walk.h"
#include "worker/intake.h"

static char folder[64];

static int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/gatefold-walk.XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    char command[256];
    snprintf(command, sizeof command, "chmod -R u+rwx %s; rm -rf %s", folder, folder);
    return system(command);
}

static const char *at(const char *name)
{
    static char path[4][512];
    static unsigned turn;
    char *p = path[turn++ % 4];
    snprintf(p, sizeof path[0], "%s/%s", folder, name);
    return p;
}

static void put(const char *name, const char *text)
{
    FILE *f = fopen(at(name), "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static const struct walk_file *find(const struct walk *w, const char *name)
{
    for (size_t i = 0; i < w->n; i++)
        if (str_eq(w->files[i].name, str_of(name)))
            return &w->files[i];
    return NULL;
}

static void everything_is_listed_or_counted(void **state)
{
    (void)state;
    struct arena a = arena_open(16 << 20);
    assert_int_equal(mkdir(at("sub"), 0777), 0);
    put("b.jpg", "x");
    put("a b\n\xff.jpg", "x");
    put("sub/c.tif", "x");
    put("sub/c.xmp", "x");
    put("notes.doc", "x");
    put(".DS_Store", "x");
    put("._b.jpg", "x");
    put("C.XMP", "x");
    put("door.xmp", "\xff\xd8\xff\xe0 a picture under a sidecar's name");
    put("Thumbs.db", "GIF89a");
    assert_int_equal(mkfifo(at("pipe.xmp"), 0666), 0);
    assert_int_equal(mkfifo(at("pipe.jpg"), 0666), 0);
    assert_int_equal(symlink("..", at("sub/up")), 0);
    assert_int_equal(symlink("loop", at("loop")), 0);
    assert_int_equal(symlink("nowhere", at("dangling.jpg")), 0);
    assert_int_equal(mkdir(at("closed"), 0), 0);

    struct err err;
    struct walk w;
    str path = str_of(folder);
    assert_ok(walk_paths(&path, 1, (struct walk_filter){0}, &a, &w, &err), err);
    static const struct {
        const char *name, *problem;
    } want[] = {
        {"Thumbs.db", NULL},
        {"a b\n\xff.jpg", NULL},
        {"b.jpg", NULL},
        {"dangling.jpg", "No such file or directory"},
        {"door.xmp", NULL},
        {"loop", "a loop of symbolic links"},
        {"notes.doc", NULL},
        {"pipe.jpg", "a named pipe, not a regular file"},
        {"pipe.xmp", "a named pipe, not a regular file"},
        {"sub/c.tif", NULL},
    };
    for (size_t i = 0; i < countof(want); i++) {
        const struct walk_file *f = find(&w, want[i].name);
        if (!f)
            fail_msg("%s is not listed", want[i].name);
        if (want[i].problem)
            assert_str(f->problem, str_of(want[i].problem));
        else
            assert_null(f->problem.p);
    }
    bool root = geteuid() == 0; /* who may read a folder without rights */
    assert_int_equal(w.n, countof(want) + !root);
    if (!root)
        assert_true(str_starts(find(&w, "closed")->problem, S("folder cannot be read")));

    size_t skipped = 0;
    for (size_t i = 0; i < w.skips; i++)
        skipped += w.skipped[i].n;
    assert_int_equal(skipped, 5); /* two sidecars, .DS_Store, ._b.jpg, and the way up */
    arena_close(&a);
}

static str no_tiff(void *self, str path, str name, uint64_t device, uint64_t inode)
{
    (void)self;
    (void)path;
    (void)device;
    (void)inode;
    return str_ends(name, S(".tif")) ? S("set aside") : (str){0};
}

static void a_filter_sets_files_aside_and_counts_them(void **state)
{
    (void)state;
    struct arena a = arena_open(16 << 20);
    put("1.tif", "x");
    put("2.jpg", "x");
    struct err err;
    struct walk w;
    str path = str_of(folder);
    assert_ok(walk_paths(&path, 1, (struct walk_filter){no_tiff, NULL}, &a, &w, &err), err);
    assert_int_equal(w.n, 1);
    assert_int_equal(w.skips, 1);
    assert_str(w.skipped[0].reason, S("set aside"));
    path = S("/nowhere/at/all");
    assert_err(walk_paths(&path, 1, (struct walk_filter){0}, &a, &w, &err), err, ERR_NOT_FOUND);
    arena_close(&a);
}

static void what_is_taken_in_is_sealed_and_hashed(void **state)
{
    (void)state;
    struct err err = {0};
    struct intake in;
    put("abc", "abc");
    assert_ok(intake_open(at("abc"), &in, &err), err);
    /* FIPS 180-2, appendix B.1 */
    struct arena a = arena_open(1 << 20);
    assert_str(digest_hex(in.sha256, &a),
               S("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    assert_int_equal(in.size_bytes, 3);
    assert_int_equal(write(in.fd, "x", 1), -1);
    assert_int_equal(ftruncate(in.fd, 0), -1);
    close(in.fd);

    put("empty", "");
    assert_err(intake_open(at("empty"), &in, &err), err, ERR_INVALID);
    assert_int_equal(mkfifo(at("fifo"), 0666), 0);
    assert_err(intake_open(at("fifo"), &in, &err), err, ERR_INVALID);
    assert_err(intake_open(folder, &in, &err), err, ERR_INVALID);
    assert_err(intake_open(at("absent"), &in, &err), err, ERR_NOT_FOUND);
    arena_close(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(everything_is_listed_or_counted, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(a_filter_sets_files_aside_and_counts_them, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(what_is_taken_in_is_sealed_and_hashed, make_folder,
                                        remove_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
