SELECT seq, campaign, kind, says, term, faces, item, talent, dismissed, actor, at_ms, reopened_seq
    FROM settlement WHERE seq = :seq;
