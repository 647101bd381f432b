#include "app/settling.h"

#include "../test.h"

/* Frames made by hand: what is asked once, and of which frames. */

static struct arena arena;
static struct questions questions;
static int frames;

static int set_up(void **state)
{
    (void)state;
    arena = arena_open((size_t)1 << 30);
    questions_init(&questions, &arena);
    frames = 0;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_close(&arena);
    return 0;
}

/* A frame of 6000 x 4000 px of a set-up; the lists have room for four. */
static struct result frame(const char *look, const char *shot)
{
    frames++;
    struct result r = {
        .path = str_format(&arena, "frame-%d.jpg", frames),
        .sha256 = str_format(&arena, "%064d", frames),
    };
    r.facts.picture = (struct fact_picture){.width_px = 6000, .height_px = 4000};
    r.facts.setup = (struct fact_setup){true, str_of(look), str_of(shot), S("")};
    r.facts.texts.at = arena_new(&arena, struct fact_text, 4);
    r.facts.unread.at = arena_new(&arena, struct fact_unread, 4);
    r.facts.hits.at = arena_new(&arena, struct fact_hit, 4);
    r.facts.raised.at = arena_new(&arena, struct fact_raised, 4);
    r.facts.people.at = arena_new(&arena, struct fact_person, 4);
    r.facts.items.at = arena_new(&arena, struct fact_item, 4);
    r.facts.metadata.contradictions.at = arena_new(&arena, struct fact_contradiction, 4);
    r.facts.apparent_age.by = S("");
    r.reasons.at = arena_new(&arena, struct reason, 8);
    return r;
}

static void minded(struct result *r, str subject)
{
    r->reasons.at[r->reasons.n++] =
        (struct reason){.effect = EFFECT_BLOCK, .because = S("because"), .subject = subject};
}

static void print(struct result *r, const char *text, struct region region)
{
    str id = str_format(&arena, "t%zu", r->facts.texts.n + 1);
    r->facts.texts.at[r->facts.texts.n++] = (struct fact_text){.id = id,
                                                               .region = region,
                                                               .text = str_of(text),
                                                               .account = S("unaccounted"),
                                                               .settlement = FACT_UNSETTLED};
    minded(r, id);
}

static void unread(struct result *r, struct region region, const char *look)
{
    str id = str_format(&arena, "u%zu", r->facts.unread.n + 1);
    r->facts.unread.at[r->facts.unread.n++] = (struct fact_unread){.id = id,
                                                                   .region = region,
                                                                   .words = S("print"),
                                                                   .look = str_of(look),
                                                                   .settlement = FACT_UNSETTLED};
    minded(r, id);
}

static const struct region left = {100, 100, 800, 300}, right = {4000, 3000, 800, 300};

static void the_same_print_is_asked_about_once(void **state)
{
    (void)state;
    static const char *const readings[] = {
        "It is a truth universally acknowledged, that a single man in possession",
        "It is a truth universaily acknowledged,that a singie man in posession",
        "The court of appeals affirmed the conviction of the defendant on all counts",
    };
    for (size_t i = 0; i < countof(readings); i++) {
        struct result r = frame("desk", i ? "desk-1" : "desk-2");
        print(&r, readings[i], i ? left : right);
        questions_add(&questions, &r);
    }
    struct result elsewhere = frame("room", "room-1");
    print(&elsewhere, readings[0], left);
    questions_add(&questions, &elsewhere);
    assert_int_equal(questions.n, 3);
    assert_int_equal(questions_at(&questions, 0)->places.n, 2);
    assert_int_equal(questions_at(&questions, 1)->places.n, 1); /* other words */
    assert_int_equal(questions_at(&questions, 2)->places.n, 1); /* another set-up */
    assert_str(questions_at(&questions, 0)->places.at[1].says, str_of(readings[1]));
    assert_int_equal(questions_open(&questions), 3);
    assert_int_equal(questions.pictures, 4);
}

