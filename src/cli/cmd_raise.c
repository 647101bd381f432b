/* gatefold raise, gatefold attest: what people say about single pictures without being asked. */
#include <stdio.h>
#include <string.h>

#include "app/probe.h"
#include "app/settling.h"
#include "base/utf8.h"
#include "cli/campaign_shoot.h"
#include "cli/settle.h"
#include "screen/detector.h"
#include "workspace/book.h"

/* The picture as it is now: its digest, and its size for regions. */
static bool look(const struct arguments *arguments, const char *path, str *ret_sha256,
                 struct region *ret_whole)
{
    struct err err = {0};
    struct arena a CLEANUP(arena_close) = arena_open((size_t)256 << 20);
    struct screening seen;
    struct digest sha256;
    struct probe *probe = probe_open(
        (struct probe_options){.detector = S(DETECTOR_FINGERPRINT),
                               .weak_sandbox = argument_given(arguments, "weak-sandbox")},
        &a, &err);
    bool ok = probe && probe_run(probe, path, 0, &a, &seen, &sha256, &err);
    if (ok) {
        *ret_sha256 = digest_hex(sha256, arguments->a);
        *ret_whole = (struct region){0, 0, seen.width_px, seen.height_px};
    }
    if (probe)
        probe_close(probe);
    if (!ok)
        tell_problem("%s: %s", path, err.msg);
    return ok;
}

/* The settlements beside a picture: no screening of it can miss them. */
static const char *beside(const struct arguments *arguments, str picture)
{
    const char *slash = memrchr(picture.p, '/', picture.n);
    str folder = {picture.p, slash ? (size_t)(slash + 1 - picture.p) : 0};
    return str_format(arguments->a, "%.*s" SETTLEMENTS_FILE, STR(folder)).p;
}

/* Where what is said of pictures goes: beside them, or into the campaign of a workspace. */
struct saying {
    struct campaign_shoot campaign;
    struct campaign_book campaign_book;
    struct settling_book book;
};

static void saying_end(struct saying *s)
{
    campaign_shoot_end(&s->campaign);
}

static bool saying_begin(const struct arguments *arguments, struct saying *ret)
{
    str campaign = argument_text(arguments, "campaign"), first = arguments->rest.at[0];
    struct shoot_options options = {0};
    *ret = (struct saying){0};
    if (!arguments->workspace.p) {
        ret->book = settling_file(beside(arguments, first), arguments->a);
        if (campaign.p)
            tell_problem("--campaign is for a workspace: gatefold -C DIR %s ...",
                         arguments->command->name);
        return !campaign.p;
    }
    if (!campaign.p) {
        tell_problem("say which campaign the picture is in: --campaign ID");
        return false;
    }
    if (!campaign_shoot_begin(arguments, campaign, &options, &ret->campaign))
        return false;
    ret->campaign_book = (struct campaign_book){
        .w = &ret->campaign.w, .campaign = campaign, .by = argument_text(arguments, "by")};
    if (ret->campaign.shooting.given.callsheet.p &&
        !campaign_callsheet(&ret->campaign, arguments->a, &ret->campaign_book.opt_callsheet))
        return false;
    ret->book = campaign_book(&ret->campaign_book, arguments->a);
    return true;
}

/* What a person calls a picture: its file, and the path that is written down. */
static bool saying_picture(const struct arguments *arguments, const struct saying *s, str name,
                           const char **ret_file, str *ret_path)
{
    struct err err;
    size_t file;
    if (!arguments->workspace.p) {
        *ret_file = name.p;
        *ret_path = utf8_clean(name, arguments->a);
        return true;
    }
    if (!shooting_find(&s->campaign.shooting, name, &file, &err)) {
        tell_error(&err);
        return false;
    }
    *ret_file = s->campaign.shooting.walk.files[file].path.p;
    *ret_path = s->campaign.shooting.walk.files[file].shown;
    return true;
}

static bool change(const struct settling_book *book, settling_changer *how, void *self)
{
    struct err err = {0};
    struct arena a CLEANUP(arena_close) = arena_open(SETTLEMENTS_ARENA_BYTES);
    struct diags *diags = arena_new(&a, struct diags, 1);
    diags->a = &a;
    bool ok = book->change(book->self, how, self, &a, diags, &err);
    tell_diags(diags, stderr);
    if (!ok)
        tell_error(&err);
    return ok;
}

/* ---- raise ---- */

struct raising {
    struct raised raised;
    str comment;
    bool is_new;
};

static struct raised *raised_by_id(struct settlements *s, str id)
{
    for (size_t i = 0; i < s->raised.n; i++)
        if (str_eq(s->raised.at[i].id, id))
            return &s->raised.at[i];
    return NULL;
}

static bool is_settled(const struct settlements *s, str id)
{
    for (size_t i = 0; i < s->settled.n; i++)
        if (s->settled.at[i].kind == SETTLED_RAISED && str_eq(s->settled.at[i].says, id))
            return true;
    return false;
}

