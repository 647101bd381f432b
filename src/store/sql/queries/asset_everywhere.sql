SELECT campaign, asset, path, bytes, submitted_seq, screened_seq, facts, verdict, revision, erased_seq
    FROM asset WHERE asset = :asset ORDER BY submitted_seq;
