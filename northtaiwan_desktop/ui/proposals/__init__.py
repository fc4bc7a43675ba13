"""提案與經費: the proposals to central government, what years came to, and what the members pay."""
