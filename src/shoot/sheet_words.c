/* The words of a call sheet in French and Italian; the English ones are in its word lists. */
#include <string.h>

#include "shoot/sheet_table.h"

struct translation {
    const char *word;
    const char *others; /* several by "|" */
};

static const struct translation party_kinds[] = {
    {"house", "client|brand|maison|marque|annonceur|casa|cliente|marchio"},
    {"agency", "agence|agenzia"},
    {"producer", "production|production company|producteur|société de production|produttore|"
                 "produzione|casa di produzione"},
    {"supplier", "vendor|fournisseur|prêteur|fornitore"},
    {"partner", "partenaire|ong|ngo|socio|partner esterno"},
    {"person", "personne|persona"},
};

static const struct translation release_kinds[] = {
    {"none", "no|aucune|non|nessuna"},
    {"limited", "limitée|limité|limitata|con limiti"},
    {"unlimited", "illimitée|illimité|buyout|full buyout|illimitata|senza limiti"},
};

static const struct translation signers[] = {
    {"talent", "model|mannequin|self|lui même|elle même|modella|modello"},
    {"guardian", "parent|représentant légal|tuteur|tutore|genitore"},
};

static const struct translation item_kinds[] = {
    {"prop", "props|accessoire|objet|oggetto|oggetto di scena"},
    {"wardrobe", "clothes|garment|vêtement|vêtements|garde robe|stylisme|abito|abiti|guardaroba"},
    {"product", "produit|prodotto"},
    {"printed", "printed matter|paper|imprimé|document imprimé|stampato|stampa"},
};

static const struct translation licence_kinds[] = {
    {"photograph", "photographer|photographs|photo|photographie|photographe|fotografia|fotografo"},
    {"location", "place|lieu|décor|luogo"},
};

static const struct translation themes[] = {
    {"adult", "adulte|adulti"},
    {"weapon", "weapons|arme|armes|arma|armi"},
    {"violence", "violenza"},
    {"alcohol", "alcool"},
    {"tobacco", "tabac|tabacco"},
    {"drugs", "drug|drogue|drogues|droga|droghe"},
    {"gambling", "jeux d'argent|gioco d'azzardo"},
    {"hazard", "danger|pericolo"},
    {"document", "documents|documenti|documento"},
    {"personal_data", "données personnelles|dati personali"},
    {"artwork", "art|œuvre d'art|opera d'arte"},
    {"brand", "brands|marque|marques|marchio|marchi"},
    {"religious", "religion|religieux|religioso"},
    {"political", "politics|politique|politico"},
    {"national", "flag|nazionale"},
    {"cultural", "culturel|culturale"},
    {"medical", "médical|medico"},
    {"animal", "animals|animaux|animale|animali"},
};

/* Names of territories that data/territories.tsv has otherwise, and those of a shoot's usual
 * markets in French and Italian. ISO 3166-1. */
static const struct translation territory_names[] = {
    {"AE", "UAE|Émirats arabes unis|Emirati Arabi Uniti"},
    {"AT", "Autriche"},
    {"AU", "Australie"},
    {"BE", "Belgique|Belgio"},
    {"BR", "Brésil|Brasile"},
    {"CH", "Suisse|Svizzera"},
    {"CN", "Chine|Cina"},
    {"CZ", "Czechia|Tchéquie|République tchèque|Cechia"},
    {"DE", "Allemagne|Germania"},
    {"DK", "Danemark|Danimarca"},
    {"ES", "Espagne|Spagna"},
    {"FI", "Finlande|Finlandia"},
    {"GB", "UK|United Kingdom|Great Britain|Royaume-Uni|Regno Unito"},
    {"GR", "Grèce|Grecia"},
    {"IE", "Irlande|Irlanda"},
    {"IN", "Inde"},
    {"IT", "Italie|Italia"},
    {"JP", "Japon|Giappone"},
    {"KR", "South Korea|Republic of Korea|Corée du Sud|Corea del Sud"},
    {"LU", "Lussemburgo"},
    {"MX", "Mexique|Messico"},
    {"NL", "The Netherlands|Pays-Bas|Paesi Bassi"},
    {"NO", "Norvège|Norvegia"},
    {"PL", "Pologne|Polonia"},
    {"PT", "Portogallo"},
    {"RU", "Russian Federation|Russie"},
    {"SA", "Arabie saoudite|Arabia Saudita"},
    {"SE", "Suède|Svezia"},
    {"SG", "Singapour"},
    {"TR", "Türkiye|Turquie|Turchia"},
    {"US", "USA|United States of America|États-Unis|Stati Uniti"},
};