static bool add_raised(void *self, struct settlements *s, struct arena *a, struct err *err)
{
    struct raising *r = self;
    struct raised *there = raised_by_id(s, r->raised.id);
    if (r->is_new) {
        if (there)
            return err_set(err, ERR_CONFLICT, "%.*s was raised already: name it otherwise (--id)",
                           STR(r->raised.id));
        settling_raise(s, &r->raised, a);
        there = raised_by_id(s, r->raised.id);
    } else if (!there) {
        return err_set(err, ERR_NOT_FOUND, "nothing was raised with the id %.*s",
                       STR(r->raised.id));
    } else if (!str_eq(there->sha256, r->raised.sha256)) {
        return err_set(err, ERR_CONFLICT,
                       "%.*s was raised in %.*s as it was then: these are other bytes, which it "
                       "does not block; raise it in them anew (--words, --region)",
                       STR(there->id), STR(there->path));
    } else if (is_settled(s, r->raised.id)) {
        return err_set(err, ERR_CONFLICT,
                       "%.*s is settled, and blocks nothing: take that settlement back first, or "
                       "raise it anew (--words, --region)",
                       STR(there->id));
    }
    if (r->raised.owner.p)
        there->owner = r->raised.owner;
    if (date_present(r->raised.due))
        there->due = r->raised.due;
    there->change_requested = there->change_requested || r->raised.change_requested;
    if (r->comment.p)
        settling_comment(there, &(struct comment){r->raised.by, r->raised.on, r->comment}, a);
    return true;
}

static bool region_given(const struct arguments *arguments, struct region whole,
                         struct region *ret_region)
{
    str text = argument_text(arguments, "region"), rest = text, part;
    int64_t v[4];
    size_t n = 0;
    while (n < countof(v) && str_cut(&rest, ',', &part) && str_to_i64(part, &v[n]))
        n++;
    struct region r = n == countof(v) ? (struct region){v[0], v[1], v[2], v[3]} : whole;
    if (n != countof(v) || rest.p || r.x_px < 0 || r.y_px < 0 || r.w_px < 1 || r.h_px < 1 ||
        r.x_px > whole.w_px - r.w_px || r.y_px > whole.h_px - r.h_px) {
        tell_problem("--region is X,Y,WIDTH,HEIGHT in pixels of the upright picture (%lld x %lld), "
                     "not \"%.*s\"",
                     (long long)whole.w_px, (long long)whole.h_px, STR(text));
        return false;
    }
    *ret_region = r;
    return true;
}

static int run_raise(const struct arguments *arguments)
{
    str picture = arguments->rest.at[0], due = argument_text(arguments, "due");
    struct region whole;
    struct raising r = {
        .raised =
            {
                .id = argument_text(arguments, "id"),
                .by = argument_text(arguments, "by"),
                .on = today(),
                .words = argument_text(arguments, "words"),
                .owner = argument_text(arguments, "owner"),
                .change_requested = argument_given(arguments, "change-requested"),
            },
        .comment = argument_text(arguments, "comment"),
        .is_new = argument_given(arguments, "words"),
    };
    if (!r.raised.by.n)
        return tell_problem("say who raises it: --by NAME");
    if (r.is_new && !r.raised.words.n)
        return tell_problem("say what is there: --words WORDS");
    if (due.p && !date_parse(due, &r.raised.due))
        return tell_problem("--due is a date like 2022-10-10, not \"%.*s\"", STR(due));
    if (!r.is_new && (!r.raised.id.p || argument_given(arguments, "region")))
        return tell_problem(
            "say what is there (--words) and where (--region), or which of what was "
            "raised is meant (--id)");
    if (!r.is_new && !r.comment.n && !r.raised.owner.n && !due.p && !r.raised.change_requested)
        return tell_problem("say what is to be noted of %.*s: --comment, --owner, --due or "
                            "--change-requested",
                            STR(r.raised.id));
    struct saying saying CLEANUP(saying_end) = {0};
    const char *file;
    if (!saying_begin(arguments, &saying) ||
        !saying_picture(arguments, &saying, picture, &file, &r.raised.path) ||
        !look(arguments, file, &r.raised.sha256, &whole))
        return EXIT_COULD_NOT_RUN;
    if (r.is_new && !region_given(arguments, whole, &r.raised.region))
        return EXIT_COULD_NOT_RUN;
    if (!r.raised.id.p) /* one a picture and place */
        r.raised.id = str_format(arguments->a, "%.*s-%lld-%lld", 8, r.raised.sha256.p,
                                 (long long)r.raised.region.x_px, (long long)r.raised.region.y_px);
    if (!change(&saying.book, add_raised, &r))
        return EXIT_COULD_NOT_RUN;
    printf("%.*s: %s, %.*s; it blocks %.*s until it is settled\n", STR(r.raised.id),
           r.is_new ? "raised" : "noted", STR(saying.book.where), STR(r.raised.path));
    return EXIT_ALL_CLEAR;
}

