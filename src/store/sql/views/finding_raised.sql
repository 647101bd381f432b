INSERT INTO raised
    (campaign, id, seq, words, owner, due, change_requested, asset, path, x_px, y_px, w_px, h_px,
     actor, at_ms)
    VALUES (:campaign, :id, :seq, :words, :opt_owner, :opt_due, :opt_change_requested,
            :sha256, :opt_path, :region__x_px, :region__y_px, :region__w_px, :region__h_px,
            :actor, :at_ms);
