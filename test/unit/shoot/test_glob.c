#include "shoot/glob.h"

#include <fnmatch.h>

#include "../test.h"

static void matches(void **state)
{
    (void)state;
    /* From the documented meaning in glob.h. */
    static const struct {
        const char *pattern, *path;
        bool match;
    } rows[] = {
        {"desk-1_*.jpg", "desk-1_0001.jpg", true},
        {"desk-1_*.jpg", "desk-1_.jpg", true},
        {"desk-1_*.jpg", "desk-10_1.jpg", false},
        {"desk-1_*.jpg", "a/b/desk-1_1.jpg", true}, /* no slash: in any folder */
        {"desk/*.jpg", "desk/1.jpg", true},
        {"desk/*.jpg", "desk/a/1.jpg", false},
        {"desk/*.jpg", "x/desk/1.jpg", false},
        {"desk/**/*.jpg", "desk/1.jpg", true},
        {"desk/**/*.jpg", "desk/a/b/1.jpg", true},
        {"desk/**/*.jpg", "deskx/1.jpg", false},
        {"desk/**/b/*.jpg", "desk/b/1.jpg", true},
        {"desk/**/b/*.jpg", "desk/a/b/b/1.jpg", true},
        {"desk/**/b/*.jpg", "desk/ab/1.jpg", false},
        {"desk/**", "desk/a/1.jpg", true},
        {"desk/**", "desk/1", true},
        {"desk/**", "desk", false},
        {"**", "a", true},
        {"**", "a/b", true},
        {"*", "a", true},
        {"*", "a/b", true},
        {"?.png", "a.png", true},
        {"?.png", "ab.png", false},
        {"?.png", "\xc3\xa9.png", true}, /* one character, two bytes */
        {"?.png", "\xc3.png", true},     /* one byte that is not UTF-8 */
        {"[ab].png", "\xc3.png", false},
        {"[!ab].png", "\xc3.png", true},
        {"[a-c]x/1", "bx/1", true},
        {"[a-c]x/1", "dx/1", false},
        {"[!a-c]x/1", "dx/1", true},
        {"[!a-c]x/1", "bx/1", false},
        {"a[!x]b/1", "a/b/1", false}, /* never a slash */
        {"[]]x/1", "]x/1", true},
        {"[*]/1", "*/1", true},
        {"[*]/1", "a/1", false},
        {"\xc3\xa9*.jpg", "\xc3\xa9t\xc3\xa9.jpg", true},
        {"a.jpg", "A.jpg", false}, /* the name has case, */
        {"a.jpg", "a.JPG", true},  /* the suffix has none */
        {"a.[j]pg", "a.JPG", true},
        {"a.JPG", "a.jpg", true},
        {"x.y/a", "x.Y/a", false},
        {"a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false},
        {"*.jpg", "new\nline.jpg", true},
        {"*.jpg", "", false},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        assert_null(glob_mistake(str_of(rows[i].pattern)));
        if (glob_match(str_of(rows[i].pattern), str_of(rows[i].path)) != rows[i].match)
            fail_msg("%s %s %s", rows[i].pattern, rows[i].match ? "misses" : "takes", rows[i].path);
    }
}

static void refuses_what_is_malformed(void **state)
{
    (void)state;
    const char *bad[] = {"",   "/a",    "a/", "a//b",  "a**", "**a",  "a/**b/c", "[a",   "[",
                         "[]", "[b-a]", "[!", "[.-0]", "[/]", "a\\*", "\xff",    "a/***"};
    for (size_t i = 0; i < countof(bad); i++)
        if (!glob_mistake(str_of(bad[i])))
            fail_msg("%s is taken", bad[i]);
    char longest[GLOB_MAX_BYTES + 1];
    memset(longest, '?', sizeof longest);
    assert_null(glob_mistake((str){longest, GLOB_MAX_BYTES}));
    assert_non_null(glob_mistake((str){longest, GLOB_MAX_BYTES + 1}));
}

static uint32_t random_state = 1;

static uint32_t random_below(uint32_t n)
{
    random_state = random_state * 1664525u + 1013904223u;
    return (random_state >> 8) % n;
}

/* Some pieces after each other, in memory of the caller. */
static str random_text(const char *const *pieces, uint32_t n, char *to, size_t cap)
{
    size_t len = 0;
    for (uint32_t count = 1 + random_below(5); count > 0; count--) {
        const char *piece = pieces[random_below(n)];
        size_t more = strlen(piece);
        if (len + more >= cap)
            break;
        memcpy(to + len, piece, more);
        len += more;
    }
    to[len] = 0;
    return (str){to, len};
}

/* The C library's fnmatch(3) is the oracle for what both have. Its patterns have no **, and the
 * paths hold a slash, so that "in any folder" plays no part. */
static void agrees_with_fnmatch(void **state)
{
    (void)state;
    static const char *const pieces[] = {"a", "b", "*", "?", "[ab]", "[!a]", "/", "[a-c]"};
    static const char *const names[] = {"a", "b", "c", "/", "aa", "ba"};
    int compared = 0;
    for (int i = 0; i < 200000; i++) {
        char p[64], t[64];
        str pattern = random_text(pieces, countof(pieces), p, sizeof p);
        str path = random_text(names, countof(names), t, sizeof t);
        if (glob_mistake(pattern) || !str_contains(pattern, S("/")) ||
            str_contains(pattern, S("**")))
            continue;
        compared++;
        bool want = fnmatch(p, t, FNM_PATHNAME | FNM_NOESCAPE) == 0;
        if (glob_match(pattern, path) != want)
            fail_msg("%s and %s: fnmatch says %d", p, t, want);
    }
    assert_true(compared > 10000);
}

/* Every path of up to 5 characters over a small alphabet: a witness must match both patterns, and
 * where none is given no path may. */
static void overlaps_as_trying_all_paths_says(void **state)
{
    (void)state;
    static const char *const pieces[] = {"a", "b", "*", "?", "[ab]", "[!a]", "/", "**/", ".a"};
    static const char alphabet[] = "ab/.";
    struct arena a = arena_open(64 << 20);
    int apart = 0, together = 0;
    for (int i = 0; i < 1500; i++) {
        struct arena scratch = a;
        char p[64], q[64];
        str one = random_text(pieces, countof(pieces), p, sizeof p);
        str other = random_text(pieces, countof(pieces), q, sizeof q);
        if (glob_mistake(one) || glob_mistake(other))
            continue;
        size_t work = 1000000;
        str path;
        bool overlap = glob_overlap(one, other, &work, &scratch, &path);
        if (overlap) {
            together++;
            if (!glob_match(one, path) || !glob_match(other, path))
                fail_msg("%s and %s do not both take %.*s", p, q, STR(path));
            continue;
        }
        apart++;
        for (uint32_t length = 1; length <= 5; length++)
            for (uint32_t code = 0; code < 1u << 2 * length; code++) {
                char t[8];
                for (uint32_t k = 0; k < length; k++)
                    t[k] = alphabet[code >> 2 * k & 3];
                if (glob_match(one, (str){t, length}) && glob_match(other, (str){t, length}))
                    fail_msg("%s and %s both take %.*s", p, q, (int)length, t);
            }
    }
    assert_true(apart > 100 && together > 100);
    arena_close(&a);
}

static void overlap_search_stops_when_its_work_is_used_up(void **state)
{
    (void)state;
    struct arena a = arena_open(16 << 20);
    size_t work = 10;
    str path;
    assert_false(glob_overlap(S("a*/b*c"), S("a*/b*d"), &work, &a, &path));
    assert_int_equal(work, 0);
    arena_close(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(matches),
        cmocka_unit_test(refuses_what_is_malformed),
        cmocka_unit_test(agrees_with_fnmatch),
        cmocka_unit_test(overlaps_as_trying_all_paths_says),
        cmocka_unit_test(overlap_search_stops_when_its_work_is_used_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
