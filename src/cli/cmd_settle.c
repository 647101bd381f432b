/* gatefold settle: the open questions of a shoot, each asked once, and the answers kept. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/settling.h"
#include "cli/campaign_shoot.h"
#include "cli/interrupt.h"
#include "cli/settle.h"
#include "cli/shoot_options.h"
#include "image/image.h"
#include "workspace/book.h"

enum {
    QUESTIONS_ARENA_BYTES = 1 << 30,
};

static void on_picture(void *self, const struct result *result)
{
    struct settle_run *run = self;
    questions_add(&run->questions, result);
}

static void on_progress(void *self, size_t done, uint64_t done_bytes)
{
    const struct settle_run *run = self;
    (void)done_bytes;
    if (isatty(STDERR_FILENO))
        fprintf(stderr, "\r%zu of %zu screened%s", done, run->files,
                done == run->files ? "\r\033[K" : "");
}

/* An answer given in options. */
static int answer_given(struct settle_run *run, str id)
{
    const struct arguments *arguments = run->arguments;
    const struct question *q = questions_find(&run->questions, id);
    if (!q || !q->open)
        return tell_problem("there is no open question %.*s: gatefold settle lists them (with "
                            "other open places it has another id)",
                            STR(id));
    struct answer answer = {
        .by = argument_text(arguments, "by"),
        .on = today(),
        .item = argument_text(arguments, "item"),
        .talent = argument_text(arguments, "talent"),
        .dismissed = argument_text(arguments, "dismiss"),
    };
    str age = argument_text(arguments, "apparent-age");
    if (age.p && !settle_age(age, &answer.apparent_age))
        return tell_problem(
            "--apparent-age is under_16, under_18, cannot_say or adult, not \"%.*s\"", STR(age));
    bool *leave_out = arena_new(arguments->a, bool, q->places.n);
    struct texts out = argument_texts(arguments, "leave-out");
    for (size_t i = 0; i < out.n; i++) {
        int64_t number;
        bool found = str_to_i64(out.at[i], &number) && number >= 1 &&
                     (size_t)number <= q->places.n && !q->places.at[number - 1].settled;
        if (found)
            leave_out[number - 1] = true;
        for (size_t k = 0; k < q->places.n; k++)
            if (str_eq(q->places.at[k].path, out.at[i]))
                found = leave_out[k] = true;
        if (!found)
            return tell_problem("--leave-out %.*s: no frame of question %.*s, and no number of its "
                                "open places",
                                STR(out.at[i]), STR(q->id));
    }
    if (!settle_answer_fits(run, q, leave_out, &answer, argument_given(arguments, "complete")))
        return EXIT_COULD_NOT_RUN;
    return settle_write(run, q, leave_out, &answer) ? EXIT_ALL_CLEAR : EXIT_COULD_NOT_RUN;
}

static int list(const struct settle_run *run)
{
    size_t open = questions_open(&run->questions);
    printf("%zu question%s in %zu picture%s.\n", open, plural((int64_t)open),
           run->questions.pictures, plural((int64_t)run->questions.pictures));
    settle_tell_untold(run);
    for (size_t i = 0; i < run->questions.n; i++)
        if (questions_at(&run->questions, i)->open) {
            putchar('\n');
            settle_tell(run, questions_at(&run->questions, i), (struct telling){0});
        }
    if (open)
        puts("\nAnswer one: --question ID --by NAME with --item ID, --talent ID, --dismiss WHY,\n"
             "--complete or --apparent-age AGE; --leave-out PATH leaves a frame open, --leave-out "
             "N a\n"
             "place. An answer is for all places of the question: look at each of them first.");
    return open || run->questions.untold ? EXIT_NOT_CLEAR : EXIT_ALL_CLEAR;
}

/* Where answers go: the file that was named, or the one of the folder. */
static bool choose_file(struct settle_run *run, struct shoot_options *options)
{
    struct arena *a = run->arguments->a;
    struct stat st;
    str path = options->settlements;
    if (path.p && lstat(path.p, &st) != 0) {
        options->settlements = (str){0}; /* it is written with the first answer */
    } else if (!path.p) {
        if (options->paths_n != 1 || stat(options->paths[0].p, &st) != 0 || !S_ISDIR(st.st_mode)) {
            tell_problem("say where the answers go: one folder, or --settlements F");
            return false;
        }
        str folder = options->paths[0];
        path = str_format(a, "%.*s%s" SETTLEMENTS_FILE, STR(folder),
                          str_ends(folder, S("/")) ? "" : "/");
    }
    run->book = settling_file(path.p, a);
    return true;
}

