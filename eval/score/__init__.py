"""Recorded answers judged: scores with their intervals, baselines, comparisons and tables of them."""
