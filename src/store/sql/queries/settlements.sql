SELECT seq, kind, says, term, faces, item, talent, dismissed, actor, at_ms
    FROM settlement WHERE campaign = :campaign AND reopened_seq IS NULL ORDER BY seq;
