#include "shoot/sheet_table.h"

#include <string.h>

#define COLUMN(at, en, fr, it) .path = at, .names = {en, fr, it}

/* clang-format off: a column a line or two reads best as a table */
static const struct sheet_column campaign_columns[] = {
    {COLUMN("campaign.id", "id|campaign id|reference|ref|job|job number|job id",
            "identifiant|id|référence|réf|numéro de job", "identificativo|id|riferimento|rif")},
    {COLUMN("campaign.name", "name|campaign|campaign name|title",
            "nom|campagne|nom de la campagne|titre", "nome|campagna|nome della campagna|titolo")},
    {COLUMN("house", "house|client|brand|advertiser", "maison|client|marque|annonceur",
            "casa|cliente|marchio|marca"),
     .refs = ID_PARTY},
};

static const struct sheet_column usage_columns[] = {
    {COLUMN("channels", "channels|channel|media|medium", "canaux|canal|médias|supports",
            "canali|canale|media|mezzi")},
    {COLUMN("territories", "territories|territory|countries|country|markets",
            "territoires|territoire|pays|marchés", "territori|territorio|paesi|mercati")},
    {COLUMN("except", "except|without|excluding", "sauf|hors|excepté", "tranne|escluso|eccetto")},
    {COLUMN("from", "from|start|starts|first day|launch|on air",
            "du|début|à partir du|premier jour|lancement", "dal|inizio|primo giorno|lancio")},
    {COLUMN("until", "until|to|end|ends|last day", "au|fin|jusqu'au|dernier jour",
            "al|fine|fino al|ultimo giorno")},
    {COLUMN("time_zone", "time zone|timezone|tz", "fuseau horaire|fuseau", "fuso orario|fuso")},
};

/* How far a thing or a licence goes. */
#define SCOPE                                                                                      \
    {COLUMN("scope.channels", "channels|use channels|media", "canaux|médias|supports",             \
            "canali|media")},                                                                      \
        {COLUMN("scope.territories", "territories|use territories|countries", "territoires|pays",  \
                "territori|paesi")},                                                               \
        {COLUMN("scope.except", "except|use except", "sauf", "tranne")},                           \
        {COLUMN("scope.from", "use from|usable from|valid from", "utilisable du|valable du",       \
                "utilizzabile dal|valida dal")},                                                   \
        {COLUMN("scope.until", "use until|usable until|valid until|expires",                       \
                "utilisable jusqu'au|valable jusqu'au|expire le",                                  \
                "utilizzabile fino al|valida fino al|scade il")},

static const struct sheet_column party_columns[] = {
    {COLUMN("id", "id|party id|code", "identifiant|id|code", "identificativo|id|codice")},
    {COLUMN("name", "name|company|party", "nom|société|entreprise", "nome|società|azienda")},
    {COLUMN("kind", "kind|type|role", "genre|type|rôle", "tipo|genere|ruolo")},
};

static const struct sheet_column place_columns[] = {
    {COLUMN("id", "id|place id|code", "identifiant|id|code", "identificativo|id|codice")},
    {COLUMN("name", "name|place|location|studio|address", "nom|lieu|studio|adresse",
            "nome|luogo|studio|indirizzo")},
    {COLUMN("time_zone", "time zone|timezone|tz", "fuseau horaire|fuseau", "fuso orario|fuso")},
};

static const struct sheet_column day_columns[] = {
    {COLUMN("id", "id|day|day id", "identifiant|id|jour", "identificativo|id|giorno")},
    {COLUMN("date", "date|shoot date", "date|date de prise de vue", "data|data dello shooting")},
    {COLUMN("place", "place|location|studio", "lieu|studio", "luogo|studio|location"),
     .refs = ID_PLACE},
};

