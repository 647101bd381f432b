SELECT DISTINCT asset FROM asset AS gone
    WHERE erased_seq IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM asset AS live
                        WHERE live.asset = gone.asset AND live.erased_seq IS NULL)
    ORDER BY asset;
