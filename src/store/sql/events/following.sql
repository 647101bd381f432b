SELECT seq FROM events WHERE seq >= :from ORDER BY seq LIMIT 1;
