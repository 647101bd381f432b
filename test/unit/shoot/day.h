/* test/unit/shoot/day.h -- a call sheet of two days with children, print and marks, and the facts
 * of a picture held against it. */
#pragma once

#include "../test.h"
#include "frame.h"
#include "shoot/callsheet.h"
#include "shoot/facts.h"

struct arena arena;
static struct callsheet sheet;

/* From the first page of Pride and Prejudice (1813). */
#define PAGE                                                                                       \
    "It is a truth universally acknowledged, that a single man in possession of a good fortune, "  \
    "must be in want of a wife. However little known the feelings or views of such a man may be "  \
    "on his first entering a neighbourhood, this truth is so well fixed in the minds of the "      \
    "surrounding families, that he is considered the rightful property of some one or other of "   \
    "their daughters."

static const char text[] =
    "callsheet: 1\n"
    "campaign: {id: JOB-7, name: C}\n"
    "house: maison\n"
    "parties: [{id: maison, name: M, kind: house}, {id: legal, name: L, kind: person}]\n"
    "places: [{id: p, name: P, time_zone: Europe/Paris}]\n"
    "days: [{id: day-1, date: 2022-09-14, place: p}, {id: day-2, date: 2022-09-15, place: p}]\n"
    "talent:\n"
    "- {id: child-1, name: Mia Lindqvist, birth_date: 2007-09-15}\n"
    "- {id: adult-1, name: Ada Verhoeven, birth_date: 1991-03-08}\n"
    "- {id: nobody-knows, name: Cleo Marchetti}\n"
    "items:\n"
    "- {id: book, name: a page, kind: printed, supplier: maison, print: [\"" PAGE "\"],\n"
    "   approval: {by: legal, date: 2022-09-01}, themes: [document], assessed_by: legal}\n"
    "- {id: copy, name: the bear of Mia Lindqvist, kind: printed, print: [\"" PAGE "\"]}\n"
    "- {id: bag, name: bag, kind: product, own_marks: [MAISON VERNE, Paris]}\n"
    "setups:\n"
    "- look: l\n"
    "  shots:\n"
    "  - {id: desk, files: ['desk_*'], day: day-1, talent: [], items: [book, bag]}\n"
    "  - {id: room, files: ['room_*'], talent: [child-1, adult-1], items: [bag]}\n"
    "  - {id: late, files: ['late_*'], day: day-2, talent: [adult-1], items: [copy]}\n"
    "  - {id: odd, files: ['odd_*'], talent: [nobody-knows], items: []}\n"
    "slates: [{files: ['slate_*'], reason: the colour card}]\n";

static inline int set_up(void **state)
{
    (void)state;
    arena = arena_open(CALLSHEET_ARENA_BYTES + FACTS_ARENA_BYTES);
    struct diags diags = {.a = &arena};
    if (!callsheet_read(str_of(text), &arena, &diags, &sheet)) {
        for (size_t i = 0; i < diags.n; i++)
            print_message("# %.*s\n", STR(diags.at[i].what));
        return 1;
    }
    return 0;
}

static inline int tear_down(void **state)
{
    (void)state;
    arena_close(&arena);
    return 0;
}

static inline struct facts facts_for(const struct callsheet *c, const char *path,
                                     struct screening s, struct image_about about_it)
{
    struct screening *screened = arena_new(&arena, struct screening, 1);
    struct image_about *decoded = arena_new(&arena, struct image_about, 1);
    *screened = s;
    *decoded = about_it;
    struct facts facts = facts_make(&(struct facts_of){.opt_callsheet = c,
                                                       .opt_screening = screened,
                                                       .opt_about = decoded,
                                                       .path = str_of(path),
                                                       .sha256 = S("00")},
                                    &arena);

    /* Whatever they hold, they can be written, read again and written the same, and no name is in
     * them. */
    struct buf json CLEANUP(buf_done) = {0}, again CLEANUP(buf_done) = {0};
    record_write_json(&facts_record, &facts, &json);
    struct facts back;
    struct err err;
    assert_ok(record_read_json(&facts_record, buf_str(&json), &arena, &back, &err), err);
    record_write_json(&facts_record, &back, &again);
    assert_str(buf_str(&again), buf_str(&json));
    static const char *const names[] = {"indqvist", "erhoeven", "archetti"};
    for (size_t i = 0; c && i < countof(names); i++)
        assert_false(str_contains(buf_str(&json), str_of(names[i])));
    return facts;
}