static void unread_print_by_look_or_by_place(void **state)
{
    (void)state;
#define LOOK "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define FAR  "fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210"
    struct region moved = {220, 160, 800, 300}, apart = {2000, 2000, 800, 300};
    const struct {
        struct region region;
        const char *look;
        size_t questions;
    } rows[] = {
        {left, LOOK, 1}, {{150, 120, 90, 60}, "", 1}, /* a part of it */
        {moved, "", 1},  {right, LOOK, 1},            /* elsewhere, and looks the same */
        {apart, FAR, 2}, {right, "", 2},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct result r = frame("desk", "desk-1");
        unread(&r, rows[i].region, rows[i].look);
        questions_add(&questions, &r);
        if (questions.n != rows[i].questions)
            fail_msg("row %zu: %zu questions", i, questions.n);
    }
}

static void unread_print_is_followed_as_the_camera_moves(void **state)
{
    (void)state;
    for (int i = 0; i < 20; i++) {
        struct result r = frame("desk", "desk-1");
        unread(&r, (struct region){100 + 200 * i, 100, 800, 300}, "");
        questions_add(&questions, &r);
    }
    assert_int_equal(questions.n, 1);
    /* Read in the next frame, it is the same; a much larger place is not known to be. */
    struct result read = frame("desk", "desk-1"), wide = frame("room", "room-1");
    print(&read, "Quarterly report", (struct region){4000, 150, 700, 200});
    questions_add(&questions, &read);
    assert_int_equal(questions.n, 1);
    assert_int_equal(questions_at(&questions, 0)->kind, SETTLED_TEXT);
    print(&wide, "Quarterly report", (struct region){4000, 150, 70, 20});
    questions_add(&questions, &wide);
    struct result wider = frame("room", "room-1");
    unread(&wider, (struct region){3900, 100, 700, 200}, "");
    questions_add(&questions, &wider);
    assert_int_equal(questions.n, 3);
}

static void a_term_goes_with_the_print_that_it_stands_in(void **state)
{
    (void)state;
    struct result r = frame("desk", "desk-1");
    print(&r, "Opinion of the court", left);
    for (size_t i = 0; i < 2; i++) {
        str id = str_format(&arena, "h%zu", i + 1);
        r.facts.hits.at[r.facts.hits.n++] =
            (struct fact_hit){.id = id,
                              .region = i ? right : (struct region){200, 150, 90, 30},
                              .list = S("court-papers"),
                              .term = S("opinion"),
                              .text = S("Opinion"),
                              .settlement = FACT_UNSETTLED};
        minded(&r, id);
    }
    questions_add(&questions, &r);
    assert_int_equal(questions.n, 2);
    assert_int_equal(questions_at(&questions, 0)->places.at[0].hits.n, 1);
    assert_str(questions_at(&questions, 0)->places.at[0].hits.at[0].term,
               S("court-papers/opinion"));
    assert_int_equal(questions_at(&questions, 1)->kind, SETTLED_HIT);
    assert_str(questions_at(&questions, 1)->places.at[0].term, S("court-papers/opinion"));
}

static void terms_in_the_print_of_one_item_go_together(void **state)
{
    (void)state;
    static const char *const items[] = {"invoice", "invoice", "letter"};
    struct result r = frame("desk", "desk-1");
    for (size_t i = 0; i < countof(items); i++) {
        struct region line = {1000, 500 + 1000 * (int64_t)i, 900, 60};
        str id = str_format(&arena, "h%zu", i + 1);
        print(&r, "declared", line);
        r.facts.texts.at[i].account = S("item");
        r.facts.texts.at[i].item = str_of(items[i]);
        r.facts.hits.at[r.facts.hits.n++] = (struct fact_hit){.id = id,
                                                              .region = line,
                                                              .list = S("personal-data"),
                                                              .term = S("email"),
                                                              .text = id,
                                                              .settlement = FACT_UNSETTLED};
    }
    r.reasons.n = 0; /* the print is in order, its terms are not */
    minded(&r, S("h1"));
    minded(&r, S("h2"));
    minded(&r, S("h3"));
    questions_add(&questions, &r);
    assert_int_equal(questions.n, 2);
    assert_int_equal(questions_at(&questions, 0)->open, 2);
    assert_int_equal(questions_at(&questions, 1)->open, 1);
}

