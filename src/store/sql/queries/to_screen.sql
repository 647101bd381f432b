SELECT asset.campaign, asset.asset, asset.path, asset.bytes, asset.submitted_seq, newest.revision
    FROM asset
    LEFT JOIN (SELECT campaign, MAX(revision) AS revision FROM callsheet GROUP BY campaign) AS newest
    ON newest.campaign = asset.campaign
    WHERE asset.erased_seq IS NULL
    AND (asset.screened_seq IS NULL
         OR COALESCE(asset.revision, 0) <> COALESCE(newest.revision, 0))
    ORDER BY asset.submitted_seq;
