/* gatefold policy new: asks what must not happen, and writes the rule. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/packs.h"
#include "policy/draft.h"
#include "policy/warn.h"
#include "shoot/callsheet.h"
#include "shoot/facts.h"

enum {
    ANSWER_MAX_BYTES = 1000
};

/* What is not given as an option is asked, unless --pattern is there: then nobody is asked. */
struct interview {
    const struct arguments *arguments;
    struct arena *a;
    bool asks;
};

/* ---- answers ---- */

static bool read_line(struct interview *v, str *ret)
{
    char line[ANSWER_MAX_BYTES + 2];
    fflush(stdout);
    if (!fgets(line, sizeof line, stdin)) {
        putchar('\n');
        tell_problem("no answer: nothing was written");
        return false;
    }
    if (!strchr(line, '\n') && strlen(line) > ANSWER_MAX_BYTES) {
        tell_problem("that is longer than %d bytes: nothing was written", ANSWER_MAX_BYTES);
        return false;
    }
    *ret = str_copy(str_trim(str_of(line)), v->a);
    return true;
}

/* An option's value, or the answer to a question; an empty answer is opt_default. */
static bool answer(struct interview *v, const char *option, const char *question,
                   const char *opt_default, str *ret)
{
    *ret = argument_text(v->arguments, option);
    if (ret->p)
        return true;
    if (!v->asks && opt_default) {
        *ret = str_of(opt_default);
        return true;
    }
    if (!v->asks) {
        tell_problem("--%s is missing: %s", option, question);
        return false;
    }
    for (;;) {
        printf("%s%s%s%s ", question, opt_default ? " [" : "", opt_default ? opt_default : "",
               opt_default ? "]" : "");
        if (!read_line(v, ret))
            return false;
        if (ret->n == 0 && opt_default)
            *ret = str_of(opt_default);
        if (ret->n > 0)
            return true;
    }
}

static const struct word *find_word(const struct words *words, str name)
{
    for (size_t i = 0; i < words->n; i++)
        if (str_eq(str_of(words->at[i].name), name))
            return &words->at[i];
    return NULL;
}

static bool no_such(const char *what, str name, const struct words *one, const struct words *two)
{
    CLEANUP(buf_done) struct buf all = {0};
    for (size_t i = 0; i < one->n + two->n; i++)
        buf_format(&all, "%s%s", i ? ", " : "",
                   i < one->n ? one->at[i].name : two->at[i - one->n].name);
    tell_problem("no %s \"%.*s\"; there are %.*s", what, STR(name), STR(buf_str(&all)));
    return false;
}

/* ---- what must not happen ---- */

static bool ask_pattern(struct interview *v, struct draft *d)
{
    const struct words *patterns = &draft_pattern_words;
    str name;
    if (v->asks) {
        puts("What must not happen?");
        for (size_t i = 0; i < patterns->n; i++)
            printf("  %-9s %s\n", patterns->at[i].name, patterns->at[i].doc);
    }
    if (!answer(v, "pattern", "Which of these?", NULL, &name))
        return false;
    const struct word *word = find_word(patterns, name);
    if (!word)
        return no_such("pattern", name, patterns, &(struct words){0});
    d->pattern = word->value;
    return true;
}

/* A theme of the call sheet, or a group of people. */
static bool take_thing(str name, bool people, bool themes, str *ret_theme, int *ret_who)
{
    static const struct words none = {0};
    const struct word *who = people ? find_word(&draft_who_words, name) : NULL;
    if (who)
        *ret_who = who->value;
    else if (themes && find_word(&theme_words, name))
        *ret_theme = name;
    else
        return no_such(people ? "theme or group of people" : "theme", name,
                       themes ? &theme_words : &none, people ? &draft_who_words : &none);
    return true;
}

static bool ask_things(struct interview *v, struct draft *d)
{
    str this, that;
    int nobody = 0;
    switch ((enum draft_pattern)d->pattern) {
    case DRAFT_TOGETHER:
        return answer(v, "this", "An item of which theme?", NULL, &this) &&
               take_thing(this, false, true, &d->theme, &nobody) &&
               answer(v, "that", "With whom (anybody, minor, under_13...) or with which theme?",
                      NULL, &that) &&
               take_thing(that, true, true, &d->other_theme, &d->who);
    case DRAFT_PAPER:
        return answer(v, "paper", "Which paper (as `gatefold explain` names it: licence)?", NULL,
                      &d->words) &&
               answer(v, "that", "Whose (anybody, minor, under_13...)?", "anybody", &that) &&
               take_thing(that, true, false, &this, &d->who);
    case DRAFT_SIGNED:
        return answer(v, "this", "An item of which theme, or who (minor, under_25...)?", NULL,
                      &this) &&
               take_thing(this, true, true, &d->theme, &d->who);
    case DRAFT_TEXT:
        return answer(v, "text", "Which words?", NULL, &d->words);
    }
    return false;
}