static const struct sheet_column talent_columns[] = {
    {COLUMN("id", "id|talent id|person id|code", "identifiant|id|code",
            "identificativo|id|codice")},
    {COLUMN("name", "name|full name|talent|model", "nom|nom complet|mannequin|modèle|talent",
            "nome|nome completo|nome e cognome|modella|modello"),
     .secret = true},
    {COLUMN("name", "first name|given name", "prénom", "nome di battesimo"), .part = NAME_FIRST,
     .secret = true},
    {COLUMN("name", "last name|surname|family name", "nom de famille", "cognome"),
     .part = NAME_LAST, .secret = true},
    {COLUMN("birth_date", "birth date|date of birth|dob|born|birthday",
            "date de naissance|né le|née le|naissance|ddn",
            "data di nascita|nato il|nata il|nascita"),
     .secret = true},
    {COLUMN("release.kind", "release|model release|release kind",
            "autorisation|droit à l'image|cession de droits|type d'autorisation",
            "liberatoria|tipo di liberatoria")},
    {COLUMN("release.signed_by", "release signed by|signed by",
            "autorisation signée par|signée par", "liberatoria firmata da|firmata da")},
    {COLUMN("release.signer", "release signer|signer|signatory", "signataire",
            "firmatario|firmataria"),
     .secret = true},
    {COLUMN("release.signed_on", "release signed on|signed on|release date|date signed",
            "autorisation signée le|signée le|date de signature",
            "liberatoria firmata il|firmata il|data della firma")},
    {COLUMN("release.scope.channels", "release channels|release media",
            "canaux de l'autorisation|médias de l'autorisation|canaux|médias|supports",
            "canali della liberatoria|canali|media")},
    {COLUMN("release.scope.territories", "release territories|release territory",
            "territoires de l'autorisation|territoires", "territori della liberatoria|territori")},
    {COLUMN("release.scope.except", "release except", "autorisation sauf", "liberatoria tranne")},
    {COLUMN("release.scope.from", "release from|release starts|valid from",
            "autorisation du|autorisation valable du|valable du", "liberatoria dal|valida dal")},
    {COLUMN("release.scope.until", "release until|release to|release ends|release expires|expires",
            "autorisation jusqu'au|autorisation au|expire le|valable jusqu'au",
            "liberatoria fino al|scade il|valida fino al")},
    {COLUMN("guardian.name", "guardian|parent|legal guardian|guardian name",
            "représentant légal|tuteur|parent|responsable légal", "tutore|genitore|tutrice"),
     .secret = true},
    {COLUMN("guardian.consent", "guardian consent|guardian's consent|parental consent|consent",
            "consentement parental|consentement du représentant légal|consentement",
            "consenso del tutore|consenso dei genitori|consenso")},
    {COLUMN("licence.number", "licence number|license number|licence|license|permit",
            "numéro de licence|licence|numéro d'autorisation préfectorale|agrément",
            "numero della licenza|licenza|permesso"),
     .secret = true},
    {COLUMN("licence.authority",
            "licence authority|license authority|licensing authority|authority",
            "autorité|autorité de la licence|préfecture", "autorità|autorità della licenza")},
    {COLUMN("licence.holder", "licence holder|license holder|holder",
            "titulaire|titulaire de la licence", "titolare|titolare della licenza")},
    {COLUMN("licence.from", "licence from|license from", "licence du", "licenza dal")},
    {COLUMN("licence.until", "licence until|license until|licence expires|license expires",
            "licence jusqu'au|licence expire le", "licenza fino al|licenza scade il")},
    {COLUMN("licence.not_needed", "licence not needed|license not needed|no licence because",
            "licence non requise|sans licence car", "licenza non richiesta|senza licenza perché")},
    {COLUMN("chaperone.name", "chaperone|chaperone name", "accompagnateur|accompagnatrice|chaperon",
            "accompagnatore|accompagnatrice"),
     .secret = true},
    {COLUMN("chaperone.approved_by", "chaperone approved by", "accompagnateur agréé par",
            "accompagnatore approvato da")},
    {COLUMN("hours", "hours|hours on set|working hours", "heures|horaires|heures sur le plateau",
            "ore|orari|ore sul set")},
};

