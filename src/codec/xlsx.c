#include "codec/xlsx.h"

#include <string.h>
#include <strings.h>

#include "codec/xlsx_parts.h"

enum {
    PATH_MAX_BYTES = 1000,
    RELATIONS_MAX = 1000,
    READ_ARENA_BYTES = 192 << 20,
};

const char *const xlsx_namespaces[] = {"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                                       "http://purl.oclc.org/ooxml/spreadsheetml/main", NULL};

static const char *const relation_namespaces[] = {
    "http://schemas.openxmlformats.org/package/2006/relationships", NULL};
static const char *const content_namespaces[] = {
    "http://schemas.openxmlformats.org/package/2006/content-types", NULL};

static bool no_end(void *self, const char *name, str text, struct err *err)
{
    (void)self;
    (void)name;
    (void)text;
    (void)err;
    return true;
}

/* What one part says of another. */
struct relation {
    str id, type, target;
    bool external;
};

struct relations {
    struct arena *a;
    LIST_OF(struct relation) list;
};

static str copy_c(const char *opt_text, struct arena *a)
{
    return opt_text ? str_copy(str_of(opt_text), a) : S("");
}

static bool on_relation(void *self, const char *name, const XML_Char **attributes, struct err *err)
{
    struct relations *r = self;
    if (strcmp(name, "Relationship") != 0)
        return true;
    if (r->list.n == RELATIONS_MAX)
        return err_set(err, ERR_LIMIT, "more than %d relations", RELATIONS_MAX);
    const char *mode = xml_attribute(attributes, "TargetMode", false);
    r->list.at[r->list.n++] = (struct relation){
        .id = copy_c(xml_attribute(attributes, "Id", false), r->a),
        .type = copy_c(xml_attribute(attributes, "Type", false), r->a),
        .target = copy_c(xml_attribute(attributes, "Target", false), r->a),
        .external = mode && strcmp(mode, "External") == 0,
    };
    return true;
}

/* The relations of a part ("" for the whole); none when it has none. */
static bool relations_read(struct xlsx *x, str part, struct relations *ret, struct err *err)
{
    const char *slash = part.n ? memrchr(part.p, '/', part.n) : NULL;
    size_t folder = slash ? (size_t)(slash - part.p) + 1 : 0;
    str path = str_format(x->a, "%.*s_rels/%.*s.rels", (int)folder, part.p ? part.p : "",
                          STR(str_from(part, folder)));
    *ret = (struct relations){.a = x->a};
    ret->list.at = arena_new(x->a, struct relation, RELATIONS_MAX);
    const struct zip_entry *entry = zip_find(&x->zip, path);
    return !entry ||
           xml_part_read(&x->zip, entry, &x->budget_bytes,
                         (struct xml_reader){relation_namespaces, on_relation, no_end, ret}, err);
}

/* The part that a relation of `from` leads to; NULL when it leads nowhere in here. */
static const struct zip_entry *follow(struct xlsx *x, str from, const struct relation *r)
{
    if (r->external)
        return NULL;
    if (str_starts(r->target, S("/")))
        return zip_find(&x->zip, str_from(r->target, 1));
    const char *slash = from.n ? memrchr(from.p, '/', from.n) : NULL;
    size_t folder = slash ? (size_t)(slash - from.p) + 1 : 0;
    return zip_find(
        &x->zip, str_format(x->a, "%.*s%.*s", (int)folder, from.p ? from.p : "", STR(r->target)));
}

/* Which kind of document the content types tell of. */
struct content {
    bool macros, binary, plain, template;
};

static bool on_content(void *self, const char *name, const XML_Char **attributes, struct err *err)
{
    (void)name;
    (void)err;
    struct content *c = self;
    const char *type = xml_attribute(attributes, "ContentType", false);
    if (!type)
        return true;
    c->binary |= strcasestr(type, "sheet.binary") != NULL;
    c->macros |= strcasestr(type, "macroEnabled") || strcasestr(type, "vbaProject");
    c->plain |= strcasecmp(type, "application/vnd.openxmlformats-officedocument."
                                 "spreadsheetml.sheet.main+xml") == 0;
    c->template |= strcasestr(type, "spreadsheetml.template") != NULL;
    return true;
}

static bool has_macros(const struct zip *zip)
{
    for (size_t i = 0; i < zip->entries.n; i++) {
        str name = zip->entries.at[i].name;
        if (name.n >= 14 && strncasecmp(name.p + name.n - 14, "vbaProject.bin", 14) == 0)
            return true;
    }
    return false;
}

static bool kind_check(struct xlsx *x, struct err *err)
{
    struct content c = {0};
    const struct zip_entry *types = zip_find(&x->zip, S("[Content_Types].xml"));
    if (types &&
        !xml_part_read(&x->zip, types, &x->budget_bytes,
                       (struct xml_reader){content_namespaces, on_content, no_end, &c}, err))
        return false;
    if (c.binary)
        return err_set(err, ERR_UNSUPPORTED, "it is a .xlsb file: save it as .xlsx or CSV");
    if (c.macros || has_macros(&x->zip))
        return err_set(err, ERR_UNSUPPORTED,
                       "it holds macros (.xlsm): save it as .xlsx, which has none, or as CSV");
    if (c.template)
        return err_set(err, ERR_UNSUPPORTED, "it is a template: save it as .xlsx or CSV");
    if (!types && zip_find(&x->zip, S("content.xml")))
        return err_set(err, ERR_UNSUPPORTED,
                       "it is an OpenDocument file (.ods): save it as .xlsx or CSV");
    if (!c.plain)
        return err_set(err, ERR_UNSUPPORTED, "it is no spreadsheet: save it as .xlsx or CSV");
    return true;
}

static bool is_true(const char *opt_text)
{
    return opt_text && (strcmp(opt_text, "1") == 0 || strcmp(opt_text, "true") == 0);
}

static bool on_workbook(void *self, const char *name, const XML_Char **attributes, struct err *err)
{
    struct xlsx *x = self;
    if (strcmp(name, "workbookPr") == 0)
        x->dates_1904 = is_true(xml_attribute(attributes, "date1904", false));
    if (strcmp(name, "sheet") != 0)
        return true;
    if (x->sheets.n == SHEETS_MAX)
        return err_set(err, ERR_LIMIT, "more than %d sheets", SHEETS_MAX);
    const char *state = xml_attribute(attributes, "state", false);
    x->sheets.at[x->sheets.n++] = (struct xlsx_sheet){
        .name = copy_c(xml_attribute(attributes, "name", false), x->a),
        .relation = copy_c(xml_attribute(attributes, "id", true), x->a),
        .hidden = state && strcmp(state, "visible") != 0,
    };
    return true;
}

static bool of_type(const struct relation *r, const char *last)
{
    return str_ends(r->type, str_of(last));
}

static bool find_workbook(struct xlsx *x, const struct zip_entry **ret, struct err *err)
{
    struct relations top;
    if (!relations_read(x, S(""), &top, err))
        return false;
    *ret = NULL;
    for (size_t i = 0; i < top.list.n && !*ret; i++)
        if (of_type(&top.list.at[i], "/officeDocument"))
            *ret = follow(x, S(""), &top.list.at[i]);
    return *ret || err_set(err, ERR_CORRUPT, "the file is damaged (no workbook in it)");
}

/* Strings and styles come first: cells need them. */
static bool read_shared(struct xlsx *x, str workbook, const struct relations *relations,
                        struct err *err)
{
    for (size_t i = 0; i < relations->list.n; i++) {
        const struct relation *r = &relations->list.at[i];
        const struct zip_entry *part = follow(x, workbook, r);
        if (part && of_type(r, "/sharedStrings") && !x->strings.at &&
            !xlsx_read_strings(x, part, err))
            return false;
        if (part && of_type(r, "/styles") && !x->styles.at && !xlsx_read_styles(x, part, err))
            return false;
    }
    return true;
}

static bool read_sheet(struct xlsx *x, str workbook, const struct relations *relations,
                       const struct xlsx_sheet *sheet, struct sheet_pack *out, struct err *err)
{
    for (size_t i = 0; i < relations->list.n; i++) {
        const struct relation *r = &relations->list.at[i];
        if (!str_eq(r->id, sheet->relation) || !of_type(r, "/worksheet"))
            continue; /* a sheet that is a chart has no cells */
        const struct zip_entry *part = follow(x, workbook, r);
        if (!part)
            return err_set(err, ERR_CORRUPT, "the file is damaged (a sheet is missing)");
        sheet_pack_open(out, sheet->name, sheet->hidden);
        return xlsx_read_cells(x, part, out, err) || err_wrap(err, "sheet %.*s", STR(sheet->name));
    }
    return true;
}

bool xlsx_read(str bytes, struct sheet_pack *out, struct err *err)
{
    struct arena a CLEANUP(arena_close) = arena_open(READ_ARENA_BYTES);
    struct xlsx x = {.a = &a, .budget_bytes = XLSX_UNPACKED_MAX_BYTES};
    x.sheets.at = arena_new(&a, struct xlsx_sheet, SHEETS_MAX);
    const struct zip_entry *workbook;
    struct relations relations;
    if (!zip_open(bytes, &a, &x.zip, err) || !kind_check(&x, err) ||
        !find_workbook(&x, &workbook, err) ||
        !xml_part_read(&x.zip, workbook, &x.budget_bytes,
                       (struct xml_reader){xlsx_namespaces, on_workbook, no_end, &x}, err) ||
        !relations_read(&x, workbook->name, &relations, err) ||
        !read_shared(&x, workbook->name, &relations, err))
        return false;
    for (size_t i = 0; i < x.sheets.n; i++)
        if (!read_sheet(&x, workbook->name, &relations, &x.sheets.at[i], out, err))
            return false;
    return true;
}