/* A paper of three paragraphs, read here and not there, and another paper far from it. */
static struct result frame_of_papers(bool second_is_read)
{
    struct result r = frame("desk", "desk-1");
    print(&r, "Opinion of the court\nin the matter of Perrin",
          (struct region){1000, 1000, 900, 80});
    if (second_is_read)
        print(&r, "The facts are few", (struct region){1000, 1150, 900, 40});
    else
        unread(&r, (struct region){1000, 1150, 900, 40}, "");
    unread(&r, (struct region){1000, 1300, 900, 40}, "");
    unread(&r, (struct region){1000, 2600, 900, 40}, "");
    return r;
}

static void what_lies_on_one_sheet_is_one_question(void **state)
{
    (void)state;
    struct result r = frame_of_papers(true), next = frame_of_papers(false);
    questions_add(&questions, &r);
    assert_int_equal(questions.n, 2);
    questions_add(&questions, &next);
    assert_int_equal(questions.n, 2);
    const struct question *q = questions_at(&questions, 0);
    assert_int_equal(q->open, 6);
    assert_int_equal(q->open_frames, 2);
    assert_int_equal(q->kind, SETTLED_TEXT);
    assert_int_equal(questions_at(&questions, 1)->open, 2);

    /* Each place is kept with its own region and kind, and what is left out is not. */
    struct settlements s = {.version = SETTLEMENTS_VERSION};
    const bool leave_out[6] = {[4] = true};
    struct answer answer = {.by = S("Nora Field"), .on = {2022, 10, 4}, .item = S("papers")};
    settling_answer(&s, q, leave_out, &answer, &arena);
    size_t kept = 0;
    for (size_t i = 0; i < s.settled.n; i++)
        for (size_t k = 0; k < s.settled.at[i].pictures.n; k++, kept++) {
            const struct settled_place *at = &s.settled.at[i].pictures.at[k];
            bool found = false;
            for (size_t j = 0; j < q->places.n; j++)
                found |= !leave_out[j] && q->places.at[j].kind == s.settled.at[i].kind &&
                         str_eq(q->places.at[j].sha256, at->sha256) &&
                         region_overlap_pm(q->places.at[j].region, at->region) == 1000;
            assert_true(found);
        }
    assert_int_equal(kept, 5);
}

static void a_frame_can_show_that_two_questions_are_one(void **state)
{
    (void)state;
    const char *const readings[] = {"Quarterly report", "Harbour lights and moorings"};
    struct region below = {100, 450, 800, 300};
    for (size_t i = 0; i < 3; i++) {
        struct result r = frame("desk", "desk-1");
        if (i != 1)
            print(&r, readings[0], left);
        if (i != 0)
            print(&r, readings[1], i == 1 ? right : below);
        questions_add(&questions, &r);
        assert_int_equal(questions.n, i == 1 ? 2 : 1);
    }
    const struct question *q = questions_at(&questions, 0);
    assert_int_equal(q->places.n, 4);
    for (size_t i = 1; i < q->places.n; i++)
        assert_true(q->places.at[i].picture >= q->places.at[i - 1].picture);
    assert_true(q->places.at[0].thing == q->places.at[2].thing);
    assert_true(q->places.at[1].thing == q->places.at[3].thing);
    assert_true(q->places.at[0].thing != q->places.at[1].thing);
}

static void other_words_in_one_place_are_another_thing(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t questions;
    } rows[] = {
        {"The committee agreed to buy forty chairs for the hall before the winter", 1},
        {"agreed to buy forty chairs for the hall before", 1}, /* less of it is read */
        {"The painter asked for nine brushes and a ladder, and was paid on Friday", 2},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct result r = frame("desk", "desk-1");
        print(&r, rows[i].text, left);
        questions_add(&questions, &r);
        if (questions.n != rows[i].questions)
            fail_msg("row %zu: %zu questions", i, questions.n);
    }
}

