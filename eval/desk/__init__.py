"""Evaluation for the page 评测: gold sets to choose from or to bring, runs over the served index that are kept, shown and compared."""
