"""Who may do what: API keys, sign-on by a trusted proxy, roles, the rule of every route, rate limits; light until access is on."""
