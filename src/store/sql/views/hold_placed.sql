UPDATE person SET hold_count = hold_count + 1, hold_seq = :seq WHERE person = :person;
