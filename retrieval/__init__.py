"""From a question to a cited answer that passed the gates."""
