SELECT person, party, recorded_seq, forgotten_seq, hold_count, hold_seq
    FROM person ORDER BY person;
