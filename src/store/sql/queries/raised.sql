SELECT id, seq, words, owner, due, change_requested, asset, path, x_px, y_px, w_px, h_px, actor, at_ms,
       (SELECT MIN(settlement.seq) FROM settlement
            WHERE settlement.campaign = raised.campaign AND settlement.kind = 'raised'
            AND settlement.says = raised.id AND settlement.reopened_seq IS NULL) AS settled_seq
    FROM raised WHERE campaign = :campaign ORDER BY seq;
