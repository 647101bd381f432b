SELECT place.seq, place.place, place.asset, place.path, place.x_px, place.y_px, place.w_px,
       place.h_px
    FROM inventory JOIN place ON place.seq = inventory.seq
    WHERE inventory.campaign = :campaign ORDER BY place.seq, place.place;
