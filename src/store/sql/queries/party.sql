SELECT party, kind, name, seq FROM party WHERE party = :party;
