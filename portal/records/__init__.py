"""What is kept of people: conversations with their answers, remarks, keys, and the audit log; SQLite by default, PostgreSQL by URL."""