/* What was only there to be looked at. */
static void remove_crops(const char *folder)
{
    DIR *dir = opendir(folder);
    for (struct dirent *e; dir && (e = readdir(dir));)
        unlinkat(dirfd(dir), e->d_name, 0);
    if (dir)
        closedir(dir);
    rmdir(folder);
}

static int run_settle(const struct arguments *arguments)
{
    struct settle_run run = {.arguments = arguments};
    struct shoot_options options;
    str id = argument_text(arguments, "question");
    run.asking = !id.p && isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
    struct campaign_shoot campaign CLEANUP(campaign_shoot_end) = {0};
    struct campaign_book book = {.w = &campaign.w, .by = argument_text(arguments, "by")};
    if (!shoot_options_read(arguments, &options))
        return EXIT_COULD_NOT_RUN;
    if ((id.p || run.asking) && !book.by.n)
        return tell_problem("say who answers: --by NAME");
    if (arguments->workspace.p) {
        book.campaign = campaign_argument(arguments);
        if (!book.campaign.p ||
            !campaign_shoot_begin(arguments, book.campaign, &options, &campaign))
            return EXIT_COULD_NOT_RUN;
    } else if (!choose_file(&run, &options)) {
        return EXIT_COULD_NOT_RUN;
    }
    struct shoot_screen *s = shoot_screen_begin(arguments, &options);
    if (!s)
        return EXIT_COULD_NOT_RUN;
    if (arguments->workspace.p) {
        book.opt_callsheet = shoot_screen_callsheet(s);
        run.book = campaign_book(&book, arguments->a);
    }
    struct arena a CLEANUP(arena_close) = arena_open(QUESTIONS_ARENA_BYTES);
    questions_init(&run.questions, &a);
    catch_signals(); /* crops of unpublished pictures are not left behind */
    run.opt_callsheet = shoot_screen_callsheet(s);
    run.said = shoot_screen_said(s);
    run.files = shoot_screen_walk(s)->n;
    bool whole = shoot_screen_run(
        s, (struct shoot_watcher){.picture = on_picture, .progress = on_progress, .self = &run},
        &interrupted);
    char folder[] = "/tmp/gatefold-XXXXXX";
    struct err err;
    if (run.asking && image_show_start(&err))
        run.crops = mkdtemp(folder);
    run.opt_cropper = crop_open(s, arguments->a);
    int status = EXIT_COULD_NOT_RUN;
    if (!whole)
        tell_problem("interrupted: %zu of %zu files were screened, so the questions are not whole; "
                     "nothing was answered, and the same command goes on",
                     run.questions.pictures, run.files);
    else if (!run.questions.pictures)
        tell_problem("no picture found: nothing was screened");
    else
        status = id.p ? answer_given(&run, id) : run.asking ? settle_ask(&run) : list(&run);
    crop_close(run.opt_cropper);
    if (run.crops)
        remove_crops(run.crops);
    shoot_screen_close(s);
    return status;
}

static const struct option_row settle_options[] = {
    SHOOT_OPTION_ROWS,
    {"by", "NAME", "who answers", false},
    {"question", "ID", "the question that is answered", false},
    {"item", "ID", "it is this item of the call sheet", false},
    {"talent", "ID", "it is this person of the call sheet", false},
    {"dismiss", "WHY", "it is nothing, and why", false},
    {"complete", NULL, "everything in these frames is on the call sheet", false},
    {"apparent-age", "AGE", "under_16, under_18, cannot_say or adult", false},
    {"leave-out", "PATH", "a frame that stays open, or the number of a place", true},
    {"jobs", "N", "pictures at a time (one a core)", false},
};

const struct command command_settle = {
    .name = "settle",
    .arguments = "FOLDER|CAMPAIGN",
    .help =
        "Go through the open questions of a shoot, each asked once in however many frames it\n"
        "stands, and keep the answers in settlements.yaml. On a terminal it asks; otherwise it\n"
        "lists them (exit status 1 if there are any), and --question answers one.",
    .options = settle_options,
    .options_n = countof(settle_options),
    .arguments_min = 1,
    .arguments_max = SIZE_MAX,
    .place = WITH_OR_WITHOUT_WORKSPACE,
    .run = run_settle,
};
