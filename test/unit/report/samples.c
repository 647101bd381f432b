#include "samples.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/hash.h"
#include "worker/intake.h"

#define OWNED  "\"><script>document.title=1</script>"
#define OWNED2 "'><img src=x onerror=alert(1)> </style></title>\x1b[31m \u202e"

const char *const sample_markup[] = {
    "<script>document.title", "<img src=x", "</style></title>", "\x1b", "\u202e",
    "href=\"javascript:"};
const size_t sample_markup_n = countof(sample_markup);

const char *const sample_secrets[] = {"Lindqvist", "2012-04-30", "LIC-55-1234", "Marchetti"};
const size_t sample_secrets_n = countof(sample_secrets);

static const char sheet_text[] =
    "callsheet: 1\n"
    "campaign: {id: JOB-7, name: 'Winter " OWNED "'}\n"
    "house: maison\n"
    "parties:\n"
    "- {id: maison, name: Maison Verne, kind: house}\n"
    "- {id: quay, name: 'Quay Props <b>', kind: supplier}\n"
    "- {id: legal, name: Legal desk, kind: person}\n"
    "places: [{id: p, name: P, time_zone: Europe/Paris}]\n"
    "days: [{id: day-1, date: 2026-09-14, place: p}]\n"
    "talent:\n"
    "- {id: child-1, name: Mia Lindqvist, birth_date: 2012-04-30,\n"
    "   licence: {number: LIC-55-1234, authority: A, holder: H, from: 2026-01-01,\n"
    "             until: 2026-12-31}}\n"
    "- {id: adult-1, name: Ada Verhoeven, birth_date: 1991-03-08}\n"
    "- {id: nobody-knows, name: Cleo Marchetti}\n"
    "items:\n"
    "- {id: agenda, name: an agenda, kind: printed, supplier: quay, themes: [], assessed_by: "
    "legal,\n"
    "   approval: {by: legal, date: 2026-09-01}, print: ['It is a truth universally acknowledged,\n"
    "   that a single man in possession of a good fortune, must be in want of a wife.']}\n"
    "- {id: bear, name: 'a bear <i>', kind: prop, supplier: quay}\n"
    "setups:\n"
    "- look: l\n"
    "  shots:\n"
    "  - {id: desk, files: ['**'], talent: [child-1, adult-1, nobody-knows],\n"
    "     items: [agenda, bear]}\n";

static struct detector_run runs[] = {
    {.name = S("text"), .version = S("1"), .status = RUN_DONE, .runtime = S("runtime 1")},
    {.name = S("watchlist"), .version = S("1"), .status = RUN_DONE},
    {.name = S("people"), .version = S("1"), .status = RUN_DONE},
    {.name = S("fingerprint"), .version = S("1"), .status = RUN_DONE},
    {.name = S("known-bad"), .version = S("1"), .status = RUN_DONE, .reason = S(OWNED2)},
    {.name = S("metadata"), .version = S("1"), .status = RUN_DONE},
};

static struct finding *findings(struct arena *a, size_t *ret_n)
{
    static struct text_line lines[] = {
        {.region = {300, 300, 700, 40},
         .text = S("It is a truth universally acknowledged, that a small dog")},
        {.region = {300, 340, 700, 40}, .text = S("in Mia Lindqvist's garden " OWNED2)},
    };
    struct finding all[] = {
        {.kind = FINDING_TEXT,
         .region = {300, 300, 700, 80},
         .evidence = S(OWNED),
         .lines = {lines, countof(lines)},
         .detector = S("text")},
        {.kind = FINDING_UNREAD_PRINT,
         .region = {1200, 700, 420, 160},
         .reason = S("too_small"),
         .evidence = S("print that is too small; perhaps " OWNED),
         .detector = S("text")},
        {.kind = FINDING_UNREAD_PRINT,
         .region = {0, 1100, 900, 100},
         .reason = S("oblique"),
         .evidence = S("print along the line of sight"),
         .detector = S("text")},
        {.kind = FINDING_FACE, .region = {900, 200, 180, 220}, .detector = S("people")},
    };
    struct finding *list = arena_new(a, struct finding, countof(all));
    memcpy(list, all, sizeof all);
    for (size_t i = 0; i < countof(all); i++) {
        list[i].version = S("1");
        list[i].score_pm = list[i].distance_bits = INT_ABSENT;
    }
    *ret_n = countof(all);
    return list;
}

static struct citation citations[] = {
    {S("CAP Code"), S("4.8"), S("https://www.example.org/code?a=1&b=2")},
    {S("A code " OWNED), S("1"), S("javascript:alert(1)")},
};

