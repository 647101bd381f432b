INSERT INTO raised_comment (seq, campaign, id, words, actor, at_ms)
    VALUES (:seq, :campaign, :id, :words, :actor, :at_ms);
