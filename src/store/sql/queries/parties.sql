SELECT party, kind, name, seq FROM party ORDER BY party;