/* What people said: one unread print is settled, one thing raised. */
static void say(struct facts *f, struct arena *a)
{
    f->unread.at[1].settlement = (struct fact_settlement){.settled = true,
                                                          .how = S("dismissed"),
                                                          .to = S(""),
                                                          .reason = S("a shadow " OWNED),
                                                          .by = S("Berta Speaker"),
                                                          .on = S("2026-09-20"),
                                                          .why_not = S("")};
    struct fact_raised *raised = arena_new(a, struct fact_raised, 1);
    *raised = (struct fact_raised){.id = S("r1"),
                                   .name = S("lamp"),
                                   .region = {5, 5, 200, 100},
                                   .words = S("Whose lamp? Berta Speaker may know. " OWNED2),
                                   .by = S("Carl Speaker"),
                                   .owner = S("Berta Speaker"),
                                   .due = S("2026-10-01"),
                                   .settlement = FACT_UNSETTLED};
    f->raised.at = raised;
    f->raised.n = 1;
}

/* Every third picture is blocked, needs a person, or is clear. */
static void judge(struct result *r, size_t i, struct arena *a)
{
    const struct facts *f = &r->facts;
    struct reason *reasons = arena_new(a, struct reason, 8);
    size_t n = 0;
    if (i % 3 == 0) {
        for (size_t k = 0; k < f->unread.n; k++)
            reasons[n++] = (struct reason){
                .pack = S("base"),
                .rule = S("unread-print"),
                .effect = EFFECT_BLOCK,
                .because = str_format(a, "Print that cannot be read (%.*s): %.*s",
                                      STR(f->unread.at[k].id), STR(f->unread.at[k].words)),
                .fix = S("Look at it at full size, and type what it says."),
                .subject = f->unread.at[k].id,
                .has_region = true,
                .region = f->unread.at[k].region};
        reasons[n++] =
            (struct reason){.pack = S("base"),
                            .rule = S("raised"),
                            .effect = EFFECT_BLOCK,
                            .because = str_format(a, "%.*s raised: %.*s", STR(f->raised.at[0].by),
                                                  STR(f->raised.at[0].words)),
                            .fix = str_format(a, "%.*s sees to it.", STR(f->raised.at[0].owner)),
                            .subject = S("r1"),
                            .has_region = true,
                            .region = f->raised.at[0].region};
        reasons[n++] =
            (struct reason){.pack = S("base"),
                            .rule = S("unaccounted-text"),
                            .effect = EFFECT_BLOCK,
                            .because = str_format(a, "Print that nothing accounts for: %.*s",
                                                  STR(f->texts.at[0].text)),
                            .fix = S("Find out what it is. " OWNED),
                            .citations = {citations, 2},
                            .subject = f->texts.at[0].id,
                            .has_region = true,
                            .region = f->texts.at[0].region};
    }
    if (i % 3 < 2) {
        static str rules[] = {S("people/minor-in-frame")};
        static struct need needs[] = {{S("child-protection"), S(""), 1, {rules, 1}},
                                      {S("legal"), S("maison"), 2, {rules, 1}}};
        reasons[n++] = (struct reason){.pack = S("people"),
                                       .rule = S("minor-in-frame"),
                                       .effect = EFFECT_NEED,
                                       .because = S("child-1, a minor."),
                                       .fix = S("The partner sees the picture."),
                                       .subject = S("child-1")};
        reasons[n++] = (struct reason){.pack = S("items"),
                                       .rule = S("not-assessed"),
                                       .effect = EFFECT_NEED,
                                       .because = S("bear: not assessed."),
                                       .fix = S("Assess bear."),
                                       .subject = S("bear")};
        r->needs.at = needs;
        r->needs.n = countof(needs);
    }
    reasons[n++] = (struct reason){.pack = S("people"),
                                   .rule = S("fewer-faces"),
                                   .effect = EFFECT_ADVISE,
                                   .because = S("Fewer faces."),
                                   .fix = S("Nothing needs doing."),
                                   .subject = S("")};
    r->reasons.at = reasons;
    r->reasons.n = n;
    r->verdict = i % 3 == 0 ? VERDICT_BLOCKED : i % 3 == 1 ? VERDICT_NEEDS : VERDICT_CLEAR;
}

/* Something to look at, another colour each. */
static int pixels_make(size_t i)
{
    int fd = memfd_new("sample");
    size_t bytes = (size_t)SAMPLE_WIDTH_PX * SAMPLE_HEIGHT_PX * RASTER_CHANNELS;
    if (fd < 0 || ftruncate(fd, (off_t)bytes) != 0)
        return -1;
    uint8_t *p = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (p == MAP_FAILED)
        return -1;
    for (size_t y = 0; y < SAMPLE_HEIGHT_PX; y++)
        for (size_t x = 0; x < SAMPLE_WIDTH_PX; x++) {
            uint8_t *px = p + (y * SAMPLE_WIDTH_PX + x) * RASTER_CHANNELS;
            bool edge = ((x / 150 + y / 150 + i) & 3) == 0;
            px[0] = (uint8_t)(90 + (i * 37) % 90 + x * 60 / SAMPLE_WIDTH_PX);
            px[1] = (uint8_t)(100 + (i * 61) % 70 + y * 60 / SAMPLE_HEIGHT_PX);
            px[2] = (uint8_t)(edge ? 90 : 140 - (i * 13) % 50);
        }
    munmap(p, bytes);
    return fd;
}

