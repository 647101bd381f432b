/* gatefold init, party add, person add, person hold, person release, forget: a workspace and who
 * is in it. */
#include <stdio.h>

#include "base/utf8.h"
#include "cli/workspace_command.h"
#include "codec/json.h"
#include "shoot/callsheet.h"
#include "workspace/erase.h"

/* ---- init ---- */

static int run_init(const struct arguments *arguments)
{
    struct err err;
    str origin = argument_text(arguments, "origin");
    if (!origin.p)
        return tell_problem("name the ledger: --origin press.example/gatefold (a name that is "
                            "yours alone; it can never change)");
    if (!workspace_create(arguments->workspace, origin, arguments->a, &err))
        return tell_error(&err);
    printf("A workspace in %.*s, with the ledger %.*s.\n"
           "Its keys are in %.*s/keys: no backup holds them, so keep a copy in another place.\n"
           "Next: gatefold -C %.*s party add ID --kind house --name NAME\n",
           STR(arguments->workspace), STR(origin), STR(arguments->workspace),
           STR(arguments->workspace));
    return EXIT_ALL_CLEAR;
}

static const struct option_row init_options[] = {
    {"origin", "NAME", "the ledger's name, for ever: press.example/gatefold", false},
};

const struct command command_init = {
    .name = "init",
    .arguments = "",
    .help = "Make a workspace: a folder that holds every act, in a ledger that outsiders can\n"
            "check, with keys of its own.",
    .options = init_options,
    .options_n = countof(init_options),
    .place = IN_WORKSPACE,
    .run = run_init,
};

/* ---- parties ---- */

/* A word of the list, or false after telling which there are. */
static bool word_given(const struct arguments *arguments, const char *option,
                       const struct words *words, int *ret_value)
{
    str given = argument_text(arguments, option);
    CLEANUP(buf_done) struct buf known = {0};
    for (size_t i = 0; i < words->n; i++) {
        if (str_eq(given, str_of(words->at[i].name))) {
            *ret_value = words->at[i].value;
            return true;
        }
        buf_format(&known, "%s%s", i ? ", " : "", words->at[i].name);
    }
    tell_problem("--%s is one of %.*s", option, STR(buf_str(&known)));
    return false;
}

static int run_party_add(const struct arguments *arguments)
{
    struct workspace w;
    struct outcome outcome;
    struct err err = {0};
    struct party_added want = {.party = arguments->rest.at[0],
                               .name = argument_text(arguments, "name")};
    if (!word_given(arguments, "kind", &party_kind_words, &want.kind))
        return EXIT_COULD_NOT_RUN;
    if (!workspace_begin(arguments, STORE_WRITE, &w))
        return EXIT_COULD_NOT_RUN;
    bool done = party_add(&w, argument_text(arguments, "by"), &want, arguments->a, &outcome, &err);
    workspace_close(&w);
    return tell_outcome(done, &outcome, &err);
}

static const struct option_row party_options[] = {
    {"kind", "KIND", "house, agency, producer, supplier, partner or person", false},
    {"name", "NAME", "what an organisation is called (of a person, person add keeps it)", false},
    BY_OPTION_ROW,
};

const struct command command_party_add = {
    .name = "party add",
    .arguments = "ID",
    .help = "Make a party known: the house, an agency, a supplier, a partner outside the house.",
    .options = party_options,
    .options_n = countof(party_options),
    .arguments_min = 1,
    .arguments_max = 1,
    .place = IN_WORKSPACE,
    .run = run_party_add,
};

/* ---- people ---- */

/* The personal record of somebody who acts here. */
static str record_of(const struct arguments *arguments)
{
    CLEANUP(buf_done) struct buf json = {0};
    str email = argument_text(arguments, "email");
    if (email.p) {
        buf_put(&json, S("{\"email\":"));
        json_write_text(email, &json);
        buf_put(&json, S(","));
    } else {
        buf_put(&json, S("{"));
    }
    buf_put(&json, S("\"name\":"));
    json_write_text(argument_text(arguments, "name"), &json);
    buf_put(&json, S("}"));
    return str_copy(buf_str(&json), arguments->a);
}

static int run_person_add(const struct arguments *arguments)
{
    struct workspace w;
    struct outcome outcome;
    struct err err = {0};
    str name = argument_text(arguments, "name"), party = argument_text(arguments, "party");
    if (!name.n || !party.n)
        return tell_problem("say who it is, and of which party: --name NAME --party ID");
    if (!utf8_valid(name) || !utf8_valid(argument_text(arguments, "email")))
        return tell_problem("--name and --email are UTF-8");
    if (!workspace_begin(arguments, STORE_WRITE, &w))
        return EXIT_COULD_NOT_RUN;
    bool done = person_add(&w, argument_text(arguments, "by"), arguments->rest.at[0], party,
                           record_of(arguments), arguments->a, &outcome, &err);
    workspace_close(&w);
    return tell_outcome(done, &outcome, &err);
}

