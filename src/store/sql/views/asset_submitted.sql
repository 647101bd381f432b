INSERT INTO asset (campaign, asset, path, bytes, submitted_seq)
    VALUES (:campaign, :asset, :path, :bytes, :seq)
    ON CONFLICT (campaign, asset) DO UPDATE
    SET path = excluded.path, bytes = excluded.bytes, submitted_seq = excluded.submitted_seq,
        erased_seq = NULL;
