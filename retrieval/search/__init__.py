"""From what is asked to the units and passages that may answer, best first, inside the plans that are meant."""