static struct result result_make(const struct callsheet *c, const struct walk_file *file, size_t i,
                                 const struct evidence_options *evidence, struct arena *a)
{
    struct digest digest = sha256(str_format(a, "sample %zu", i));
    struct screening screening = {.version = 1,
                                  .width_px = SAMPLE_WIDTH_PX,
                                  .height_px = SAMPLE_HEIGHT_PX,
                                  .quality = 100,
                                  .detectors = {runs, countof(runs)}};
    screening.findings.at = findings(a, &screening.findings.n);
    struct image_about about = {
        .format = S("jpeg"), .width_px = SAMPLE_WIDTH_PX, .height_px = SAMPLE_HEIGHT_PX};
    struct result r = {
        .version = RESULT_VERSION,
        .path = file->path,
        .sha256 = digest_hex(digest, a),
        .quality = 100,
        .rating = i % 3 ? INT_ABSENT : 4,
        .sandbox = i % 2 ? S("whole") : S("weak"),
        .policy_sha256 = digest_hex(sha256(S("policy")), a),
        .watchlists_sha256 = digest_hex(sha256(S("lists")), a),
        .facts_sha256 = digest_hex(sha256(S("facts")), a),
        .findings = {screening.findings.at, screening.findings.n},
        .detectors = {runs, countof(runs)},
    };
    r.facts = facts_make(&(struct facts_of){.opt_callsheet = c,
                                            .opt_screening = &screening,
                                            .opt_about = &about,
                                            .path = file->name,
                                            .sha256 = r.sha256},
                         a);
    say(&r.facts, a);
    judge(&r, i, a);
    if (!evidence->previews.p)
        return r;
    struct lane_result seen = {.decoded = true,
                               .about = about,
                               .screening = screening,
                               .planes = 1,
                               .pixels = pixels_make(i)};
    struct evidence *e =
        evidence_want(evidence, &r, &seen, i == 5 ? 2 : 0, a); /* one is the page of a PDF */
    evidence_draw(e, &seen);
    evidence_list(e);
    close(seen.pixels);
    return r;
}

static struct walk walk_make(size_t n, struct arena *a)
{
    static struct walk_skip skipped[] = {{S("sidecar (metadata) " OWNED2), 3}};
    struct walk walk = {
        .files = arena_new(a, struct walk_file, n), .n = n, .skipped = skipped, .skips = 1};
    for (size_t i = 0; i < n; i++) {
        str name = i == 0   ? S("<img src=x onerror=alert(1)>.jpg")
                   : i == 1 ? S("mia-lindqvist-02.jpg")
                   : i == 2 ? S("\u202egpj.evil\x1b[31m.jpg")
                            : str_format(a, "look-%zu/frame-%04zu.jpg", i / 40 + 1, i);
        walk.files[i].name = name;
        walk.files[i].path = str_format(a, "/home/secretuser/shoot/%.*s", STR(name));
    }
    return walk;
}

bool sample_report(const struct sample_orders *orders, struct err *err)
{
    struct arena a = arena_open((size_t)8 << 30);
    struct report_options options = {.folder = orders->folder,
                                     .audience = orders->audience,
                                     .gatefold = S("0.0.0"),
                                     .began = S("2026-11-22 10:00 UTC+0000"),
                                     .screened = orders->screened,
                                     .screened_n = orders->screened_n};
    struct diags diags = {.a = &a};
    struct callsheet sheet;
    struct report *r = report_open(&options, &a, err);
    bool ok = r != NULL;
    if (ok && !callsheet_read(str_of(sheet_text), &a, &diags, &sheet))
        ok = err_set(err, ERR_INTERNAL, "the sample call sheet: %.*s", STR(diags.at[0].what));
    struct walk walk = walk_make(orders->pictures, &a);
    struct evidence_options evidence = {0};
    if (ok && !orders->no_evidence)
        evidence.crops = evidence.previews = report_evidence(r);
    ok = ok && evidence_start(&evidence, err) && report_start(r, &walk, &sheet, err);
    for (size_t i = 0; ok && i < orders->delivered; i++) {
        struct arena picture = arena_open((size_t)1 << 30);
        struct result result = result_make(&sheet, &walk.files[i], i, &evidence, &picture);
        ok = report_picture(r, &result, err);
        arena_close(&picture);
    }
    if (ok && !orders->leave_open)
        ok = report_end(r, orders->delivered == orders->pictures, S("2026-11-22 10:05 UTC+0000"),
                        err);
    report_close(r);
    arena_close(&a);
    return ok;
}
