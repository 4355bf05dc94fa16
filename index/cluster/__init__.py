"""An index past one machine: texts and ledgers in PostgreSQL, vectors and words in Milvus, the served version named by one alias."""
