SELECT place.seq, place.place, place.asset, place.path, place.x_px, place.y_px, place.w_px,
       place.h_px
    FROM settlement JOIN place ON place.seq = settlement.seq
    WHERE settlement.campaign = :campaign AND settlement.reopened_seq IS NULL
    ORDER BY place.seq, place.place;