static const struct sheet_column item_columns[] = {
    {COLUMN("id", "id|item id|code|sku", "identifiant|id|code|référence",
            "identificativo|id|codice|riferimento")},
    {COLUMN("name", "name|item|description|prop|product|article",
            "nom|objet|article|accessoire|description|désignation|produit",
            "nome|oggetto|articolo|descrizione|prodotto")},
    {COLUMN("kind", "kind|type|category", "genre|type|catégorie", "tipo|genere|categoria")},
    {COLUMN("count", "count|quantity|qty|number|pieces", "nombre|quantité|qté|pièces",
            "quantità|numero|pezzi")},
    {COLUMN("supplier", "supplier|vendor|from|brought by|lender", "fournisseur|prêteur|apporté par",
            "fornitore|portato da|prestato da"),
     .refs = ID_PARTY | ID_TALENT},
    {COLUMN("themes", "themes|theme|assessment", "thèmes|thème|évaluation",
            "temi|tema|valutazione")},
    {COLUMN("assessed_by", "assessed by|assessor", "évalué par|évaluateur",
            "valutato da|valutatore"),
     .refs = ID_PARTY},
    {COLUMN("assessed_on", "assessed on|assessment date", "évalué le|date d'évaluation",
            "valutato il|data della valutazione")},
    {COLUMN("print", "print|text|printed text|what it says", "texte|texte imprimé|mentions",
            "testo|testo stampato|scritte")},
    {COLUMN("print_scans", "print scans|scans|scan", "numérisations|scans", "scansioni")},
    {COLUMN("own_marks", "own marks|marks|house marks|logo|logos", "marques de la maison|marques",
            "marchi della casa|marchi")},
    {COLUMN("photos", "photos|photo|reference photos|images", "photos|photo|images de référence",
            "foto|fotografie|immagini di riferimento")},
    {COLUMN("approval.by", "approved by|approver", "approuvé par|validé par", "approvato da"),
     .refs = ID_PARTY},
    {COLUMN("approval.date", "approved on|approval date|date approved",
            "approuvé le|validé le|date d'approbation", "approvato il|data di approvazione")},
    SCOPE};

static const struct sheet_column licence_columns[] = {
    {COLUMN("id", "id|licence id|license id|code", "identifiant|id|code",
            "identificativo|id|codice")},
    {COLUMN("kind", "kind|type|of", "genre|type", "tipo|genere")},
    {COLUMN("party", "party|given by|licensor|photographer|owner",
            "donnée par|partie|photographe|propriétaire", "data da|parte|fotografo|proprietario"),
     .refs = ID_PARTY | ID_TALENT},
    {COLUMN("place", "place|location|studio", "lieu|studio", "luogo|studio|location"),
     .refs = ID_PLACE},
    {COLUMN("shots", "shots|shot", "plans|prises|prises de vue", "scatti|inquadrature"),
     .refs = ID_SHOT},
    {COLUMN("signed_on", "signed on|date signed", "signée le|date de signature",
            "firmata il|data della firma")},
    {COLUMN("not_needed", "not needed|not needed because", "non requise|non requise car",
            "non richiesta|non richiesta perché")},
    SCOPE};

static const struct sheet_column look_columns[] = {
    {COLUMN("look", "look|set-up|setup|scene", "look|mise en place|scène|décor",
            "look|scena|allestimento")},
    {COLUMN("name", "look name|name|title", "nom du look|nom|titre", "nome del look|nome|titolo")},
    {COLUMN("shots.id", "shot|shot id|id|frame", "plan|prise|prise de vue|id|visuel",
            "scatto|inquadratura|id")},
    {COLUMN("shots.files", "files|file names|filenames|file|pattern",
            "fichiers|fichier|noms de fichiers", "file|nomi dei file")},
    {COLUMN("shots.day", "day|date|shoot day", "jour|date|jour de prise de vue", "giorno|data"),
     .refs = ID_DAY},
    {COLUMN("shots.talent", "talent|cast|models|people|who",
            "talents|mannequins|distribution|personnes|qui", "talenti|modelle|cast|persone|chi"),
     .refs = ID_TALENT},
    {COLUMN("shots.items", "items|props|objects|products|what",
            "objets|accessoires|articles|produits|quoi", "oggetti|articoli|prodotti|cosa"),
     .refs = ID_ITEM},
};

