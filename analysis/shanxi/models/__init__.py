"""Pure functions that answer a question, one module a question; no evidence is loaded and nothing is printed here."""
