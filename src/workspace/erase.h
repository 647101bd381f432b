/* workspace/erase.h -- pictures of somebody who is forgotten: each erased by an event of its own,
 * its bytes removed once that is durable. */
#pragma once

#include "workspace/act.h"

struct pictures_erased {
    size_t erased;
    size_t unclaimed; /* that no set-up claims: who is in them nobody said */
};

/* Forget somebody of a call sheet (CAMPAIGN/ID; who is forgotten already stays so), and erase the
 * pictures that she may be in: those of shots that she may be in frame of, by the newest call
 * sheet, and those where people said that it is she. All in one transaction; a legal hold on
 * anybody who may be in one of them refuses it. Facts stay: they name nobody. */
nodiscard bool person_forget_pictures(struct workspace *w, str by, const struct about_person *want,
                                      struct arena *a, struct pictures_erased *ret_pictures,
                                      struct outcome *ret, struct err *err);

/* Remove the bytes of pictures that are erased in every campaign that had them. Nothing to do when
 * they are gone: who was interrupted is cured by the next workspace_open with STORE_WRITE. */
nodiscard bool pictures_remove_erased(struct workspace *w, struct err *err);