static const struct sheet_column slate_columns[] = {
    {COLUMN("files", "files|file names|file|pattern", "fichiers|fichier|noms de fichiers",
            "file|nomi dei file")},
    {COLUMN("reason", "reason|why", "raison|motif|pourquoi", "motivo|perché")},
};

#define TABLE(at, en, fr, it, list)                                                                \
    .key = at, .names = {en, fr, it}, .columns = list, .n = countof(list)
const struct sheet_table sheet_tables[] = {
    {TABLE("", "campaign|project|job", "campagne|projet", "campagna|progetto", campaign_columns),
     .single = true},
    {TABLE("usage", "usage|use|rights", "utilisation|usage|usages|droits", "uso|utilizzo|diritti",
           usage_columns),
     .single = true},
    {TABLE("parties", "parties|contacts|suppliers", "intervenants|contacts|fournisseurs",
           "parti|contatti|fornitori", party_columns),
     .made_id = "party"},
    {TABLE("places", "places|locations|place|location", "lieux|lieu", "luoghi|luogo",
           place_columns),
     .made_id = "place"},
    {TABLE("days", "days|schedule|dates|day", "jours|calendrier|dates|planning",
           "giorni|calendario|date", day_columns),
     .made_id = "day"},
    {TABLE("talent", "talent|cast|models|people|casting",
           "talents|mannequins|distribution|personnes", "talenti|modelle|persone", talent_columns),
     .made_id = "person"},
    {TABLE("items", "items|props|objects|wardrobe|products", "objets|accessoires|articles|produits",
           "oggetti|articoli|accessori|prodotti", item_columns),
     .made_id = "item"},
    {TABLE("licences", "licences|licenses|use licences", "licences", "licenze", licence_columns),
     .made_id = "licence"},
    {TABLE("setups", "looks|set-ups|setups|shots|shot list|shotlist",
           "looks|plans|prises|prises de vue", "look|scatti|inquadrature|riprese", look_columns)},
    {TABLE("slates", "slates|slate|excluded", "claps|ardoises|exclus", "ciak|esclusi",
           slate_columns)},
};
/* clang-format on */
const size_t sheet_tables_n = countof(sheet_tables);

const struct sheet_table *sheet_table_of(const char *key)
{
    for (size_t i = 0; i < sheet_tables_n; i++)
        if (strcmp(sheet_tables[i].key, key) == 0)
            return &sheet_tables[i];
    assert(false && "no table of this key");
    return NULL;
}

static const struct field *field_named(const struct record *record, str name)
{
    for (size_t i = 0; i < record->n; i++)
        if (record->fields[i].name && str_eq(str_of(record->fields[i].name), name))
            return &record->fields[i];
    assert(false && "no field of this name");
    return NULL;
}

const struct record *sheet_record(const struct sheet_table *table)
{
    return *table->key ? field_named(&callsheet_record, str_of(table->key))->record
                       : &callsheet_record;
}

const struct field *sheet_field(const struct sheet_table *table, const struct sheet_column *column)
{
    const struct record *record = sheet_record(table);
    const struct field *field = NULL;
    str path = str_of(column->path), name;
    while (str_cut(&path, '.', &name)) {
        field = field_named(record, name);
        record = field->record;
    }
    return field;
}

bool sheet_required(const struct sheet_table *table, const struct sheet_column *column)
{
    const struct record *record = sheet_record(table);
    str path = str_of(column->path), name;
    bool required = true;
    while (str_cut(&path, '.', &name)) {
        const struct field *field = field_named(record, name);
        required &= field->required;
        record = field->record;
    }
    return required;
}

