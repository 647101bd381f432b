/* Personal data by pattern. The numbers are those that issuers publish as examples or keep for
 * fiction: card numbers of payment firms' test pages, IBANs of SWIFT's registry, the zones of ICAO
 * 9303's specimens, telephone numbers that Ofcom and NANPA set aside. */
#include "screen/personal.h"

#include "../test.h"

struct row {
    const char *text;
    const char *found; /* the only match; NULL: none */
    enum personal_kind kind;
};

static const struct row rows[] = {
    {"card 4242 4242 4242 4242 exp 12/29", "4242 4242 4242 4242", PERSONAL_PAYMENT_CARD},
    {"4242424242424242", "4242424242424242", PERSONAL_PAYMENT_CARD},
    {"5555-5555-5555-4444.", "5555-5555-5555-4444", PERSONAL_PAYMENT_CARD},
    {"2223003122003222", "2223003122003222", PERSONAL_PAYMENT_CARD},
    {"378282246310005", "378282246310005", PERSONAL_PAYMENT_CARD},
    {"3782 822463 10005", "3782 822463 10005", PERSONAL_PAYMENT_CARD},
    {"6011111111111117", "6011111111111117", PERSONAL_PAYMENT_CARD},
    {"30569309025904", "30569309025904", PERSONAL_PAYMENT_CARD},
    {"3530111333300000", "3530111333300000", PERSONAL_PAYMENT_CARD},
    {"4OOO OOOO OOOO OOO2", "4OOO OOOO OOOO OOO2", PERSONAL_PAYMENT_CARD}, /* O read for 0 */
    {"4242 4242 4242 4243", NULL, 0},                                      /* Luhn */
    {"14242424242424242", NULL, 0},
    {"a4242424242424242", NULL, 0},
    {"9999999999999995", NULL, 0}, /* no issuer */
    {"ISBN 978-0-306-40615-7", NULL, 0},
    {"IBAN GB29 NWBK 6016 1331 9268 19, thanks", "GB29 NWBK 6016 1331 9268 19", PERSONAL_IBAN},
    {"DE89370400440532013000", "DE89370400440532013000", PERSONAL_IBAN},
    {"FR14 2004 1010 0505 0001 3M02 606", "FR14 2004 1010 0505 0001 3M02 606", PERSONAL_IBAN},
    {"NO93 8601 1117 947", "NO93 8601 1117 947", PERSONAL_IBAN},
    {"MT84 MALT 0110 0001 2345 MTLC AST0 01S", "MT84 MALT 0110 0001 2345 MTLC AST0 01S",
     PERSONAL_IBAN},
    {"GB29 NWBK 6016 1331 9268 18", NULL, 0},
    {"GB29 NWBK 6016 1331", NULL, 0},
    {"write to ada.lovelace+set@example.co.uk today", "ada.lovelace+set@example.co.uk",
     PERSONAL_EMAIL},
    {"a@b.com", "a@b.com", PERSONAL_EMAIL},
    {"@house on every channel", NULL, 0},
    {"3 @ 2.50", NULL, 0},
    {"name@localhost", NULL, 0},
    {"call 020 7946 0018 now", "020 7946 0018", PERSONAL_PHONE},
    {"01632 960983", "01632 960983", PERSONAL_PHONE},
    {"07700 900123", "07700 900123", PERSONAL_PHONE},
    {"(212) 555-0123", "(212) 555-0123", PERSONAL_PHONE},
    {"212-555-0123", "212-555-0123", PERSONAL_PHONE},
    {"+49 30 23125 123", "+49 30 23125 123", PERSONAL_PHONE},
    {"Tel.: 23125 123", "23125 123", PERSONAL_PHONE},
    {"from 1914 to 1918", NULL, 0},
    {"1,000,000 of them", NULL, 0},
    {"hotel 1234567", NULL, 0},
    {"AB 12 34 56 C", "AB 12 34 56 C", PERSONAL_UK_NINO},
    {"JG103759A", "JG103759A", PERSONAL_UK_NINO},
    {"QQ 12 34 56 C", NULL, 0}, /* the example that is never issued */
    {"GB 12 34 56 C", NULL, 0},
    {"AB 12 34 56 E", NULL, 0},
    {"SSN 219-09-9999", "219-09-9999", PERSONAL_US_SSN},
    {"000-12-3456", NULL, 0},
    {"666-12-3456", NULL, 0},
    {"900-12-3456", NULL, 0},
    {"219-00-9999", NULL, 0},
    {"219-09-0000", NULL, 0},
    {"1-219-09-9999-4", NULL, 0},
    {"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10",
     "L898902C36UTO7408122F1204159ZE184226B<<<<<10", PERSONAL_PASSPORT},
    {"7408122F1204159UTO<<<<<<<<<<<6", "7408122F1204159UTO<<<<<<<<<<<6", PERSONAL_PASSPORT},
    {"D231458907UTO7408122F1204159<<<<<<<6", "D231458907UTO7408122F1204159<<<<<<<6",
     PERSONAL_PASSPORT},
    {"L898902C36UTO7408123F1204159ZE184226B<<<<<10", NULL, 0},
    {"Date of birth: 30.04.2011", "30.04.2011", PERSONAL_BIRTH_DATE},
    {"DOB 4/30/2011", "4/30/2011", PERSONAL_BIRTH_DATE},
    {"born on 30 April 2011", "30 April 2011", PERSONAL_BIRTH_DATE},
    {"BORN ON April 30th, 2011", "April 30th, 2011", PERSONAL_BIRTH_DATE},
    {"date de naissance 2011-04-30", "2011-04-30", PERSONAL_BIRTH_DATE},
    {"born on a cold morning in April 1911", NULL, 0},
    {"Date: 30.04.2011", NULL, 0},
    {"", NULL, 0},
    {"+", NULL, 0},
    {"@", NULL, 0},
    {"tel", NULL, 0},
    {"date of birth", NULL, 0},
};