static bool ask_effect(struct interview *v, struct draft *d)
{
    str effect;
    bool role = d->pattern == DRAFT_SIGNED || argument_given(v->arguments, "role");
    if (!role && !answer(v, "effect", "Then block, need or advise?", "block", &effect))
        return false;
    const struct word *word = role ? NULL : find_word(&effect_words, effect);
    if (!role && !word)
        return no_such("effect", effect, &effect_words, &(struct words){0});
    d->effect = role ? EFFECT_NEED : word->value;
    return d->effect != EFFECT_NEED ||
           (answer(v, "role", "Which role must sign?", NULL, &d->role) &&
            argument_number(v->arguments, "count", 1, 9, 1, &d->count));
}

/* ---- the file ---- */

/* The file's name without folder and ending, as far as it is an id. */
static str pack_name(str path, struct arena *a)
{
    str name, rest = path;
    while (str_cut(&rest, '/', &name))
        ;
    str head, tail = name;
    str_cut(&tail, '.', &head);
    CLEANUP(buf_done) struct buf b = {0};
    for (size_t i = 0; i < head.n && i < 40; i++) {
        char c = head.p[i];
        bool fits = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c == '-' && b.n > 0);
        if (fits)
            buf_byte(&b, c);
    }
    return b.n > 0 ? str_copy(buf_str(&b), a) : S("house");
}

static bool write_pack(const struct arguments *arguments, str path, bool is_new, str before,
                       str rule)
{
    struct arena *a = arguments->a;
    struct err err;
    const char *gap = before.n > 0 && before.p[before.n - 1] != '\n' ? "\n" : "";
    str text = str_format(a, "%.*s%s%s%.*s", STR(before), gap, is_new ? "" : "\n", STR(rule));
    struct diags *diags = arena_new(a, struct diags, 1);
    *diags = (struct diags){.a = a, .file = path};
    struct policy *p = policy_new(&facts_record, FACTS_VERSION, a);
    bool good = policy_add(p, text, diags);
    if (good)
        policy_warn(p, &text, &diags, 1);
    policy_done(p);
    tell_diags(diags, good ? stdout : stderr);
    if (!good) {
        printf("%.*s", STR(rule));
        tell_problem("with this rule at its end %.*s has mistakes, so it was not written; put "
                     "this rule into the pack's `rules` by hand",
                     STR(path));
        return false;
    }
    if (file_write(path.p, text, &err))
        return true;
    tell_error(&err);
    return false;
}

static int run_new(const struct arguments *arguments)
{
    struct arena *a = arguments->a;
    struct interview v = {arguments, a, !argument_given(arguments, "pattern")};
    struct draft d = {.id = argument_text(arguments, "id"), .count = 1};
    struct err err;
    str path = arguments->rest.at[0], before, rule;
    bool is_new = access(path.p, F_OK) != 0;
    if (!is_new && !file_read(path.p, POLICY_PACK_MAX_BYTES, a, &before, &err))
        return tell_error(&err);
    if (!ask_pattern(&v, &d) || !ask_things(&v, &d) || !ask_effect(&v, &d))
        return EXIT_COULD_NOT_RUN;
    if (is_new) {
        str owner;
        if (!answer(&v, "owner", "Who answers for this pack?", NULL, &owner))
            return EXIT_COULD_NOT_RUN;
        before = draft_pack(pack_name(path, a), owner, today(), S("The first."), a);
    }
    if (!draft_rule(&d, a, &rule, &err))
        return tell_error(&err);
    if (!write_pack(arguments, path, is_new, before, rule))
        return EXIT_COULD_NOT_RUN;
    printf("%.*s\n%.*s: %s; read its sentences, and correct them.\n", STR(rule), STR(path),
           is_new
               ? "written, and in order with this rule"
               : "the rule was added, and all is in order; raise the pack's version and say so in "
                 "its changelog");
    return EXIT_ALL_CLEAR;
}

static const struct option_row options[] = {
    {"pattern", "P", "together, paper, signed or text; without it, what is missing is asked",
     false},
    {"this", "T", "together, signed: the item's theme (signed: or minor, under_25...)", false},
    {"that", "T", "together, paper: anybody, minor, under_13... (together: or a theme)", false},
    {"paper", "WORDS", "paper: words of its name", false},
    {"text", "WORDS", "text: the words, in small or large letters", false},
    {"effect", "E", "block (unless given), need or advise", false},
    {"role", "R", "the role that must sign", false},
    {"count", "N", "how many of it (1)", false},
    {"id", "I", "the rule's id; one is made unless given", false},
    {"owner", "O", "who answers for the pack, where the file is new", false},
};

const struct command command_policy_new = {
    .name = "policy new",
    .arguments = "PACK",
    .help = "Ask what must not happen, and write the rule with examples into PACK, which may be "
            "there already.\nExit status: 0 it was written and is in order, 2 nothing was written.",
    .options = options,
    .options_n = countof(options),
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_new,
};
