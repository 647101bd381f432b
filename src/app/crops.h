/* app/crops.h -- pictures of the places that a person must look at. */
#pragma once

#include "app/lane.h"
#include "app/shoot_screen.h"

/* Make the folder if it is not there; nothing to do when it is absent. */
nodiscard bool crops_start(str opt_folder, struct err *err);

/* Write a PNG for each unread print of the picture, at 100 %, and list them in result->crops. A
 * crop that cannot be written is a failure of the picture: it adds the reason and blocks. */
void crops_write(str opt_folder, struct result *result, const struct lane_result *seen,
                 struct arena *a);