static void finds_what_proves_itself(void **state)
{
    (void)state;
    struct arena a = arena_open(64 << 20);
    for (size_t i = 0; i < countof(rows); i++) {
        /* An exact copy, so that a sanitizer sees a read past the end. */
        str text = str_copy(str_of(rows[i].text), &a);
        struct personal_match *m;
        size_t n = personal_find(text, ~0u, &a, &m);
        if (n != (rows[i].found ? 1 : 0))
            fail_msg("\"%s\": %zu matches", rows[i].text, n);
        if (!rows[i].found)
            continue;
        assert_str(str_first(str_from(text, m[0].start), m[0].end - m[0].start),
                   str_of(rows[i].found));
        if (m[0].kind != rows[i].kind)
            fail_msg("\"%s\" is taken for %s", rows[i].text, personal_kind_names[m[0].kind]);
        assert_int_equal(personal_find(text, 0, &a, &m), 0);
        assert_int_equal(personal_find(text, 1u << rows[i].kind, &a, &m), 1);
    }
    arena_close(&a);
}

static void masks_all_but_the_ends(void **state)
{
    (void)state;
    static const struct {
        const char *text, *masked;
    } masks[] = {
        {"pay 4242 4242 4242 4242 now", "pay 42***************42 now"},
        {"to ada@example.org, or 07700 900123", "to ad***********rg, or 07********23"},
        {"nothing", "nothing"},
    };
    struct arena a = arena_open(64 << 20);
    for (size_t i = 0; i < countof(masks); i++) {
        struct personal_match *m;
        str text = str_of(masks[i].text);
        size_t n = personal_find(text, ~0u, &a, &m);
        assert_str(personal_mask(text, m, n, &a), str_of(masks[i].masked));
    }
    arena_close(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_what_proves_itself),
        cmocka_unit_test(masks_all_but_the_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
