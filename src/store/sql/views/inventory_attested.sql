INSERT INTO inventory (seq, campaign, actor, at_ms) VALUES (:seq, :campaign, :actor, :at_ms);
INSERT INTO place (seq, place, asset, path, x_px, y_px, w_px, h_px)
    VALUES (:seq, :pictures__i, :pictures__sha256, :pictures__opt_path, :pictures__opt_x_px,
            :pictures__opt_y_px, :pictures__opt_w_px, :pictures__opt_h_px);
