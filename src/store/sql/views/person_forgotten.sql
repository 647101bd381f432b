UPDATE person SET forgotten_seq = :seq WHERE person = :person;