/* Only names that leave no doubt: "social media" may be paid for or not, "presse" may be bought or
 * given, and a usage that asks for less than is meant would let papers pass that do not reach. */
static const struct translation channel_names[] = {
    {"catalogue", "catalog|lookbook|look book|catalogo"},
    {"cinema", "cinéma"},
    {"in-store", "in store|point of sale|points de vente|in negozio|negozi"},
    {"internal", "internal use|interne|usage interne|interno|uso interno"},
    {"outdoor", "out of home|ooh|billboards|affichage|affissioni|affissione"},
    {"packaging", "emballage|imballaggio"},
    {"tv", "television|télévision|televisione"},
};

static str translated(const struct translation *list, size_t n, str key, struct arena scratch)
{
    for (size_t i = 0; i < n; i++)
        if (sheet_named(list[i].others, key, scratch))
            return str_of(list[i].word);
    return (str){0};
}

/* By the first word of a list, because the lists themselves are told apart by nothing else here. */
static const struct {
    const struct translation *at;
    size_t n;
} lists[] = {
    {party_kinds, countof(party_kinds)}, {release_kinds, countof(release_kinds)},
    {signers, countof(signers)},         {item_kinds, countof(item_kinds)},
    {themes, countof(themes)},           {licence_kinds, countof(licence_kinds)},
};

str sheet_word(const struct words *words, str text, struct arena scratch)
{
    for (size_t i = 0; i < words->n; i++)
        if (str_eq(str_of(words->at[i].name), text))
            return text;
    str key = sheet_key(text, &scratch);
    for (size_t i = 0; i < words->n; i++)
        if (sheet_named(words->at[i].name, key, scratch))
            return str_of(words->at[i].name);
    for (size_t l = 0; l < countof(lists); l++) {
        if (lists[l].n != words->n || strcmp(lists[l].at[0].word, words->at[0].name) != 0)
            continue;
        return translated(lists[l].at, lists[l].n, key, scratch);
    }
    return (str){0};
}

str sheet_code(struct codes codes, str text, struct arena scratch)
{
    if (codes_find(codes, text) < codes.n)
        return text;
    str key = sheet_key(text, &scratch);
    if (sheet_named("world|worldwide|global|monde|monde entier|mondo|tutto il mondo", key, scratch))
        return S("world");
    for (size_t i = 0; key.n && i < codes.n; i++) {
        struct arena each = scratch;
        if (str_eq(sheet_key(codes.at[i].id, &each), key) ||
            str_eq(sheet_key(codes.at[i].words, &each), key))
            return codes.at[i].id;
    }
    /* Ids of the two lists differ in their letters, so a name of the other is none here. */
    str names[] = {translated(territory_names, countof(territory_names), key, scratch),
                   translated(channel_names, countof(channel_names), key, scratch)};
    for (size_t i = 0; i < countof(names); i++)
        if (names[i].p && codes_find(codes, names[i]) < codes.n)
            return names[i];
    return (str){0};
}

bool sheet_says_none(str text, struct arena scratch)
{
    str bare = str_trim(text);
    if (str_eq(bare, S("-")) || str_eq(bare, S("\xe2\x80\x93")) || str_eq(bare, S("\xe2\x80\x94")))
        return true;
    return sheet_named(
        "none|nobody|nothing|aucun|aucune|personne|rien|néant|nessuno|nessuna|niente",
        sheet_key(text, &scratch), scratch);
}
