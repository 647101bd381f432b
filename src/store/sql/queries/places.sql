SELECT seq, place, asset, path, x_px, y_px, w_px, h_px FROM place WHERE seq = :seq ORDER BY place;
