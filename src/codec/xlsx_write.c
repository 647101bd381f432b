#include <stdio.h>

#include "base/utf8.h"
#include "codec/sheet.h"
#include "codec/sheet_write.h"
#include "codec/zip_write.h"

enum {
    PART_MAX_BYTES = 256 << 20,
    STYLE_TEXT = 1,
    STYLE_DATE = 2,
    STYLE_HEADING = 3,
    FIRST_SERIAL = 61, /* 1900-03-01: from here on all programs count alike */
    VALIDATION_MAX_BYTES = 255,
    WIDTH = 18,
};

#define HEAD     "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define MAIN     "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define DOCUMENT "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE  "http://schemas.openxmlformats.org/package/2006/"
#define TYPES    "application/vnd.openxmlformats-officedocument.spreadsheetml."

/* Text cells, dates, headings: so that what is typed into a column stays what was typed. */
static const char styles[] = HEAD
    "<styleSheet xmlns=\"" MAIN "\"><numFmts count=\"1\">"
    "<numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/></numFmts>"
    "<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font>"
    "<font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
    "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>"
    "<fill><patternFill patternType=\"gray125\"/></fill></fills>"
    "<borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs>"
    "<cellXfs count=\"4\"><xf/><xf numFmtId=\"49\" applyNumberFormat=\"1\"/>"
    "<xf numFmtId=\"164\" applyNumberFormat=\"1\"/>"
    "<xf numFmtId=\"49\" fontId=\"1\" applyNumberFormat=\"1\" applyFont=\"1\"/></cellXfs>"
    "<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>"
    "</styleSheet>";

static bool looks_escaped(str s)
{
    return s.n >= 7 && str_starts(s, S("_x")) && s.p[6] == '_';
}

static void put_xml(str s, struct buf *out)
{
    while (s.n > 0) {
        uint32_t c;
        bool escaped = looks_escaped(s);
        if (!utf8_next(&s, &c))
            break;
        if (c == '&')
            buf_put(out, S("&amp;"));
        else if (c == '<')
            buf_put(out, S("&lt;"));
        else if (c == '>')
            buf_put(out, S("&gt;"));
        else if (c == '"')
            buf_put(out, S("&quot;"));
        else if ((c < 0x20 && c != '\t' && c != '\n') || c == 0xfffe || c == 0xffff || escaped)
            buf_format(out, "_x%04X_", c);
        else
            utf8_put(out, c);
    }
}

static size_t utf16_units(str s)
{
    size_t n = 0;
    uint32_t c;
    while (utf8_next(&s, &c))
        n += c > 0xffff ? 2 : 1;
    return n;
}

static bool serial_of(str text, int64_t *ret)
{
    struct date date;
    if (!date_parse(text, &date))
        return false;
    *ret = date_days(date) - date_days((struct date){1899, 12, 30});
    return *ret >= FIRST_SERIAL;
}

static void put_cell(const struct sheet_out_column *column, size_t row, size_t c, str text,
                     int style, struct buf *out)
{
    char letters[COLUMN_NAME_BYTES];
    int64_t serial;
    sheet_column_letters((uint32_t)c + 1, letters);
    if (column->date && style != STYLE_HEADING && serial_of(text, &serial)) {
        buf_format(out, "<c r=\"%s%zu\" s=\"%d\"><v>%lld</v></c>", letters, row, STYLE_DATE,
                   (long long)serial);
        return;
    }
    buf_format(out, "<c r=\"%s%zu\" s=\"%d\" t=\"inlineStr\"><is><t xml:space=\"preserve\">",
               letters, row, style);
    put_xml(text, out);
    buf_put(out, S("</t></is></c>"));
}

static bool put_row(const struct sheet_out *sheet, size_t r, struct buf *out, struct err *err)
{
    size_t row = r + 2;
    buf_format(out, "<row r=\"%zu\">", row);
    for (size_t c = 0; c < sheet->columns_n; c++) {
        str text = sheet->cells[r * sheet->columns_n + c];
        if (text.n == 0)
            continue;
        char letters[COLUMN_NAME_BYTES];
        size_t units = utf16_units(text);
        if (units > SHEET_WRITE_CELL_MAX)
            return err_set(
                err, ERR_LIMIT,
                "sheet %.*s, row %zu, column %s: %zu characters, and .xlsx keeps %d of a "
                "cell: write CSV",
                STR(sheet->name), row, sheet_column_letters((uint32_t)c + 1, letters), units,
                SHEET_WRITE_CELL_MAX);
        put_cell(&sheet->columns[c], row, c, text, STYLE_TEXT, out);
    }
    buf_put(out, S("</row>"));
    return true;
}

/* A choice of words for the cells of a column; longer ones than Excel takes are left out. */
static void put_choice(const struct sheet_out_column *column, size_t c, struct buf *out)
{
    char letters[COLUMN_NAME_BYTES];
    sheet_column_letters((uint32_t)c + 1, letters);
    buf_format(out,
               "<dataValidation type=\"list\" allowBlank=\"1\" sqref=\"%s2:%s10001\">"
               "<formula1>&quot;",
               letters, letters);
    for (size_t i = 0; i < column->words.n; i++) {
        if (i > 0)
            buf_byte(out, ',');
        put_xml(column->words.at[i], out);
    }
    buf_put(out, S("&quot;</formula1></dataValidation>"));
}

static bool has_choice(const struct sheet_out_column *column)
{
    size_t bytes = 0;
    for (size_t i = 0; i < column->words.n; i++)
        bytes += column->words.at[i].n + 1;
    return column->words.n > 0 && bytes <= VALIDATION_MAX_BYTES;
}

