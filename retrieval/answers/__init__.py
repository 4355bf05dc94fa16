"""One file per kind of answer; each reads a :class:`retrieval.answers.desk.Desk` and gives the statements that answer, none if nothing does."""
