SELECT campaign, asset, path, bytes, submitted_seq, screened_seq, facts, verdict, revision, erased_seq
    FROM asset WHERE campaign = :campaign AND asset = :asset;
