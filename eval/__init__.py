"""How good the answers are. On top of everything, imported by nobody."""
