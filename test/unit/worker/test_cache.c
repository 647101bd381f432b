/* Answers that are kept: the right one comes back, and nothing that is not exactly right does. */
#include "codec/json.h"
#include "kept.h"

static void an_answer_comes_back(void **state)
{
    (void)state;
    struct cache *cache = open_cache();
    struct lane_result put = whole_answer(), got;
    str key = cache_key(cache, CACHE_WHOLE, &orders, &reads, asset, &a);
    assert_int_equal(key.n, DIGEST_HEX);
    assert_false(cache_get(cache, CACHE_WHOLE, &orders, key, &a, &got));
    cache_put(cache, CACHE_WHOLE, &orders, key, &put);
    cache_close(cache);

    cache = open_cache();
    assert_true(cache_get(cache, CACHE_WHOLE, &orders, key, &a, &got));
    assert_true(got.decoded);
    assert_int_equal(got.pixels, -1);
    assert_int_equal(got.planes, 1);
    assert_str(got.about.format, S("png"));
    assert_int_equal(got.screening.findings.n, 1);
    assert_int_equal(got.screening.findings.at[0].region.w_px, 3);
    assert_int_equal(got.screening.detectors.n, detector_count());
    struct cache_counts counts = cache_counted(cache);
    assert_int_equal(counts.found, 1);
    assert_int_equal(counts.ignored, 0);
    cache_close(cache);

    struct stat st;
    assert_int_equal(stat(path_of(key), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
}

static void could_not_tell_is_not_kept(void **state)
{
    (void)state;
    struct cache *cache = open_cache();
    for (int row = 0; row < 9; row++) {
        struct lane_result r = whole_answer(), got;
        struct oddity odd = {S("extra_pages"), S("it has two pages")};
        switch (row) {
        case 0:
            r.screening.detectors.at[0].status = RUN_FAILED;
            break;
        case 1:
            r.screening.detectors.at[4].status = RUN_OFF;
            break;
        case 2:
            r.screening.detectors.n--;
            break;
        case 3:
            r.screening.findings.at[0].kind = FINDING_COULD_NOT_TELL;
            break;
        case 4:
            r.problem = S("no answer");
            break;
        case 5:
            r.decoded = false;
            break;
        case 6:
            r.about.oddities.at = &odd, r.about.oddities.n = 1;
            break;
        case 7:
            r.screening.width_px = 10;
            break;
        case 8:
            r.screening.detectors.at[1].name = r.screening.detectors.at[0].name;
            break;
        }
        str key = cache_key(cache, CACHE_WHOLE, &orders, &reads,
                            (struct digest){{100, (uint8_t)row}}, &a);
        cache_put(cache, CACHE_WHOLE, &orders, key, &r);
        if (cache_get(cache, CACHE_WHOLE, &orders, key, &a, &got))
            fail_msg("row %d was kept", row);
    }
    assert_int_equal(cache_counted(cache).stored, 0);
    cache_close(cache);
}

/* Of a file with an oddity: what was seen in its pixels, in a place of its own. */
static void pixels_of_an_odd_file_are_kept_apart(void **state)
{
    (void)state;
    struct cache *cache = open_cache();
    struct oddity odd = {S("preview_only"), S("a raw file")};
    struct lane_result r = whole_answer(), got;
    r.about.oddities.at = &odd;
    r.about.oddities.n = 1;
    str key = cache_key(cache, CACHE_PIXELS, &orders, &reads, asset, &a);
    assert_false(str_eq(key, cache_key(cache, CACHE_WHOLE, &orders, &reads, asset, &a)));
    cache_put(cache, CACHE_PIXELS, &orders, key, &r); /* with what the file says of itself */
    assert_false(cache_get(cache, CACHE_PIXELS, &orders, key, &a, &got));
    r.screening.detectors.n = 0;
    for (size_t i = 0; i < detector_count(); i++)
        if (detector_at(i).needs == NEEDS_PIXELS)
            r.screening.detectors.at[r.screening.detectors.n++] = (struct detector_run){
                .name = detector_at(i).name, .version = S("1"), .status = RUN_DONE};
    cache_put(cache, CACHE_PIXELS, &orders, key, &r);
    assert_true(cache_get(cache, CACHE_PIXELS, &orders, key, &a, &got));
    assert_int_equal(got.screening.detectors.n, detector_count() - 1);
    assert_false(cache_get(cache, CACHE_WHOLE, &orders, key, &a, &got));
    r.screening.detectors.at[0].status = RUN_FAILED;
    key = cache_key(cache, CACHE_PIXELS, &orders, &reads, (struct digest){{9}}, &a);
    cache_put(cache, CACHE_PIXELS, &orders, key, &r);
    assert_false(cache_get(cache, CACHE_PIXELS, &orders, key, &a, &got));
    cache_close(cache);
}

static void what_was_drawn_is_known_again(void **state)
{
    (void)state;
    struct cache *cache = open_cache();
    struct drawn files[] = {{S("at most 400 px"), digest_hex((struct digest){{3}}, &a), 400, 300}};
    struct drawn_list put = {{files, 1}}, got;
    str key = cache_drawn_key(cache, &reads.decode, false, asset, &a);
    struct worker_read other = reads.decode, unknown = {0};
    other.digest.b[31] = 1;
    assert_false(str_eq(key, cache_drawn_key(cache, &other, false, asset, &a)));
    assert_false(str_eq(key, cache_drawn_key(cache, &reads.decode, true, asset, &a)));
    assert_false(
        str_eq(key, cache_drawn_key(cache, &reads.decode, false, (struct digest){{8}}, &a)));
    assert_null(cache_drawn_key(cache, &unknown, false, asset, &a).p);
    assert_false(cache_get_drawn(cache, key, &a, &got));
    cache_put_drawn(cache, key, &put);
    assert_true(cache_get_drawn(cache, key, &a, &got));
    assert_int_equal(got.files.n, 1);
    assert_str(got.files.at[0].what, files[0].what);
    assert_str(got.files.at[0].sha256, files[0].sha256);
    assert_int_equal(got.files.at[0].width_px, 400);
    str elsewhere = cache_drawn_key(cache, &other, false, asset, &a);
    write_file(elsewhere, read_back(key));
    assert_false(cache_get_drawn(cache, elsewhere, &a, &got));
    assert_int_equal(cache_counted(cache).ignored, 1);
    cache_close(cache);
}

/* ... of exactly these bytes; and what could not be told is asked again. */
static void what_a_sidecar_says_is_known_again(void **state)
{
    (void)state;
    struct cache *cache = open_cache();
    struct marks_answer put = {.rating = -1, .label = S("Red")}, got;
    struct worker_read other = reads.decode, unknown = {0};
    other.digest.b[31] = 1;
    str key = cache_marks_key(cache, &reads.decode, true, asset, &a);
    assert_false(str_eq(key, cache_marks_key(cache, &other, true, asset, &a)));
    assert_false(str_eq(key, cache_marks_key(cache, &reads.decode, false, asset, &a)));
    assert_false(
        str_eq(key, cache_marks_key(cache, &reads.decode, true, (struct digest){{8}}, &a)));
    assert_false(str_eq(key, cache_drawn_key(cache, &reads.decode, false, asset, &a)));
    assert_null(cache_marks_key(cache, &unknown, true, asset, &a).p);
    assert_false(cache_get_marks(cache, key, &a, &got));
    struct marks_answer problem = {.rating = INT_ABSENT, .problem = S("damaged")};
    cache_put_marks(cache, key, &problem);
    assert_false(cache_get_marks(cache, key, &a, &got));
    cache_put_marks(cache, key, &put);
    assert_true(cache_get_marks(cache, key, &a, &got));
    assert_int_equal(got.rating, -1);
    assert_str(got.label, S("Red"));
    str elsewhere = cache_marks_key(cache, &other, true, asset, &a);
    write_file(elsewhere, read_back(key));
    assert_false(cache_get_marks(cache, elsewhere, &a, &got));
    assert_int_equal(cache_counted(cache).ignored, 1);
    cache_close(cache);
}

/* A detector that nobody asked for may be off, and then only. */
static void what_was_not_asked_for_may_be_off(void **state)
{
    (void)state;
    struct cache *cache = open_cache();
    str text = S(DETECTOR_TEXT);
    struct worker_orders only = orders;
    only.detectors = (struct texts){&text, 1};
    struct lane_result r = whole_answer(), got;
    for (size_t i = 1; i < r.screening.detectors.n; i++)
        r.screening.detectors.at[i].status = RUN_OFF;
    str key = cache_key(cache, CACHE_WHOLE, &only, &reads, asset, &a);
    cache_put(cache, CACHE_WHOLE, &only, key, &r);
    assert_true(cache_get(cache, CACHE_WHOLE, &only, key, &a, &got));
    r.screening.detectors.at[0].status = RUN_OFF;
    key = cache_key(cache, CACHE_WHOLE, &only, &reads, (struct digest){{8}}, &a);
    cache_put(cache, CACHE_WHOLE, &only, key, &r);
    assert_false(cache_get(cache, CACHE_WHOLE, &only, key, &a, &got));
    cache_close(cache);
}

static void every_part_makes_another_key(void **state)
{
    (void)state;
    struct cache *cache = open_cache();
    str key = cache_key(cache, CACHE_WHOLE, &orders, &reads, asset, &a);
    str one = S("text");
    for (int row = 0; row < 10; row++) {
        struct worker_orders o = orders;
        struct lane_reads r = reads;
        struct digest d = asset;
        switch (row) {
        case 0:
            d.b[31] = 1;
            break;
        case 1:
            r.decode.digest.b[31] = 1;
            break;
        case 2:
            r.detect.digest.b[31] = 1;
            break;
        case 3:
            o.weak_sandbox = true;
            break;
        case 4:
            o.models = S("others");
            break;
        case 5:
            o.detectors = (struct texts){&one, 1};
            break;
        case 6:
            o.runtimes = (struct texts){&one, 1};
            break;
        case 7:
            o.watchlists = (struct texts){&one, 1};
            break;
        case 8:
            o.bank = S("bank.tsv");
            break;
        case 9:
            o.suppressions = S("suppressions.tsv");
            break;
        }
        if (str_eq(cache_key(cache, CACHE_WHOLE, &o, &r, d, &a), key))
            fail_msg("part %d is missing from the key", row);
    }
    /* The date counts where something expires, and there only. */
    struct worker_orders o = orders;
    o.today.day++;
    assert_str(cache_key(cache, CACHE_WHOLE, &o, &reads, asset, &a), key);
    o.suppressions = S("suppressions.tsv");
    str then = cache_key(cache, CACHE_WHOLE, &o, &reads, asset, &a);
    o.today.day++;
    assert_false(str_eq(cache_key(cache, CACHE_WHOLE, &o, &reads, asset, &a), then));
    /* What a worker read and cannot name has no key. */
    struct lane_reads unknown = reads;
    unknown.detect.known = false;
    assert_null(cache_key(cache, CACHE_WHOLE, &orders, &unknown, asset, &a).p);
    cache_close(cache);
}

static str with_head(str json)
{
    return str_format(&a, "gatefold-cache 2 %.*s\n%.*s", STR(digest_hex(sha256(json), &a)),
                      STR(json));
}

static str replaced(str text, const char *from, const char *to)
{
    char *found = strstr(str_c(text, &a), from);
    assert_non_null(found);
    return str_format(&a, "%.*s%s%s", (int)(text.n - strlen(found)),
                      found - (text.n - strlen(found)), to, found + strlen(from));
}

static void whatever_is_not_right_is_ignored(void **state)
{
    (void)state;
    struct cache *cache = open_cache();
    struct lane_result put = whole_answer(), got;
    str key = cache_key(cache, CACHE_WHOLE, &orders, &reads, (struct digest){{50}}, &a);
    str other = cache_key(cache, CACHE_WHOLE, &orders, &reads, (struct digest){{51}}, &a);
    cache_put(cache, CACHE_WHOLE, &orders, key, &put);
    cache_put(cache, CACHE_WHOLE, &orders, other, &put);
    str good = read_back(key), json = good, head;
    assert_true(str_cut(&json, '\n', &head));
    char *flipped = str_c(good, &a);
    flipped[good.n - 20] ^= 1;

    const struct {
        const char *what;
        str bytes;
    } rows[] = {
        {"empty", S("")},
        {"cut after the head", str_first(good, head.n + 1)},
        {"cut in the head", str_first(good, 30)},
        {"cut", str_first(good, good.n - 1)},
        {"longer", str_format(&a, "%.*s ", STR(good))},
        {"a bit turned", {flipped, good.n}},
        {"noise", S("\xff\xfe\x00\x01")},
        {"another version's head", replaced(good, "gatefold-cache 2", "gatefold-cache 1")},
        {"another version", with_head(replaced(json, "\"version\":2}", "\"version\":1}"))},
        {"another question's answer", read_back(other)},
        {"a detector that failed", with_head(replaced(json, "\"done\"", "\"failed\""))},
        {"a detector left out",
         with_head(replaced(json, "{\"name\":\"watchlist\",\"status\":\"done\",\"version\":\"1\"},",
                            ""))},
        {"could not tell", with_head(replaced(json, "\"face\"", "\"could_not_tell\""))},
        {"an unknown field", with_head(replaced(json, "{\"about\"", "{\"aaa\":1,\"about\""))},
        {"no JSON", with_head(S("cleared"))},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        write_file(key, rows[i].bytes);
        if (cache_get(cache, CACHE_WHOLE, &orders, key, &a, &got))
            fail_msg("%s: was believed", rows[i].what);
        if (cache_counted(cache).ignored != i + 1)
            fail_msg("%s: was not told", rows[i].what);
        cache_put(cache, CACHE_WHOLE, &orders, key, &put);
        if (!cache_get(cache, CACHE_WHOLE, &orders, key, &a, &got))
            fail_msg("%s: was not replaced", rows[i].what);
    }
    cache_close(cache);
}

int main(void)
{
    json_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_answer_comes_back, begin, end),
        cmocka_unit_test_setup_teardown(could_not_tell_is_not_kept, begin, end),
        cmocka_unit_test_setup_teardown(pixels_of_an_odd_file_are_kept_apart, begin, end),
        cmocka_unit_test_setup_teardown(what_was_drawn_is_known_again, begin, end),
        cmocka_unit_test_setup_teardown(what_a_sidecar_says_is_known_again, begin, end),
        cmocka_unit_test_setup_teardown(what_was_not_asked_for_may_be_off, begin, end),
        cmocka_unit_test_setup_teardown(every_part_makes_another_key, begin, end),
        cmocka_unit_test_setup_teardown(whatever_is_not_right_is_ignored, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
