UPDATE person
    SET hold_count = hold_count - 1, hold_seq = CASE WHEN hold_count > 1 THEN hold_seq END
    WHERE person = :person;
