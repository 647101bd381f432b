INSERT INTO person (person, party, recorded_seq, hold_count) VALUES (:person, :opt_party, :seq, 0)
    ON CONFLICT (person) DO UPDATE
    SET party = excluded.party, recorded_seq = excluded.recorded_seq, forgotten_seq = NULL;
