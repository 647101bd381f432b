SELECT place.seq, place.place, place.asset, place.path, place.x_px, place.y_px, place.w_px,
       place.h_px
    FROM apparent_age JOIN place ON place.seq = apparent_age.seq
    WHERE apparent_age.campaign = :campaign ORDER BY place.seq, place.place;
