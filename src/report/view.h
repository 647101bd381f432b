/* report/view.h -- inside report only: what this reader may see, and how pictures are called. */
#pragma once

#include "report/report.h"

struct view {
    int audience; /* enum report_audience */
    const struct callsheet *opt_callsheet;
    str root; /* the folder that all paths of the run share, with its '/'; "" if none */
    struct texts speakers; /* of one picture: who settled, raised, attested; names of people */
};

struct view view_make(int audience, const struct walk *walk, const struct callsheet *opt_callsheet,
                      struct arena *a);

/* The same for one picture: rules quote those who said something of it. */
struct view view_of_picture(const struct view *v, const struct facts *facts, struct arena *a);

/* A text of a result. For the client without people's names and without where the folder lies. */
str view_text(const struct view *v, str text, struct arena *a);

/* A picture's path for this reader, and the same from the folder that all pictures share. */
str view_path(const struct view *v, str path, struct arena *a);
str view_name(const struct view *v, str path, struct arena *a);

/* Who supplied, assessed or approved: the id, and for the house what is behind it. */
str view_party(const struct view *v, str id, struct arena *a);

/* Rating, and for the house the label, as people read them; "" if none. */
str view_marks(const struct view *v, const struct result *result, struct arena *a);

/* A person's name where this reader may have it (grown, and for the house), else absent. */
str view_person(const struct view *v, const struct fact_person *person);