static const struct option_row raise_options[] = {
    {"by", "NAME", "who raises it", false},
    {"campaign", "ID", "in a workspace: which campaign the picture is in", false},
    {"words", "WORDS", "what is there", false},
    {"region", "X,Y,W,H", "where, in pixels of the upright picture", false},
    {"id", "ID", "names it; of something raised before, with --comment and the like", false},
    {"owner", "NAME", "who sees to it", false},
    {"due", "DATE", "until when", false},
    {"comment", "WORDS", "a comment on it", false},
    {"change-requested", NULL, "the answer is: the picture must be changed", false},
    {"weak-sandbox", NULL, "go on where the kernel lacks Landlock or seccomp", false},
};

const struct command command_raise = {
    .name = "raise",
    .arguments = "PICTURE",
    .help =
        "Say that something is in a picture that the machine did not ask about. It blocks that\n"
        "picture, these bytes, until it is settled. With --id: add to what was raised.",
    .options = raise_options,
    .options_n = countof(raise_options),
    .arguments_min = 1,
    .arguments_max = 1,
    .place = WITH_OR_WITHOUT_WORKSPACE,
    .run = run_raise,
};

/* ---- attest ---- */

struct attesting {
    struct inventory inventory;
    struct age_attested age;
};

static bool add_attested(void *self, struct settlements *s, struct arena *a, struct err *err)
{
    const struct attesting *t = self;
    (void)err;
    if (t->inventory.pictures.n)
        settling_frames(s, &t->inventory, a);
    if (t->age.pictures.n)
        settling_ages(s, &t->age, a);
    return true;
}

static int run_attest(const struct arguments *arguments)
{
    const struct texts *pictures = &arguments->rest;
    str by = argument_text(arguments, "by"), age = argument_text(arguments, "apparent-age");
    bool inventory = argument_given(arguments, "inventory");
    struct attesting t = {.inventory = {.by = by, .on = today()}, .age = {.by = by, .on = today()}};
    if (!by.n)
        return tell_problem("say who attests it: --by NAME");
    if (!inventory && !age.p)
        return tell_problem("say what is attested: --inventory, --apparent-age AGE");
    if (age.p && !settle_age(age, &t.age.age))
        return tell_problem(
            "--apparent-age is under_16, under_18, cannot_say or adult, not \"%.*s\"", STR(age));
    struct saying saying CLEANUP(saying_end) = {0};
    if (!saying_begin(arguments, &saying))
        return EXIT_COULD_NOT_RUN;
    struct settled_place *places = arena_new(arguments->a, struct settled_place, pictures->n);
    for (size_t i = 0; i < pictures->n; i++) {
        struct region whole, none = {INT_ABSENT, INT_ABSENT, INT_ABSENT, INT_ABSENT};
        const char *file;
        places[i] = (struct settled_place){{0}, {0}, none};
        /* All pictures of one command go into one file: that beside the first. */
        if (!arguments->workspace.p &&
            strcmp(beside(arguments, pictures->at[i]), beside(arguments, pictures->at[0])) != 0)
            return tell_problem("%s and %s are in different folders: attest them one folder at a "
                                "time",
                                pictures->at[0].p, pictures->at[i].p);
        if (!saying_picture(arguments, &saying, pictures->at[i], &file, &places[i].path) ||
            !look(arguments, file, &places[i].sha256, &whole))
            return EXIT_COULD_NOT_RUN;
    }
    if (inventory) {
        t.inventory.pictures.at = places;
        t.inventory.pictures.n = pictures->n;
    }
    if (age.p) {
        t.age.pictures.at = places;
        t.age.pictures.n = pictures->n;
    }
    if (!change(&saying.book, add_attested, &t))
        return EXIT_COULD_NOT_RUN;
    printf("attested for %zu picture%s, %.*s\n", pictures->n, plural((int64_t)pictures->n),
           STR(saying.book.where));
    return EXIT_ALL_CLEAR;
}

static const struct option_row attest_options[] = {
    {"by", "NAME", "who attests it", false},
    {"campaign", "ID", "in a workspace: which campaign the pictures are in", false},
    {"inventory", NULL, "everything in frame is on the call sheet", false},
    {"apparent-age", "AGE", "of the youngest: under_16, under_18, cannot_say or adult", false},
    {"weak-sandbox", NULL, "go on where the kernel lacks Landlock or seccomp", false},
};

const struct command command_attest = {
    .name = "attest",
    .arguments = "PICTURE...",
    .help =
        "Say of pictures what no machine can: that everything in frame is on the call sheet, or\n"
        "how old the youngest in frame seems to be. It holds for these bytes.",
    .options = attest_options,
    .options_n = countof(attest_options),
    .arguments_min = 1,
    .arguments_max = SIZE_MAX,
    .place = WITH_OR_WITHOUT_WORKSPACE,
    .run = run_attest,
};