static bool put_sheet(const struct sheet_out *sheet, struct buf *out, struct err *err)
{
    buf_put(out, S(HEAD "<worksheet xmlns=\"" MAIN "\"><sheetViews><sheetView workbookViewId=\"0\">"
                        "<pane ySplit=\"1\" topLeftCell=\"A2\" state=\"frozen\"/></sheetView>"
                        "</sheetViews><cols>"));
    size_t choices = 0;
    for (size_t c = 0; c < sheet->columns_n; c++) {
        buf_format(out,
                   "<col min=\"%zu\" max=\"%zu\" width=\"%d\" style=\"%d\" customWidth=\"1\"/>",
                   c + 1, c + 1, WIDTH, sheet->columns[c].date ? STYLE_DATE : STYLE_TEXT);
        choices += has_choice(&sheet->columns[c]);
    }
    buf_put(out, S("</cols><sheetData><row r=\"1\">"));
    for (size_t c = 0; c < sheet->columns_n; c++)
        put_cell(&sheet->columns[c], 1, c, sheet->columns[c].heading, STYLE_HEADING, out);
    buf_put(out, S("</row>"));
    for (size_t r = 0; r < sheet->rows_n; r++)
        if (!put_row(sheet, r, out, err))
            return false;
    buf_put(out, S("</sheetData>"));
    if (choices) {
        buf_format(out, "<dataValidations count=\"%zu\">", choices);
        for (size_t c = 0; c < sheet->columns_n; c++)
            if (has_choice(&sheet->columns[c]))
                put_choice(&sheet->columns[c], c, out);
        buf_put(out, S("</dataValidations>"));
    }
    buf_put(out, S("</worksheet>"));
    return true;
}

/* The parts that only list the sheets. */
static void put_lists(const struct sheet_out *sheets, size_t n, struct zip_writer *zip)
{
    CLEANUP(buf_done) struct buf types = {0}, relations = {0}, workbook = {0};
    buf_put(&types, S(HEAD "<Types xmlns=\"" PACKAGE "content-types\">"
                           "<Default Extension=\"rels\" ContentType="
                           "\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                           "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
                           "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" TYPES
                           "sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\" "
                           "ContentType=\"" TYPES "styles+xml\"/>"));
    buf_put(&relations, S(HEAD "<Relationships xmlns=\"" PACKAGE "relationships\">"
                               "<Relationship Id=\"styles\" Type=\"" DOCUMENT "/styles\" "
                               "Target=\"styles.xml\"/>"));
    buf_put(&workbook, S(HEAD "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" DOCUMENT "\"><sheets>"));
    for (size_t i = 0; i < n; i++) {
        buf_format(&types,
                   "<Override PartName=\"/xl/worksheets/sheet%zu.xml\" ContentType=\"" TYPES
                   "worksheet+xml\"/>",
                   i + 1);
        buf_format(&relations,
                   "<Relationship Id=\"sheet%zu\" Type=\"" DOCUMENT "/worksheet\" "
                   "Target=\"worksheets/sheet%zu.xml\"/>",
                   i + 1, i + 1);
        buf_put(&workbook, S("<sheet name=\""));
        put_xml(sheets[i].name, &workbook);
        buf_format(&workbook, "\" sheetId=\"%zu\" r:id=\"sheet%zu\"/>", i + 1, i + 1);
    }
    buf_put(&types, S("</Types>"));
    buf_put(&relations, S("</Relationships>"));
    buf_put(&workbook, S("</sheets></workbook>"));
    zip_write_part(zip, S("[Content_Types].xml"), buf_str(&types));
    zip_write_part(zip, S("_rels/.rels"),
                   S(HEAD "<Relationships xmlns=\"" PACKAGE "relationships\">"
                          "<Relationship Id=\"workbook\" Type=\"" DOCUMENT "/officeDocument\" "
                          "Target=\"xl/workbook.xml\"/></Relationships>"));
    zip_write_part(zip, S("xl/workbook.xml"), buf_str(&workbook));
    zip_write_part(zip, S("xl/_rels/workbook.xml.rels"), buf_str(&relations));
    zip_write_part(zip, S("xl/styles.xml"), str_of(styles));
}

static bool put_all(const struct sheet_out *sheets, size_t n, struct zip_writer *zip,
                    struct err *err)
{
    put_lists(sheets, n, zip);
    for (size_t i = 0; i < n; i++) {
        CLEANUP(buf_done) struct buf xml = BUF_MAX(PART_MAX_BYTES);
        char name[48];
        if (!put_sheet(&sheets[i], &xml, err))
            return false;
        if (!buf_ok(&xml))
            return err_set(err, ERR_LIMIT, "sheet %.*s: more than %d MiB", STR(sheets[i].name),
                           PART_MAX_BYTES >> 20);
        snprintf(name, sizeof name, "xl/worksheets/sheet%zu.xml", i + 1);
        zip_write_part(zip, str_of(name), buf_str(&xml));
    }
    return true;
}

bool xlsx_write(const struct sheet_out *sheets, size_t n, struct buf *out, struct err *err)
{
    struct zip_writer zip = {.out = {.max_bytes = out->max_bytes}};
    bool good = put_all(sheets, n, &zip, err);
    str archive = good ? zip_write_end(&zip) : (str){0};
    if (archive.p)
        buf_put(out, archive);
    zip_writer_done(&zip);
    if (good && (!archive.p || !buf_ok(out)))
        return err_set(err, ERR_LIMIT, "the file would be too large");
    return good;
}