static void a_question_has_another_id_with_other_open_places(void **state)
{
    (void)state;
    struct result r = frame("desk", "desk-1"), next = frame("desk", "desk-1");
    unread(&r, left, "");
    unread(&next, left, "");
    questions_add(&questions, &r);
    str before = questions_at(&questions, 0)->id;
    assert_true(questions_find(&questions, before) != NULL);
    questions_add(&questions, &next);
    assert_true(questions_find(&questions, before) == NULL);
}

static void metadata_disagree_for_the_whole_shoot(void **state)
{
    (void)state;
    const char *const words[] = {"job 1", "job 1", "job 2"};
    for (size_t i = 0; i < countof(words); i++) {
        struct result r = frame(i ? "desk" : "room", "shot-1");
        r.facts.metadata.contradictions.at[r.facts.metadata.contradictions.n++] =
            (struct fact_contradiction){
                .id = S("c1"), .words = str_of(words[i]), .settlement = FACT_UNSETTLED};
        minded(&r, S("c1"));
        questions_add(&questions, &r);
    }
    assert_int_equal(questions.n, 2);
    assert_str(questions_at(&questions, 0)->setup, S(""));
    assert_int_equal(questions_at(&questions, 0)->open_frames, 2);
}

static void new_frames_are_offered_and_not_settled(void **state)
{
    (void)state;
    struct result r = frame("desk", "desk-1");
    unread(&r, left, "");
    r.reasons.n = 0; /* no rule minds it any more */
    r.facts.unread.at[0].settlement = (struct fact_settlement){
        true, S("dismissed"), S(""), S("a clasp"), S("Nora Field"), S("2022-10-04"), S("")};
    questions_add(&questions, &r);
    assert_int_equal(questions_open(&questions), 0);
    struct result next = frame("desk", "desk-1");
    unread(&next, left, "");
    questions_add(&questions, &next);
    assert_int_equal(questions.n, 1);
    const struct question *q = questions_at(&questions, 0);
    assert_int_equal(q->open, 1);
    assert_true(q->places.at[0].settled && !q->places.at[1].settled);
    assert_str(q->precedent.reason, S("a clasp"));
}

static void advice_is_no_question(void **state)
{
    (void)state;
    struct result r = frame("desk", "desk-1");
    unread(&r, left, "");
    r.reasons.at[0].effect = EFFECT_ADVISE;
    questions_add(&questions, &r);
    assert_int_equal(questions.n, 0);
}

static void frames_are_asked_about_by_shot(void **state)
{
    (void)state;
    for (int i = 0; i < 5; i++) {
        struct result r = frame("room", i < 3 ? "room-1" : "room-2");
        r.facts.people.at[r.facts.people.n++] =
            (struct fact_person){.id = S("child-1"), .minor = true};
        r.facts.faces.counted = i == 0 ? 3 : 2;
        r.facts.faces.cast = 1;
        r.facts.faces.settlement = FACT_UNSETTLED;
        questions_add(&questions, &r);
    }
    /* faces: 3 in room-1, 2 in room-1, 2 in room-2; the frame, once */
    assert_int_equal(questions.n, 4);
    assert_str(questions_at(&questions, 0)->words, S("3 faces, and 1 people in the shot"));
    assert_int_equal(questions_at(&questions, 1)->kind, QUESTION_INVENTORY);
    assert_int_equal(questions_at(&questions, 1)->places.n, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_same_print_is_asked_about_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(unread_print_by_look_or_by_place, set_up, tear_down),
        cmocka_unit_test_setup_teardown(unread_print_is_followed_as_the_camera_moves, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_term_goes_with_the_print_that_it_stands_in, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(terms_in_the_print_of_one_item_go_together, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(what_lies_on_one_sheet_is_one_question, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_frame_can_show_that_two_questions_are_one, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(other_words_in_one_place_are_another_thing, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_question_has_another_id_with_other_open_places, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(metadata_disagree_for_the_whole_shoot, set_up, tear_down),
        cmocka_unit_test_setup_teardown(new_frames_are_offered_and_not_settled, set_up, tear_down),
        cmocka_unit_test_setup_teardown(advice_is_no_question, set_up, tear_down),
        cmocka_unit_test_setup_teardown(frames_are_asked_about_by_shot, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