static const struct option_row person_options[] = {
    {"party", "ID", "whose person it is", false},
    {"name", "NAME", "kept encrypted, and forgotten with gatefold forget", false},
    {"email", "ADDRESS", "likewise", false},
    BY_OPTION_ROW,
};

const struct command command_person_add = {
    .name = "person add",
    .arguments = "ID",
    .help = "Make somebody known who acts here. Choose an id that names nobody: it stays for ever.",
    .options = person_options,
    .options_n = countof(person_options),
    .arguments_min = 1,
    .arguments_max = 1,
    .place = IN_WORKSPACE,
    .run = run_person_add,
};

typedef bool operation_about(struct workspace *w, str by, const struct about_person *want,
                             struct arena *a, struct outcome *ret, struct err *err);

static int run_about(const struct arguments *arguments, operation_about *operation)
{
    struct workspace w;
    struct outcome outcome;
    struct err err = {0};
    struct about_person want = {arguments->rest.at[0], argument_text(arguments, "reason")};
    if (!want.reason.n)
        return tell_problem("say why: --reason WORDS (they stay for ever: name nobody)");
    if (!workspace_begin(arguments, STORE_WRITE, &w))
        return EXIT_COULD_NOT_RUN;
    bool done = operation(&w, argument_text(arguments, "by"), &want, arguments->a, &outcome, &err);
    workspace_close(&w);
    return tell_outcome(done, &outcome, &err);
}

static int run_hold(const struct arguments *arguments)
{
    return run_about(arguments, person_hold);
}

static int run_release(const struct arguments *arguments)
{
    return run_about(arguments, person_release);
}

/* With the pictures that she may be in. */
static bool forget_pictures(struct workspace *w, str by, const struct about_person *want,
                            struct arena *a, struct outcome *ret, struct err *err)
{
    struct pictures_erased pictures = {0};
    if (!person_forget_pictures(w, by, want, a, &pictures, ret, err))
        return false;
    if (ret->kind == DECISION_REFUSED)
        return true;
    printf("%zu picture%s erased\n", pictures.erased, plural((int64_t)pictures.erased));
    if (pictures.unclaimed)
        printf("%zu picture%s no set-up claims, so that nobody said who is in them: look at them\n",
               pictures.unclaimed, plural((int64_t)pictures.unclaimed));
    return true;
}

static int run_forget(const struct arguments *arguments)
{
    return run_about(arguments,
                     argument_given(arguments, "pictures") ? forget_pictures : person_forget);
}

#define REASON_OPTION_ROW                                                                          \
    {                                                                                              \
        "reason", "WORDS", "why; it stays for ever, so name nobody", false                         \
    }

static const struct option_row reason_options[] = {
    REASON_OPTION_ROW,
    BY_OPTION_ROW,
};

static const struct option_row forget_options[] = {
    REASON_OPTION_ROW,
    {"pictures", NULL, "erase the pictures too that the person may be in", false},
    BY_OPTION_ROW,
};

const struct command command_person_hold = {
    .name = "person hold",
    .arguments = "PERSON",
    .help = "Place a legal hold: until it is lifted, nobody can forget this person.",
    .options = reason_options,
    .options_n = countof(reason_options),
    .arguments_min = 1,
    .arguments_max = 1,
    .place = IN_WORKSPACE,
    .run = run_hold,
};

const struct command command_person_release = {
    .name = "person release",
    .arguments = "PERSON",
    .help = "Lift the legal hold on a person.",
    .options = reason_options,
    .options_n = countof(reason_options),
    .arguments_min = 1,
    .arguments_max = 1,
    .place = IN_WORKSPACE,
    .run = run_release,
};

const struct command command_forget = {
    .name = "forget",
    .arguments = "PERSON",
    .help =
        "Forget a person (ID, or CAMPAIGN/ID of a call sheet): the key of the personal record\n"
        "is destroyed, here and for every copy of the workspace; every proof still holds. Whoever\n"
        "copied the key elsewhere must remove it there too.",
    .options = forget_options,
    .options_n = countof(forget_options),
    .arguments_min = 1,
    .arguments_max = 1,
    .place = IN_WORKSPACE,
    .run = run_forget,
};
