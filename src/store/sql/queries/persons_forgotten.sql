SELECT person, recorded_seq, forgotten_seq
    FROM person WHERE forgotten_seq IS NOT NULL ORDER BY person;
