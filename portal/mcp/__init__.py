"""Our answers, passages, clauses and ledgers as tools of the Model Context Protocol, for assistants that call tools."""