str sheet_example(const struct field *field)
{
    str example = field->example ? str_of(field->example) : (str){0};
    str key = str_of(field->name);
    if (str_starts(example, key) && str_starts(str_from(example, key.n), S(": ")))
        example = str_from(example, key.n + 2);
    if (field->kind == FIELD_TEXTS && str_starts(example, S("[")) && str_ends(example, S("]")))
        example = str_first(str_from(example, 1), example.n - 2); /* a list needs no brackets */
    return example;
}

str sheet_first_name(const char *names)
{
    return (str){names, strcspn(names, "|")};
}

bool sheet_named(const char *names, str key, struct arena scratch)
{
    str rest = str_of(names), name;
    while (str_cut(&rest, '|', &name)) {
        struct arena each = scratch;
        if (str_eq(sheet_key(name, &each), key))
            return true;
    }
    return false;
}

static bool table_named(const struct sheet_table *table, str key, struct arena scratch)
{
    for (size_t l = 0; l < SHEET_LANGUAGES; l++)
        if (sheet_named(table->names[l], key, scratch))
            return true;
    return false;
}

const struct sheet_table *sheet_table_find(str name, struct arena scratch)
{
    str key = sheet_key(name, &scratch);
    for (size_t i = 0; i < sheet_tables_n; i++)
        if (table_named(&sheet_tables[i], key, scratch))
            return &sheet_tables[i];
    /* "AW22 talent final": the one table that a word of it names. */
    const struct sheet_table *found = NULL;
    str rest = key, word;
    while (str_cut(&rest, ' ', &word))
        for (size_t i = 0; word.n && i < sheet_tables_n; i++)
            if (table_named(&sheet_tables[i], word, scratch)) {
                if (found && found != &sheet_tables[i])
                    return NULL;
                found = &sheet_tables[i];
            }
    return found;
}

static const struct sheet_column *column_named(const struct sheet_table *table, str heading,
                                               struct arena scratch)
{
    str key = sheet_key(heading, &scratch);
    if (key.n == 0)
        return NULL;
    for (size_t l = 0; l < SHEET_LANGUAGES; l++)
        for (size_t i = 0; i < table->n; i++)
            if (sheet_named(table->columns[i].names[l], key, scratch))
                return &table->columns[i];
    return NULL;
}

/* "print 2" and "print (2)" go with "print": lists may have several columns. */
static str without_number(str heading)
{
    str s = str_trim(heading);
    size_t n = s.n;
    while (n > 0 && s.p[n - 1] >= '0' && s.p[n - 1] <= '9')
        n--;
    return n > 0 && n < s.n && s.p[n - 1] == ' ' ? str_trim(str_first(s, n)) : s;
}

const struct sheet_column *sheet_column_find(const struct sheet_table *table, str heading,
                                             struct arena scratch)
{
    heading = without_number(heading);
    const struct sheet_column *column = column_named(table, heading, scratch);
    const char *bracket = heading.n ? memchr(heading.p, '(', heading.n) : NULL;
    if (!column && bracket && bracket > heading.p) {
        heading = str_trim(str_first(heading, (size_t)(bracket - heading.p)));
        column = column_named(table, heading, scratch);
    }
    str rest = heading, side;
    while (!column && str_cut(&rest, '/', &side))
        column = column_named(table, side, scratch);
    return column;
}

str sheet_column_near(const struct sheet_table *table, str heading, struct arena scratch)
{
    enum {
        LETTERS_MIN = 6, /* shorter words are near to each other by chance */
        SLIPS_MAX = 2,
    };
    str key = sheet_key(without_number(heading), &scratch);
    for (size_t i = 0; key.n >= LETTERS_MIN && i < table->n; i++)
        for (size_t l = 0; l < SHEET_LANGUAGES; l++) {
            str rest = str_of(table->columns[i].names[l]), name;
            while (str_cut(&rest, '|', &name)) {
                struct arena each = scratch;
                if (name.n >= LETTERS_MIN &&
                    str_distance(key, sheet_key(name, &each), SLIPS_MAX + 1) <= SLIPS_MAX)
                    return name;
            }
        }
    return (str){0};
}
